ALTER TABLE shops
    ADD COLUMN area_code text REFERENCES areas (code) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    ADD COLUMN phone_sealed bytea,
    ADD COLUMN hours_plan jsonb,
    ADD COLUMN delivery_radius_m integer CHECK (delivery_radius_m BETWEEN 0 AND 20000),
    ADD COLUMN home boolean NOT NULL DEFAULT false,
    ADD COLUMN women_run boolean NOT NULL DEFAULT false,
    ADD COLUMN approved_location geography(Point, 4326),
    ADD COLUMN paused_at timestamptz,
    ADD COLUMN banned_at timestamptz,
    ADD COLUMN banned_why text CHECK (length(banned_why) BETWEEN 1 AND 500),
    ADD COLUMN public_location geography(Point, 4326) NOT NULL GENERATED ALWAYS AS (
        CASE WHEN home THEN ST_SnapToGrid(location::geometry, 0.005)::geography ELSE location END) STORED,
    ADD CONSTRAINT shops_banned_check CHECK ((banned_at IS NULL) = (banned_why IS NULL)),
    ADD CONSTRAINT shops_unlisted_check CHECK (status <> 'listed' OR (banned_at IS NULL AND paused_at IS NULL));
CREATE INDEX shops_area_code_idx ON shops (area_code, id) WHERE area_code IS NOT NULL;

COMMENT ON COLUMN shops.area_code IS 'The upazila or thana whose admin approved it; NULL = nobody has looked yet.';
COMMENT ON COLUMN shops.phone_sealed IS 'E.164 of the number that was proved, sealed for shops.phone.';
COMMENT ON COLUMN shops.hours_plan IS 'What the owner told, of which hours are worked out: usual days, Friday, Ramadan and whether it is Ramadan now.';
COMMENT ON COLUMN shops.delivery_radius_m IS 'How far it brings things; 0 = it does not, NULL = nobody told us.';
COMMENT ON COLUMN shops.home IS 'Sells from home: its place and address are shown to nobody before an order.';
COMMENT ON COLUMN shops.approved_location IS 'Where it was when an admin looked: the pin moves 200 m from here without being looked at again. NULL = location.';
COMMENT ON COLUMN shops.paused_at IS 'Since when its owner has hidden it.';
COMMENT ON COLUMN shops.banned_at IS 'Since when an admin has hidden it; its owner cannot undo that.';
COMMENT ON COLUMN shops.banned_why IS 'For its owner and other admins.';
COMMENT ON COLUMN shops.public_location IS 'What everybody may know: of a home shop the middle of a square of 0.005 degrees, about 550 m, that it is in.';

CREATE TABLE shop_applications (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('new', 'claim', 'move')),
    applicant uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    shop_id uuid REFERENCES shops (id) ON DELETE CASCADE,
    status text NOT NULL DEFAULT 'draft'
        CHECK (status IN ('draft', 'submitted', 'asked', 'approved', 'rejected', 'withdrawn')),
    version bigint NOT NULL DEFAULT 1,
    draft jsonb NOT NULL DEFAULT '{}',
    area_code text REFERENCES areas (code) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    licence_sealed bytea,
    licence_index bytea CHECK (length(licence_index) = 32),
    nid_sealed bytea,
    phone_sealed bytea,
    phone_index bytea CHECK (length(phone_index) = 32),
    phone_proved_at timestamptz,
    photo_place geography(Point, 4326),
    submitted_at timestamptz,
    due_at timestamptz,
    decided_at timestamptz,
    decided_by uuid REFERENCES users (id) ON DELETE SET NULL,
    note text CHECK (length(note) BETWEEN 1 AND 1000),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CHECK (kind = 'new' OR shop_id IS NOT NULL),
    CHECK (status <> 'approved' OR shop_id IS NOT NULL),
    CHECK ((licence_sealed IS NULL) = (licence_index IS NULL)),
    CHECK ((phone_sealed IS NULL) = (phone_index IS NULL) AND (phone_sealed IS NULL) = (phone_proved_at IS NULL)),
    CHECK (status <> 'submitted' OR (submitted_at IS NOT NULL AND due_at IS NOT NULL)),
    CHECK (status NOT IN ('asked', 'approved', 'rejected') OR decided_at IS NOT NULL)
);
CREATE UNIQUE INDEX shop_applications_waiting_key ON shop_applications (shop_id, kind) WHERE status = 'submitted';
CREATE INDEX shop_applications_queue_idx ON shop_applications (due_at, id) WHERE status = 'submitted';
CREATE INDEX shop_applications_applicant_idx ON shop_applications (applicant, created_at);
CREATE INDEX shop_applications_shop_id_idx ON shop_applications (shop_id);
CREATE INDEX shop_applications_area_code_idx ON shop_applications (area_code);
CREATE INDEX shop_applications_licence_idx ON shop_applications (licence_index) WHERE licence_index IS NOT NULL;
CREATE INDEX shop_applications_phone_idx ON shop_applications (phone_index) WHERE phone_index IS NOT NULL;

COMMENT ON TABLE shop_applications IS 'What sellers ask the admins of an area: to open a shop, to be given one that is on the map, or to move one.';
COMMENT ON COLUMN shop_applications.shop_id IS 'The shop that is claimed or moves; of a new one the shop that it became.';
COMMENT ON COLUMN shop_applications.version IS 'Grows with every save of the draft: nobody overwrites what was saved on another device.';
COMMENT ON COLUMN shop_applications.draft IS 'What has been filled in so far, except what is sealed.';
COMMENT ON COLUMN shop_applications.area_code IS 'The upazila or thana that the pin was found to lie in when it was handed in: whose admins see it.';
COMMENT ON COLUMN shop_applications.licence_sealed IS 'Number of the trade licence, sealed for shop_applications.licence.';
COMMENT ON COLUMN shop_applications.licence_index IS 'Blind index of its letters and digits: the same licence twice is shown to admins.';
COMMENT ON COLUMN shop_applications.nid_sealed IS 'Last four digits of the national identity card, sealed for shop_applications.nid.';
COMMENT ON COLUMN shop_applications.phone_sealed IS 'E.164 of the number that a code came back from, sealed for shop_applications.phone.';
COMMENT ON COLUMN shop_applications.photo_place IS 'Where the device said to be when it took the last photo; asked for claims only.';
COMMENT ON COLUMN shop_applications.due_at IS 'When the seller should have an answer: two working days after it was handed in.';
COMMENT ON COLUMN shop_applications.note IS 'What the admin wrote to the seller.';
