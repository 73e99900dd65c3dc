//! The table as it is in the database; a test compares the two.

diesel::table! {
    audit_log (id) {
        id -> Int8,
        at -> Timestamptz,
        actor -> Nullable<Uuid>,
        deed -> Text,
        subject -> Text,
        details -> Jsonb,
        hash -> Bytea,
    }
}
