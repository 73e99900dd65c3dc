### Words about shops.

problem-shops-not-found = This shop was not found. It may no longer be listed.

kind-grocery = Grocery shop
kind-supermarket = Supermarket
kind-marketplace = Haat or bazar
kind-greengrocer = Vegetable and fruit shop
kind-butcher = Fish and meat shop
kind-bakery = Bakery and sweet shop
kind-pharmacy = Pharmacy
kind-restaurant = Restaurant
kind-cafe = Tea and coffee shop
kind-fast_food = Fast food
kind-electronics = Electronics shop
kind-mobile = Mobile phone shop
kind-computer = Computer shop
kind-hardware = Hardware and building materials
kind-clothes = Clothes shop
kind-shoes = Shoe shop
kind-jewelry = Jewellery shop
kind-cosmetics = Cosmetics shop
kind-household = Household goods
kind-furniture = Furniture shop
kind-books = Books and stationery
kind-vehicle = Vehicles and parts
kind-garden = Farm and garden shop
kind-mall = Market building or mall
kind-services = Services
kind-other = Other shop
