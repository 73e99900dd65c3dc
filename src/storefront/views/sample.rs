//! Pages as they look with something on them, for the page tests and for
//! looking at. Shops and prices here are made up.

use askama::Template;
use kernel::{Locale, Money, Names};
use platform::i18n::Words;

use super::card::{Naming, OfferCard, Openness, ShopCard, Stock, Trust};
use super::choice::{Choice, Crumb, Step};
use super::home::{HomePage, KindTile};
use super::page::{Assets, Here, Page, Section};
use super::picker::{Fold, Picker, PlaceRow, Then};
use super::{category, help, map, place, problem, product, say, search, shop};

/// Every page in one language, full and text-only, with a name for each.
pub(super) fn all(locale: Locale) -> Vec<(String, String, bool)> {
    [false, true]
        .into_iter()
        .flat_map(|lite| {
            let scene = Scene {
                words: Words(locale),
                lite,
            };
            scene.pages().into_iter().map(move |(name, html)| {
                let suffix = if lite { "-lite" } else { "" };
                (format!("{name}{suffix}"), html, lite)
            })
        })
        .collect()
}

const KINDS: [&str; 9] = [
    "grocery",
    "pharmacy",
    "restaurant",
    "hardware",
    "marketplace",
    "mobile",
    "clothes",
    "fast_food",
    "books",
];

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

#[derive(Clone, Copy)]
struct Scene {
    words: Words,
    lite: bool,
}

impl Scene {
    fn pages(self) -> Vec<(&'static str, String)> {
        let mut pages = self.lists();
        pages.extend(self.details());
        pages.extend(self.problems());
        pages
    }

    fn lists(self) -> Vec<(&'static str, String)> {
        vec![
            ("home", html(&self.home())),
            (
                "home-empty",
                html(&HomePage {
                    cards: vec![],
                    next: None,
                    heading: self.say("No shops", "কোনো দোকান নেই"),
                    ..self.home()
                }),
            ),
            ("home-no-place", html(&self.home_without_place())),
            ("search", html(&self.search())),
            (
                "search-empty",
                html(&search::SearchPage {
                    hits: vec![],
                    next: None,
                    applied: vec![],
                    heading: self.say("Nothing found within 500 m", "৫০০ মিটারের মধ্যে কিছু পাওয়া যায়নি"),
                    notices: vec![self.say(
                        "The lowest price is above the highest.",
                        "কমপক্ষে দামটি সর্বোচ্চ দামের চেয়ে বেশি।",
                    )],
                    ..self.search()
                }),
            ),
            (
                "search-no-place",
                html(&search::SearchPage {
                    picker: Some(self.picker()),
                    ..self.search()
                }),
            ),
            ("map", html(&self.map())),
        ]
    }

    fn details(self) -> Vec<(&'static str, String)> {
        vec![
            ("place", html(&self.place())),
            ("place-found", html(&self.place_found())),
            ("place-district", html(&self.district())),
            ("shop", html(&self.shop())),
            ("shop-unclaimed", html(&self.bare_shop())),
            ("product", html(&self.product())),
            (
                "product-empty",
                html(&product::ProductPage {
                    offers: vec![],
                    range: None,
                    ..self.product()
                }),
            ),
            ("categories", html(&self.categories())),
            (
                "help",
                html(&help::HelpPage::new(self.page(
                    "/help",
                    "storefront-help-title",
                    Section::Elsewhere,
                ))),
            ),
        ]
    }

    fn problems(self) -> Vec<(&'static str, String)> {
        [
            ("problem-404", 404),
            ("problem-422", 422),
            ("problem-429", 429),
            ("problem-500", 500),
            ("problem-503", 503),
        ]
        .into_iter()
        .map(|(name, status)| {
            let page = self.page("/shops/shp_0", "storefront-name", Section::Elsewhere);
            let detail = (status == 422)
                .then(|| self.say("radius_m: from 1 to 50,000", "radius_m: ১ থেকে ৫০,০০০"));
            (name, html(&problem::ProblemPage::new(page, status, detail)))
        })
        .collect()
    }

