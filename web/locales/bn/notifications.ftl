### Messages to people. Text messages are paid by the part: 70 letters in Bengali, and a test counts them.

sms-otp = হাট কোড { $code }, { $minutes } মিনিট। কাউকে বলবেন না।
sms-shop-approved = হাট: “{ $shop }” অনুমোদিত। ক্রেতারা এখন দোকানটি খুঁজে পাবেন।
sms-shop-rejected = হাট: “{ $shop }” অনুমোদিত হয়নি। কারণ: { $reason }
sms-shop-more-asked = হাট: “{ $shop }” অনুমোদনের জন্য আরও লাগবে: { $asked }
sms-staff-invited = হাট: “{ $shop }” আপনাকে কাজে ডেকেছে। এই নম্বর দিয়ে হাটে ঢুকুন।
sms-password-changed = হাট: আপনার পাসওয়ার্ড বদলেছে। আপনি না করলে এখনই জানান।
sms-new-sign-in = হাট: নতুন যন্ত্রে প্রবেশ: { $device }। আপনি না হলে এখনই বের করে দিন।
sms-low-stock = হাট: { $shop }-এ { $product } আর মাত্র { $left }টি আছে।

mail-footer = হাট, আপনার আশপাশের দোকান: { $site }

mail-otp-subject = আপনার হাট কোড { $code }
mail-otp-text = আপনার কোড { $code }। এটি { $minutes } মিনিট কাজ করবে। কাউকে বলবেন না; হাটের কেউ কখনো এটি চাইবে না।

mail-shop-approved-subject = “{ $shop }” অনুমোদিত হয়েছে
mail-shop-approved-text = শুভেচ্ছা! “{ $shop }” অনুমোদিত হয়েছে। আশপাশের ক্রেতারা এখন থেকে দোকানটি খুঁজে পাবেন।
mail-shop-approved-action = দোকানের পাতা দেখুন

mail-shop-rejected-subject = “{ $shop }” অনুমোদিত হয়নি
mail-shop-rejected-text = “{ $shop }” অনুমোদিত হয়নি। কারণ: { $reason }
mail-shop-rejected-action = আবেদন দেখুন

mail-shop-more-asked-subject = “{ $shop }” অনুমোদনের জন্য আরও কিছু লাগবে
mail-shop-more-asked-text = “{ $shop }” অনুমোদনের আগে আমাদের আরও কিছু লাগবে: { $asked }
mail-shop-more-asked-action = বাকিটা দিন

mail-staff-invited-subject = “{ $shop }” আপনাকে কাজে ডেকেছে
mail-staff-invited-text = “{ $shop }” চায় আপনি হাটে তাদের দোকানে কাজ করুন। রাজি থাকলে নিজের ফোন নম্বর দিয়ে ঢুকুন।
mail-staff-invited-action = আমন্ত্রণ দেখুন

mail-password-changed-subject = আপনার পাসওয়ার্ড বদলেছে
mail-password-changed-text = আপনার হাট অ্যাকাউন্টের পাসওয়ার্ড বদলানো হয়েছে। আপনি না করলে এখনই সব যন্ত্র থেকে বের হয়ে নতুন পাসওয়ার্ড দিন।
mail-password-changed-action = অ্যাকাউন্টের নিরাপত্তা

mail-new-sign-in-subject = নতুন একটি যন্ত্রে প্রবেশ
mail-new-sign-in-text = আপনার হাট অ্যাকাউন্টে নতুন একটি যন্ত্র থেকে প্রবেশ করা হয়েছে: { $device }। আপনি না হলে যন্ত্রটি বের করে দিন।
mail-new-sign-in-action = যন্ত্রগুলো দেখুন

mail-low-stock-subject = { $product } শেষ হয়ে আসছে
mail-low-stock-text = “{ $shop }” দোকানে { $product } আর মাত্র { $left }টি আছে।
mail-low-stock-action = মজুদ দেখুন

notifications-dev-title = যে বার্তাগুলো পাঠানো হয়নি
notifications-dev-empty = এখনো কিছু নেই।

problem-notifications-refused-recipient = নম্বর বা ঠিকানাটি গ্রহণ করা হয়নি।
problem-notifications-refused-account = বার্তা-সেবাদাতা আমাদের অ্যাকাউন্ট গ্রহণ করেনি।
problem-notifications-provider-busy = বার্তা-সেবাদাতা ব্যস্ত আছে।
problem-notifications-not-reached = বার্তা-সেবাদাতার কাছে পৌঁছানো যায়নি।
problem-notifications-expired = বার্তাটির আর দরকার ছিল না।
problem-notifications-over-budget = আজকের এসএমএস বাজেট শেষ।
problem-notifications-not-signed = এই প্রতিবেদনে সেবাদাতার স্বাক্ষর নেই।
problem-notifications-unknown-word = এই শব্দটি এখানে জানা নেই।
problem-notifications-no-failed-message = এই পরিচিতির এমন কোনো ব্যর্থ বার্তা নেই যা আবার পাঠানো যায়।
