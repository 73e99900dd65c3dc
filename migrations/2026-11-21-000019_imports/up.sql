CREATE TABLE imports (
    id uuid PRIMARY KEY,
    shop_id uuid NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    actor uuid NOT NULL,
    file_name text CHECK (length(file_name) BETWEEN 1 AND 200),
    format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
    state text NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'running', 'done', 'failed', 'undoing', 'undone')),
    header text[] NOT NULL,
    fields text[] NOT NULL CHECK (cardinality(fields) = cardinality(header)),
    rows integer NOT NULL CHECK (rows BETWEEN 1 AND 10000),
    done integer NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND rows),
    added integer NOT NULL DEFAULT 0,
    changed integer NOT NULL DEFAULT 0,
    same integer NOT NULL DEFAULT 0,
    wrong integer NOT NULL DEFAULT 0,
    restored integer NOT NULL DEFAULT 0,
    refused integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    undone_at timestamptz,
    CHECK (added + changed + same + wrong = done)
);
CREATE INDEX imports_shop_id_idx ON imports (shop_id, created_at);
CREATE INDEX imports_created_at_idx ON imports (created_at);

COMMENT ON TABLE imports IS 'Files of goods that sellers brought: looked at first, then carried out row by row, and undone as a whole.';
COMMENT ON COLUMN imports.actor IS 'Who brought it; its changes are theirs.';
COMMENT ON COLUMN imports.state IS 'draft: nothing is written yet; failed: stopped on the way, and carried on when it is asked for again.';
COMMENT ON COLUMN imports.header IS 'The first row of the file.';
COMMENT ON COLUMN imports.fields IS 'What each column says; empty where nobody reads it.';
COMMENT ON COLUMN imports.refused IS 'Offers that were not restored, because somebody has changed them since.';
COMMENT ON COLUMN imports.done IS 'Rows that have been carried out; their outcomes stand in import_rows.';

CREATE TABLE import_rows (
    import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    line integer NOT NULL CHECK (line > 0),
    cells text[] NOT NULL,
    outcome text CHECK (outcome IN ('added', 'changed', 'same', 'wrong')),
    listing_id uuid,
    before jsonb,
    version bigint,
    wrong jsonb CHECK (jsonb_typeof(wrong) = 'array'),
    undo text CHECK (undo IN ('restored', 'refused')),
    PRIMARY KEY (import_id, line)
);
CREATE INDEX import_rows_listing_id_idx ON import_rows (import_id, listing_id) WHERE listing_id IS NOT NULL;

COMMENT ON TABLE import_rows IS 'A row of a file, and what became of it.';
COMMENT ON COLUMN import_rows.line IS 'Its line in the file, from 1; the header is the first.';
COMMENT ON COLUMN import_rows.outcome IS 'NULL until it has been carried out, which happens once.';
COMMENT ON COLUMN import_rows.listing_id IS 'The offer that it is about.';
COMMENT ON COLUMN import_rows.before IS 'The offer as it was; NULL when there was none.';
COMMENT ON COLUMN import_rows.version IS 'The version of the offer that the row made; with another one, somebody has changed it since.';
COMMENT ON COLUMN import_rows.wrong IS 'Why it could not be: [{column, field, value, code}].';

-- An import may give one offer the code that another one gives up in the same statement.
ALTER TABLE listings
    DROP CONSTRAINT listings_shop_sku_key,
    ADD CONSTRAINT listings_shop_sku_key UNIQUE (shop_id, sku) DEFERRABLE INITIALLY IMMEDIATE;

CREATE INDEX products_name_bn_idx ON products (name_bn);
CREATE INDEX products_name_en_idx ON products (lower(name_en));
