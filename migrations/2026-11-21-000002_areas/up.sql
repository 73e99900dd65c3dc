CREATE TABLE areas (
    code text PRIMARY KEY CHECK (code ~ '^[A-Za-z0-9-]{2,64}$'),
    ord bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    parent_code text REFERENCES areas (code) DEFERRABLE INITIALLY DEFERRED,
    level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
    kind text NOT NULL CHECK (kind IN ('division', 'district', 'upazila', 'thana', 'union', 'ward', 'locality')),
    name_bn text NOT NULL CHECK (name_bn <> ''),
    name_en text NOT NULL CHECK (name_en <> ''),
    alt_names text[] NOT NULL DEFAULT '{}',
    location geography(Point, 4326) NOT NULL,
    boundary geometry(MultiPolygon, 4326),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((level = 1) = (parent_code IS NULL))
);
CREATE INDEX areas_parent_code_idx ON areas (parent_code);
CREATE INDEX areas_boundary_idx ON areas USING gist (boundary);
SELECT follow_table('areas');

COMMENT ON TABLE areas IS 'Administrative areas and localities. Keyed on codes, never on names: 13 upazila names repeat across the country.';
COMMENT ON COLUMN areas.code IS 'The official P-code (BBS/OCHA); localities have a slug of our own.';
COMMENT ON COLUMN areas.ord IS 'Small dense number for in-memory tables and the change feed.';
COMMENT ON COLUMN areas.level IS '1 division, 2 district, 3 upazila or metropolitan thana, 4 union or ward, 5 locality.';
COMMENT ON COLUMN areas.alt_names IS 'Old and variant spellings in any script.';
COMMENT ON COLUMN areas.location IS 'A point inside, for areas whose boundary is not known.';
COMMENT ON COLUMN areas.boundary IS 'Official polygon; NULL where only the point is known.';
