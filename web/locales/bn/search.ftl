problem-search-unknown-kind = এই ধরনের কোনো দোকান নেই।
problem-search-unknown-category = এই নামে কোনো বিভাগ নেই।
problem-search-unknown-sort = এভাবে সাজানো যায় না।
problem-search-no-words = একটি শব্দ বা সংখ্যা লিখুন।
problem-search-prices-crossed = সর্বোচ্চ দাম সর্বনিম্ন দামের চেয়ে কম।
problem-search-stale-cursor = এই পাতার লিংকটি এক দিনের বেশি পুরোনো। আবার শুরু থেকে খুঁজুন।
problem-search-unknown-language = ভাষা bn অথবা en হতে হবে।
problem-search-bad-key = চাবিতে ৮ থেকে ৬৪টি ইংরেজি অক্ষর, সংখ্যা, - বা _ থাকতে হবে।
problem-search-key-reused = এই চাবি দিয়ে আগে অন্য একটি অনুরোধ পাঠানো হয়েছে।
problem-search-not-a-date = তারিখ 2026-11-21 এভাবে লিখুন।

search-step-degraded = খোঁজার ব্যবস্থা মেরামত হচ্ছে, তাই কিছু জিনিস বাদ পড়তে পারে বা শুধু হুবহু বানানে মিলতে পারে। একটু পরে আবার চেষ্টা করুন।
search-step-dropped = “{ $words }” আমাদের তালিকায় নেই, তাই এটি বাদ দিয়ে খোঁজা হয়েছে।
search-step-widened = { $asked } দূরত্বের মধ্যে কিছু ছিল না, তাই { $searched } পর্যন্ত খোঁজা হয়েছে।
search-step-category = কাছের কোনো দোকান এটি আছে বলে জানায়নি। যেসব দোকান সাধারণত { $name } রাখে সেগুলো দেখানো হচ্ছে।
search-step-ask = আশেপাশের দোকানে জানতে চাইতে পারেন।
search-request-kept = { $n ->
    [0] আপনার অনুরোধ রাখা হয়েছে। আশেপাশে এখন কোনো দোকান আমাদের তালিকায় নেই, তাই এখনো কাউকে জানানো হয়নি।
   *[other] আপনার অনুরোধ রাখা হয়েছে। আশেপাশের { $shown }টি দোকানকে জিজ্ঞেস করা যাবে, তবে দোকানে জানানোর সুবিধা এখনো চালু হয়নি; এখনো কাউকে জানানো হয়নি।
  }
