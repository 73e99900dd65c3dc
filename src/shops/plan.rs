//! Opening hours as a shopkeeper tells them: a usual day, Friday, Ramadan.

use platform::http::Params;
use serde::{Deserialize, Serialize};

use crate::hours::{DAY, Hours, Period};

/// Day 0 of [`Period`] is Saturday.
const FRIDAY: u8 = 6;

/// Fields with times.
const TIMES: [&str; 8] = [
    "opens",
    "closes",
    "opens_2",
    "closes_2",
    "friday_opens",
    "friday_closes",
    "ramadan_opens",
    "ramadan_closes",
];

/// What an owner told about the hours; the weekly timetable is worked out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursPlan {
    /// On usual days; one or two spans, or the whole day.
    pub usual: Vec<Span>,
    /// On Fridays.
    pub friday: Friday,
    /// In Ramadan, on all days; `None` = as usual.
    pub ramadan: Option<Span>,
    /// Whether the hours of Ramadan are in force: the owner's switch.
    pub is_ramadan: bool,
}

/// Minutes of a day; `to` is behind `from` and goes up to 2 880, past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Below 1 440.
    pub from: u16,
    /// From the same midnight.
    pub to: u16,
}

/// What is different on Fridays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Friday {
    /// Nothing.
    Same,
    /// It stays closed.
    Closed,
    /// It has hours of its own.
    Own(Span),
}

impl Span {
    /// All day.
    const WHOLE: Self = Self { from: 0, to: DAY };

    /// From one minute of the day to another; one that is not later is on the
    /// next day.
    const fn new(from: u16, to: u16) -> Self {
        let to = if to <= from { to + DAY } else { to };
        Self { from, to }
    }
}

impl HoursPlan {
    /// Open day and night.
    pub fn always() -> Self {
        Self {
            usual: vec![Span::WHOLE],
            friday: Friday::Same,
            ramadan: None,
            is_ramadan: false,
        }
    }

    /// Whether it never closes on usual days.
    pub fn is_always(&self) -> bool {
        self.usual == [Span::WHOLE]
    }

    /// The timetable that is in force.
    pub fn week(&self) -> Hours {
        let ramadan = self.ramadan.filter(|_| self.is_ramadan);
        let spans_of = |day: u8| match (ramadan, self.friday) {
            (Some(span), _) => vec![span],
            (None, Friday::Closed) if day == FRIDAY => Vec::new(),
            (None, Friday::Own(span)) if day == FRIDAY => vec![span],
            (None, _) => self.usual.clone(),
        };
        let periods = (0..7).flat_map(|day| {
            let spans = spans_of(day);
            spans
                .into_iter()
                .filter_map(move |span| Period::new(day, span.from, span.to))
        });
        Hours::new(periods.collect())
    }
}

/// Reads the hours of a form: `hours` is `daily`, `always` or empty for "not
/// told", as is `daily` without any time; the times are `opens`, `closes`, `opens_2`, `closes_2`, then `friday`
/// (`same`, `closed`, `own`) with `friday_opens`, `friday_closes`, and
/// `ramadan_opens`, `ramadan_closes` with the switch `ramadan`. `None` where
/// `hours` is absent; what is wrong is noted.
pub fn read_hours(params: &mut Params) -> Option<Option<HoursPlan>> {
    for name in TIMES.iter().chain(&["hours", "friday"]) {
        params.must_be_text(name);
    }
    match params.given("hours")? {
        "" => Some(None),
        "always" => Some(Some(HoursPlan::always())),
        "daily" if TIMES.iter().all(|name| params.text(name).is_none()) => Some(None),
        "daily" => read_daily(params).map(Some),
        _ => {
            params.refuse("hours", "shops.unknown_hours");
            None
        }
    }
}

fn read_daily(params: &mut Params) -> Option<HoursPlan> {
    let first = span(params, "opens", "closes");
    if first.is_none() && !params.is_refused("opens") && !params.is_refused("closes") {
        params.refuse("opens", "platform.missing");
    }
    let second = span(params, "opens_2", "closes_2");
    let friday = match params.text("friday") {
        None | Some("same") => Some(Friday::Same),
        Some("closed") => Some(Friday::Closed),
        Some("own") => own_friday(params),
        Some(_) => {
            params.refuse("friday", "shops.unknown_hours");
            None
        }
    };
    let ramadan = span(params, "ramadan_opens", "ramadan_closes");
    Some(HoursPlan {
        usual: [first, second].into_iter().flatten().collect(),
        friday: friday?,
        ramadan,
        is_ramadan: params.flag("ramadan"),
    })
}

