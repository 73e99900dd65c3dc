//! What search found, as cards.

use areas::Areas;
use chrono::{DateTime, FixedOffset};
use kernel::{Locale, Names};
use platform::i18n::Words;
use search::{Answer, NearShop, Offer, What};
use shops::ShopKind;

use crate::Storefront;
use crate::opening::openness;
use crate::pack::{about, unit_price};
use crate::pictures::Pictures;
use crate::views::card::{Naming, OfferCard, ShopCard, Stock, Trust};
use pages::say;

/// Makes cards in one language at one moment.
pub(crate) struct Cards<'a> {
    words: Words,
    now: DateTime<FixedOffset>,
    areas: &'a Areas,
    pictures: Pictures,
}

/// The name of a kind of shop.
pub(crate) fn kind_words(words: Words, kind: ShopKind) -> String {
    words.t(&format!("storefront-kind-{}", kind.code()))
}

/// How much we know about a shop.
pub(crate) fn trust(verified: bool, demo: bool) -> Trust {
    match (demo, verified) {
        (true, _) => Trust::Demo,
        (false, true) => Trust::Verified,
        (false, false) => Trust::Unclaimed,
    }
}

/// Whether an item is there, if told.
pub(crate) fn stock(in_stock: Option<bool>) -> Stock {
    match in_stock {
        Some(true) => Stock::In,
        Some(false) => Stock::Out,
        None => Stock::Unknown,
    }
}

impl<'a> Cards<'a> {
    /// For now.
    pub(crate) fn new(front: &Storefront, areas: &'a Areas, words: Words) -> Self {
        let now = front.clock.now_in_dhaka();
        Self {
            words,
            now,
            areas,
            pictures: Pictures::default(),
        }
    }

    /// The same with these pictures.
    pub(crate) fn showing(self, pictures: Pictures) -> Self {
        Self { pictures, ..self }
    }
}

impl Cards<'_> {
    /// The language of the cards.
    pub(crate) fn words(&self) -> Words {
        self.words
    }

    fn locale(&self) -> Locale {
        self.words.0
    }

    fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.locale())
    }

    /// A shop.
    pub(crate) fn shop(&self, shop: &NearShop) -> ShopCard {
        ShopCard {
            href: self.href(&format!("/shops/{}", shop.id)),
            name: Naming::new(&shop.names, self.locale()),
            kind: shop.kind.code().to_owned(),
            kind_words: kind_words(self.words, shop.kind),
            distance: Some(say::distance(self.words, shop.distance_m)),
            open: openness(self.words, shop.state, self.now),
            trust: trust(shop.verified, shop.demo),
            area: self.area(shop),
        }
    }

    /// A shop that was asked for by name.
    pub(crate) fn named_shop(&self, answer: &Answer) -> ShopCard {
        ShopCard {
            name: Naming::marked(&answer.shop.names, &answer.highlight, self.locale()),
            ..self.shop(&answer.shop)
        }
    }

    /// The thana a shop stands in.
    fn area(&self, shop: &NearShop) -> Option<String> {
        let book = self.areas.book();
        let located = book.locate(shop.location).ok()?;
        located
            .upazila()
            .map(|step| step.area.names.in_locale(self.locale()).to_owned())
    }

    /// An offer of one product in this pack, where the product is known.
    pub(crate) fn offer(&self, offer: &Offer, size: Option<&str>) -> OfferCard {
        OfferCard {
            unit_price: unit_price(self.words, offer.price, size),
            price: offer.price.map(|price| say::price(self.locale(), price)),
            stock: stock(offer.in_stock),
            confirmed: true,
            ..self.goods(&Names::default(), &offer.shop)
        }
    }

    /// An answer to a search; `None` where it is the shop itself.
    pub(crate) fn answer(&self, answer: &Answer) -> Option<OfferCard> {
        let marked = |name| Naming::marked(name, &answer.highlight, self.locale());
        match &answer.what {
            What::Shop => None,
            What::UsuallySells { name, .. } => Some(OfferCard {
                name: marked(name),
                ..self.goods(name, &answer.shop)
            }),
            What::Offer {
                product,
                name,
                brand,
                size,
                price,
                in_stock,
                listing,
                ..
            } => Some(OfferCard {
                picture: self.pictures.card(*listing, name.in_locale(self.locale())),
                href: self.href(&format!("/products/{product}")),
                name: marked(name),
                unit_price: unit_price(self.words, *price, size.as_deref()),
                size: about(
                    self.words,
                    name.in_locale(self.locale()),
                    brand.as_deref(),
                    size.as_deref(),
                ),
                price: price.map(|price| say::price(self.locale(), price)),
                stock: stock(*in_stock),
                confirmed: true,
                ..self.goods(name, &answer.shop)
            }),
        }
    }

    /// Goods that the shop has not confirmed.
    fn goods(&self, name: &Names, shop: &NearShop) -> OfferCard {
        let href = self.href(&format!("/shops/{}", shop.id));
        OfferCard {
            href: href.clone(),
            name: Naming::new(name, self.locale()),
            picture: None,
            size: None,
            price: None,
            unit_price: None,
            stock: Stock::Unknown,
            confirmed: false,
            shop_href: href,
            shop_name: Naming::new(&shop.names, self.locale()),
            kind: shop.kind.code().to_owned(),
            distance: Some(say::distance(self.words, shop.distance_m)),
            open: openness(self.words, shop.state, self.now),
            trust: trust(shop.verified, shop.demo),
        }
    }
}
