//! `offers`: who sells one product around here.

use kernel::{ListingId, Money, Point, ProductId};

use super::disc::geo_point;
use super::nearby::NearShop;
use crate::Search;
use crate::tables::Product;

/// In which order offers stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OfferSort {
    /// Cheapest first, as near as can be; unknown prices behind, what is sold out
    /// last.
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
            let near = a.shop.distance_m.total_cmp(&b.shop.distance_m);
            match sort {
                OfferSort::Price => a.costs().cmp(&b.costs()).then(near),
                OfferSort::Distance => near.then(a.costs().cmp(&b.costs())),
            }
            .then(a.listing.cmp(&b.listing))
        });
        Some((product.clone(), offers))
    }

    /// Offers of a product and of the other packs of its family within a radius,
    /// what costs least by weight, volume or piece first; `None` when there is no
    /// such product.
    pub fn family_offers(
        &self,
        id: ProductId,
        origin: Point,
        radius_m: f64,
    ) -> Option<Vec<(Product, Offer)>> {
        let of = |id| self.offers(id, origin, radius_m, OfferSort::Price);
        let own = of(id)?;
        let family = self.family(id).into_iter().filter(|other| other.id != id);
        let others = family.filter_map(|other| of(other.id));
        let mut all: Vec<(Product, Offer)> = std::iter::once(own)
            .chain(others)
            .flat_map(|(product, offers)| {
                offers
                    .into_iter()
                    .map(move |offer| (product.clone(), offer))
            })
            .collect();
        all.sort_by(|a, b| {
            let near = a.1.shop.distance_m.total_cmp(&b.1.shop.distance_m);
            let costs = unit_costs(a).cmp(&unit_costs(b));
            costs.then(near).then(a.1.listing.cmp(&b.1.listing))
        });
        Some(all)
    }
}

/// What is sold out stands last, what has no unit price before it, and units of
/// one kind together.
fn unit_costs((product, offer): &(Product, Offer)) -> (bool, bool, &'static str, i64) {
    let unit = catalog::unit_price(offer.price, product.size.as_deref(), false);
    let (code, poisha) = unit.map_or(("", i64::MAX), |unit| (unit.code(), unit.price.poisha()));
    (offer.is_out(), unit.is_none(), code, poisha)
}

impl Offer {
    /// The shop says that it has none left.
    pub fn is_out(&self) -> bool {
        self.in_stock == Some(false)
    }

    /// What is sold out costs more than anything.
    fn costs(&self) -> (bool, i64) {
        (self.is_out(), self.price.map_or(i64::MAX, Money::poisha))
    }
}

/// The offer that costs least of those that are not sold out, the nearest of
/// several; `None` where there is nothing to compare.
pub fn best_of<'a>(offers: impl IntoIterator<Item = &'a Offer>) -> Option<ListingId> {
    let priced = |offer: &&Offer| offer.price.is_some() && !offer.is_out();
    let priced: Vec<&Offer> = offers.into_iter().filter(priced).collect();
    let best = priced.iter().min_by(|a, b| {
        let near = a.shop.distance_m.total_cmp(&b.shop.distance_m);
        a.costs().cmp(&b.costs()).then(near)
    });
    best.filter(|_| priced.len() > 1).map(|best| best.listing)
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
        let variant = |product: Product| {
            let offers = self.offers(product.id, origin, radius_m, OfferSort::Distance);
            let available = offers.is_some_and(|(_, offers)| {
                offers.iter().any(|offer| offer.in_stock != Some(false))
            });
            Variant { product, available }
        };
        self.family(id).into_iter().map(variant).collect()
    }

    fn family(&self, id: ProductId) -> Vec<Product> {
        let tables = self.tables.read();
        let found = tables.products.by_id(id);
        let family = found.map(|(_, product)| tables.products.family_of(product));
        family.unwrap_or_default().into_iter().cloned().collect()
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
