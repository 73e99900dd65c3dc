//! What every sample of a page is checked for: words there, HTML sound, bytes
//! within budget. Each check panics and names the page.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use askama::Template;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::Locale;
use platform::i18n::Words;

use crate::{Assets, Page, Section};

/// A page that was written out.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Language and what it shows, such as `bn home-lite`.
    pub name: String,
    /// All of it.
    pub html: String,
    /// Text only.
    pub lite: bool,
}

impl Sample {
    /// What a page of this frame looks like, filled in.
    ///
    /// # Panics
    /// When the template cannot be filled.
    pub fn of(page: &Page, name: &str, view: &impl Template) -> Self {
        let suffix = if page.lite { "-lite" } else { "" };
        Self {
            name: format!("{} {name}{suffix}", page.lang()),
            html: view.render().expect("a sample renders"),
            lite: page.lite,
        }
    }
}

/// The frame of a sample, with nothing chosen.
pub fn frame(locale: Locale, lite: bool, at: &str, title: &str, section: Section) -> Page {
    let words = Words(locale);
    Page {
        words,
        title: words.t(title),
        at: at.to_owned(),
        here: None,
        lite,
        section,
        assets: Assets::published(),
        asked: String::new(),
        kept: Vec::new(),
        found: None,
        own_bar: None,
    }
}

/// Elements without an end tag.
const VOID: [&str; 8] = [
    "meta", "link", "input", "br", "use", "img", "path", "source",
];
/// What a full page may weigh in bytes, compressed.
const PAGE: usize = 30 * 1024;
/// What a text-only page may weigh with its styles.
const LITE_PAGE: usize = 15 * 1024;

/// All of what follows.
///
/// # Panics
/// When a page is not as it should be, or there are none.
pub fn pages(samples: &[Sample]) {
    assert!(!samples.is_empty());
    for sample in samples {
        shows_words(sample);
        closes_what_it_opens(sample);
        carries_nothing_inline(sample);
        has_labels_that_lead_somewhere(sample);
        describes_its_pictures(sample);
    }
    keep_within_their_bytes(samples);
}

/// No key stands where words should.
fn shows_words(Sample { name, html, .. }: &Sample) {
    for start in ["pages-", "storefront-", "{ $", "{$"] {
        let shown = html.find(start).and_then(|at| html.get(at..at + 40));
        assert_eq!(shown, None, "{name}");
    }
}

fn closes_what_it_opens(Sample { name, html, .. }: &Sample) {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let word = tag.trim_start_matches('/').split([' ', '/', '\n']).next();
        let word = word.unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(word), "{name}: </{word}>");
        } else if !VOID.contains(&word) && !tag.starts_with('!') {
            open.push(word);
        }
    }
    assert_eq!(open, Vec::<&str>::new(), "{name}");
}

fn carries_nothing_inline(Sample { name, html, lite }: &Sample) {
    let has_language = html.contains("<html lang=\"bn\"") || html.contains("<html lang=\"en\"");
    assert!(has_language, "{name}");
    for banned in [" style=", " onclick=", "<style", "javascript:"] {
        assert!(!html.contains(banned), "{name}: {banned}");
    }
    let scripts = html.matches("<script").count();
    let facts = html.matches("<script type=\"application/ld+json\"").count();
    assert_eq!(scripts - facts, usize::from(!lite), "{name}");
    assert_eq!(html.matches("<h1").count(), 1, "{name}: one first heading");
    assert_eq!(html.matches("<main").count(), 1, "{name}");
}

fn has_labels_that_lead_somewhere(Sample { name, html, .. }: &Sample) {
    let ids: Vec<&str> = values(html, " id=\"");
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), set.len(), "{name}: {ids:?}");
    for label in values(html, " for=\"") {
        assert!(set.contains(label), "{name}: label for {label}");
    }
}

/// Pictures say what they show, keep their place while they load, and stay away
/// from text-only pages.
fn describes_its_pictures(Sample { name, html, lite }: &Sample) {
    for image in html.split("<img ").skip(1) {
        let image = image.split('>').next().unwrap_or_default();
        assert!(!lite, "{name}: a picture on a text-only page");
        for needed in ["alt=\"", "width=\"", "height=\""] {
            assert!(image.contains(needed), "{name}: {needed} in {image}");
        }
    }
}

fn keep_within_their_bytes(samples: &[Sample]) {
    let lite_styles = file_gzipped("styles/lite.css");
    let mut heaviest = 0;
    for Sample { name, html, lite } in samples {
        let bytes = gzipped(html.as_bytes());
        let (whole, most) = if *lite {
            (bytes + lite_styles, LITE_PAGE)
        } else {
            (bytes, PAGE)
        };
        assert!(whole <= most, "{name}: {whole} bytes, {most} are promised");
        heaviest = heaviest.max(bytes);
    }
    // An empty sample would fit any budget.
    assert!(heaviest > 1_000, "{heaviest} bytes");
}

fn values<'a>(html: &'a str, start: &str) -> Vec<&'a str> {
    html.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// Bytes on the wire to a browser that takes gzip.
fn gzipped(text: &[u8]) -> usize {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    let written = packed.write_all(text);
    written.expect("memory takes what is written");
    packed.finish().expect("memory takes what is written").len()
}

/// The same for a file of `web/`.
///
/// # Panics
/// When there is no such file.
pub fn file_gzipped(name: &str) -> usize {
    let file = fs::read(web().join(name));
    gzipped(&file.unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// The folder `web/` of this checkout.
pub fn web() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web")
}

/// Writes the samples to `target/pages`, for looking at, where the variable
/// `HAAT_WRITE_PAGES` is set.
///
/// # Panics
/// When the folder cannot be written.
pub fn write(samples: &[Sample]) {
    if std::env::var_os("HAAT_WRITE_PAGES").is_none() {
        return;
    }
    let folder = web().join("../target/pages");
    fs::create_dir_all(&folder).expect("target can be written");
    for Sample { name, html, .. } in samples {
        let file = folder.join(format!("{}.html", name.replace(' ', "-")));
        fs::write(file, html).expect("target can be written");
    }
}
