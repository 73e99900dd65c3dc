//! The master catalogue: goods that shops pick from.

use anyhow::Context as _;
use catalog::{Gtin, ReferenceRecord};
use kernel::Names;
use serde::Deserialize;
use serde_json::{Map, Value};

const FILE: &str = include_str!("../../../seeds/products.csv");

#[derive(Deserialize)]
struct Row {
    id: String,
    name_en: Option<String>,
    name_bn: Option<String>,
    brand: Option<String>,
    category: String,
    unit: Option<String>,
    gtin: String,
    attributes: String,
}

/// All goods of the seed.
pub(super) fn records() -> anyhow::Result<Vec<ReferenceRecord>> {
    csv::Reader::from_reader(FILE.as_bytes())
        .deserialize()
        .map(|row| {
            let row: Row = row.context("seeds/products.csv")?;
            let id = row.id.clone();
            record(row).context(id)
        })
        .collect()
}

fn record(row: Row) -> anyhow::Result<ReferenceRecord> {
    let gtin = Some(&row.gtin).filter(|gtin| !gtin.is_empty());
    Ok(ReferenceRecord {
        gtin: gtin.map(|gtin| gtin.parse::<Gtin>()).transpose()?,
        attributes: attributes(&row.attributes)?,
        external_id: row.id,
        names: Names {
            bn: row.name_bn,
            en: row.name_en,
        },
        brand: row.brand,
        size: row.unit,
        category: row.category,
    })
}

fn attributes(text: &str) -> anyhow::Result<Map<String, Value>> {
    if text.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_str(text).context("attributes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use catalog::{Attribute, read_attributes};
    use std::collections::BTreeSet;

    /// What a category and those above it ask for.
    fn asked(category: &str) -> Vec<Attribute> {
        let records = super::super::attributes::records().unwrap();
        let above = |code: &str| category == code || category.starts_with(&format!("{code}/"));
        let of = records.into_iter().filter(|record| above(&record.code));
        of.flat_map(|record| record.attributes).collect()
    }

    #[test]
    fn every_product_has_names_and_a_category_and_none_stands_twice() {
        let records = records().unwrap();
        assert!(records.len() >= 1_400, "{}", records.len());
        let categories = super::super::categories::records().unwrap();
        let codes: BTreeSet<&str> = categories.iter().map(|c| c.code.as_str()).collect();
        let mut ids = BTreeSet::new();
        for record in &records {
            assert!(ids.insert(&record.external_id), "{}", record.external_id);
            assert!(codes.contains(&*record.category), "{}", record.external_id);
            assert_eq!(record.names.each().count(), 2, "{}", record.external_id);
        }
    }

    #[test]
    fn what_is_told_of_goods_is_what_their_category_asks_for() {
        let mut told = 0;
        for record in records().unwrap() {
            let kept = read_attributes(&asked(&record.category), &record.attributes);
            assert_eq!(kept, Ok(record.attributes), "{}", record.external_id);
            told += kept.map_or(0, |kept| kept.len());
        }
        assert!(told > 400, "{told}");
    }
}
