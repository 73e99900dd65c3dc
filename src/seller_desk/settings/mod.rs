//! `/{lang}/desk/shops/{shop}/settings`: what an owner or a manager tells about a
//! shop, where it is, whether it is open, and under which number. Every form works
//! without a script.

mod view;

use std::net::IpAddr;

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use auth::{Manager, OwnShop, Owner, StaffRank, read_phone};
use kernel::{ChallengeId, Point};
use pages::{Visitor, form, respond};
use platform::config::Config;
use platform::http::{Error, Params, Problem};
use platform::limits::Limits;
use serde::{Deserialize, Serialize};
use shops::Registry;
use shops::own::{self, Change, Moved, change_state, read_until};

use self::view::{clashes, page_of};
use crate::counter::Tools;
use crate::filled::{Fields, said};

/// What a sealed challenge is for.
const MEANING: &str = "seller_desk shop phone";

/// What is told after something was done.
const DONE: [&str; 9] = [
    "settings",
    "moved",
    "move-waits",
    "sent",
    "phone",
    "paused",
    "resumed",
    "closed",
    "reopened",
];

/// What these pages are made of.
type Desk = (Tools, Data<Registry>, Data<Config>);

/// A code that is on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sent {
    challenge: ChallengeId,
    /// Where it went, masked.
    to: String,
}

/// `GET …/settings`
pub(crate) async fn show(
    own: OwnShop<Manager>,
    visitor: Visitor,
    desk: Desk,
    params: Params,
) -> Result<HttpResponse, Error> {
    let mut view = page_of(&own, &visitor, &desk).await?;
    let done = params.text("done").filter(|done| DONE.contains(done));
    view.done = done.map(|done| visitor.words.t(&format!("desk-done-{done}")));
    view.challenge = on_its_way(&visitor, &desk, params.text("c"));
    Ok(respond::unkept(respond::page(&view)?))
}

/// A code that may still come back: what comes with it, and where it went.
fn on_its_way(visitor: &Visitor, desk: &Desk, sealed: Option<&str>) -> Option<(String, String)> {
    let cursors = &desk.0.2;
    let sent: Sent = cursors.open(MEANING, sealed?).ok()?;
    let told = visitor
        .words
        .with("desk-code-sent", &[("to", sent.to.into())]);
    Some((sealed?.to_owned(), told))
}

/// `POST …/settings`: what is told about the shop.
pub(crate) async fn save(
    own: OwnShop<Manager>,
    visitor: Visitor,
    desk: Desk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let typed = said(&params, true);
    let outcome = try_save(&own, &desk.1, params).await;
    answer(outcome, &own, (&visitor, &desk), typed).await
}

async fn try_save(
    own: &OwnShop<Manager>,
    registry: &Registry,
    mut params: Params,
) -> Result<String, Error> {
    let version: Option<i64> = params.parsed("version", "platform.not_a_number");
    // A box that is not ticked is not sent.
    for name in ["home", "women_run"] {
        if params.given(name).is_none() {
            params.set(name, "off");
        }
    }
    let changes = own::read_edit(&mut params, &registry.book());
    params.finish()?;
    own::edit(registry, own.who.user, (own.shop, version), &changes).await?;
    Ok("?done=settings".to_owned())
}

/// `POST …/settings/pin`
pub(crate) async fn move_pin(
    own: OwnShop<Manager>,
    visitor: Visitor,
    desk: Desk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let mut params = form::fields(&body)?;
    let typed = said(&params, false);
    for name in ["lat", "lng"] {
        let ascii = bangla_text::to_ascii_digits(params.given(name).unwrap_or_default());
        params.set(name, &ascii);
    }
    let pin = params.required_point();
    let outcome = match params.finish() {
        Ok(()) => try_move(&own, &desk.1, pin).await,
        Err(wrong) => Err(wrong.into()),
    };
    answer(outcome, &own, (&visitor, &desk), typed).await
}

async fn try_move(
    own: &OwnShop<Manager>,
    registry: &Registry,
    pin: Option<Point>,
) -> Result<String, Error> {
    let pin = pin.ok_or_else(|| Problem::field("lat", "platform.missing"))?;
    let moved = own::move_pin(registry, own.who.user, own.shop, pin).await?;
    Ok(match moved {
        Moved::AtOnce => "?done=moved".to_owned(),
        Moved::Waits(_) => "?done=move-waits".to_owned(),
    })
}

