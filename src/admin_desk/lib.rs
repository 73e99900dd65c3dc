//! The admin's pages. Everything that is seen here lies within the areas that
//! somebody looks after. Composes what other slices know; owns no table and no
//! rule.

mod home;
mod views;

use actix_web::web::{ServiceConfig, get};

/// Registers the admin's pages below `/bn` or `/en`.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/admin", get().to(home::show));
}
