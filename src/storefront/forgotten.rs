//! `/{lang}/sign-in/forgotten`: a code to the phone or the address, and a new
//! password. What is answered does not tell who has an account; what one step hands
//! to the next travels in the address, signed.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use auth::otp::{self, Destination, Issue, Purpose};
use auth::{Auth, read_phone};
use kernel::ChallengeId;
use pages::{Section, Visitor, form, respond, say};
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use platform::limits::Limits;
use serde::{Deserialize, Serialize};

use crate::views::forgotten::ForgottenPage;

/// What a signed step is for.
const MEANING: &str = "storefront forgotten password";
/// Where it begins.
const PATH: &str = "/sign-in/forgotten";

/// A code that is on its way, if somebody has an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sent {
    challenge: ChallengeId,
    /// Where it goes, masked.
    to: String,
    /// For how long it is good.
    minutes: i64,
}

/// `GET /{lang}/sign-in/forgotten`
pub(crate) async fn start(visitor: Visitor) -> Result<HttpResponse, Error> {
    respond::page(&view(&visitor, None))
}

/// `POST /{lang}/sign-in/forgotten`: sends a code to who has an account.
pub(crate) async fn send(
    req: HttpRequest,
    visitor: Visitor,
    body: Bytes,
    (auth, limits, cursors): (Data<Auth>, Data<Limits>, Data<Cursors>),
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let typed = params.text("to").unwrap_or_default().to_owned();
    let sent = match destination(params) {
        Ok(to) => {
            let ask = Issue {
                purpose: Purpose::PasswordReset,
                to,
                language: visitor.locale(),
                caller: limits.caller(&req),
            };
            let issued = otp::issue(&auth, &ask).await;
            issued.map(|sent| (sent.id, ask.to)).map_err(Error::from)
        }
        Err(wrong) => Err(wrong.into()),
    };
    match sent {
        Ok((challenge, to)) => {
            let sent = Sent {
                challenge,
                minutes: to.good_for_s() / 60,
                to: to.to_string(),
            };
            let sealed = cursors.seal(MEANING, &sent);
            let path = format!("{PATH}/code?c={sealed}");
            Ok(respond::see_other(&visitor.href(&path)))
        }
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let view = ForgottenPage {
                typed,
                notice: Some(notice),
                ..view(&visitor, None)
            };
            form::again(&view, &problem)
        }
    }
}

/// A number or an address, in one field.
fn destination(mut params: Params) -> Result<Destination, Problem> {
    let missing = || Problem::field("to", "platform.missing");
    let typed = params.text("to").ok_or_else(missing)?.trim().to_owned();
    if typed.contains('@') {
        let bad = |_| Problem::field("to", "auth.not_an_email");
        return typed.parse().map(Destination::Email).map_err(bad);
    }
    let phone = read_phone(&mut params, "to");
    params.finish()?;
    phone.map(Destination::Phone).ok_or_else(missing)
}

/// `GET /{lang}/sign-in/forgotten/code`
pub(crate) async fn ask(
    visitor: Visitor,
    params: Params,
    cursors: Data<Cursors>,
) -> Result<HttpResponse, Error> {
    match sent(&params, &cursors) {
        Some(sent) => Ok(respond::unkept(respond::page(&view(&visitor, Some(sent)))?)),
        None => Ok(respond::see_other(&visitor.href(PATH))),
    }
}

/// `POST /{lang}/sign-in/forgotten/code`: takes the code once, sets the password and
/// ends every session.
pub(crate) async fn reset(
    visitor: Visitor,
    body: Bytes,
    auth: Data<Auth>,
    cursors: Data<Cursors>,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let Some(sent) = sent(&params, &cursors) else {
        return Ok(respond::see_other(&visitor.href(PATH)));
    };
    let code = params.text("code").unwrap_or_default();
    let password = params.given("password").unwrap_or_default();
    match auth::reset_password(&auth, sent.1.challenge, code, password).await {
        Ok(()) => {
            let path = visitor.href("/sign-in?by=password&done=reset");
            let mut answer = respond::see_other(&path);
            // Sessions are over, the one of this browser too.
            _ = answer.add_cookie(&auth.no_cookie());
            Ok(answer)
        }
        Err(error) => {
            let (problem, notice) = form::told(error.into(), visitor.words)?;
            let mut view = view(&visitor, Some(sent));
            view.notice = Some(notice);
            Ok(respond::unkept(form::again(&view, &problem)?))
        }
    }
}

fn sent(params: &Params, cursors: &Cursors) -> Option<(String, Sent)> {
    let sealed = params.text("c")?;
    let sent = cursors.open(MEANING, sealed).ok()?;
    Some((sealed.to_owned(), sent))
}

fn view(visitor: &Visitor, sent: Option<(String, Sent)>) -> ForgottenPage {
    let words = visitor.words;
    let mut page = visitor.page(words.t("auth-forgotten-title"), Section::Elsewhere);
    // The switch of language leads to a form, not to where one was sent.
    if let Some(at) = page.at.find("/code") {
        page.at.truncate(at);
    }
    ForgottenPage {
        sent: sent.map(|(sealed, sent)| {
            let to = say::in_digits(words.0, &sent.to);
            let minutes = say::number(words.0, sent.minutes.unsigned_abs());
            let values = [("to", to.into()), ("minutes", minutes.into())];
            (sealed, words.with("auth-forgotten-sent", &values))
        }),
        typed: String::new(),
        notice: None,
        page,
    }
}
