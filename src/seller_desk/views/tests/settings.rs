//! A shop as its owner keeps it, filled in.

use kernel::Locale;
use pages::check::{self, Sample};
use pages::{Page, Section};
use platform::http::{FieldProblem, Problem};

use super::goods::counter;
use crate::counter::Part;
use crate::filled::Filled;
use crate::views::settings::{Clash, SettingsPage, Shared};

fn settings(page: &Page, owns: bool) -> SettingsPage {
    let counter = counter(owns);
    let mut page = page.clone();
    page.own_bar = Some(counter.bar(page.words, Part::Settings));
    let fields = [
        ("name_bn", "করিম স্টোর"),
        ("about_bn", "ভোর থেকে রাত পর্যন্ত টাটকা সবজি।"),
        ("hours", "daily"),
        ("opens", "09:00"),
        ("closes", "22:00"),
        ("lat", "23.806900"),
        ("lng", "90.368700"),
    ];
    SettingsPage {
        action: page.href("/desk/shops/shp_1/settings"),
        version: 3,
        state: "listed",
        banned_why: None,
        until: None,
        days: ["2026-12-02".into(), "2027-12-02".into()],
        shared: Some(Shared {
            link: "https://haat.example/s/korim-stor-2f".into(),
            poster: page.href("/s/korim-stor-2f/poster"),
            public: page.href("/s/korim-stor-2f"),
        }),
        form: Filled {
            fields: fields.map(|(name, value)| (name, value.to_owned())).into(),
            wrong: Vec::new(),
        },
        clashes: Vec::new(),
        move_waits: false,
        phone: Some("01712345678".into()),
        challenge: None,
        done: Some(page.t("desk-done-settings")),
        notice: None,
        tile_url: String::new(),
        counter,
        page,
    }
}

fn samples(page: &Page) -> Vec<Sample> {
    let open = settings(page, true);
    let manager = SettingsPage {
        state: "paused",
        until: Some(
            page.words
                .with("desk-paused-until", &[("day", "02-12-2026".into())]),
        ),
        shared: None,
        move_waits: true,
        ..settings(page, false)
    };
    let closed = SettingsPage {
        state: "closed",
        shared: None,
        ..settings(page, true)
    };
    let banned = SettingsPage {
        state: "banned",
        banned_why: Some("নকল ওষুধ".into()),
        challenge: Some(("sealed".into(), "+8801•••••678".into())),
        ..settings(page, true)
    };
    let mut wrong = settings(page, true);
    let fields = ["name_bn", "until", "sure", "lat"].map(|field| FieldProblem {
        field: field.into(),
        code: "platform.missing",
    });
    wrong.tell(&Problem::fields(fields.into()), String::new());
    wrong.clashes = vec![Clash {
        label: page.t("desk-name-bn"),
        theirs: "করিম স্টোর".into(),
        mine: "করিম ব্রাদার্স".into(),
    }];
    vec![
        Sample::of(page, "settings", &open),
        Sample::of(page, "settings-manager", &manager),
        Sample::of(page, "settings-closed", &closed),
        Sample::of(page, "settings-banned", &banned),
        Sample::of(page, "settings-wrong", &wrong),
    ]
}

#[test]
fn every_page_is_sound_in_both_languages() {
    let mut all = Vec::new();
    for (locale, lite) in Locale::ALL
        .into_iter()
        .flat_map(|it| [(it, false), (it, true)])
    {
        let at = "/desk/shops/shp_1/settings";
        let page = check::frame(locale, lite, at, "desk-settings", Section::Elsewhere);
        all.extend(samples(&page));
    }
    check::write(&all);
    check::pages(&all);
}
