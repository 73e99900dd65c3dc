CREATE TABLE shelves (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    position integer NOT NULL DEFAULT 0,
    kinds text[] NOT NULL CHECK (cardinality(kinds) > 0),
    name_bn text NOT NULL CHECK (name_bn <> ''),
    name_en text NOT NULL CHECK (name_en <> ''),
    updated_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE shelves IS 'Starter shelves: what a shop of a kind usually has, to tick when it opens.';
COMMENT ON COLUMN shelves.position IS 'Order among the shelves that a kind of shop is offered.';
COMMENT ON COLUMN shelves.kinds IS 'Kinds of shop that are offered it.';

CREATE TABLE shelf_items (
    shelf_code text NOT NULL REFERENCES shelves (code) ON UPDATE CASCADE ON DELETE CASCADE,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position integer NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (shelf_code, product_id)
);
CREATE INDEX shelf_items_product_id_idx ON shelf_items (product_id);

COMMENT ON TABLE shelf_items IS 'A product on a starter shelf. What shops ask for it is never suggested.';
COMMENT ON COLUMN shelf_items.position IS 'Order on the shelf: what sells best first.';
