//! The tables as they are in the database; a test compares the two.

diesel::table! {
    users (id) {
        id -> Uuid,
        phone_sealed -> Bytea,
        phone_index -> Bytea,
        email_sealed -> Nullable<Bytea>,
        email_index -> Nullable<Bytea>,
        email_verified_at -> Nullable<Timestamptz>,
        name -> Nullable<Text>,
        language -> Text,
        password_hash -> Nullable<Text>,
        totp_sealed -> Nullable<Bytea>,
        totp_confirmed_at -> Nullable<Timestamptz>,
        totp_step -> Int8,
        suspended_at -> Nullable<Timestamptz>,
        suspended_why -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    user_roles (user_id, role) {
        user_id -> Uuid,
        role -> Text,
        granted_at -> Timestamptz,
    }
}

diesel::table! {
    admin_areas (user_id, area_code) {
        user_id -> Uuid,
        area_code -> Text,
        granted_at -> Timestamptz,
    }
}

diesel::table! {
    shop_staff (shop_id, user_id) {
        shop_id -> Uuid,
        user_id -> Uuid,
        role -> Text,
        granted_at -> Timestamptz,
    }
}

diesel::table! {
    sessions (id) {
        id -> Uuid,
        user_id -> Uuid,
        page_hash -> Nullable<Bytea>,
        device -> Text,
        created_at -> Timestamptz,
        seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        proved_at -> Nullable<Timestamptz>,
        totp_at -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        ended_why -> Nullable<Text>,
    }
}

diesel::table! {
    refresh_tokens (hash) {
        hash -> Bytea,
        session_id -> Uuid,
        issued_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    otp_challenges (id) {
        id -> Uuid,
        purpose -> Text,
        to_sealed -> Bytea,
        code_mac -> Bytea,
        tries -> Int2,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    otp_sends (id) {
        id -> Int8,
        at -> Timestamptz,
        to_index -> Bytea,
        block_index -> Nullable<Bytea>,
        caller_index -> Nullable<Bytea>,
    }
}

diesel::table! {
    sign_in_failures (id) {
        id -> Int8,
        at -> Timestamptz,
        phone_index -> Bytea,
        caller_index -> Nullable<Bytea>,
    }
}

diesel::table! {
    recovery_codes (user_id, code_mac) {
        user_id -> Uuid,
        code_mac -> Bytea,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::allow_tables_to_appear_in_same_query!(refresh_tokens, sessions, users);
diesel::joinable!(sessions -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(users, shop_staff);
