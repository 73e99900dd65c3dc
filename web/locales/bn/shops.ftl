### Words about shops.

problem-shops-not-found = এই দোকানটি পাওয়া গেল না। হয়তো দোকানটি আর তালিকায় নেই।

kind-grocery = মুদি দোকান
kind-supermarket = সুপারশপ
kind-marketplace = হাট-বাজার
kind-greengrocer = সবজি ও ফলের দোকান
kind-butcher = মাছ-মাংসের দোকান
kind-bakery = বেকারি ও মিষ্টির দোকান
kind-pharmacy = ওষুধের দোকান
kind-restaurant = রেস্তোরাঁ
kind-cafe = চা-কফির দোকান
kind-fast_food = ফাস্ট ফুডের দোকান
kind-electronics = ইলেকট্রনিকসের দোকান
kind-mobile = মোবাইলের দোকান
kind-computer = কম্পিউটারের দোকান
kind-hardware = হার্ডওয়্যার ও নির্মাণসামগ্রী
kind-clothes = কাপড়ের দোকান
kind-shoes = জুতার দোকান
kind-jewelry = গয়নার দোকান
kind-cosmetics = প্রসাধনীর দোকান
kind-household = ঘরের জিনিসের দোকান
kind-furniture = আসবাবের দোকান
kind-books = বই-খাতার দোকান
kind-vehicle = গাড়ি ও সাইকেলের দোকান
kind-garden = নার্সারি ও কৃষিপণ্য
kind-mall = মার্কেট ও শপিং মল
kind-services = সেবা
kind-other = অন্যান্য দোকান
