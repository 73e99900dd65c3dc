//! Text from outside, made fit to keep: Unicode NFC, no invisible letters that
//! change nothing, and every name under the language of its script.

use kernel::Names;
use unicode_normalization::UnicodeNormalization as _;

/// The Bengali sign that joins consonants; joiners mean something only beside it.
const HASANTA: char = '\u{9cd}';
/// Likeness in sound at which two single words count as one name in two scripts.
const SAME_NAME: f32 = 0.7;

/// NFC, single spaces, and no characters that nobody can see. Zero-width joiners
/// stay where they shape a Bengali conjunct (র‍্যাব).
pub(super) fn clean(text: &str) -> String {
    let letters: Vec<char> = text.nfc().collect();
    let mut kept = String::with_capacity(text.len());
    for (at, &letter) in letters.iter().enumerate() {
        match letter {
            '\u{200c}' | '\u{200d}' if !shapes_a_conjunct(&letters, at) => {}
            c if is_invisible(c) => {}
            c if c.is_whitespace() || c.is_control() => {
                if !kept.ends_with(' ') {
                    kept.push(' ');
                }
            }
            c => kept.push(c),
        }
    }
    kept.trim().to_owned()
}

/// Between two Bengali letters, one of them the hasanta.
fn shapes_a_conjunct(letters: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| letters[at]);
    let after = letters.get(at + 1).copied();
    match (before, after) {
        (Some(before), Some(after)) => {
            is_bengali(before) && is_bengali(after) && (before == HASANTA || after == HASANTA)
        }
        _ => false,
    }
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// A letter of the Bengali block.
pub(super) const fn is_bengali(c: char) -> bool {
    matches!(c, '\u{980}'..='\u{9ff}')
}

/// A number with Bengali digits, as every parser reads it.
pub(super) fn ascii_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '০'..='৯' => char::from_digit(u32::from(c) - u32::from('০'), 10).unwrap_or(c),
            other => other,
        })
        .collect()
}

/// Whether there is anything in it to read out.
pub(super) fn is_readable(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Which scripts a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Bengali,
    /// Any other, or only digits.
    Latin,
    Mixed,
}

pub(super) fn script_of(text: &str) -> Script {
    let bengali = text.chars().any(is_bengali);
    let latin = text.chars().any(|c| c.is_alphabetic() && !is_bengali(c));
    match (bengali, latin) {
        (true, true) => Script::Mixed,
        (true, false) => Script::Bengali,
        (false, _) => Script::Latin,
    }
}

/// A name in one cell, under the language of its script. One that says the same
/// in both scripts (`New Market নিউ মার্কেট`) is taken apart; one that needs both
/// (`APSCL ক্যান্টিন`) stays whole, as the Bengali name.
pub(super) fn by_script(name: &str) -> Names {
    match script_of(name) {
        Script::Bengali => Names {
            bn: Some(name.to_owned()),
            en: None,
        },
        Script::Latin => Names {
            bn: None,
            en: Some(name.to_owned()),
        },
        Script::Mixed => apart(name).unwrap_or_else(|| Names {
            bn: Some(name.to_owned()),
            en: None,
        }),
    }
}

fn apart(name: &str) -> Option<Names> {
    let at = only_change_of_script(name)?;
    let (first, second) = name.split_at(at);
    // "Bazar (বাজার" | ")": a bracket belongs to what it encloses.
    let opened = first.trim_end().ends_with(['(', '[', '{']);
    let first = trim_marks(first, false);
    let second = trim_marks(second, opened);
    if !say_the_same(first, second) {
        return None;
    }
    let (bn, en) = if script_of(first) == Script::Bengali {
        (first, second)
    } else {
        (second, first)
    };
    Some(Names::both(bn, en))
}

/// Where the script changes, if that happens exactly once.
fn only_change_of_script(name: &str) -> Option<usize> {
    let mut changes = Vec::new();
    let mut last = None;
    for (at, c) in name
        .char_indices()
        .filter(|(_, c)| c.is_alphabetic() || is_bengali(*c))
    {
        let bengali = is_bengali(c);
        if last.is_some_and(|last| last != bengali) {
            changes.push(at);
        }
        last = Some(bengali);
    }
    match changes[..] {
        [at] => Some(at),
        _ => None,
    }
}

