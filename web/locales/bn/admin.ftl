### Words of the admin's pages.

admin-title = অ্যাডমিন ডেস্ক
admin-everywhere = আপনি সারা দেশ দেখাশোনা করেন।
admin-areas = আপনার এলাকা
\nadmin-nav-desk = ডেস্ক
admin-nav-people\nadmin-people-shops = { $shown }টি দোকানে কাজ করেন
admin-job-attempts = { $shown } বার চেষ্টা
admin-misses-times = { $shown } বার
