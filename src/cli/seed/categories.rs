//! The tree of goods.

use anyhow::Context as _;
use catalog::CategoryRecord;
use serde::Deserialize;
use shops::ShopKind;

const FILE: &str = include_str!("../../../seeds/categories.csv");

#[derive(Deserialize)]
struct Row {
    code: String,
    parent: Option<String>,
    position: i32,
    name_en: String,
    name_bn: String,
    aliases: String,
    sold_by: String,
}

/// All categories of the seed.
pub(super) fn records() -> anyhow::Result<Vec<CategoryRecord>> {
    csv::Reader::from_reader(FILE.as_bytes())
        .deserialize()
        .map(|row| record(row.context("seeds/categories.csv")?))
        .collect()
}

fn record(row: Row) -> anyhow::Result<CategoryRecord> {
    let sold_by: Result<Vec<ShopKind>, _> = parts(&row.sold_by)
        .iter()
        .map(|kind| kind.parse())
        .collect();
    Ok(CategoryRecord {
        sold_by: sold_by.with_context(|| format!("sold_by of category {}", row.code))?,
        aliases: parts(&row.aliases),
        code: row.code,
        parent: row.parent,
        position: row.position,
        name_bn: row.name_bn,
        name_en: row.name_en,
    })
}

/// The parts of a list in a column.
pub(super) fn parts(list: &str) -> Vec<String> {
    list.split('|')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_category_has_its_parent_and_a_seller() {
        let records = records().unwrap();
        let codes: BTreeSet<&str> = records.iter().map(|record| record.code.as_str()).collect();
        assert_eq!(codes.len(), records.len(), "codes are unique");
        assert!(
            codes.iter().any(|code| code.matches('/').count() >= 2),
            "three levels"
        );
        for record in &records {
            match &record.parent {
                Some(parent) => assert!(codes.contains(parent.as_str()), "{}", record.code),
                None => assert!(!record.sold_by.is_empty(), "{}", record.code),
            }
        }
    }
}
