### Words about goods.

problem-catalog-category-not-found = এই নামে পণ্যের কোনো ধরন নেই।
problem-catalog-unknown-category = পণ্যের এই ধরনটি আমাদের জানা নেই।
problem-catalog-product-not-found = এই পণ্যটি পাওয়া যায়নি।
problem-catalog-concept-not-found = এই আইডিতে কোনো বিষয় নেই।
problem-catalog-dialect-not-found = এই কোডে কোনো আঞ্চলিক ভাষা নেই।
problem-catalog-unknown-dialect = প্রতিটি শব্দের আগে জানা কোনো আঞ্চলিক ভাষার কোড ও একটি কোলন লাগবে।
problem-catalog-bad-slug = আইডিতে থাকবে ছোট হাতের ইংরেজি অক্ষর, অঙ্ক আর হাইফেন, সর্বোচ্চ ১০০টি।
problem-catalog-unknown-kind = এই ধরনের কোনো দোকান নেই।
problem-catalog-no-offer = এটি এই দোকানের তালিকায় নেই।
problem-catalog-no-product = এমন কোনো পণ্য নেই।
problem-catalog-already-listed = পণ্যটি আগে থেকেই তালিকায় আছে।
problem-catalog-stale-offer = এর মধ্যে অন্য কেউ এটি বদলেছেন। সংরক্ষণের আগে আবার দেখে নিন।
problem-catalog-sku-taken = এই দোকানের অন্য একটি পণ্যে এই কোড আছে।
problem-catalog-above-mrp = দাম মোড়কে লেখা সর্বোচ্চ খুচরা মূল্যের বেশি হতে পারে না।
problem-catalog-wrong-delta = সংখ্যাটি কারণের সঙ্গে মেলে না।
problem-catalog-too-few = এতগুলো পণ্য নেই।
problem-catalog-barcode-taken = এই বারকোডের পণ্য আগে থেকেই আছে।
problem-catalog-unknown-choice = এটি দেওয়া বিকল্পগুলোর মধ্যে নেই।
problem-catalog-unknown-attribute = এ ধরনের পণ্যে এই তথ্য দেওয়া যায় না।
problem-catalog-not-waiting = এটির সিদ্ধান্ত আগেই হয়ে গেছে।
problem-catalog-no-shelf = এমন কোনো তাক নেই।
problem-catalog-nothing-ticked = যা বেচেন তাতে টিক দিন।
problem-catalog-not-on-shelf = বেছে নেওয়া কোনো একটি পণ্য এই তাকে নেই।

catalog-unit-month = মাস
catalog-unit-watt = ওয়াট
catalog-unit-inch = ইঞ্চি
catalog-unit-gigabyte = জিবি
catalog-unit-litre = লিটার
catalog-unit-kilogram = কেজি
catalog-unit-milligram = মি.গ্রা.
catalog-unit-millimetre = মিমি
catalog-unit-volt-ampere = ভিএ
catalog-unit-milliamp-hour = এমএএইচ
catalog-unit-eu-size = ইউরোপীয় মাপ
catalog-unit-spf = এসপিএফ
catalog-unit-person = জন
catalog-unit-page = পাতা
problem-catalog-bad-day = তারিখ দেখতে 2027-01-31-এর মতো।
problem-catalog-counted-or-said = হয় সংখ্যা দিন, নয় আছে কি নেই বলুন; দুটি একসঙ্গে নয়।
problem-catalog-unknown-part = তালিকার এমন কোনো অংশ নেই।
problem-catalog-not-changes = এখানে ১ থেকে ১০০টি পরিবর্তনের তালিকা লাগবে, প্রতিটিতে পণ্যের পরিচিতি।
problem-catalog-unknown-reason = মজুদ বদলানোর এমন কোনো কারণ নেই।
problem-catalog-barcode-length = বারকোডে ৮, ১২, ১৩ বা ১৪টি অঙ্ক থাকে।
problem-catalog-barcode-check-digit = বারকোডের কোনো অঙ্ক ভুল। আবার দেখুন।
problem-catalog-bad-options = সর্বোচ্চ ৪টি ধরন, প্রতিটির নাম ছোট হাতের ইংরেজি অক্ষরে ও মান সংক্ষিপ্ত।
problem-catalog-unknown-verdict = সিদ্ধান্ত হবে accept, reject বা same_as।

problem-catalog-not-an-order = ছবিগুলোর ক্রম পড়া যায়নি।
problem-catalog-bad-crop = ছবির এই অংশ নেওয়া যায় না। প্রতিটি পাশের অন্তত বিশ ভাগের এক ভাগ রাখুন।

problem-catalog-no-price-shown = এই পণ্যের কোনো দাম দেখানো নেই।
problem-catalog-same-price = এটি তো এখনকার দামই। অন্য দাম লিখুন।
problem-catalog-unknown-answer = উত্তর হবে fixed বা right।
