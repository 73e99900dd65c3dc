//! The table as it is in the database; a test compares the two.

diesel::table! {
    search_misses (day, query, cell, language, shown, filtered) {
        day -> Date,
        query -> Text,
        cell -> Text,
        language -> Text,
        shown -> Text,
        filtered -> Bool,
        times -> Int8,
    }
}
