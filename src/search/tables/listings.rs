//! Offers: which shop sells which product, at what price.

use kernel::{ListingId, Money};

use super::{Ord32, slot};

/// One shop's offer of one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Listing {
    /// Its id.
    pub id: ListingId,
    /// `ord` of the shop.
    pub shop: Ord32,
    /// `ord` of the product.
    pub product: Ord32,
    /// What it costs; `None` = not told.
    pub price: Option<Money>,
    /// Whether it is there; `None` = not told.
    pub in_stock: Option<bool>,
}

/// An offer and who stands on its other side. Ranking goes through thousands of
/// these and looks at few of the offers themselves, so what it filters by lies
/// in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// `ord` of the offer.
    pub listing: Ord32,
    /// `ord` of the product on a shop's shelf, of the shop for a product.
    pub other: Ord32,
}

/// All listed offers by `ord`, and both ways to find them.
#[derive(Default)]
pub struct Listings {
    rows: Vec<Option<Listing>>,
    by_shop: Vec<Vec<Link>>,
    by_product: Vec<Vec<Link>>,
    count: usize,
}

impl Listings {
    /// The offer, if it is listed.
    pub fn find(&self, ord: Ord32) -> Option<&Listing> {
        self.rows.get(ord as usize)?.as_ref()
    }

    /// Offers of a shop, whether the shop is listed or not.
    pub fn of_shop(&self, shop: Ord32) -> &[Link] {
        self.by_shop.get(shop as usize).map_or(&[], Vec::as_slice)
    }

    /// Offers of a product.
    pub fn of_product(&self, product: Ord32) -> &[Link] {
        self.by_product
            .get(product as usize)
            .map_or(&[], Vec::as_slice)
    }

    /// Puts an offer in, or takes it out with `None`.
    pub fn set(&mut self, ord: Ord32, listing: Option<Listing>) {
        let before = std::mem::replace(slot(&mut self.rows, ord), listing);
        self.count = self.count + usize::from(listing.is_some()) - usize::from(before.is_some());
        let places = |l: &Listing| (l.shop, l.product);
        if before.as_ref().map(places) == listing.as_ref().map(places) {
            return;
        }
        if let Some(before) = before {
            slot(&mut self.by_shop, before.shop).retain(|known| known.listing != ord);
            slot(&mut self.by_product, before.product).retain(|known| known.listing != ord);
        }
        if let Some(listing) = listing {
            slot(&mut self.by_shop, listing.shop).push(Link {
                listing: ord,
                other: listing.product,
            });
            slot(&mut self.by_product, listing.product).push(Link {
                listing: ord,
                other: listing.shop,
            });
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// All listed offers.
    pub fn iter(&self) -> impl Iterator<Item = (Ord32, &Listing)> {
        (0..)
            .zip(&self.rows)
            .filter_map(|(ord, listing)| Some((ord, listing.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(shop: Ord32, product: Ord32) -> Listing {
        Listing {
            id: ListingId::new(),
            shop,
            product,
            price: None,
            in_stock: None,
        }
    }

    #[test]
    fn an_offer_is_found_from_both_sides_until_it_goes() {
        let mut listings = Listings::default();
        listings.set(7, Some(offer(1, 2)));
        listings.set(9, Some(offer(1, 3)));
        let link = |listing, other| Link { listing, other };
        assert_eq!(listings.of_shop(1), [link(7, 2), link(9, 3)]);
        assert_eq!(listings.of_product(2), [link(7, 1)]);
        listings.set(7, None);
        assert_eq!(listings.of_shop(1), [link(9, 3)]);
        assert!(listings.of_product(2).is_empty());
        assert_eq!(listings.len(), 1);
    }
}
