CREATE TABLE shops (
    id uuid PRIMARY KEY,
    ord bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    external_id text UNIQUE CHECK (length(external_id) BETWEEN 1 AND 200),
    name_bn text CHECK (name_bn <> ''),
    name_en text CHECK (name_en <> ''),
    alt_names text[] NOT NULL DEFAULT '{}',
    kind text NOT NULL CHECK (kind IN (
        'grocery', 'supermarket', 'marketplace', 'greengrocer', 'butcher', 'bakery', 'pharmacy',
        'restaurant', 'cafe', 'fast_food', 'electronics', 'mobile', 'computer', 'hardware', 'clothes',
        'shoes', 'jewelry', 'cosmetics', 'household', 'furniture', 'books', 'vehicle', 'garden', 'mall',
        'services', 'other')),
    location geography(Point, 4326) NOT NULL,
    address_bn text,
    address_en text,
    hours jsonb,
    status text NOT NULL DEFAULT 'listed' CHECK (status IN ('listed', 'hidden', 'closed')),
    verified_at timestamptz,
    demo boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (name_bn IS NOT NULL OR name_en IS NOT NULL)
);
CREATE INDEX shops_location_idx ON shops USING gist (location);
SELECT follow_table('shops');

COMMENT ON TABLE shops IS 'Every shop we know of, claimed by its owner or not.';
COMMENT ON COLUMN shops.ord IS 'Small dense number for in-memory tables and the change feed. Upserts must not burn it.';
COMMENT ON COLUMN shops.external_id IS 'The id in the file the shop was imported from; imports are idempotent by it.';
COMMENT ON COLUMN shops.alt_names IS 'Other names and spellings in any script.';
COMMENT ON COLUMN shops.hours IS 'Weekly opening periods, minutes in Dhaka: [[day, from, to], ...] with day 0 = Saturday and to up to 2880 for periods past midnight; NULL = unknown.';
COMMENT ON COLUMN shops.status IS 'listed: found; hidden: banned or paused; closed: for good.';
COMMENT ON COLUMN shops.verified_at IS 'When an owner was approved; NULL = unclaimed, shown as not verified.';
COMMENT ON COLUMN shops.demo IS 'Made up by us for a first look; marked wherever it shows.';
