//! Every page in both languages, full and text-only.

use kernel::Locale;
use pages::check::{self, Sample};
use pages::{Page, Section};

use super::home::HomePage;

fn samples(page: &Page) -> Vec<Sample> {
    let home = HomePage {
        page: page.clone(),
        areas: vec!["মিরপুর".into(), "পল্লবী".into()],
        is_super: true,
    };
    vec![Sample::of(page, "home", &home)]
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
