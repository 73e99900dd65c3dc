problem-search-unknown-kind = There is no such kind of shop.
problem-search-unknown-category = There is no such category.
problem-search-unknown-sort = Results cannot be sorted that way.
problem-search-no-words = Please type a word or a number.
problem-search-prices-crossed = The highest price is below the lowest.
