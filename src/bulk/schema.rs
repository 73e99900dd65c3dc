//! The tables as they are in the database; a test compares the two.
#![expect(
    missing_docs,
    reason = "the migration documents every column with COMMENT ON"
)]

diesel::table! {
    imports (id) {
        id -> Uuid,
        shop_id -> Uuid,
        actor -> Uuid,
        file_name -> Nullable<Text>,
        format -> Text,
        state -> Text,
        header -> Array<Text>,
        fields -> Array<Text>,
        rows -> Int4,
        done -> Int4,
        added -> Int4,
        changed -> Int4,
        same -> Int4,
        wrong -> Int4,
        restored -> Int4,
        refused -> Int4,
        created_at -> Timestamptz,
        started_at -> Nullable<Timestamptz>,
        finished_at -> Nullable<Timestamptz>,
        undone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    import_rows (import_id, line) {
        import_id -> Uuid,
        line -> Int4,
        cells -> Array<Text>,
        outcome -> Nullable<Text>,
        listing_id -> Nullable<Uuid>,
        before -> Nullable<Jsonb>,
        version -> Nullable<Int8>,
        wrong -> Nullable<Jsonb>,
        undo -> Nullable<Text>,
    }
}
