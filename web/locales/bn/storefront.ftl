### Words of the shopper's pages.

storefront-trail = আপনি এখানে আছেন
storefront-on = চালু আছে

storefront-unit-kg = কেজি
storefront-unit-g = গ্রাম
storefront-unit-mg = মিলিগ্রাম
storefront-unit-l = লিটার
storefront-unit-ml = মিলি
storefront-unit-piece = পিস
storefront-unit-dozen = ডজন
storefront-unit-hali = হালি
storefront-distance = দূরত্ব

storefront-search-label = কী খুঁজছেন?
storefront-search-placeholder = চাল, ওষুধ, মোবাইল…
storefront-search-do = খুঁজুন
storefront-suggest-none = কোনো পরামর্শ নেই
storefront-suggest-some = #টি পরামর্শ, উপর-নিচ তীর দিয়ে বেছে নিন
storefront-suggest-label = পরামর্শ
storefront-recent = আগে যা খুঁজেছেন
storefront-recent-forget = সব ভুলে যান
storefront-recent-drop = তালিকা থেকে বাদ দিন
storefront-recent-some = #টি আগের খোঁজ, নিচের তীর চেপে বেছে নিন
storefront-recent-gone = তালিকা থেকে বাদ গেছে
storefront-voice = বলে খুঁজুন
storefront-voice-listening = শুনছি… কী খুঁজছেন বলুন। থামাতে আবার চাপুন।
storefront-voice-unheard = কিছু শোনা গেল না। একটু জোরে আবার বলুন, অথবা লিখে খুঁজুন।
storefront-voice-denied = মাইক্রোফোন ব্যবহারের অনুমতি নেই। ব্রাউজারের সেটিংসে অনুমতি দিন, অথবা লিখে খুঁজুন।
storefront-voice-microphone = মাইক্রোফোন পাওয়া গেল না। লিখে খুঁজুন।
storefront-voice-away = এখন কথা বুঝতে পারছি না, ইন্টারনেট সংযোগ দেখুন। লিখে খুঁজতে পারেন।
storefront-voice-language = এই ব্রাউজার বাংলা কথা বোঝে না। লিখে খুঁজুন।
storefront-search-title = খুঁজুন
storefront-search-title-of = “{ $q }” কাছের দোকানে
storefront-search-where = কোন এলাকায় খুঁজব?
storefront-search-everything = কী খুঁজছেন লিখুন, অথবা পণ্যের ধরন বেছে নিন
storefront-search-count = { $n ->
    [0] কিছু পাওয়া যায়নি
   *[other] { $shown }টি ফলাফল
  }
storefront-search-within = { $within } { $count }
storefront-search-understood = দেখানো হচ্ছে: { $read }
storefront-search-understood-none = খোঁজা হয়েছে: { $read }
storefront-search-unread = “{ $words }” বা এর কাছাকাছি কোনো নাম আমাদের তালিকায় নেই।
storefront-search-literal = হুবহু “{ $q }” খোঁজা হয়েছে।
storefront-search-literal-do = আসল শব্দে খুঁজুন: “{ $q }”
storefront-search-widened = { $asked } এমন কিছু ছিল না, তাই { $searched } যা আছে দেখানো হচ্ছে।
storefront-search-none = আশপাশে এমন কিছু পেলাম না।
storefront-search-none-farther = { $asked } এমন কিছু নেই, { $searched }ও পেলাম না।
storefront-search-advice = বানান আরেকবার দেখে নিন, অথবা নিচের যেকোনোটি চেষ্টা করুন।
storefront-search-advice-filters = কোনো একটি ফিল্টার বাদ দিলে হয়তো পাওয়া যাবে।
storefront-search-past-end = এই পাতায় আর কোনো ফলাফল নেই।
storefront-more-offers = আরও দেখুন
storefront-more-shops = আরও দোকান দেখুন
storefront-more-busy = আনা হচ্ছে…
storefront-more-shown = #টি নতুন ফলাফল যোগ হয়েছে

