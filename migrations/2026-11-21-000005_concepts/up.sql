CREATE TABLE dialects (
    code text PRIMARY KEY CHECK (code ~ '^[a-z]{2,30}$'),
    ord bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    name_bn text NOT NULL CHECK (name_bn <> ''),
    name_en text NOT NULL CHECK (name_en <> ''),
    enabled boolean NOT NULL DEFAULT true,
    updated_at timestamptz NOT NULL DEFAULT now()
);
SELECT follow_table('dialects');

COMMENT ON TABLE dialects IS 'Packs of regional words that search can be told to know or not to know.';

INSERT INTO dialects (code, name_bn, name_en) VALUES
    ('chattogram', 'চট্টগ্রাম', 'Chattogram'),
    ('sylhet', 'সিলেট', 'Sylhet'),
    ('noakhali', 'নোয়াখালী', 'Noakhali'),
    ('barishal', 'বরিশাল', 'Barishal');

CREATE TABLE concepts (
    id text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    ord bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    name_bn text NOT NULL CHECK (length(name_bn) BETWEEN 1 AND 200),
    name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 200),
    synonyms text[] NOT NULL DEFAULT '{}' CHECK (cardinality(synonyms) <= 100),
    dialect_words text[] NOT NULL DEFAULT '{}' CHECK (cardinality(dialect_words) <= 100),
    category_code text REFERENCES categories (code) ON UPDATE CASCADE ON DELETE SET NULL,
    sold_by text[] NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX concepts_category_code_idx ON concepts (category_code);
SELECT follow_table('concepts');

COMMENT ON TABLE concepts IS 'Things with all the words people use for them; search takes any of them for all of them.';
COMMENT ON COLUMN concepts.synonyms IS 'Words that mean the same, in any script; spellings that only sound alike need not be told.';
COMMENT ON COLUMN concepts.dialect_words IS 'Words of a region, each behind the code of its dialect and a colon.';
COMMENT ON COLUMN concepts.category_code IS 'The closest category; its shops usually sell the thing.';
COMMENT ON COLUMN concepts.sold_by IS 'Kinds of shop that usually sell it; empty = as the category says.';
