CREATE TABLE categories (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9][a-z0-9/-]{0,99}$'),
    ord bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    parent_code text REFERENCES categories (code) DEFERRABLE INITIALLY DEFERRED,
    position integer NOT NULL DEFAULT 0,
    name_bn text NOT NULL CHECK (name_bn <> ''),
    name_en text NOT NULL CHECK (name_en <> ''),
    aliases text[] NOT NULL DEFAULT '{}',
    sold_by text[] NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (parent_code <> code)
);
CREATE INDEX categories_parent_code_idx ON categories (parent_code);
SELECT follow_table('categories');

COMMENT ON TABLE categories IS 'The tree of goods. A category also says which kinds of shop usually sell it.';
COMMENT ON COLUMN categories.code IS 'Stable slug; it reads like a path, but parent_code is what makes the tree.';
COMMENT ON COLUMN categories.aliases IS 'Synonyms, Banglish and dialect words people search with.';
COMMENT ON COLUMN categories.sold_by IS 'Kinds of shop that usually sell it; empty = as the parent.';

CREATE TABLE products (
    id uuid PRIMARY KEY,
    ord bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    external_id text UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
    name_bn text CHECK (name_bn <> ''),
    name_en text CHECK (name_en <> ''),
    brand text CHECK (brand <> ''),
    size text CHECK (size <> ''),
    category_code text REFERENCES categories (code) ON UPDATE CASCADE ON DELETE SET NULL,
    demo boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (name_bn IS NOT NULL OR name_en IS NOT NULL)
);
CREATE INDEX products_category_code_idx ON products (category_code);
SELECT follow_table('products');

COMMENT ON TABLE products IS 'Master products, shared by all shops that sell them.';
COMMENT ON COLUMN products.external_id IS 'The id in the file the product was imported from.';
COMMENT ON COLUMN products.size IS 'The pack as printed: 1 kg, 500 ml.';

CREATE TABLE listings (
    id uuid PRIMARY KEY,
    ord bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    shop_id uuid NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    product_id uuid NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    price_poisha bigint CHECK (price_poisha BETWEEN 1 AND 1000000000000),
    stock integer CHECK (stock >= 0),
    availability text NOT NULL DEFAULT 'unknown' CHECK (availability IN ('in_stock', 'sold_out', 'unknown')),
    status text NOT NULL DEFAULT 'listed' CHECK (status IN ('listed', 'hidden')),
    demo boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT listings_shop_product_key UNIQUE (shop_id, product_id),
    CHECK (stock IS NULL OR (stock > 0) = (availability = 'in_stock'))
);
CREATE INDEX listings_product_id_idx ON listings (product_id);
SELECT follow_table('listings');

COMMENT ON TABLE listings IS 'One shop''s offer of one product.';
COMMENT ON COLUMN listings.price_poisha IS 'What the shop asks, in poisha; NULL = not told. Never guessed.';
COMMENT ON COLUMN listings.stock IS 'Pieces on the shelf; NULL = not counted.';
COMMENT ON COLUMN listings.availability IS 'in_stock and sold_out as the shop says; unknown otherwise.';
