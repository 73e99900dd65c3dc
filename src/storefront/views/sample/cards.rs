//! Cards and parts that several sample pages show.

use kernel::{Money, Names};
use media::Picture;
use search::Highlight;

use super::Scene;
use crate::views::card::{Naming, OfferCard, Openness, ShopCard, Stock, Trust};
use crate::views::choice::{Choice, Step};
use crate::views::shop;
use pages::say;

/// Names, kind, metres, open, trust.
type SampleShop = (
    &'static str,
    &'static str,
    &'static str,
    f64,
    Option<bool>,
    Trust,
);

const SHOPS: [SampleShop; 6] = [
    (
        "মায়ের দোয়া জেনারেল স্টোর",
        "Mayer Doa General Store",
        "grocery",
        87.0,
        Some(true),
        Trust::Demo,
    ),
    (
        "লাজ ফার্মা",
        "Lazz Pharma",
        "pharmacy",
        346.0,
        Some(true),
        Trust::Verified,
    ),
    (
        "",
        "Bismillah Hotel & Restaurant",
        "restaurant",
        512.0,
        None,
        Trust::Unclaimed,
    ),
    (
        "মিরপুর ৬ নম্বর কাঁচাবাজার",
        "",
        "marketplace",
        1_240.0,
        Some(false),
        Trust::Unclaimed,
    ),
    (
        "ভাই ভাই হার্ডওয়্যার অ্যান্ড স্যানিটারি",
        "Bhai Bhai Hardware & Sanitary",
        "hardware",
        2_410.0,
        Some(false),
        Trust::Demo,
    ),
    (
        "স্মার্ট টেলিকম",
        "Smart Telecom",
        "mobile",
        12_350.0,
        None,
        Trust::Unclaimed,
    ),
];

const GOODS: [(&str, &str, &str, &str, i64); 5] = [
    ("মিনিকেট চাল", "Miniket rice", "৫ কেজি", "5 kg", 39_500),
    (
        "নাজিরশাইল চাল (প্রিমিয়াম, সুগন্ধি)",
        "Nazirshail rice (premium, aromatic)",
        "২৫ কেজি",
        "25 kg",
        212_550,
    ),
    (
        "পোলাওর চাল চিনিগুঁড়া",
        "Chinigura polao rice",
        "১ কেজি",
        "1 kg",
        16_000,
    ),
    ("মসুর ডাল", "Red lentils", "১ কেজি", "1 kg", 14_500),
    ("সয়াবিন তেল", "Soybean oil", "৫ লিটার", "5 l", 92_000),
];

impl Scene {
    pub(super) fn naming(self, bn: &str, en: &str) -> Naming {
        let there = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let names = Names {
            bn: there(bn),
            en: there(en),
        };
        let asked = |name: &Option<String>, word: &str| {
            let name = name.as_deref()?;
            let at = name.find(word)?;
            let parts = bangla_text::marked(name, Some(at..at + word.len()));
            Some(parts.into_iter().map(str::to_owned).collect())
        };
        let highlight = Highlight {
            bn: asked(&names.bn, "চাল"),
            en: asked(&names.en, "rice"),
        };
        Naming::marked(&names, &highlight, self.words.0)
    }

    pub(super) fn openness(self, open: Option<bool>) -> Openness {
        match open {
            Some(true) => Openness {
                open,
                word: self.words.t("storefront-open-yes"),
                detail: Some(self.say("until 10 pm", "রাত ১০টা পর্যন্ত")),
            },
            Some(false) => Openness {
                open,
                word: self.words.t("storefront-open-no"),
                detail: Some(self.say("opens 4 pm", "খুলবে বিকাল ৪টায়")),
            },
            None => Openness {
                open,
                word: self.words.t("storefront-open-unknown"),
                detail: None,
            },
        }
    }

    pub(super) fn shop_card(self, n: usize) -> ShopCard {
        let (bn, en, kind, metres, open, trust) = SHOPS[n % SHOPS.len()];
        ShopCard {
            href: format!("/{}/shops/shp_{n:032x}", self.words.0),
            name: self.naming(bn, en),
            kind: kind.to_owned(),
            kind_words: self.words.t(&format!("storefront-kind-{kind}")),
            distance: Some(say::distance(self.words, metres)),
            open: self.openness(open),
            trust,
            area: Some(self.say("Mirpur, Dhaka", "মিরপুর, ঢাকা")),
        }
    }

    pub(super) fn offer_card(self, n: usize) -> OfferCard {
        let (bn, en, pack_bangla, pack_english, poisha) = GOODS[n % GOODS.len()];
        let shop = self.shop_card(n);
        let confirmed = n % 4 != 2;
        OfferCard {
            href: format!("/{}/products/prd_{n:032x}", self.words.0),
            name: self.naming(bn, en),
            picture: (!self.lite && n % 3 != 2).then(|| sample_picture(&self.say(en, bn), true)),
            size: Some(self.say(pack_english, pack_bangla)),
            price: confirmed.then(|| say::price(self.words.0, Money::from_poisha(poisha))),
            unit_price: None,
            stock: if n % 5 == 3 { Stock::Out } else { Stock::In },
            confirmed,
            shop_href: shop.href.clone(),
            shop_name: shop.name.clone(),
            kind: shop.kind.clone(),
            distance: shop.distance.clone(),
            open: shop.open.clone(),
            trust: shop.trust,
        }
    }

    pub(super) fn item(self, n: usize) -> shop::Item {
        let offer = self.offer_card(n);
        shop::Item {
            href: offer.href,
            name: offer.name,
            picture: offer.picture,
            size: offer.size,
            price: offer
                .price
                .or_else(|| Some(say::price(self.words.0, Money::from_taka(95)))),
            unit_price: Some(self.say("৳79 / kg", "৳৭৯ / কেজি")),
            stock: offer.stock,
        }
    }

    pub(super) fn radii(self, at: &str) -> Vec<Choice> {
        [500, 1_000, 2_000, 5_000, 10_000, 20_000]
            .into_iter()
            .map(|m| {
                Choice::new(
                    say::radius(self.words, m),
                    format!("{at}?radius_m={m}"),
                    m == 2_000,
                )
            })
            .collect()
    }

    pub(super) fn steps(self) -> Vec<Step> {
        vec![
            Step::new(
                self.words.with(
                    "storefront-step-widen",
                    &[("within", say::within(self.words, 5_000).into())],
                ),
                "/bn/search?radius_m=5000",
            ),
            Step::new(self.words.t("storefront-step-drop"), "/bn/search"),
            Step::new(self.words.t("storefront-step-categories"), "/bn/categories"),
        ]
    }
}

/// A picture with files in two sizes.
pub(super) fn sample_picture(alt: &str, lazy: bool) -> Picture {
    let set = |ending: &str| {
        let file = |width: u32| {
            format!("/media/0123456789abcdef0123456789abcdef-{width}.{ending} {width}w")
        };
        [480, 1_280].map(file).join(", ")
    };
    Picture {
        avif: set("avif"),
        jpeg: set("jpg"),
        src: "/media/0123456789abcdef0123456789abcdef-1280.jpg".into(),
        sizes: "96px",
        width: 1_280,
        height: 960,
        alt: alt.to_owned(),
        colour: "#a0b0c0".into(),
        lazy,
    }
}