fn own_friday(params: &mut Params) -> Option<Friday> {
    let span = span(params, "friday_opens", "friday_closes");
    if span.is_none() && !params.is_refused("friday_opens") && !params.is_refused("friday_closes") {
        params.refuse("friday_opens", "platform.missing");
    }
    span.map(Friday::Own)
}

/// Both times or none.
fn span(params: &mut Params, opens: &str, closes: &str) -> Option<Span> {
    let (from, to) = (time(params, opens), time(params, closes));
    match (from, to) {
        (Some(from), Some(to)) => Some(Span::new(from, to)),
        (None, None) => None,
        (from, _) => {
            let other = if from.is_some() { closes } else { opens };
            if !params.is_refused(other) {
                params.refuse(other, "platform.missing");
            }
            None
        }
    }
}

fn time(params: &mut Params, name: &str) -> Option<u16> {
    let text = bangla_text::to_ascii_digits(params.text(name)?);
    let read = minute_of(&text);
    if read.is_none() {
        params.refuse(name, "shops.not_a_time");
    }
    read
}

/// `9:30` or `09:30`, as a minute of the day.
fn minute_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(
        clippy::option_option,
        reason = "what is not told differs from what is taken back"
    )]
    fn read(query: &str) -> Result<Option<Option<HoursPlan>>, Vec<(String, &'static str)>> {
        let mut params = Params::parse(query).unwrap();
        let plan = read_hours(&mut params);
        let wrong = |p: platform::http::Problem| {
            let fields = p.fields.into_iter();
            fields.map(|wrong| (wrong.field, wrong.code)).collect()
        };
        params.finish().map(|()| plan).map_err(wrong)
    }

    fn week(query: &str) -> Hours {
        read(query).unwrap().unwrap().unwrap().week()
    }

    #[test]
    fn a_split_day_with_a_friday_of_its_own() {
        let hours = week(
            "hours=daily&opens=9:00&closes=13:30&opens_2=%E0%A7%A7%E0%A7%AC:00&closes_2=22:00\
             &friday=own&friday_opens=15:00&friday_closes=22:00",
        );
        let osm = "Sa-Th 09:00-13:30,16:00-22:00; Fr 15:00-22:00";
        assert_eq!(hours, Hours::parse_osm(osm).unwrap());
    }

    #[test]
    fn a_shop_closes_on_fridays_or_after_midnight() {
        let hours = week("hours=daily&opens=18:00&closes=02:00&friday=closed");
        let osm = "Sa-Th 18:00-02:00; Fr off";
        assert_eq!(hours, Hours::parse_osm(osm).unwrap());
        assert!(week("hours=always").is_always_open());
    }

    #[test]
    fn ramadan_is_a_switch() {
        let told = "hours=daily&opens=9:00&closes=22:00&ramadan_opens=10:00&ramadan_closes=17:00";
        let usual = Hours::parse_osm("09:00-22:00").unwrap();
        assert_eq!(week(told), usual);
        let fasting = Hours::parse_osm("10:00-17:00").unwrap();
        assert_eq!(week(&format!("{told}&ramadan=on")), fasting);
    }

    #[test]
    fn mistakes_are_told_together() {
        let wrong =
            read("hours=daily&opens=25:00&closes=10:00&opens_2=16:00&friday=own").unwrap_err();
        let wrong: Vec<_> = wrong
            .iter()
            .map(|(field, code)| (field.as_str(), *code))
            .collect();
        assert_eq!(
            wrong,
            [
                ("opens", "shops.not_a_time"),
                ("closes_2", "platform.missing"),
                ("friday_opens", "platform.missing"),
            ]
        );
        assert_eq!(read("opens=9:00"), Ok(None), "not told at all");
        assert_eq!(read("hours="), Ok(Some(None)), "taken back");
        assert_eq!(read("hours=daily&friday=same"), Ok(Some(None)), "not yet");
    }
}
