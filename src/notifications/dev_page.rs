//! `/dev/outbox`: what the console sink would have sent, codes included. For a
//! developer at this very machine.

use std::net::IpAddr;

use actix_web::http::header;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Responder};
use askama::Template;
use kernel::Locale;
use platform::config::{Config, Stage};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Fault, Problem};
use platform::i18n::Words;
use platform::seal::Sealer;
use serde::Serialize;

use crate::model::{Content, OutboxRow};
use crate::queries;

/// Messages that are shown.
const SHOWN: i64 = 50;

/// Registers the pages where they may be: outside production, where messages are
/// shown instead of sent, and without a proxy of ours in front.
pub fn dev_pages(config: &Config) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let may = config.stage != Stage::Production
        && config.http.proxy_hops == 0
        && config.messages.shows_on_console();
    move |cfg| {
        if may {
            cfg.route("/dev/outbox", web::get().to(page))
                .route("/dev/outbox.json", web::get().to(document));
        }
    }
}

/// A message as a developer sees it.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    row: OutboxRow,
    to: String,
    subject: String,
    text: String,
}

#[derive(Template)]
#[template(path = "notifications/dev-outbox.html")]
struct DevOutbox {
    title: String,
    empty: String,
    messages: Vec<Shown>,
}

/// The page could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the page of messages could not be rendered")]
struct Unrendered(#[from] askama::Error);

impl Fault for Unrendered {
    fn problem(&self) -> Option<Problem> {
        None
    }
}

async fn page(
    req: HttpRequest,
    db: Data<Db>,
    sealer: Data<Sealer>,
) -> Result<impl Responder, Error> {
    let words = Words(Locale::En);
    let page = DevOutbox {
        messages: shown(&req, &db, &sealer).await?,
        title: words.t("notifications-dev-title"),
        empty: words.t("notifications-dev-empty"),
    };
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(page.render().map_err(Unrendered)?))
}

async fn document(
    req: HttpRequest,
    db: Data<Db>,
    sealer: Data<Sealer>,
) -> Result<impl Responder, Error> {
    let messages = shown(&req, &db, &sealer).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(messages))
}

/// The messages, for whoever sits at this machine.
async fn shown(req: &HttpRequest, db: &Db, sealer: &Sealer) -> Result<Vec<Shown>, Error> {
    if !is_from_here(req) {
        return Err(Problem::not_found("platform.not_found").into());
    }
    let mut conn = db.get().await?;
    let rows = queries::shown_on_console(&mut conn, SHOWN)
        .await
        .map_err(QueryFailed)?;
    let opened = rows.into_iter().filter_map(|(row, sealed)| {
        let content = Content::open(sealer, &sealed?).ok()?;
        Some(Shown {
            row,
            to: content.to,
            subject: content.subject,
            text: content.text,
        })
    });
    Ok(opened.collect())
}

/// By loopback, with nobody in between, and under a name of this machine: another
/// site's name that was made to point here would let that site read along.
fn is_from_here(req: &HttpRequest) -> bool {
    let passed_on = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    let is_direct = !passed_on
        .iter()
        .any(|name| req.headers().contains_key(*name));
    let is_near = req.peer_addr().is_some_and(|peer| peer.ip().is_loopback());
    let host = req
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    let name = name.map(|name| name.trim_start_matches('[').trim_end_matches(']'));
    let is_ours = name.is_some_and(|name| {
        name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    });
    is_direct && is_near && is_ours
}