/// `POST …/settings/pause`: pauses, or opens again.
pub(crate) async fn pause(
    own: OwnShop<Manager>,
    visitor: Visitor,
    desk: Desk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let mut params = form::fields(&body)?;
    let typed = said(&params, false);
    let today = desk.1.clock.now_in_dhaka().date_naive();
    let (change, done) = if params.text("do") == Some("resume") {
        (Change::Resume, "resumed")
    } else {
        (Change::Pause(read_until(&mut params, today)), "paused")
    };
    let outcome = turn(&own, &desk.1, params, (change, done)).await;
    answer(outcome, &own, (&visitor, &desk), typed).await
}

/// `POST …/settings/close`: closes, or opens again.
pub(crate) async fn close(
    own: OwnShop<Owner>,
    visitor: Visitor,
    desk: Desk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let mut params = form::fields(&body)?;
    let (change, done) = if params.text("do") == Some("reopen") {
        (Change::Reopen, "reopened")
    } else {
        if !params.flag("sure") {
            params.refuse("sure", "shops.not_sure");
        }
        (Change::Close, "closed")
    };
    let outcome = turn(&own, &desk.1, params, (change, done)).await;
    answer(outcome, &own, (&visitor, &desk), Fields::new()).await
}

async fn turn<R: StaffRank>(
    own: &OwnShop<R>,
    registry: &Registry,
    params: Params,
    (change, done): (Change, &str),
) -> Result<String, Error> {
    params.finish()?;
    change_state(registry, own.who.user, own.shop, change).await?;
    Ok(format!("?done={done}"))
}

/// `POST …/settings/phone`: sends a code to another number, or takes it back.
pub(crate) async fn phone(
    (req, own): (HttpRequest, OwnShop<Owner>),
    visitor: Visitor,
    limits: Data<Limits>,
    desk: Desk,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let typed = said(&params, false);
    let challenge = on_its_way(&visitor, &desk, params.text("c"));
    let outcome = if params.text("do") == Some("prove") {
        prove(&own, &desk, &params).await
    } else {
        send_code(&own, &desk, params, limits.caller(&req)).await
    };
    match outcome {
        Ok(tail) => Ok(back(&own, &visitor, &tail)),
        Err(error) => refuse(error, &own, (&visitor, &desk), (typed, challenge)).await,
    }
}

async fn send_code(
    own: &OwnShop<Owner>,
    desk: &Desk,
    mut params: Params,
    caller: Option<IpAddr>,
) -> Result<String, Error> {
    let phone = read_phone(&mut params, "phone");
    params.finish()?;
    let phone = phone.ok_or_else(|| Problem::field("phone", "platform.missing"))?;
    let to = phone.to_string();
    let who = (own.who.user, own.shop);
    let challenge = own::send_code(&desk.1, who, phone, caller).await?.id;
    let sealed = desk.0.2.seal(MEANING, &Sent { challenge, to });
    Ok(format!("?done=sent&c={sealed}#phone-step"))
}

async fn prove(own: &OwnShop<Owner>, desk: &Desk, params: &Params) -> Result<String, Error> {
    let sealed = params.text("c").unwrap_or_default();
    let sent: Sent = desk.0.2.open(MEANING, sealed)?;
    let code = params.text("code").unwrap_or_default();
    let who = (own.who.user, own.shop);
    own::prove_phone(&desk.1, who, sent.challenge, code).await?;
    Ok("?done=phone#phone-step".to_owned())
}

fn back<R>(own: &OwnShop<R>, visitor: &Visitor, tail: &str) -> HttpResponse {
    let path = format!("/desk/shops/{}/settings{tail}", own.shop);
    respond::see_other(&visitor.href(&path))
}

/// Back to the page when it is done, or the page with what is wrong.
async fn answer<R: StaffRank>(
    outcome: Result<String, Error>,
    own: &OwnShop<R>,
    (visitor, desk): (&Visitor, &Desk),
    typed: Fields,
) -> Result<HttpResponse, Error> {
    match outcome {
        Ok(tail) => Ok(back(own, visitor, &tail)),
        Err(error) => refuse(error, own, (visitor, desk), (typed, None)).await,
    }
}

async fn refuse<R: StaffRank>(
    error: Error,
    own: &OwnShop<R>,
    (visitor, desk): (&Visitor, &Desk),
    (typed, challenge): (Fields, Option<(String, String)>),
) -> Result<HttpResponse, Error> {
    let (problem, notice) = form::told(error, visitor.words)?;
    let mut view = page_of(own, visitor, desk).await?;
    view.tell(&problem, notice);
    if problem.code == "shops.stale_shop" {
        view.clashes = clashes(visitor, &view.form.fields, &typed);
    }
    view.form.fields.extend(typed);
    view.challenge = challenge;
    Ok(respond::unkept(form::again(&view, &problem)?))
}
