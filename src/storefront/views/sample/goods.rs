//! A shop, a product, the categories.

use kernel::Money;

use super::Scene;
use super::cards::sample_picture;
use crate::views::choice::{Choice, Crumb, Step};
use crate::views::poster::PosterPage;
use crate::views::{category, offer, product, shop};
use pages::Section;
use pages::say;

impl Scene {
    pub(super) fn shop(self) -> shop::ShopPage {
        let shop = self.shop_card(0);
        let days = ["sat", "sun", "mon", "tue", "wed", "thu", "fri"];
        let mut page = self.page("/shops/shp_0", "pages-name", Section::Elsewhere);
        page.title = shop.name.plain();
        let span = self.say("9 am – 1 pm", "সকাল ৯টা – দুপুর ১টা");
        shop::ShopPage {
            page,
            shop,
            link: "https://haat.example/s/lazz-pharma-2f".into(),
            poster_href: "/bn/s/lazz-pharma-2f/poster".into(),
            id: "shp_1".to_owned(),
            about: Some(self.say(
                "Home delivery within 2 km.",
                "২ কিলোমিটারের মধ্যে বাসায় পৌঁছে দিই।",
            )),
            is_home: false,
            geo_href: "geo:23.8069,90.3687?q=23.8069,90.3687".to_owned(),
            osm_href:
                "https://www.openstreetmap.org/?mlat=23.8069&mlon=90.3687#map=18/23.8069/90.3687"
                    .to_owned(),
            hours: days
                .iter()
                .map(|day| shop::HoursRow {
                    day: self.words.t(&format!("storefront-day-{day}")),
                    spans: vec![span.clone(), self.say("4 pm – 10 pm", "বিকাল ৪টা – রাত ১০টা")],
                    today: *day == "sat",
                })
                .collect(),
            has_items: true,
            asked: String::new(),
            groups: vec![shop::ItemGroup {
                name: self.say("Rice and lentils", "চাল ও ডাল"),
                items: (0..5).map(|n| self.item(n)).collect(),
            }],
            next: None,
            usually: vec![],
        }
    }

    pub(super) fn poster(self) -> PosterPage {
        let shop = self.shop();
        PosterPage {
            page: shop.page,
            name: shop.shop.name,
            code: "<svg></svg>".into(),
            shown_link: "haat.example/s/lazz-pharma-2f".into(),
            shop_href: "/bn/s/lazz-pharma-2f".into(),
            png: "/s/lazz-pharma-2f/qr.png".into(),
            svg: "/s/lazz-pharma-2f/qr.svg".into(),
            lines: [("Scan".into(), "en"), ("স্ক্যান করুন".into(), "bn")],
        }
    }

    pub(super) fn bare_shop(self) -> shop::ShopPage {
        let usually = [
            ("Rice", "চাল"),
            ("Lentils", "ডাল"),
            ("Edible oil", "ভোজ্য তেল"),
        ];
        shop::ShopPage {
            shop: self.shop_card(2),
            hours: vec![],
            has_items: false,
            groups: vec![],
            usually: usually
                .iter()
                .map(|(en, bn)| Choice::new(self.say(en, bn), "/bn/search?category=rice", false))
                .collect(),
            ..self.shop()
        }
    }

    pub(super) fn product(self) -> product::ProductPage {
        let mut page = self.page("/products/prd_0", "pages-name", Section::Elsewhere);
        let name = self.naming("মিনিকেট চাল", "Miniket rice");
        page.title = name.plain();
        product::ProductPage {
            trail: vec![
                Crumb::link(self.say("Food", "খাবার"), "/bn/categories/food"),
                Crumb::link(self.say("Rice", "চাল"), "/bn/categories/rice"),
            ],
            name,
            variants: [(false, true), (true, false), (false, false)]
                .map(|(on, out)| product::VariantChip {
                    label: self.say("5 kg", "৫ কেজি"),
                    href: "/bn/products/prd_1".to_owned(),
                    on,
                    out,
                })
                .to_vec(),
            about: self.say("Pran · 5 kg", "প্রাণ · ৫ কেজি"),
            gallery: self.gallery(),
            files: self.files(),
            demo: true,
            picker: None,
            radii: self.radii("/bn/products/prd_0"),
            heading: page.count("storefront-product-count", 6),
            range: Some(self.words.with(
                "storefront-product-range",
                &[
                    (
                        "from",
                        say::price(self.words.0, Money::from_taka(390)).into(),
                    ),
                    ("to", say::price(self.words.0, Money::from_taka(425)).into()),
                ],
            )),
            sorts: ["price", "distance", "unit"]
                .iter()
                .map(|sort| {
                    Choice::new(
                        self.words.t(&format!("storefront-sort-{sort}")),
                        "/bn/products/prd_0",
                        *sort == "price",
                    )
                })
                .collect(),
            offers: (0..6).map(|n| self.deal(n)).collect(),
            steps: self.steps(),
            page,
        }
    }

