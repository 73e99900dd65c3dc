### Words of the seller's pages.

desk-title = আমার দোকান
desk-none = এখানে আপনার এখনো কোনো দোকান নেই।
desk-none-text = আপনার দোকান অনুমোদন পেলে, বা কোনো দোকান আপনাকে কাজে নিলে, এখানে দেখা যাবে।
desk-role-owner = মালিক
desk-role-manager = ম্যানেজার
desk-role-packer = প্যাকার
desk-shop-listed = ক্রেতারা খুঁজে পাচ্ছেন
desk-shop-hidden = ক্রেতাদের কাছে লুকানো
desk-shop-closed = স্থায়ীভাবে বন্ধ
