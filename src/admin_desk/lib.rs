//! The admin's pages. Everything that is seen here lies within the areas that
//! somebody looks after. Composes what other slices know; owns no table and no
//! rule.

mod area_shops;
mod home;
mod review;
mod views;

use actix_web::web::{ServiceConfig, get};
use pages::own_post;

/// Registers the admin's pages below `/bn` or `/en`.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/admin", get().to(home::show))
        .route("/admin/applications", get().to(review::list))
        .route("/admin/applications/{id}", get().to(review::show))
        .route("/admin/applications/{id}", own_post().to(review::answer))
        .route(
            "/admin/applications/{id}/photos/{image}",
            get().to(review::show_photo),
        )
        .route("/admin/shops", get().to(area_shops::list))
        .route("/admin/shops/{id}/ban", own_post().to(area_shops::change));
}
