//! `/outbox` on the private address: what was sent, what was not and why.

use actix_web::web::{Data, Json, Path, ServiceConfig};
use actix_web::{HttpResponse, Responder, get, post};
use kernel::MessageId;
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use serde::Serialize;

use crate::model::{Channel, OutboxRow, State};
use crate::queries::{OutboxAsked, outbox_page, send_again};

/// Messages on a page.
const PAGE: i64 = 100;

/// Routes for the private address.
pub fn private_api(cfg: &mut ServiceConfig) {
    cfg.service(list).service(retry);
}

#[derive(Serialize)]
struct OutboxPage {
    items: Vec<OutboxRow>,
    /// Goes on before this id; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<MessageId>,
}

/// Messages, newest first.
#[get("/outbox")]
async fn list(db: Data<Db>, mut params: Params) -> Result<impl Responder, Error> {
    let state = params.text("state").map(State::of);
    let channel = params.text("channel").map(Channel::of);
    let before = params.parsed("before", "platform.not_an_id");
    params.finish()?;
    let unknown = |field| Problem::field(field, "notifications.unknown_word");
    let asked = OutboxAsked {
        state: state
            .map(|state| state.ok_or_else(|| unknown("state")))
            .transpose()?,
        channel: channel
            .map(|channel| channel.ok_or_else(|| unknown("channel")))
            .transpose()?,
        before,
    };
    let mut conn = db.get().await?;
    let items = outbox_page(&mut conn, asked, PAGE)
        .await
        .map_err(QueryFailed)?;
    let is_full = items.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    let before = is_full.then(|| items.last().map(|last| last.id)).flatten();
    Ok(Json(OutboxPage { items, before }))
}

/// Sends a failed message again.
#[post("/outbox/{id}/retry")]
async fn retry(db: Data<Db>, id: Path<String>) -> Result<impl Responder, Error> {
    let none = || Problem::not_found("notifications.no_failed_message");
    let id: MessageId = id.parse().map_err(|_| none())?;
    let mut conn = db.get().await?;
    if send_again(&mut conn, id).await.map_err(QueryFailed)? {
        Ok(HttpResponse::Accepted().finish())
    } else {
        Err(none().into())
    }
}
