### Words about goods.

problem-catalog-category-not-found = There is no category with this code.
problem-catalog-unknown-category = We do not know this category.
problem-catalog-product-not-found = This product was not found.
problem-catalog-concept-not-found = There is no concept with this id.
problem-catalog-dialect-not-found = There is no dialect with this code.
problem-catalog-unknown-dialect = Each word needs the code of a dialect that we know before it, and a colon.
problem-catalog-bad-slug = An id is made of lower-case Latin letters, digits and hyphens, at most 100.
problem-catalog-unknown-kind = There is no such kind of shop.
problem-catalog-no-offer = This is not on the list of this shop.
problem-catalog-no-product = There is no such product.
problem-catalog-already-listed = This product is already on the list.
problem-catalog-stale-offer = Somebody has changed this in the meantime. Look at it again before you save.
problem-catalog-sku-taken = Another product of this shop has this code.
problem-catalog-above-mrp = The price cannot be above the maximum retail price on the pack.
problem-catalog-wrong-delta = The number does not go with the reason.
problem-catalog-too-few = There are not that many pieces.
problem-catalog-barcode-taken = A product with this barcode is already there.
problem-catalog-unknown-choice = This is none of the choices.
problem-catalog-unknown-attribute = Goods of this kind are not described by this.
problem-catalog-not-waiting = This has been decided already.
problem-catalog-no-shelf = There is no such shelf.
problem-catalog-nothing-ticked = Tick what you sell.
problem-catalog-not-on-shelf = Something that is ticked is not on this shelf.

catalog-unit-month = { $n ->
    [one] month
   *[other] months
}
catalog-unit-watt = W
catalog-unit-inch = { $n ->
    [one] inch
   *[other] inches
}
catalog-unit-gigabyte = GB
catalog-unit-litre = L
catalog-unit-kilogram = kg
catalog-unit-milligram = mg
catalog-unit-millimetre = mm
catalog-unit-volt-ampere = VA
catalog-unit-milliamp-hour = mAh
catalog-unit-eu-size = EU
catalog-unit-spf = SPF
catalog-unit-person = { $n ->
    [one] person
   *[other] people
}
catalog-unit-page = { $n ->
    [one] page
   *[other] pages
}
problem-catalog-bad-day = A day looks like 2027-01-31.
problem-catalog-counted-or-said = Either count the pieces or say whether there are any, not both.
problem-catalog-unknown-part = There is no such part of the list.
problem-catalog-not-changes = This must be a list of 1 to 100 changes, each with an offer.
problem-catalog-unknown-reason = There is no such reason for a change of stock.
problem-catalog-barcode-length = A barcode has 8, 12, 13 or 14 digits.
problem-catalog-barcode-check-digit = The barcode has a wrong digit. Please look again.
problem-catalog-bad-options = Up to 4 options, each with a short name in small Latin letters and a short value.
problem-catalog-unknown-verdict = The decision must be accept, reject or same_as.

problem-catalog-not-an-order = The order of the pictures cannot be read.
problem-catalog-bad-crop = This part of the picture cannot be taken. Leave at least a twentieth of each side.

problem-catalog-no-price-shown = No price of this is shown.
problem-catalog-same-price = That is the price as it is. Write another one.
problem-catalog-unknown-answer = The answer is fixed or right.