storefront-step-widen = { $within } খুঁজুন
storefront-step-drop = সব ফিল্টার বাদ দিয়ে খুঁজুন
storefront-step-without = “{ $filter }” বাদ দিয়ে খুঁজুন
storefront-step-loosely = কাছাকাছি বানানেও খুঁজুন
storefront-step-first = প্রথম পাতায় ফিরুন
storefront-step-open = বন্ধ দোকানও দেখুন
storefront-step-all-kinds = সব ধরনের দোকান দেখুন
storefront-step-categories = পণ্যের ধরন দেখে খুঁজুন
storefront-step-place = অন্য এলাকা বেছে নিন
storefront-ask-do = আশেপাশের দোকানে জানতে চান
storefront-ask-lead = আপনি কী খুঁজছেন আমরা রেখে দেব। দোকানে জানানোর সুবিধা এখনো চালু হয়নি; কে খুঁজছেন তা রাখা হয় না।

storefront-filter = ফিল্টার
storefront-filter-n = ফিল্টার ({ $shown })
storefront-filter-do = ফলাফল দেখুন
storefront-filter-clear = মুছুন
storefront-filter-close = ফিল্টার বন্ধ করুন
storefront-filter-one = #টি ফলাফল দেখুন
storefront-filter-other = #টি ফলাফল দেখুন
storefront-filter-none = কিছু পাওয়া যাবে না
storefront-applied = চালু ফিল্টার
storefront-applied-drop = বাদ দিন
storefront-open-now = এখন খোলা
storefront-in-stock = মজুদ আছে
storefront-radius = কত দূর পর্যন্ত
storefront-category = পণ্যের ধরন
storefront-kinds = দোকানের ধরন
storefront-any = সব
storefront-price-range = দাম (টাকা)
storefront-price-from = কমপক্ষে
storefront-price-to = সর্বোচ্চ
storefront-price-from-chip = { $price } থেকে
storefront-price-above-chip = { $price }-এর বেশি
storefront-price-to-chip = { $price } পর্যন্ত
storefront-sort = সাজানো
storefront-sort-relevance = সবচেয়ে মানানসই
storefront-sort-distance = কাছে আগে
storefront-sort-price = দাম কম আগে

storefront-home-title = কাছের কোন দোকানে কী আছে, দেখে নিন
storefront-home-page-title = কাছের দোকান
storefront-home-where = আপনি কোথায় আছেন?
storefront-home-count = { $n ->
    [0] কোনো দোকান নেই
   *[other] { $shown }টি দোকান
  }
storefront-home-within = { $within } { $count }
storefront-home-empty = এত কাছে এমন কোনো দোকান পেলাম না। একটু দূর পর্যন্ত দেখতে পারেন।

storefront-open-yes = এখন খোলা
storefront-open-no = বন্ধ
storefront-open-unknown = সময় জানা নেই
storefront-open-always = ২৪ ঘণ্টা
storefront-open-until = { $time } পর্যন্ত
storefront-opens-at = খুলবে { $time }য়
storefront-opens-tomorrow = খুলবে কাল { $time }য়
storefront-opens-on = খুলবে { $day } { $time }য়

storefront-trust-verified = যাচাই করা
storefront-trust-unclaimed = যাচাই করা হয়নি
storefront-trust-demo = নমুনা
storefront-stock-in = আছে
storefront-stock-out = শেষ
storefront-stock-unknown = মজুদ জানা নেই
storefront-not-confirmed = নিশ্চিত নয়
storefront-usually-sells = সাধারণত বিক্রি করে
storefront-offer-shop = দোকান
storefront-unit-price = { $price } / { $unit }

