//! The seller's pages: the shops somebody works in, and what is to be done there.
//! Composes what other slices know; owns no table and no rule.

mod counter;
mod filled;
mod goods;
mod home;
mod imports;
mod sell;
mod settings;
mod staff;
mod start;
mod views;

use actix_web::web::{ServiceConfig, get};
use pages::own_post;

/// Registers the seller's pages below `/bn` or `/en`.
pub fn routes(cfg: &mut ServiceConfig) {
    cfg.configure(shelf)
        .route("/desk", get().to(home::show))
        .route("/desk/shops/{shop}/start", get().to(start::show))
        .route("/desk/shops/{shop}/start", own_post().to(start::put))
        .route("/desk/shops/{shop}/import", get().to(imports::show_all))
        .route("/desk/shops/{shop}/import", own_post().to(imports::send))
        .route(
            "/desk/shops/{shop}/import/{import}",
            get().to(imports::one::show),
        )
        .route(
            "/desk/shops/{shop}/import/{import}",
            own_post().to(imports::one::act),
        )
        .route("/desk/shops/{shop}/staff", get().to(staff::show))
        .route("/desk/shops/{shop}/staff", own_post().to(staff::invite))
        .route(
            "/desk/shops/{shop}/staff/{user}",
            own_post().to(staff::change),
        )
        .route("/desk/shops/{shop}/settings", get().to(settings::show))
        .route("/desk/shops/{shop}/settings", own_post().to(settings::save))
        .route(
            "/desk/shops/{shop}/settings/pin",
            own_post().to(settings::move_pin),
        )
        .route(
            "/desk/shops/{shop}/settings/pause",
            own_post().to(settings::pause),
        )
        .route(
            "/desk/shops/{shop}/settings/close",
            own_post().to(settings::close),
        )
        .route(
            "/desk/shops/{shop}/settings/phone",
            own_post().to(settings::phone),
        )
        .route("/sell", get().to(sell::start))
        .route("/sell", own_post().to(sell::begin))
        .route("/sell/claim", get().to(sell::confirm))
        .route("/sell/applications/{id}", get().to(sell::show))
        .route("/sell/applications/{id}", own_post().to(sell::fill_in))
        .route("/sell/applications/{id}/goods", get().to(sell::show_goods))
        .route(
            "/sell/applications/{id}/goods",
            own_post().to(sell::keep_goods),
        )
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

/// The goods of a shop, one by one.
fn shelf(cfg: &mut ServiceConfig) {
    cfg.route("/desk/shops/{shop}/goods", get().to(goods::list::show))
        .route("/desk/shops/{shop}/goods/add", get().to(goods::add::show))
        .route(
            "/desk/shops/{shop}/goods/add",
            own_post().to(goods::add::take),
        )
        .route(
            "/desk/shops/{shop}/goods/new",
            get().to(goods::propose::show),
        )
        .route(
            "/desk/shops/{shop}/goods/new",
            own_post().to(goods::propose::send),
        )
        .route(
            "/desk/shops/{shop}/goods/{offer}",
            get().to(goods::offer::show),
        )
        .route(
            "/desk/shops/{shop}/goods/{offer}",
            own_post().to(goods::offer::save),
        )
        .route(
            "/desk/shops/{shop}/goods/{offer}/pictures",
            get().to(goods::pictures::show),
        )
        .route(
            "/desk/shops/{shop}/goods/{offer}/pictures",
            own_post().to(goods::pictures::add),
        )
        .route(
            "/desk/shops/{shop}/goods/{offer}/pictures/change",
            own_post().to(goods::pictures::change),
        )
        .route(
            "/desk/shops/{shop}/goods/{offer}/reports",
            own_post().to(goods::reported::answer),
        )
        .route(
            "/desk/shops/{shop}/goods/{offer}/stock",
            own_post().to(goods::offer::move_pieces),
        )
        .route(
            "/desk/shops/{shop}/goods/{offer}/list",
            own_post().to(goods::offer::put),
        );
}
