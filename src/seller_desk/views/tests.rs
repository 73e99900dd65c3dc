//! Every page in both languages, full and text-only.

use kernel::Locale;
use pages::check::{self, Sample};
use pages::{Page, Section};

use super::home::{HomePage, ShopRow};

fn samples(page: &Page) -> Vec<Sample> {
    let shop = ShopRow {
        id: "shp_1".into(),
        name: "করিম স্টোর".into(),
        role: Some(page.t("desk-role-owner")),
        state: page.t("desk-shop-listed"),
    };
    let home = |shops| HomePage {
        page: page.clone(),
        shops,
    };
    vec![
        Sample::of(page, "home", &home(vec![shop])),
        Sample::of(page, "home-empty", &home(vec![])),
    ]
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
