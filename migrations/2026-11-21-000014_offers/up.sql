ALTER TABLE listings
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN sku text CHECK (length(sku) BETWEEN 1 AND 64),
    ADD COLUMN mrp_poisha bigint CHECK (mrp_poisha BETWEEN 1 AND 1000000000000),
    ADD COLUMN loose boolean NOT NULL DEFAULT false,
    ADD COLUMN expires_on date,
    ADD COLUMN low_stock integer CHECK (low_stock > 0),
    ADD COLUMN low_stock_told_at timestamptz,
    ADD COLUMN deleted_at timestamptz,
    ADD CONSTRAINT listings_shop_sku_key UNIQUE (shop_id, sku),
    ADD CONSTRAINT listings_deleted_check CHECK (deleted_at IS NULL OR status = 'hidden');

COMMENT ON COLUMN listings.version IS 'Grows with every change; who saves names the one that was read.';
COMMENT ON COLUMN listings.sku IS 'The shop''s own code for it.';
COMMENT ON COLUMN listings.mrp_poisha IS 'The maximum retail price printed on the pack; a discount is what the shop asks less.';
COMMENT ON COLUMN listings.loose IS 'Weighed for the buyer: the price is for the amount of the product''s pack.';
COMMENT ON COLUMN listings.expires_on IS 'The day printed on the pack of the oldest piece; it is not sold after it.';
COMMENT ON COLUMN listings.low_stock IS 'The shop is told once when the stock falls to this; NULL = never.';
COMMENT ON COLUMN listings.low_stock_told_at IS 'When it was told; NULL once the stock is above again.';
COMMENT ON COLUMN listings.deleted_at IS 'Taken off the list by the shop; kept so that old orders stay readable.';

CREATE FUNCTION count_listing_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    IF NEW.low_stock_told_at IS NOT NULL
       AND (NEW.stock IS NULL OR NEW.low_stock IS NULL OR NEW.stock > NEW.low_stock) THEN
        NEW.low_stock_told_at := NULL;
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION count_listing_version IS 'Row trigger: counts versions, and forgets that a shop was told about a low stock once it is refilled.';
CREATE TRIGGER count_version BEFORE UPDATE ON listings FOR EACH ROW
    WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION count_listing_version();

CREATE TABLE stock_movements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
    delta integer NOT NULL CHECK (delta <> 0),
    on_hand integer NOT NULL CHECK (on_hand >= 0),
    reason text NOT NULL CHECK (reason IN (
        'counted', 'received', 'sold', 'returned', 'damaged', 'imported', 'undone', 'uncounted')),
    actor uuid,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX stock_movements_listing_id_idx ON stock_movements (listing_id, id);

COMMENT ON TABLE stock_movements IS 'Every change of a stock, append-only and written by a trigger: the sum of a listing''s movements is its stock, whoever writes.';
COMMENT ON COLUMN stock_movements.on_hand IS 'The stock after it.';
COMMENT ON COLUMN stock_movements.reason IS 'Why; from the setting haat.reason of the transaction, counted without it. uncounted: the shop no longer counts.';
COMMENT ON COLUMN stock_movements.actor IS 'Whose doing, from the setting haat.actor; NULL = a program''s.';

CREATE TABLE price_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
    price_poisha bigint CHECK (price_poisha > 0),
    actor uuid,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX price_changes_listing_id_idx ON price_changes (listing_id, id);

COMMENT ON TABLE price_changes IS 'Every price a listing has had, append-only and written by a trigger.';
COMMENT ON COLUMN price_changes.price_poisha IS 'From then on; NULL = not told.';

CREATE FUNCTION record_new_listings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_movements (listing_id, delta, on_hand, reason, actor)
    SELECT id, stock, stock,
           coalesce(nullif(current_setting('haat.reason', true), ''), 'counted'),
           nullif(current_setting('haat.actor', true), '')::uuid
    FROM changed WHERE stock > 0;
    INSERT INTO price_changes (listing_id, price_poisha, actor)
    SELECT id, price_poisha, nullif(current_setting('haat.actor', true), '')::uuid
    FROM changed WHERE price_poisha IS NOT NULL;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION record_new_listings IS 'Statement trigger: the first movement and the first price of new listings.';

