### Words about goods.

problem-catalog-category-not-found = এই নামে পণ্যের কোনো ধরন নেই।
problem-catalog-unknown-category = পণ্যের এই ধরনটি আমাদের জানা নেই।
problem-catalog-product-not-found = এই পণ্যটি পাওয়া যায়নি।
problem-catalog-concept-not-found = এই আইডিতে কোনো বিষয় নেই।
problem-catalog-dialect-not-found = এই কোডে কোনো আঞ্চলিক ভাষা নেই।
problem-catalog-unknown-dialect = প্রতিটি শব্দের আগে জানা কোনো আঞ্চলিক ভাষার কোড ও একটি কোলন লাগবে।
problem-catalog-bad-slug = আইডিতে থাকবে ছোট হাতের ইংরেজি অক্ষর, অঙ্ক আর হাইফেন, সর্বোচ্চ ১০০টি।
problem-catalog-unknown-kind = এই ধরনের কোনো দোকান নেই।
