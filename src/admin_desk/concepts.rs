//! `/{lang}/admin/concepts`: things with the words people use for them, and the
//! packs of regional words. What is saved is searched with seconds later.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use auth::{Auth, SuperAdmin};
use bangla_text::slug;
use catalog::{
    ConceptDraft, ConceptRow, DialectRow, all_dialects, concepts_page, enable_dialect,
    find_concept, remove_concept, save_concept,
};
use pages::{Visitor, form, respond};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};

use crate::frame::{ROWS, done, next, page, told};
use crate::views::concept::{ConceptPage, Dialect};
use crate::views::list::{Action, Ask, ListPage, Row};

const PATH: &str = "/admin/concepts";
/// Stands for a concept that is not there yet.
const NEW: &str = "new";

type Desk = (Data<Auth>, Data<Db>);

/// `GET /{lang}/admin/concepts`
pub(crate) async fn list(
    who: SuperAdmin,
    visitor: Visitor,
    (auth, db): Desk,
    params: Params,
) -> Result<HttpResponse, Error> {
    let done = told(&visitor, &params, &["saved", "removed", "switched"]);
    let text = params.text("q").map(str::to_owned);
    let after = params.text("after").unwrap_or_default().to_owned();
    params.finish()?;
    let mut conn = db.get().await?;
    let found = concepts_page(&mut conn, text.as_deref(), &after, ROWS).await;
    let found = found.map_err(QueryFailed)?;
    let dialects = all_dialects(&mut conn).await.map_err(QueryFailed)?;
    drop(conn);
    let words = visitor.words;
    let last = found.last().map(|concept| concept.id.as_str());
    let is_first = after.is_empty() && text.is_none();
    let switches = dialects
        .iter()
        .filter(|_| is_first)
        .map(|it| switch_of(&visitor, it));
    let rows = found.iter().map(|concept| row(&visitor, concept));
    let view = ListPage {
        csrf: auth.form_token(&who),
        done,
        notice: None,
        tabs: Vec::new(),
        next: next(
            &visitor,
            PATH,
            found.len(),
            &[("q", text.as_deref()), ("after", last)],
        ),
        rows: switches.chain(rows).collect(),
        ask: Some(Ask {
            name: "q",
            label: words.t("admin-concepts-find"),
            value: text.unwrap_or_default(),
            kind: "search",
        }),
        empty: words.t("admin-concepts-none"),
        more: Some((
            words.t("admin-concepts-new"),
            visitor.href(&format!("{PATH}/{NEW}")),
        )),
        page: page(&visitor, "admin-concepts", PATH),
    };
    Ok(respond::unkept(respond::page(&view)?))
}

fn row(visitor: &Visitor, concept: &ConceptRow) -> Row {
    Row {
        title: format!("{} · {}", concept.name_bn, concept.name_en),
        href: Some(visitor.href(&format!("{PATH}/{}", concept.id))),
        mark: None,
        lines: vec![concept.synonyms.join(", ")],
        action: None,
    }
}

fn switch_of(visitor: &Visitor, dialect: &DialectRow) -> Row {
    let words = visitor.words;
    let key = |on: bool| if on { "on" } else { "off" };
    let name = match visitor.locale() {
        kernel::Locale::Bn => &dialect.name_bn,
        kernel::Locale::En => &dialect.name_en,
    };
    let verb = key(!dialect.enabled);
    Row {
        title: words.with("admin-dialect", &[("name", name.as_str().into())]),
        href: None,
        mark: Some(words.t(&format!("admin-dialect-is-{}", key(dialect.enabled)))),
        lines: Vec::new(),
        action: Some(Action {
            href: visitor.href(&format!("/admin/dialects/{}?to={verb}", dialect.code)),
            label: words.t(&format!("admin-dialect-turn-{verb}")),
            reason: None,
        }),
    }
}

