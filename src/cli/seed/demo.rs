//! Demo shops and what they ask for everyday goods, composed by us.

use anyhow::{Context as _, anyhow};
use kernel::Money;
use serde::Deserialize;
use shops::{ShopKind, ShopRecord};

use crate::cli::import::{Raw, read_shop};

const SHOPS: &str = include_str!("../../../seeds/demo/shops.csv");
const PRICES: &str = include_str!("../../../seeds/demo/prices.csv");

/// A demo shop and how it is stocked.
#[derive(Clone, Debug)]
pub(super) struct Shop {
    pub record: ShopRecord,
    /// What it asks, as a share of the usual price.
    pub price_level: f64,
    /// How many products it has at most.
    pub range: usize,
}

/// What an everyday item usually costs, and where it is sold.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    /// Its id in the master catalogue.
    pub product: String,
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
struct PriceRow {
    id: String,
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

/// What the demo asks for, and where.
pub(super) fn prices() -> anyhow::Result<Vec<Priced>> {
    let mut rows = csv::Reader::from_reader(PRICES.as_bytes());
    let prices = rows
        .deserialize()
        .map(|row| priced(row?))
        .collect::<anyhow::Result<_>>();
    prices.context("seeds/demo/prices.csv")
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

fn priced(row: PriceRow) -> anyhow::Result<Priced> {
    let kinds: Result<Vec<ShopKind>, _> = row.kinds.split('|').map(str::parse).collect();
    let price = row.price.parse();
    Ok(Priced {
        price: price.with_context(|| format!("price of {}", row.id))?,
        kinds: kinds.with_context(|| format!("kinds of {}", row.id))?,
        product: row.id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_is_enough_to_try_things_out() {
        let (shops, prices) = (shops().unwrap(), prices().unwrap());
        assert!(shops.len() >= 300 && prices.len() >= 600);
        assert!(
            shops
                .iter()
                .all(|shop| shop.record.demo && shop.record.names.each().count() == 2)
        );
        let ids: BTreeSet<_> = shops.iter().map(|shop| &shop.record.external_id).collect();
        assert_eq!(ids.len(), shops.len());
    }

    #[test]
    fn everything_with_a_price_is_in_the_catalogue_and_sold_somewhere() {
        let goods = super::super::reference::records().unwrap();
        let goods: BTreeSet<String> = goods.into_iter().map(|one| one.external_id).collect();
        let sellers: BTreeSet<ShopKind> = shops()
            .unwrap()
            .iter()
            .map(|shop| shop.record.kind)
            .collect();
        for priced in prices().unwrap() {
            let sold = priced.kinds.iter().any(|kind| sellers.contains(kind));
            assert!(
                sold && goods.contains(&priced.product),
                "{}",
                priced.product
            );
        }
    }
}
