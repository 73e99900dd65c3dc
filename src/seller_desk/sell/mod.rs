//! `/{lang}/sell`: how somebody comes to sell. One form in one sitting that works
//! without a script; a script saves it meanwhile, finds the place, and shows it
//! on a map.

mod goods;
mod photos;
mod view;

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use auth::{SignedIn, read_phone};
use kernel::{ApplicationId, ChallengeId, ShopId};
use pages::{Section, Visitor, form, respond};
use platform::config::Config;
use platform::cursor::Cursors;
use platform::db::QueryFailed;
use platform::http::{Error, Params, Problem};
use platform::limits::{Deed, Limits};
use serde::{Deserialize, Serialize};
use shops::applications::{
    self, Application, ApplyError, find_own, prove_phone, read_changes, save_draft, send_code,
    submit, withdraw,
};
use shops::{Registry, find_shop};

pub(crate) use self::goods::{keep_goods, show_goods};
pub(crate) use self::photos::{add_photos, remove_photo, show_photo};
use self::view::{page_of, row};
use crate::filled::typed;
use crate::views::sell::{ClaimPage, StartPage};

/// What a sealed challenge is for.
const MEANING: &str = "seller_desk phone";

/// A code that is on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sent {
    challenge: ChallengeId,
    /// Where it went, masked.
    to: String,
}

/// What these pages are made of.
pub(crate) type Desk = (Data<Registry>, Data<Cursors>, Data<Config>);

pub(crate) fn id_of(text: &str) -> Result<ApplicationId, ApplyError> {
    text.parse().map_err(|_| ApplyError::NoApplication)
}

/// `GET /{lang}/sell`
pub(crate) async fn start(
    who: SignedIn,
    visitor: Visitor,
    registry: Data<Registry>,
) -> Result<HttpResponse, Error> {
    let view = start_page(&who, &visitor, &registry).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

async fn start_page(
    who: &SignedIn,
    visitor: &Visitor,
    registry: &Registry,
) -> Result<StartPage, Error> {
    let mine = applications::applications_of(registry, who.user).await?;
    let now = registry.clock.now();
    Ok(StartPage {
        csrf: registry.auth.form_token(who),
        rows: mine.iter().map(|one| row(visitor, one, now)).collect(),
        notice: None,
        page: visitor.page(visitor.words.t("desk-sell-title"), Section::Elsewhere),
    })
}

/// `POST /{lang}/sell`: begins an application, or leads to the one there is.
pub(crate) async fn begin(
    who: SignedIn,
    visitor: Visitor,
    registry: Data<Registry>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let missing = |_| ApplyError::NoShop;
    let claimed: Option<ShopId> = params
        .text("shop")
        .map(str::parse)
        .transpose()
        .map_err(missing)?;
    let id = match applications::start(&registry, who.user, claimed, None).await {
        Ok(id) | Err(ApplyError::OpenAlready(id)) => id,
        Err(error) => {
            let (problem, notice) = form::told(error.into(), visitor.words)?;
            let mut view = start_page(&who, &visitor, &registry).await?;
            view.notice = Some(notice);
            return Ok(respond::unkept(form::again(&view, &problem)?));
        }
    };
    Ok(respond::see_other(&path(&visitor, id)))
}

/// `GET /{lang}/sell/claim?shop=…`: asks whether it is this one, so that somebody
/// who has to sign in first comes back here.
pub(crate) async fn confirm(
    who: SignedIn,
    visitor: Visitor,
    registry: Data<Registry>,
    params: Params,
) -> Result<HttpResponse, Error> {
    let shop: Option<ShopId> = params.text("shop").and_then(|id| id.parse().ok());
    let mut conn = registry.db.get().await?;
    let found = find_shop(&mut conn, shop.ok_or(ApplyError::NoShop)?).await;
    let found = found.map_err(QueryFailed)?.ok_or(ApplyError::NoShop)?;
    drop(conn);
    let view = ClaimPage {
        csrf: registry.auth.form_token(&who),
        shop: found.id.to_string(),
        name: found.names.in_locale(visitor.locale()).to_owned(),
        has_owner: found.verified,
        page: visitor.page(visitor.words.t("desk-claim-title"), Section::Elsewhere),
    };
    Ok(respond::unkept(respond::page(&view)?))
}

fn path(visitor: &Visitor, id: ApplicationId) -> String {
    visitor.href(&format!("/sell/applications/{id}"))
}

/// `GET /{lang}/sell/applications/{id}`
pub(crate) async fn show(
    who: SignedIn,
    visitor: Visitor,
    id: Path<String>,
    params: Params,
    desk: Desk,
) -> Result<HttpResponse, Error> {
    let found = find_own(&desk.0, who.user, id_of(&id)?).await?;
    let mut view = page_of(&who, &visitor, &desk, &found).await?;
    view.done = params
        .text("done")
        .filter(|done| ["saved", "sent", "proved", "photos", "submitted"].contains(done))
        .map(|done| visitor.words.t(&format!("desk-done-{done}")));
    view.challenge = on_its_way(&visitor, &desk.1, params.text("c"));
    Ok(respond::unkept(respond::page(&view)?))
}

/// A code that may still come back: what comes with it, and where it went.
fn on_its_way(
    visitor: &Visitor,
    cursors: &Cursors,
    sealed: Option<&str>,
) -> Option<(String, String)> {
    let sent: Sent = cursors.open(MEANING, sealed?).ok()?;
    let words = visitor.words;
    let told = words.with("desk-code-sent", &[("to", sent.to.into())]);
    Some((sealed?.to_owned(), told))
}

/// `POST /{lang}/sell/applications/{id}`: saves the form, then does what its
/// button says.
pub(crate) async fn fill_in(
    (req, who, visitor): (HttpRequest, SignedIn, Visitor),
    id: Path<String>,
    (limits, body): (Data<Limits>, Bytes),
    desk: Desk,
) -> Result<HttpResponse, Error> {
    let id = id_of(&id)?;
    let params = form::fields(&body)?;
    let found = find_own(&desk.0, who.user, id).await?;
    let typed = typed(&params);
    let challenge = on_its_way(&visitor, &desk.1, params.text("c"));
    let act = Act {
        req: &req,
        who: &who,
        limits: &limits,
        desk: &desk,
    };
    match act.run(&found, params).await {
        Ok(tail) => Ok(respond::see_other(&format!("{}{tail}", path(&visitor, id)))),
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let found = find_own(&desk.0, who.user, id).await?;
            let mut view = page_of(&who, &visitor, &desk, &found).await?;
            view.tell(&problem, notice);
            view.challenge = challenge;
            if problem.code != "shops.stale_draft" {
                view.form.fields.extend(typed);
            }
            Ok(respond::unkept(form::again(&view, &problem)?))
        }
    }
}

