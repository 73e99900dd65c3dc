//! Names in addresses: small Latin letters, digits and hyphens.

use crate::phoneme::{Phoneme, phonemes};
use crate::words::{Script, words};
use crate::{normalise, to_ascii_digits};

/// Letters of a slug at most.
const LONGEST: usize = 60;

/// A name as it stands in an address: small Latin letters and digits with
/// hyphens between words, at most 60 of them, cut between words. Bengali is
/// written as it sounds; words of other scripts are left out, so it may be empty.
///
/// ```
/// use bangla_text::slug;
/// assert_eq!(slug("Karim's Store (Mirpur-10)"), "karims-store-mirpur-10");
/// assert_eq!(slug("করিম স্টোর ১০"), "korim-stor-10");
/// assert_eq!(slug("商店"), "");
/// ```
pub fn slug(name: &str) -> String {
    let whole = normalise(&name.replace(['\'', '’'], ""));
    let mut out = String::new();
    for word in words(&whole) {
        let latin = written(&word.text, word.script);
        if latin.is_empty() {
            continue;
        }
        let room = LONGEST.saturating_sub(out.len() + 1);
        if latin.len() > room {
            if out.is_empty() {
                out.push_str(&latin[..LONGEST.min(latin.len())]);
            }
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&latin);
    }
    out
}

fn written(word: &str, script: Script) -> String {
    if script == Script::Bengali {
        let sounds = phonemes(word);
        // The vowel that a consonant carries is silent at the end.
        let sounds = sounds.strip_suffix(&[Phoneme::Inherent]).unwrap_or(&sounds);
        return sounds.iter().map(|sound| letters(*sound)).collect();
    }
    let ascii = to_ascii_digits(word).to_ascii_lowercase();
    let kept = ascii.chars().filter(char::is_ascii_alphanumeric);
    kept.collect()
}

/// As Banglish is usually written.
const fn letters(sound: Phoneme) -> &'static str {
    use Phoneme as P;
    match sound {
        P::Inherent | P::Aw | P::O => "o",
        P::A => "a",
        P::Ae | P::E => "e",
        P::I => "i",
        P::U => "u",
        P::Y => "y",
        P::W => "w",
        P::K => "k",
        P::Kh => "kh",
        P::G => "g",
        P::Gh => "gh",
        P::Ng => "ng",
        P::C => "c",
        P::Ch => "ch",
        P::J => "j",
        P::Jh => "jh",
        P::Tt | P::T => "t",
        P::Tth | P::Th => "th",
        P::Dd | P::D => "d",
        P::Ddh | P::Dh => "dh",
        P::N => "n",
        P::P => "p",
        P::Ph => "ph",
        P::B => "b",
        P::Bh => "bh",
        P::M => "m",
        P::R | P::Rr => "r",
        P::L => "l",
        P::Sh => "sh",
        P::S => "s",
        P::H => "h",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bengali_is_written_as_it_sounds() {
        for (name, expected) in [
            ("মা-বাবার দোয়া ভ্যারাইটি স্টোর", "ma-babar-doya-bhyaraiti-stor"),
            ("ঢাকা ফার্মেসী", "dhaka-pharmesi"),
            ("A1 Mart & Co.", "a-1-mart-co"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn long_names_end_with_a_whole_word() {
        let long = "word ".repeat(40);
        assert_eq!(slug(&long), ["word"; 12].join("-"));
        assert_eq!(slug(&"x".repeat(200)).len(), 60);
    }

    proptest! {
        #[test]
        fn only_letters_that_addresses_carry(name in "\\PC{0,80}") {
            let made = slug(&name);
            prop_assert!(made.len() <= LONGEST);
            prop_assert!(!made.starts_with('-') && !made.ends_with('-') && !made.contains("--"));
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            prop_assert!(made.chars().all(fits), "{made}");
        }
    }
}
