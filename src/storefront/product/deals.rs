//! Offers side by side: what is paid, whether it is brought, how old the price is.

use catalog::offers::Told;
use kernel::{ListingId, ProductId};
use media::Size;
use platform::i18n::Words;
use search::{Offer, best_of};

use super::{OfferOf, Order};
use crate::Storefront;
use crate::cards::Cards;
use crate::freshness::{is_old, told_ago};
use crate::pack::pack_words;
use crate::pictures::Known;
use crate::views::card::{Naming, OfferCard};
use crate::views::choice::Step;
use crate::views::product::{Deal, Delivery, ProductPage, Shot};
use pages::say;

/// Makes the list of one page.
pub(super) struct Deals<'a> {
    known: &'a Known,
    cards: &'a Cards<'a>,
    front: &'a Storefront,
    order: Order,
}

impl<'a> Deals<'a> {
    pub(super) const fn new(
        known: &'a Known,
        cards: &'a Cards<'a>,
        front: &'a Storefront,
        order: Order,
    ) -> Self {
        Self {
            known,
            cards,
            front,
            order,
        }
    }

    fn words(&self) -> Words {
        self.cards.words()
    }

    /// The list, with the best of it marked.
    pub(super) fn all(&self, offers: &[OfferOf], page_of: ProductId) -> Vec<Deal> {
        let best = self.best(offers);
        let deal = |of: &OfferOf| {
            let key = if self.order == Order::Unit {
                "storefront-best-unit"
            } else {
                "storefront-best"
            };
            let is_best = best == Some(of.1.listing);
            Deal {
                best: is_best.then(|| self.words().t(key)),
                ..self.deal(of, page_of)
            }
        };
        offers.iter().map(deal).collect()
    }

    /// By unit, the first is the best.
    fn best(&self, offers: &[OfferOf]) -> Option<ListingId> {
        let best = best_of(offers.iter().map(|(_, offer)| offer))?;
        match self.order {
            Order::Price | Order::Distance => Some(best),
            Order::Unit => offers.first().map(|(_, offer)| offer.listing),
        }
    }

    fn deal(&self, (product, offer): &OfferOf, page_of: ProductId) -> Deal {
        let told = self.known.told.get(&offer.listing);
        let href = |path: String| format!("/{}{path}", self.words().0);
        let is_other = product.id != page_of;
        let pack = product.size.as_deref().filter(|_| is_other);
        Deal {
            best: None,
            pack: pack.map(|size| {
                let label = pack_words(self.words(), size);
                Step::new(label, href(format!("/products/{}", product.id)))
            }),
            mrp: told.and_then(|told| self.mrp(offer, told)),
            delivery: told.and_then(|told| self.delivery(offer, told)),
            told: told.filter(|_| offer.price.is_some()).map(|told| {
                let (at, now) = (told.price_checked_at, self.front.clock.now());
                (told_ago(self.words(), at, now), is_old(at, now))
            }),
            details: href(format!("/offers/{}", offer.listing)),
            card: self.card(offer, product.size.as_deref()),
        }
    }

    fn card(&self, offer: &Offer, size: Option<&str>) -> OfferCard {
        self.cards.offer(offer, size)
    }

    fn mrp(&self, offer: &Offer, told: &Told) -> Option<String> {
        let mrp = told.mrp.filter(|mrp| offer.price < Some(*mrp))?;
        offer.price?;
        let said = say::price(self.words().0, mrp);
        Some(
            self.words()
                .with("storefront-mrp", &[("price", said.into())]),
        )
    }

    fn delivery(&self, offer: &Offer, told: &Told) -> Option<Delivery> {
        let is_brought = told.is_brought(offer.shop.distance_m)?;
        let key = if is_brought {
            "storefront-delivers-yes"
        } else {
            "storefront-delivers-no"
        };
        Some(Delivery {
            is_brought,
            words: self.words().t(key),
        })
    }

    /// What the product looks like, and in whose hands.
    pub(super) fn show_pictures(&self, view: &mut ProductPage, offers: &[OfferOf]) {
        let words = self.words();
        let gallery = &self.known.gallery;
        if view.page.lite {
            let files = gallery.files(Size::List).into_iter().enumerate();
            let link = |(at, (path, bytes)): (usize, (String, u32))| {
                let kb = u64::from(bytes.div_ceil(1_024));
                let label = words.with(
                    "storefront-picture-link",
                    &[
                        ("shown", say::number(words.0, at as u64 + 1).into()),
                        ("kb", say::number(words.0, kb).into()),
                    ],
                );
                Step::new(label, path)
            };
            view.files = files.map(link).collect();
            return;
        }
        let shop_of = |listing: ListingId| {
            let found = offers.iter().find(|(_, offer)| offer.listing == listing)?;
            Some(Naming::new(&found.1.shop.names, words.0).plain())
        };
        let shot = |(listing, picture)| {
            let shop = shop_of(listing);
            let of = shop.map_or_else(
                || words.t("storefront-picture-elsewhere"),
                |name| words.with("storefront-picture-of", &[("name", name.into())]),
            );
            Shot { picture, of }
        };
        let pictures = gallery.pictures(&view.name.plain()).into_iter();
        view.gallery = pictures.map(shot).collect();
    }
}
