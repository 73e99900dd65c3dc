//! Every page in both languages, full and text-only.

use kernel::Locale;
use pages::check::{self, Sample};
use pages::{Page, Section};
use platform::web::asset_url;

use crate::views::area_shops::{ShopRow, ShopsMap, ShopsPage};
use crate::views::home::HomePage;
use crate::views::list::Tab;
use crate::views::review::{ApplicationPage, Card, Fact, Photo, QueuePage};

fn samples(page: &Page) -> Vec<Sample> {
    let home = HomePage {
        page: page.clone(),
        areas: vec!["মিরপুর".into(), "পল্লবী".into()],
        is_super: true,
    };
    let queue = |cards: Vec<Card>| QueuePage {
        page: page.clone(),
        waiting: page.count("admin-waiting", 1),
        late: (!cards.is_empty()).then(|| page.count("admin-late-count", 1)),
        is_decided: true,
        next: (!cards.is_empty()).then(|| page.href("/admin/applications?cursor=x")),
        cards,
    };
    vec![
        Sample::of(page, "home", &home),
        Sample::of(page, "queue", &queue(vec![card(page)])),
        Sample::of(page, "queue-empty", &queue(vec![])),
        Sample::of(page, "application", &application(page, false)),
        Sample::of(page, "application-decided", &application(page, true)),
        Sample::of(page, "shops", &shops(page)),
    ]
}

fn card(page: &Page) -> Card {
    Card {
        href: page.href("/admin/applications/app_1"),
        name: "করিম স্টোর".into(),
        about: page.t("admin-kind-new"),
        due: page.words.with("admin-late", &[("shown", "৫".into())]),
        is_late: true,
        namesake: Some(("করিম স্টোর".into(), page.href("/shops/shp_1"))),
        warnings: vec![(page.t("admin-warning-same_name"), page.href("/shops/shp_1"))],
    }
}

fn application(page: &Page, is_decided: bool) -> ApplicationPage {
    ApplicationPage {
        csrf: "token".into(),
        action: page.href("/admin/applications/app_1"),
        card: card(page),
        facts: vec![Fact {
            name: page.t("admin-fact-phone"),
            value: "০১৭১২৩৪৫৬৭৮".into(),
        }],
        pin: Some("23.806900,90.368700".into()),
        osm_href: Some("https://www.openstreetmap.org/".into()),
        nearby_url: "/api/v1/shops/nearby?lat=23.8069&lng=90.3687".into(),
        photos: vec![Photo {
            href: page.href("/admin/applications/app_1/photos/img_1"),
        }],
        is_decided,
        note: is_decided.then(|| "লাইসেন্সের ছবি দিন".into()),
        notice: None,
        typed: String::new(),
        tile_url: String::new(),
        page: page.clone(),
    }
}

fn shops(page: &Page) -> ShopsPage {
    let row = |id: &str, is_banned: bool| ShopRow {
        id: id.into(),
        href: page.href("/shops/shp_1"),
        name: "করিম স্টোর".into(),
        kind: page.t("kind-grocery"),
        state: page.t("admin-shop-listed"),
        is_seen: !is_banned,
        is_banned,
        why: is_banned.then(|| "নকল ওষুধ".into()),
    };
    ShopsPage {
        csrf: "token".into(),
        rows: vec![row("shp_1", false), row("shp_2", true)],
        next: None,
        notice: None,
        css: asset_url("styles/shelf.css"),
        state: "verified",
        name: "করিম".into(),
        tabs: vec![Tab {
            label: page.t("admin-shops-verified"),
            href: page.href("/admin/shops?state=verified"),
            on: true,
        }],
        map: ShopsMap {
            script: asset_url("scripts/desk/shops-map.js"),
            marks: "/api/v1/admin/shops/map".into(),
            tile_url: String::new(),
        },
        page: page.clone(),
    }
}

#[test]
fn every_page_is_sound_in_both_languages() {
    let mut all = Vec::new();
    for (locale, lite) in Locale::ALL
        .into_iter()
        .flat_map(|it| [(it, false), (it, true)])
    {
        let page = check::frame(locale, lite, "/admin", "admin-title", Section::Elsewhere);
        all.extend(samples(&page));
    }
    check::write(&all);
    check::pages(&all);
}
