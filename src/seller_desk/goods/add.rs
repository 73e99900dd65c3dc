//! `/{lang}/desk/shops/{shop}/goods/add`: look in the catalogue, say price and
//! stock, done.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderValue, PERMISSIONS_POLICY};
use actix_web::web::{Bytes, Data};
use auth::{Manager, OwnShop};
use catalog::Gtin;
use catalog::offers::{AddOffer, add_offer, read_asked};
use kernel::ProductId;
use pages::{Visitor, form, respond, say};
use platform::http::{Error, Params, Problem};
use platform::web::asset_url;
use search::{Catalogued, Search};

use super::field::offer_document;
use crate::counter::{Counter, Part, Tools, about, list_path};
use crate::views::add::{AddPage, FoundRow};

/// Products that are shown for one question.
const MOST: usize = 20;
/// This page alone looks through the camera, for barcodes.
const PERMISSIONS: &str = "geolocation=(), microphone=(), camera=(self), payment=()";

/// `GET …/goods/add`
pub(crate) async fn show(
    own: OwnShop<Manager>,
    visitor: Visitor,
    tools: Tools,
    search: Data<Search>,
    params: Params,
) -> Result<HttpResponse, Error> {
    let view = view(&own, (&visitor, &tools, &search), &params).await?;
    Ok(with_camera(respond::page(&view)?))
}

/// `POST …/goods/add`
pub(crate) async fn take(
    own: OwnShop<Manager>,
    visitor: Visitor,
    tools: Tools,
    search: Data<Search>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    match try_take(&own, &tools, &params).await {
        Ok(product) => {
            let q = say::query_value(params.text("q").unwrap_or_default());
            let path = format!("{}/add?q={q}&added={product}", list_path(own.shop));
            Ok(respond::see_other(&visitor.href(&path)))
        }
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let mut view = view(&own, (&visitor, &tools, &search), &params).await?;
            view.notice = Some(notice);
            Ok(with_camera(form::again(&view, &problem)?))
        }
    }
}

fn with_camera(answer: HttpResponse) -> HttpResponse {
    let mut answer = respond::unkept(answer);
    let policy = HeaderValue::from_static(PERMISSIONS);
    answer.headers_mut().insert(PERMISSIONS_POLICY, policy);
    answer
}

async fn try_take(
    own: &OwnShop<Manager>,
    (db, _, _, clock): &Tools,
    params: &Params,
) -> Result<ProductId, Error> {
    let missing = || Problem::field("product", "catalog.no_product");
    let product = params.text("product").unwrap_or_default();
    let product: ProductId = product.parse().map_err(|_| missing())?;
    let mut document = offer_document(params).map_err(Problem::fields)?;
    // What is not told of something new is not there at all.
    document.retain(|_, value| !value.is_null());
    let asked = read_asked(&document, &[]).map_err(Problem::fields)?;
    let cmd = AddOffer {
        shop: own.shop,
        product,
        actor: own.who.user,
        asked,
        now: clock.now(),
    };
    add_offer(&mut *db.get().await?, &cmd).await?;
    Ok(product)
}

async fn view(
    own: &OwnShop<Manager>,
    (visitor, tools, search): (&Visitor, &Tools, &Search),
    params: &Params,
) -> Result<AddPage, Error> {
    let q: String = params
        .text("q")
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    let counter = Counter::of(own, visitor, tools).await?;
    let mut conn = tools.0.get().await?;
    let found = match q.parse::<Gtin>() {
        Ok(gtin) => search.with_gtin(&mut conn, &gtin).await?,
        Err(_) => search.catalogue(&q, MOST),
    };
    let found = search.on_shelf(&mut conn, own.shop, found).await?;
    let words = visitor.words;
    let path = visitor.href(&list_path(own.shop));
    let added = params.text("added").unwrap_or_default();
    let rows: Vec<FoundRow> = found.iter().map(|one| row(one, visitor, &path)).collect();
    let added = rows.iter().find(|row| row.product == added);
    Ok(AddPage {
        page: counter.page(visitor, words.t("desk-add"), Part::Add),
        script: asset_url("scripts/desk/find.js"),
        done: added.map(|row| words.with("desk-added", &[("name", row.name.clone().into())])),
        notice: None,
        propose: format!("{path}/new"),
        action: format!("{path}/add"),
        rows,
        q,
        counter,
    })
}

fn row(found: &Catalogued, visitor: &Visitor, path: &str) -> FoundRow {
    let product = &found.product;
    let words = visitor.words;
    let name = product.names.in_locale(words.0).to_owned();
    let (brand, size) = (product.brand.as_deref(), product.size.as_deref());
    let listed = found.offer.filter(|_| found.listed);
    FoundRow {
        product: product.id.to_string(),
        about: about(words, &name, brand, size),
        name,
        listed: listed.map(|offer| format!("{path}/{offer}")),
    }
}
