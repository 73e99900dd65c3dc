//! `/{lang}/desk`: the shops somebody works in.

use actix_web::HttpResponse;
use actix_web::web::Data;
use auth::SignedIn;
use pages::{Section, Visitor, respond};
use platform::db::{Db, QueryFailed};
use platform::http::Error;
use shops::shops_of;

use crate::views::home::{HomePage, ShopRow};

/// `GET /{lang}/desk`
pub(crate) async fn show(
    who: SignedIn,
    visitor: Visitor,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let ids: Vec<_> = who.staff.iter().map(|(shop, _)| *shop).collect();
    let found = shops_of(&mut *db.get().await?, &ids).await;
    let shops = found.map_err(QueryFailed::from)?;
    let words = visitor.words;
    let rows = shops.iter().map(|shop| ShopRow {
        id: shop.id.to_string(),
        name: shop.names.in_locale(visitor.locale()).to_owned(),
        role: who
            .role_in(shop.id)
            .map(|role| words.t(&format!("desk-role-{role}"))),
        state: words.t(&format!("desk-shop-{}", shop.status.code())),
    });
    let view = HomePage {
        shops: rows.collect(),
        page: visitor.page(words.t("desk-title"), Section::Elsewhere),
    };
    Ok(respond::unkept(respond::page(&view)?))
}
