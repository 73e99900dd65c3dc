//! Every page in both languages: words there, HTML sound, bytes within budget.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::Locale;

use super::sample;

/// Elements without an end tag.
const VOID: [&str; 5] = ["meta", "link", "input", "br", "use"];

fn each_page(mut check: impl FnMut(&str, &str, bool)) {
    for locale in Locale::ALL {
        for (name, html, lite) in sample::all(locale) {
            check(&format!("{locale} {name}"), &html, lite);
        }
    }
}

#[test]
fn no_page_shows_a_key_instead_of_words() {
    each_page(|name, html, _| {
        let shown = html
            .find("storefront-")
            .map(|at| &html[at..(at + 40).min(html.len())]);
        assert_eq!(shown, None, "{name}");
        assert!(
            !html.contains("{ $") && !html.contains("{$"),
            "{name}: a value is missing"
        );
    });
}

#[test]
fn every_element_that_opens_closes_in_order() {
    each_page(|name, html, _| {
        let mut open: Vec<&str> = Vec::new();
        for tag in html.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            let word = tag
                .trim_start_matches('/')
                .split([' ', '/'])
                .next()
                .unwrap();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(word), "{name}: </{word}>");
            } else if !VOID.contains(&word) && !tag.starts_with('!') {
                open.push(word);
            }
        }
        assert_eq!(open, Vec::<&str>::new(), "{name}");
    });
}

#[test]
fn pages_name_their_language_and_carry_nothing_inline() {
    each_page(|name, html, lite| {
        assert!(
            html.contains("<html lang=\"bn\"") || html.contains("<html lang=\"en\""),
            "{name}"
        );
        for banned in [" style=", " onclick=", "<style", "javascript:", "<img "] {
            assert!(!html.contains(banned), "{name}: {banned}");
        }
        assert_eq!(
            html.matches("<script").count(),
            usize::from(!lite),
            "{name}"
        );
        assert_eq!(html.matches("<h1").count(), 1, "{name}: one first heading");
        assert_eq!(html.matches("<main").count(), 1, "{name}");
    });
}

#[test]
fn ids_are_unique_and_labels_lead_somewhere() {
    each_page(|name, html, _| {
        let ids: Vec<&str> = values(html, " id=\"");
        let set: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), set.len(), "{name}: {ids:?}");
        for label in values(html, " for=\"") {
            assert!(set.contains(label), "{name}: label for {label}");
        }
    });
}

fn values<'a>(html: &'a str, start: &str) -> Vec<&'a str> {
    html.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// What a full page may weigh in bytes, compressed.
const PAGE: usize = 30 * 1024;
/// What a text-only page may weigh with its styles.
const LITE_PAGE: usize = 15 * 1024;
/// What all scripts may weigh together.
const SCRIPTS: usize = 60 * 1024;

/// Bytes on the wire to a browser that takes gzip.
fn gzipped(text: &[u8]) -> usize {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text).unwrap();
    packed.finish().unwrap().len()
}

/// The same for a file of `web/`.
fn file_gzipped(name: &str) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../web")
        .join(name);
    gzipped(&fs::read(path).unwrap())
}

#[test]
fn every_page_keeps_within_its_bytes() {
    let lite_styles = file_gzipped("styles/lite.css");
    let mut heaviest = (0, String::new());
    each_page(|name, html, lite| {
        let bytes = gzipped(html.as_bytes());
        let (whole, most) = if lite {
            (bytes + lite_styles, LITE_PAGE)
        } else {
            (bytes, PAGE)
        };
        assert!(whole <= most, "{name}: {whole} bytes, {most} are promised");
        heaviest = heaviest.clone().max((bytes, name.to_owned()));
    });
    // An empty sample would fit any budget.
    assert!(heaviest.0 > 2_000, "{heaviest:?}");
}

#[test]
fn all_scripts_together_keep_within_their_bytes() {
    let mut bytes = file_gzipped("vendor/leaflet/leaflet.js");
    let scripts = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/scripts"));
    for script in scripts.unwrap() {
        let name = script.unwrap().file_name();
        bytes += file_gzipped(&format!("scripts/{}", name.to_str().unwrap()));
    }
    assert!(bytes <= SCRIPTS, "{bytes} bytes, {SCRIPTS} are promised");
}

#[test]
fn both_languages_have_the_same_keys() {
    let keys = |locale: Locale| -> BTreeSet<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../web/locales")
            .join(locale.code())
            .join("storefront.ftl");
        let text = fs::read_to_string(path).unwrap();
        text.lines()
            .filter(|line| line.starts_with("storefront-"))
            .filter_map(|line| line.split(" =").next().map(str::to_owned))
            .collect()
    };
    let (bn, en) = (keys(Locale::Bn), keys(Locale::En));
    assert!(bn.len() > 100);
    assert_eq!(bn, en);
}

#[test]
#[ignore = "writes target/pages, for looking at"]
fn write_the_samples_to_target_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pages");
    for locale in Locale::ALL {
        let folder = folder.join(locale.code());
        fs::create_dir_all(&folder).unwrap();
        for (name, html, _) in sample::all(locale) {
            fs::write(folder.join(format!("{name}.html")), html).unwrap();
        }
    }
}
