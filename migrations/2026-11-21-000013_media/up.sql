CREATE TABLE images (
    id uuid PRIMARY KEY,
    subject_kind text NOT NULL CHECK (subject_kind ~ '^[a-z]+\.[a-z_]+$'),
    subject_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    access text NOT NULL CHECK (access IN ('public', 'private')),
    position integer NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'processing', 'ready', 'refused')),
    refusal text CHECK (refusal ~ '^media\.[a-z_]+$'),
    progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    upload_id uuid UNIQUE,
    upload_until timestamptz,
    crop jsonb,
    hash text UNIQUE CHECK (hash ~ '^[0-9a-f]{32}$'),
    colour text CHECK (colour ~ '^#[0-9a-f]{6}$'),
    renditions jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz,
    CHECK ((state = 'refused') = (refusal IS NOT NULL)),
    CHECK (state <> 'ready' OR (hash IS NOT NULL AND colour IS NOT NULL))
);
CREATE INDEX images_subject_idx ON images (subject_kind, subject_id, position) WHERE removed_at IS NULL;
CREATE INDEX images_owner_id_idx ON images (owner_id) WHERE removed_at IS NULL;
CREATE INDEX images_removed_at_idx ON images (removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX images_upload_until_idx ON images (upload_until) WHERE state = 'waiting';

COMMENT ON TABLE images IS 'Pictures of anything. Which subject they show and who may change them is known by the slice that owns the subject; the files are in the object store.';
COMMENT ON COLUMN images.subject_kind IS 'What the picture shows, such as catalog.product; a word of the slice that owns it.';
COMMENT ON COLUMN images.owner_id IS 'Whose quota it counts against: a shop or an account.';
COMMENT ON COLUMN images.access IS 'public files are served under /media/; private ones by the owning slice only, after it has asked who is there.';
COMMENT ON COLUMN images.position IS 'Order among the pictures of a subject; ties go by id.';
COMMENT ON COLUMN images.state IS 'waiting for the upload, processing, ready, or refused with the code in refusal. One that is cut anew is processing and still shown.';
COMMENT ON COLUMN images.upload_id IS 'Names the upload in the store until it has been read; NULL afterwards.';
COMMENT ON COLUMN images.upload_until IS 'When an upload that was promised is no longer waited for.';
COMMENT ON COLUMN images.crop IS 'The part that is shown: {"x", "y", "width", "height"} as fractions of the upright picture; NULL = all of it.';
COMMENT ON COLUMN images.hash IS 'Names the files; changes with the picture and its crop.';
COMMENT ON COLUMN images.colour IS 'Mean colour, shown until the picture has come.';
COMMENT ON COLUMN images.renditions IS 'Sizes with pixels and bytes, smallest first.';
COMMENT ON COLUMN images.removed_at IS 'Taken away by its owner; the files go soon after, the row a day later.';
