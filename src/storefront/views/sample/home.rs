//! The home page and its map.

use super::{KINDS, Scene};
use crate::views::choice::Choice;
use crate::views::home::{HomePage, KindTile};
use crate::views::map;
use pages::Section;
use pages::say;

impl Scene {
    pub(super) fn home(self) -> HomePage {
        let page = self.page(
            "/?radius_m=2000",
            "storefront-home-page-title",
            Section::Home,
        );
        let count = page.count("storefront-home-count", 234);
        HomePage {
            picker: None,
            kinds: self.tiles(),
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

    fn tiles(self) -> Vec<KindTile> {
        let all = KindTile {
            label: self.words.t("storefront-any"),
            on: true,
            ..self.tile("", 234)
        };
        let counts = [61, 23, 44, 12, 3, 31, 9, 17, 4];
        let kinds = KINDS.iter().zip(counts);
        let kinds = kinds.map(|(kind, n)| self.tile(kind, n));
        std::iter::once(all).chain(kinds).collect()
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

    pub(super) fn home_without_place(self) -> HomePage {
        let mut home = self.home();
        home.page.here = None;
        HomePage {
            picker: Some(self.picker()),
            ..home
        }
    }

    pub(super) fn map(self) -> map::MapPage {
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
}