    pub(super) fn offer(self) -> offer::OfferPage {
        let mut page = self.page("/offers/lst_0", "pages-name", Section::Elsewhere);
        page.title = self.say("Miniket rice — Lazz", "মিনিকেট চাল — লাজ");
        let line = |n: i32| offer::PriceLine {
            day: self.say("10-11-2026", "১০-১১-২০২৬"),
            price: say::price(self.words.0, Money::from_taka(390 + n)),
            change: (n > 0).then(|| {
                let by = say::price(self.words.0, Money::from_taka(n));
                self.words
                    .with("storefront-history-up", &[("by", by.into())])
            }),
        };
        offer::OfferPage {
            card: self.offer_card(0),
            told: Some((self.words.t("storefront-told-yesterday"), true)),
            product: Step::new(
                self.words.t("storefront-offer-compare"),
                "/bn/products/prd_0",
            ),
            chart: (!self.lite).then(|| offer::Chart {
                path: "M0.0 88.0H75.0L75.0 8.0H300.0".into(),
                area: "M0.0 96V88.0H75.0V96zM75.0 96V8.0H300.0V96z".into(),
                says: self.words.t("storefront-history"),
                lowest: "৳৩৯০".into(),
                highest: "৳৪২০".into(),
                from: self.say("10-11-2026", "১০-১১-২০২৬"),
            }),
            lines: (0..12).map(line).collect(),
            report: Some("/bn/offers/lst_0".into()),
            csrf: None,
            asked: String::new(),
            done: Some(self.words.t("storefront-report-done")),
            notice: None,
            page,
        }
    }

    fn gallery(self) -> Vec<product::Shot> {
        let shot = |n: usize| product::Shot {
            picture: sample_picture(&self.say("Miniket rice", "মিনিকেট চাল"), n > 0),
            of: self.words.with(
                "storefront-picture-of",
                &[("name", self.shop_card(n).name.plain().into())],
            ),
        };
        if self.lite {
            return Vec::new();
        }
        (0..3).map(shot).collect()
    }

    fn files(self) -> Vec<Step> {
        if !self.lite {
            return Vec::new();
        }
        let label = self.words.with(
            "storefront-picture-link",
            &[("shown", "1".into()), ("kb", "38".into())],
        );
        vec![Step::new(label, "/media/0-480.jpg")]
    }

    fn deal(self, n: usize) -> product::Deal {
        let t = |key: &str| self.words.t(key);
        product::Deal {
            card: self.offer_card(n),
            best: (n == 0).then(|| t("storefront-best")),
            pack: (n == 2).then(|| Step::new(self.say("1 kg", "১ কেজি"), "/bn/products/prd_1")),
            mrp: (n == 0).then(|| {
                let price = say::price(self.words.0, Money::from_taka(425));
                self.words
                    .with("storefront-mrp", &[("price", price.into())])
            }),
            delivery: (n < 4).then(|| product::Delivery {
                is_brought: n < 2,
                words: t(if n < 2 {
                    "storefront-delivers-yes"
                } else {
                    "storefront-delivers-no"
                }),
            }),
            told: (n < 5).then(|| (t("storefront-told-today"), n == 4)),
            details: format!("/bn/offers/lst_{n}"),
        }
    }

    pub(super) fn categories(self) -> category::CategoriesPage {
        let child = |(en, bn): (&str, &str)| Step::new(self.say(en, bn), "/bn/categories/rice");
        let children = || {
            [
                ("Rice", "চাল"),
                ("Lentils", "ডাল"),
                ("Oil and ghee", "তেল ও ঘি"),
                ("Spices", "মসলা"),
            ]
            .map(child)
            .to_vec()
        };
        category::CategoriesPage {
            page: self.page(
                "/categories",
                "storefront-categories-title",
                Section::Categories,
            ),
            trail: vec![],
            all: None,
            branches: [("Food", "খাবার"), ("Medicine", "ওষুধ"), ("Home", "ঘর-সংসার")]
                .map(|(en, bn)| category::Branch {
                    label: self.say(en, bn),
                    href: "/bn/categories/food".to_owned(),
                    children: children(),
                })
                .to_vec(),
        }
    }
}
