//! What operators see on the private address.

use std::collections::HashMap;

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, Responder, get, post};
use areas::Areas;
use chrono::{Days, NaiveDate};
use kernel::{Clock, Names};
use metrics_exporter_prometheus::PrometheusHandle;
use platform::audit::{Line, first_broken, lines_about};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use search::{
    Drift, Explanation, MissedQuery, Repaired, Search, missed_queries, place_of, read_radius,
};
use serde::Serialize;

/// Days of misses that are shown when nobody says since when.
const MISSES_DAYS: u64 = 30;

/// Measurements for Prometheus.
#[get("/metrics")]
pub async fn measurements(
    handle: Data<PrometheusHandle>,
    db: Data<Db>,
    search: Data<Search>,
) -> impl Responder {
    let (open, in_use) = db.connections();
    let shops = search.geo_size();
    #[expect(clippy::cast_precision_loss, reason = "none of them reaches 2⁵³")]
    let gauge = |name: &'static str, value: u64| metrics::gauge!(name).set(value as f64);
    gauge("database_connections_open", open as u64);
    gauge("database_connections_in_use", in_use as u64);
    gauge("search_warm", search.is_warm().into());
    gauge("search_degraded", search.is_degraded().into());
    gauge("search_text_bytes", search.text_bytes() as u64);
    gauge("haat_geo_index_points", shops.points as u64);
    gauge("haat_geo_index_bytes", shops.bytes as u64);
    gauge("haat_geo_index_version", shops.version);
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4")
        .body(handle.render())
}

/// Compares every indexed row with the database.
#[get("/audit")]
pub async fn audit(db: Data<Db>, search: Data<Search>) -> Result<Json<Drift>, Error> {
    let mut conn = db.get().await?;
    let drift = search.audit(&mut conn).await.map_err(QueryFailed)?;
    if !drift.is_none() {
        tracing::warn!(?drift, "indexes differ from the database");
    }
    Ok(Json(drift))
}

/// The book of decisions.
#[derive(Serialize)]
struct Decisions {
    /// The first line that is not as it was written, or is missing; what was cut
    /// off at the end can only be told by a copy.
    first_broken: Option<i64>,
    /// About the one that was asked for, newest first.
    lines: Vec<Line>,
}

/// Whether the book of decisions is whole, and what it says about `subject`.
#[get("/decisions")]
pub async fn decisions(db: Data<Db>, params: Params) -> Result<impl Responder, Error> {
    let subject = params.text("subject").map(str::to_owned);
    params.finish()?;
    let mut conn = db.get().await?;
    let first_broken = first_broken(&mut conn).await.map_err(QueryFailed)?;
    let lines = match subject {
        Some(subject) => lines_about(&mut conn, &subject, 100).await,
        None => Ok(Vec::new()),
    };
    let lines = lines.map_err(QueryFailed)?;
    Ok(Json(Decisions {
        first_broken,
        lines,
    }))
}

/// Compares, and puts right what differs, without a restart.
#[post("/audit")]
pub async fn repair(db: Data<Db>, search: Data<Search>) -> Result<Json<Repaired>, Error> {
    let mut conn = db.get().await?;
    let search = search.into_inner();
    Ok(Json(search.repair(&mut conn).await.map_err(QueryFailed)?))
}

/// What the radius index looks at to find the shops around a place.
#[get("/explain")]
pub async fn explain(search: Data<Search>, mut params: Params) -> Result<Json<Explanation>, Error> {
    let origin = params.required_point();
    let radius_m = read_radius(&mut params);
    params.finish()?;
    let Some(origin) = origin else {
        return Err(Problem::field("lat", "platform.missing").into());
    };
    let explained = search.explain(origin, radius_m);
    Ok(Json(explained.map_err(|_| {
        Problem::field("radius_m", "platform.out_of_range")
    })?))
}

/// Searches that found nothing where they were asked.
#[derive(Serialize)]
struct MissList {
    since: NaiveDate,
    items: Vec<MissView>,
}

#[derive(Serialize)]
struct MissView {
    #[serde(flatten)]
    miss: MissedQuery,
    /// Around the middle of the cell, smallest area first; `null` outside the
    /// country.
    place: Option<Names>,
}

/// What people look for and nobody offers yet, most frequent first.
#[get("/search/misses")]
pub async fn misses(
    db: Data<Db>,
    areas: Data<Areas>,
    clock: Data<Clock>,
    mut params: Params,
) -> Result<impl Responder, Error> {
    let today = clock.now_in_dhaka().date_naive();
    let since = params
        .parsed("since", "search.not_a_date")
        .unwrap_or(today - Days::new(MISSES_DAYS));
    let limit = params.number("limit", &(1..=1_000)).unwrap_or(100);
    params.finish()?;
    let mut conn = db.get().await?;
    let found = missed_queries(&mut conn, since, limit)
        .await
        .map_err(QueryFailed)?;
    let book = areas.book();
    let mut places = HashMap::new();
    let items = found.into_iter().map(|miss| {
        let place = places.entry(miss.cell.clone());
        let place = place.or_insert_with(|| place_of(&book, &miss.cell)).clone();
        MissView { miss, place }
    });
    Ok(Json(MissList {
        since,
        items: items.collect(),
    }))
}
