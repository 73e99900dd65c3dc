CREATE TABLE users (
    id uuid PRIMARY KEY,
    phone_sealed bytea NOT NULL,
    phone_index bytea NOT NULL UNIQUE CHECK (length(phone_index) = 32),
    email_sealed bytea,
    email_index bytea CHECK (length(email_index) = 32),
    email_verified_at timestamptz,
    name text CHECK (length(name) BETWEEN 1 AND 80),
    language text NOT NULL DEFAULT 'bn' CHECK (language IN ('bn', 'en')),
    password_hash text,
    totp_sealed bytea,
    totp_confirmed_at timestamptz,
    totp_step bigint NOT NULL DEFAULT 0,
    suspended_at timestamptz,
    suspended_why text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((email_sealed IS NULL) = (email_index IS NULL)),
    CHECK (email_verified_at IS NULL OR email_sealed IS NOT NULL),
    CHECK (totp_confirmed_at IS NULL OR totp_sealed IS NOT NULL)
);
CREATE UNIQUE INDEX users_email_key ON users (email_index) WHERE email_verified_at IS NOT NULL;
CREATE INDEX users_created_at_idx ON users (created_at);

COMMENT ON TABLE users IS 'People with an account. The phone number is who they are; nobody has an account without one.';
COMMENT ON COLUMN users.phone_sealed IS 'E.164, sealed for users.phone.';
COMMENT ON COLUMN users.phone_index IS 'Blind index of the E.164 number.';
COMMENT ON COLUMN users.email_sealed IS 'Lower case, sealed for users.email.';
COMMENT ON COLUMN users.email_index IS 'Blind index of the address; unique among addresses whose owner has proved it.';
COMMENT ON COLUMN users.email_verified_at IS 'When a code that was sent there came back; nothing but such codes is sent before.';
COMMENT ON COLUMN users.password_hash IS 'PHC string of argon2id, or a bcrypt hash from an import until its owner signs in; NULL = codes only.';
COMMENT ON COLUMN users.totp_sealed IS 'The secret shared with an authenticator app, sealed for users.totp.';
COMMENT ON COLUMN users.totp_confirmed_at IS 'When a first code proved that the app has it; not in force before.';
COMMENT ON COLUMN users.totp_step IS 'The last step of thirty seconds whose code was taken: none is taken twice.';
COMMENT ON COLUMN users.suspended_at IS 'Since when every request of theirs is refused.';
COMMENT ON COLUMN users.suspended_why IS 'For other admins.';

CREATE TABLE user_roles (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('rider', 'super_admin')),
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, role)
);
COMMENT ON TABLE user_roles IS 'What people are besides shoppers, where it does not depend on a shop or an area.';

CREATE TABLE admin_areas (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    area_code text NOT NULL REFERENCES areas (code) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, area_code)
);
CREATE INDEX admin_areas_area_code_idx ON admin_areas (area_code);
COMMENT ON TABLE admin_areas IS 'Areas that somebody looks after, with everything below them.';

CREATE TABLE shop_staff (
    shop_id uuid NOT NULL REFERENCES shops (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role text NOT NULL CHECK (role IN ('owner', 'manager', 'packer')),
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (shop_id, user_id)
);
CREATE INDEX shop_staff_user_id_idx ON shop_staff (user_id);
COMMENT ON TABLE shop_staff IS 'Who works in which shop. An owner may do what a manager may, a manager what a packer may.';

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    page_hash bytea UNIQUE CHECK (length(page_hash) = 32),
    device text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    proved_at timestamptz,
    totp_at timestamptz,
    ended_at timestamptz,
    ended_why text CHECK (ended_why IN ('signed_out', 'everywhere', 'reuse', 'password', 'suspended')),
    CHECK ((ended_at IS NULL) = (ended_why IS NULL))
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id, created_at);
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);
COMMENT ON TABLE sessions IS 'Devices that people are signed in on. All refresh tokens of a session are one family and end with it.';
COMMENT ON COLUMN sessions.page_hash IS 'SHA-256 of the cookie, for sessions of pages; those of programs have refresh tokens.';
COMMENT ON COLUMN sessions.device IS 'What the browser or program calls itself, shortened.';
COMMENT ON COLUMN sessions.proved_at IS 'When its owner last proved to have the phone; NULL = signed in by password.';
COMMENT ON COLUMN sessions.totp_at IS 'When a code of the authenticator app was last given.';

CREATE TABLE refresh_tokens (
    hash bytea PRIMARY KEY CHECK (length(hash) = 32),
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    issued_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX refresh_tokens_session_id_idx ON refresh_tokens (session_id);
COMMENT ON TABLE refresh_tokens IS 'SHA-256 of every refresh token of a living session. A used one that comes again after a short grace ends its session.';

CREATE TABLE otp_challenges (
    id uuid PRIMARY KEY,
    purpose text NOT NULL,
    to_sealed bytea NOT NULL,
    code_mac bytea NOT NULL CHECK (length(code_mac) = 32),
    tries smallint NOT NULL DEFAULT 0 CHECK (tries BETWEEN 0 AND 5),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX otp_challenges_expires_at_idx ON otp_challenges (expires_at);
COMMENT ON TABLE otp_challenges IS 'Codes that were sent to phones and addresses, and stand-ins for those that were not because nobody has an account there.';
COMMENT ON COLUMN otp_challenges.purpose IS 'What the code is for; it is taken for nothing else.';
COMMENT ON COLUMN otp_challenges.to_sealed IS 'Where it went, sealed for otp_challenges.to.';
COMMENT ON COLUMN otp_challenges.code_mac IS 'HMAC-SHA256 of the id and the code.';

CREATE TABLE otp_sends (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    to_index bytea NOT NULL,
    block_index bytea,
    caller_index bytea
);
CREATE INDEX otp_sends_to_idx ON otp_sends (to_index, at);
CREATE INDEX otp_sends_block_idx ON otp_sends (block_index, at);
CREATE INDEX otp_sends_caller_idx ON otp_sends (caller_index, at);
CREATE INDEX otp_sends_at_idx ON otp_sends (at);
COMMENT ON TABLE otp_sends IS 'Codes of the last days, counted against the limits. Only blind indexes: who and from where cannot be read.';
COMMENT ON COLUMN otp_sends.block_index IS 'Blind index of the first seven digits of the number.';
COMMENT ON COLUMN otp_sends.caller_index IS 'Blind index of the address that asked; NULL = this machine itself.';

CREATE TABLE sign_in_failures (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    phone_index bytea NOT NULL,
    caller_index bytea
);
CREATE INDEX sign_in_failures_phone_idx ON sign_in_failures (phone_index, at);
CREATE INDEX sign_in_failures_caller_idx ON sign_in_failures (caller_index, at);
CREATE INDEX sign_in_failures_at_idx ON sign_in_failures (at);
COMMENT ON TABLE sign_in_failures IS 'Wrong passwords and authenticator codes of the last day, counted against the limits.';

CREATE TABLE recovery_codes (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_mac bytea NOT NULL CHECK (length(code_mac) = 32),
    used_at timestamptz,
    PRIMARY KEY (user_id, code_mac)
);
COMMENT ON TABLE recovery_codes IS 'HMAC-SHA256 of codes that stand in for a lost authenticator app, each once.';
