//! Registering or claiming a shop, filled in.

use kernel::Locale;
use pages::check::{self, Sample};
use pages::{Page, Section};
use platform::http::{FieldProblem, Problem};
use platform::web::asset_url;

use crate::filled::Filled;
use crate::views::prepare::{PickRow, PreparePage};
use crate::views::sell::{ApplicationPage, AreaGroup, ClaimPage, Photo, Pick, Row, StartPage};
use crate::views::start::ShelfLink;

fn samples(page: &Page) -> Vec<Sample> {
    let row = Row {
        href: page.href("/sell/applications/app_1"),
        name: "করিম স্টোর".into(),
        status: page.t("desk-application-submitted"),
        due: Some(page.words.with("desk-due-in", &[("shown", "৪৭".into())])),
    };
    let start = |rows| StartPage {
        page: page.clone(),
        csrf: "token".into(),
        rows,
        notice: None,
    };
    let claim = |has_owner| ClaimPage {
        page: page.clone(),
        csrf: "token".into(),
        shop: "shp_1".into(),
        name: "করিম স্টোর".into(),
        has_owner,
    };
    let mut mistaken = application(page, true);
    let wrong = ["name_bn", "photos", "code"].map(|field| FieldProblem {
        field: field.into(),
        code: "platform.missing",
    });
    mistaken.tell(&Problem::fields(wrong.into()), String::new());
    vec![
        Sample::of(page, "sell", &start(vec![row])),
        Sample::of(page, "sell-empty", &start(vec![])),
        Sample::of(page, "claim", &claim(false)),
        Sample::of(page, "claim-owned", &claim(true)),
        Sample::of(page, "application", &application(page, true)),
        Sample::of(page, "application-mistakes", &mistaken),
        Sample::of(page, "application-done", &application(page, false)),
        Sample::of(page, "application-goods", &prepare(page, None)),
        Sample::of(
            page,
            "application-goods-refused",
            &prepare(page, Some(page.words.problem("shops.wrong_status"))),
        ),
    ]
}

fn prepare(page: &Page, notice: Option<String>) -> PreparePage {
    let pick = |n: usize| PickRow {
        tick: format!("t{n}"),
        name: "রুপচাঁদা সয়াবিন তেল ৫ লিটার".into(),
        on: n.is_multiple_of(2),
    };
    PreparePage {
        page: page.clone(),
        css: asset_url("styles/shelf.css"),
        csrf: "token".into(),
        action: page.href("/sell/applications/app_1/goods"),
        back: page.href("/sell/applications/app_1"),
        shop: "করিম স্টোর".into(),
        shelves: vec![ShelfLink {
            href: page.href("/sell/applications/app_1/goods?shelf=grocery"),
            label: "মুদি".into(),
            goods: "২০০".into(),
            on: true,
        }],
        shelf: "grocery".into(),
        name: "মুদি".into(),
        goods: (0..5).map(pick).collect(),
        all: 5,
        kept: 3,
        done: notice.is_none(),
        notice,
    }
}

fn application(page: &Page, is_open: bool) -> ApplicationPage {
    let pick = |code: &str, words: &str| Pick {
        code: code.into(),
        words: words.into(),
    };
    let photo = |id: &str, is_ready: bool| Photo {
        id: id.into(),
        href: is_ready.then(|| page.href(&format!("/sell/applications/app_1/photos/{id}"))),
    };
    let fields = [
        ("name_bn", "করিম স্টোর"),
        ("hours", "daily"),
        ("phone", "01712345678"),
    ];
    ApplicationPage {
        csrf: "token".into(),
        action: page.href("/sell/applications/app_1"),
        api: "/api/v1/shops/applications/app_1".into(),
        name: "করিম স্টোর".into(),
        version: 3,
        is_open,
        prepare: is_open.then(|| page.href("/sell/applications/app_1/goods")),
        can_withdraw: is_open,
        is_claim: is_open,
        status: page.t("desk-application-asked"),
        due: None,
        note: Some("লাইসেন্সের ছবি দিন".into()),
        shop_href: (!is_open).then(|| page.href("/shops/shp_1")),
        has_phone: true,
        challenge: is_open.then(|| ("sealed".into(), "+8801•••••678".into())),
        done: Some(page.t("desk-done-saved")),
        notice: None,
        kinds: vec![pick("grocery", "মুদি দোকান")],
        areas: vec![AreaGroup {
            name: "ঢাকা".into(),
            areas: vec![pick("BD302648", "মিরপুর")],
        }],
        photos: vec![photo("img_1", true), photo("img_2", false)],
        form: Filled {
            fields: fields.map(|(name, value)| (name, value.to_owned())).into(),
            wrong: Vec::new(),
        },
        tile_url: String::new(),
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
        let page = check::frame(locale, lite, "/desk", "desk-title", Section::Elsewhere);
        all.extend(samples(&page));
    }
    check::write(&all);
    check::pages(&all);
}
