ALTER TABLE listings
    ADD COLUMN expired boolean NOT NULL DEFAULT false,
    ADD COLUMN price_checked_at timestamptz NOT NULL DEFAULT now();

COMMENT ON COLUMN listings.expired IS 'The day in expires_on is over in Dhaka, so it is neither found nor sold. Triggers keep it with every write, a chore after midnight.';
COMMENT ON COLUMN listings.price_checked_at IS 'When somebody last said what it costs, the same as before included.';

-- Rows that run out, and rows whose shop is to be told.
CREATE INDEX listings_expires_on_idx ON listings (expires_on) WHERE expires_on IS NOT NULL AND NOT expired;
CREATE INDEX listings_low_stock_idx ON listings (id)
    WHERE stock <= low_stock AND low_stock_told_at IS NULL AND deleted_at IS NULL;

CREATE FUNCTION is_over(day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(day < (now() AT TIME ZONE 'Asia/Dhaka')::date, false)
$$;
COMMENT ON FUNCTION is_over IS 'Whether a day has ended in Dhaka.';

CREATE FUNCTION note_listing_expiry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.expired := is_over(NEW.expires_on);
    RETURN NEW;
END $$;
COMMENT ON FUNCTION note_listing_expiry IS 'Row trigger: notes whether new goods have run out already.';
CREATE TRIGGER note_expiry BEFORE INSERT ON listings FOR EACH ROW
    WHEN (NEW.expires_on IS NOT NULL) EXECUTE FUNCTION note_listing_expiry();

CREATE OR REPLACE FUNCTION count_listing_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    quiet listings := NEW;
BEGIN
    NEW.expired := is_over(NEW.expires_on);
    IF NEW.price_poisha IS DISTINCT FROM OLD.price_poisha THEN
        NEW.price_checked_at := now();
    END IF;
    IF NEW.low_stock_told_at IS NOT NULL
       AND (NEW.stock IS NULL OR NEW.low_stock IS NULL OR NEW.stock > NEW.low_stock) THEN
        NEW.low_stock_told_at := NULL;
    END IF;
    -- What only programs note is no change that a seller could overwrite.
    quiet.expired := OLD.expired;
    quiet.low_stock_told_at := OLD.low_stock_told_at;
    IF quiet IS DISTINCT FROM OLD THEN
        NEW.version := OLD.version + 1;
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION count_listing_version IS 'Row trigger: counts versions, notes when goods have run out and when a price was said, and forgets that a shop was told about a low stock once it is refilled.';

UPDATE listings SET expired = true WHERE is_over(expires_on);
