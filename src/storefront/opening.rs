//! Open or closed, in words.

use chrono::{DateTime, Datelike as _, FixedOffset, Timelike as _};
use platform::i18n::Words;
use shops::{Hours, OpenState, Period};

use crate::views::card::Openness;
use crate::views::shop::HoursRow;
use pages::say;

/// Keys of the days, Saturday first as in the shops' week.
const DAYS: [&str; 7] = ["sat", "sun", "mon", "tue", "wed", "thu", "fri"];

/// What a card says about a state at this moment; `None` = hours unknown.
pub(crate) fn openness(
    words: Words,
    state: Option<OpenState>,
    now: DateTime<FixedOffset>,
) -> Openness {
    let open = state.map(OpenState::is_open);
    let word = words.t(match open {
        Some(true) => "storefront-open-yes",
        Some(false) => "storefront-open-no",
        None => "storefront-open-unknown",
    });
    let detail = match state {
        None | Some(OpenState::Closed { opens: None }) => None,
        Some(OpenState::Open { until: None }) => Some(words.t("storefront-open-always")),
        Some(OpenState::Open { until: Some(until) }) => closing(words, until, now),
        Some(OpenState::Closed { opens: Some(opens) }) => Some(opening(words, opens, now)),
    };
    Openness { open, word, detail }
}

/// A closing time more than a day away tells nobody anything.
fn closing(
    words: Words,
    until: DateTime<FixedOffset>,
    now: DateTime<FixedOffset>,
) -> Option<String> {
    (until - now).num_hours().lt(&24).then(|| {
        words.with(
            "storefront-open-until",
            &[("time", time(words, until).into())],
        )
    })
}

fn opening(words: Words, opens: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> String {
    let time = time(words, opens);
    let days = (opens.date_naive() - now.date_naive()).num_days();
    match days {
        0 => words.with("storefront-opens-at", &[("time", time.into())]),
        1 => words.with("storefront-opens-tomorrow", &[("time", time.into())]),
        _ => words.with(
            "storefront-opens-on",
            &[
                ("day", day(words, today(opens)).into()),
                ("time", time.into()),
            ],
        ),
    }
}

fn time(words: Words, at: DateTime<FixedOffset>) -> String {
    say::clock(words.0, at.hour() * 60 + at.minute())
}

fn day(words: Words, day: usize) -> String {
    words.t(&format!("storefront-day-{}", DAYS[day % 7]))
}

/// The day of the shops' week, 0 = Saturday.
fn today(now: DateTime<FixedOffset>) -> usize {
    (now.weekday().num_days_from_sunday() as usize + 1) % 7
}

/// The table of a week; empty where no hours are known.
pub(crate) fn week(
    words: Words,
    hours: Option<&Hours>,
    now: DateTime<FixedOffset>,
) -> Vec<HoursRow> {
    let Some(hours) = hours else {
        return Vec::new();
    };
    let rows = hours.days().into_iter().enumerate();
    rows.map(|(at, periods)| HoursRow {
        day: day(words, at),
        spans: spans(words, periods),
        today: at == today(now),
    })
    .collect()
}

fn spans(words: Words, periods: &[Period]) -> Vec<String> {
    if periods.is_empty() {
        return vec![words.t("storefront-hours-closed")];
    }
    periods.iter().map(|period| span(words, *period)).collect()
}

fn span(words: Words, period: Period) -> String {
    let (from, to) = (u32::from(period.from()), u32::from(period.to()));
    if (from, to) == (0, 24 * 60) {
        return words.t("storefront-open-always");
    }
    let at = |minute| say::clock(words.0, minute);
    words.with(
        "storefront-hours-span",
        &[("from", at(from).into()), ("to", at(to).into())],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Locale;

    /// A Saturday.
    fn at(time: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-11-21T{time}:00+06:00")).unwrap()
    }

    fn said(hours: &str, now: &str) -> String {
        let state = Hours::parse_osm(hours).unwrap().state_at(at(now));
        let said = openness(Words(Locale::Bn), Some(state), at(now));
        [Some(said.word), said.detail]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    }

    #[test]
    fn cards_say_until_when_and_from_when() {
        assert_eq!(said("09:00-22:00", "12:00"), "এখন খোলা · রাত ১০টা পর্যন্ত");
        assert_eq!(
            said("09:00-13:00,16:00-22:00", "14:00"),
            "বন্ধ · খুলবে বিকাল ৪টায়"
        );
        assert_eq!(said("09:00-22:00", "23:00"), "বন্ধ · খুলবে কাল সকাল ৯টায়");
        assert_eq!(
            said("Mo 09:30-22:00", "23:00"),
            "বন্ধ · খুলবে সোমবার সকাল ৯:৩০টায়"
        );
        assert_eq!(said("24/7", "03:00"), "এখন খোলা · ২৪ ঘণ্টা");
    }

    #[test]
    fn the_week_begins_on_saturday_and_marks_today() {
        let hours = Hours::parse_osm("Sa-Th 09:00-13:00,16:00-22:00").unwrap();
        let rows = week(Words(Locale::En), Some(&hours), at("12:00"));
        assert_eq!(
            (&*rows[0].day, rows[0].today, rows[1].today),
            ("Saturday", true, false)
        );
        assert_eq!(rows[0].spans, ["9 am – 1 pm", "4 pm – 10 pm"]);
        assert_eq!(rows[6].spans, ["Closed"]);
    }
}
