//! Goods as other slices see them.

use kernel::{ListingId, Money, Names, ProductId, ShopId};
use shops::ShopKind;

/// A branch of the tree of goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Stable slug that reads like a path: `grocery/rice`.
    pub code: String,
    /// Its small dense number for in-memory tables and the change feed.
    pub ord: i64,
    /// The branch it grows on; `None` at the top.
    pub parent: Option<String>,
    /// Order among its siblings.
    pub position: i32,
    /// Its name, always in both languages.
    pub names: Names,
    /// Synonyms, Banglish and dialect words.
    pub aliases: Vec<String>,
    /// Kinds of shop that usually sell it; empty = as the parent. What holds in
    /// the end is [`Tree::sold_by`](crate::Tree::sold_by).
    pub sold_by: Vec<ShopKind>,
}

/// A master product, shared by all shops that sell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its small dense number for in-memory tables and the change feed.
    pub ord: i64,
    /// Its id in the file it was imported from.
    pub external_id: Option<String>,
    /// Its name; at least one language is there.
    pub names: Names,
    /// Who makes it.
    pub brand: Option<String>,
    /// The pack as printed: `1 kg`, `৫০০ মিলি`.
    pub size: Option<String>,
    /// The code of its category, where known.
    pub category: Option<String>,
    /// Composed by us for a first look.
    pub demo: bool,
}

/// Whether a shop has something, as far as it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Availability {
    /// The shop says it has it.
    InStock,
    /// The shop says it has none left.
    SoldOut,
    /// The shop does not say.
    Unknown,
}

/// A word that is no availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an availability")]
pub struct UnknownAvailability;

impl Availability {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InStock => "in_stock",
            Self::SoldOut => "sold_out",
            Self::Unknown => "unknown",
        }
    }

    /// Yes, no, or not known.
    pub const fn in_stock(self) -> Option<bool> {
        match self {
            Self::InStock => Some(true),
            Self::SoldOut => Some(false),
            Self::Unknown => None,
        }
    }
}

impl std::str::FromStr for Availability {
    type Err = UnknownAvailability;

    fn from_str(text: &str) -> Result<Self, UnknownAvailability> {
        [Self::InStock, Self::SoldOut, Self::Unknown]
            .into_iter()
            .find(|availability| availability.code() == text)
            .ok_or(UnknownAvailability)
    }
}

/// One shop's offer of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Its id.
    pub id: ListingId,
    /// Its small dense number for in-memory tables and the change feed.
    pub ord: i64,
    /// Who offers it.
    pub shop: ShopId,
    /// What is offered.
    pub product: Product,
    /// What the shop asks; `None` = not told, and never guessed.
    pub price: Option<Money>,
    /// Pieces on the shelf; `None` = not counted.
    pub stock: Option<i32>,
    /// Whether it is there.
    pub availability: Availability,
    /// Made up by us for a first look.
    pub demo: bool,
}
