//! The seller's pages: the shops somebody works in, and what is to be done there.
//! Composes what other slices know; owns no table and no rule.

mod home;
mod views;

use actix_web::web::{ServiceConfig, get};

/// Registers the seller's pages below `/bn` or `/en`.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/desk", get().to(home::show));
}
