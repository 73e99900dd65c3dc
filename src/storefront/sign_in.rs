//! `/{lang}/sign-in`: a number, the code that came, and in. Works without a
//! script; what one step hands to the next travels in the address, signed.

use actix_web::http::header::USER_AGENT;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use auth::otp::{self, Destination, Issue, Purpose};
use auth::{Auth, Device, SignInWith, SignedIn, read_phone};
use kernel::{ChallengeId, Phone};
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use platform::limits::Limits;
use serde::{Deserialize, Serialize};

use crate::views::sign_in::{SignInPage, Step};
use pages::Section;
use pages::Visitor;
use pages::form;
use pages::respond;
use pages::say;

/// What a signed step is for.
const MEANING: &str = "storefront sign-in";

/// A code that is on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sent {
    challenge: ChallengeId,
    /// Where it went, masked.
    to: String,
    back: String,
}

/// `GET /{lang}/sign-in`
pub(crate) async fn start(visitor: Visitor, params: Params) -> Result<HttpResponse, Error> {
    let back = back(&visitor, &params);
    let step = if params.text("by") == Some("password") {
        Step::Password
    } else {
        Step::Phone
    };
    let mut view = view(&visitor, step, back);
    view.done = (params.text("done") == Some("reset")).then(|| visitor.words.t("auth-done-reset"));
    respond::page(&view)
}

/// `POST /{lang}/sign-in`: sends a code.
pub(crate) async fn send(
    req: HttpRequest,
    visitor: Visitor,
    body: Bytes,
    (auth, limits, cursors): (Data<Auth>, Data<Limits>, Data<Cursors>),
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let back = back(&visitor, &params);
    let typed = params.text("phone").unwrap_or_default().to_owned();
    let ask = |phone| Issue {
        purpose: Purpose::SignIn,
        to: Destination::Phone(phone),
        language: visitor.locale(),
        caller: limits.caller(&req),
    };
    let sent = match phone(params).map(ask) {
        Ok(ask) => otp::issue(&auth, &ask)
            .await
            .map(|challenge| (challenge.id, ask.to.to_string()))
            .map_err(Error::from),
        Err(wrong) => Err(wrong.into()),
    };
    match sent {
        Ok((challenge, to)) => {
            let sent = Sent {
                challenge,
                to,
                back,
            };
            let sealed = cursors.seal(MEANING, &sent);
            let path = format!("/sign-in/code?c={sealed}");
            Ok(respond::see_other(&visitor.href(&path)))
        }
        Err(error) => again(&visitor, Step::Phone, back, typed, error),
    }
}

/// `GET /{lang}/sign-in/code`
pub(crate) async fn ask_code(
    visitor: Visitor,
    params: Params,
    cursors: Data<Cursors>,
) -> Result<HttpResponse, Error> {
    match sent(&params, &cursors) {
        Some((sealed, sent)) => respond::page(&code_view(&visitor, sealed, sent)),
        None => Ok(respond::see_other(&visitor.href("/sign-in"))),
    }
}

/// `POST /{lang}/sign-in/code`
pub(crate) async fn give_code(
    req: HttpRequest,
    visitor: Visitor,
    body: Bytes,
    auth: Data<Auth>,
    cursors: Data<Cursors>,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let Some((sealed, sent)) = sent(&params, &cursors) else {
        return Ok(respond::see_other(&visitor.href("/sign-in")));
    };
    let with = SignInWith::Code {
        challenge: sent.challenge,
        code: params.text("code").unwrap_or_default().to_owned(),
        language: visitor.locale(),
    };
    match auth::sign_in_page(&auth, with, device(&req)).await {
        Ok(cookie) => Ok(come_in(&auth, &sent.back, cookie)),
        Err(error) => {
            let (problem, notice) = form::told(error.into(), visitor.words)?;
            let mut view = code_view(&visitor, sealed, sent);
            view.notice = Some(notice);
            form::again(&view, &problem)
        }
    }
}

/// `POST /{lang}/sign-in/password`
pub(crate) async fn by_password(
    req: HttpRequest,
    visitor: Visitor,
    body: Bytes,
    auth: Data<Auth>,
    limits: Data<Limits>,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let back = back(&visitor, &params);
    let typed = params.text("phone").unwrap_or_default().to_owned();
    let password = params.text("password").unwrap_or_default().to_owned();
    let signed = match phone(params) {
        Ok(phone) => {
            let with = SignInWith::Password {
                phone,
                password,
                caller: limits.caller(&req),
            };
            let signed = auth::sign_in_page(&auth, with, device(&req)).await;
            signed.map_err(Error::from)
        }
        Err(wrong) => Err(wrong.into()),
    };
    match signed {
        Ok(cookie) => Ok(come_in(&auth, &back, cookie)),
        Err(error) => again(&visitor, Step::Password, back, typed, error),
    }
}

/// `POST /{lang}/sign-out`
pub(crate) async fn leave(
    who: SignedIn,
    visitor: Visitor,
    auth: Data<Auth>,
) -> Result<HttpResponse, Error> {
    auth::end_session(&auth, who.user, who.session).await?;
    let mut answer = respond::see_other(&visitor.href("/"));
    // The session is over, with its cookie or without.
    _ = answer.add_cookie(&auth.no_cookie());
    Ok(answer)
}

fn come_in(auth: &Auth, back: &str, cookie: String) -> HttpResponse {
    let mut answer = respond::see_other(back);
    answer
        .add_cookie(&auth.cookie(cookie))
        .expect("base 64 is what cookies may carry");
    answer
}

fn phone(mut params: Params) -> Result<Phone, Problem> {
    let phone = read_phone(&mut params, "phone");
    let missing = Problem::field("phone", "platform.missing");
    params.finish().and_then(|()| phone.ok_or(missing))
}

fn sent(params: &Params, cursors: &Cursors) -> Option<(String, Sent)> {
    let sealed = params.text("c")?;
    let sent = cursors.open(MEANING, sealed).ok()?;
    Some((sealed.to_owned(), sent))
}

fn back(visitor: &Visitor, params: &Params) -> String {
    let back = params.text("back").and_then(respond::safe_back);
    back.map_or_else(|| visitor.href("/account"), str::to_owned)
}

pub(crate) fn device(req: &HttpRequest) -> Device {
    let name = req.headers().get(USER_AGENT);
    Device::named(name.and_then(|name| name.to_str().ok()))
}

fn view(visitor: &Visitor, step: Step, back: String) -> SignInPage {
    let title = visitor.words.t("auth-sign-in");
    let mut page = visitor.page(title, Section::Elsewhere);
    // The switch of language leads to a form, not to where one was sent.
    if let Some(at) = page.at.find("/code") {
        page.at.truncate(at);
    }
    SignInPage {
        page,
        step,
        back,
        typed: String::new(),
        sealed: String::new(),
        sent_to: String::new(),
        done: None,
        notice: None,
    }
}

fn code_view(visitor: &Visitor, sealed: String, sent: Sent) -> SignInPage {
    let to = say::in_digits(visitor.locale(), &sent.to);
    let values = [("to", to.into())];
    SignInPage {
        sealed,
        sent_to: visitor.words.with("auth-code-sent", &values),
        ..view(visitor, Step::Code, sent.back)
    }
}

fn again(
    visitor: &Visitor,
    step: Step,
    back: String,
    typed: String,
    error: Error,
) -> Result<HttpResponse, Error> {
    let (problem, notice) = form::told(error, visitor.words)?;
    let view = SignInPage {
        typed,
        notice: Some(notice),
        ..view(visitor, step, back)
    };
    form::again(&view, &problem)
}