/// `GET /{lang}/admin/concepts/{concept}`
pub(crate) async fn edit(
    who: SuperAdmin,
    visitor: Visitor,
    id: Path<String>,
    (auth, db): Desk,
    params: Params,
) -> Result<HttpResponse, Error> {
    let name = params.text("name").unwrap_or_default().to_owned();
    params.finish()?;
    let found = if *id == NEW {
        None
    } else {
        let found = find_concept(&mut *db.get().await?, &id).await;
        Some(found.map_err(QueryFailed)?.ok_or_else(missing)?)
    };
    let draft = found.map_or_else(|| begun(name), drafted);
    let view = form_of(&who, &visitor, (&auth, &db), &id, draft).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

fn missing() -> Problem {
    Problem::not_found("catalog.concept_not_found")
}

fn begun(name: String) -> ConceptDraft {
    ConceptDraft {
        synonyms: Some(name)
            .filter(|name| !name.is_empty())
            .into_iter()
            .collect(),
        ..ConceptDraft::default()
    }
}

fn drafted(row: ConceptRow) -> ConceptDraft {
    ConceptDraft {
        name_bn: row.name_bn,
        name_en: row.name_en,
        synonyms: row.synonyms,
        dialect_words: row.dialect_words,
        category_code: row.category_code,
        sold_by: row.sold_by,
    }
}

async fn form_of(
    who: &SuperAdmin,
    visitor: &Visitor,
    (auth, db): (&Auth, &Db),
    id: &str,
    draft: ConceptDraft,
) -> Result<ConceptPage, Error> {
    let dialects = all_dialects(&mut *db.get().await?)
        .await
        .map_err(QueryFailed)?;
    let is_new = id == NEW;
    let path = visitor.href(&format!("{PATH}/{id}"));
    let title = if is_new {
        "admin-concepts-new"
    } else {
        "admin-concept"
    };
    Ok(ConceptPage {
        csrf: auth.form_token(who),
        notice: None,
        action: if is_new {
            visitor.href(PATH)
        } else {
            path.clone()
        },
        remove: (!is_new).then(|| format!("{path}/remove")),
        dialects: dialects
            .into_iter()
            .map(|it| Dialect {
                code: it.code,
                name: format!("{} · {}", it.name_bn, it.name_en),
            })
            .collect(),
        name_bn: draft.name_bn,
        name_en: draft.name_en,
        synonyms: draft.synonyms.join("\n"),
        dialect_words: draft.dialect_words.join("\n"),
        category: draft.category_code.unwrap_or_default(),
        sold_by: draft.sold_by.join(", "),
        page: page(visitor, title, PATH),
    })
}

/// `POST /{lang}/admin/concepts`: a new one; its slug is made of its English name.
pub(crate) async fn add(
    who: SuperAdmin,
    visitor: Visitor,
    body: Bytes,
    desk: Desk,
) -> Result<HttpResponse, Error> {
    let draft = read(&form::fields(&body)?);
    let mut id = slug(&draft.name_en);
    let known = find_concept(&mut *desk.1.get().await?, &id).await;
    if known.map_err(QueryFailed)?.is_some() {
        // Another thing of that name.
        id.push_str("-2");
    }
    keep(&who, &visitor, &desk, (id, NEW), draft).await
}

/// `POST /{lang}/admin/concepts/{concept}`
pub(crate) async fn save(
    who: SuperAdmin,
    visitor: Visitor,
    id: Path<String>,
    body: Bytes,
    desk: Desk,
) -> Result<HttpResponse, Error> {
    let draft = read(&form::fields(&body)?);
    let found = find_concept(&mut *desk.1.get().await?, &id).await;
    found.map_err(QueryFailed)?.ok_or_else(missing)?;
    keep(&who, &visitor, &desk, (id.clone(), &id), draft).await
}

async fn keep(
    who: &SuperAdmin,
    visitor: &Visitor,
    (auth, db): &Desk,
    (id, shown): (String, &str),
    draft: ConceptDraft,
) -> Result<HttpResponse, Error> {
    let saved = save_concept(&mut *db.get().await?, id, draft.clone()).await;
    match saved {
        Ok(_) => Ok(done(visitor, PATH, "saved")),
        Err(error) => {
            let (problem, notice) = form::told(error.into(), visitor.words)?;
            let mut view = form_of(who, visitor, (auth, db), shown, draft).await?;
            view.notice = Some(notice);
            form::again(&view, &problem)
        }
    }
}

fn read(params: &Params) -> ConceptDraft {
    let text = |name| params.text(name).unwrap_or_default().trim().to_owned();
    let lines = |name, between: &[char]| {
        let whole = text(name);
        let parts = whole
            .split(between)
            .map(str::trim)
            .filter(|it| !it.is_empty());
        parts.map(str::to_owned).collect()
    };
    ConceptDraft {
        name_bn: text("name_bn"),
        name_en: text("name_en"),
        synonyms: lines("synonyms", &['\n', ',']),
        dialect_words: lines("dialect_words", &['\n', ',']),
        category_code: Some(text("category")).filter(|code| !code.is_empty()),
        sold_by: lines("sold_by", &[',', ' ']),
    }
}

/// `POST /{lang}/admin/concepts/{concept}/remove`
pub(crate) async fn remove(
    _who: SuperAdmin,
    visitor: Visitor,
    id: Path<String>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let was_there = remove_concept(&mut *db.get().await?, &id).await;
    if !was_there.map_err(QueryFailed)? {
        return Err(missing().into());
    }
    Ok(done(&visitor, PATH, "removed"))
}

/// `POST /{lang}/admin/dialects/{dialect}?to=on`
pub(crate) async fn switch(
    _who: SuperAdmin,
    visitor: Visitor,
    code: Path<String>,
    params: Params,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let on = params.text("to") == Some("on");
    let was_there = enable_dialect(&mut *db.get().await?, &code, on).await;
    if !was_there.map_err(QueryFailed)? {
        return Err(Problem::not_found("catalog.dialect_not_found").into());
    }
    Ok(done(&visitor, PATH, "switched"))
}
