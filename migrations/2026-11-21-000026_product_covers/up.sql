ALTER TABLE products
    ADD COLUMN cover_listing_id uuid REFERENCES listings (id) ON DELETE SET NULL;
CREATE INDEX products_cover_listing_id_idx ON products (cover_listing_id) WHERE cover_listing_id IS NOT NULL;

COMMENT ON COLUMN products.cover_listing_id IS 'The offer whose pictures are shown where an offer of the same product has none of its own; NULL = no shop has sent one.';
