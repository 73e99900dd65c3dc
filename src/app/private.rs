//! What operators see on the private address.

use actix_web::web::{Data, Json};
use actix_web::{HttpResponse, Responder, get};
use metrics_exporter_prometheus::PrometheusHandle;
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use search::{Drift, Explanation, Search, read_radius};

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
