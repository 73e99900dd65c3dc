//! What holds for every text: one word is one word in any encoding, numbers
//! come back, and nothing is cut in two.

use bangla_text::{
    Language, Sms, SmsEncoding, Vocabulary, clock, coarse_keys, counted, group_lakh, money,
    normalise, number, readings, similarity, sms, sms_segments, to_ascii_digits, to_bengali_digits,
    truncate, words,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// A word as people write it: syllables of conjuncts, nuktas and signs.
const BENGALI_WORD: &str = "([অ-ঋএঐওঔ][ংঁ]?|\
    ((ড়|ঢ়|য়|[ক-নপ-রলশ-হ])(্[ক-নপ-রলশষস]){0,2}|র্[ক-নপ-র]|ক্ষ|জ্ঞ)[া-ৃেৈোৌ]?[ংঁ]?){1,6}";
const ANY_TEXT: &str = "(?s).{0,80}";
/// Dense in what Bengali text and its keyboards contain.
const BENGALI_TEXT: &str =
    "[\u{980}-\u{9ff}\u{200b}-\u{200d}a-zA-Z0-9\u{600} ./,'’½।৳😀€^\\[\\]]{0,90}";

/// The ways one text is stored by keyboards, fonts and converters.
fn encodings(word: &str) -> Vec<String> {
    let joiner_at_hasanta = |joiner| word.nfc().collect::<String>().replace('\u{9cd}', joiner);
    let letters = || word.nfc();
    vec![
        letters().collect(),
        word.nfd().collect(),
        precomposed(&letters().collect::<String>()),
        hasanta_before_nukta(&letters().collect::<String>()),
        joiner_at_hasanta("\u{9cd}\u{200c}"),
        letters().flat_map(|c| ['\u{200b}', c]).collect(),
        letters().flat_map(|c| [c, '\u{feff}']).collect(),
        word.replace('আ', "অা"),
        moon_first(&letters().collect::<String>()),
        word.replace('র', "ৰ"),
        format!("\u{200e} {word}।"),
    ]
}

/// Single code points for ড় ঢ় য়, which NFC takes apart.
fn precomposed(word: &str) -> String {
    word.replace("ড\u{9bc}", "\u{9dc}")
        .replace("ঢ\u{9bc}", "\u{9dd}")
        .replace("য\u{9bc}", "\u{9df}")
}

/// The two marks of one letter, typed the other way round.
fn hasanta_before_nukta(word: &str) -> String {
    word.replace("\u{9bc}\u{9cd}", "\u{9cd}\u{9bc}")
}

/// চঁাদ, as many a keyboard lets one type চাঁদ.
fn moon_first(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    for at in 1..letters.len() {
        if letters[at] == 'ঁ' && ('া'..='ৌ').contains(&letters[at - 1]) {
            letters.swap(at - 1, at);
        }
    }
    letters.into_iter().collect()
}

proptest! {
    #[test]
    fn a_word_is_one_word_in_any_encoding(word in BENGALI_WORD) {
        let canonical = normalise(&word);
        let keys = coarse_keys(&word);
        let own = Vocabulary::build([(word.as_str(), 1)]);
        for encoded in encodings(&word) {
            prop_assert_eq!(normalise(&encoded), canonical.clone(), "{:?}", encoded);
            prop_assert_eq!(coarse_keys(&encoded), keys.clone(), "{:?}", encoded);
            prop_assert_eq!(readings(&encoded), readings(&word), "{:?}", encoded);
            prop_assert!(similarity(&word, &encoded) >= 1.0, "{:?}", encoded);
            prop_assert_eq!(own.expand(&encoded, 1).len(), 1, "{:?}", encoded);
        }
    }

    #[test]
    fn a_word_is_found_as_a_word(word in BENGALI_WORD) {
        for encoded in encodings(&word) {
            let mut found = words(&encoded);
            prop_assert_eq!(found.next().map(|w| w.text), words(&word).next().map(|w| w.text));
            prop_assert!(found.next().is_none(), "{:?}", encoded);
        }
    }

    #[test]
    fn normalising_twice_changes_nothing(text in ANY_TEXT, bengali in BENGALI_TEXT) {
        for text in [text, bengali] {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }

    #[test]
    fn keys_come_from_letters_alone(text in BENGALI_TEXT) {
        prop_assert_eq!(coarse_keys(&text), coarse_keys(&normalise(&text)));
        prop_assert!(coarse_keys(&text).iter().all(|key| (1..=16).contains(&key.len())));
    }

    #[test]
    fn readings_are_few_and_the_first_is_the_likeliest(text in ANY_TEXT, word in "[a-z]{1,12}") {
        for text in [text, word] {
            let ways = readings(&text);
            prop_assert!(ways.len() <= 5);
            prop_assert!(ways.first().is_none_or(|way| way.penalty == 0.0));
            prop_assert!(ways.iter().all(|way| (0.0..=1.0).contains(&way.penalty)));
            prop_assert!(ways.iter().all(|way| (1..=40).contains(&way.phonemes.len())));
        }
    }
}

proptest! {
    #[test]
    fn a_written_number_is_read_back(value: i64) {
        for language in [Language::Bengali, Language::English] {
            let written = number(value, language);
            let plain = to_ascii_digits(&written).replace(',', "");
            prop_assert_eq!(plain.parse(), Ok(value), "{}", written);
            // Search takes a minus for a hyphen.
            prop_assert_eq!(normalise(&written), value.unsigned_abs().to_string());
        }
    }

    #[test]
    fn an_amount_is_read_back(poisha: i64) {
        for language in [Language::Bengali, Language::English] {
            let written = money(poisha, language);
            let plain = to_ascii_digits(&written).replace(['৳', ','], "");
            let (taka, rest) = plain.split_once('.').unwrap_or((&plain, "00"));
            prop_assert_eq!(format!("{taka}{rest}").parse(), Ok(poisha), "{}", written);
        }
    }

    #[test]
    fn groups_are_three_digits_and_before_them_twos(value: i64) {
        let grouped = group_lakh(value);
        let groups: Vec<&str> = grouped.trim_start_matches('-').split(',').collect();
        let [first, middle @ .., last] = groups.as_slice() else {
            prop_assert!((1..=3).contains(&groups[0].len()), "{}", grouped);
            return Ok(());
        };
        prop_assert!((1..=2).contains(&first.len()) && last.len() == 3, "{}", grouped);
        prop_assert!(middle.iter().all(|group| group.len() == 2), "{}", grouped);
    }

    #[test]
    fn digits_change_and_change_back(text in "[^০-৯]{0,40}") {
        prop_assert_eq!(to_ascii_digits(&to_bengali_digits(&text)), text.clone());
        prop_assert!(!to_bengali_digits(&text).contains(|c: char| c.is_ascii_digit()));
    }

    #[test]
    fn both_languages_say_the_same_digits(count: i64, hour: u32, minute: u32) {
        let digits = |text: String| -> String {
            let ascii = to_ascii_digits(&text);
            ascii.chars().filter(char::is_ascii_digit).collect()
        };
        let [bengali, english] = [Language::Bengali, Language::English]
            .map(|language| (digits(counted(count, language)), digits(clock(hour, minute, language))));
        prop_assert_eq!(bengali, english);
    }
}

/// Whether `at` is between two user-perceived letters.
fn is_between_letters(text: &str, at: usize) -> bool {
    at == text.len() || text.grapheme_indices(true).any(|(start, _)| start == at)
}

proptest! {
    #[test]
    fn what_is_shortened_is_a_beginning_of_whole_letters(
        text in ANY_TEXT, bengali in BENGALI_TEXT, most in 0_usize..40,
    ) {
        for text in [text, bengali] {
            let short = truncate(&text, most);
            prop_assert!(short.graphemes(true).count() <= most);
            if *short != text {
                let kept = short.strip_suffix('…').unwrap_or(&short);
                prop_assert!(text.starts_with(kept), "{}", short);
                prop_assert!(is_between_letters(&text, kept.len()), "{}", short);
                prop_assert!(text.graphemes(true).count() > most);
            }
        }
    }
}

/// What a letter takes, by the encoders of the standard library for UCS-2.
fn units(text: &str, encoding: SmsEncoding) -> usize {
    match encoding {
        SmsEncoding::Ucs2 => text.encode_utf16().count(),
        SmsEncoding::Gsm7 => {
            let pairs = text.chars().filter(|&c| "\u{c}^{}\\[~]|€".contains(c));
            text.chars().count() + pairs.count()
        }
    }
}

fn assert_counts(text: &str) -> Result<(), TestCaseError> {
    let told = sms(text);
    let segments: Vec<&str> = sms_segments(text).collect();
    prop_assert_eq!(segments.concat(), text, "nothing is lost or told twice");
    prop_assert_eq!(segments.len(), told.segments);
    prop_assert_eq!(told.units, units(text, told.encoding));
    let most = if told.segments > 1 {
        told.encoding.joined()
    } else {
        told.encoding.alone()
    };
    for (at, segment) in segments.iter().enumerate() {
        let used = units(segment, told.encoding);
        let last = at + 1 == segments.len();
        prop_assert!(used <= most && (last || used + 1 >= most), "{segment:?}");
        prop_assert!(!last || used + told.left == most);
    }
    prop_assert!(told.segments > 0 || told.left == told.encoding.alone());
    Ok(())
}

/// Fills what is left and asserts that one more letter begins a segment.
fn assert_left_is_what_fits(text: &str) -> Result<(), TestCaseError> {
    let told = sms(text);
    let letter = match told.encoding {
        SmsEncoding::Gsm7 => "a",
        SmsEncoding::Ucs2 => "ক",
    };
    let full = text.to_owned() + &letter.repeat(told.left);
    let after = sms(&full);
    prop_assert_eq!((after.segments, after.left), (told.segments.max(1), 0));
    let more: Sms = sms(&(full + letter));
    prop_assert!(more.segments > after.segments);
    Ok(())
}

proptest! {
    #[test]
    fn segments_are_the_text_and_full(
        any in "(?s).{0,200}",
        latin in "[ -_a-~€\n^{}\\[\\]|]{0,400}",
        mixed in "[ক-হ😀𑎋a]{0,250}",
    ) {
        for text in [any, latin, mixed] {
            assert_counts(&text)?;
            assert_left_is_what_fits(&text)?;
        }
    }
}
