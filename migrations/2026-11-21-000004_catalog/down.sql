DROP TABLE listings;
DROP TABLE products;
DROP TABLE categories;
