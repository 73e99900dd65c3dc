//! `/{lang}/admin/shops`: shops of an admin's areas, hidden and shown again.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use auth::AreaAdmin;
use kernel::ShopId;
use pages::{Section, Visitor, form, respond};
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use shops::Registry;
use shops::own::{OwnShopError, OwnedShop, ban, shop_in_area, shops_of_area, unban};

use crate::views::area_shops::{ShopRow, ShopsPage};

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
        state: words.t(&format!("admin-shop-{}", shop.state())),
        is_banned: shop.is_banned(),
        why: shop.banned_why.clone(),
    }
}

/// `GET /{lang}/admin/shops`
pub(crate) async fn list(
    admin: AreaAdmin,
    visitor: Visitor,
    (registry, cursors): (Data<Registry>, Data<Cursors>),
    params: Params,
) -> Result<HttpResponse, Error> {
    let view = page_of(&admin, &visitor, (&registry, &cursors), &params).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

async fn page_of(
    admin: &AreaAdmin,
    visitor: &Visitor,
    (registry, cursors): (&Registry, &Cursors),
    params: &Params,
) -> Result<ShopsPage, Error> {
    let question = format!("area shops page {}", admin.who.user);
    let after = match params.text("cursor") {
        Some(cursor) => Some(cursors.open(&question, cursor)?),
        None => None,
    };
    let (shops, next) = shops_of_area(registry, admin, after, PAGE).await?;
    let next = next.map(|next| {
        let cursor = cursors.seal(&question, &next);
        visitor.href(&format!("/admin/shops?cursor={cursor}"))
    });
    Ok(ShopsPage {
        csrf: registry.auth.form_token(&admin.who),
        rows: shops.iter().map(|shop| row(visitor, shop)).collect(),
        next,
        notice: None,
        page: visitor.page(visitor.words.t("admin-shops"), Section::Elsewhere),
    })
}

/// `POST /{lang}/admin/shops/{id}/ban`: hides it with a reason, or shows it again.
pub(crate) async fn change(
    admin: AreaAdmin,
    visitor: Visitor,
    id: Path<String>,
    (registry, cursors): (Data<Registry>, Data<Cursors>),
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let id: ShopId = id.parse().map_err(|_| OwnShopError::NoShop)?;
    shop_in_area(&registry, &admin, id).await?;
    let params = form::fields(&body)?;
    let done = if params.text("do") == Some("show") {
        unban(&registry, &admin, id).await.map_err(Error::from)
    } else {
        match reason(&params) {
            Ok(why) => ban(&registry, &admin, id, &why).await.map_err(Error::from),
            Err(problem) => Err(problem.into()),
        }
    };
    match done {
        Ok(_) => Ok(respond::see_other(&visitor.href("/admin/shops"))),
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let nothing = Params::default();
            let mut view = page_of(&admin, &visitor, (&registry, &cursors), &nothing).await?;
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