storefront-place-title = এলাকা বেছে নিন
storefront-place-lead = এলাকা জানালে কাছের দোকান আর আসল দূরত্ব দেখাতে পারব।
storefront-place-type = এলাকার নাম লিখুন
storefront-place-placeholder = মিরপুর, Sylhet, jessore…
storefront-place-find = খুঁজুন
storefront-place-found = যা পাওয়া গেল
storefront-place-none = এই নামে কোনো এলাকা পেলাম না। বানান বদলে দেখুন, অথবা নিচে বিভাগ থেকে বেছে নিন।
storefront-place-popular = বড় শহর
storefront-place-by-area = বিভাগ থেকে বেছে নিন
storefront-place-whole = পুরো { $name }
storefront-place-thanas = থানা ও উপজেলা
storefront-place-localities = চেনা এলাকা
storefront-place-outside = অবস্থানটি বাংলাদেশের বাইরে। নিচ থেকে এলাকা বেছে নিন।
storefront-place-bad = এলাকাটি বোঝা গেল না। আবার বেছে নিন।
storefront-gps-use = আমার অবস্থান ব্যবহার করুন
storefront-gps-busy = অবস্থান খোঁজা হচ্ছে…
storefront-gps-denied = অবস্থান দেখার অনুমতি নেই। কোনো সমস্যা নেই, নিচে এলাকার নাম লিখুন বা বেছে নিন।
storefront-gps-failed = অবস্থান পাওয়া গেল না। নিচে এলাকার নাম লিখুন বা বেছে নিন।

storefront-shop-items = এই দোকানের পণ্য
storefront-shop-search = এই দোকানে খুঁজুন
storefront-shop-no-match = এই নামে কিছু এই দোকানে নেই।
storefront-shop-no-items = এই দোকানের পণ্য ও দাম এখনো জানা নেই।
storefront-shop-usually = এমন দোকানে সাধারণত পাওয়া যায়
storefront-shop-claim = এটি আমার দোকান
storefront-shop-home = বাসা থেকে বিক্রি হয়। ঠিকানা অর্ডারের পরে জানা যাবে, দূরত্ব আনুমানিক।
storefront-shop-unclaimed = তথ্যটি মানচিত্র থেকে নেওয়া, দোকানদার এখনো যাচাই করেননি। কী মজুদ আছে তা জানা নেই, যাওয়ার আগে জেনে নিন।
storefront-shop-demo = এটি একটি নমুনা দোকান। নাম, দাম ও মজুদ পরীক্ষার জন্য বানানো, আসল নয়।
storefront-shop-directions = পথ দেখুন
storefront-shop-map = মানচিত্রে দেখুন
storefront-shop-other-items = অন্যান্য
storefront-hours = খোলার সময়
storefront-hours-unknown = এই দোকানের সময় জানা নেই।
storefront-hours-closed = বন্ধ
storefront-hours-span = { $from } – { $to }
storefront-today = আজ

storefront-product-demo = এই পণ্য ও দাম নমুনা হিসেবে দেওয়া, আসল নয়।
storefront-product-count = { $n ->
    [0] কাছে কোথাও নেই
   *[other] { $shown }টি দোকানে পাওয়া যায়
  }
storefront-product-range = দাম { $from } থেকে { $to }
storefront-product-range-one = দাম { $from }
storefront-product-empty = এই দূরত্বের মধ্যে কোনো দোকান এই পণ্য আছে বলে জানায়নি।

storefront-categories-title = পণ্যের ধরন
storefront-categories-all = সব { $name } খুঁজুন

storefront-map-title = মানচিত্রে কাছের দোকান
storefront-map-see = মানচিত্র
storefront-map-list = তালিকায় যান
storefront-map-back = আগের পাতায় ফিরুন
storefront-map-label = কাছের দোকানের মানচিত্র
storefront-map-you = আপনি এখানে
storefront-map-wait = মানচিত্র আনা হচ্ছে। একই দোকানগুলো নিচের তালিকায় আছে।
storefront-map-failed = মানচিত্র আনা গেল না। একই দোকানগুলো নিচের তালিকায় আছে।
storefront-map-credit = © OpenStreetMap অবদানকারীরা

