### Words of the admin's pages.

admin-title = Admin desk
admin-everywhere = You look after the whole country.
admin-areas = You look after

admin-nav-desk = Desk
admin-nav-people = People
admin-nav-messages = Messages
admin-nav-words = Words
admin-nav-applications = Applications
admin-nav-products = Products
admin-nav-shops = Shops
admin-find = Find
admin-save = Save
admin-people = People
admin-people-phone = Phone number
admin-people-all = Everybody
admin-people-suspended = Suspended
admin-people-none = Nobody is found.
admin-people-since = Here since { $at }
admin-people-areas = Looks after { $codes }
admin-people-why = Reason: { $why }
admin-people-suspend = Suspend
admin-people-restore = Restore
admin-people-reason = Why?
admin-role-rider = Rider
admin-role-super-admin = Looks after everything
admin-done-suspended = Suspended. They are refused within seconds.
admin-done-restored = They can sign in again.
admin-done-sent-again = It is being sent again.
admin-done-job-again = It is being done again.
admin-done-saved = Saved. Search knows it within seconds.
admin-done-removed = Removed.
admin-done-switched = Changed.
admin-messages = Messages sent
admin-messages-none = There are none.
admin-message-failed = Not sent
admin-message-unknown = Uncertain
admin-message-queued = Waiting
admin-message-sending = On its way
admin-message-sent = Sent
admin-message-again = Send again
admin-jobs = Background work
admin-jobs-none = There is none.
admin-job-dead = Given up
admin-job-waiting = Waiting
admin-job-running = Running
admin-job-done = Done
admin-job-again = Try again
admin-misses = Looked for, not found
admin-misses-none = Nothing was missed in thirty days.
admin-misses-nothing = Nothing shown
admin-concepts = Words that search knows
admin-concepts-find = A name or a word
admin-concepts-none = No such words.
admin-concepts-new = A new thing with its words
admin-concept = Words for a thing
admin-concept-bn = Name in Bengali
admin-concept-en = Name in English
admin-concept-words = Other words, one on a line
admin-concept-dialects = Words of a region: code, colon, word
admin-concept-category = Code of its category
admin-concept-kinds = Kinds of shop that sell it
admin-concept-remove = Remove it
admin-dialect = Words of { $name }
admin-dialect-is-on = On
admin-dialect-is-off = Off
admin-dialect-turn-on = Turn on
admin-dialect-turn-off = Turn off
admin-people-shops = { $n ->
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
admin-no-shops = There is no such shop.
admin-shop-listed = Shoppers find it
admin-shop-paused = Hidden by its owner
admin-shop-banned = Hidden by an admin
admin-shop-closed = Closed
admin-ban = Hide the shop
admin-ban-do = Hide it now
admin-why = The reason (its owner reads it)
admin-unban = Show it again

admin-proposals = New products
admin-proposals-none = No new product is waiting.
admin-proposal = New product
admin-proposal-shop = Proposed by
admin-proposal-bn = Name (in Bengali)
admin-proposal-en = Name (in English)
admin-proposal-brand = Brand
admin-proposal-size = Pack
admin-proposal-category = Category
admin-proposal-barcode = Barcode
admin-proposal-at = Sent
admin-proposal-alike = Is it in the catalogue already?
admin-proposal-alike-text = If it is the same thing, choose it: the shop's price and stock move there.
admin-proposal-find = Search the catalogue
admin-proposal-alone = There is nothing like it in the catalogue.
admin-proposal-same-barcode = Same barcode
admin-proposal-merge = It is this one
admin-proposal-accept = Take it in
admin-proposal-accept-text = Put it right where needed. Then all shoppers and shops can see it.
admin-proposal-accept-do = Take it in
admin-proposal-reason = Why it is not taken in (the shop reads this)
admin-done-accepted = The product is in the catalogue.
admin-done-rejected = Rejected. The shop sees the reason.
admin-done-merged = Merged with the product that was there.

admin-shops-all = All
admin-shops-verified = Verified
admin-shops-unclaimed = Unclaimed
admin-shops-paused = Hidden by owner
admin-shops-banned = Hidden by admin
admin-shops-in-review = In review
admin-shops-closed = Closed
admin-shops-name = Name of the shop
admin-shops-map = Show on the map
admin-shop-unclaimed = On the map, without an owner

### Wrong prices

admin-reports = Reported prices
admin-reports-none = Nobody says that a price is wrong.
admin-reports-count = { $n ->
    [one] { $shown } report
   *[other] { $shown } reports
}
admin-reports-offers = { $n ->
    [one] about { $shown } product
   *[other] about { $shown } products
}
admin-reports-since = unanswered since { $day }
