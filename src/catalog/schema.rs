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
        attributes -> Jsonb,
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
        barcode -> Nullable<Text>,
        attributes -> Jsonb,
        family_id -> Nullable<Uuid>,
        options -> Jsonb,
        status -> Text,
        proposed_by -> Nullable<Uuid>,
        proposed_for -> Nullable<Uuid>,
        reviewed_at -> Nullable<Timestamptz>,
        review_note -> Nullable<Text>,
        cover_listing_id -> Nullable<Uuid>,
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
        version -> Int8,
        sku -> Nullable<Text>,
        mrp_poisha -> Nullable<Int8>,
        loose -> Bool,
        expires_on -> Nullable<Date>,
        low_stock -> Nullable<Int4>,
        low_stock_told_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
        expired -> Bool,
        price_checked_at -> Timestamptz,
    }
}

diesel::table! {
    stock_movements (id) {
        id -> Int8,
        listing_id -> Uuid,
        delta -> Int4,
        on_hand -> Int4,
        reason -> Text,
        actor -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    price_changes (id) {
        id -> Int8,
        listing_id -> Uuid,
        price_poisha -> Nullable<Int8>,
        actor -> Nullable<Uuid>,
        at -> Timestamptz,
    }
}

diesel::table! {
    price_reports (id) {
        id -> Uuid,
        listing_id -> Uuid,
        reporter -> Bytea,
        shown_poisha -> Int8,
        asked_poisha -> Nullable<Int8>,
        status -> Text,
        created_at -> Timestamptz,
        answered_at -> Nullable<Timestamptz>,
        answered_by -> Nullable<Uuid>,
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

diesel::table! {
    shelves (code) {
        code -> Text,
        position -> Int4,
        kinds -> Array<Text>,
        name_bn -> Text,
        name_en -> Text,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    shelf_items (shelf_code, product_id) {
        shelf_code -> Text,
        product_id -> Uuid,
        position -> Int4,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    prepared_goods (application_id, product_id) {
        application_id -> Uuid,
        product_id -> Uuid,
        place -> Int8,
        availability -> Text,
        updated_at -> Timestamptz,
    }
}

diesel::joinable!(products -> categories (category_code));
diesel::joinable!(listings -> products (product_id));
diesel::allow_tables_to_appear_in_same_query!(categories, products, listings);
