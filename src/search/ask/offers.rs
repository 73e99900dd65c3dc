//! `offers`: who sells one product around here.

use kernel::{ListingId, Money, Point, ProductId};

use super::disc::geo_point;
use super::nearby::NearShop;
use crate::Search;
use crate::tables::Product;

/// In which order offers stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OfferSort {
    /// Cheapest first, unknown prices last.
    #[default]
    Price,
    /// Nearest first.
    Distance,
}

/// One shop's offer of the product.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The offer.
    pub listing: ListingId,
    /// What it costs, if told.
    pub price: Option<Money>,
    /// Whether it is there, if told.
    pub in_stock: Option<bool>,
    /// Where.
    pub shop: NearShop,
}

impl Search {
    /// A product and its offers within a radius; `None` when there is no such
    /// product (or it is too new to be known here).
    pub fn offers(
        &self,
        id: ProductId,
        origin: Point,
        radius_m: f64,
        sort: OfferSort,
    ) -> Option<(Product, Vec<Offer>)> {
        let now = self.clock.now_in_dhaka();
        let tables = self.tables.read();
        let (ord, product) = tables.products.by_id(id)?;
        let (here, mut offers) = (geo_point(origin), Vec::new());
        for listing in tables
            .listings
            .of_product(ord)
            .iter()
            .filter_map(|link| tables.listings.find(link.listing))
        {
            let Some(shop) = tables.shops.find(listing.shop) else {
                continue;
            };
            let distance_m = here.distance_m(geo_point(shop.location));
            if distance_m <= radius_m {
                let shop = NearShop::of(shop, distance_m, now);
                offers.push(Offer {
                    listing: listing.id,
                    price: listing.price,
                    in_stock: listing.in_stock,
                    shop,
                });
            }
        }
        offers.sort_by(|a, b| {
            let price = |o: &Offer| o.price.map_or(i64::MAX, Money::poisha);
            let near = a.shop.distance_m.total_cmp(&b.shop.distance_m);
            match sort {
                OfferSort::Price => price(a).cmp(&price(b)).then(near),
                OfferSort::Distance => near.then(price(a).cmp(&price(b))),
            }
            .then(a.listing.cmp(&b.listing))
        });
        Some((product.clone(), offers))
    }
}

/// A product among those that are the same thing in other sizes or colours.
#[derive(Clone, Debug)]
pub struct Variant {
    /// It.
    pub product: Product,
    /// Whether a shop around does not say that it has none; false without offers.
    pub available: bool,
}

impl Search {
    /// The family of a product, itself included; empty for one that stands alone.
    pub fn variants(&self, id: ProductId, origin: Point, radius_m: f64) -> Vec<Variant> {
        let family: Vec<Product> = {
            let tables = self.tables.read();
            let found = tables.products.by_id(id);
            let family = found.map(|(_, product)| tables.products.family_of(product));
            family.unwrap_or_default().into_iter().cloned().collect()
        };
        let variant = |product: Product| {
            let offers = self.offers(product.id, origin, radius_m, OfferSort::Distance);
            let available = offers.is_some_and(|(_, offers)| {
                offers.iter().any(|offer| offer.in_stock != Some(false))
            });
            Variant { product, available }
        };
        family.into_iter().map(variant).collect()
    }
}

impl std::str::FromStr for OfferSort {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "price" => Ok(Self::Price),
            "distance" => Ok(Self::Distance),
            _ => Err(()),
        }
    }
}
