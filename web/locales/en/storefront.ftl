### Words of the shopper's pages.

storefront-trail = You are here
storefront-on = On

storefront-unit-kg = kg
storefront-unit-g = g
storefront-unit-mg = mg
storefront-unit-l = l
storefront-unit-ml = ml
storefront-unit-piece = pc
storefront-unit-dozen = dozen
storefront-unit-hali = hali
storefront-distance = Distance

storefront-search-label = What are you looking for?
storefront-search-placeholder = Rice, medicine, phone…
storefront-search-do = Search
storefront-suggest-none = No suggestions
storefront-suggest-some = Suggestions: #, use the arrow keys to choose
storefront-suggest-label = Suggestions
storefront-recent = Recent searches
storefront-recent-forget = Forget all
storefront-recent-drop = remove from the list
storefront-recent-some = Recent searches: #, press the down arrow to choose
storefront-recent-gone = removed from the list
storefront-voice = Search by speaking
storefront-voice-listening = Listening… say what you are looking for. Press again to stop.
storefront-voice-unheard = We heard nothing. Speak a little louder, or type instead.
storefront-voice-denied = The microphone may not be used. Allow it in the settings of your browser, or type instead.
storefront-voice-microphone = No microphone was found. Please type instead.
storefront-voice-away = Speech is not understood right now. Check your connection, or type instead.
storefront-voice-language = This browser does not understand spoken English here. Please type instead.
storefront-search-title = Search
storefront-search-title-of = “{ $q }” in shops near you
storefront-search-where = Where should we look?
storefront-search-everything = Type what you are looking for, or pick a category
storefront-search-count = { $n ->
    [0] Nothing found
    [one] { $shown } result
   *[other] { $shown } results
  }
storefront-search-within = { $count } { $within }
storefront-search-understood = Showing: { $read }
storefront-search-understood-none = Searched for: { $read }
storefront-search-unread = Nothing in our lists is called “{ $words }” or anything like it.
storefront-search-literal = Searched for exactly “{ $q }”.
storefront-search-literal-do = Search for exactly “{ $q }”
storefront-search-widened = There was nothing { $asked }, so here is what there is { $searched }.
storefront-search-none = We found nothing like that nearby.
storefront-search-none-farther = There is nothing like that { $asked }, nor { $searched }.
storefront-search-advice = Check the spelling, or try one of these.
storefront-search-advice-filters = Without one of the filters there may be something.
storefront-search-past-end = There are no more results on this page.
storefront-more-offers = Show more
storefront-more-shops = Show more shops
storefront-more-busy = Loading…
storefront-more-shown = New results: #

storefront-step-widen = Look { $within }
storefront-step-drop = Drop all filters
storefront-step-without = Without “{ $filter }”
storefront-step-loosely = Include similar spellings
storefront-step-first = Back to the first page
storefront-step-open = Include closed shops
storefront-step-all-kinds = All kinds of shops
storefront-step-categories = Browse the categories
storefront-step-place = Choose another place
storefront-ask-do = Ask the shops around
storefront-ask-lead = We keep what you are looking for. Telling shops does not work yet; who is looking is not kept.

storefront-filter = Filters
storefront-filter-n = Filters ({ $shown })
storefront-filter-do = Show results
storefront-filter-clear = Clear
storefront-filter-close = Close the filters
storefront-filter-one = Show # result
storefront-filter-other = Show # results
storefront-filter-none = Nothing would be found
storefront-applied = Filters in use
storefront-applied-drop = remove
storefront-open-now = Open now
storefront-in-stock = In stock
storefront-radius = How far
storefront-category = Category
storefront-kinds = Kinds of shops
storefront-any = Any
storefront-price-range = Price (taka)
storefront-price-from = At least
storefront-price-to = At most
storefront-price-from-chip = from { $price }
storefront-price-above-chip = Over { $price }
storefront-price-to-chip = up to { $price }
storefront-sort = Sort by
storefront-sort-relevance = Best match
storefront-sort-distance = Nearest first
storefront-sort-price = Cheapest first

storefront-home-title = See what the shops near you have
storefront-home-page-title = Shops nearby
storefront-home-where = Where are you?
storefront-home-count = { $n ->
    [0] No shops
    [one] { $shown } shop
   *[other] { $shown } shops
  }
