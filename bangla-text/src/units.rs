//! Units of sale in one spelling, whatever the label says.

/// A unit goods are sold by.
///
/// ```
/// use bangla_text::Unit;
/// assert_eq!(Unit::of("ডজন"), Some(Unit::Dozen));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// কেজি, kg, kilo.
    Kilogram,
    /// গ্রাম, g, gm.
    Gram,
    /// মিগ্রা, mg.
    Milligram,
    /// লিটার, l, ltr.
    Litre,
    /// মিলি, ml.
    Millilitre,
    /// পিস, টি, pcs.
    Piece,
    /// ডজন, dozen.
    Dozen,
    /// হালি: four, as eggs are sold.
    Hali,
}

impl Unit {
    /// The unit a word names, in any script and spelling. Words that only are
    /// a unit after a number ("গ্রাম" is also a village) count here too.
    ///
    /// ```
    /// use bangla_text::Unit;
    /// assert_eq!(Unit::of("কেজি"), Unit::of("Kilo"));
    /// assert_eq!(Unit::of("চাল"), None);
    /// ```
    pub fn of(word: &str) -> Option<Self> {
        fold(&crate::normalise(word), true)
    }

    /// The word that stands for the unit in an index, as [`crate::words`]
    /// gives it.
    ///
    /// ```
    /// use bangla_text::{Unit, words};
    /// let said = words("৫ লিটার").last().unwrap();
    /// assert_eq!(said.text, Unit::Litre.word());
    /// ```
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kilogram => "kg",
            Self::Gram => "g",
            Self::Milligram => "mg",
            Self::Litre => "l",
            Self::Millilitre => "ml",
            Self::Piece => "pcs",
            Self::Dozen => "dozen",
            Self::Hali => "hali",
        }
    }
}

/// The unit a normalised word means in its place.
pub(crate) fn fold(word: &str, after_number: bool) -> Option<Unit> {
    certain(word).or_else(|| after_number.then(|| counted(word)).flatten())
}

/// Words that are a unit wherever they stand.
fn certain(word: &str) -> Option<Unit> {
    Some(match word {
        "kg"
        | "kgs"
        | "kilo"
        | "kilos"
        | "kilogram"
        | "kilograms"
        | "keji"
        | "কেজি"
        | "কিলো"
        | "কিলোগ্রাম" => Unit::Kilogram,
        "gm" | "gms" | "grm" => Unit::Gram,
        "mg" | "মিগ্রা" | "মিলিগ্রাম" => Unit::Milligram,
        "ltr" | "ltrs" | "litre" | "litres" | "liter" | "liters" | "লিটার" => Unit::Litre,
        "ml" | "মিলি" | "মিলিলিটার" | "এমএল" => Unit::Millilitre,
        "pcs" | "pieces" | "পিস" | "পিচ" => Unit::Piece,
        "dozen" | "dojon" | "ডজন" => Unit::Dozen,
        "hali" | "হালি" => Unit::Hali,
        _ => return None,
    })
}

/// Words that are a unit only behind a number.
fn counted(word: &str) -> Option<Unit> {
    Some(match word {
        "g" | "gr" | "gram" | "grams" | "গ্রাম" | "গ্রা" => Unit::Gram,
        "l" | "lt" | "lit" | "লি" | "লিঃ" => Unit::Litre,
        "pc" | "pic" | "pis" | "piece" | "ti" | "ta" | "টি" | "টা" | "পিছ" => {
            Unit::Piece
        }
        "doz" => Unit::Dozen,
        _ => return None,
    })
}