/// One sending of the form.
struct Act<'a> {
    req: &'a HttpRequest,
    who: &'a SignedIn,
    limits: &'a Limits,
    desk: &'a Desk,
}

impl Act<'_> {
    /// What is behind the address of the page afterwards.
    async fn run(&self, found: &Application, mut params: Params) -> Result<String, Error> {
        let (registry, user, id) = (&self.desk.0, self.who.user, found.id);
        let button = params.text("do").unwrap_or("save").to_owned();
        if button == "withdraw" {
            withdraw(registry, user, id).await?;
            return Ok(String::new());
        }
        let version: Option<i64> = params.parsed("version", "platform.not_a_number");
        // A box that is not ticked is not sent.
        for name in ["home", "women_run"] {
            if params.given(name).is_none() {
                params.set(name, "off");
            }
        }
        let changes = read_changes(&mut params, &registry.book());
        let phone = (button == "send_code").then(|| read_phone(&mut params, "phone"));
        let sealed = params.text("c").map(str::to_owned);
        let code = params.text("code").unwrap_or_default().to_owned();
        params.finish()?;
        save_draft(registry, user, id, version, &changes).await?;
        match button.as_str() {
            "send_code" => {
                let missing = || Problem::field("phone", "platform.missing");
                let phone = phone.flatten().ok_or_else(missing)?;
                let caller = self.limits.caller(self.req);
                let to = phone.to_string();
                let challenge = send_code(registry, user, id, phone, caller).await?.id;
                let sealed = self.desk.1.seal(MEANING, &Sent { challenge, to });
                Ok(format!("?done=sent&c={sealed}#phone-step"))
            }
            "prove" => {
                let sent: Sent = self.desk.1.open(MEANING, &sealed.unwrap_or_default())?;
                prove_phone(registry, user, id, sent.challenge, &code).await?;
                Ok("?done=proved#phone-step".to_owned())
            }
            "submit" => {
                if let Some(caller) = self.limits.caller(self.req) {
                    self.limits.count(Deed::AskPeople, caller).await?;
                }
                submit(registry, user, id, None).await?;
                Ok("?done=submitted".to_owned())
            }
            _ => Ok("?done=saved".to_owned()),
        }
    }
}
