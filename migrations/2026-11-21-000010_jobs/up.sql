CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name ~ '^[a-z_]+[.][a-z_]+$'),
    payload jsonb NOT NULL,
    unique_key text CHECK (length(unique_key) BETWEEN 1 AND 200),
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    run_after timestamptz NOT NULL DEFAULT now(),
    lease uuid CHECK ((lease IS NOT NULL) = (state = 'running')),
    percent smallint NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    message text CHECK (length(message) <= 1000),
    last_error text CHECK (length(last_error) <= 2000),
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'dead')))
);
CREATE INDEX jobs_due_idx ON jobs (run_after, id) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_finished_idx ON jobs (state, finished_at) WHERE state IN ('done', 'dead');
CREATE UNIQUE INDEX jobs_unique_key_idx ON jobs (name, unique_key) WHERE unique_key IS NOT NULL AND state IN ('waiting', 'running');

COMMENT ON TABLE jobs IS 'Work to be done after the transaction that wrote the row has committed. Done jobs are pruned after a week, dead ones after ninety days.';
COMMENT ON COLUMN jobs.name IS 'slice.verb; says which handler runs it.';
COMMENT ON COLUMN jobs.payload IS 'What the handler needs: ids, never personal data.';
COMMENT ON COLUMN jobs.unique_key IS 'While a job of this name and key waits or runs, no second one is written.';
COMMENT ON COLUMN jobs.attempts IS 'Times it was begun; those that a stopping worker gave back are not counted.';
COMMENT ON COLUMN jobs.run_after IS 'When it may be taken. While it runs this is the end of its lease, which the worker keeps pushing on: a job whose worker died is due again by itself.';
COMMENT ON COLUMN jobs.lease IS 'Made anew each time it is taken; who does not know it can no longer write the row.';
COMMENT ON COLUMN jobs.percent IS 'How far a running job has come.';
COMMENT ON COLUMN jobs.message IS 'What a running job says about that, as a dotted code or a short text without personal data.';
COMMENT ON COLUMN jobs.last_error IS 'Why the last attempt failed.';

CREATE FUNCTION wake_workers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('haat_jobs', '');
    RETURN NULL;
END $$;
COMMENT ON FUNCTION wake_workers IS 'Statement trigger: workers look for jobs when the transaction commits.';

CREATE TRIGGER wake_workers AFTER INSERT ON jobs FOR EACH STATEMENT EXECUTE FUNCTION wake_workers();
