//! `/{lang}/admin/price-reports`: shops whose prices people say are wrong.

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::Areas;
use auth::{AreaAdmin, Auth};
use catalog::price_reports::{ReportedShop, reported_in_areas};
use pages::{Visitor, respond, say};
use platform::db::{Db, QueryFailed};
use platform::http::Error;

use crate::frame::page;
use crate::views::list::{ListPage, Row};

/// `GET /{lang}/admin/price-reports`
pub(crate) async fn show(
    admin: AreaAdmin,
    visitor: Visitor,
    auth: Data<Auth>,
    (db, areas): (Data<Db>, Data<Areas>),
) -> Result<HttpResponse, Error> {
    let mut conn = db.get().await?;
    let found = reported_in_areas(&mut conn, &admin.scope, &areas.book()).await;
    let found = found.map_err(QueryFailed)?;
    drop(conn);
    let words = visitor.words;
    let view = ListPage {
        rows: found.iter().map(|shop| row(&visitor, shop)).collect(),
        csrf: auth.form_token(&admin.who),
        done: None,
        notice: None,
        ask: None,
        tabs: Vec::new(),
        next: None,
        empty: words.t("admin-reports-none"),
        more: Some((words.t("admin-shops"), visitor.href("/admin/shops"))),
        page: page(&visitor, "admin-reports", "/admin/price-reports"),
    };
    Ok(respond::unkept(respond::page(&view)?))
}

fn row(visitor: &Visitor, shop: &ReportedShop) -> Row {
    let words = visitor.words;
    let counted = |key: &str, n: i64| {
        let n = n.unsigned_abs();
        let shown = say::number(words.0, n);
        words.with(key, &[("n", n.into()), ("shown", shown.into())])
    };
    let since = (shop.since + chrono::TimeDelta::hours(6)).format("%d-%m-%Y");
    let since = say::in_digits(words.0, &since.to_string());
    Row {
        title: shop.names.in_locale(words.0).to_owned(),
        href: Some(visitor.href(&format!("/shops/{}", shop.shop))),
        mark: Some(counted("admin-reports-count", shop.reports)),
        lines: vec![
            counted("admin-reports-offers", shop.offers),
            words.with("admin-reports-since", &[("day", since.into())]),
        ],
        action: None,
    }
}
