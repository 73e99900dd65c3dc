//! Every page in both languages, full and text-only.

use kernel::Locale;
use pages::check::{self, Sample};
use pages::{Page, Section};

use crate::views::concept::{ConceptPage, Dialect};
use crate::views::home::HomePage;
use crate::views::list::{Action, Ask, ListPage, Row, Tab};

fn samples(page: &Page) -> Vec<Sample> {
    let home = HomePage {
        page: page.clone(),
        areas: vec!["মিরপুর".into(), "পল্লবী".into()],
        is_super: true,
    };
    vec![
        Sample::of(page, "home", &home),
        Sample::of(page, "list", &list(page)),
        Sample::of(
            page,
            "list-empty",
            &ListPage {
                rows: vec![],
                ..list(page)
            },
        ),
        Sample::of(page, "concept", &concept(page)),
    ]
}

fn list(page: &Page) -> ListPage {
    let row = |reason: Option<&str>| Row {
        title: "করিম উদ্দিন".into(),
        href: Some("/bn/admin/people".into()),
        mark: Some(page.t("admin-people-suspended")),
        lines: vec!["০১৭১২৩৪৫৬৭৮".into(), String::new()],
        action: Some(Action {
            href: "/bn/admin/people/usr_1/suspend".into(),
            label: page.t("admin-people-suspend"),
            reason: reason.map(str::to_owned),
        }),
    };
    ListPage {
        page: page.clone(),
        csrf: "token".into(),
        done: Some(page.t("admin-done-suspended")),
        notice: Some(page.words.problem("platform.missing")),
        ask: Some(Ask {
            name: "phone",
            label: page.t("admin-people-phone"),
            value: String::new(),
            kind: "tel",
        }),
        tabs: vec![Tab {
            label: page.t("admin-people-all"),
            href: "/bn/admin/people".into(),
            on: true,
        }],
        rows: vec![row(Some("Why?")), row(Some("Why?")), row(None)],
        empty: page.t("admin-people-none"),
        next: Some("/bn/admin/people?before=usr_1".into()),
        more: Some((page.t("admin-jobs"), "/bn/admin/jobs".into())),
    }
}

fn concept(page: &Page) -> ConceptPage {
    ConceptPage {
        page: page.clone(),
        csrf: "token".into(),
        notice: Some(page.words.problem("platform.missing")),
        action: "/bn/admin/concepts/egg".into(),
        remove: Some("/bn/admin/concepts/egg/remove".into()),
        dialects: vec![Dialect {
            code: "ctg".into(),
            name: "চট্টগ্রাম".into(),
        }],
        name_bn: "ডিম".into(),
        name_en: "Egg".into(),
        synonyms: "dim".into(),
        dialect_words: "ctg:আন্ডা".into(),
        category: "grocery/eggs".into(),
        sold_by: "grocery".into(),
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
