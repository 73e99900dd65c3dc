//! The concept table: things with all the words for them.

use anyhow::Context as _;
use catalog::ConceptRecord;
use serde::Deserialize;
use shops::ShopKind;

use super::categories::parts;

const FILE: &str = include_str!("../../../seeds/concepts.csv");

#[derive(Deserialize)]
struct Row {
    id: String,
    name_bn: String,
    name_en: String,
    synonyms: String,
    category: Option<String>,
    sold_by: String,
    dialect: String,
}

/// All concepts of the seed.
pub(super) fn records() -> anyhow::Result<Vec<ConceptRecord>> {
    csv::Reader::from_reader(FILE.as_bytes())
        .deserialize()
        .map(|row| record(row.context("seeds/concepts.csv")?))
        .collect()
}

fn record(row: Row) -> anyhow::Result<ConceptRecord> {
    let sold_by: Result<Vec<ShopKind>, _> = parts(&row.sold_by)
        .iter()
        .map(|kind| kind.parse())
        .collect();
    Ok(ConceptRecord {
        sold_by: sold_by.with_context(|| format!("sold_by of concept {}", row.id))?,
        synonyms: parts(&row.synonyms),
        dialect_words: parts(&row.dialect),
        id: row.id,
        name_bn: row.name_bn,
        name_en: row.name_en,
        category: row.category.filter(|code| !code.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Dialects that the database knows from its first day.
    const DIALECTS: [&str; 4] = ["chattogram", "sylhet", "noakhali", "barishal"];

    #[test]
    fn every_concept_is_named_once_and_stands_in_a_category_that_is_there() {
        let records = records().unwrap();
        assert!(records.len() >= 600, "{} concepts", records.len());
        let categories = super::super::categories::records().unwrap();
        let codes: BTreeSet<&str> = categories.iter().map(|c| c.code.as_str()).collect();
        let mut names = BTreeSet::new();
        for record in &records {
            assert!(names.insert(&record.id), "{} stands twice", record.id);
            let category = record.category.as_deref();
            assert!(
                category.is_none_or(|code| codes.contains(code)),
                "{}",
                record.id
            );
        }
    }

    #[test]
    fn words_of_regions_name_a_dialect() {
        let records = records().unwrap();
        let words = records.iter().flat_map(|record| &record.dialect_words);
        let mut count = 0;
        for word in words {
            let (dialect, word) = word.split_once(':').unwrap();
            assert!(
                DIALECTS.contains(&dialect) && !word.is_empty(),
                "{dialect}:{word}"
            );
            count += 1;
        }
        assert!(count >= 200, "{count} words of regions");
    }
}
