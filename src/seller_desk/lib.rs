//! The seller's pages: the shops somebody works in, and what is to be done there.
//! Composes what other slices know; owns no table and no rule.

mod home;
mod sell;
mod views;

use actix_web::web::{ServiceConfig, get};
use pages::own_post;

/// Registers the seller's pages below `/bn` or `/en`.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/desk", get().to(home::show))
        .route("/sell", get().to(sell::start))
        .route("/sell", own_post().to(sell::begin))
        .route("/sell/claim", get().to(sell::confirm))
        .route("/sell/applications/{id}", get().to(sell::show))
        .route("/sell/applications/{id}", own_post().to(sell::fill_in))
        .route(
            "/sell/applications/{id}/photos",
            own_post().to(sell::add_photos),
        )
        .route(
            "/sell/applications/{id}/photos/remove",
            own_post().to(sell::remove_photo),
        )
        .route(
            "/sell/applications/{id}/photos/{image}",
            get().to(sell::show_photo),
        );
}
