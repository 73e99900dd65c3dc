CREATE TABLE audit_log (
    id bigint PRIMARY KEY,
    at timestamptz NOT NULL,
    actor uuid,
    deed text NOT NULL CHECK (deed ~ '^[a-z_]+\.[a-z_]+$'),
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
    details jsonb NOT NULL DEFAULT '{}',
    hash bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_log_subject_idx ON audit_log (subject, id);
CREATE INDEX audit_log_actor_idx ON audit_log (actor, id);

COMMENT ON TABLE audit_log IS 'Who decided what about whom: append-only and chained, so that a line that was changed or taken out shows. Nothing personal: ids only.';
COMMENT ON COLUMN audit_log.id IS 'Counts without gaps, from 1.';
COMMENT ON COLUMN audit_log.actor IS 'Whose doing; NULL = an operator''s or a program''s.';
COMMENT ON COLUMN audit_log.deed IS 'slice.deed';
COMMENT ON COLUMN audit_log.subject IS 'The id of what it was done to, such as shp_…';
COMMENT ON COLUMN audit_log.hash IS 'SHA-256 of the line before and of this one.';

CREATE FUNCTION audit_hash(before bytea, line audit_log) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(before || convert_to(jsonb_build_array(
        line.id, extract(epoch FROM line.at), line.actor, line.deed, line.subject, line.details)::text, 'UTF8'))
$$;
COMMENT ON FUNCTION audit_hash IS 'What a line''s hash has to be behind this one.';

CREATE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before audit_log;
BEGIN
    -- One line after the other: whoever writes waits for the transaction before.
    PERFORM pg_advisory_xact_lock(hashtextextended('audit_log', 0));
    SELECT * INTO before FROM audit_log ORDER BY id DESC LIMIT 1;
    NEW.id := coalesce(before.id, 0) + 1;
    NEW.at := clock_timestamp();
    NEW.hash := audit_hash(coalesce(before.hash, ''), NEW);
    RETURN NEW;
END $$;
COMMENT ON FUNCTION chain_audit IS 'Row trigger: numbers a line, dates it and chains it to the one before.';
CREATE TRIGGER chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION chain_audit();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
