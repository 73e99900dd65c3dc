//! Letter-level folding: one grapheme cluster in, its canonical letters out.
//!
//! Works cluster by cluster so that every folded letter knows which bytes of
//! the original it came from.

use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// A canonical letter, and the bytes of the original cluster it came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Folded {
    pub(crate) letter: char,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Folds a text letter by letter. Separators stay in, joiners are gone.
pub(crate) fn fold(text: &str) -> Vec<Folded> {
    let mut letters = Vec::with_capacity(text.len());
    if text.is_ascii() {
        letters.extend(text.bytes().enumerate().map(|(start, byte)| Folded {
            letter: char::from(byte.to_ascii_lowercase()),
            start,
            end: start + 1,
        }));
        return letters;
    }
    if text.contains(is_breaking) {
        return fold_without_breaks(text);
    }
    for (start, cluster) in text.grapheme_indices(true) {
        let end = start + cluster.len();
        fold_cluster(cluster, |letter| {
            letters.push(Folded { letter, start, end });
        });
    }
    letters
}

/// Takes out what would cut a cluster in two, folds, and finds the way back
/// to the bytes of the original.
fn fold_without_breaks(text: &str) -> Vec<Folded> {
    let kept = text.char_indices().filter(|&(_, c)| !is_breaking(c));
    let origins: Vec<usize> = kept
        .clone()
        .flat_map(|(at, c)| at..at + c.len_utf8())
        .collect();
    let plain: String = kept.map(|(_, c)| c).collect();
    let mut letters = fold(&plain);
    for letter in &mut letters {
        letter.start = origins[letter.start];
        letter.end = origins[letter.end - 1] + 1;
    }
    letters
}

/// Composes what came to stand together out of separate clusters (half-width
/// Korean and the like).
pub(crate) fn composed(text: String) -> String {
    if unicode_normalization::is_nfc(&text) {
        text
    } else {
        text.nfc().collect()
    }
}

fn fold_cluster(cluster: &str, mut push: impl FnMut(char)) {
    if let [byte] = cluster.as_bytes() {
        return push(char::from(byte.to_ascii_lowercase()));
    }
    if cluster.chars().next().is_some_and(is_fraction) {
        push(' '); // "1½" is not eleven halves
    }
    let folded: String = khanda_ta(cluster)
        .chars()
        .filter(|&c| !is_dropped(c))
        .nfkd()
        .flat_map(char::to_lowercase)
        .nfkd()
        .filter(|&c| !is_diacritic(c) && !is_dropped(c))
        .nfc()
        .collect();
    let folded = moon_last(folded);
    let mut rest = folded.chars().peekable();
    while let Some(letter) = rest.next() {
        let folded = match (letter, rest.peek()) {
            ('অ', Some('া')) => take(&mut rest, 'আ'),
            ('ব' | 'ৱ', Some('়')) => take(&mut rest, 'র'),
            _ => fold_letter(letter),
        };
        push(folded);
    }
}

fn take(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, letter: char) -> char {
    rest.next();
    letter
}

/// The moon typed too early, as in চঁাদ for চাঁদ, goes behind the vowel signs.
fn moon_last(cluster: String) -> String {
    const MOON: char = 'ঁ';
    if !cluster.contains(MOON) {
        return cluster;
    }
    let (mut out, mut moons) = (String::with_capacity(cluster.len()), 0);
    for letter in cluster.chars() {
        if letter == MOON {
            moons += 1;
            continue;
        }
        if !matches!(letter, 'া'..='ৌ') {
            out.extend(std::iter::repeat_n(MOON, std::mem::take(&mut moons)));
        }
        out.push(letter);
    }
    out.extend(std::iter::repeat_n(MOON, moons));
    out
}

/// ত + hasanta + ZWJ is how ৎ was written before it had a code point.
fn khanda_ta(cluster: &str) -> std::borrow::Cow<'_, str> {
    const OLD: &str = "\u{9a4}\u{9cd}\u{200d}";
    if cluster.contains(OLD) {
        cluster.replace(OLD, "ৎ").into()
    } else {
        cluster.into()
    }
}

fn fold_letter(letter: char) -> char {
    match letter {
        'ৰ' => 'র',
        'ৱ' => 'ব',
        '০'..='৯' => shifted(letter, '০', '0'),
        '०'..='९' => shifted(letter, '०', '0'),
        '\u{2044}' => '/',
        '\u{2018}' | '\u{2019}' | '`' | '\u{2bc}' => '\'',
        other => other,
    }
}

fn shifted(letter: char, from: char, to: char) -> char {
    char::from_u32(u32::from(letter) - u32::from(from) + u32::from(to))
        .expect("a digit stays in the digits")
}

/// Dropped characters inside a cluster, and marks of ownership that no shopper
/// types.
fn is_dropped(c: char) -> bool {
    is_breaking(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Dropped characters that stand for a cluster of their own.
fn is_breaking(c: char) -> bool {
    matches!(c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{feff}' | '\u{ad}' | '™' | '®' | '©')
}

fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '\u{2150}'..='\u{215f}')
}
