CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    reference text NOT NULL CONSTRAINT outbox_reference_key UNIQUE CHECK (reference ~ '^[0-9a-f]{20}$'),
    unique_key text CHECK (length(unique_key) BETWEEN 1 AND 200),
    channel text NOT NULL CHECK (channel IN ('sms', 'email')),
    template text NOT NULL CHECK (template ~ '^[a-z-]+$'),
    language text NOT NULL CHECK (language IN ('bn', 'en')),
    recipient text NOT NULL CHECK (length(recipient) BETWEEN 1 AND 100),
    content bytea,
    parts integer NOT NULL CHECK (parts BETWEEN 1 AND 255),
    state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    provider text,
    provider_ref text CHECK (length(provider_ref) <= 200),
    delivery text CHECK (delivery IN ('delivered', 'undelivered')),
    problem text CHECK (problem ~ '^[a-z_]+[.][a-z_]+$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    begun_at timestamptz,
    finished_at timestamptz,
    delivered_at timestamptz,
    CHECK (state = 'queued' OR state = 'failed' OR provider IS NOT NULL),
    CHECK ((finished_at IS NOT NULL) = (state IN ('sent', 'failed', 'unknown')))
);
CREATE UNIQUE INDEX outbox_unique_key_idx ON outbox (unique_key, channel) WHERE unique_key IS NOT NULL;
CREATE INDEX outbox_begun_at_idx ON outbox (begun_at) WHERE channel = 'sms';
CREATE INDEX outbox_created_at_idx ON outbox (created_at);

COMMENT ON TABLE outbox IS 'Messages to people, one row for each message and channel, written in the transaction that makes them necessary. Rows older than 90 days are pruned.';
COMMENT ON COLUMN outbox.reference IS 'Our name for the message at the provider; the Message-ID of an e-mail begins with it.';
COMMENT ON COLUMN outbox.unique_key IS 'Made by the caller; a message that is asked for again is written once for each channel.';
COMMENT ON COLUMN outbox.recipient IS 'Masked, for operators.';
COMMENT ON COLUMN outbox.content IS 'Recipient and text, sealed; erased once the message was sent or its outcome is unknown, and a day after it failed.';
COMMENT ON COLUMN outbox.parts IS 'What it costs: parts of an SMS, 1 for an e-mail.';
COMMENT ON COLUMN outbox.state IS 'queued; sending: it may be on its way to the provider; sent: the provider has it; failed: it certainly was not sent; unknown: nobody can say, so it is not sent again.';
COMMENT ON COLUMN outbox.provider IS 'Who was asked last to send it.';
COMMENT ON COLUMN outbox.provider_ref IS 'The provider''s name for it.';
COMMENT ON COLUMN outbox.delivery IS 'What the provider says about the phone; not every provider does.';
COMMENT ON COLUMN outbox.problem IS 'Why it failed, as a dotted code.';
COMMENT ON COLUMN outbox.expires_at IS 'After this it is of no use and is not sent.';
COMMENT ON COLUMN outbox.begun_at IS 'When a provider was asked last; the daily budget counts by it.';
