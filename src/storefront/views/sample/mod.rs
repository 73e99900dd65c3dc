//! Pages as they look with something on them, for the page tests and for
//! looking at. Shops and prices here are made up.

mod cards;
mod goods;
mod home;
mod people;
mod place;
mod search;

use askama::Template;
use kernel::Locale;
use platform::i18n::Words;

use super::home::HomePage;
use super::{help, offer, product, search as results};
use pages::{Assets, Found, Here, Page, Section};

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

#[derive(Clone, Copy)]
struct Scene {
    words: Words,
    lite: bool,
}

impl Scene {
    fn pages(self) -> Vec<(&'static str, String)> {
        let mut pages = self.lists();
        pages.extend(self.details());
        pages.extend(self.people());
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
            ("search-widened", html(&self.widened())),
            ("search-asked", html(&self.asked())),
            (
                "search-empty",
                html(&results::SearchPage {
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
                html(&results::SearchPage {
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
            ("poster", html(&self.poster())),
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
            ("offer", html(&self.offer())),
            (
                "offer-wrong",
                html(&offer::OfferPage {
                    chart: None,
                    lines: vec![],
                    csrf: Some("0123456789".into()),
                    asked: "৮০".into(),
                    done: None,
                    notice: Some(self.words.problem("catalog.same_price")),
                    ..self.offer()
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
            let page = self.page("/shops/shp_0", "pages-name", Section::Elsewhere);
            let detail = (status == 422)
                .then(|| self.say("radius_m: from 1 to 50,000", "radius_m: ১ থেকে ৫০,০০০"));
            (name, html(&pages::ProblemPage::new(page, status, detail)))
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
            found: Some(Found::at("https://haat.example", at).about("{}")),
            own_bar: None,
        }
    }
}

fn html(page: &impl Template) -> String {
    page.render().expect("a sample renders")
}
