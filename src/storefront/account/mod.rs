//! `/{lang}/account`: what somebody is called, how they are reached, and where
//! they are signed in.

pub(crate) mod app;
mod device;

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use auth::otp::{self, Destination, Issue, Purpose};
use auth::{Auth, Principal, Profile, Session, SignedIn, read_profile};
use kernel::{ChallengeId, SessionId};
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use platform::limits::Limits;

use crate::Storefront;
use crate::views::account::{AccountPage, DeviceRow};
use pages::Section;
use pages::Visitor;
use pages::form;
use pages::respond;
use pages::say;

/// What a signed code is for.
const MEANING: &str = "storefront e-mail";
/// What may stand behind `?done=`, as the end of a key.
const DONE: [&str; 4] = ["saved", "password", "device", "email"];

/// The slices an account is made of.
pub(crate) type Desk = (Data<Auth>, Data<Storefront>, Data<Cursors>);

/// `GET /{lang}/account`
pub(crate) async fn show(
    who: SignedIn,
    visitor: Visitor,
    desk: Desk,
    params: Params,
) -> Result<HttpResponse, Error> {
    let view = view(&who, &visitor, &desk, &params).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST /{lang}/account`: what somebody is called, and how they are reached.
pub(crate) async fn change(
    who: SignedIn,
    req: HttpRequest,
    visitor: Visitor,
    body: Bytes,
    desk: Desk,
    limits: Data<Limits>,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    match try_change(&who, &desk, params, limits.caller(&req)).await {
        Ok(None) => Ok(done(&visitor, "saved")),
        Ok(Some(challenge)) => {
            let sealed = desk.2.seal(MEANING, &challenge);
            let path = format!("/account?done=saved&c={sealed}");
            Ok(respond::see_other(&visitor.href(&path)))
        }
        Err(error) => refused(&who, &visitor, &desk, error).await,
    }
}

/// The code for a new address, if there is one.
async fn try_change(
    who: &Principal,
    (auth, ..): &Desk,
    mut params: Params,
    caller: Option<std::net::IpAddr>,
) -> Result<Option<ChallengeId>, Error> {
    let new = read_profile(&mut params);
    params.finish()?;
    let language = new.language.unwrap_or(who.language);
    auth::change_profile(auth, who.user, new).await?;
    let profile = auth::profile_of(auth, who.user).await?;
    let Some(email) = profile.email.filter(|_| !profile.email_is_verified) else {
        return Ok(None);
    };
    let ask = Issue {
        purpose: Purpose::VerifyEmail,
        to: Destination::Email(email),
        language,
        caller,
    };
    Ok(Some(otp::issue(auth, &ask).await?.id))
}

/// `POST /{lang}/account/email`: the code that came by e-mail.
pub(crate) async fn verify_email(
    who: SignedIn,
    visitor: Visitor,
    body: Bytes,
    desk: Desk,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let sealed = params.text("c").unwrap_or_default();
    let Ok(challenge) = desk.2.open(MEANING, sealed) else {
        return Ok(respond::see_other(&visitor.href("/account")));
    };
    let code = params.text("code").unwrap_or_default();
    match auth::verify_email(&desk.0, who.user, challenge, code).await {
        Ok(()) => Ok(done(&visitor, "email")),
        Err(error) => {
            let (problem, notice) = form::told(error.into(), visitor.words)?;
            let mut view = view(&who, &visitor, &desk, &params).await?;
            view.notice = Some(notice);
            form::again(&view, &problem)
        }
    }
}

/// `POST /{lang}/account/password`
pub(crate) async fn set_password(
    who: SignedIn,
    visitor: Visitor,
    body: Bytes,
    desk: Desk,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let password = params.text("password").unwrap_or_default();
    let current = params.text("current");
    match auth::change_password(&desk.0, &who, current, password).await {
        Ok(()) => Ok(done(&visitor, "password")),
        Err(error) => refused(&who, &visitor, &desk, error.into()).await,
    }
}

/// `POST /{lang}/account/sessions`: signs one device out, or all of them.
pub(crate) async fn end_sessions(
    who: SignedIn,
    visitor: Visitor,
    body: Bytes,
    auth: Data<Auth>,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let Some(session) = params.text("session") else {
        auth::end_everywhere(&auth, who.user).await?;
        let mut answer = respond::see_other(&visitor.href("/"));
        // The session is over, with its cookie or without.
        _ = answer.add_cookie(&auth.no_cookie());
        return Ok(answer);
    };
    let unknown = Problem::not_found("auth.no_such_session");
    let session: SessionId = session.parse().map_err(|_| unknown)?;
    auth::end_session(&auth, who.user, session).await?;
    Ok(done(&visitor, "device"))
}

fn done(visitor: &Visitor, what: &str) -> HttpResponse {
    respond::see_other(&visitor.href(&format!("/account?done={what}")))
}

async fn refused(
    who: &Principal,
    visitor: &Visitor,
    desk: &Desk,
    error: Error,
) -> Result<HttpResponse, Error> {
    let (problem, notice) = form::told(error, visitor.words)?;
    let mut view = view(who, visitor, desk, &Params::default()).await?;
    view.notice = Some(notice);
    form::again(&view, &problem)
}

async fn view(
    who: &Principal,
    visitor: &Visitor,
    (auth, storefront, cursors): &Desk,
    params: &Params,
) -> Result<AccountPage, Error> {
    let profile = auth::profile_of(auth, who.user).await?;
    let devices = auth::sessions_of(auth, who.user).await?;
    let words = visitor.words;
    let sealed = params.text("c").map(str::to_owned);
    let sealed = sealed.filter(|c| cursors.open::<ChallengeId>(MEANING, c).is_ok());
    let done = params.text("done").filter(|done| DONE.contains(done));
    let Profile { email, .. } = &profile;
    Ok(AccountPage {
        page: visitor.page(words.t("auth-account"), Section::Elsewhere),
        csrf: auth.form_token(who),
        phone: say::in_digits(visitor.locale(), &profile.phone.local()),
        email: email
            .as_ref()
            .map(|email| email.as_str().to_owned())
            .unwrap_or_default(),
        email_sent: sealed,
        email_is_verified: profile.email_is_verified,
        name: profile.name.unwrap_or_default(),
        password_title: words.t(if profile.has_password {
            "auth-password-change"
        } else {
            "auth-password-set"
        }),
        asks_current: profile.has_password && !who.has_fresh_proof(storefront.clock.now()),
        is_admin: who.is_admin(),
        has_shops: !who.staff.is_empty(),
        devices: devices.iter().map(|it| row(it, who, visitor)).collect(),
        done: done.map(|done| words.t(&format!("auth-done-{done}"))),
        notice: None,
    })
}

fn row(session: &Session, who: &Principal, visitor: &Visitor) -> DeviceRow {
    let at = session.seen_at + chrono::TimeDelta::hours(6);
    let at = at.format("%d-%m-%Y %H:%M").to_string();
    let at = say::in_digits(visitor.locale(), &at);
    let is_unnamed = session.device.is_empty();
    DeviceRow {
        id: session.id.to_string(),
        name: if is_unnamed {
            visitor.words.t("auth-device-unnamed")
        } else {
            device::name_of(&session.device)
        },
        seen: visitor.words.with("auth-device-seen", &[("at", at.into())]),
        is_this: session.id == who.session,
    }
}
