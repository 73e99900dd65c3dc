ALTER TABLE shops
    ADD COLUMN about_bn text CHECK (length(about_bn) BETWEEN 1 AND 500),
    ADD COLUMN about_en text CHECK (length(about_en) BETWEEN 1 AND 500),
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN paused_until date,
    ADD CONSTRAINT shops_paused_until_check CHECK (paused_until IS NULL OR paused_at IS NOT NULL);
CREATE INDEX shops_paused_until_idx ON shops (paused_until) WHERE paused_until IS NOT NULL;

COMMENT ON COLUMN shops.about_bn IS 'What its owner says about it, in Bengali.';
COMMENT ON COLUMN shops.about_en IS 'The same in English.';
COMMENT ON COLUMN shops.version IS 'Grows with every edit of its owner: nobody overwrites what was saved on another device.';
COMMENT ON COLUMN shops.paused_until IS 'The day in Dhaka on which a chore shows it again; NULL = when its owner says so.';
