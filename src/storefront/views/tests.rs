//! Every page in both languages, and the scripts they load.

use std::collections::BTreeSet;
use std::fs;

use kernel::Locale;
use pages::check::{self, Sample, file_gzipped, web};

use super::sample;

/// What all scripts of shoppers may weigh together.
const SCRIPTS: usize = 60 * 1024;

#[test]
fn every_page_is_sound_in_both_languages() {
    let mut samples = Vec::new();
    for locale in Locale::ALL {
        for (name, html, lite) in sample::all(locale) {
            let name = format!("{locale} {name}");
            samples.push(Sample { name, html, lite });
        }
    }
    check::write(&samples);
    check::pages(&samples);
}

#[test]
fn all_scripts_together_keep_within_their_bytes() {
    let mut bytes = file_gzipped("vendor/leaflet/leaflet.js");
    for script in fs::read_dir(web().join("scripts")).unwrap() {
        let script = script.unwrap();
        // Those of the desks have a folder of their own.
        if script.file_type().unwrap().is_file() {
            let name = script.file_name();
            bytes += file_gzipped(&format!("scripts/{}", name.to_str().unwrap()));
        }
    }
    assert!(bytes <= SCRIPTS, "{bytes} bytes, {SCRIPTS} are promised");
}

#[test]
fn both_languages_have_the_same_keys() {
    let keys = |locale: Locale| -> BTreeSet<String> {
        let path = web().join("locales").join(locale.code());
        let text = fs::read_to_string(path.join("storefront.ftl")).unwrap();
        text.lines()
            .filter(|line| line.starts_with("storefront-"))
            .filter_map(|line| line.split(" =").next().map(str::to_owned))
            .collect()
    };
    let (bn, en) = (keys(Locale::Bn), keys(Locale::En));
    assert!(bn.len() > 100);
    assert_eq!(bn, en);
}
