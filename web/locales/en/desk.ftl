### Words of the seller's pages.

desk-title = My shops
desk-none = You do not work in a shop here yet.
desk-none-text = Once a shop of yours is approved, or a shop takes you on, it stands here.
desk-role-owner = Owner
desk-role-manager = Manager
desk-role-packer = Packer
desk-shop-listed = Shoppers find it
desk-shop-hidden = Hidden from shoppers
desk-shop-closed = Closed

desk-bar-shops = Shops
desk-bar-goods = Goods
desk-bar-add = Add
desk-bar-staff = Staff
desk-public = What shoppers see
desk-listed = { $n ->
    [one] { $shown } product on the list
   *[other] { $shown } products on the list
}
desk-tasks = To do today
desk-task-none = Nothing urgent today.
desk-task-short = sold out or running low
desk-task-sold-out = of them sold out
desk-task-expiring = run out within 7 days
desk-task-unpriced = without a price
desk-task-unchecked = prices nobody looked at for 30 days

desk-goods = Goods of the shop
desk-goods-hint = Change a price or a stock and tap elsewhere: it is saved
desk-goods-empty = There are no goods here.
desk-find = Search
desk-find-own = Search your goods
desk-parts = Which goods
desk-part-all = All
desk-part-short = Running low
desk-part-sold-out = Sold out
desk-part-expiring = Expiring
desk-part-unchecked = Prices to check
desk-part-unpriced = No price
desk-part-hidden = Hidden
desk-part-removed = Removed
desk-mark-removed = off the list
desk-mark-expired = expired
desk-mark-sold-out = sold out
desk-mark-low = running low
desk-mark-hidden = hidden
desk-price = Price (Tk)
desk-stock = Stock
desk-next = More goods
desk-done-removed = Taken off the list. From here it can be put back.
desk-done-back = It is on the list again.
desk-done-proposed = It is on your list. Shoppers see it once it has been looked at.
desk-done-invited = They have been told. Once they sign in with that number they can work here.
desk-js-saved = Saved
desk-js-saving = Saving…
desk-js-undo = Undo
desk-js-undone = As it was before
desk-js-waiting = No connection. It is saved as soon as there is one.
desk-js-stale = Somebody else has changed it meanwhile.
desk-js-theirs = Keep theirs:
desk-js-mine = Save mine:
desk-js-refused = It could not be saved.

desk-price-taka = Price (taka)
desk-price-untold = no price told
desk-mrp = Price on the pack (MRP)
desk-stock-pieces = Stock (pieces)
desk-low = Tell me when this few are left
desk-uncounted = When not counted
desk-uncounted-unknown = not told
desk-uncounted-yes = there is some
desk-uncounted-no = there is none
desk-expires = Expires on
desk-sku = Own code
desk-loose = Loose goods, weighed for the buyer
desk-shown = Shoppers see it
desk-move = Goods came or went
desk-move-do = Write it down
desk-pieces = How many
desk-reason = Why
desk-reason-received = new goods came
desk-reason-sold = sold
desk-reason-damaged = damaged
desk-reason-returned = came back
desk-reason-counted = counted
desk-reason-imported = from a file
desk-reason-undone = undone
desk-reason-uncounted = no longer counted
desk-book-stock = Book of stock
desk-book-price = Book of prices
desk-book-empty = Nothing is written here yet.
desk-book-when = When
desk-book-what = What
desk-book-left = Left
desk-remove = Take off the list
desk-remove-hint = Shoppers no longer see it; its books stay, and it can be put back.
desk-put-back = Put back on the list
desk-unit-price = { $price } / { $unit }
desk-unit-kg = kg
desk-unit-l = l
desk-unit-piece = pc
desk-unit-g = g
desk-unit-mg = mg
desk-unit-ml = ml
desk-unit-dozen = dozen
desk-unit-hali = hali

desk-add = Add goods
desk-add-find = Name or barcode of a product
desk-add-lead = Type a name, give price and stock, done.
desk-add-nothing = Nothing is called so.
desk-add-listed = On your list
desk-add-do = Add
desk-add-missing = Not found? Write a new product
desk-added = { $name } is on the list.
desk-scan = Scan a barcode
desk-scan-unread = Hold the barcode in front of the camera.
desk-scan-denied = The camera may not be used.

