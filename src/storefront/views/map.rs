//! Shops on a map, with the same shops as a list.

use askama::Template;

use super::card::{ShopCard, Trust};
use pages::Page;

#[derive(Template)]
#[template(path = "storefront/map.html")]
pub(crate) struct MapPage {
    pub page: Page,
    pub back_href: String,
    pub radius_m: u32,
    /// The API question the map asks, without its cursor.
    pub nearby_url: String,
    /// Empty: only our own outlines are drawn.
    pub tile_url: String,
    pub tile_credit: String,
    pub heading: String,
    pub cards: Vec<ShopCard>,
}
