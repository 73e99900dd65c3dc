//! Splitting text into words that know where they stood in the original.

use crate::fold::{Folded, composed, fold};
use crate::units;
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// What a word is written in.
///
/// ```
/// use bangla_text::{Script::*, words};
/// let scripts: Vec<_> = words("Napa ৫০০ ট্যাবলেট").map(|word| word.script).collect();
/// assert_eq!(scripts, [Latin, Digits, Bengali]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Script {
    /// Bengali letters and marks.
    Bengali,
    /// Latin letters.
    Latin,
    /// A number: digits with an inner point or slash.
    Digits,
    /// Letters of any other script.
    Other,
}

/// One word of a text.
///
/// ```
/// let label = "কাচ্চি Biryani";
/// let word = bangla_text::words(label).last().unwrap();
/// assert_eq!(word.text, "biryani"); // what is indexed
/// assert_eq!(&label[word.range], "Biryani"); // what is highlighted
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word in canonical form: normalised, numbers without grouping and
    /// trailing zeros, units in one spelling ("কেজি" and "kilo" are "kg").
    pub text: Cow<'static, str>,
    /// Its bytes in the **original** text, on char boundaries.
    pub range: Range<usize>,
    /// What it is written in; a folded unit counts as Latin.
    pub script: Script,
}

/// Iterator over the words of a text; see [`words`]. It owns what it needs.
///
/// ```
/// let words: bangla_text::Words = bangla_text::words(&"চাল ".repeat(3));
/// assert_eq!(words.count(), 3);
/// ```
#[derive(Debug)]
pub struct Words {
    letters: std::vec::IntoIter<(Folded, Role)>,
    held: Option<(Folded, Script)>,
    after_number: bool,
}

/// Splits a text into words: runs of letters with their marks and runs of
/// digits, cut where the script changes.
///
/// ```
/// use bangla_text::words;
///
/// let text = |s| words(s).map(|w| w.text.into_owned()).collect::<Vec<_>>();
/// assert_eq!(text("মিষ্টি কুমড়া ১কেজি"), ["মিষ্টি", "কুমড়া", "1", "kg"].map(bangla_text::normalise));
/// assert_eq!(text("1kg"), text("১ কেজি"));
///
/// let line = "Fresh সয়াবিন";
/// let last = words(line).last().unwrap();
/// assert_eq!(&line[last.range], "সয়াবিন");
/// ```
pub fn words(text: &str) -> Words {
    Words {
        letters: roles(&fold(text)).collect::<Vec<_>>().into_iter(),
        held: None,
        after_number: false,
    }
}

impl Iterator for Words {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let (first, script) = self.held.take().or_else(|| self.next_start())?;
        let mut text = String::from(first.letter);
        let mut range = first.start..first.end;
        for (letter, role) in self.letters.by_ref() {
            match role {
                Role::Gap => break,
                Role::Silent => continue,
                Role::Letter(next) if next != script => {
                    self.held = Some((letter, next));
                    break;
                }
                Role::Letter(_) | Role::InNumber => text.push(letter.letter),
            }
            range.end = letter.end;
        }
        Some(self.finish(text, range, script))
    }
}

impl Words {
    fn next_start(&mut self) -> Option<(Folded, Script)> {
        self.letters.by_ref().find_map(|(letter, role)| match role {
            Role::Letter(script) => Some((letter, script)),
            _ => None,
        })
    }

    fn finish(&mut self, text: String, range: Range<usize>, script: Script) -> Word {
        let text = composed(text);
        let after_number = std::mem::replace(&mut self.after_number, script == Script::Digits);
        if script == Script::Digits {
            let text = Cow::Owned(plain_number(text));
            return Word {
                text,
                range,
                script,
            };
        }
        match units::fold(&text, after_number) {
            Some(unit) => Word {
                text: unit.word().into(),
                range,
                script: Script::Latin,
            },
            None => Word {
                text: text.into(),
                range,
                script,
            },
        }
    }
}

/// "1.50" and "1.5" are one amount.
fn plain_number(mut text: String) -> String {
    if text.contains('.') && !text.contains('/') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    text
}

/// What a folded letter does in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Letter(Script),
    /// The point or slash inside a number.
    InNumber,
    /// Dropped without ending a word: inner apostrophe, grouping comma.
    Silent,
    Gap,
}

/// Gives every folded letter its role, looking at its neighbours.
pub(crate) fn roles(letters: &[Folded]) -> impl Iterator<Item = (Folded, Role)> + '_ {
    let mut fractional = false;
    letters.iter().enumerate().map(move |(at, &letter)| {
        let role = role(letters, at, fractional);
        match role {
            Role::InNumber => fractional = true,
            Role::Letter(Script::Digits) | Role::Silent => {}
            _ => fractional = false,
        }
        (letter, role)
    })
}

fn role(letters: &[Folded], at: usize, fractional: bool) -> Role {
    let letter = letters[at].letter;
    if let Some(script) = script_of(letter) {
        return Role::Letter(script);
    }
    let before = at.checked_sub(1).map(|i| letters[i].letter);
    let after = letters.get(at + 1).map(|l| l.letter);
    let digits = is_digit(before) && is_digit(after);
    match letter {
        '.' | '/' if digits && !fractional => Role::InNumber,
        ',' if digits && !fractional && is_grouping(letters, at) => Role::Silent,
        // A mark must not come to stand on a letter it was not written on.
        '.' | '\'' if after.is_some_and(is_combining_mark) => Role::Gap,
        '.' if is_abbreviation(letters, at) => Role::Silent,
        '\'' if is_letter(before) && is_letter(after) => Role::Silent,
        _ => Role::Gap,
    }
}

