//! Shoppers say that a price is wrong; the shop answers.
//!
//! Invariants: one person or device has one open report of an offer; who reported
//! is known to nobody, only that two reports are by two. A price that changes, in
//! whatever way, closes what was said about the old one; a trigger sees to it.

mod admin_api;
mod answer;
mod api;
mod queries;
mod report;
mod seller_api;
mod views;

use areas::{Gazetteer, UPAZILA};
use auth::AreaScope;
use chrono::{DateTime, Utc};
use diesel_async::AsyncPgConnection;
use kernel::Money;
use utoipa_actix_web::service_config::ServiceConfig;

pub use answer::{Answer, AnswerError, AnswerReports, answer_reports};
pub use queries::{open_reports_of, prune as prune_price_reports};
pub use report::{ReportError, ReportPrice, Reported, Reporter, report_price};
pub use views::ReportedShop;

/// Routes of reports, below `/api/v1`.
pub(crate) fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.configure(api::api)
        .configure(seller_api::api)
        .configure(admin_api::api);
}

/// What somebody says about the price of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceReport {
    /// What we showed.
    pub shown: Money,
    /// What the shop really asked, where they say.
    pub asked: Option<Money>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Shops with open reports that are looked through.
const LOOKED_AT: i64 = 5_000;
/// Of them, those that one answer tells.
const TOLD: usize = 100;

/// Shops with open reports inside a scope, those with most first, at most a
/// hundred. Shops of no area are for those who look after everything.
pub async fn reported_in_areas(
    conn: &mut AsyncPgConnection,
    scope: &AreaScope,
    book: &Gazetteer,
) -> diesel::QueryResult<Vec<ReportedShop>> {
    let mut found = views::reported_shops(conn, LOOKED_AT).await?;
    found.retain(|shop| match area_of(shop, book) {
        Some(area) => scope.covers(book, &area),
        None => *scope == AreaScope::Everywhere,
    });
    found.truncate(TOLD);
    Ok(found)
}

/// The area whose admin approved it, else the one that it stands in.
fn area_of(shop: &ReportedShop, book: &Gazetteer) -> Option<String> {
    let stands_in = || {
        let located = book.locate(shop.location?).ok()?;
        located.on(UPAZILA).map(|step| step.area.code.clone())
    };
    shop.area.clone().or_else(stands_in)
}
