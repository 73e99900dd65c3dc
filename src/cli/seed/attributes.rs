//! What goods of each category are described by.

use std::collections::BTreeMap;

use anyhow::Context as _;
use catalog::{Attribute, AttributeKind, AttributeNames, AttributesRecord, Choice};
use serde::Deserialize;

use super::categories::parts;

const FILE: &str = include_str!("../../../seeds/attributes.csv");

#[derive(Deserialize)]
struct Row {
    category: String,
    code: String,
    r#type: String,
    name_bn: String,
    name_en: String,
    unit: String,
    min: Option<i64>,
    max: Option<i64>,
    choices: String,
    required: bool,
}

/// All attributes of the seed, by category.
pub(super) fn records() -> anyhow::Result<Vec<AttributesRecord>> {
    let mut by_category: BTreeMap<String, Vec<Attribute>> = BTreeMap::new();
    for row in csv::Reader::from_reader(FILE.as_bytes()).deserialize() {
        let row: Row = row.context("seeds/attributes.csv")?;
        let of = by_category.entry(row.category.clone()).or_default();
        let what = format!("{} of {}", row.code, row.category);
        of.push(attribute(row).with_context(|| what)?);
    }
    let record = |(code, attributes)| AttributesRecord { code, attributes };
    Ok(by_category.into_iter().map(record).collect())
}

fn attribute(row: Row) -> anyhow::Result<Attribute> {
    Ok(Attribute {
        kind: match &*row.r#type {
            "text" => AttributeKind::Text,
            "flag" => AttributeKind::Flag,
            "number" => AttributeKind::Number {
                unit: row.unit,
                min: row.min.context("no min")?,
                max: row.max.context("no max")?,
            },
            "choice" => AttributeKind::Choice {
                choices: choices(&row.choices)?,
            },
            other => anyhow::bail!("{other} is no type"),
        },
        code: row.code,
        names: AttributeNames {
            bn: row.name_bn,
            en: row.name_en,
        },
        required: row.required,
    })
}

/// `local=দেশি/Bangladeshi|imported=আমদানি/Imported`
fn choices(list: &str) -> anyhow::Result<Vec<Choice>> {
    let choice = |part: String| {
        let (code, names) = part.split_once('=')?;
        let (bn, en) = names.split_once('/')?;
        Some(Choice {
            code: code.to_owned(),
            names: AttributeNames {
                bn: bn.to_owned(),
                en: en.to_owned(),
            },
        })
    };
    parts(list)
        .into_iter()
        .map(|part| choice(part.clone()).with_context(|| part))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Locale;
    use platform::i18n::Words;

    #[test]
    fn choices_keep_the_order_of_the_file() {
        let records = records().unwrap();
        let of_fish = records.iter().find(|one| one.code == "grocery/fish");
        let AttributeKind::Choice { choices } = &of_fish.unwrap().attributes[0].kind else {
            panic!("the state of a fish is a choice");
        };
        let codes: Vec<&str> = choices.iter().map(|choice| &*choice.code).collect();
        assert_eq!(codes, ["live", "fresh", "frozen", "dried"]);
    }

    #[test]
    fn every_unit_has_a_name_in_both_languages() {
        let mut seen = 0;
        for attribute in records()
            .unwrap()
            .into_iter()
            .flat_map(|one| one.attributes)
        {
            if let AttributeKind::Number { unit, .. } = attribute.kind {
                let key = format!("catalog-unit-{}", unit.replace('_', "-"));
                for locale in [Locale::Bn, Locale::En] {
                    let name = Words(locale).with(&key, &[("n", 2.into())]);
                    assert_ne!(name, key, "{locale:?}");
                }
                seen += 1;
            }
        }
        assert!(seen > 10, "{seen}");
    }
}
