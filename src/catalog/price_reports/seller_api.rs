//! `/seller/shops/{shop}/offers/{offer}/reports`: for those who keep the shelf.

use actix_web::web::{Data, Json, Path};
use actix_web::{get, post};
use auth::{Manager, OwnShop, Packer};
use chrono::{DateTime, Utc};
use kernel::{Clock, ListingId};
use platform::db::{Db, QueryFailed};
use platform::http::{Document, Error, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::api::read_price;
use super::{Answer, AnswerReports, PriceReport, answer_reports, open_reports_of};
use crate::api_views::Price;
use crate::offers::{OfferView, find_offer};

pub(super) fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(list).service(answer);
}

/// What somebody says about a price. Who says so is not known.
#[derive(Debug, Serialize, ToSchema)]
struct PriceReportView {
    /// What we showed.
    shown: Price,
    /// What the shop really asked; `null` = not told.
    asked: Option<Price>,
    #[schema(value_type = String, format = DateTime)]
    at: DateTime<Utc>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PriceReportList {
    items: Vec<PriceReportView>,
}

/// The shop's answer to all that is open.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct AnswerBody {
    /// `fixed`: it was wrong, and is `price`. `right`: it is right as it stands.
    #[schema(example = "fixed")]
    answer: String,
    /// The version of the offer that was read.
    #[schema(example = 3)]
    version: i64,
    /// Whole poisha; with `fixed` only.
    #[schema(example = 7500)]
    price: Option<i64>,
}

impl From<PriceReport> for PriceReportView {
    fn from(report: PriceReport) -> Self {
        Self {
            shown: report.shown.into(),
            asked: report.asked.map(Price::from),
            at: report.at,
        }
    }
}

fn no_offer() -> Problem {
    Problem::not_found("catalog.no_offer")
}

/// What shoppers say about the price of an offer and is not answered, newest first, at most 50. Which offers
/// have some tells `part=reported` of the list.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path)),
    responses(
        (status = 200, body = PriceReportList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/offers/{offer}/reports")]
async fn list(
    own: OwnShop<Packer>,
    path: Path<(String, String)>,
    db: Data<Db>,
) -> Result<Json<PriceReportList>, Error> {
    let id: ListingId = path.1.parse().map_err(|_| no_offer())?;
    let mut conn = db.get().await?;
    let offer = find_offer(&mut conn, own.shop, id).await;
    offer.map_err(QueryFailed)?.ok_or_else(no_offer)?;
    let reports = open_reports_of(&mut conn, id).await.map_err(QueryFailed)?;
    Ok(Json(PriceReportList {
        items: reports.into_iter().map(PriceReportView::from).collect(),
    }))
}

/// Answers all that shoppers say about the price of an offer.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path)),
    request_body(content = AnswerBody),
    responses(
        (status = 200, body = OfferView, description = "The offer as it is now."),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 409, description = "catalog.stale_offer, with theirs and its version"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.unknown_answer, catalog.same_price, platform.missing, …"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/offers/{offer}/reports")]
async fn answer(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    db: Data<Db>,
    clock: Data<Clock>,
    body: Document,
) -> Result<Json<OfferView>, Error> {
    let (version, answer) = read(body.0)?;
    let cmd = AnswerReports {
        shop: own.shop,
        offer: path.1.parse().map_err(|_| no_offer())?,
        actor: own.who.user,
        version,
        answer,
        now: clock.now(),
    };
    let offer = answer_reports(&mut *db.get().await?, &cmd).await?;
    Ok(Json(offer.into()))
}

fn read(mut params: Params) -> Result<(i64, Answer), Problem> {
    for name in ["answer", "version"] {
        if params.text(name).is_none() && !params.is_refused(name) {
            params.refuse(name, "platform.missing");
        }
    }
    let version = params.number("version", &(1..=i64::MAX));
    let price = read_price(&mut params);
    let said = match (params.text("answer"), price) {
        (Some("right"), None) => Some(Answer::Right),
        (Some("fixed"), Some(price)) => Some(Answer::Fixed(price)),
        (Some("fixed"), None) => {
            if !params.is_refused("price") {
                params.refuse("price", "platform.missing");
            }
            None
        }
        (Some("right"), Some(_)) => {
            params.refuse("price", "platform.unknown_member");
            None
        }
        (Some(_), _) => {
            params.refuse("answer", "catalog.unknown_answer");
            None
        }
        (None, _) => None,
    };
    params.finish()?;
    let missing = || Problem::field("answer", "platform.missing");
    version.zip(said).ok_or_else(missing)
}
