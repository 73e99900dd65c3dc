ALTER TABLE categories DROP COLUMN attributes;
ALTER TABLE products
    DROP COLUMN barcode, DROP COLUMN attributes,
    DROP COLUMN family_id, DROP COLUMN options, DROP COLUMN status, DROP COLUMN proposed_by,
    DROP COLUMN proposed_for, DROP COLUMN reviewed_at, DROP COLUMN review_note;
DROP TRIGGER keep_books_update ON listings;
DROP TRIGGER keep_books_insert ON listings;
DROP FUNCTION record_changed_listings();
DROP FUNCTION record_new_listings();
DROP TABLE price_changes;
DROP TABLE stock_movements;
DROP FUNCTION refuse_change();
DROP TRIGGER count_version ON listings;
DROP FUNCTION count_listing_version();
ALTER TABLE listings
    DROP COLUMN version, DROP COLUMN sku, DROP COLUMN mrp_poisha, DROP COLUMN loose,
    DROP COLUMN expires_on, DROP COLUMN low_stock, DROP COLUMN low_stock_told_at, DROP COLUMN deleted_at;
