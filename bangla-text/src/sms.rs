//! What a text message costs: encoding, units and segments of an SMS.

/// How the letters of a text message travel (3GPP TS 23.038).
///
/// ```
/// use bangla_text::{SmsEncoding, sms};
/// assert_eq!(sms("৳৫০").encoding, SmsEncoding::Ucs2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SmsEncoding {
    /// The GSM default alphabet in septets; the ten letters of its extension
    /// table, `€ ^ { } [ ] ~ | \` and form feed, take two.
    Gsm7,
    /// Two bytes for each UTF-16 code unit; all Bengali is sent so.
    Ucs2,
}

impl SmsEncoding {
    /// The encoding a text needs: a single letter outside the GSM alphabet, a
    /// curly quote say, makes the whole message [`SmsEncoding::Ucs2`].
    ///
    /// ```
    /// use bangla_text::SmsEncoding;
    /// assert_eq!(SmsEncoding::of("Order ready, pay £5 or €6"), SmsEncoding::Gsm7);
    /// assert_eq!(SmsEncoding::of("অর্ডার প্রস্তুত"), SmsEncoding::Ucs2);
    /// assert_eq!(SmsEncoding::of("it’s ready"), SmsEncoding::Ucs2);
    /// ```
    pub fn of(text: &str) -> Self {
        if text.chars().all(|letter| septets(letter).is_some()) {
            Self::Gsm7
        } else {
            Self::Ucs2
        }
    }

    /// Units that fit into a message sent alone: 160 or 70.
    ///
    /// ```
    /// assert_eq!(bangla_text::SmsEncoding::Ucs2.alone(), 70);
    /// ```
    pub const fn alone(self) -> usize {
        match self {
            Self::Gsm7 => 160,
            Self::Ucs2 => 70,
        }
    }

    /// Units that fit into each segment of a longer message, beside the six
    /// bytes that join the segments: 153 or 67.
    ///
    /// ```
    /// assert_eq!(bangla_text::SmsEncoding::Gsm7.joined(), 153);
    /// ```
    pub const fn joined(self) -> usize {
        match self {
            Self::Gsm7 => 153,
            Self::Ucs2 => 67,
        }
    }

    /// Units one letter takes. A letter outside the GSM alphabet counts
    /// nothing there, for then the message is not sent in it.
    fn units(self, letter: char) -> usize {
        match self {
            Self::Gsm7 => septets(letter).unwrap_or(0),
            Self::Ucs2 => letter.len_utf16(),
        }
    }
}

/// What a text takes as SMS; see [`sms`].
///
/// ```
/// let told = bangla_text::sms("Order 512 is on its way");
/// assert_eq!((told.units, told.segments, told.left), (23, 1, 137));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sms {
    /// What the whole message is sent in.
    pub encoding: SmsEncoding,
    /// Septets or UTF-16 code units of the text.
    pub units: usize,
    /// Messages the network bills; 0 for an empty text. The header numbers
    /// [`Sms::MOST_SEGMENTS`] at most.
    pub segments: usize,
    /// Units that can be added before another segment begins.
    pub left: usize,
}

impl Sms {
    /// More segments than this cannot be joined to one message.
    ///
    /// ```
    /// use bangla_text::{Sms, sms};
    /// assert!(sms(&"চাল ".repeat(5_000)).segments > Sms::MOST_SEGMENTS);
    /// ```
    pub const MOST_SEGMENTS: usize = 255;
}

/// Counts a text as SMS: up to 160 septets or 70 UTF-16 code units in one
/// message, beyond that 153 or 67 in each segment. An extension pair or a
/// surrogate pair is never split, so a segment may end a unit early.
///
/// ```
/// use bangla_text::{SmsEncoding, sms};
///
/// let told = sms("আপনার অর্ডার প্রস্তুত।");
/// assert_eq!((told.encoding, told.units), (SmsEncoding::Ucs2, 22));
/// assert_eq!((told.segments, told.left), (1, 48));
///
/// let long = sms(&"a".repeat(161));
/// assert_eq!((long.segments, long.left), (2, 2 * 153 - 161));
/// ```
pub fn sms(text: &str) -> Sms {
    let encoding = SmsEncoding::of(text);
    let units = text.chars().map(|letter| encoding.units(letter)).sum();
    if units <= encoding.alone() {
        return Sms {
            encoding,
            units,
            segments: usize::from(units > 0),
            left: encoding.alone() - units,
        };
    }
    let (mut segments, mut used) = (1, 0);
    for letter in text.chars() {
        let begins = fill(&mut used, encoding.units(letter), encoding.joined());
        segments += usize::from(begins);
    }
    Sms {
        encoding,
        units,
        segments,
        left: encoding.joined() - used,
    }
}

/// The text of each segment in order, as [`sms`] counts them; nothing for an
/// empty text.
///
/// ```
/// use bangla_text::sms_segments;
///
/// let long = "চাল ডাল ".repeat(10);
/// let segments: Vec<&str> = sms_segments(&long).collect();
/// assert_eq!(segments.len(), 2);
/// assert_eq!(segments[0].chars().count(), 67);
/// assert_eq!(segments.concat(), long);
/// ```
pub fn sms_segments(text: &str) -> impl Iterator<Item = &str> {
    let told = sms(text);
    let most = match told.segments {
        0 | 1 => told.encoding.alone(),
        _ => told.encoding.joined(),
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let (segment, after) = rest.split_at(end_of_segment(rest, told.encoding, most));
        rest = after;
        (!segment.is_empty()).then_some(segment)
    })
}

