//! Demo shops and everyday goods, composed by us.

use anyhow::{Context as _, anyhow};
use catalog::ProductRecord;
use kernel::{Money, Names};
use serde::Deserialize;
use shops::{ShopKind, ShopRecord};

use crate::cli::import::{CategoryWords, Raw, read_shop};

const SHOPS: &str = include_str!("../../../seeds/demo/shops.csv");
const PRODUCTS: &str = include_str!("../../../seeds/demo/products.csv");

/// A demo shop and how it is stocked.
#[derive(Clone, Debug)]
pub(super) struct Shop {
    pub record: ShopRecord,
    /// What it asks, as a share of the usual price.
    pub price_level: f64,
    /// How many products it has at most.
    pub range: usize,
}

/// An everyday item and where it is sold.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub record: ProductRecord,
    /// The usual price.
    pub price: Money,
    pub kinds: Vec<ShopKind>,
}

#[derive(Deserialize)]
struct ShopRow {
    id: String,
    name_en: String,
    name_bn: String,
    alt_names: String,
    kind: String,
    lat: String,
    lng: String,
    hours: String,
    address_en: String,
    address_bn: String,
    price_level: f64,
    range: usize,
}

#[derive(Deserialize)]
struct ProductRow {
    id: String,
    name_en: Option<String>,
    name_bn: Option<String>,
    brand: Option<String>,
    category: String,
    unit: Option<String>,
    price: String,
    kinds: String,
}

/// All demo shops.
pub(super) fn shops() -> anyhow::Result<Vec<Shop>> {
    let mut rows = csv::Reader::from_reader(SHOPS.as_bytes());
    let shops = rows
        .deserialize()
        .map(|row| shop(row?))
        .collect::<anyhow::Result<_>>();
    shops.context("seeds/demo/shops.csv")
}

/// All demo products, their categories looked up.
pub(super) fn products(words: &CategoryWords) -> anyhow::Result<Vec<Product>> {
    let mut rows = csv::Reader::from_reader(PRODUCTS.as_bytes());
    let products = rows
        .deserialize()
        .map(|row| product(row?, words))
        .collect::<anyhow::Result<_>>();
    products.context("seeds/demo/products.csv")
}

/// Reads a row as an import would, but takes nothing that needs a remark.
fn shop(row: ShopRow) -> anyhow::Result<Shop> {
    let values = vec![
        ("id", row.id),
        ("name_en", row.name_en),
        ("name_bn", row.name_bn),
        ("alt_names", row.alt_names),
        ("kind", row.kind),
        ("lat", row.lat),
        ("lng", row.lng),
        ("hours", row.hours),
        ("address_en", row.address_en),
        ("address_bn", row.address_bn),
    ];
    let raw = Raw { line: 0, values };
    match read_shop(&raw, true) {
        Ok((record, notes)) if notes.is_empty() => Ok(Shop {
            record,
            price_level: row.price_level,
            range: row.range,
        }),
        Ok((_, remarks)) | Err(remarks) => Err(anyhow!("{}: {remarks:?}", raw.text("id"))),
    }
}

fn product(row: ProductRow, words: &CategoryWords) -> anyhow::Result<Product> {
    let category = words.find(&row.category);
    let kinds: Result<Vec<ShopKind>, _> = row.kinds.split('|').map(str::parse).collect();
    Ok(Product {
        price: row
            .price
            .parse()
            .with_context(|| format!("price of {}", row.id))?,
        kinds: kinds.with_context(|| format!("kinds of {}", row.id))?,
        record: ProductRecord {
            category: Some(category.with_context(|| format!("category of {}", row.id))?),
            external_id: row.id,
            names: Names {
                bn: row.name_bn,
                en: row.name_en,
            },
            brand: row.brand,
            size: row.unit,
            demo: true,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::{Category, Tree};
    use std::collections::BTreeSet;

    fn words() -> CategoryWords {
        let category = |record: catalog::CategoryRecord| Category {
            code: record.code,
            ord: 0,
            parent: record.parent,
            position: record.position,
            names: Names::both(record.name_bn, record.name_en),
            aliases: record.aliases,
            sold_by: record.sold_by,
        };
        let records = super::super::categories::records().unwrap();
        CategoryWords::new(&Tree::new(records.into_iter().map(category).collect()))
    }

    #[test]
    fn there_is_enough_to_try_things_out() {
        let (shops, products) = (shops().unwrap(), products(&words()).unwrap());
        assert!(shops.len() >= 300 && products.len() >= 600);
        assert!(
            shops
                .iter()
                .all(|shop| shop.record.demo && shop.record.names.each().count() == 2)
        );
        assert!(
            products
                .iter()
                .all(|product| product.record.names.each().count() == 2)
        );
        let ids: BTreeSet<_> = shops.iter().map(|shop| &shop.record.external_id).collect();
        assert_eq!(ids.len(), shops.len());
    }

    #[test]
    fn every_product_is_sold_somewhere() {
        let sellers: BTreeSet<ShopKind> = shops()
            .unwrap()
            .iter()
            .map(|shop| shop.record.kind)
            .collect();
        for product in products(&words()).unwrap() {
            let sold = product.kinds.iter().any(|kind| sellers.contains(kind));
            assert!(sold, "{}", product.record.external_id);
        }
    }
}
