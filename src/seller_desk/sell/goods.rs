//! `/{lang}/sell/applications/{id}/goods`: what will be on the list when the shop is
//! approved.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use auth::SignedIn;
use catalog::Availability;
use catalog::shelves::{
    Prepare, Shelf, ShelfGood, find_shelf, goods_of, prepare, prepared, shelves_for,
};
use diesel_async::AsyncPgConnection;
use kernel::ProductId;
use pages::{Section, Visitor, form, respond};
use platform::db::QueryFailed;
use platform::http::{Error, Params, Problem};
use platform::web::asset_url;
use shops::applications::{Application, ApplyError, Kind, find_own};
use shops::{Registry, find_shop};

use super::view::title;
use super::{id_of, path};
use crate::start::{link, tick};
use crate::views::prepare::{PickRow, PreparePage};

/// `GET …/goods`
pub(crate) async fn show_goods(
    who: SignedIn,
    visitor: Visitor,
    id: Path<String>,
    params: Params,
    registry: Data<Registry>,
) -> Result<HttpResponse, Error> {
    let found = find_own(&registry, who.user, id_of(&id)?).await?;
    let mut view = view(&who, &visitor, &registry, &found, params.text("shelf")).await?;
    view.done = params.text("done").is_some();
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST …/goods`: what is ticked is kept until the approval.
pub(crate) async fn keep_goods(
    who: SignedIn,
    visitor: Visitor,
    id: Path<String>,
    registry: Data<Registry>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let shelf = params.text("shelf").unwrap_or_default().to_owned();
    let id = id_of(&id)?;
    match try_keep(&who, &registry, (id, &shelf), params).await {
        Ok(()) => {
            let back = format!("{}/goods?shelf={shelf}&done=1", path(&visitor, id));
            Ok(respond::see_other(&back))
        }
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let found = find_own(&registry, who.user, id).await?;
            let mut view = view(&who, &visitor, &registry, &found, Some(&shelf)).await?;
            view.notice = Some(notice);
            form::again(&view, &problem).map(respond::unkept)
        }
    }
}

async fn try_keep(
    who: &SignedIn,
    registry: &Registry,
    (id, shelf): (kernel::ApplicationId, &str),
    mut params: Params,
) -> Result<(), Error> {
    let is_there = params.flag("in_stock");
    let whole = params.text("all").is_some();
    let goods = {
        let mut conn = registry.db.get().await?;
        goods_of(&mut conn, shelf, None)
            .await
            .map_err(QueryFailed)?
    };
    let is_ticked = |good: &&ShelfGood| whole || params.text(&tick(good)).is_some();
    let ticked: BTreeSet<ProductId> = goods
        .iter()
        .filter(is_ticked)
        .map(|good| good.product.id)
        .collect();
    params.finish()?;
    let cmd = Prepare {
        shelf: shelf.to_owned(),
        ticked: Some(ticked),
        availability: if is_there {
            Availability::InStock
        } else {
            Availability::Unknown
        },
    };
    prepare(registry, who.user, id, &cmd).await?;
    Ok(())
}

async fn view(
    who: &SignedIn,
    visitor: &Visitor,
    registry: &Registry,
    application: &Application,
    code: Option<&str>,
) -> Result<PreparePage, Error> {
    if application.kind == Kind::Move {
        return Err(ApplyError::NoApplication.into());
    }
    let mut conn = registry.db.get().await?;
    let shelves = shelves_of(&mut conn, application).await?;
    let code = code.or_else(|| shelves.first().map(|shelf| &*shelf.code));
    let missing = || Problem::not_found("catalog.no_shelf");
    let code = code.ok_or_else(missing)?;
    let shelf = find_shelf(&mut conn, code, None)
        .await
        .map_err(QueryFailed)?;
    let shelf = shelf.ok_or_else(missing)?;
    let kept: BTreeSet<ProductId> = prepared(&mut conn, application.id)
        .await?
        .into_iter()
        .collect();
    let goods = goods_of(&mut conn, code, None).await.map_err(QueryFailed)?;
    let row = |good: &ShelfGood| PickRow {
        tick: tick(good),
        name: good.product.names.in_locale(visitor.locale()).to_owned(),
        on: kept.contains(&good.product.id),
    };
    let back = path(visitor, application.id);
    let action = format!("{back}/goods");
    Ok(PreparePage {
        css: asset_url("styles/shelf.css"),
        csrf: registry.auth.form_token(who),
        shop: title(visitor, application),
        shelves: shelves
            .iter()
            .map(|one| link(one, code, &action, visitor))
            .collect(),
        shelf: shelf.code,
        name: shelf.names.in_locale(visitor.locale()).to_owned(),
        all: goods.len() as u64,
        goods: goods.iter().map(row).collect(),
        kept: kept.len() as u64,
        done: false,
        notice: None,
        page: visitor.page(visitor.words.t("desk-ahead"), Section::Elsewhere),
        back,
        action,
    })
}

/// Shelves for a shop of this kind; all, where none is made for it.
async fn shelves_of(
    conn: &mut AsyncPgConnection,
    application: &Application,
) -> Result<Vec<Shelf>, QueryFailed> {
    let kind = match (application.draft.kind, application.shop) {
        (None, Some(shop)) => find_shop(conn, shop).await?.map(|shop| shop.kind),
        (kind, _) => kind,
    };
    let shelves = shelves_for(conn, kind, None).await?;
    if shelves.is_empty() {
        return Ok(shelves_for(conn, None, None).await?);
    }
    Ok(shelves)
}
