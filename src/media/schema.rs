//! The table as it is in the database; a test compares the two.

diesel::table! {
    images (id) {
        id -> Uuid,
        subject_kind -> Text,
        subject_id -> Uuid,
        owner_id -> Uuid,
        access -> Text,
        position -> Int4,
        state -> Text,
        refusal -> Nullable<Text>,
        progress -> Int2,
        upload_id -> Nullable<Uuid>,
        upload_until -> Nullable<Timestamptz>,
        crop -> Nullable<Jsonb>,
        hash -> Nullable<Text>,
        colour -> Nullable<Text>,
        renditions -> Jsonb,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
    }
}
