//! `/admin/price-reports`: shops whose prices people say are wrong.

use actix_web::get;
use actix_web::web::{Data, Json};
use areas::Areas;
use auth::AreaAdmin;
use chrono::{DateTime, Utc};
use platform::db::{Db, QueryFailed};
use platform::http::Error;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::reported_in_areas;
use crate::api_views::GoodsName;

pub(super) fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(list);
}

/// A shop with open reports.
#[derive(Debug, Serialize, ToSchema)]
struct ReportedShopView {
    #[schema(example = "shp_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    shop: String,
    name: GoodsName,
    /// Open reports.
    reports: i64,
    /// Of so many offers.
    offers: i64,
    /// Since when the oldest of them waits.
    #[schema(value_type = String, format = DateTime)]
    since: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ReportedShops {
    items: Vec<ReportedShopView>,
}

/// Shops in the caller's areas whose prices people say are wrong, those with most open reports first, at most
/// 100.
#[utoipa::path(
    tag = "admin",
    security(("bearer" = [])),
    responses(
        (status = 200, body = ReportedShops),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.totp_missing, auth.totp_needed, auth.suspended"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/admin/price-reports")]
async fn list(
    admin: AreaAdmin,
    db: Data<Db>,
    areas: Data<Areas>,
) -> Result<Json<ReportedShops>, Error> {
    let mut conn = db.get().await?;
    let found = reported_in_areas(&mut conn, &admin.scope, &areas.book()).await;
    let found = found.map_err(QueryFailed)?.into_iter();
    let items = found.map(|it| ReportedShopView {
        shop: it.shop.to_string(),
        name: it.names.into(),
        reports: it.reports,
        offers: it.offers,
        since: it.since,
    });
    Ok(Json(ReportedShops {
        items: items.collect(),
    }))
}
