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
mod tests {
    use super::*;

    const SAT: u8 = 0;
    const FRI: u8 = 6;

    fn hours(periods: &[(u8, u16, u16)]) -> Hours {
        let period = |&(day, from, to)| Period::new(day, from, to).unwrap();
        Hours::new(periods.iter().map(period).collect())
    }

    /// 2026-11-21 is a Saturday.
    fn at(text: &str) -> DateTime<FixedOffset> {
        let (day, time) = text.split_once(' ').unwrap();
        let days = ["Sa", "Su", "Mo", "Tu", "We", "Th", "Fr"];
        let date = 21 + days.iter().position(|d| *d == day).unwrap();
        DateTime::parse_from_rfc3339(&format!("2026-11-{date}T{time}:00+06:00")).unwrap()
    }

    fn open_until(text: &str) -> OpenState {
        OpenState::Open {
            until: Some(at(text)),
        }
    }

    fn opens(text: &str) -> OpenState {
        OpenState::Closed {
            opens: Some(at(text)),
        }
    }

    #[test]
    fn a_day_with_a_break_opens_twice() {
        let shop = hours(&[(SAT, 9 * 60, 13 * 60), (SAT, 16 * 60, 22 * 60)]);
        assert_eq!(shop.state_at(at("Sa 08:59")), opens("Sa 09:00"));
        assert_eq!(shop.state_at(at("Sa 09:00")), open_until("Sa 13:00"));
        assert_eq!(shop.state_at(at("Sa 12:59")), open_until("Sa 13:00"));
        assert_eq!(shop.state_at(at("Sa 13:00")), opens("Sa 16:00"));
        assert_eq!(shop.state_at(at("Sa 21:00")), open_until("Sa 22:00"));
    }

    #[test]
    fn after_the_last_day_the_week_begins_again() {
        let shop = hours(&[(SAT, 540, 780)]);
        let next_week = at("Sa 09:00") + TimeDelta::days(7);
        assert_eq!(
            shop.state_at(at("Sa 13:00")),
            OpenState::Closed {
                opens: Some(next_week)
            }
        );
        assert_eq!(
            shop.state_at(at("Fr 23:59")),
            OpenState::Closed {
                opens: Some(next_week)
            }
        );
    }

    #[test]
    fn late_hours_reach_into_the_next_day_and_the_next_week() {
        let late = hours(&[(SAT, 18 * 60, 26 * 60), (FRI, 18 * 60, 26 * 60)]);
        assert_eq!(late.state_at(at("Sa 23:30")), open_until("Su 02:00"));
        assert_eq!(late.state_at(at("Su 01:59")), open_until("Su 02:00"));
        assert_eq!(late.state_at(at("Su 02:00")), opens("Fr 18:00"));
        assert_eq!(late.state_at(at("Sa 01:00")), open_until("Sa 02:00"));
        assert_eq!(late.state_at(at("Sa 02:00")), opens("Sa 18:00"));
    }

    #[test]
    fn a_friday_off_is_closed_until_saturday() {
        let week: Vec<_> = (0..6).map(|day| (day, 600, 1200)).collect();
        let shop = hours(&week);
        let saturday = at("Sa 10:00") + TimeDelta::days(7);
        assert_eq!(
            shop.state_at(at("Fr 12:00")),
            OpenState::Closed {
                opens: Some(saturday)
            }
        );
        assert_eq!(
            shop.state_at(at("Th 20:00")),
            OpenState::Closed {
                opens: Some(saturday)
            }
        );
    }

    #[test]
    fn day_and_night_never_ends() {
        let always = Hours::always();
        assert_eq!(
            always.state_at(at("We 03:00")),
            OpenState::Open { until: None }
        );
        assert!(always.is_always_open());
        let round_the_clock = hours(&(0..7).map(|day| (day, 600, 600 + 1440)).collect::<Vec<_>>());
        assert!(round_the_clock.is_always_open());
    }

    #[test]
    fn days_that_follow_at_midnight_are_one_stretch() {
        let shop = hours(&[(0, 480, 1440), (1, 0, 600)]);
        assert_eq!(shop.state_at(at("Sa 23:00")), open_until("Su 10:00"));
    }

    #[test]
    fn a_shop_that_never_opens_does_not_open_next() {
        assert_eq!(
            Hours::default().state_at(at("Mo 12:00")),
            OpenState::Closed { opens: None }
        );
    }

    #[test]
    fn seconds_do_not_move_the_times() {
        let shop = hours(&[(SAT, 540, 780)]);
        let now = at("Sa 09:30") + TimeDelta::seconds(42);
        assert_eq!(shop.state_at(now), open_until("Sa 13:00"));
    }

    #[test]
    fn the_stored_form_comes_back() {
        let shop = hours(&[(SAT, 540, 780), (SAT, 960, 1320), (FRI, 960, 1560)]);
        assert_eq!(
            shop.to_json(),
            json!([[0, 540, 780], [0, 960, 1320], [6, 960, 1560]])
        );
        assert_eq!(Hours::from_json(&shop.to_json()), Some(shop));
        assert_eq!(Hours::from_json(&json!([])), Some(Hours::default()));
    }

    #[test]
    fn other_json_is_not_a_timetable() {
        for odd in [
            json!(null),
            json!({}),
            json!([1, 2, 3]),
            json!([[7, 0, 60]]),
            json!([[0, 60, 60]]),
            json!([[0, 1440, 1500]]),
            json!([[0, 0, 2881]]),
            json!([[0, -1, 60]]),
            json!([[0, 0.5, 60]]),
            json!([[0, 0]]),
        ] {
            assert_eq!(Hours::from_json(&odd), None, "{odd}");
        }
    }

    #[test]
    fn overlapping_periods_are_one() {
        let shop = hours(&[(0, 720, 1320), (0, 780, 1320), (0, 1320, 1380), (1, 0, 60)]);
        assert_eq!(shop, hours(&[(0, 720, 1380), (1, 0, 60)]));
        let days = shop.days();
        assert_eq!((days[0].len(), days[1].len(), days[2].len()), (1, 1, 0));
        assert_eq!((days[0][0].from(), days[0][0].to()), (720, 1380));
    }
}
