//! One shop.

use askama::Template;
use media::Picture;

use super::card::{Naming, ShopCard, Stock, Trust};
use super::choice::Choice;
use pages::Page;

/// One day of the week.
#[derive(Clone, Debug)]
pub(crate) struct HoursRow {
    pub day: String,
    pub spans: Vec<String>,
    pub today: bool,
}

/// One item the shop lists.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub href: String,
    pub name: Naming,
    pub picture: Option<Picture>,
    pub size: Option<String>,
    pub price: Option<String>,
    pub unit_price: Option<String>,
    pub stock: Stock,
}

/// Items of one category.
#[derive(Clone, Debug)]
pub(crate) struct ItemGroup {
    pub name: String,
    pub items: Vec<Item>,
}

#[derive(Template)]
#[template(path = "storefront/shop.html")]
pub(crate) struct ShopPage {
    pub page: Page,
    pub shop: ShopCard,
    pub id: String,
    /// What its owner says about it.
    pub about: Option<String>,
    /// Its place is shown to nobody.
    pub is_home: bool,
    /// The address people hand on.
    pub link: String,
    pub poster_href: String,
    pub geo_href: String,
    pub osm_href: String,
    /// Empty where nobody told us the hours.
    pub hours: Vec<HoursRow>,
    pub has_items: bool,
    pub asked: String,
    pub groups: Vec<ItemGroup>,
    pub next: Option<String>,
    /// Categories that shops of this kind usually sell.
    pub usually: Vec<Choice>,
}