    fn say(self, en: &str, bn: &str) -> String {
        match self.words.0 {
            Locale::En => en.to_owned(),
            Locale::Bn => bn.to_owned(),
        }
    }

    fn page(self, at: &str, title: &str, section: Section) -> Page {
        Page {
            words: self.words,
            title: self.words.t(title),
            at: at.to_owned(),
            here: Some(Here {
                lat: 23.806_9,
                lng: 90.368_7,
                label: self.say("Mirpur 10, Dhaka", "মিরপুর ১০, ঢাকা"),
            }),
            lite: self.lite,
            section,
            assets: Assets::published(),
            asked: String::new(),
            kept: vec![],
        }
    }

    fn naming(self, bn: &str, en: &str) -> Naming {
        let there = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Naming::new(
            &Names {
                bn: there(bn),
                en: there(en),
            },
            self.words.0,
        )
    }

    fn openness(self, open: Option<bool>) -> Openness {
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

    fn shop_card(self, n: usize) -> ShopCard {
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

    fn offer_card(self, n: usize) -> OfferCard {
        let (bn, en, pack_bangla, pack_english, poisha) = GOODS[n % GOODS.len()];
        let shop = self.shop_card(n);
        let confirmed = n % 4 != 2;
        OfferCard {
            href: format!("/{}/products/prd_{n:032x}", self.words.0),
            name: self.naming(bn, en),
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

    fn radii(self, at: &str) -> Vec<Choice> {
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

    fn steps(self) -> Vec<Step> {
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

    fn home(self) -> HomePage {
        let page = self.page(
            "/?radius_m=2000",
            "storefront-home-page-title",
            Section::Home,
        );
        let count = page.count("storefront-home-count", 234);
        let mut kinds: Vec<KindTile> = KINDS
            .iter()
            .zip([61, 23, 44, 12, 3, 31, 9, 17, 4])
            .map(|(kind, n)| self.tile(kind, n))
            .collect();
        kinds.insert(
            0,
            KindTile {
                label: self.words.t("storefront-any"),
                on: true,
                ..self.tile("", 234)
            },
        );
        HomePage {
            picker: None,
            kinds,
            radii: self.radii("/bn/"),
            open_now: Choice::new(
                self.words.t("storefront-open-now"),
                "/bn/?open_now=true",
                false,
            ),
            heading: self.words.with(
                "storefront-home-within",
                &[
                    ("within", say::within(self.words, 2_000).into()),
                    ("count", count.into()),
                ],
            ),
            cards: (0..24).map(|n| self.shop_card(n)).collect(),
            map_href: page.href("/map"),
            next: Some(page.href("/?cursor=abc")),
            steps: self.steps(),
            page,
        }
    }

    fn tile(self, kind: &str, n: u64) -> KindTile {
        KindTile {
            kind: kind.to_owned(),
            label: self.words.t(&format!("storefront-kind-{kind}")),
            count: say::number(self.words.0, n),
            href: format!("/bn/?kind={kind}"),
            on: false,
        }
    }

    fn home_without_place(self) -> HomePage {
        let mut home = self.home();
        home.page.here = None;
        HomePage {
            picker: Some(self.picker()),
            ..home
        }
    }

    fn row(self, bn: &str, en: &str, then: Then) -> PlaceRow {
        PlaceRow {
            name: self.say(en, bn),
            note: Some(self.say(bn, en)),
            then,
        }
    }

    fn picker(self) -> Picker {
        let cities = [
            ("ঢাকা", "Dhaka"),
            ("চট্টগ্রাম", "Chattogram"),
            ("সিলেট", "Sylhet"),
            ("খুলনা", "Khulna"),
            ("রাজশাহী", "Rajshahi"),
            ("বরিশাল", "Barishal"),
            ("রংপুর", "Rangpur"),
            ("ময়মনসিংহ", "Mymensingh"),
        ];
        let open = |&(bn, en): &(&str, &str)| PlaceRow {
            note: None,
            ..self.row(bn, en, Then::Open(format!("/bn/place/BD{}", en.len())))
        };
        Picker {
            back: format!("/{}/", self.words.0),
            asked: String::new(),
            found: None,
            popular: cities.iter().map(open).collect(),
            divisions: cities
                .iter()
                .map(|&(bn, en)| Fold {
                    name: self.say(en, bn),
                    rows: cities.iter().map(open).collect(),
                })
                .collect(),
        }
    }

    fn place(self) -> place::PlacePage {
        place::PlacePage {
            page: self.page("/place", "storefront-place-title", Section::Place),
            trail: vec![],
            notice: Some(self.words.t("storefront-place-outside")),
            picker: self.picker(),
            whole: None,
            sections: vec![],
        }
    }

    fn place_found(self) -> place::PlacePage {
        let mut picker = self.picker();
        picker.asked = "jessore".to_owned();
        picker.found = Some(vec![
            self.row("যশোর", "Jashore", Then::Open("/bn/place/BD4041".to_owned())),
            self.row(
                "যশোর সদর",
                "Jashore Sadar",
                Then::Choose("BD404147".to_owned()),
            ),
        ]);
        place::PlacePage {
            notice: None,
            picker,
            ..self.place()
        }
    }

    fn district(self) -> place::PlacePage {
        let parts = [
            ("আদাবর", "Adabor"),
            ("বাড্ডা", "Badda"),
            ("ধানমন্ডি", "Dhanmondi"),
            ("মিরপুর", "Mirpur"),
            ("মোহাম্মদপুর", "Mohammadpur"),
            ("কেরানীগঞ্জ", "Keraniganj"),
            ("উত্তরা", "Uttara"),
        ];
        let name = self.say("Dhaka", "ঢাকা");
        place::PlacePage {
            trail: vec![
                Crumb::link(self.words.t("storefront-place-title"), "/bn/place"),
                Crumb::last(name.clone()),
            ],
            notice: None,
            whole: Some(place::Whole {
                code: "BD3026".to_owned(),
                label: self
                    .words
                    .with("storefront-place-whole", &[("name", name.clone().into())]),
            }),
            sections: vec![Fold {
                name: self.words.t("storefront-place-thanas"),
                rows: parts
                    .iter()
                    .map(|(bn, en)| self.row(bn, en, Then::Choose(format!("BD3026{}", en.len()))))
                    .collect(),
            }],
            ..self.place()
        }
    }

    fn search(self) -> search::SearchPage {
        let mut page = self.page(
            "/search?q=chal&radius_m=2000",
            "storefront-search-title",
            Section::Search,
        );
        page.asked = "chal".to_owned();
        page.kept = vec![("radius_m", "2000".to_owned())];
        let count = page.count("storefront-search-count", 57);
        let sorts = ["relevance", "distance", "price"];
        search::SearchPage {
            picker: None,
            filter_label: self.words.with(
                "storefront-filter-n",
                &[("shown", say::number(self.words.0, 2).into())],
            ),
            form: self.filters(),
            notices: vec![],
            sorts: sorts
                .iter()
                .enumerate()
                .map(|(n, sort)| {
                    Choice::new(
                        self.words.t(&format!("storefront-sort-{sort}")),
                        "/bn/search?q=chal",
                        n == 0,
                    )
                })
                .collect(),
            applied: vec![
                Step::new(say::radius(self.words, 2_000), "/bn/search?q=chal"),
                Step::new(self.words.t("storefront-open-now"), "/bn/search?q=chal"),
            ],
            heading: self.words.with(
                "storefront-search-within",
                &[
                    ("within", say::within(self.words, 2_000).into()),
                    ("count", count.into()),
                ],
            ),
            understood: Some(self.words.with(
                "storefront-search-understood",
                &[("words", self.say("rice", "চাল").into())],
            )),
            widened: None,
            hits: self.hits(),
            next: Some(page.href("/search?page=2")),
            empty: self.words.t("storefront-search-empty"),
            steps: self.steps(),
            page,
        }
    }

    fn hits(self) -> Vec<search::Hit> {
        let offers = (0..18).map(|n| search::Hit::Offer(Box::new(self.offer_card(n))));
        offers
            .chain((0..2).map(|n| search::Hit::Shop(Box::new(self.shop_card(n)))))
            .collect()
    }

    fn filters(self) -> search::FilterForm {
        let pick = |value: String, label: String, n: u64, on| search::Pick {
            value,
            label,
            count: Some(say::number(self.words.0, n)),
            on,
        };
        let radii = [500, 1_000, 2_000, 5_000, 10_000, 20_000].map(|m| search::Pick {
            count: None,
            ..pick(m.to_string(), say::radius(self.words, m), 0, m == 2_000)
        });
        let kinds = KINDS.map(|kind| {
            pick(
                kind.to_owned(),
                self.words.t(&format!("storefront-kind-{kind}")),
                12,
                false,
            )
        });
        search::FilterForm {
            kept: vec![("q", "chal".to_owned())],
            open_now: true,
            in_stock: false,
            sets: vec![
                search::PickSet {
                    name: "radius_m",
                    title: self.words.t("storefront-radius"),
                    picks: radii.to_vec(),
                },
                search::PickSet {
                    name: "kind",
                    title: self.words.t("storefront-kinds"),
                    picks: kinds.to_vec(),
                },
            ],
            clear_href: "/bn/search?q=chal".to_owned(),
            ..search::FilterForm::default()
        }
    }

    fn map(self) -> map::MapPage {
        let page = self.page(
            "/map?radius_m=2000",
            "storefront-map-title",
            Section::Elsewhere,
        );
        map::MapPage {
            back_href: page.href("/"),
            radius_m: 2_000,
            nearby_url: "/api/v1/shops/nearby?lat=23.8069&lng=90.3687&radius_m=2000&limit=200"
                .to_owned(),
            tile_url: String::new(),
            tile_credit: self.words.t("storefront-map-credit"),
            heading: self.home().heading,
            cards: (0..6).map(|n| self.shop_card(n)).collect(),
            page,
        }
    }

    fn shop(self) -> shop::ShopPage {
        let shop = self.shop_card(0);
        let days = ["sat", "sun", "mon", "tue", "wed", "thu", "fri"];
        let mut page = self.page("/shops/shp_0", "storefront-name", Section::Elsewhere);
        page.title.clone_from(&shop.name.text);
        let span = self.say("9 am – 1 pm", "সকাল ৯টা – দুপুর ১টা");
        shop::ShopPage {
            page,
            shop,
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

    fn item(self, n: usize) -> shop::Item {
        let offer = self.offer_card(n);
        shop::Item {
            href: offer.href,
            name: offer.name,
            size: offer.size,
            price: offer
                .price
                .or_else(|| Some(say::price(self.words.0, Money::from_taka(95)))),
            unit_price: Some(self.say("৳79 / kg", "৳৭৯ / কেজি")),
            stock: offer.stock,
        }
    }

    fn bare_shop(self) -> shop::ShopPage {
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

    fn product(self) -> product::ProductPage {
        let mut page = self.page("/products/prd_0", "storefront-name", Section::Elsewhere);
        let name = self.naming("মিনিকেট চাল", "Miniket rice");
        page.title.clone_from(&name.text);
        product::ProductPage {
            trail: vec![
                Crumb::link(self.say("Food", "খাবার"), "/bn/categories/food"),
                Crumb::link(self.say("Rice", "চাল"), "/bn/categories/rice"),
            ],
            name,
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

    fn categories(self) -> category::CategoriesPage {
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

fn html(page: &impl Template) -> String {
    page.render().expect("a sample renders")
}
