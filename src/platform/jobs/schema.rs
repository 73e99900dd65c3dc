//! The table as it is in the database; a test compares the two.
#![expect(
    missing_docs,
    reason = "the migration documents every column with COMMENT ON"
)]

diesel::table! {
    jobs (id) {
        id -> Uuid,
        name -> Text,
        payload -> Jsonb,
        unique_key -> Nullable<Text>,
        state -> Text,
        attempts -> Int4,
        run_after -> Timestamptz,
        lease -> Nullable<Uuid>,
        percent -> Int2,
        message -> Nullable<Text>,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}