storefront-help-title = সাহায্য ও গোপনীয়তা
storefront-help-distance = দূরত্ব কীভাবে মাপা হয়?
storefront-help-distance-text = আপনার বেছে নেওয়া জায়গা থেকে দোকান পর্যন্ত সোজা পথে। রাস্তা ধরে গেলে একটু বেশি হতে পারে।
storefront-help-confirmed = “নিশ্চিত নয়” মানে কী?
storefront-help-confirmed-text = দোকানটি এমন জিনিস সাধারণত বিক্রি করে, কিন্তু এখন আছে কি না বা দাম কত তা জানায়নি। আমরা দাম বা মজুদ আন্দাজ করে দেখাই না।
storefront-help-trust = “যাচাই করা হয়নি” আর “নমুনা” কী?
storefront-help-trust-text = “যাচাই করা হয়নি” দোকানের তথ্য মানচিত্র থেকে এসেছে, দোকানদার এখনো মিলিয়ে দেখেননি। “নমুনা” দোকান শুধু দেখানোর জন্য বানানো।
storefront-help-privacy = আমার অবস্থান কোথায় থাকে?
storefront-help-privacy-text = শুধু আপনার ফোনের একটি কুকিতে, প্রায় ১০ মিটার পর্যন্ত কাটছাঁট করে। আমরা তা কোনো তালিকায় জমা রাখি না। এলাকা বদলালে আগেরটি মুছে যায়।
storefront-help-recent = আমি কী খুঁজেছি তা কি জমা থাকে?
storefront-help-recent-text = আগের খোঁজের তালিকা শুধু আপনার ফোনে থাকে, আমাদের কাছে আসে না। খোঁজার ঘর ফাঁকা রেখে চাপলে তালিকাটি দেখা যায়; যেকোনোটি বাদ দিতে পারেন, সবও ভুলে যেতে বলতে পারেন।
storefront-help-voice = বলে খুঁজলে আমার কথা কোথায় যায়?
storefront-help-voice-text = কথাকে লেখায় বদলায় আপনার ব্রাউজার। সেজন্য ব্রাউজারের নির্মাতার কাছে কথা পাঠানো হতে পারে। আমরা শুধু লেখাটুকু পাই, শব্দ নয়।
storefront-help-lite = ধীর ইন্টারনেটে কী করব?
storefront-help-lite-text = পাতার নিচে “কম ডেটায় দেখুন” চাপুন। তখন শুধু লেখা আসে, প্রতিটি পাতা ১৫ কিলোবাইটের কম।


storefront-day-sat = শনিবার
storefront-day-sun = রবিবার
storefront-day-mon = সোমবার
storefront-day-tue = মঙ্গলবার
storefront-day-wed = বুধবার
storefront-day-thu = বৃহস্পতিবার
storefront-day-fri = শুক্রবার

storefront-kind-grocery = মুদি দোকান
storefront-kind-supermarket = সুপারশপ
storefront-kind-marketplace = হাট-বাজার
storefront-kind-greengrocer = সবজি ও ফল
storefront-kind-butcher = মাছ-মাংস
storefront-kind-bakery = বেকারি ও মিষ্টি
storefront-kind-pharmacy = ফার্মেসি
storefront-kind-restaurant = রেস্তোরাঁ
storefront-kind-cafe = চা-কফি
storefront-kind-fast_food = ফাস্ট ফুড
storefront-kind-electronics = ইলেকট্রনিকস
storefront-kind-mobile = মোবাইল
storefront-kind-computer = কম্পিউটার
storefront-kind-hardware = হার্ডওয়্যার
storefront-kind-clothes = কাপড়
storefront-kind-shoes = জুতা
storefront-kind-jewelry = গয়না
storefront-kind-cosmetics = প্রসাধনী
storefront-kind-household = ঘরের জিনিস
storefront-kind-furniture = আসবাব
storefront-kind-books = বই-খাতা
storefront-kind-vehicle = গাড়ি ও সাইকেল
storefront-kind-garden = নার্সারি
storefront-kind-mall = মার্কেট ও মল
storefront-kind-services = সেবা
storefront-kind-other = অন্যান্য

