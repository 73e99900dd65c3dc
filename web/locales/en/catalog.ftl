### Words about goods.

problem-catalog-category-not-found = There is no category with this code.
problem-catalog-unknown-category = We do not know this category.
problem-catalog-product-not-found = This product was not found.