/// Where the first segment of at most `most` units ends, in bytes.
fn end_of_segment(text: &str, encoding: SmsEncoding, most: usize) -> usize {
    let mut used = 0;
    text.char_indices()
        .find(|&(_, letter)| fill(&mut used, encoding.units(letter), most))
        .map_or(text.len(), |(at, _)| at)
}

/// Puts a letter into the segment, or, with `true`, first into the next one.
fn fill(used: &mut usize, units: usize, most: usize) -> bool {
    let begins = *used + units > most;
    *used = if begins { units } else { *used + units };
    begins
}

/// Septets of a letter in the GSM default alphabet; `None` outside of it.
const fn septets(letter: char) -> Option<usize> {
    match letter {
        '\u{c}' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        '`' => None,
        '\n' | '\r' | ' '..='z' => Some(1),
        _ if is_gsm_beyond_ascii(letter) => Some(1),
        _ => None,
    }
}

const fn is_gsm_beyond_ascii(letter: char) -> bool {
    matches!(letter, '¡' | '£' | '¤' | '¥' | '§' | '¿')
        || matches!(
            letter,
            'Ä' | 'Å' | 'Æ' | 'Ç' | 'É' | 'Ñ' | 'Ö' | 'Ø' | 'Ü' | 'ß'
        )
        || matches!(
            letter,
            'à' | 'ä' | 'å' | 'æ' | 'è' | 'é' | 'ì' | 'ñ' | 'ò' | 'ö'
        )
        || matches!(letter, 'ø' | 'ù' | 'ü')
        || matches!(
            letter,
            'Γ' | 'Δ' | 'Θ' | 'Λ' | 'Ξ' | 'Π' | 'Σ' | 'Φ' | 'Ψ' | 'Ω'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the standard, in its order, the escape left out.
    const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
        ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    const EXTENSION: &str = "\u{c}^{}\\[~]|€";

    fn counts(text: &str) -> (SmsEncoding, usize, usize, usize) {
        let told = sms(text);
        (told.encoding, told.units, told.segments, told.left)
    }

    #[test]
    fn the_alphabet_is_that_of_the_standard() {
        assert_eq!(ALPHABET.chars().count(), 127);
        let mut known = 0;
        for letter in '\0'..=char::MAX {
            let expected = match letter {
                _ if ALPHABET.contains(letter) => Some(1),
                _ if EXTENSION.contains(letter) => Some(2),
                _ => None,
            };
            assert_eq!(septets(letter), expected, "{letter:?}");
            known += usize::from(expected.is_some());
        }
        assert_eq!(known, 127 + 10);
    }

    #[test]
    fn segments_begin_where_the_network_begins_them() {
        use SmsEncoding::{Gsm7, Ucs2};
        assert_eq!(counts(""), (Gsm7, 0, 0, 160));
        assert_eq!(counts(&"a".repeat(160)), (Gsm7, 160, 1, 0));
        assert_eq!(counts(&"a".repeat(161)), (Gsm7, 161, 2, 145));
        assert_eq!(counts(&"a".repeat(306)), (Gsm7, 306, 2, 0));
        assert_eq!(counts(&"a".repeat(307)), (Gsm7, 307, 3, 152));
        assert_eq!(counts(&"ক".repeat(70)), (Ucs2, 70, 1, 0));
        assert_eq!(counts(&"ক".repeat(71)), (Ucs2, 71, 2, 63));
        assert_eq!(counts(&"ক".repeat(134)), (Ucs2, 134, 2, 0));
        assert_eq!(counts(&"ক".repeat(135)), (Ucs2, 135, 3, 66));
    }

    #[test]
    fn an_extension_pair_is_not_split() {
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(20));
        assert_eq!(counts(&text), (SmsEncoding::Gsm7, 174, 2, 153 - 22));
        assert!(sms_segments(&text).nth(1).unwrap().starts_with('€'));
        // 153 a segment, but only 76 pairs of them.
        assert_eq!(counts(&"€".repeat(153)), (SmsEncoding::Gsm7, 306, 3, 151));
    }

    #[test]
    fn a_surrogate_pair_is_not_split() {
        let text = format!("{}😀{}", "ক".repeat(66), "ক".repeat(10));
        assert_eq!(counts(&text), (SmsEncoding::Ucs2, 78, 2, 67 - 12));
        assert!(sms_segments(&text).nth(1).unwrap().starts_with('😀'));
    }

    #[test]
    fn one_foreign_letter_changes_the_whole_message() {
        let text = "a".repeat(100);
        assert_eq!(sms(&text).segments, 1);
        assert_eq!(counts(&(text + "’")), (SmsEncoding::Ucs2, 101, 2, 33));
        assert_eq!(SmsEncoding::of("৳50"), SmsEncoding::Ucs2);
        assert_eq!(
            SmsEncoding::of("\u{1b}"),
            SmsEncoding::Ucs2,
            "the escape is no letter"
        );
    }
}