desk-propose = A new product
desk-propose-lead = Write a product that our catalogue misses. Your shop has it at once; everybody sees it once it has been looked at.
desk-propose-do = Send
desk-proposed = What you sent before
desk-proposal-in-review = being looked at
desk-proposal-listed = accepted
desk-proposal-rejected = not accepted
desk-category = What kind of goods
desk-category-choose = Choose
desk-category-do = This kind
desk-brand = Brand
desk-size = Pack, such as 1 kg
desk-barcode = Barcode
desk-yes = Yes
desk-no = No

desk-staff = Staff
desk-role = Role
desk-role-owner-may = Decides about the shop and who works there.
desk-role-manager-may = Keeps goods, prices and stock.
desk-role-packer-may = Packs orders and sees the list.
desk-staff-me = you
desk-staff-remove = Let go
desk-staff-leave = Leave
desk-invite = Take somebody on
desk-invite-lead = They are told by SMS and need no account yet.
desk-invite-do = Take on

desk-sell-title = Open a shop on Haat
desk-sell-lead = Your shop may be on the map already. Look for it first, and register it if it is not there.
desk-sell-mine = Your applications
desk-sell-find = Find your shop on the map
desk-sell-find-text = On the page of the shop, press “This is my shop”.
desk-sell-find-name = Name of the shop
desk-sell-find-do = Find
desk-sell-find-map = Map of shops around
desk-sell-new = Register a new shop
desk-sell-new-text = It takes five minutes. What you write is saved by itself, and you can finish it later on any phone.
desk-sell-new-do = Begin a new shop
desk-register-title = Register a shop
desk-claim-title = Claim a shop
desk-application-back = All applications
desk-application-nameless = No name yet
desk-application-draft = Being filled in
desk-application-submitted = With the admin
desk-application-asked = More is asked for
desk-application-approved = Approved
desk-application-rejected = Rejected
desk-application-withdrawn = Withdrawn
desk-application-note = The admin wrote:
desk-application-shop = See the page of the shop
desk-due-in = An answer within { $shown } hours
desk-due-late = The answer takes longer than it should, we are sorry
desk-done-saved = It is saved.
desk-done-sent = The code is on its way. Write it below.
desk-done-proved = The phone number is proved.
desk-done-photos = The photos are there.
desk-done-submitted = It is handed in. We send a text message once it is decided.
desk-mistakes = { $n ->
    [one] { $shown } place has to be put right, it is said below it.
   *[other] { $shown } places have to be put right, it is said below each.
}
desk-photos = Photos
desk-photos-text = Send a photo of the front of the shop, and of the trade licence if you like. Only admins see them.
desk-photos-claim = Take a photo of the shop while you stand there with the location switched on. Only admins see it.
desk-photo = Photo
desk-photo-soon = The photo is being made ready
desk-photo-remove = Remove
desk-photo-add = Choose or take photos
desk-photo-send = Send the photos
desk-places-photo = Looking where you are
desk-part-shop = The shop
desk-name-bn = Name (in Bengali)
desk-name-en = Name (in English)
desk-kind = Kind of shop
desk-choose = Please choose
desk-home = We sell from home
desk-home-text = Shoppers do not see the address and place of your home, only the area around it.
desk-women-run = Run by women
desk-part-place = The place
desk-place-text = Press the button when you are at the shop, then put the pin right on the map.
desk-pin-map = The pin of the shop
desk-gps = Where I am now
desk-lat = Latitude
desk-lng = Longitude
desk-nowhere = The position was not found. Switch the location on and press again.
desk-area = Upazila or thana
desk-address-bn = Address (in Bengali)
desk-address-en = Address (in English)
desk-part-hours = Opening hours
desk-hours = It is open
desk-hours-daily = at certain hours
desk-hours-always = day and night
desk-opens = Opens
desk-closes = Closes
desk-second = If it closes in between, it opens again:
desk-opens-again = Opens again
desk-closes-again = Closes again
desk-friday = Friday
desk-friday-same = Same hours
desk-friday-closed = Closed
desk-friday-own = Other hours
desk-friday-opens = Opens on Fridays
desk-friday-closes = Closes on Fridays
desk-ramadan = Hours of Ramadan
desk-ramadan-opens = Opens in Ramadan
desk-ramadan-closes = Closes in Ramadan
desk-ramadan-now = The hours of Ramadan are in force now
desk-part-delivery = Delivery
desk-delivery = How many metres away you deliver (0 if you do not)
desk-part-papers = Papers
desk-papers-text = The numbers are kept sealed, and only the admin of your area sees them. Those who sell from home need no licence.
desk-licence = Number of the trade licence
desk-nid = Last four digits of the identity card
desk-part-phone = Phone of the shop
desk-phone = Mobile number
desk-phone-proved = Proved:
desk-send-code = Send a code
desk-code = Code of six digits
desk-prove = Prove the number
desk-save = Save
desk-application-save = Save
desk-submit = Hand in for approval
desk-withdraw = Withdraw the application
desk-autosaved = It is saved.
desk-unsaved = It is not saved. Please try again in a moment.
desk-stale = It was changed on another phone. Please open the page again.
desk-claim-text = You need a code on the phone of the shop and a photo taken there. Then the admin of the area approves.
desk-claim-do = Yes, this is my shop
desk-by-number = Write latitude and longitude yourself
desk-code-sent = A code was sent to { $to }. Write it within five minutes.

