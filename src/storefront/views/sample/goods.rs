//! A shop, a product, the categories.

use kernel::Money;

use super::Scene;
use crate::views::choice::{Choice, Crumb, Step};
use crate::views::poster::PosterPage;
use crate::views::{category, product, shop};
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
            sorts: ["price", "distance"]
                .iter()
                .map(|sort| {
                    Choice::new(
                        self.words.t(&format!("storefront-sort-{sort}")),
                        "/bn/products/prd_0",
                        *sort == "price",
                    )
                })
                .collect(),
            offers: (0..6).map(|n| self.offer_card(n)).collect(),
            steps: self.steps(),
            page,
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