CREATE FUNCTION record_changed_listings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO stock_movements (listing_id, delta, on_hand, reason, actor)
    SELECT n.id, coalesce(n.stock, 0) - coalesce(o.stock, 0), coalesce(n.stock, 0),
           CASE WHEN n.stock IS NULL THEN 'uncounted'
                ELSE coalesce(nullif(current_setting('haat.reason', true), ''), 'counted') END,
           nullif(current_setting('haat.actor', true), '')::uuid
    FROM changed n JOIN before o ON o.id = n.id
    WHERE coalesce(n.stock, 0) <> coalesce(o.stock, 0);
    INSERT INTO price_changes (listing_id, price_poisha, actor)
    SELECT n.id, n.price_poisha, nullif(current_setting('haat.actor', true), '')::uuid
    FROM changed n JOIN before o ON o.id = n.id
    WHERE n.price_poisha IS DISTINCT FROM o.price_poisha;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION record_changed_listings IS 'Statement trigger: movements and prices of changed listings.';

CREATE TRIGGER keep_books_insert AFTER INSERT ON listings
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_new_listings();
CREATE TRIGGER keep_books_update AFTER UPDATE ON listings
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_changed_listings();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Deeper, the row goes with the one that it belongs to.
    IF TG_OP = 'DELETE' AND pg_trigger_depth() > 1 THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
COMMENT ON FUNCTION refuse_change IS 'Row trigger for books: what is written stays as it is.';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON stock_movements FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON price_changes FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What is there already is the first line of the books.
INSERT INTO stock_movements (listing_id, delta, on_hand, reason)
SELECT id, stock, stock, 'imported' FROM listings WHERE stock > 0;
INSERT INTO price_changes (listing_id, price_poisha)
SELECT id, price_poisha FROM listings WHERE price_poisha IS NOT NULL;

ALTER TABLE products
    ADD COLUMN barcode text CONSTRAINT products_barcode_key UNIQUE CHECK (barcode ~ '^([0-9]{8}|[0-9]{12,14})$'),
    ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),
    ADD COLUMN family_id uuid,
    ADD COLUMN options jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(options) = 'object'),
    ADD COLUMN status text NOT NULL DEFAULT 'listed' CHECK (status IN ('listed', 'in_review', 'rejected')),
    ADD COLUMN proposed_by uuid,
    ADD COLUMN proposed_for uuid REFERENCES shops (id) ON DELETE SET NULL,
    ADD COLUMN reviewed_at timestamptz,
    ADD COLUMN review_note text CHECK (length(review_note) BETWEEN 1 AND 1000);
CREATE INDEX products_family_id_idx ON products (family_id) WHERE family_id IS NOT NULL;
CREATE INDEX products_in_review_idx ON products (created_at) WHERE status = 'in_review';

COMMENT ON COLUMN products.barcode IS 'GTIN of 8, 12, 13 or 14 digits with a right check digit.';
COMMENT ON COLUMN products.attributes IS 'By code of the attributes that its category asks for.';
COMMENT ON COLUMN products.family_id IS 'Products that are one thing in several sizes, colours or weights share it.';
COMMENT ON COLUMN products.options IS 'What tells it from the others of its family: {"size": "M"}.';
COMMENT ON COLUMN products.status IS 'listed: found; in_review: proposed by a shop and shown to nobody else; rejected: never shown.';
COMMENT ON COLUMN products.proposed_by IS 'The seller who proposed it; NULL = from a file.';

ALTER TABLE categories
    ADD COLUMN attributes jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(attributes) = 'array');
COMMENT ON COLUMN categories.attributes IS 'What its goods and those of the categories below are described by: [{code, type, names, unit, choices, required}].';