desk-find-address = Find an address, an area or a postcode
desk-find-do = Find the address
desk-find-none = No such address was found. Try the name of a place nearby.
desk-find-failed = It could not be looked up just now. Please try again.
desk-find-rough = This is only near. Drag the pin onto your shop.
desk-ahead = Prepare your list
desk-ahead-why = Choose your goods while you wait for approval.
desk-ahead-back = Back to the application
desk-ahead-lead = Tick what you sell. As soon as the application is approved, it is on your list for shoppers; prices come then.
desk-ahead-tick = Or tick single goods below and keep them.
desk-ahead-all = { $n ->
    [one] Keep the whole shelf (1 product)
   *[other] Keep the whole shelf ({ $shown } products)
}
desk-ahead-save = Keep what is ticked
desk-ahead-kept = { $n ->
    [one] 1 product is kept.
   *[other] { $shown } products are kept.
}
desk-ahead-then = It goes on the list when you are approved.
desk-start = Fill your list
desk-start-lead = Here is what shops like yours usually have. Untick what you do not sell; prices come next.
desk-start-shelves = Shelves
desk-start-there = I have these in the shop
desk-start-do = Put { $shown } on my list
desk-start-do-ticked = Put what is ticked on my list
desk-start-untick = Further down you untick single goods.
desk-start-listed = { $n ->
    [one] { $shown } of these is on your list already.
   *[other] { $shown } of these are on your list already.
}
desk-start-done = { $n ->
    [one] { $shown } product has come on your list. Shoppers find it now.
   *[other] { $shown } products have come on your list. Shoppers find them now.
}
desk-start-prices = Put prices on them
desk-start-file = Bring a list from a file instead

desk-import = Goods by the file
desk-import-lead = Bring a list from a spreadsheet. You see first what it would change; nothing happens before you say so.
desk-import-file = CSV or Excel file (.xlsx)
desk-import-limits = Up to 10 MB and 10,000 rows.
desk-import-look = Look at it
desk-import-files = Files to take away
desk-import-template = Empty template for Excel
desk-import-template-csv = Empty template as CSV
desk-export = All my goods for Excel
desk-export-csv = All my goods as CSV
desk-import-before = Files brought before
desk-import-nameless = File without a name
desk-import-state-draft = Not carried out yet
desk-import-state-running = Being carried out
desk-import-state-done = Carried out
desk-import-state-failed = Stopped on the way
desk-import-state-undoing = Being undone
desk-import-state-undone = Undone
desk-import-progress = { $done } of { $rows } rows
desk-import-would = What it would do
desk-import-did = What it did
desk-import-added = New on the list
desk-import-changed = Changes
desk-import-same = The same as before
desk-import-wrong = Not possible
desk-import-do = Carry it out
desk-import-undo = Undo all of it
desk-import-undo-hint = Every product is again as it was, but for those that somebody has changed since.
desk-import-undone = { $n ->
    [one] { $shown } product is again as it was.
   *[other] { $shown } products are again as they were.
}
desk-import-left = { $n ->
    [one] { $shown } was left, because somebody has changed it since.
   *[other] { $shown } were left, because somebody has changed them since.
}
desk-import-first = The first 50 are shown.
desk-import-wrong-rows = Rows that are not possible
desk-import-refused = Rows that were not undone
desk-import-line = Line { $line }
desk-import-cell = { $column } “{ $value }”: { $reason }
desk-import-columns = What the columns mean
desk-import-columns-hint = We have guessed. Change what is wrong and look again.
desk-import-unread = Do not read
desk-import-again = Look again

