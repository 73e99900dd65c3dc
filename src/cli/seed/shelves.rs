//! Starter shelves.

use anyhow::Context as _;
use catalog::{ShelfItemRecord, ShelfRecord};
use serde::Deserialize;
use shops::ShopKind;

const NAMES: &str = include_str!("../../../seeds/shelf-names.csv");
const ITEMS: &str = include_str!("../../../seeds/shelves.csv");

#[derive(Deserialize)]
struct NameRow {
    shelf: String,
    kinds: String,
    name_bn: String,
    name_en: String,
}

#[derive(Deserialize)]
struct ItemRow {
    shelf: String,
    position: i32,
    product: String,
}

/// All shelves, in the order of the file.
pub(super) fn records() -> anyhow::Result<Vec<ShelfRecord>> {
    let rows = csv::Reader::from_reader(NAMES.as_bytes()).into_deserialize();
    (10..)
        .step_by(10)
        .zip(rows)
        .map(|(position, row)| {
            let row: NameRow = row.context("seeds/shelf-names.csv")?;
            let kinds: Result<Vec<ShopKind>, _> = row.kinds.split('|').map(str::parse).collect();
            Ok(ShelfRecord {
                kinds: kinds.with_context(|| format!("kinds of shelf {}", row.shelf))?,
                code: row.shelf,
                position,
                name_bn: row.name_bn,
                name_en: row.name_en,
            })
        })
        .collect()
}

/// What is on all shelves.
pub(super) fn items() -> anyhow::Result<Vec<ShelfItemRecord>> {
    csv::Reader::from_reader(ITEMS.as_bytes())
        .deserialize()
        .map(|row| {
            let row: ItemRow = row.context("seeds/shelves.csv")?;
            Ok(ShelfItemRecord {
                shelf: row.shelf,
                position: row.position,
                product: row.product,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn shelves_hold_goods_of_the_catalogue_and_as_many_as_promised() {
        let goods = super::super::reference::records().unwrap();
        let goods: BTreeSet<&str> = goods.iter().map(|one| &*one.external_id).collect();
        let mut on: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for item in items().unwrap() {
            assert!(goods.contains(&*item.product), "{}", item.product);
            let new = on
                .entry(item.shelf)
                .or_default()
                .insert(item.product.clone());
            assert!(new, "{} stands twice", item.product);
        }
        let shelves = records().unwrap();
        assert_eq!(shelves.len(), on.len());
        assert!(shelves.iter().all(|shelf| on[&shelf.code].len() >= 50));
        assert!(on["grocery"].len() >= 200 && on["pharmacy"].len() >= 300);
    }
}