fn trim_marks(part: &str, in_brackets: bool) -> &str {
    let part = part.trim_end_matches(['(', '[', '{']).trim();
    let part = if in_brackets {
        part.trim_end_matches([')', ']', '}'])
    } else {
        part
    };
    part.trim_matches(|c: char| c.is_whitespace() || "/|,;:-–—".contains(c))
}

/// Two names of several words are taken for translations of each other. A single
/// word is often a part of the name, so it has to sound like the other one, or
/// like its first word.
fn say_the_same(first: &str, second: &str) -> bool {
    let joined = |name: &str| name.replace(' ', "");
    let mut firsts = first.split_whitespace();
    let mut seconds = second.split_whitespace();
    match (firsts.next(), seconds.next()) {
        (Some(a), Some(b)) => {
            (firsts.next().is_some() && seconds.next().is_some())
                || bangla_text::similarity(a, b) >= SAME_NAME
                || bangla_text::similarity(&joined(first), &joined(second)) >= SAME_NAME
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_letters_go_and_conjuncts_stay() {
        for (dirty, cleaned) in [
            ("\u{feff}চাল\u{200b}", "চাল"),
            ("  New\u{a0} \tMarket\r\n", "New Market"),
            ("এল \u{200c}টরো", "এল টরো"),
            ("পলাশী\u{200c} বাজার", "পলাশী বাজার"),
            ("ক\u{200c}ম্পিউটার", "কম্পিউটার"),
            ("র\u{200d}\u{9cd}যাব", "র\u{200d}\u{9cd}যাব"),
            ("বিসমিল্লাহ্\u{200c} সুপার", "বিসমিল্লাহ্ সুপার"),
            ("a\u{0}b", "a b"),
            ("\u{9dc}", "\u{9a1}\u{9bc}"),
            ("ক\u{9c7}\u{9be}", "কো"),
        ] {
            assert_eq!(clean(dirty), cleaned, "{dirty:?}");
        }
    }

    #[test]
    fn names_go_to_the_language_of_their_script() {
        for (name, bn, en) in [
            ("নিউ মার্কেট", Some("নিউ মার্কেট"), None),
            ("New Market", None, Some("New Market")),
            ("24", None, Some("24")),
            (
                "New Market নিউ মার্কেট",
                Some("নিউ মার্কেট"),
                Some("New Market"),
            ),
            (
                "নিউ মার্কেট - New Market",
                Some("নিউ মার্কেট"),
                Some("New Market"),
            ),
            ("প্রিয়জন (prioJon)", Some("প্রিয়জন"), Some("prioJon")),
            (
                "Ghoroni Bazar(ঘরণী বাজার )",
                Some("ঘরণী বাজার"),
                Some("Ghoroni Bazar"),
            ),
            (
                "Walton Showroom ওয়ালটন",
                Some("ওয়ালটন"),
                Some("Walton Showroom"),
            ),
            (
                "R.S Farmacy ( Talukder Market ) তালুকদার মার্কেট",
                Some("তালুকদার মার্কেট"),
                Some("R.S Farmacy ( Talukder Market )"),
            ),
            (
                "চিকলীবাজার - Chikli Bazar",
                Some("চিকলীবাজার"),
                Some("Chikli Bazar"),
            ),
            ("APSCL ক্যান্টিন", Some("APSCL ক্যান্টিন"), None),
            ("চা Point", Some("চা Point"), None),
            ("ইউসিসি UCC কোচিং", Some("ইউসিসি UCC কোচিং"), None),
        ] {
            let expected = Names {
                bn: bn.map(str::to_owned),
                en: en.map(str::to_owned),
            };
            assert_eq!(
                by_script(&clean(name)),
                Names {
                    bn: expected.bn.map(|name| clean(&name)),
                    en: expected.en,
                },
                "{name}"
            );
        }
    }

    #[test]
    fn digits_of_both_scripts_are_numbers() {
        assert_eq!(ascii_digits("২৩.৮১"), "23.81");
    }
}