desk-settings = Shop details
desk-bar-settings = Details
desk-about = About the shop
desk-about-bn = What you tell shoppers (in Bengali)
desk-about-en = What you tell shoppers (in English)
desk-share-title = Your shop's link
desk-share-text = Send the link, or print the poster and hang it up in the shop.
desk-done-settings = The shop's details are saved.
desk-done-moved = The pin has moved.
desk-done-move-waits = That is far, so the admin of the area will have a look. Until it is approved the pin stays where it was.
desk-done-phone = The shop has a new number.
desk-done-paused = The shop is paused. Shoppers do not find it now.
desk-done-resumed = The shop is open. Shoppers find it again.
desk-done-closed = The shop is closed.
desk-done-reopened = The shop is open again.
desk-clash = Which one shall stay?
desk-clash-text = This has changed in the meantime. The form below holds what you wrote: press “Save” again and yours stays.
desk-clash-theirs = It says now:
desk-clash-mine = You wrote:
desk-clash-empty = nothing
desk-clash-keep = Keep what is there
desk-banned = An admin has hidden the shop:
desk-pin = Move the shop
desk-pin-text = Within 200 m the pin moves at once. Farther than that, the admin of the area has to approve again; until then it stays where it was.
desk-pin-waits = Your move waits for an admin. You can move the pin again after the answer.
desk-pin-open = Show on the map
desk-pin-do = Move the pin here
desk-pause = Pause for a while
desk-pause-text = Shoppers will not find the shop or its goods meanwhile. List, prices and stock stay as they are.
desk-pause-until = Opens again on (leave empty if you do not know)
desk-pause-do = Pause
desk-pause-change = Change the day
desk-paused = The shop is paused
desk-paused-open = It stays paused until you open it.
desk-paused-until = It opens by itself on { $day }.
desk-resume-do = Open now
desk-close = Close the shop
desk-close-text = Close it if you no longer do business. The owner can open it again later.
desk-close-sure = Yes, I want to close the shop
desk-close-do = Close it
desk-closed = The shop is closed
desk-closed-text = Shoppers no longer find it. If its owner opens it again, it is back at the same place with the same goods.
desk-reopen-do = Open it again
desk-phone-now = The number now:
desk-phone-new = New mobile number

### Pictures of goods

desk-pictures = Pictures
desk-pictures-of = Pictures: { $name }
desk-pictures-back = Back to the product
desk-pictures-text = Up to { $most } pictures. Shoppers see the first one in lists. Where a picture was taken is removed from it.
desk-pictures-full = There are { $most } pictures. Remove one to add another.
desk-pictures-none = No pictures yet. With pictures shoppers recognise things.
desk-pictures-first = Shown in lists
desk-pictures-earlier = Move up
desk-pictures-later = Move down
desk-pictures-whole = Show all of it
desk-pictures-cut = Cut the edges
desk-pictures-cut-text = Write how many percent to cut from each side.
desk-pictures-cut-left = Left %
desk-pictures-cut-right = Right %
desk-pictures-cut-top = Top %
desk-pictures-cut-bottom = Bottom %
desk-pictures-cut-do = Cut
desk-pictures-sending = The pictures are on their way
desk-pictures-lost = The pictures did not arrive. Send them again.

### Wrong prices

desk-part-reported = Price in doubt
desk-task-reported = Shoppers say the price is wrong
desk-mark-reported = price in doubt
desk-done-answered = It is answered.
desk-reports = Shoppers say the price is wrong
desk-reports-said = shown { $shown }, asked { $asked }
desk-reports-said-only = { $shown } is not right
desk-reports-price = The right price in taka
desk-reports-fixed = Put the price right
desk-reports-right = The price is right
