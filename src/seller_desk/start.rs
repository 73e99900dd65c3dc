//! `/{lang}/desk/shops/{shop}/start`: a starter shelf for the shop's list, in one go.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::Bytes;
use auth::{Manager, OwnShop};
use catalog::Availability;
use catalog::shelves::{
    PutShelf, Shelf, ShelfGood, ShelfPut, find_shelf, goods_of, put_shelf, shelves_for,
};
use diesel_async::AsyncPgConnection;
use kernel::{ListingId, ProductId, ShopId};
use pages::{Visitor, form, respond, say};
use platform::db::QueryFailed;
use platform::http::{Error, Params, Problem};
use platform::once::Key;
use shops::shops_of;

use crate::counter::{Counter, Part, Tools};
use crate::views::start::{ShelfLink, StartPage, TickRow};

/// `GET …/start`
pub(crate) async fn show(
    own: OwnShop<Manager>,
    visitor: Visitor,
    tools: Tools,
    params: Params,
) -> Result<HttpResponse, Error> {
    let shelf = params.text("shelf").map(str::to_owned);
    let mut view = view(&own, shelf.as_deref(), &visitor, &tools).await?;
    if let Some(added) = params.text("added").and_then(|text| text.parse().ok()) {
        view.done = Some(view.page.count("desk-start-done", added));
    }
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST …/start`: what is ticked comes on the list.
pub(crate) async fn put(
    own: OwnShop<Manager>,
    visitor: Visitor,
    tools: Tools,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let shelf = params.text("shelf").unwrap_or_default().to_owned();
    match try_put(&own, &shelf, &tools, params).await {
        Ok(put) => {
            let added = put.added + put.put_back;
            let path = format!("/desk/shops/{}/start?shelf={shelf}&added={added}", own.shop);
            Ok(respond::see_other(&visitor.href(&path)))
        }
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let mut view = view(&own, Some(&shelf), &visitor, &tools).await?;
            view.notice = Some(notice);
            form::again(&view, &problem).map(respond::unkept)
        }
    }
}

async fn try_put(
    own: &OwnShop<Manager>,
    shelf: &str,
    (db, _, _, clock): &Tools,
    mut params: Params,
) -> Result<ShelfPut, Error> {
    let key: Option<Key> = params.parsed("key", "platform.bad_key");
    let is_there = params.flag("in_stock");
    let mut conn = db.get().await?;
    let goods = goods_of(&mut conn, shelf, None)
        .await
        .map_err(QueryFailed)?;
    let is_ticked = |good: &&ShelfGood| params.text(&tick(good)).is_some();
    let ticked: BTreeSet<ProductId> = goods
        .iter()
        .filter(is_ticked)
        .map(|good| good.product.id)
        .collect();
    params.finish()?;
    if ticked.is_empty() {
        return Err(Problem::field("products", "catalog.nothing_ticked").into());
    }
    let cmd = PutShelf {
        shop: own.shop,
        shelf: shelf.to_owned(),
        ticked: Some(ticked),
        availability: if is_there {
            Availability::InStock
        } else {
            Availability::Unknown
        },
        actor: own.who.user,
        key: key.ok_or_else(|| Problem::field("key", "platform.missing"))?,
        now: clock.now(),
    };
    Ok(put_shelf(&mut conn, &cmd).await?)
}

/// The name of a tick in the form: short, since there are hundreds.
pub(crate) fn tick(good: &ShelfGood) -> String {
    format!("t{}", good.product.ord)
}

async fn view(
    own: &OwnShop<Manager>,
    code: Option<&str>,
    visitor: &Visitor,
    tools: &Tools,
) -> Result<StartPage, Error> {
    let counter = Counter::of(own, visitor, tools).await?;
    let (mut conn, shop) = (tools.0.get().await?, Some(own.shop));
    let shelves = shelves_of_kind(&mut conn, own.shop).await?;
    let code = code.or_else(|| shelves.first().map(|shelf| &*shelf.code));
    let code = code.ok_or_else(|| Problem::not_found("catalog.no_shelf"))?;
    let shelf = find_shelf(&mut conn, code, shop)
        .await
        .map_err(QueryFailed)?;
    let shelf = shelf.ok_or_else(|| Problem::not_found("catalog.no_shelf"))?;
    let goods = goods_of(&mut conn, code, shop).await.map_err(QueryFailed)?;
    let action = visitor.href(&counter.path("/start"));
    let title = visitor.words.t("desk-start");
    Ok(StartPage {
        shelves: shelves
            .iter()
            .map(|one| link(one, code, &action, visitor))
            .collect(),
        shelf: shelf.code,
        name: shelf.names.in_locale(visitor.locale()).to_owned(),
        listed: u64::try_from(shelf.listed).unwrap_or_default(),
        left: u64::try_from(shelf.goods - shelf.listed).unwrap_or_default(),
        goods: goods.iter().map(|good| row(good, visitor)).collect(),
        key: ListingId::new().uuid().simple().to_string(),
        unpriced: visitor.href(&counter.path("/goods?part=unpriced")),
        import: visitor.href(&counter.path("/import")),
        page: counter.page(visitor, title, Part::Elsewhere),
        counter,
        action,
        done: None,
        notice: None,
    })
}

/// Shelves for a shop of this kind; all, where none is made for it: any of them may
/// help.
async fn shelves_of_kind(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
) -> Result<Vec<Shelf>, QueryFailed> {
    let own = shops_of(conn, &[shop]).await?;
    let kind = own.first().map(|shop| shop.kind);
    let shelves = shelves_for(conn, kind, Some(shop)).await?;
    if shelves.is_empty() {
        return Ok(shelves_for(conn, None, Some(shop)).await?);
    }
    Ok(shelves)
}

pub(crate) fn link(shelf: &Shelf, chosen: &str, action: &str, visitor: &Visitor) -> ShelfLink {
    let goods = u64::try_from(shelf.goods).unwrap_or_default();
    ShelfLink {
        href: format!("{action}?shelf={}", shelf.code),
        label: shelf.names.in_locale(visitor.locale()).to_owned(),
        goods: say::number(visitor.locale(), goods),
        on: shelf.code == chosen,
    }
}

fn row(good: &ShelfGood, visitor: &Visitor) -> TickRow {
    TickRow {
        tick: tick(good),
        name: good.product.names.in_locale(visitor.locale()).to_owned(),
        listed: good.listed,
    }
}
