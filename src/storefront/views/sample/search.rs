//! Results of a search.

use kernel::Money;

use super::{KINDS, Scene};
use crate::views::choice::{Choice, Step};
use crate::views::search;
use pages::Section;
use pages::say;

impl Scene {
    pub(super) fn search(self) -> search::SearchPage {
        let mut page = self.page(
            "/search?q=chal&radius_m=2000",
            "storefront-search-title",
            Section::Search,
        );
        page.asked = "chal".to_owned();
        page.kept = vec![("radius_m", "2000".to_owned())];
        let count = page.count("storefront-search-count", 57);
        search::SearchPage {
            picker: None,
            filter_label: self.words.with(
                "storefront-filter-n",
                &[("shown", say::number(self.words.0, 2).into())],
            ),
            form: self.filters(),
            notices: vec![],
            sorts: self.sorts(),
            applied: self.applied(),
            heading: self.words.with(
                "storefront-search-within",
                &[
                    ("within", say::within(self.words, 2_000).into()),
                    ("count", count.into()),
                ],
            ),
            readings: self.readings(),
            widened: None,
            hits: self.hits(),
            next: Some(page.href("/search?page=2")),
            empty: self.words.t("storefront-search-advice"),
            steps: self.steps(),
            told: None,
            ask: None,
            page,
        }
    }

    /// Results from farther away than asked.
    pub(super) fn widened(self) -> search::SearchPage {
        let within = |metres| say::within(self.words, metres).into();
        let said = [("asked", within(500)), ("searched", within(1_000))];
        search::SearchPage {
            widened: Some(self.words.with("storefront-search-widened", &said)),
            ..self.search()
        }
    }

    /// Nothing found, one request kept, and the way to another.
    pub(super) fn asked(self) -> search::SearchPage {
        let kept = [
            ("n", 12.into()),
            ("shown", say::number(self.words.0, 12).into()),
        ];
        search::SearchPage {
            hits: vec![],
            next: None,
            told: Some(self.words.with("search-request-kept", &kept)),
            ask: Some(search::AskForm {
                action: "/bn/requests".to_owned(),
                fields: vec![
                    ("q", "chal".to_owned()),
                    ("back", "/bn/search?q=chal".to_owned()),
                ],
            }),
            ..self.search()
        }
    }

    fn readings(self) -> Vec<search::Reading> {
        let said = [("read", "চাল".into())];
        let exactly = self
            .words
            .with("storefront-search-literal-do", &[("q", "chal".into())]);
        let unread = self
            .words
            .with("storefront-search-unread", &[("words", "xyz".into())]);
        vec![
            search::Reading {
                said: self.words.with("storefront-search-understood", &said),
                instead: Some(Step::new(exactly, "/bn/search?q=chal&literal=1")),
            },
            search::Reading {
                said: unread,
                instead: None,
            },
        ]
    }

    fn sorts(self) -> Vec<Choice> {
        let choice = |sort| {
            let label = self.words.t(&format!("storefront-sort-{sort}"));
            Choice::new(label, "/bn/search?q=chal", sort == "relevance")
        };
        ["relevance", "distance", "price"].map(choice).to_vec()
    }

    fn applied(self) -> Vec<Step> {
        vec![
            Step::new(say::radius(self.words, 2_000), "/bn/search?q=chal"),
            Step::new(self.words.t("storefront-open-now"), "/bn/search?q=chal"),
        ]
    }

    fn hits(self) -> Vec<search::Hit> {
        let offers = (0..18).map(|n| search::Hit::Offer(Box::new(self.offer_card(n))));
        offers
            .chain((0..2).map(|n| search::Hit::Shop(Box::new(self.shop_card(n)))))
            .collect()
    }

    fn prices(self) -> Vec<search::PriceLink> {
        let link = |(from, to): (i32, i32)| search::PriceLink {
            label: format!(
                "{}–{}",
                say::price(self.words.0, Money::from_taka(from)),
                say::price(self.words.0, Money::from_taka(to))
            ),
            href: format!("/bn/search?q=chal&min_price={from}.01&max_price={to}"),
            count: say::number(self.words.0, 12),
        };
        [(50, 100), (100, 200), (200, 500), (500, 1_000)]
            .map(link)
            .to_vec()
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
            open_now: search::Tick {
                count: Some(say::number(self.words.0, 41)),
                on: true,
            },
            in_stock: search::Tick::default(),
            prices: self.prices(),
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
}
