//! The tables as they are in the database; a test compares the two.
#![expect(
    missing_docs,
    reason = "the migration documents every column with COMMENT ON"
)]

diesel::table! {
    use diesel::sql_types::{Array, Bool, Bytea, Date, Int4, Int8, Jsonb, Nullable, Text, Timestamptz, Uuid};
    use postgis_diesel::sql_types::Geography;

    shops (id) {
        id -> Uuid,
        ord -> Int8,
        external_id -> Nullable<Text>,
        name_bn -> Nullable<Text>,
        name_en -> Nullable<Text>,
        alt_names -> Array<Text>,
        kind -> Text,
        location -> Geography,
        address_bn -> Nullable<Text>,
        address_en -> Nullable<Text>,
        hours -> Nullable<Jsonb>,
        status -> Text,
        verified_at -> Nullable<Timestamptz>,
        demo -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        area_code -> Nullable<Text>,
        phone_sealed -> Nullable<Bytea>,
        hours_plan -> Nullable<Jsonb>,
        delivery_radius_m -> Nullable<Int4>,
        home -> Bool,
        women_run -> Bool,
        approved_location -> Nullable<Geography>,
        paused_at -> Nullable<Timestamptz>,
        banned_at -> Nullable<Timestamptz>,
        banned_why -> Nullable<Text>,
        public_location -> Geography,
        about_bn -> Nullable<Text>,
        about_en -> Nullable<Text>,
        version -> Int8,
        paused_until -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::{Bytea, Int8, Jsonb, Nullable, Text, Timestamptz, Uuid};
    use postgis_diesel::sql_types::Geography;

    shop_applications (id) {
        id -> Uuid,
        kind -> Text,
        applicant -> Uuid,
        shop_id -> Nullable<Uuid>,
        status -> Text,
        version -> Int8,
        draft -> Jsonb,
        area_code -> Nullable<Text>,
        licence_sealed -> Nullable<Bytea>,
        licence_index -> Nullable<Bytea>,
        nid_sealed -> Nullable<Bytea>,
        phone_sealed -> Nullable<Bytea>,
        phone_index -> Nullable<Bytea>,
        phone_proved_at -> Nullable<Timestamptz>,
        photo_place -> Nullable<Geography>,
        submitted_at -> Nullable<Timestamptz>,
        due_at -> Nullable<Timestamptz>,
        decided_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Uuid>,
        note -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}
