//! What the parts take on one product name, beside what they are built on.

use bangla_text::{coarse_keys, normalise, readings, similarity, sms, truncate, words};
use std::hint::black_box;
use std::time::Instant;
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// Nine words in two scripts, 64 letters.
const NAME: &str = "ফ্রেশ ফর্টিফাইড সয়াবিন তেল Fresh Soyabean Oil ৫ লিটার (pet)";
const ROUNDS: u32 = 20_000;
const PASSES: u32 = 5;

pub(crate) fn print() {
    println!("\n| one product name | ns |\n|---|---|");
    line("NFC alone", || NAME.nfc().collect::<String>().len());
    line("`normalise`", || normalise(NAME).len());
    line("UAX 29 words alone", || NAME.unicode_words().count());
    line("`words`", || words(NAME).count());
    line("`truncate` to 24", || truncate(NAME, 24).len());
    line("`sms`", || sms(NAME).segments);
    println!("\n| one word | ns |\n|---|---|");
    line("`readings`, Banglish", || readings("soyabin").len());
    line("`coarse_keys`, Bengali", || coarse_keys("সয়াবিন").len());
    line("`similarity` across scripts", || {
        usize::from(similarity("soyabin", "সয়াবিন") > 0.5)
    });
}

/// The best pass of several: the others were disturbed.
fn line<T>(name: &str, part: impl Fn() -> T) {
    let pass = |_| {
        let started = Instant::now();
        for _ in 0..ROUNDS {
            black_box(part());
        }
        started.elapsed() / ROUNDS
    };
    let best = (0..PASSES).map(pass).min().expect("several passes");
    println!("| {name} | {} |", best.as_nanos());
}
