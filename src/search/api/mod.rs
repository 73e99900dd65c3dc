//! JSON faces. Paths are relative; the app mounts them.

mod nearby;
mod offers;
mod params;
mod product;
mod requests;
mod search;
mod seller;
mod suggest;
mod views;

use utoipa_actix_web::service_config::ServiceConfig;

pub use params::{read_question, read_radius};

/// Registers `/shops/nearby`, `/search`, `/suggest`, `/products/{id}` with its offers and `/requests`.
pub fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(nearby::shops_nearby)
        .service(search::search_goods)
        .service(suggest::suggest_goods)
        .service(product::show_product)
        .service(offers::compare_offers)
        .service(seller::find_products)
        .service(requests::ask_nearby_shops);
}