storefront-place-districts = জেলা
storefront-step-similar = একই রকম পণ্য খুঁজুন
storefront-price-misread = দামটি বোঝা গেল না, তাই বাদ দেওয়া হয়েছে। শুধু টাকার অঙ্ক লিখুন, যেমন ৮৫।
storefront-price-crossed = কমপক্ষে দামটি সর্বোচ্চ দামের চেয়ে বেশি ছিল, তাই অদলবদল করে দেখানো হচ্ছে।

storefront-shop-share = শেয়ার করুন
storefront-shop-copied = ঠিকানা কপি হয়েছে।
storefront-shop-poster = দরজার পোস্টার
storefront-poster-scan = স্ক্যান করে দেখুন কী কী আছে, আজকের দাম কত
storefront-poster-code = এই দোকানের পাতা খোলার কোড
storefront-poster-print = প্রিন্ট করুন বা PDF রাখুন
storefront-poster-png = শুধু কোড, ছবি হিসেবে (PNG)
storefront-poster-svg = ছাপাখানার জন্য (SVG)
storefront-poster-back = দোকানের পাতায় ফিরুন
storefront-product-variants = অন্য মাপ বা ধরন
storefront-product-variant-out = আশপাশে নেই

## পণ্যের ছবি, দামের তুলনা

storefront-pictures = ছবি
storefront-picture-of = ছবি: { $name }
storefront-picture-elsewhere = ছবি: অন্য এলাকার দোকান
storefront-picture-link = ছবি { $shown } দেখুন ({ $kb } কিলোবাইট)
storefront-sort-unit = ওজনে সস্তা আগে
storefront-best = সবচেয়ে কম দাম
storefront-best-unit = ওজন হিসাবে সবচেয়ে সস্তা
storefront-mrp = গায়ের দাম { $price }
storefront-delivers-yes = পৌঁছে দেয়
storefront-delivers-no = নিজে আনতে হবে
storefront-told-today = আজ দাম বলা হয়েছে
storefront-told-yesterday = গতকাল দাম বলা হয়েছে
storefront-told-days = দাম বলা হয়েছে { $shown } দিন আগে
storefront-told-months = দাম বলা হয়েছে { $shown } মাস আগে
storefront-offer-details = আগের দাম, ভুল জানান

## একটি দোকানের দাম

storefront-offer-title = { $name } — { $shop }
storefront-offer-compare = সব দোকানের দাম দেখুন
storefront-history = ৯০ দিনের দাম
storefront-history-none = এই দোকান আগে দাম জানায়নি।
storefront-history-from = যেদিন থেকে
storefront-history-price = দাম
storefront-history-untold = দাম জানানো হয়নি
storefront-history-up = { $by } বেড়েছে
storefront-history-down = { $by } কমেছে
storefront-history-says = { $day } থেকে আজ পর্যন্ত দাম { $from } থেকে { $to }
storefront-report = দাম ভুল?
storefront-report-text = দোকানে অন্য দাম চাইলে জানান। দোকানি দেখে ঠিক করবেন। আপনার নাম কেউ জানবে না।
storefront-report-price = আসল দাম, টাকায় (না জানলেও চলবে)
storefront-report-do = দাম ভুল, জানান
storefront-report-done = ধন্যবাদ। দোকানিকে জানানো হয়েছে।
storefront-report-again = আপনি আগেই জানিয়েছেন। নতুন দামটি লিখে রাখা হয়েছে।
