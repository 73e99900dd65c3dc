ALTER TABLE products DROP COLUMN cover_listing_id;
