//! `/{lang}/admin/proposals`: products that shops of an admin's areas miss in the
//! catalogue, beside what is there already.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use areas::Areas;
use auth::{AreaAdmin, Auth};
use catalog::proposals::{
    Proposal, Proposer, Review, Verdict, find_waiting, is_inside, proposers_of, read_verdict,
    review_product, waiting_inside,
};
use catalog::{Gtin, Tree, categories};
use chrono::{DateTime, Utc};
use kernel::{Clock, ProductId};
use pages::{Visitor, form, respond};
use platform::cursor::Cursors;
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use search::{Product, Search};

use crate::frame::{area_page, done, moment, told};
use crate::views::list::{ListPage, Row};
use crate::views::proposal::{Alike, CategoryChoice, ProposalPage};
use crate::views::review::Fact;

const PATH: &str = "/admin/proposals";
/// Proposals on a page.
const PAGE: usize = 50;
/// Products of the catalogue that are shown beside one.
const ALIKE: usize = 8;
/// Longest question to the catalogue, in characters.
const LONGEST: usize = 200;

/// What these pages are made of.
pub(crate) type Desk = (Data<Auth>, Data<Db>, Data<Areas>, Data<Search>);

/// `GET /{lang}/admin/proposals`
pub(crate) async fn list(
    admin: AreaAdmin,
    visitor: Visitor,
    (auth, db, areas, _): Desk,
    cursors: Data<Cursors>,
    params: Params,
) -> Result<HttpResponse, Error> {
    let done = told(&visitor, &params, &["accepted", "rejected", "merged"]);
    let question = format!("proposals page {}", admin.who.user);
    let after = params.text("cursor");
    let after: Option<i64> = after.map(|it| cursors.open(&question, it)).transpose()?;
    let book = areas.book();
    let after = after.unwrap_or_default();
    let mut found = waiting_inside(&db, (&admin.scope, &book), after, PAGE).await?;
    let goes_on = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| goes_on);
    let words = visitor.words;
    let view = ListPage {
        csrf: auth.form_token(&admin.who),
        done,
        notice: None,
        ask: None,
        tabs: Vec::new(),
        next: last.map(|(last, _)| {
            let cursor = cursors.seal(&question, &last.product.ord);
            visitor.href(&format!("{PATH}?cursor={cursor}"))
        }),
        rows: found.iter().map(|one| row(&visitor, one)).collect(),
        empty: words.t("admin-proposals-none"),
        more: None,
        page: area_page(&visitor, "admin-proposals", PATH),
    };
    Ok(respond::unkept(respond::page(&view)?))
}

fn row(visitor: &Visitor, (proposal, proposer): &(Proposal, Option<Proposer>)) -> Row {
    let product = &proposal.product;
    let shop = proposer.as_ref();
    let shop = shop.map(|shop| shop.names.in_locale(visitor.locale()).to_owned());
    Row {
        title: product.names.in_locale(visitor.locale()).to_owned(),
        href: Some(visitor.href(&format!("{PATH}/{}", product.id))),
        mark: None,
        lines: vec![
            about(product.brand.as_deref(), product.size.as_deref()),
            shop.unwrap_or_default(),
            moment(visitor, proposal.at),
        ],
        action: None,
    }
}

/// Brand and pack, as they are printed.
fn about(brand: Option<&str>, size: Option<&str>) -> String {
    let parts: Vec<&str> = [brand, size].into_iter().flatten().collect();
    parts.join(" · ")
}

/// A proposal that waits inside the admin's areas; others do not exist for them.
async fn waiting(
    admin: &AreaAdmin,
    (_, db, areas, _): &Desk,
    id: &str,
) -> Result<(Proposal, Option<Proposer>), Error> {
    let missing = || Problem::not_found("catalog.product_not_found");
    let id: ProductId = id.parse().map_err(|_| missing())?;
    let mut conn = db.get().await?;
    let found = find_waiting(&mut conn, id).await.map_err(QueryFailed)?;
    let proposal = found.ok_or_else(missing)?;
    let book = areas.book();
    let from = proposers_of(&mut conn, &[id], &book).await;
    let proposer = from.map_err(QueryFailed)?.remove(&id);
    if !is_inside((&admin.scope, &book), proposer.as_ref()) {
        return Err(missing().into());
    }
    Ok((proposal, proposer))
}

