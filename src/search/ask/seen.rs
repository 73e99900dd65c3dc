//! What earlier pages of a question have shown, small enough to travel in a
//! cursor.
//!
//! A next page is the best of what has not been shown. So nothing is shown twice,
//! whatever has changed in between, and while nothing changes the pages are one
//! list. Beyond [`REMEMBERED`] answers the pages are only counted.

use std::sync::Arc;

use super::candidates::{Candidate, Subject};
use crate::tables::Ord32;

/// Answers that are remembered one by one; a cursor of these has at most 8 KB.
const REMEMBERED: usize = 1_500;
/// How long a cursor is good for, in minutes: a day.
const GOOD_FOR_MIN: u32 = 24 * 60;

/// Where in its answers a question goes on.
#[derive(Clone, Debug, PartialEq)]
pub struct After {
    /// The radius of the first page, which may be wider than asked.
    pub radius_m: f64,
    /// Minutes since 1970 of the first page.
    pub since_min: u32,
    /// Pages behind the remembered answers, which are only counted.
    pub(super) pages: usize,
    shown: Arc<Shown>,
}

/// Ids of rows, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shown {
    listings: Vec<Ord32>,
    shops: Vec<Ord32>,
    /// Shops that usually sell it.
    sellers: Vec<Ord32>,
}

/// These bytes are not a place to go on from.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAPlace;

impl After {
    /// Before the first page of a search at this radius.
    pub(super) fn start(radius_m: f64, now_min: u32) -> Self {
        Self {
            radius_m,
            since_min: now_min,
            pages: 0,
            shown: Arc::default(),
        }
    }

    /// Whether the first page is too long ago.
    pub const fn is_stale(&self, now_min: u32) -> bool {
        now_min.saturating_sub(self.since_min) > GOOD_FOR_MIN
    }

    /// Whether an answer was shown.
    pub(super) fn has(&self, candidate: &Candidate) -> bool {
        let (list, ord) = match candidate.subject {
            Subject::Listing(listing) => (&self.shown.listings, listing),
            Subject::Shop => (&self.shown.shops, candidate.shop),
            Subject::Category(_) => (&self.shown.sellers, candidate.shop),
        };
        list.binary_search(&ord).is_ok()
    }

    /// The place behind a page that went on from here.
    pub(super) fn behind(&self, page: &[Candidate]) -> Self {
        let mut next = self.clone();
        let shown = Arc::make_mut(&mut next.shown);
        if shown.len() >= REMEMBERED {
            next.pages += 1;
            return next;
        }
        for candidate in page {
            match candidate.subject {
                Subject::Listing(listing) => shown.listings.push(listing),
                Subject::Shop => shown.shops.push(candidate.shop),
                Subject::Category(_) => shown.sellers.push(candidate.shop),
            }
        }
        for list in shown.lists_mut() {
            list.sort_unstable();
        }
        next
    }

    /// As few bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.radius_m.to_le_bytes().to_vec();
        write(&mut bytes, self.since_min);
        write(&mut bytes, u32::try_from(self.pages).unwrap_or(u32::MAX));
        for list in self.shown.lists() {
            write(&mut bytes, u32::try_from(list.len()).unwrap_or(u32::MAX));
            let mut last = 0;
            for ord in list {
                write(&mut bytes, ord - last);
                last = *ord;
            }
        }
        bytes
    }

    /// What [`After::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAPlace> {
        let (radius_m, mut bytes) = bytes.split_first_chunk().ok_or(NotAPlace)?;
        let mut next = || read(&mut bytes);
        let (since_min, pages) = (next()?, next()?);
        let mut shown = Shown::default();
        for list in shown.lists_mut() {
            let mut last = 0_u32;
            for _ in 0..next()? {
                last = last.checked_add(next()?).ok_or(NotAPlace)?;
                list.push(last);
            }
        }
        Ok(Self {
            radius_m: f64::from_le_bytes(*radius_m),
            since_min,
            pages: pages as usize,
            shown: Arc::new(shown),
        })
    }
}

impl Shown {
    const fn len(&self) -> usize {
        self.listings.len() + self.shops.len() + self.sellers.len()
    }

    const fn lists(&self) -> [&Vec<Ord32>; 3] {
        [&self.listings, &self.shops, &self.sellers]
    }

    const fn lists_mut(&mut self) -> [&mut Vec<Ord32>; 3] {
        [&mut self.listings, &mut self.shops, &mut self.sellers]
    }
}

/// Seven bits a byte, the last without the top bit.
fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7f {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn read(bytes: &mut &[u8]) -> Result<u32, NotAPlace> {
    let mut number = 0_u64;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(NotAPlace)?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return u32::try_from(number).map_err(|_| NotAPlace);
        }
    }
    Err(NotAPlace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(listings: &[Ord32], shops: &[Ord32]) -> After {
        After {
            shown: Arc::new(Shown {
                listings: listings.to_vec(),
                shops: shops.to_vec(),
                sellers: vec![],
            }),
            ..After::start(3_000.0, 29_000_000)
        }
    }

    #[test]
    fn a_place_survives_its_journey() {
        for place in [
            after(&[], &[]),
            after(&[0, 1, 127, 128, 300, 70_000, u32::MAX], &[5]),
        ] {
            assert_eq!(After::from_bytes(&place.to_bytes()), Ok(place));
        }
    }

    #[test]
    fn cut_or_grown_bytes_are_no_place() {
        let bytes = after(&[3, 4, 900], &[7]).to_bytes();
        for cut in 0..bytes.len() {
            assert_eq!(After::from_bytes(&bytes[..cut]), Err(NotAPlace));
        }
        let endless = [&bytes[..8], &[0xff; 9][..]].concat();
        assert_eq!(After::from_bytes(&endless), Err(NotAPlace));
    }

    #[test]
    fn the_longest_cursor_fits_into_an_address() {
        let far_apart: Vec<Ord32> = (0..1_500).map(|n| n * 20_000).collect();
        let bytes = after(&far_apart, &[]).to_bytes().len();
        assert!((bytes + 12) * 4 / 3 < 8_000, "{bytes}");
    }

    #[test]
    fn a_day_later_it_is_stale() {
        let place = after(&[], &[]);
        assert!(!place.is_stale(29_000_000 + 1_440));
        assert!(place.is_stale(29_000_000 + 1_441));
    }
}
