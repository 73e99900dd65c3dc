CREATE TABLE prepared_goods (
    application_id uuid NOT NULL REFERENCES shop_applications (id) ON DELETE CASCADE,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    place bigint GENERATED ALWAYS AS IDENTITY,
    availability text NOT NULL CHECK (availability IN ('in_stock', 'sold_out', 'unknown')),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (application_id, product_id)
);
CREATE INDEX prepared_goods_product_id_idx ON prepared_goods (product_id);

COMMENT ON TABLE prepared_goods IS 'What a seller who waits for approval will have on the list: moved onto it as soon as the shop is theirs.';
COMMENT ON COLUMN prepared_goods.place IS 'Order in which they were chosen.';
COMMENT ON COLUMN prepared_goods.availability IS 'What the seller says of them.';
