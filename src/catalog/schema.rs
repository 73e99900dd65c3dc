//! The tables as they are in the database; a test compares the two.
#![expect(
    missing_docs,
    reason = "the migration documents every column with COMMENT ON"
)]

diesel::table! {
    categories (code) {
        code -> Text,
        ord -> Int8,
        parent_code -> Nullable<Text>,
        position -> Int4,
        name_bn -> Text,
        name_en -> Text,
        aliases -> Array<Text>,
        sold_by -> Array<Text>,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    products (id) {
        id -> Uuid,
        ord -> Int8,
        external_id -> Nullable<Text>,
        name_bn -> Nullable<Text>,
        name_en -> Nullable<Text>,
        brand -> Nullable<Text>,
        size -> Nullable<Text>,
        category_code -> Nullable<Text>,
        demo -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    listings (id) {
        id -> Uuid,
        ord -> Int8,
        shop_id -> Uuid,
        product_id -> Uuid,
        price_poisha -> Nullable<Int8>,
        stock -> Nullable<Int4>,
        availability -> Text,
        status -> Text,
        demo -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    dialects (code) {
        code -> Text,
        ord -> Int8,
        name_bn -> Text,
        name_en -> Text,
        enabled -> Bool,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    concepts (id) {
        id -> Text,
        ord -> Int8,
        name_bn -> Text,
        name_en -> Text,
        synonyms -> Array<Text>,
        dialect_words -> Array<Text>,
        category_code -> Nullable<Text>,
        sold_by -> Array<Text>,
        updated_at -> Timestamptz,
    }
}

diesel::joinable!(products -> categories (category_code));
diesel::joinable!(listings -> products (product_id));
diesel::allow_tables_to_appear_in_same_query!(categories, products, listings);
