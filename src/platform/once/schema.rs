//! The table as it is in the database; a test compares the two.

diesel::table! {
    answers (scope, key) {
        scope -> Text,
        key -> Text,
        request -> Bytea,
        answer -> Nullable<Jsonb>,
        at -> Timestamptz,
    }
}
