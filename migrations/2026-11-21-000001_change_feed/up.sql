CREATE EXTENSION IF NOT EXISTS postgis;

CREATE TABLE changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
    topic text NOT NULL,
    key bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX changes_tx_idx ON changes (tx);
CREATE INDEX changes_at_idx ON changes (at);

COMMENT ON TABLE changes IS 'What changed, written by triggers inside the changing transaction. In-memory indexes follow it; rows older than a day are pruned.';
COMMENT ON COLUMN changes.tx IS 'The writing transaction. Followers ask for transactions that their last snapshot did not see, so the order of commits does not matter.';
COMMENT ON COLUMN changes.topic IS 'The table that changed.';
COMMENT ON COLUMN changes.key IS 'ord of the row that changed; 0 after TRUNCATE, meaning every row.';

CREATE FUNCTION record_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changes (topic, key) SELECT TG_TABLE_NAME, ord FROM changed;
    IF FOUND THEN
        PERFORM pg_notify('haat_changes', '');
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION record_changes IS 'Statement trigger: one row in changes per changed row, one wake-up per transaction.';

CREATE FUNCTION record_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changes (topic, key) VALUES (TG_TABLE_NAME, 0);
    PERFORM pg_notify('haat_changes', '');
    RETURN NULL;
END $$;
COMMENT ON FUNCTION record_truncate IS 'Statement trigger: tells followers to load the whole table again.';

CREATE FUNCTION follow_table(followed regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER record_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_changes()', followed);
    EXECUTE format('CREATE TRIGGER record_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_changes()', followed);
    EXECUTE format('CREATE TRIGGER record_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_changes()', followed);
    EXECUTE format('CREATE TRIGGER record_truncate AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION record_truncate()', followed);
END $$;
COMMENT ON FUNCTION follow_table IS 'Puts a table with an ord column into the change feed; for migrations.';
