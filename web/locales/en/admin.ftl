### Words of the admin's pages.

admin-title = Admin desk
admin-everywhere = You look after the whole country.
admin-areas = You look after
admin-queue = Applications of shops
admin-shops = Shops of the area
admin-decided = It is decided, and the seller is being told.
admin-waiting = { $n ->
    [one] { $shown } application is waiting
   *[other] { $shown } applications are waiting
}
admin-late-count = { $n ->
    [one] { $shown } is late
   *[other] { $shown } are late
}
admin-more = Show more
admin-nameless = No name
admin-kind-new = New shop
admin-kind-claim = Claim
admin-kind-move = Move
admin-due-in = Due in { $shown } h
admin-late = { $shown } h late
admin-status-draft = Being filled in
admin-status-submitted = Waiting
admin-status-asked = More was asked for
admin-status-approved = Approved
admin-status-rejected = Rejected
admin-status-withdrawn = Withdrawn
admin-namesake = Nearest shop of the same name: { $name }, { $distance } away
admin-warning-same_name = There is a shop of the same name within 300 metres
admin-warning-same_licence = Another application has the same trade licence
admin-warning-same_phone = Somebody else's application has the same phone
admin-application = Application
admin-note-before = Written before:
admin-map = The pin and the shops around it
admin-pin = The pin
admin-map-wait = The map is coming
admin-map-failed = The map cannot be shown
admin-osm = See it on a large map
admin-photo = Photo
admin-no-photos = There is no photo, or it is still being made ready.
admin-facts = What was told
admin-fact-address = Address
admin-fact-phone = Phone (proved)
admin-fact-licence = Trade licence
admin-fact-nid = Last four digits of the identity card
admin-fact-photo-place = The photo was taken this far from the pin
admin-fact-delivery = Delivers
admin-fact-home = Sells from home
admin-fact-women-run = Run by women
admin-yes = Yes
admin-verdict = Decision
admin-note = What the seller is told (needed to ask for more or to reject)
admin-approve = Approve
admin-ask = Ask for more
admin-reject = Reject
admin-no-shops = No shop has been approved yet.
admin-shop-listed = Shoppers find it
admin-shop-paused = Hidden by its owner
admin-shop-banned = Hidden by an admin
admin-shop-closed = Closed for good
admin-ban = Hide the shop
admin-ban-do = Hide it now
admin-why = The reason (its owner reads it)
admin-unban = Show it again
