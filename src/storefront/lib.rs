//! The shopper's pages: a place, shops nearby, search, a shop, a product.
//! Composes what other slices know; owns no table and no rule.
//!
//! The app mounts [`routes`] and hands in `Data` of [`Storefront`],
//! [`search::Search`], [`areas::Areas`], [`auth::Auth`], [`platform::db::Db`] and
//! [`platform::cursor::Cursors`].

mod account;
mod cards;
mod category;
mod filters;
mod form;
mod frame;
mod home;
mod map;
mod opening;
mod pack;
mod place;
mod place_cookie;
mod product;
mod query;
mod request;
mod respond;
mod search_page;
mod shop;
mod show_problems;
mod sign_in;
mod site_files;
mod views;
mod visitor;

#[cfg(test)]
mod tests;

use actix_web::guard::{GuardContext, fn_guard};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig, get, post};
use kernel::Clock;

pub use frame::problem;

/// What the pages need besides the slices.
#[derive(Clone, Debug)]
pub struct Storefront {
    /// Tells which shops are open.
    pub clock: Clock,
    /// Map tiles, `{z}/{x}/{y}`; `None` draws outlines only.
    pub tile_url: Option<String>,
}

/// Forms of other sites change nothing here.
fn asked_by_us(ctx: &GuardContext<'_>) -> bool {
    platform::http::is_own_form(ctx.head())
}

/// Registers `/`, `/bn/…`, `/en/…` and what browsers ask every site for.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/", get().to(frame::front))
        .route("/favicon.ico", get().to(site_files::favicon))
        .route("/robots.txt", get().to(site_files::robots));
    for language in ["/bn", "/en"] {
        cfg.service(
            web::scope(language)
                .wrap(from_fn(show_problems::show_problems))
                .route("", get().to(frame::bare))
                .route("/", get().to(home::show))
                .route("/search", get().to(search_page::show))
                .route("/shops/{id}", get().to(shop::show))
                .route("/products/{id}", get().to(product::show))
                .route("/place", get().to(place::start))
                .route(
                    "/place",
                    post().guard(fn_guard(asked_by_us)).to(place::choose),
                )
                .route("/place/{code}", get().to(place::parts))
                .route("/categories", get().to(category::all))
                .route("/categories/{code:.+}", get().to(category::one))
                .route("/map", get().to(map::show))
                .route(
                    "/requests",
                    post().guard(fn_guard(asked_by_us)).to(request::ask),
                )
                .route("/help", get().to(frame::help))
                .route("/lite", post().guard(fn_guard(asked_by_us)).to(frame::lite))
                .configure(people)
                .default_service(web::to(frame::missing)),
        );
    }
}

/// Signing in, and one's own account.
fn people(cfg: &mut ServiceConfig) {
    let sent = || post().guard(fn_guard(asked_by_us));
    cfg.route("/sign-in", get().to(sign_in::start))
        .route("/sign-in", sent().to(sign_in::send))
        .route("/sign-in/code", get().to(sign_in::ask_code))
        .route("/sign-in/code", sent().to(sign_in::give_code))
        .route("/sign-in/password", sent().to(sign_in::by_password))
        .route("/sign-out", sent().to(sign_in::leave))
        .route("/account", get().to(account::show))
        .route("/account", sent().to(account::change))
        .route("/account/email", sent().to(account::verify_email))
        .route("/account/password", sent().to(account::set_password))
        .route("/account/sessions", sent().to(account::end_sessions))
        .route("/account/app", get().to(account::app::show))
        .route("/account/app", sent().to(account::app::set_up))
        .route("/account/app/confirm", sent().to(account::app::confirm))
        .route("/account/app/verify", sent().to(account::app::give));
}
