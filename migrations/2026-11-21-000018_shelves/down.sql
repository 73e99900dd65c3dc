DROP TABLE shelf_items;
DROP TABLE shelves;