storefront-home-within = { $count } { $within }
storefront-home-empty = There is no such shop this close. You can look a little further.

storefront-open-yes = Open now
storefront-open-no = Closed
storefront-open-unknown = Hours not known
storefront-open-always = 24 hours
storefront-open-until = until { $time }
storefront-opens-at = opens { $time }
storefront-opens-tomorrow = opens tomorrow { $time }
storefront-opens-on = opens { $day } { $time }

storefront-trust-verified = Verified
storefront-trust-unclaimed = Not verified
storefront-trust-demo = Demo
storefront-stock-in = In stock
storefront-stock-out = Sold out
storefront-stock-unknown = Stock unknown
storefront-not-confirmed = Not confirmed
storefront-usually-sells = usually sells it
storefront-offer-shop = Shop
storefront-unit-price = { $price } / { $unit }

storefront-place-title = Choose your place
storefront-place-lead = Tell us the place and we show the shops around it with true distances.
storefront-place-type = Type the name of a place
storefront-place-placeholder = Mirpur, সিলেট, jessore…
storefront-place-find = Find
storefront-place-found = What we found
storefront-place-none = We know no place of this name. Try another spelling, or choose from the divisions below.
storefront-place-popular = Big cities
storefront-place-by-area = Choose by division
storefront-place-whole = All of { $name }
storefront-place-thanas = Thanas and upazilas
storefront-place-localities = Well-known areas
storefront-place-outside = This location is outside Bangladesh. Please choose a place below.
storefront-place-bad = We did not understand that place. Please choose again.
storefront-gps-use = Use my location
storefront-gps-busy = Finding your location…
storefront-gps-denied = We may not see your location. No problem: type or choose a place below.
storefront-gps-failed = Your location could not be found. Type or choose a place below.

storefront-shop-items = What this shop sells
storefront-shop-search = Search in this shop
storefront-shop-no-match = This shop lists nothing by that name.
storefront-shop-no-items = We do not know this shop’s items and prices yet.
storefront-shop-usually = Shops like this usually sell
storefront-shop-claim = This is my shop
storefront-shop-home = Sold from home. The address is told after an order, and the distance is a rough one.
storefront-shop-unclaimed = Taken from the map and not yet verified by the owner. What it has in stock is not known, so ask before you go.
storefront-shop-demo = This is a demo shop. Its name, prices and stock are made up for trying things out.
storefront-shop-directions = Directions
storefront-shop-map = See on a map
storefront-shop-other-items = Other items
storefront-hours = Opening hours
storefront-hours-unknown = The opening hours are not known.
storefront-hours-closed = Closed
storefront-hours-span = { $from } – { $to }
storefront-today = today

storefront-product-demo = This product and its prices are a demo, not real.
storefront-product-count = { $n ->
    [0] Not found nearby
    [one] In { $shown } shop
   *[other] In { $shown } shops
  }
storefront-product-range = Prices from { $from } to { $to }
storefront-product-range-one = Price { $from }
storefront-product-empty = No shop within this distance says that it has this product.

storefront-categories-title = Categories
storefront-categories-all = Search all of { $name }

storefront-map-title = Shops nearby on a map
storefront-map-see = Map
storefront-map-list = Go to the list
storefront-map-back = Back
storefront-map-label = Map of the shops nearby
storefront-map-you = You are here
storefront-map-wait = Loading the map. The same shops are in the list below.
storefront-map-failed = The map could not be loaded. The same shops are in the list below.
storefront-map-credit = © OpenStreetMap contributors

storefront-help-title = Help and privacy
storefront-help-distance = How are distances measured?
storefront-help-distance-text = In a straight line from the place you chose to the shop. Along the road it can be a little more.
storefront-help-confirmed = What does “not confirmed” mean?
storefront-help-confirmed-text = Shops of this kind usually sell such things, but this one has not told us whether it has them or at what price. We never guess prices or stock.
storefront-help-trust = What are “not verified” and “demo”?
storefront-help-trust-text = Shops that are not verified come from the map and their owners have not checked the details yet. Demo shops are made up to show how things work.
storefront-help-privacy = Where is my location kept?
storefront-help-privacy-text = Only in a cookie on your phone, rounded to about 10 metres. We keep no list of it. Choosing another place replaces it.
storefront-help-recent = Are my searches kept?
storefront-help-recent-text = The list of your recent searches is kept on your phone only and never sent to us. Tap the empty search box to see it; you can remove any of them, or forget them all.
storefront-help-voice = Where does my voice go when I search by speaking?
storefront-help-voice-text = Your browser turns speech into words. It may send the sound to its maker for that. We receive the words only, never the sound.
storefront-help-lite = What if my internet is slow?
storefront-help-lite-text = Tap “Use less data” at the bottom of any page. You then get text only, and every page stays below 15 kilobytes.


