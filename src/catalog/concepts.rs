//! The concept table: things with all the words people use for them, and the
//! packs of regional words.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _,
    PgArrayExpressionMethods as _, PgTextExpressionMethods as _, QueryDsl as _, QueryResult,
    Queryable, Selectable, SelectableHelper as _,
};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use platform::merge::{Merge, Mode, Tally};
use serde::Serialize;
use shops::ShopKind;

use crate::schema::{concepts, dialects};

/// A thing with the words for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConceptRecord {
    /// Its slug; the same slug is the same thing.
    pub id: String,
    /// Its name in Bengali.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// Words that mean the same, in any script.
    pub synonyms: Vec<String>,
    /// Words of a region: the code of a dialect, a colon, the word.
    pub dialect_words: Vec<String>,
    /// The code of the closest category.
    #[serde(rename = "category_code")]
    pub category: Option<String>,
    /// Kinds of shop that usually sell it; empty = as the category says.
    pub sold_by: Vec<ShopKind>,
}

/// Merges concepts by id; none may occur twice.
pub async fn import_concepts(
    conn: &mut AsyncPgConnection,
    records: &[ConceptRecord],
    mode: Mode,
) -> QueryResult<Tally> {
    let merge = Merge {
        table: "concepts",
        record: "id text, name_bn text, name_en text, synonyms text[], dialect_words text[],
                 category_code text, sold_by text[]",
        joins: "",
        key: &[("id", "r.id")],
        at_birth: &[],
        columns: vec![
            ("name_bn", "r.name_bn"),
            ("name_en", "r.name_en"),
            ("synonyms", "r.synonyms"),
            ("dialect_words", "r.dialect_words"),
            ("category_code", "r.category_code"),
            ("sold_by", "r.sold_by"),
        ],
    };
    merge.run(conn, records, mode).await
}

/// A concept as it is in the table.
#[derive(Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = concepts, check_for_backend(diesel::pg::Pg))]
pub struct ConceptRow {
    /// Its slug.
    pub id: String,
    /// Its name in Bengali.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// Words that mean the same.
    pub synonyms: Vec<String>,
    /// Words of a region: the code of a dialect, a colon, the word.
    pub dialect_words: Vec<String>,
    /// The code of the closest category.
    pub category_code: Option<String>,
    /// Codes of the kinds of shop that usually sell it.
    pub sold_by: Vec<String>,
}

/// A pack of regional words.
#[derive(Debug, Queryable, Selectable, Serialize)]
#[diesel(table_name = dialects, check_for_backend(diesel::pg::Pg))]
pub struct DialectRow {
    /// Its code, such as `ctg`.
    pub code: String,
    /// Its name in Bengali.
    pub name_bn: String,
    /// Its name in English.
    pub name_en: String,
    /// Whether search knows its words.
    pub enabled: bool,
}

/// Concepts by id from `after` on, those with `text` in a name or synonym only.
pub async fn concepts_page(
    conn: &mut AsyncPgConnection,
    text: Option<&str>,
    after: &str,
    limit: i64,
) -> QueryResult<Vec<ConceptRow>> {
    let mut query = concepts::table
        .filter(concepts::id.gt(after))
        .order(concepts::id)
        .limit(limit)
        .select(ConceptRow::as_select())
        .into_boxed();
    if let Some(text) = text {
        let like = format!("%{}%", escaped(text));
        query = query.filter(
            (concepts::name_bn.ilike(like.clone()))
                .or(concepts::name_en.ilike(like.clone()))
                .or(concepts::id.ilike(like))
                .or(concepts::synonyms.contains(vec![text.to_owned()])),
        );
    }
    query.load(conn).await
}

/// Text for a pattern in which nothing stands for anything else.
fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

/// The concept with this slug, if there is one.
pub async fn find_concept(
    conn: &mut AsyncPgConnection,
    id: &str,
) -> QueryResult<Option<ConceptRow>> {
    let found = concepts::table.find(id).select(ConceptRow::as_select());
    found.first(conn).await.optional()
}

/// Whether there was such a concept; there is none now.
pub async fn remove_concept(conn: &mut AsyncPgConnection, id: &str) -> QueryResult<bool> {
    let gone = diesel::delete(concepts::table.find(id)).execute(conn);
    Ok(gone.await? > 0)
}

/// All packs of regional words.
pub async fn all_dialects(conn: &mut AsyncPgConnection) -> QueryResult<Vec<DialectRow>> {
    (dialects::table.order(dialects::code))
        .select(DialectRow::as_select())
        .load(conn)
        .await
}

/// Switches a pack on or off; answers whether there is such a pack.
pub async fn enable_dialect(
    conn: &mut AsyncPgConnection,
    code: &str,
    enabled: bool,
) -> QueryResult<bool> {
    let changed = diesel::update(dialects::table.find(code))
        .set((
            dialects::enabled.eq(enabled),
            dialects::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn);
    Ok(changed.await? > 0)
}
