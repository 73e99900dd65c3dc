//! The admin's pages. What is seen here lies within the areas that somebody looks
//! after; accounts, messages, jobs and words are for those who look after
//! everything. Composes what other slices know; owns no table and no rule.

mod area_shops;
mod concepts;
mod frame;
mod home;
mod jobs;
mod messages;
mod misses;
mod people;
mod price_reports;
mod proposals;
mod review;
mod views;

use actix_web::web::{ServiceConfig, get};
use pages::own_post;

/// Registers the admin's pages below `/bn` or `/en`.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/admin", get().to(home::show))
        .route("/admin/people", get().to(people::show))
        .route(
            "/admin/people/{user}/suspend",
            own_post().to(people::suspend),
        )
        .route(
            "/admin/people/{user}/restore",
            own_post().to(people::restore),
        )
        .route("/admin/messages", get().to(messages::show))
        .route(
            "/admin/messages/{message}/retry",
            own_post().to(messages::retry),
        )
        .route("/admin/jobs", get().to(jobs::show))
        .route("/admin/jobs/{job}/retry", own_post().to(jobs::retry))
        .route("/admin/misses", get().to(misses::show))
        .route("/admin/concepts", get().to(concepts::list))
        .route("/admin/concepts", own_post().to(concepts::add))
        .route("/admin/concepts/{concept}", get().to(concepts::edit))
        .route("/admin/concepts/{concept}", own_post().to(concepts::save))
        .route(
            "/admin/concepts/{concept}/remove",
            own_post().to(concepts::remove),
        )
        .route("/admin/dialects/{dialect}", own_post().to(concepts::switch))
        .route("/admin/applications", get().to(review::list))
        .route("/admin/applications/{id}", get().to(review::show))
        .route("/admin/applications/{id}", own_post().to(review::answer))
        .route(
            "/admin/applications/{id}/photos/{image}",
            get().to(review::show_photo),
        )
        .route("/admin/proposals", get().to(proposals::list))
        .route("/admin/proposals/{product}", get().to(proposals::show))
        .route(
            "/admin/proposals/{product}",
            own_post().to(proposals::decide),
        )
        .route("/admin/price-reports", get().to(price_reports::show))
        .route("/admin/shops", get().to(area_shops::list))
        .route("/admin/shops/{id}/ban", own_post().to(area_shops::change));
}
