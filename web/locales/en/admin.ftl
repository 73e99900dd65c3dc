### Words of the admin's pages.

admin-title = Admin desk
admin-everywhere = You look after the whole country.
admin-areas = You look after
\nadmin-nav-desk = Desk\nadmin-people-shops = { $n ->
    [one] Works in one shop
   *[other] Works in { $shown } shops
}
admin-job-attempts = { $n ->
    [one] tried once
   *[other] tried { $shown } times
}
admin-misses-times = { $n ->
    [one] once
   *[other] { $shown } times
}
