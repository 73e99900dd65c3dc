//! What the fuzz targets share: texts that are likely to be awkward, and
//! encodings that must not matter.

use arbitrary::Arbitrary;
use unicode_normalization::UnicodeNormalization as _;

/// A piece of a text, likelier to be Bengali or a trap than chance makes it.
#[derive(Arbitrary, Clone, Debug)]
pub enum Piece {
    /// A code point of the Bengali block, assigned or not.
    Bengali(u8),
    /// Joiners, marks, separators, digits and other traps.
    Trap(u8),
    /// Printable ASCII.
    Ascii(u8),
    /// Any letter at all.
    Letter(char),
    /// A whole word, conjuncts and all.
    Word(u8),
}

const TRAPS: &[&str] = &[
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{200e}",
    "\u{feff}",
    "\u{ad}",
    "\u{fe0f}",
    "™",
    "।",
    "৳",
    "½",
    "⅐",
    "’",
    "'",
    ".",
    ",",
    "/",
    "1,2",
    "12,345",
    "1.5.2",
    "০",
    "৯",
    "७",
    "\u{301}",
    "\u{600}",
    "ﷺ",
    "ﬁ",
    "İ",
    "ß",
    "ﾧ",
    "각",
    "𑎋",
    "\u{113c7}",
    "😀",
    "👨‍👩‍👧",
    "🇧🇩",
    "€",
    "[",
    "\r\n",
    "ত্\u{200d}",
    "র\u{200d}্য",
    "\u{9bc}",
    "\u{9cd}",
    "\u{9d7}",
    "\u{9be}",
    "অা",
    "চঁা",
];

const WORDS: &[&str] = &[
    "পেঁয়াজ",
    "ক্ষীর",
    "জ্ঞান",
    "লক্ষ্মী",
    "স্বাস্থ্য",
    "র‌্যাব",
    "অ্যাপ",
    "হঠাৎ",
    "দুঃখ",
    "মাংস",
    "chal",
    "peyaj",
    "mishti",
    "laxmi",
    "tv",
    "ghughu",
    "ssss",
    "kg",
    "কেজি",
    "গ্রাম",
    "মি.লি.",
    "500mg",
];

impl Piece {
    fn push_to(&self, text: &mut String) {
        match *self {
            Self::Bengali(at) => text.extend(char::from_u32(0x980 + u32::from(at % 0x80))),
            Self::Trap(at) => text.push_str(TRAPS[usize::from(at) % TRAPS.len()]),
            Self::Ascii(at) => text.push(char::from(b' ' + at % 95)),
            Self::Letter(letter) => text.push(letter),
            Self::Word(at) => text.push_str(WORDS[usize::from(at) % WORDS.len()]),
        }
    }
}

/// A text: pieced together, or what happened to be UTF-8.
#[derive(Arbitrary, Clone, Debug)]
pub enum Text {
    /// Awkward on purpose.
    Pieces(Vec<Piece>),
    /// Found by the fuzzer.
    Plain(String),
}

impl Text {
    /// As a string.
    pub fn build(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Pieces(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    piece.push_to(&mut text);
                }
                text
            }
        }
    }
}

/// The same text as other keyboards and converters store it. All of these are
/// canonically equivalent but the last, which only adds what is not seen.
pub fn encodings(text: &str) -> [String; 3] {
    [
        text.nfd().collect(),
        text.nfc().collect(),
        format!("\u{feff}{text}\u{200b}"),
    ]
}