/// `GET /{lang}/admin/proposals/{product}`
pub(crate) async fn show(
    admin: AreaAdmin,
    visitor: Visitor,
    id: Path<String>,
    desk: Desk,
    params: Params,
) -> Result<HttpResponse, Error> {
    let found = waiting(&admin, &desk, &id).await?;
    let view = view(&admin, (&visitor, &desk), &found, &params).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST /{lang}/admin/proposals/{product}`
pub(crate) async fn decide(
    admin: AreaAdmin,
    visitor: Visitor,
    id: Path<String>,
    (clock, body): (Data<Clock>, Bytes),
    desk: Desk,
) -> Result<HttpResponse, Error> {
    let found = waiting(&admin, &desk, &id).await?;
    let typed = form::fields(&body)?;
    let error = match try_decide(&admin, &desk, (&found.0, clock.now()), form::fields(&body)?).await
    {
        Ok(what) => return Ok(done(&visitor, PATH, what)),
        Err(error) => error,
    };
    let (problem, notice) = form::told(error, visitor.words)?;
    let mut view = view(&admin, (&visitor, &desk), &found, &typed).await?;
    let wrong = problem.fields.iter();
    view.wrong = wrong
        .map(|wrong| (wrong.field.clone(), visitor.words.problem(wrong.code)))
        .collect();
    view.notice = Some(notice);
    Ok(respond::unkept(form::again(&view, &problem)?))
}

/// What was done.
async fn try_decide(
    admin: &AreaAdmin,
    (_, db, _, _): &Desk,
    (proposal, now): (&Proposal, DateTime<Utc>),
    params: Params,
) -> Result<&'static str, Error> {
    let verdict = read_verdict(params)?;
    let told = match verdict {
        Verdict::Accept(_) => "accepted",
        Verdict::Reject(_) => "rejected",
        Verdict::SameAs(_) => "merged",
    };
    let cmd = Review {
        product: proposal.product.id,
        verdict,
        actor: admin.who.user,
        now,
    };
    review_product(&mut *db.get().await?, &cmd).await?;
    Ok(told)
}

async fn view(
    admin: &AreaAdmin,
    (visitor, desk): (&Visitor, &Desk),
    (proposal, proposer): &(Proposal, Option<Proposer>),
    params: &Params,
) -> Result<ProposalPage, Error> {
    let (auth, db, _, _) = desk;
    let (words, product) = (visitor.words, &proposal.product);
    let mut conn = db.get().await?;
    let tree = Tree::new(categories(&mut conn).await.map_err(QueryFailed)?);
    drop(conn);
    let name = product.names.in_locale(words.0).to_owned();
    let asked: String = params
        .text("q")
        .unwrap_or(&name)
        .chars()
        .take(LONGEST)
        .collect();
    let filled = |field: &str, before: Option<&String>| {
        let given = params.given(field).map(str::to_owned);
        given.or_else(|| before.cloned()).unwrap_or_default()
    };
    let category = filled("category", product.category.as_ref());
    Ok(ProposalPage {
        csrf: auth.form_token(&admin.who),
        action: visitor.href(&format!("{PATH}/{}", product.id)),
        shop: shop(visitor, proposal, proposer.as_ref()),
        facts: facts(visitor, proposal, &tree),
        alike: alike(visitor, desk, proposal, &asked).await?,
        asked,
        categories: choices(&tree, words, &category),
        name_bn: filled("name_bn", product.names.bn.as_ref()),
        name_en: filled("name_en", product.names.en.as_ref()),
        brand: filled("brand", product.brand.as_ref()),
        size: filled("size", product.size.as_ref()),
        reason: filled("reason", None),
        notice: None,
        wrong: Vec::new(),
        page: area_page(visitor, "admin-proposal", PATH),
        name,
    })
}

fn shop(
    visitor: &Visitor,
    proposal: &Proposal,
    proposer: Option<&Proposer>,
) -> Option<(String, String)> {
    let name = proposer?.names.in_locale(visitor.locale()).to_owned();
    let href = visitor.href(&format!("/shops/{}", proposal.shop?));
    Some((name, href))
}

fn facts(visitor: &Visitor, proposal: &Proposal, tree: &Tree) -> Vec<Fact> {
    let (words, product) = (visitor.words, &proposal.product);
    let category = product.category.as_deref().and_then(|code| tree.find(code));
    let category = category.map(|found| found.names.in_locale(words.0).to_owned());
    let known = [
        ("bn", product.names.bn.clone()),
        ("en", product.names.en.clone()),
        ("brand", product.brand.clone()),
        ("size", product.size.clone()),
        ("category", category.or_else(|| product.category.clone())),
        ("barcode", proposal.gtin.clone()),
        ("at", Some(moment(visitor, proposal.at))),
    ];
    let known = known.into_iter().filter_map(|(key, value)| {
        let name = words.t(&format!("admin-proposal-{key}"));
        Some(Fact {
            name,
            value: value?,
        })
    });
    let more = proposal.attributes.as_object().into_iter().flatten();
    let more = more.map(|(code, value)| Fact {
        name: code.clone(),
        value: value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned),
    });
    known.chain(more).collect()
}

/// What the catalogue has of this kind: by its barcode, then by its name.
async fn alike(
    visitor: &Visitor,
    (_, db, _, search): &Desk,
    proposal: &Proposal,
    asked: &str,
) -> Result<Vec<Alike>, Error> {
    let gtin = proposal
        .gtin
        .as_deref()
        .and_then(|code| code.parse::<Gtin>().ok());
    let same = match &gtin {
        Some(gtin) => search.with_gtin(&mut *db.get().await?, gtin).await?,
        None => Vec::new(),
    };
    let named = search.catalogue(asked, ALIKE);
    let is_new = |product: &Product| {
        product.id != proposal.product.id && same.iter().all(|one| one.id != product.id)
    };
    let named = named.iter().filter(|product| is_new(product));
    let same = same.iter().map(|product| (product, true));
    let all = same.chain(named.map(|product| (product, false)));
    let row = |(product, same_barcode): (&Product, bool)| Alike {
        id: product.id.to_string(),
        href: visitor.href(&format!("/products/{}", product.id)),
        name: product.names.in_locale(visitor.locale()).to_owned(),
        about: about(product.brand.as_deref(), product.size.as_deref()),
        same_barcode,
    };
    Ok(all.map(row).collect())
}

/// Every category, each behind those above it.
fn choices(tree: &Tree, words: Words, chosen: &str) -> Vec<CategoryChoice> {
    let outline = tree.outline().into_iter();
    outline
        .map(|(category, depth)| CategoryChoice {
            code: category.code.clone(),
            label: format!(
                "{}{}",
                "\u{2003}".repeat(depth),
                category.names.in_locale(words.0)
            ),
            on: category.code == chosen,
        })
        .collect()
}
