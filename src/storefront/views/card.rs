//! Cards: a shop near here, and an offer of a product in one.

use kernel::{Locale, Names};
use media::Picture;
use pages::say::Distance;
use search::Highlight;

use super::run::{Run, runs};

/// A name to print, with its language where that is not the page's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Naming {
    pub text: Vec<Run>,
    pub lang: Option<&'static str>,
    /// The name in the other script, where it has one.
    pub other: Option<OtherName>,
}

#[derive(Clone, Debug)]
pub(crate) struct OtherName {
    pub text: Vec<Run>,
    pub lang: &'static str,
}

impl Naming {
    /// The page's language first, the other beneath.
    pub(crate) fn new(names: &Names, locale: Locale) -> Self {
        Self::marked(names, &Highlight::default(), locale)
    }

    /// Without marks.
    pub(crate) fn plain(&self) -> String {
        self.text.iter().map(|run| run.text.as_str()).collect()
    }

    /// The same, with the words that were asked for marked.
    pub(crate) fn marked(names: &Names, highlight: &Highlight, locale: Locale) -> Self {
        let own = names.in_one(locale);
        let other = names.in_one(locale.other());
        let lang = locale.other().code();
        let other_runs = |text| runs(text, highlight.in_one(locale.other()));
        match (own, other) {
            (Some(own), other) => Self {
                text: runs(own, highlight.in_one(locale)),
                lang: None,
                other: other.filter(|other| *other != own).map(|text| OtherName {
                    text: other_runs(text),
                    lang,
                }),
            },
            (None, other) => Self {
                text: other_runs(other.unwrap_or_default()),
                lang: Some(lang),
                other: None,
            },
        }
    }
}

/// What there is in exactly one language.
trait InOne {
    type Told: ?Sized;

    fn in_one(&self, locale: Locale) -> Option<&Self::Told>;
}

impl InOne for Names {
    type Told = str;

    fn in_one(&self, locale: Locale) -> Option<&str> {
        match locale {
            Locale::Bn => self.bn.as_deref(),
            Locale::En => self.en.as_deref(),
        }
    }
}

impl InOne for Highlight {
    type Told = [String];

    fn in_one(&self, locale: Locale) -> Option<&[String]> {
        match locale {
            Locale::Bn => self.bn.as_deref(),
            Locale::En => self.en.as_deref(),
        }
    }
}

/// Whether a shop is open, in words.
#[derive(Clone, Debug)]
pub(crate) struct Openness {
    /// `None` where nobody told us the hours.
    pub open: Option<bool>,
    pub word: String,
    /// Until when, or when it opens.
    pub detail: Option<String>,
}

impl Openness {
    pub(crate) fn class(&self) -> &'static str {
        match self.open {
            Some(true) => "open",
            Some(false) => "closed",
            None => "unknown",
        }
    }
}

/// How much we know about a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    Verified,
    Unclaimed,
    Demo,
}

/// Whether a shop has an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stock {
    In,
    Out,
    Unknown,
}

/// Colour family and icon of a shop kind.
pub(crate) fn hue(kind: &str) -> &'static str {
    match kind {
        "grocery" | "supermarket" | "marketplace" | "greengrocer" | "butcher" | "bakery"
        | "garden" => "glyph--food",
        "pharmacy" => "glyph--health",
        "electronics" | "mobile" | "computer" | "books" | "services" => "glyph--tech",
        "clothes" | "shoes" | "jewelry" | "cosmetics" => "glyph--wear",
        _ => "glyph--home",
    }
}

/// Kinds that have an icon of their own.
const DRAWN: [&str; 26] = [
    "grocery",
    "supermarket",
    "marketplace",
    "greengrocer",
    "butcher",
    "bakery",
    "pharmacy",
    "restaurant",
    "cafe",
    "fast_food",
    "electronics",
    "mobile",
    "computer",
    "hardware",
    "clothes",
    "shoes",
    "jewelry",
    "cosmetics",
    "household",
    "furniture",
    "books",
    "vehicle",
    "garden",
    "mall",
    "services",
    "other",
];

/// The sprite's name for a kind.
pub(crate) fn icon(kind: &str) -> String {
    let kind = if DRAWN.contains(&kind) { kind } else { "other" };
    format!("k-{kind}")
}

/// A shop in a list.
#[derive(Clone, Debug)]
pub(crate) struct ShopCard {
    pub href: String,
    pub name: Naming,
    pub kind: String,
    pub kind_words: String,
    pub distance: Option<Distance>,
    pub open: Openness,
    pub trust: Trust,
    pub area: Option<String>,
}

impl ShopCard {
    pub(crate) fn hue(&self) -> &'static str {
        hue(&self.kind)
    }

    pub(crate) fn icon(&self) -> String {
        icon(&self.kind)
    }
}

/// A product in a shop, in a list.
#[derive(Clone, Debug)]
pub(crate) struct OfferCard {
    pub href: String,
    pub name: Naming,
    pub picture: Option<Picture>,
    pub size: Option<String>,
    /// Only what a listing says; never a guess.
    pub price: Option<String>,
    pub unit_price: Option<String>,
    pub stock: Stock,
    /// False where the shop only *usually* sells such things.
    pub confirmed: bool,
    pub shop_href: String,
    pub shop_name: Naming,
    pub kind: String,
    pub distance: Option<Distance>,
    pub open: Openness,
    pub trust: Trust,
}

impl OfferCard {
    pub(crate) fn hue(&self) -> &'static str {
        hue(&self.kind)
    }

    pub(crate) fn icon(&self) -> String {
        icon(&self.kind)
    }
}
