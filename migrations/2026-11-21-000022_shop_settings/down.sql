DROP INDEX shops_paused_until_idx;
ALTER TABLE shops
    DROP CONSTRAINT shops_paused_until_check,
    DROP COLUMN about_bn,
    DROP COLUMN about_en,
    DROP COLUMN version,
    DROP COLUMN paused_until;
