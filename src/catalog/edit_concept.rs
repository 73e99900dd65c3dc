//! Saving a thing with the words for it, checked against the tree of goods and the
//! dialects there are. It is searched with seconds later, on every node.

use diesel_async::AsyncPgConnection;
use platform::db::QueryFailed;
use platform::http::{Fault, FieldProblem, Problem};
use platform::merge::Mode;
use serde::Deserialize;
use shops::ShopKind;

use crate::concepts::{ConceptRecord, DialectRow, all_dialects, import_concepts};
use crate::{Tree, categories};

/// Longest name or word, in characters.
const LONGEST: usize = 200;
/// Most words of a concept.
const MOST_WORDS: usize = 100;

/// A concept as an admin writes it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConceptDraft {
    /// Its name in Bengali.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// Words that mean the same, in any script.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Words of a region: the code of a dialect, a colon, the word.
    #[serde(default)]
    pub dialect_words: Vec<String>,
    /// The code of the closest category.
    #[serde(default)]
    pub category_code: Option<String>,
    /// Codes of the kinds of shop that usually sell it; empty = as the category says.
    #[serde(default)]
    pub sold_by: Vec<String>,
}

/// What saving did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// There was no such concept.
    Added,
    /// There was.
    Changed,
}

/// Everything that can stop [`save_concept`].
#[derive(Debug, thiserror::Error)]
pub enum SaveConceptError {
    /// Fields that cannot be so.
    #[error("fields that cannot be so")]
    Fields(Vec<FieldProblem>),
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for SaveConceptError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for SaveConceptError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::Fields(fields) => Some(Problem::fields(fields.clone())),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Saves a concept under its slug.
pub async fn save_concept(
    conn: &mut AsyncPgConnection,
    id: String,
    draft: ConceptDraft,
) -> Result<Saved, SaveConceptError> {
    let tree = Tree::new(categories(conn).await?);
    let dialects = all_dialects(conn).await?;
    let record = checked(id, draft, &tree, &dialects).map_err(SaveConceptError::Fields)?;
    let done = import_concepts(conn, &[record], Mode::Write).await?;
    Ok(if done.added > 0 {
        Saved::Added
    } else {
        Saved::Changed
    })
}

/// The record, or everything that is wrong with it.
fn checked(
    id: String,
    draft: ConceptDraft,
    tree: &Tree,
    dialects: &[DialectRow],
) -> Result<ConceptRecord, Vec<FieldProblem>> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, code: &'static str| {
        wrong.push(FieldProblem {
            field: field.to_owned(),
            code,
        });
    };
    if !is_slug(&id) {
        refuse("id", "catalog.bad_slug");
    }
    for (field, name) in [("name_bn", &draft.name_bn), ("name_en", &draft.name_en)] {
        match name.trim().chars().count() {
            0 => refuse(field, "platform.missing"),
            1..=LONGEST => {}
            _ => refuse(field, "platform.too_long"),
        }
    }
    for (field, words) in [
        ("synonyms", &draft.synonyms),
        ("dialect_words", &draft.dialect_words),
    ] {
        if words.len() > MOST_WORDS || words.iter().any(|word| word.chars().count() > LONGEST) {
            refuse(field, "platform.too_long");
        }
    }
    let known = |word: &String| {
        (word.split_once(':')).is_some_and(|(code, word)| {
            !word.trim().is_empty() && dialects.iter().any(|dialect| dialect.code == code)
        })
    };
    if !draft.dialect_words.iter().all(known) {
        refuse("dialect_words", "catalog.unknown_dialect");
    }
    if (draft.category_code.as_ref()).is_some_and(|code| tree.find(code).is_none()) {
        refuse("category_code", "catalog.unknown_category");
    }
    let sold_by: Result<Vec<ShopKind>, _> = draft.sold_by.iter().map(|kind| kind.parse()).collect();
    if sold_by.is_err() {
        refuse("sold_by", "catalog.unknown_kind");
    }
    match (wrong.is_empty(), sold_by) {
        (true, Ok(sold_by)) => Ok(ConceptRecord {
            id,
            name_bn: draft.name_bn.trim().to_owned(),
            name_en: draft.name_en.trim().to_owned(),
            synonyms: trimmed(&draft.synonyms),
            dialect_words: trimmed(&draft.dialect_words),
            category: draft.category_code,
            sold_by,
        }),
        _ => Err(wrong),
    }
}

/// Lower-case letters, digits and hyphens, up to a hundred.
fn is_slug(id: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=100).contains(&id.len())
        && id.bytes().all(|byte| sound(byte) || byte == b'-')
        && id.bytes().next().is_some_and(sound)
}

/// Without blank ones and repetitions.
fn trimmed(words: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words.iter().map(|word| word.trim()) {
        if !word.is_empty() && !kept.iter().any(|other| other == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}
