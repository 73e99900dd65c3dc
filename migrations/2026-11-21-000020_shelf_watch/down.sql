CREATE OR REPLACE FUNCTION count_listing_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    IF NEW.low_stock_told_at IS NOT NULL
       AND (NEW.stock IS NULL OR NEW.low_stock IS NULL OR NEW.stock > NEW.low_stock) THEN
        NEW.low_stock_told_at := NULL;
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION count_listing_version IS 'Row trigger: counts versions, and forgets that a shop was told about a low stock once it is refilled.';
DROP TRIGGER note_expiry ON listings;
DROP FUNCTION note_listing_expiry();
DROP FUNCTION is_over(date);
DROP INDEX listings_low_stock_idx;
DROP INDEX listings_expires_on_idx;
ALTER TABLE listings DROP COLUMN price_checked_at, DROP COLUMN expired;
