//! `/{lang}/admin/shops`: shops of an admin's areas, hidden and shown again.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use auth::AreaAdmin;
use kernel::ShopId;
use pages::{Visitor, form, respond, say};
use platform::config::Config;
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use platform::web::asset_url;
use shops::own::{OwnShopError, OwnedShop, Standing, ban, shop_in_area, shops_of_area, unban};
use shops::{Registry, read_area_shops};

use crate::frame::area_page;
use crate::views::area_shops::{ShopRow, ShopsMap, ShopsPage};
use crate::views::list::Tab;

const PATH: &str = "/admin/shops";
/// What these pages are made of.
pub(crate) type Desk = (Data<Registry>, Data<Cursors>, Data<Config>);

/// Shops on a page.
const PAGE: usize = 50;
/// Longest reason in characters.
const REASON: usize = 500;

fn row(visitor: &Visitor, shop: &OwnedShop) -> ShopRow {
    let words = visitor.words;
    ShopRow {
        id: shop.id.to_string(),
        href: visitor.href(&format!("/shops/{}", shop.id)),
        name: shop.names.in_locale(visitor.locale()).to_owned(),
        kind: words.t(&format!("kind-{}", shop.kind.code())),
        state: words.t(&match shop.state() {
            "listed" if !shop.verified => "admin-shop-unclaimed".to_owned(),
            state => format!("admin-shop-{state}"),
        }),
        is_seen: shop.state() == "listed",
        is_banned: shop.is_banned(),
        why: shop.banned_why.clone(),
    }
}

/// `GET /{lang}/admin/shops`
pub(crate) async fn list(
    admin: AreaAdmin,
    visitor: Visitor,
    desk: Desk,
    params: Params,
) -> Result<HttpResponse, Error> {
    let view = page_of(&admin, &visitor, &desk, params).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

async fn page_of(
    admin: &AreaAdmin,
    visitor: &Visitor,
    (registry, cursors, config): &Desk,
    mut params: Params,
) -> Result<ShopsPage, Error> {
    let question = format!("area shops page {}", admin.who.user);
    let after = match params.text("cursor") {
        Some(cursor) => Some(cursors.open(&question, cursor)?),
        None => None,
    };
    let asked = read_area_shops(&mut params);
    params.finish()?;
    let (state, name) = (asked.standing, asked.name.clone().unwrap_or_default());
    let (shops, next) = shops_of_area(registry, admin, &asked, (after, PAGE)).await?;
    let next = next.map(|next| {
        let cursor = cursors.seal(&question, &next);
        let here = address(state, &name);
        let joint = if here.contains('?') { '&' } else { '?' };
        visitor.href(&format!("{here}{joint}cursor={cursor}"))
    });
    Ok(ShopsPage {
        csrf: registry.auth.form_token(&admin.who),
        rows: shops.iter().map(|shop| row(visitor, shop)).collect(),
        next,
        notice: None,
        tabs: tabs(visitor, state, &name),
        map: ShopsMap {
            script: asset_url("scripts/desk/shops-map.js"),
            marks: address(state, &name).replace(PATH, "/api/v1/admin/shops/map"),
            tile_url: config.web.tile_url.clone().unwrap_or_default(),
        },
        css: asset_url("styles/shelf.css"),
        state: state.map_or("", Standing::code),
        name,
        page: area_page(visitor, "admin-shops", PATH),
    })
}

/// The address of what is asked for, behind the language.
fn address(state: Option<Standing>, name: &str) -> String {
    let state = state.map(|state| format!("state={}", state.code()));
    let name = (!name.is_empty()).then(|| format!("name={}", say::query_value(name)));
    let asked: Vec<String> = [state, name].into_iter().flatten().collect();
    if asked.is_empty() {
        PATH.to_owned()
    } else {
        format!("{PATH}?{}", asked.join("&"))
    }
}

fn tabs(visitor: &Visitor, on: Option<Standing>, name: &str) -> Vec<Tab> {
    let all = std::iter::once(None).chain(Standing::ALL.map(Some));
    let tab = |state: Option<Standing>| Tab {
        label: visitor.words.t(&match state {
            None => "admin-shops-all".to_owned(),
            Some(state) => format!("admin-shops-{}", state.code().replace('_', "-")),
        }),
        href: visitor.href(&address(state, name)),
        on: state == on,
    };
    all.map(tab).collect()
}

/// `POST /{lang}/admin/shops/{id}/ban`: hides it with a reason, or shows it again.
pub(crate) async fn change(
    admin: AreaAdmin,
    visitor: Visitor,
    id: Path<String>,
    desk: Desk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let registry = &desk.0;
    let id: ShopId = id.parse().map_err(|_| OwnShopError::NoShop)?;
    shop_in_area(registry, &admin, id).await?;
    let params = form::fields(&body)?;
    let done = if params.text("do") == Some("show") {
        unban(registry, &admin, id).await.map_err(Error::from)
    } else {
        match reason(&params) {
            Ok(why) => ban(registry, &admin, id, &why).await.map_err(Error::from),
            Err(problem) => Err(problem.into()),
        }
    };
    match done {
        Ok(_) => Ok(respond::see_other(&visitor.href("/admin/shops"))),
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let nothing = Params::default();
            let mut view = page_of(&admin, &visitor, &desk, nothing).await?;
            view.notice = Some(notice);
            Ok(respond::unkept(form::again(&view, &problem)?))
        }
    }
}

fn reason(params: &Params) -> Result<String, Problem> {
    match params.text("why") {
        None => Err(Problem::field("why", "platform.missing")),
        Some(why) if why.chars().count() > REASON => {
            Err(Problem::field("why", "platform.too_long"))
        }
        Some(why) => Ok(why.to_owned()),
    }
}
