//! A product that a shop misses, filled in.

use kernel::Locale;
use pages::check::{self, Sample};
use pages::{Page, Section};

use crate::views::proposal::{Alike, CategoryChoice, ProposalPage};
use crate::views::review::Fact;

fn proposal(page: &Page) -> ProposalPage {
    let fact = |key: &str, value: &str| Fact {
        name: page.t(key),
        value: value.into(),
    };
    let alike = |id: &str, same_barcode| Alike {
        id: id.into(),
        href: page.href("/products/prd_2"),
        name: "মিনিকেট চাল".into(),
        about: "রশিদ · ৫ কেজি".into(),
        same_barcode,
    };
    let category = |code: &str, label: &str, on| CategoryChoice {
        code: code.into(),
        label: label.into(),
        on,
    };
    ProposalPage {
        page: page.clone(),
        csrf: "token".into(),
        action: page.href("/admin/proposals/prd_1"),
        name: "নাজিরশাইল চাল".into(),
        shop: Some(("করিম স্টোর".into(), page.href("/shops/shp_1"))),
        facts: vec![
            fact("admin-proposal-bn", "নাজিরশাইল চাল"),
            fact("admin-proposal-barcode", "4006381333931"),
        ],
        asked: "নাজিরশাইল চাল".into(),
        alike: vec![alike("prd_2", true), alike("prd_3", false)],
        categories: vec![
            category("grocery", "মুদি", false),
            category("grocery/rice", "\u{2003}চাল", true),
        ],
        name_bn: "নাজিরশাইল চাল".into(),
        name_en: String::new(),
        brand: "রশিদ".into(),
        size: "5 kg".into(),
        reason: String::new(),
        notice: None,
        wrong: Vec::new(),
    }
}

fn samples(page: &Page) -> Vec<Sample> {
    let mut wrong = proposal(page);
    wrong.notice = Some(page.words.problem("platform.missing"));
    wrong.wrong = ["name_bn", "category", "reason"]
        .map(|field| (field.to_owned(), page.words.problem("platform.missing")))
        .into();
    let alone = ProposalPage {
        alike: Vec::new(),
        shop: None,
        ..proposal(page)
    };
    vec![
        Sample::of(page, "proposal", &proposal(page)),
        Sample::of(page, "proposal-wrong", &wrong),
        Sample::of(page, "proposal-alone", &alone),
    ]
}

#[test]
fn every_page_is_sound_in_both_languages() {
    let mut all = Vec::new();
    for (locale, lite) in Locale::ALL
        .into_iter()
        .flat_map(|it| [(it, false), (it, true)])
    {
        let at = "/admin/proposals";
        let page = check::frame(locale, lite, at, "admin-proposal", Section::Elsewhere);
        all.extend(samples(&page));
    }
    check::write(&all);
    check::pages(&all);
}
