//! Whether shops are open, remembered until that changes: timetables are long,
//! and one question may ask for those of thirty thousand shops.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, FixedOffset};
use shops::OpenState;

/// What was last worked out for one shop: in the lowest two bits whether it is
/// open, then from which minute and before which one that holds.
#[derive(Debug, Default)]
pub struct Opening(AtomicU64);

const STATE: u64 = 0b11;
const UNKNOWN: u64 = 1;
const CLOSED: u64 = 2;
const OPEN: u64 = 3;
const MINUTE_BITS: u32 = 31;
const FOREVER: u64 = (1 << MINUTE_BITS) - 1;

/// Minutes since 1970, 0 before.
pub fn minute_of(now: DateTime<FixedOffset>) -> u64 {
    u64::try_from(now.timestamp().div_euclid(60))
        .unwrap_or_default()
        .min(FOREVER - 1)
}

impl Opening {
    /// Whether it is open in this minute; `None` where nobody has asked yet or
    /// the state of that time is over.
    #[inline]
    #[expect(
        clippy::option_option,
        reason = "nobody asked yet is not the same as nobody knows"
    )]
    pub fn at(&self, minute: u64) -> Option<Option<bool>> {
        let known = self.0.load(Ordering::Relaxed);
        let (from, until) = (known >> 2 & FOREVER, known >> (2 + MINUTE_BITS));
        if minute < from || minute >= until {
            return None;
        }
        Some(match known & STATE {
            OPEN => Some(true),
            CLOSED => Some(false),
            _ => None,
        })
    }

    /// Remembers the state that a timetable gives for a minute.
    pub fn note(&self, minute: u64, state: Option<OpenState>) {
        let (code, until) = match state {
            None => (UNKNOWN, None),
            Some(OpenState::Open { until }) => (OPEN, until),
            Some(OpenState::Closed { opens }) => (CLOSED, opens),
        };
        let until = until.map_or(FOREVER, minute_of);
        let known = until << (2 + MINUTE_BITS) | minute << 2 | code;
        self.0.store(known, Ordering::Relaxed);
    }

    /// Forgets it: the timetable is another one.
    pub fn forget(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use shops::{Hours, Period};

    use super::*;

    #[test]
    fn what_is_remembered_is_what_the_timetable_says() {
        let periods = [(0, 540, 1_320), (2, 600, 1_500), (6, 0, 30)];
        let periods = periods.map(|(day, from, to)| Period::new(day, from, to).unwrap());
        for hours in [
            None,
            Some(Hours::always()),
            Some(Hours::new(Vec::new())),
            Some(Hours::new(periods.to_vec())),
        ] {
            let opening = Opening::default();
            let start = DateTime::parse_from_rfc3339("2026-01-02T23:30:00+06:00").unwrap();
            // Forwards and, as frozen clocks may, backwards.
            for step in (0..2_000).chain((0..2_000).rev()) {
                let now = start + chrono::TimeDelta::minutes(step * 7);
                let state = hours.as_ref().map(|hours| hours.state_at(now));
                let minute = minute_of(now);
                let known = opening.at(minute);
                if known.is_none() {
                    opening.note(minute, state);
                }
                assert_eq!(
                    known.or(opening.at(minute)),
                    Some(state.map(OpenState::is_open)),
                    "{now}"
                );
            }
        }
    }
}
