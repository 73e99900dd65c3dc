//! The table as the migrations make it.

diesel::table! {
    use diesel::sql_types::{Array, Int2, Int8, Nullable, Text, Timestamptz};
    use postgis_diesel::sql_types::{Geography, Geometry};

    /// Administrative areas and localities.
    areas (code) {
        /// Official P-code; a slug of our own for localities.
        code -> Text,
        /// Small dense number for in-memory tables and the change feed.
        ord -> Int8,
        /// What it is part of.
        parent_code -> Nullable<Text>,
        /// 1 division to 5 locality.
        level -> Int2,
        /// division, district, upazila, thana, union, ward or locality.
        kind -> Text,
        /// Name in Bengali.
        name_bn -> Text,
        /// Name in Latin script.
        name_en -> Text,
        /// Old and variant spellings.
        alt_names -> Array<Text>,
        /// A point inside.
        location -> Geography,
        /// Official polygon.
        boundary -> Nullable<Geometry>,
        /// Last change of the row.
        updated_at -> Timestamptz,
    }
}
