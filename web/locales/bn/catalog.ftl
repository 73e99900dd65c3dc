### Words about goods.

problem-catalog-category-not-found = এই নামে পণ্যের কোনো ধরন নেই।
problem-catalog-unknown-category = পণ্যের এই ধরনটি আমাদের জানা নেই।
problem-catalog-product-not-found = এই পণ্যটি পাওয়া যায়নি।
