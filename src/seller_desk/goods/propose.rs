//! `/{lang}/desk/shops/{shop}/goods/new`: a product that the catalogue misses.

use actix_web::HttpResponse;
use actix_web::web::Bytes;
use auth::{Manager, OwnShop};
use catalog::offers::{AddOffer, add_offer, read_asked};
use catalog::proposals::{attributes_of, proposals_of, propose_product, read_proposal};
use catalog::{Attribute, AttributeKind, Tree, categories};
use diesel_async::AsyncPgConnection;
use kernel::Names;
use pages::{Visitor, form, respond};
use platform::db::QueryFailed;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use serde_json::{Map, Value};

use super::field::offer_document;
use crate::counter::{Counter, Part, Tools, list_path};
use crate::views::propose::{AskedField, CategoryChoice, ProposalRow, ProposePage};

/// Proposals that are shown.
const MOST: i64 = 20;
/// Fields that go into the proposal as they are.
const TEXTS: [&str; 6] = ["name_bn", "name_en", "brand", "size", "category", "barcode"];

/// `GET …/goods/new`
pub(crate) async fn show(
    own: OwnShop<Manager>,
    visitor: Visitor,
    tools: Tools,
    params: Params,
) -> Result<HttpResponse, Error> {
    let view = view(&own, &visitor, &tools, &params).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST …/goods/new`: proposes it and puts it on the shop's own list.
pub(crate) async fn send(
    own: OwnShop<Manager>,
    visitor: Visitor,
    tools: Tools,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    match try_send(&own, &tools, &params).await {
        Ok(()) => {
            let path = format!("{}?done=proposed", list_path(own.shop));
            Ok(respond::see_other(&visitor.href(&path)))
        }
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let mut view = view(&own, &visitor, &tools, &params).await?;
            view.notice = Some(notice);
            Ok(respond::unkept(form::again(&view, &problem)?))
        }
    }
}

async fn try_send(
    own: &OwnShop<Manager>,
    (db, _, _, clock): &Tools,
    params: &Params,
) -> Result<(), Error> {
    let mut document = offer_document(params).map_err(Problem::fields)?;
    document.retain(|_, value| !value.is_null());
    let asked = read_asked(&document, &[]).map_err(Problem::fields)?;
    let mut conn = db.get().await?;
    let proposed = proposal(&mut conn, params).await?;
    let cmd = read_proposal((own.shop, own.who.user), &proposed).map_err(Problem::fields)?;
    let product = propose_product(&mut conn, cmd).await?;
    let cmd = AddOffer {
        shop: own.shop,
        product,
        actor: own.who.user,
        asked,
        now: clock.now(),
    };
    add_offer(&mut conn, &cmd).await?;
    Ok(())
}

/// The document of a form; what its category asks for stands under `a.CODE`.
async fn proposal(
    conn: &mut AsyncPgConnection,
    params: &Params,
) -> Result<Map<String, Value>, Error> {
    let text = |name: &str| params.text(name).map(|text| Value::String(text.to_owned()));
    let mut document = Map::new();
    for name in TEXTS {
        document.extend(text(name).map(|text| (name.to_owned(), text)));
    }
    let category = params.text("category").unwrap_or_default();
    let asked = attributes_of(conn, category).await;
    let asked = asked.map_err(QueryFailed::from)?.unwrap_or_default();
    let given = asked.iter().filter_map(|attribute| {
        let value = text(&format!("a.{}", attribute.code))?;
        Some((attribute.code.clone(), value))
    });
    let given: Map<String, Value> = given.collect();
    document.insert("attributes".to_owned(), Value::Object(given));
    Ok(document)
}

async fn view(
    own: &OwnShop<Manager>,
    visitor: &Visitor,
    tools: &Tools,
    params: &Params,
) -> Result<ProposePage, Error> {
    let words = visitor.words;
    let counter = Counter::of(own, visitor, tools).await?;
    let mut conn = tools.0.get().await?;
    let tree = Tree::new(categories(&mut conn).await.map_err(QueryFailed::from)?);
    let category = params
        .text("category")
        .filter(|code| tree.find(code).is_some());
    let category = category.unwrap_or_default().to_owned();
    let asked = attributes_of(&mut conn, &category).await;
    let asked = asked.map_err(QueryFailed::from)?.unwrap_or_default();
    let before = proposals_of(&mut conn, own.shop, MOST).await;
    let before = before.map_err(QueryFailed::from)?.into_iter();
    let row = |proposal: catalog::proposals::OwnProposal| ProposalRow {
        name: proposal.product.names.in_locale(words.0).to_owned(),
        status: words.t(&format!(
            "desk-proposal-{}",
            proposal.status.replace('_', "-")
        )),
        note: proposal.note,
    };
    let kept = |name: &str| params.text(name).unwrap_or_default().to_owned();
    Ok(ProposePage {
        page: counter.page(visitor, words.t("desk-propose"), Part::Add),
        action: visitor.href(&format!("{}/new", list_path(own.shop))),
        categories: choices(&tree, words, &category),
        asked: asked.iter().map(|one| field(one, words, params)).collect(),
        name_bn: kept("name_bn"),
        name_en: kept("name_en"),
        brand: kept("brand"),
        size: kept("size"),
        barcode: kept("barcode"),
        price: kept("price"),
        stock: kept("stock"),
        before: before.map(row).collect(),
        notice: None,
        category,
        counter,
    })
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

fn field(attribute: &Attribute, words: Words, params: &Params) -> AskedField {
    let name = format!("a.{}", attribute.code);
    let said = |names: &catalog::AttributeNames| {
        let names: Names = names.clone().into();
        names.in_locale(words.0).to_owned()
    };
    let choices = match &attribute.kind {
        AttributeKind::Choice { choices } => choices
            .iter()
            .map(|choice| (choice.code.clone(), said(&choice.names)))
            .collect(),
        AttributeKind::Flag => vec![
            ("true".to_owned(), words.t("desk-yes")),
            ("false".to_owned(), words.t("desk-no")),
        ],
        AttributeKind::Text | AttributeKind::Number { .. } => Vec::new(),
    };
    AskedField {
        value: params.text(&name).unwrap_or_default().to_owned(),
        label: said(&attribute.names),
        is_number: matches!(attribute.kind, AttributeKind::Number { .. }),
        required: attribute.required,
        choices,
        name,
    }
}