storefront-day-sat = Saturday
storefront-day-sun = Sunday
storefront-day-mon = Monday
storefront-day-tue = Tuesday
storefront-day-wed = Wednesday
storefront-day-thu = Thursday
storefront-day-fri = Friday

storefront-kind-grocery = Grocery
storefront-kind-supermarket = Supermarket
storefront-kind-marketplace = Bazar
storefront-kind-greengrocer = Vegetables
storefront-kind-butcher = Fish and meat
storefront-kind-bakery = Bakery
storefront-kind-pharmacy = Pharmacy
storefront-kind-restaurant = Restaurant
storefront-kind-cafe = Tea and coffee
storefront-kind-fast_food = Fast food
storefront-kind-electronics = Electronics
storefront-kind-mobile = Mobile
storefront-kind-computer = Computer
storefront-kind-hardware = Hardware
storefront-kind-clothes = Clothes
storefront-kind-shoes = Shoes
storefront-kind-jewelry = Jewellery
storefront-kind-cosmetics = Cosmetics
storefront-kind-household = Household
storefront-kind-furniture = Furniture
storefront-kind-books = Books
storefront-kind-vehicle = Vehicles
storefront-kind-garden = Nursery
storefront-kind-mall = Mall
storefront-kind-services = Services
storefront-kind-other = Other

storefront-place-districts = Districts
storefront-step-similar = Search for similar goods
storefront-price-misread = We could not read that price, so it was left out. Type the amount in taka only, such as 85.
storefront-price-crossed = The lowest price was above the highest, so we swapped them.

storefront-shop-share = Share
storefront-shop-copied = The address is copied.
storefront-shop-poster = Poster for the door
storefront-poster-scan = Scan to see what we have and today’s prices
storefront-poster-code = A code that opens this shop’s page
storefront-poster-print = Print, or keep as PDF
storefront-poster-png = The code as a picture (PNG)
storefront-poster-svg = For print shops (SVG)
storefront-poster-back = Back to the shop
storefront-product-variants = Other sizes and kinds
storefront-product-variant-out = nobody around has it

## Pictures of goods, prices compared

storefront-pictures = Pictures
storefront-picture-of = Picture: { $name }
storefront-picture-elsewhere = Picture: a shop elsewhere
storefront-picture-link = See picture { $shown } ({ $kb } KB)
storefront-sort-unit = Cheapest by weight
storefront-best = Lowest price
storefront-best-unit = Cheapest by weight
storefront-mrp = Printed price { $price }
storefront-delivers-yes = Delivers to you
storefront-delivers-no = Pick up yourself
storefront-told-today = Price told today
storefront-told-yesterday = Price told yesterday
storefront-told-days = Price told { $shown } days ago
storefront-told-months = { $n ->
    [one] Price told { $shown } month ago
   *[other] Price told { $shown } months ago
}
storefront-offer-details = Past prices, report an error

## The price in one shop

storefront-offer-title = { $name } — { $shop }
storefront-offer-compare = See the prices of all shops
storefront-history = Prices of 90 days
storefront-history-none = This shop has told no price before.
storefront-history-from = Since
storefront-history-price = Price
storefront-history-untold = No price told
storefront-history-up = up by { $by }
storefront-history-down = down by { $by }
storefront-history-says = From { $day } until today between { $from } and { $to }
storefront-report = Is the price wrong?
storefront-report-text = Tell us when the shop asks another price. The shopkeeper looks and puts it right. Nobody learns who you are.
storefront-report-price = The real price in taka (if you know it)
storefront-report-do = Report a wrong price
storefront-report-done = Thank you. The shopkeeper has been told.
storefront-report-again = You have reported it before. The new price is noted.
