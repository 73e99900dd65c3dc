DROP INDEX products_name_en_idx;
DROP INDEX products_name_bn_idx;
ALTER TABLE listings
    DROP CONSTRAINT listings_shop_sku_key,
    ADD CONSTRAINT listings_shop_sku_key UNIQUE (shop_id, sku);
DROP TABLE import_rows;
DROP TABLE imports;
