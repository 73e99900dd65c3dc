//! `POST /seller/shops/{shop}/offers/changes`

use std::collections::BTreeSet;

use actix_web::web::{Data, Json};
use actix_web::{HttpRequest, post};
use auth::{Manager, OwnShop};
use kernel::{Clock, ListingId};
use platform::db::Db;
use platform::http::{Error, Members, Problem};
use platform::once::Key;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::one::read_change;
use crate::offers::views::OfferView;
use crate::offers::{ChangeOffer, change_offer};

/// Changes in one request at most.
const MOST: usize = 100;

/// Up to a hundred changes, each of another offer: the members of a single change,
/// and `offer`.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
pub(crate) struct ManyBody {
    #[schema(value_type = Vec<Object>, example = json!([{ "offer": "lst_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b", "version": 3, "price": 7250, "stock": 12 }]))]
    changes: Vec<Value>,
}

/// What became of each change, in the order in which they were sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ManyView {
    items: Vec<OutcomeView>,
    /// How many were saved.
    saved: usize,
}

/// What became of one change: the offer or the problem is there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OutcomeView {
    /// The status that the change alone would be answered with.
    #[schema(example = 200)]
    status: u16,
    /// As it is now.
    offer: Option<OfferView>,
    /// The problem document of the change alone.
    #[schema(value_type = Option<Object>)]
    problem: Option<Value>,
}

/// Changes many offers, each by itself: one that cannot be saved stops no other.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(
        ("shop" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "Made by you, 8 to 64 letters, digits, dashes and underscores; changes that are sent again with it are made once"),
    ),
    request_body(content = ManyBody),
    responses(
        (status = 200, body = ManyView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.not_changes, platform.repeated, platform.bad_key"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/offers/changes")]
pub(super) async fn change_many(
    own: OwnShop<Manager>,
    req: HttpRequest,
    db: Data<Db>,
    clock: Data<Clock>,
    body: Members,
) -> Result<Json<ManyView>, Error> {
    let key = Key::sent(&req)?;
    let changes = read(&body.0)?;
    let mut items = Vec::with_capacity(changes.len());
    for (offer, change) in changes {
        let outcome = match command(&own, key.as_ref(), (offer, change), &clock) {
            Ok(cmd) => save(&db, &cmd).await,
            Err(problem) => Err(problem.into()),
        };
        items.push(OutcomeView::from(outcome));
    }
    let saved = items.iter().filter(|item| item.offer.is_some()).count();
    Ok(Json(ManyView { items, saved }))
}

/// An offer, and what was sent about it.
type Sent<'a> = (ListingId, &'a Map<String, Value>);

/// The changes by their offers, no offer twice.
fn read(body: &Map<String, Value>) -> Result<Vec<Sent<'_>>, Problem> {
    let wrong = || Problem::field("changes", "catalog.not_changes");
    let sent = body.get("changes").and_then(Value::as_array);
    let sent = sent.filter(|sent| (1..=MOST).contains(&sent.len()));
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for (at, sent) in sent.ok_or_else(wrong)?.iter().enumerate() {
        let members = sent.as_object().ok_or_else(wrong)?;
        let offer = members.get("offer").and_then(Value::as_str);
        let offer: Option<ListingId> = offer.and_then(|id| id.parse().ok());
        let offer = offer.ok_or_else(wrong)?;
        if !seen.insert(offer) {
            return Err(Problem::field(
                &format!("changes.{at}.offer"),
                "platform.repeated",
            ));
        }
        changes.push((offer, members));
    }
    Ok(changes)
}

fn command(
    own: &OwnShop<Manager>,
    key: Option<&Key>,
    (offer, change): Sent<'_>,
    clock: &Clock,
) -> Result<ChangeOffer, Problem> {
    let (version, asked) = read_change(change, &["version", "offer"], None)?;
    Ok(ChangeOffer {
        shop: own.shop,
        offer,
        actor: own.who.user,
        version,
        asked,
        now: clock.now(),
        key: key.cloned(),
    })
}

async fn save(db: &Db, cmd: &ChangeOffer) -> Result<OfferView, Error> {
    let offer = change_offer(&mut *db.get().await?, cmd).await?;
    Ok(offer.into())
}

impl From<Result<OfferView, Error>> for OutcomeView {
    fn from(outcome: Result<OfferView, Error>) -> Self {
        match outcome {
            Ok(offer) => Self {
                status: 200,
                offer: Some(offer),
                problem: None,
            },
            Err(error) => Self {
                status: error.problem().status.as_u16(),
                offer: None,
                problem: Some(error.problem().document()),
            },
        }
    }
}
