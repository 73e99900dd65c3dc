//! The shopper's pages: a place, shops nearby, search, a shop, a product.
//! Composes what other slices know; owns no table and no rule.
//!
//! The app mounts [`site`] and, in each language, [`routes`], and hands in `Data` of [`Storefront`],
//! [`search::Search`], [`areas::Areas`], [`auth::Auth`], [`platform::db::Db`] and
//! [`platform::cursor::Cursors`].

mod account;
mod cards;
mod category;
mod facts;
mod filters;
mod forgotten;
mod frame;
mod freshness;
mod home;
mod map;
mod offer;
mod opening;
mod pack;
mod pictures;
mod place;
mod product;
mod query;
mod request;
mod search_page;
mod shop;
mod sign_in;
mod site_files;
mod sitemap;
mod views;

#[cfg(test)]
mod tests;

use actix_web::web::{ServiceConfig, get};
use kernel::Clock;
use pages::own_post;

pub use site_files::site;

/// What the pages need besides the slices.
#[derive(Clone, Debug)]
pub struct Storefront {
    /// Tells which shops are open.
    pub clock: Clock,
    /// The address people see, such as `https://haat.example`.
    pub site: String,
    /// Map tiles, `{z}/{x}/{y}`; `None` draws outlines only.
    pub tile_url: Option<String>,
}

impl Storefront {
    /// The address of a shop that people hand on.
    fn link(&self, slug: &str) -> String {
        format!("{}/s/{slug}", self.site)
    }
}

/// Registers the shopper's pages below `/bn` or `/en`.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("", get().to(frame::bare))
        .route("/", get().to(home::show))
        .route("/search", get().to(search_page::show))
        .route("/shops/{id}", get().to(shop::show))
        .route("/s/{slug}", get().to(shop::by_slug))
        .route("/s/{slug}/poster", get().to(shop::poster::show))
        .route("/products/{id}", get().to(product::show))
        .route("/offers/{id}", get().to(offer::show))
        .route("/offers/{id}", own_post().to(offer::report))
        .route("/place", get().to(place::start))
        .route("/place", own_post().to(place::choose))
        .route("/place/{code}", get().to(place::parts))
        .route("/categories", get().to(category::all))
        .route("/categories/{code:.+}", get().to(category::one))
        .route("/map", get().to(map::show))
        .route("/requests", own_post().to(request::ask))
        .route("/help", get().to(frame::help))
        .route("/lite", own_post().to(frame::lite))
        .configure(people);
}

/// Signing in, and one's own account.
fn people(cfg: &mut ServiceConfig) {
    cfg.route("/sign-in", get().to(sign_in::start))
        .route("/sign-in", own_post().to(sign_in::send))
        .route("/sign-in/code", get().to(sign_in::ask_code))
        .route("/sign-in/code", own_post().to(sign_in::give_code))
        .route("/sign-in/password", own_post().to(sign_in::by_password))
        .route("/sign-in/forgotten", get().to(forgotten::start))
        .route("/sign-in/forgotten", own_post().to(forgotten::send))
        .route("/sign-in/forgotten/code", get().to(forgotten::ask))
        .route("/sign-in/forgotten/code", own_post().to(forgotten::reset))
        .route("/sign-out", own_post().to(sign_in::leave))
        .route("/account", get().to(account::show))
        .route("/account", own_post().to(account::change))
        .route("/account/email", own_post().to(account::verify_email))
        .route("/account/password", own_post().to(account::set_password))
        .route("/account/sessions", own_post().to(account::end_sessions))
        .route("/account/app", get().to(account::app::show))
        .route("/account/app", own_post().to(account::app::set_up))
        .route("/account/app/confirm", own_post().to(account::app::confirm))
        .route("/account/app/verify", own_post().to(account::app::give));
}
