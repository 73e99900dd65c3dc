//! `/{lang}/account/app`: the authenticator app of admins.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data};
use auth::{Auth, Principal, SignedIn};
use platform::http::{Error, Params};

use crate::views::account::AppPage;
use pages::Section;
use pages::Visitor;
use pages::form;
use pages::respond;

/// `GET /{lang}/account/app`: asks for a code, or offers to set an app up.
pub(crate) async fn show(
    who: SignedIn,
    visitor: Visitor,
    auth: Data<Auth>,
    params: Params,
) -> Result<HttpResponse, Error> {
    let view = view(&who, &visitor, &auth, &params);
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST /{lang}/account/app`: makes the secret of a new app and shows it.
pub(crate) async fn set_up(
    who: SignedIn,
    visitor: Visitor,
    auth: Data<Auth>,
) -> Result<HttpResponse, Error> {
    let mut view = view(&who, &visitor, &auth, &Params::default());
    match auth::enrol_totp(&auth, &who).await {
        Ok(made) => {
            view.made = Some((made.secret, made.url, drawn(&made.qr_svg)));
            Ok(respond::unkept(respond::page(&view)?))
        }
        Err(error) => again(view, error.into(), &visitor),
    }
}

/// `POST /{lang}/account/app/confirm`: the first code, and recovery codes for it.
pub(crate) async fn confirm(
    who: SignedIn,
    visitor: Visitor,
    auth: Data<Auth>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let mut view = view(&who, &visitor, &auth, &params);
    let code = params.text("code").unwrap_or_default();
    match auth::confirm_totp(&auth, &who, code).await {
        Ok(codes) => {
            view.recovery = codes;
            Ok(respond::unkept(respond::page(&view)?))
        }
        Err(error) => again(view, error.into(), &visitor),
    }
}

/// `POST /{lang}/account/app/verify`: a code, and on to where it was asked for.
pub(crate) async fn give(
    who: SignedIn,
    visitor: Visitor,
    auth: Data<Auth>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let view = view(&who, &visitor, &auth, &params);
    let code = params.text("code").unwrap_or_default();
    match auth::give_totp(&auth, &who, code).await {
        Ok(()) => Ok(respond::see_other(&view.back)),
        Err(error) => again(view, error.into(), &visitor),
    }
}

fn view(who: &Principal, visitor: &Visitor, auth: &Auth, params: &Params) -> AppPage {
    let back = params.text("back").and_then(respond::safe_back);
    AppPage {
        page: visitor.page(visitor.words.t("auth-app"), Section::Elsewhere),
        csrf: auth.form_token(who),
        back: back.map_or_else(|| visitor.href("/account"), str::to_owned),
        has_app: who.has_totp,
        made: None,
        recovery: Vec::new(),
        notice: None,
    }
}

fn again(mut view: AppPage, error: Error, visitor: &Visitor) -> Result<HttpResponse, Error> {
    let (problem, notice) = form::told(error, visitor.words)?;
    view.notice = Some(notice);
    form::again(&view, &problem)
}

/// The picture without the declaration that only files have.
fn drawn(svg: &str) -> String {
    svg.find("<svg").map_or("", |at| &svg[at..]).to_owned()
}
