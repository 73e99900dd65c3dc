//! The table as it is in the database; a test compares the two.

diesel::table! {
    use diesel::sql_types::{Int4, Nullable, Text, Timestamptz, Uuid};
    use postgis_diesel::sql_types::Geography;

    shop_requests (id) {
        id -> Uuid,
        idempotency_key -> Text,
        query -> Text,
        location -> Geography,
        radius_m -> Int4,
        language -> Text,
        note -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}
