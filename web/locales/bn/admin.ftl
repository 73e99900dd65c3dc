### Words of the admin's pages.

admin-title = অ্যাডমিন ডেস্ক
admin-everywhere = আপনি সারা দেশ দেখাশোনা করেন।
admin-areas = আপনার এলাকা
