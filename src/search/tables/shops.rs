//! Listed shops.

use chrono::{DateTime, FixedOffset};
use kernel::{Names, Point, ShopId};
use shops::{Hours, OpenState, ShopKind};

use super::opening::{Opening, minute_of};
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
    /// Where it is; for a home shop only roughly.
    pub location: Point,
    /// When it is open; `None` = unknown.
    pub hours: Option<Hours>,
    /// Whether an owner has been approved.
    pub verified: bool,
    /// Whether it is made up for a first look.
    pub demo: bool,
    /// Whether it sells from home.
    pub home: bool,
}

impl Shop {
    /// Whether it is open and until when; `None` = hours unknown.
    pub fn state_at(&self, dhaka: DateTime<FixedOffset>) -> Option<OpenState> {
        self.hours.as_ref().map(|hours| hours.state_at(dhaka))
    }

    /// Whether it is open; `None` = hours unknown.
    pub fn open_at(&self, dhaka: DateTime<FixedOffset>) -> Option<bool> {
        self.state_at(dhaka).map(OpenState::is_open)
    }

    /// Bytes of the row and of its words; those of a timetable are few.
    fn bytes(&self) -> usize {
        let names = self.names.each().map(str::len).sum::<usize>();
        let other = self
            .alt_names
            .iter()
            .map(|name| name.len() + size_of::<String>());
        let external_id = self.external_id.as_ref().map_or(0, |id| id.len());
        size_of::<Self>() + names + external_id + other.sum::<usize>()
    }
}

/// All listed shops by `ord`. What ranking asks of every shop around stands in
/// columns of its own, close together.
#[derive(Default)]
pub struct Shops {
    rows: Vec<Option<Box<Shop>>>,
    kinds: Vec<Option<ShopKind>>,
    openings: Vec<Opening>,
    count: usize,
}

impl Shops {
    /// The shop, if it is listed.
    pub fn find(&self, ord: Ord32) -> Option<&Shop> {
        self.rows.get(ord as usize)?.as_deref()
    }

    /// What kind of shop it is, if it is listed.
    #[inline]
    pub fn kind(&self, ord: Ord32) -> Option<ShopKind> {
        *self.kinds.get(ord as usize)?
    }

    /// Whether it is open; `None` = not known. `minute` is that of `now`.
    #[inline]
    pub fn open_at(&self, ord: Ord32, now: DateTime<FixedOffset>, minute: u64) -> Option<bool> {
        let opening = self.openings.get(ord as usize)?;
        let known = opening.at(minute);
        known.unwrap_or_else(|| self.work_out(ord, now))
    }

    #[cold]
    fn work_out(&self, ord: Ord32, now: DateTime<FixedOffset>) -> Option<bool> {
        let state = self.find(ord)?.state_at(now);
        self.openings[ord as usize].note(minute_of(now), state);
        state.map(OpenState::is_open)
    }

    /// Puts a shop in, moves it out with `None`; answers what was there.
    pub fn set(&mut self, ord: Ord32, shop: Option<Shop>) -> Option<Shop> {
        *slot(&mut self.kinds, ord) = shop.as_ref().map(|shop| shop.kind);
        slot(&mut self.openings, ord).forget();
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

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        let columns = self.rows.capacity() * size_of::<Option<Box<Shop>>>()
            + self.kinds.capacity() * size_of::<Option<ShopKind>>()
            + self.openings.capacity() * size_of::<Opening>();
        columns + self.iter().map(|(_, shop)| shop.bytes()).sum::<usize>()
    }
}
