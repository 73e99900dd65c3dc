CREATE TABLE price_reports (
    id uuid PRIMARY KEY,
    listing_id uuid NOT NULL REFERENCES listings (id) ON DELETE CASCADE,
    reporter bytea NOT NULL CHECK (length(reporter) = 32),
    shown_poisha bigint NOT NULL CHECK (shown_poisha > 0),
    asked_poisha bigint CHECK (asked_poisha BETWEEN 1 AND 1000000000000),
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'fixed', 'right')),
    created_at timestamptz NOT NULL DEFAULT now(),
    answered_at timestamptz,
    answered_by uuid,
    CHECK ((status = 'open') = (answered_at IS NULL))
);
CREATE UNIQUE INDEX price_reports_open_key ON price_reports (listing_id, reporter) WHERE status = 'open';
CREATE INDEX price_reports_listing_id_idx ON price_reports (listing_id);
CREATE INDEX price_reports_created_at_idx ON price_reports (created_at);

COMMENT ON TABLE price_reports IS 'What shoppers say about prices that are not those of the shop. One person or device has one open report of a listing.';
COMMENT ON COLUMN price_reports.reporter IS 'Blind index of the account, the device or the address that reported: tells two apart, and nothing else.';
COMMENT ON COLUMN price_reports.shown_poisha IS 'The price that we showed.';
COMMENT ON COLUMN price_reports.asked_poisha IS 'What the shop really asked; NULL = not told.';
COMMENT ON COLUMN price_reports.status IS 'open; fixed: the shop has changed the price since; right: the shop says that it is right.';
COMMENT ON COLUMN price_reports.answered_by IS 'Who of the shop, from the setting haat.actor; NULL = a program.';

CREATE FUNCTION close_price_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE price_reports r
    SET status = 'fixed', answered_at = clock_timestamp(),
        answered_by = nullif(current_setting('haat.actor', true), '')::uuid
    FROM changed n JOIN before o ON o.id = n.id
    WHERE r.listing_id = n.id AND r.status = 'open'
      AND n.price_poisha IS DISTINCT FROM o.price_poisha;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION close_price_reports IS 'Statement trigger: a price that was changed, in whatever way, is no longer the one that was reported.';
CREATE TRIGGER close_reports AFTER UPDATE ON listings
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION close_price_reports();