/// Commas group when the groups after them have two or three digits and the
/// last one three: 1,25,000 and 12,500 but not 1,2,3. Looks no further than
/// any amount reaches, so that hostile text costs no more than its length.
fn is_grouping(letters: &[Folded], comma: usize) -> bool {
    const FARTHEST: usize = 32;
    let mut run = 0;
    for letter in letters[comma + 1..].iter().take(FARTHEST) {
        match letter.letter {
            c if c.is_ascii_digit() => run += 1,
            ',' if run == 2 || run == 3 => run = 0,
            _ => break,
        }
        if run > 3 {
            return false;
        }
    }
    run == 3
}

/// A point between very short runs of one script, as in "মি.লি." and "a.c.i".
fn is_abbreviation(letters: &[Folded], point: usize) -> bool {
    let Some(script) = letters.get(point + 1).and_then(|l| script_of(l.letter)) else {
        return false;
    };
    let longest = match script {
        Script::Bengali => 3,
        Script::Latin => 1,
        Script::Digits | Script::Other => return false,
    };
    let same = |l: &&Folded| script_of(l.letter) == Some(script);
    let before = letters[..point].iter().rev().take_while(same).count();
    let after = letters[point + 1..].iter().take_while(same).count();
    (1..=longest).contains(&before) && after <= longest
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

fn is_letter(c: Option<char>) -> bool {
    c.and_then(script_of)
        .is_some_and(|script| script != Script::Digits)
}

pub(crate) fn script_of(c: char) -> Option<Script> {
    match c {
        '0'..='9' => Some(Script::Digits),
        'a'..='z' | 'A'..='Z' => Some(Script::Latin),
        _ if c.is_ascii() => None,
        '\u{9f2}'..='\u{9fb}' | '\u{9fd}' => None,
        '\u{980}'..='\u{9fe}' => Some(Script::Bengali),
        'ª' | 'º' | 'À'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if c.is_alphabetic() => {
            Some(Script::Latin)
        }
        _ if c.is_alphanumeric() => Some(Script::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).map(|word| word.text.into_owned()).collect()
    }

    #[test]
    fn bengali_words_stay_whole() {
        let text = "মিষ্টি কুমড়া, গোবিন্দভোগ।ডিম";
        let parts: Vec<_> = words(text).map(|w| &text[w.range]).collect();
        assert_eq!(parts, ["মিষ্টি", "কুমড়া", "গোবিন্দভোগ", "ডিম"]);
    }

    #[test]
    fn scripts_and_numbers_are_cut_apart() {
        assert_eq!(texts("Napa500mg"), ["napa", "500", "mg"]);
        assert_eq!(texts("7up 1.50L"), ["7", "up", "1.5", "l"]);
        assert_eq!(texts("iPhone১৫প্রো"), ["iphone", "15", "প্রো"]);
        assert_eq!(texts("1/2 কেজি"), ["1/2", "kg"]);
        assert_eq!(texts("৳1,20,000.00"), ["120000"]);
        assert_eq!(texts("10.0"), ["10"]);
        assert_eq!(texts("100"), ["100"]);
    }

    #[test]
    fn the_same_size_is_the_same_words() {
        for (a, b) in [
            ("1kg", "১ কেজি"),
            ("500 gm", "৫০০ গ্রাম"),
            ("2 ltr", "২লিটার"),
            ("250ML", "২৫০ মি.লি."),
            ("12 pcs", "১২ পিস"),
            ("25 pcs", "২৫ টি"),
            ("1 kilo", "১ কিলো"),
        ] {
            assert_eq!(texts(a), texts(b));
        }
    }

    #[test]
    fn invisible_letters_are_inside_the_highlight() {
        let text = "\u{feff}ভাল চা\u{200b}ল™ ক্\u{200c}ষীর";
        let found: Vec<_> = words(text)
            .map(|w| (w.text.into_owned(), &text[w.range]))
            .collect();
        assert_eq!(found[1], ("চাল".to_owned(), "চা\u{200b}ল"));
        assert_eq!(found[2], ("ক্ষীর".to_owned(), "ক্\u{200c}ষীর"));
    }

    #[test]
    fn a_village_is_not_a_gram() {
        assert_eq!(texts("গ্রাম বাংলা"), ["গ্রাম", "বাংলা"]);
        assert_eq!(texts("size L"), ["size", "l"]);
    }

    proptest! {
        #[test]
        fn ranges_lie_on_boundaries_in_order(text in "\\PC{0,40}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(text.get(word.range.clone()).is_some());
                prop_assert!(word.range.start >= last || text[..].len() < last);
                last = word.range.start;
            }
        }

        #[test]
        fn words_of_words_are_the_same_words(
            text in "[\u{985}-\u{9b9}\u{9be}-\u{9cd}\u{9e6}-\u{9ef}\u{200b}-\u{200d}A-Za-z0-9 ./,'’½।]{0,30}"
        ) {
            let once = texts(&text);
            prop_assert_eq!(texts(&once.join(" ")), once);
        }
    }
}
