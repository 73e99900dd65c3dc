//! Weekly opening hours: periods of a repeating week that begins on Saturday at
//! midnight, in Dhaka time.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveTime, TimeDelta, Timelike as _};
use serde_json::{Value, json};

/// Minutes in a day.
pub(crate) const DAY: u16 = 1440;
/// Minutes in a week.
const WEEK: u16 = 7 * DAY;
/// More than this is not a timetable but a mistake.
const MOST_PERIODS: usize = 70;

/// When a shop is open in an ordinary week. Sorted, and no two periods of one
/// day overlap; no periods at all means that the shop never opens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hours(Box<[Period]>);

/// One stretch of being open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Minutes since Saturday 00:00, below 10 080.
    start: u16,
    /// Minutes, 1 to 2 880.
    length: u16,
}

/// Open or closed at a moment, and until when. The times are `None` where that
/// never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenState {
    /// Open.
    Open {
        /// When it closes.
        until: Option<DateTime<FixedOffset>>,
    },
    /// Closed.
    Closed {
        /// When it opens next.
        opens: Option<DateTime<FixedOffset>>,
    },
}

impl OpenState {
    /// Whether a customer can go in.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open { .. })
    }
}

impl Period {
    /// A period on `day` (0 = Saturday) from one minute of the day to a later
    /// one; `to` goes up to 2 880, which is the end of the next day.
    pub fn new(day: u8, from: u16, to: u16) -> Option<Self> {
        let valid = day < 7 && from < DAY && to > from && to <= 2 * DAY;
        valid.then(|| Self {
            start: u16::from(day) * DAY + from,
            length: to - from,
        })
    }

    /// The day it begins on, 0 = Saturday.
    pub fn day(self) -> u8 {
        self.start
            .checked_div(DAY)
            .and_then(|day| u8::try_from(day).ok())
            .unwrap_or_default()
    }

    /// Minute of that day at which it begins, below 1 440.
    pub const fn from(self) -> u16 {
        self.start % DAY
    }

    /// Minute at which it ends, counted from the same midnight: 1 440 is the end
    /// of the day, more is past midnight.
    pub const fn to(self) -> u16 {
        self.from() + self.length
    }

    /// Minutes it goes on for at this minute of the week, 0 when it is not on.
    const fn left_at(self, minute: u16) -> u16 {
        // Friday's late hours reach into the Saturday of the next week.
        let since = (minute + WEEK - self.start) % WEEK;
        self.length.saturating_sub(since)
    }
}

impl Hours {
    /// Open day and night.
    pub fn always() -> Self {
        Self::new((0..7).filter_map(|day| Period::new(day, 0, DAY)).collect())
    }

    /// A timetable of these periods; those of one day that touch become one.
    pub fn new(mut periods: Vec<Period>) -> Self {
        periods.sort_unstable();
        periods.dedup_by(|next, last| {
            let touches = next.day() == last.day() && next.from() <= last.to();
            if touches {
                last.length = last.length.max(next.start + next.length - last.start);
            }
            touches
        });
        Self(periods.into())
    }

    /// Reads the stored form, `[[day, from, to], …]`; `None` when it is not that.
    pub fn from_json(stored: &Value) -> Option<Self> {
        let rows = stored
            .as_array()
            .filter(|rows| rows.len() <= MOST_PERIODS)?;
        let periods: Option<Vec<Period>> = rows.iter().map(period_from_json).collect();
        Some(Self::new(periods?))
    }

    /// The stored form: `[[day, from, to], …]`, day 0 = Saturday, minutes.
    pub fn to_json(&self) -> Value {
        self.0
            .iter()
            .map(|period| json!([period.day(), period.from(), period.to()]))
            .collect()
    }

    /// The periods that begin on each day, Saturday first, for a table.
    pub fn days(&self) -> [&[Period]; 7] {
        let mut rest = &*self.0;
        std::array::from_fn(|day| {
            let ends = rest
                .iter()
                .position(|period| usize::from(period.day()) != day)
                .unwrap_or(rest.len());
            let (today, later) = rest.split_at(ends);
            rest = later;
            today
        })
    }

    /// Whether there is no minute of the week at which it is closed.
    pub fn is_always_open(&self) -> bool {
        self.open_for(0) >= WEEK
    }

    /// Open or closed at this moment on the wall in Dhaka.
    pub fn state_at(&self, now: DateTime<FixedOffset>) -> OpenState {
        let minute = minute_of_week(now);
        let this_minute = now
            .with_time(NaiveTime::from_hms_opt(now.hour(), now.minute(), 0).unwrap_or_default())
            .earliest()
            .unwrap_or(now);
        let after = |minutes: u16| this_minute + TimeDelta::minutes(minutes.into());
        match self.open_for(minute) {
            0 => OpenState::Closed {
                opens: self.next_start(minute).map(after),
            },
            minutes => OpenState::Open {
                until: (minutes < WEEK).then(|| after(minutes)),
            },
        }
    }

    /// Minutes it stays open from this minute of the week on, through periods
    /// that follow one another; at most a week.
    fn open_for(&self, minute: u16) -> u16 {
        let mut open = 0;
        while open < WEEK {
            let at = (minute + open) % WEEK;
            match self.0.iter().map(|period| period.left_at(at)).max() {
                None | Some(0) => return open,
                Some(left) => open += left,
            }
        }
        WEEK
    }

    /// Minutes from this minute of the week to the next opening.
    fn next_start(&self, minute: u16) -> Option<u16> {
        self.0
            .iter()
            .map(|period| (period.start + WEEK - minute) % WEEK)
            .min()
    }
}

fn period_from_json(row: &Value) -> Option<Period> {
    let numbers: Option<Vec<u16>> = row
        .as_array()?
        .iter()
        .map(|number| number.as_u64().and_then(|n| u16::try_from(n).ok()))
        .collect();
    let [day, from, to] = numbers?.try_into().ok()?;
    Period::new(u8::try_from(day).ok()?, from, to)
}

/// Minutes since Saturday 00:00.
fn minute_of_week(now: DateTime<FixedOffset>) -> u16 {
    // Sunday is 0 for chrono.
    let day = (now.weekday().num_days_from_sunday() + 1) % 7;
    let minute = day * u32::from(DAY) + now.hour() * 60 + now.minute();
    u16::try_from(minute).unwrap_or_default()
}

#[cfg(test)]
mod tests;
