//! Offers: which shop sells which product, at what price.

use kernel::{ListingId, Money};

use super::{Link, Lists, Ord32, Terms, slot};

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

/// The same in 32 bytes.
#[derive(Clone, Copy)]
struct Row {
    id: ListingId,
    shop: Ord32,
    product: Ord32,
    terms: Terms,
}

const _: () = assert!(size_of::<Option<Row>>() == 32);

impl From<Listing> for Row {
    fn from(listing: Listing) -> Self {
        Self {
            id: listing.id,
            shop: listing.shop,
            product: listing.product,
            terms: Terms::new(listing.price, listing.in_stock),
        }
    }
}

impl Row {
    fn listing(self) -> Listing {
        Listing {
            id: self.id,
            shop: self.shop,
            product: self.product,
            price: self.terms.price(),
            in_stock: self.terms.in_stock(),
        }
    }

    const fn on_shelf(self, listing: Ord32) -> Link {
        Link {
            listing,
            other: self.product,
            terms: self.terms,
        }
    }

    const fn of_product(self, listing: Ord32) -> Link {
        Link {
            listing,
            other: self.shop,
            terms: self.terms,
        }
    }
}

/// All listed offers by `ord`, and both ways to find them.
#[derive(Default)]
pub struct Listings {
    rows: Vec<Option<Row>>,
    by_shop: Lists,
    by_product: Lists,
    count: usize,
}

impl Listings {
    /// All offers at once, which takes no more memory than they need.
    pub fn new(listings: Vec<(Ord32, Listing)>) -> Self {
        let width = listings.iter().map(|(ord, _)| *ord as usize + 1).max();
        let mut rows = vec![None; width.unwrap_or(0)];
        for (ord, listing) in listings {
            rows[ord as usize] = Some(Row::from(listing));
        }
        let listed = || {
            (0..)
                .zip(&rows)
                .filter_map(|(ord, row)| Some((ord, (*row)?)))
        };
        Self {
            by_shop: Lists::new(listed().map(|(ord, row)| (row.shop, row.on_shelf(ord)))),
            by_product: Lists::new(listed().map(|(ord, row)| (row.product, row.of_product(ord)))),
            count: listed().count(),
            rows,
        }
    }

    /// The offer, if it is listed.
    pub fn find(&self, ord: Ord32) -> Option<Listing> {
        self.rows.get(ord as usize)?.map(Row::listing)
    }

    /// Offers of a shop, whether the shop is listed or not.
    #[inline]
    pub fn of_shop(&self, shop: Ord32) -> &[Link] {
        self.by_shop.of(shop)
    }

    /// Offers of a product.
    #[inline]
    pub fn of_product(&self, product: Ord32) -> &[Link] {
        self.by_product.of(product)
    }

    /// All shelves.
    pub const fn shelves(&self) -> &Lists {
        &self.by_shop
    }

    /// Puts an offer in, or takes it out with `None`.
    pub fn set(&mut self, ord: Ord32, listing: Option<Listing>) {
        let row = listing.map(Row::from);
        let before = std::mem::replace(slot(&mut self.rows, ord), row);
        self.count = self.count + usize::from(row.is_some()) - usize::from(before.is_some());
        if let Some(before) = before {
            if row.is_none_or(|row| row.shop != before.shop) {
                self.by_shop.take(before.shop, ord);
            }
            if row.is_none_or(|row| row.product != before.product) {
                self.by_product.take(before.product, ord);
            }
        }
        if let Some(row) = row {
            self.by_shop.put(row.shop, row.on_shelf(ord));
            self.by_product.put(row.product, row.of_product(ord));
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// All listed offers.
    pub fn iter(&self) -> impl Iterator<Item = (Ord32, Listing)> {
        (0..)
            .zip(&self.rows)
            .filter_map(|(ord, row)| Some((ord, row.as_ref()?.listing())))
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        let rows = self.rows.capacity() * size_of::<Option<Row>>();
        rows + self.by_shop.bytes() + self.by_product.bytes()
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

    fn link(listing: Ord32, other: Ord32) -> Link {
        Link {
            listing,
            other,
            terms: Terms::new(None, None),
        }
    }

    #[test]
    fn an_offer_is_found_from_both_sides_until_it_goes() {
        let mut listings = Listings::default();
        listings.set(7, Some(offer(1, 2)));
        listings.set(9, Some(offer(1, 3)));
        assert_eq!(listings.of_shop(1), [link(7, 2), link(9, 3)]);
        assert_eq!(listings.of_product(2), [link(7, 1)]);
        listings.set(7, None);
        assert_eq!(listings.of_shop(1), [link(9, 3)]);
        assert!(listings.of_product(2).is_empty());
        assert_eq!(listings.len(), 1);
    }

    #[test]
    fn a_price_is_the_same_from_all_sides_however_it_came() {
        let dear = Listing {
            price: Some(Money::from_poisha(9_900)),
            in_stock: Some(true),
            ..offer(4, 5)
        };
        let mut set = Listings::new(vec![(3, offer(4, 5))]);
        set.set(3, Some(dear));
        for listings in [set, Listings::new(vec![(3, dear)])] {
            let terms = Terms::new(dear.price, dear.in_stock);
            assert_eq!(listings.find(3), Some(dear));
            assert_eq!(listings.of_shop(4)[0].terms, terms);
            assert_eq!(listings.of_product(5)[0].terms, terms);
            assert_eq!(listings.len(), 1);
        }
    }
}
