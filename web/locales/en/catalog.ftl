### Words about goods.

problem-catalog-category-not-found = There is no category with this code.
problem-catalog-unknown-category = We do not know this category.
problem-catalog-product-not-found = This product was not found.
problem-catalog-concept-not-found = There is no concept with this id.
problem-catalog-dialect-not-found = There is no dialect with this code.
problem-catalog-unknown-dialect = Each word needs the code of a dialect that we know before it, and a colon.
problem-catalog-bad-slug = An id is made of lower-case Latin letters, digits and hyphens, at most 100.
problem-catalog-unknown-kind = There is no such kind of shop.
