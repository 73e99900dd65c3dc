### Words of the seller's pages.

desk-title = My shops
desk-none = You do not work in a shop here yet.
desk-none-text = Once a shop of yours is approved, or a shop takes you on, it stands here.
desk-role-owner = Owner
desk-role-manager = Manager
desk-role-packer = Packer
desk-shop-listed = Shoppers find it
desk-shop-hidden = Hidden from shoppers
desk-shop-closed = Closed for good

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
desk-save = Save
desk-next = More goods
desk-done-saved = Saved.
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
desk-name-bn = Name in Bengali
desk-name-en = Name in English
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
