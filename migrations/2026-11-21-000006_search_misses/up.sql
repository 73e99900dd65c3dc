CREATE TABLE search_misses (
    day date NOT NULL,
    query text NOT NULL CHECK (length(query) BETWEEN 1 AND 400),
    cell text NOT NULL CHECK (cell ~ '^[0-9a-f]{15}$'),
    language text NOT NULL CHECK (language IN ('bn', 'en', 'unknown')),
    shown text NOT NULL CHECK (shown IN ('nothing', 'wider', 'category')),
    filtered boolean NOT NULL,
    times bigint NOT NULL CHECK (times > 0),
    PRIMARY KEY (day, query, cell, language, shown, filtered)
);

COMMENT ON TABLE search_misses IS 'Searches that found nothing where they were asked, counted by day, words and coarse place. Nothing about the person: no address, no cookie, no exact place, no time of day. Rows older than 180 days are pruned.';
COMMENT ON COLUMN search_misses.day IS 'The day in Dhaka.';
COMMENT ON COLUMN search_misses.query IS 'Normalised words; digits of phone numbers and the like are #, e-mail addresses #@#.';
COMMENT ON COLUMN search_misses.cell IS 'H3 cell of resolution 5, about 250 square kilometres.';
COMMENT ON COLUMN search_misses.language IS 'Language of the page; unknown for programs.';
COMMENT ON COLUMN search_misses.shown IS 'What was shown instead: nothing, offers from a wider radius, or shops that usually sell such goods.';
COMMENT ON COLUMN search_misses.filtered IS 'Whether a price, a category, a kind, stock or opening was asked for too.';

CREATE TABLE shop_requests (
    id uuid PRIMARY KEY,
    idempotency_key text NOT NULL CONSTRAINT shop_requests_key_key UNIQUE CHECK (idempotency_key ~ '^[A-Za-z0-9_-]{8,64}$'),
    query text NOT NULL CHECK (length(query) BETWEEN 1 AND 400),
    location geography(Point, 4326) NOT NULL,
    radius_m integer NOT NULL CHECK (radius_m BETWEEN 1 AND 50000),
    language text NOT NULL CHECK (language IN ('bn', 'en')),
    note text CHECK (length(note) BETWEEN 1 AND 1000),
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX shop_requests_created_at_idx ON shop_requests (created_at);

COMMENT ON TABLE shop_requests IS 'What shoppers would like shops around to be asked. Kept only: nobody is told yet. Rows older than 180 days are pruned.';
COMMENT ON COLUMN shop_requests.idempotency_key IS 'Made by the client; a request that is sent again is stored once.';
COMMENT ON COLUMN shop_requests.query IS 'As typed; phone numbers and e-mail addresses are masked.';
COMMENT ON COLUMN shop_requests.location IS 'Rounded to four decimals of a degree, about ten metres.';
COMMENT ON COLUMN shop_requests.note IS 'What the shopper adds, masked as the query is.';
