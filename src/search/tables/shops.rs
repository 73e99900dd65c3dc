//! Listed shops.

use chrono::{DateTime, FixedOffset};
use kernel::{Names, Point, ShopId};
use shops::{Hours, OpenState, ShopKind};

use super::{Ord32, slot};

/// A shop that can be found.
#[derive(Clone, Debug, PartialEq)]
pub struct Shop {
    /// Its id.
    pub id: ShopId,
    /// Its id in the file it came from.
    pub external_id: Option<Box<str>>,
    /// Its name.
    pub names: Names,
    /// Other names people know it by.
    pub alt_names: Vec<String>,
    /// What kind of shop it is.
    pub kind: ShopKind,
    /// Where it is.
    pub location: Point,
    /// When it is open; `None` = unknown.
    pub hours: Option<Hours>,
    /// Whether an owner has been approved.
    pub verified: bool,
    /// Whether it is made up for a first look.
    pub demo: bool,
}

impl Shop {
    /// Whether it is open and until when; `None` = hours unknown.
    pub fn state_at(&self, dhaka: DateTime<FixedOffset>) -> Option<OpenState> {
        self.hours.as_ref().map(|hours| hours.state_at(dhaka))
    }

    /// Whether it is open; `None` = hours unknown.
    pub fn open_at(&self, dhaka: DateTime<FixedOffset>) -> Option<bool> {
        self.state_at(dhaka)
            .map(|state| matches!(state, OpenState::Open { .. }))
    }
}

/// All listed shops by `ord`.
#[derive(Default)]
pub struct Shops {
    rows: Vec<Option<Box<Shop>>>,
    count: usize,
}

impl Shops {
    /// The shop, if it is listed.
    pub fn find(&self, ord: Ord32) -> Option<&Shop> {
        self.rows.get(ord as usize)?.as_deref()
    }

    /// Puts a shop in, moves it out with `None`; answers what was there.
    pub fn set(&mut self, ord: Ord32, shop: Option<Shop>) -> Option<Shop> {
        let row = slot(&mut self.rows, ord);
        let before = std::mem::replace(row, shop.map(Box::new));
        self.count = self.count + usize::from(row.is_some()) - usize::from(before.is_some());
        before.map(|shop| *shop)
    }

    /// How many are listed.
    pub fn len(&self) -> usize {
        self.count
    }

    /// One more than the highest `ord`.
    pub fn width(&self) -> usize {
        self.rows.len()
    }

    /// All listed shops.
    pub fn iter(&self) -> impl Iterator<Item = (Ord32, &Shop)> {
        (0..)
            .zip(&self.rows)
            .filter_map(|(ord, shop)| Some((ord, shop.as_deref()?)))
    }
}
