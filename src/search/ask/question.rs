//! What a shopper asks.

use std::str::FromStr;

use kernel::{Money, Point};
use shops::ShopKind;

use super::seen::After;

/// A search.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a box that people tick by itself"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// As typed; may be empty when a category is given.
    pub text: String,
    /// Take the words as typed, without sounds, typos or synonyms.
    pub literal: bool,
    /// Where the shopper is.
    pub origin: Point,
    /// How far to look in metres.
    pub radius_m: f64,
    /// Only goods in this category or below.
    pub category: Option<String>,
    /// Only shops of this kind.
    pub kind: Option<ShopKind>,
    /// Only offers from this price.
    pub min_price: Option<Money>,
    /// Only offers up to this price.
    pub max_price: Option<Money>,
    /// Only what the shop says is there.
    pub in_stock: bool,
    /// Only shops that are open now.
    pub open_now: bool,
    /// In which order.
    pub sort: Sort,
    /// At most so many of one shop on a page (relevance only); 0 = no limit.
    pub max_per_shop: usize,
    /// Items on a page.
    pub limit: usize,
    /// Which page, from 0.
    pub page: usize,
    /// Go on behind what was shown; `page` then counts from there.
    pub after: Option<After>,
    /// Tell of each answer what it matched and why.
    pub explain: bool,
}

impl Question {
    /// Everything around a place, without any filter: 20 on a page, at most
    /// three of one shop.
    pub fn around(origin: Point, radius_m: f64) -> Self {
        Self {
            text: String::new(),
            literal: false,
            origin,
            radius_m,
            category: None,
            kind: None,
            min_price: None,
            max_price: None,
            in_stock: false,
            open_now: false,
            sort: Sort::Relevance,
            max_per_shop: 3,
            limit: 20,
            page: 0,
            after: None,
            explain: false,
        }
    }

    /// Whether nothing of the answers has been shown before.
    pub fn is_first_page(&self) -> bool {
        self.page == 0 && self.after.is_none()
    }

    /// Whether a filter is set that only a known offer can pass.
    pub fn needs_offer(&self) -> bool {
        self.min_price.is_some() || self.max_price.is_some() || self.in_stock
    }
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best match, then near, open and in stock.
    #[default]
    Relevance,
    /// Nearest first.
    Distance,
    /// Cheapest first; offers without a price last.
    Price,
}

impl FromStr for Sort {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "relevance" => Ok(Self::Relevance),
            "distance" => Ok(Self::Distance),
            "price" => Ok(Self::Price),
            _ => Err(()),
        }
    }
}

impl Sort {
    /// As it stands in URLs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Distance => "distance",
            Self::Price => "price",
        }
    }
}
