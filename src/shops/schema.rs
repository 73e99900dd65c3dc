//! The table as it is in the database; a test compares the two.
#![expect(
    missing_docs,
    reason = "the migration documents every column with COMMENT ON"
)]

diesel::table! {
    use diesel::sql_types::{Array, Bool, Int8, Jsonb, Nullable, Text, Timestamptz, Uuid};
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
    }
}
