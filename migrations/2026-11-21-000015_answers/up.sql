CREATE TABLE answers (
    scope text NOT NULL CHECK (length(scope) BETWEEN 1 AND 200),
    key text NOT NULL CHECK (key ~ '^[A-Za-z0-9_-]{8,64}$'),
    request bytea NOT NULL CHECK (length(request) = 32),
    answer jsonb,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
);
CREATE INDEX answers_at_idx ON answers (at);

COMMENT ON TABLE answers IS 'What requests with an Idempotency-Key were answered, written in the transaction that did the work: sent again, they are answered so once more and nothing is done. Rows older than two days are pruned.';
COMMENT ON COLUMN answers.scope IS 'Who asked for what: the key is theirs alone.';
COMMENT ON COLUMN answers.request IS 'SHA-256 of the request; another one under the same key is refused.';
COMMENT ON COLUMN answers.answer IS 'NULL only inside the transaction that is at work.';
