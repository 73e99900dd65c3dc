//! The table as it is in the database; a test compares the two.
#![expect(
    missing_docs,
    reason = "the migration documents every column with COMMENT ON"
)]

diesel::table! {
    outbox (id) {
        id -> Uuid,
        reference -> Text,
        unique_key -> Nullable<Text>,
        channel -> Text,
        template -> Text,
        language -> Text,
        recipient -> Text,
        content -> Nullable<Bytea>,
        parts -> Int4,
        state -> Text,
        provider -> Nullable<Text>,
        provider_ref -> Nullable<Text>,
        delivery -> Nullable<Text>,
        problem -> Nullable<Text>,
        created_at -> Timestamptz,
        expires_at -> Nullable<Timestamptz>,
        begun_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
        delivered_at -> Nullable<Timestamptz>,
    }
}
