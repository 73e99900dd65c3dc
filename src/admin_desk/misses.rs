//! `/{lang}/admin/misses`: what people look for and nobody offers yet.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::Areas;
use auth::{Auth, SuperAdmin};
use chrono::Days;
use kernel::Clock;
use pages::{Visitor, respond, say};
use platform::db::{Db, QueryFailed};
use platform::http::Error;
use search::{MissedQuery, missed_queries, place_of};

use crate::frame::{ROWS, page};
use crate::views::list::{ListPage, Row};

const PATH: &str = "/admin/misses";
/// Days that are counted together.
const DAYS: u64 = 30;

/// `GET /{lang}/admin/misses`
pub(crate) async fn show(
    who: SuperAdmin,
    visitor: Visitor,
    auth: Data<Auth>,
    (db, areas, clock): (Data<Db>, Data<Areas>, Data<Clock>),
) -> Result<HttpResponse, Error> {
    let since = clock.now_in_dhaka().date_naive() - Days::new(DAYS);
    let mut conn = db.get().await?;
    let found = missed_queries(&mut conn, since, ROWS).await;
    let found = found.map_err(QueryFailed)?;
    drop(conn);
    let book = areas.book();
    let mut places = HashMap::new();
    let rows = found.iter().map(|miss| {
        let place = places.entry(&miss.cell);
        let place = place.or_insert_with(|| place_of(&book, &miss.cell));
        let place = place
            .as_ref()
            .map(|names| names.in_locale(visitor.locale()).to_owned());
        row(&visitor, miss, place)
    });
    let words = visitor.words;
    let view = ListPage {
        rows: rows.collect(),
        csrf: auth.form_token(&who),
        done: None,
        notice: None,
        ask: None,
        tabs: Vec::new(),
        next: None,
        empty: words.t("admin-misses-none"),
        more: Some((words.t("admin-concepts"), visitor.href("/admin/concepts"))),
        page: page(&visitor, "admin-misses", PATH),
    };
    Ok(respond::unkept(respond::page(&view)?))
}

/// The words lead to a new concept that knows them.
fn row(visitor: &Visitor, miss: &MissedQuery, place: Option<String>) -> Row {
    let words = visitor.words;
    let times = u64::try_from(miss.count).unwrap_or(0);
    let shown = say::number(visitor.locale(), times);
    let times = words.with(
        "admin-misses-times",
        &[("n", times.into()), ("shown", shown.into())],
    );
    let told = match place {
        Some(place) => format!("{place} · {times}"),
        None => times,
    };
    let name = say::query_value(&miss.query);
    Row {
        title: miss.query.clone(),
        href: Some(visitor.href(&format!("/admin/concepts/new?name={name}"))),
        mark: (miss.nothing > 0).then(|| words.t("admin-misses-nothing")),
        lines: vec![told],
        action: None,
    }
}
