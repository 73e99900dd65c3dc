problem-search-unknown-kind = এই ধরনের কোনো দোকান নেই।
problem-search-unknown-category = এই নামে কোনো বিভাগ নেই।
problem-search-unknown-sort = এভাবে সাজানো যায় না।
problem-search-no-words = একটি শব্দ বা সংখ্যা লিখুন।
problem-search-prices-crossed = সর্বোচ্চ দাম সর্বনিম্ন দামের চেয়ে কম।
