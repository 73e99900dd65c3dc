//! Reads the common part of OpenStreetMap's `opening_hours`: days, ranges,
//! lists, several rules, hours past midnight. What it does not understand it
//! refuses rather than guesses: months, sunrise, holidays with hours of their
//! own, open ends.

use crate::Hours;
use crate::hours::{DAY, Period};

/// Why a text was not understood as opening hours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Nothing in it.
    #[error("no opening hours")]
    Empty,
    /// A word that is neither a day nor a time.
    #[error("{0:?} is neither a day nor a time")]
    Word(String),
    /// Not a time of day.
    #[error("{0:?} is not a time of day")]
    Time(String),
    /// Something else was expected at this point.
    #[error("expected {expected} before {found:?}")]
    Grammar {
        /// What would have made sense.
        expected: &'static str,
        /// What is there instead.
        found: String,
    },
    /// `10:00+`: nobody says when it closes.
    #[error("the closing time is open")]
    OpenEnd,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Day(u8),
    /// Public or school holidays, which are not part of an ordinary week.
    Holiday,
    /// Minutes since midnight, up to 48 hours.
    Time(u16),
    Off,
    Always,
    Dash,
    Comma,
    Semicolon,
    Plus,
}

impl Hours {
    /// Reads an `opening_hours` text such as `Sa-Th 09:00-13:00,16:00-22:00; Fr
    /// off`. A later rule replaces an earlier one for the days it names;
    /// holidays are left out. Lenient about case, spaces, long day names and
    /// am/pm.
    pub fn parse_osm(text: &str) -> Result<Self, HoursError> {
        let tokens = tokens(text)?;
        let mut week: [Vec<Period>; 7] = Default::default();
        let mut rules = 0;
        for rule in tokens.split(|token| *token == Token::Semicolon) {
            if !rule.is_empty() {
                Rule(rule).apply(&mut week)?;
                rules += 1;
            }
        }
        if rules == 0 {
            return Err(HoursError::Empty);
        }
        Ok(Self::new(week.into_iter().flatten().collect()))
    }
}

/// What is left of one rule.
struct Rule<'a>(&'a [Token]);

impl Rule<'_> {
    /// `days times` once, or several times with commas between; only the first
    /// replaces what earlier rules said.
    fn apply(mut self, week: &mut [Vec<Period>; 7]) -> Result<(), HoursError> {
        let mut named_before = [false; 7];
        loop {
            let days = self.days()?;
            let spans = self.spans()?;
            for day in (0..7_u8).filter(|day| days[usize::from(*day)]) {
                let slot = usize::from(day);
                if !named_before[slot] {
                    week[slot].clear();
                }
                named_before[slot] = true;
                week[slot].extend(
                    spans
                        .iter()
                        .filter_map(|&(from, to)| Period::new(day, from, to)),
                );
            }
            if self.0.is_empty() {
                return Ok(());
            }
            self.take(&Token::Comma);
        }
    }

    /// The days at the front: all where none is named, none where only holidays
    /// are.
    fn days(&mut self) -> Result<[bool; 7], HoursError> {
        let mut days = [false; 7];
        if !matches!(self.0.first(), Some(Token::Day(_) | Token::Holiday)) {
            return Ok([true; 7]);
        }
        loop {
            match self.next() {
                Some(Token::Holiday) => {}
                Some(Token::Day(first)) => {
                    let last = if self.take(&Token::Dash) {
                        self.day()?
                    } else {
                        first
                    };
                    (0..7)
                        .map(|step| (first + step) % 7)
                        .take(usize::from((last + 7 - first) % 7) + 1)
                        .for_each(|day| days[usize::from(day)] = true);
                }
                other => return Err(unexpected("a day", other.as_ref())),
            }
            if !matches!(self.0, [Token::Comma, Token::Day(_) | Token::Holiday, ..]) {
                // "Fr: 10:00" and "Fr, 10:00" are common slips.
                self.take(&Token::Comma);
                return Ok(days);
            }
            self.take(&Token::Comma);
        }
    }

    fn day(&mut self) -> Result<u8, HoursError> {
        match self.next() {
            Some(Token::Day(day)) => Ok(day),
            other => Err(unexpected("a day", other.as_ref())),
        }
    }

    /// Minutes from and to; none for `off`.
    fn spans(&mut self) -> Result<Vec<(u16, u16)>, HoursError> {
        if self.take(&Token::Off) {
            return Ok(Vec::new());
        }
        if self.take(&Token::Always) {
            return Ok(vec![(0, DAY)]);
        }
        let mut spans = vec![self.span()?];
        while matches!(self.0, [Token::Comma, Token::Time(_), ..]) {
            self.take(&Token::Comma);
            spans.push(self.span()?);
        }
        Ok(spans)
    }

    fn span(&mut self) -> Result<(u16, u16), HoursError> {
        let from = self.time()?;
        if self.take(&Token::Plus) {
            return Err(HoursError::OpenEnd);
        }
        if !self.take(&Token::Dash) {
            return Err(unexpected("a dash", self.0.first()));
        }
        let to = self.time()?;
        if self.take(&Token::Plus) {
            return Err(HoursError::OpenEnd);
        }
        if from >= DAY {
            return Err(HoursError::Time(clock(from)));
        }
        // Closing at or before opening means the next day.
        Ok((from, if to <= from { to + DAY } else { to }))
    }

    fn time(&mut self) -> Result<u16, HoursError> {
        match self.next() {
            Some(Token::Time(minute)) => Ok(minute),
            other => Err(unexpected("a time", other.as_ref())),
        }
    }

    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first.clone())
    }

    fn take(&mut self, token: &Token) -> bool {
        let found = self.0.first() == Some(token);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }
}

fn unexpected(expected: &'static str, found: Option<&Token>) -> HoursError {
    let found = match found {
        None => "the end".to_owned(),
        Some(Token::Time(minute)) => clock(*minute),
        Some(token) => format!("{token:?}").to_lowercase(),
    };
    HoursError::Grammar { expected, found }
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn tokens(text: &str) -> Result<Vec<Token>, HoursError> {
    let text = text.to_lowercase().replace("24/7", " always ");
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            ';' => push(&mut tokens, Token::Semicolon, first),
            ',' => push(&mut tokens, Token::Comma, first),
            '+' => push(&mut tokens, Token::Plus, first),
            '-' | '–' | '—' | '−' => push(&mut tokens, Token::Dash, first),
            '0'..='9' | '০'..='৯' => {
                let (token, length) = time(rest)?;
                tokens.push(token);
                length
            }
            _ => {
                let length = rest
                    .find(|c: char| !c.is_alphabetic())
                    .filter(|length| *length > 0)
                    .unwrap_or(if first.is_alphabetic() {
                        rest.len()
                    } else {
                        first.len_utf8()
                    });
                tokens.extend(word(&rest[..length])?);
                length
            }
        };
        rest = rest[length..].trim_start_matches(|c: char| c.is_whitespace() || c == '.');
    }
    Ok(tokens)
}

fn push(tokens: &mut Vec<Token>, token: Token, letter: char) -> usize {
    tokens.push(token);
    letter.len_utf8()
}

/// `None` for words that change nothing.
fn word(word: &str) -> Result<Option<Token>, HoursError> {
    Ok(Some(match word {
        "sa" | "sat" | "saturday" => Token::Day(0),
        "su" | "sun" | "sunday" => Token::Day(1),
        "mo" | "mon" | "monday" => Token::Day(2),
        "tu" | "tue" | "tues" | "tuesday" => Token::Day(3),
        "we" | "wed" | "wednesday" => Token::Day(4),
        "th" | "thu" | "thur" | "thurs" | "thursday" => Token::Day(5),
        "fr" | "fri" | "friday" => Token::Day(6),
        "ph" | "sh" => Token::Holiday,
        "off" | "closed" => Token::Off,
        "always" => Token::Always,
        "to" => Token::Dash,
        "and" => Token::Comma,
        "daily" | "everyday" | "open" | ":" => return Ok(None),
        other => return Err(HoursError::Word(other.to_owned())),
    }))
}

/// A time at the front of `text`, and how many bytes it takes: `9:00`,
/// `09.00`, `9pm`, `26:00`.
fn time(text: &str) -> Result<(Token, usize), HoursError> {
    let ends = text
        .find(|c: char| !(digit(c).is_some() || c == ':' || c == '.'))
        .unwrap_or(text.len());
    let (clock, rest) = text.split_at(ends);
    let half = rest.trim_start();
    let half = ["am", "pm", "a.m.", "p.m."]
        .into_iter()
        .find(|half_day| half.starts_with(half_day));
    let used = ends
        + half.map_or(0, |half_day| {
            rest.len() - rest.trim_start().len() + half_day.len()
        });
    let minute = minute_of(clock, half).ok_or_else(|| HoursError::Time(text[..used].to_owned()))?;
    Ok((Token::Time(minute), used))
}

fn minute_of(clock: &str, half: Option<&str>) -> Option<u16> {
    let clock: String = clock.chars().map(|c| digit(c).unwrap_or(c)).collect();
    let (hour, minute) = match clock.trim_end_matches('.').split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        // A bare number is an hour only with am or pm behind it.
        None if half.is_some() => (clock.as_str(), "0"),
        _ => return None,
    };
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) => hour % 12 + if half.starts_with('p') { 12 } else { 0 },
    };
    let total = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && total <= 2 * DAY).then_some(total)
}

/// A digit of either script as ASCII.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '০'..='৯' => char::from_digit(u32::from(c) - u32::from('০'), 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn stored(text: &str) -> serde_json::Value {
        Hours::parse_osm(text)
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .to_json()
    }

    /// The same period on each of these days.
    fn on(days: impl IntoIterator<Item = u8>, from: u16, to: u16) -> serde_json::Value {
        days.into_iter().map(|day| json!([day, from, to])).collect()
    }

    #[test]
    fn times_without_days_are_every_day() {
        assert_eq!(stored("11:00-24:00"), on(0..7, 660, 1440));
        assert_eq!(stored("6:00-24:00"), on(0..7, 360, 1440));
        assert_eq!(stored("Mo-Su 07:00-23:00"), on(0..7, 420, 1380));
        assert_eq!(stored("Sa-Fr 09:00-23:00"), on(0..7, 540, 1380));
    }

    #[test]
    fn day_and_night() {
        for text in ["24/7", "Always", "00:00-24:00", "Mo-Su 24/7"] {
            assert_eq!(stored(text), on(0..7, 0, 1440), "{text}");
        }
    }

    #[test]
    fn days_off_and_day_lists() {
        assert_eq!(
            stored("Mo-Th,Sa-Su 10:00-22:00; Fr off"),
            on(0..6, 600, 1320)
        );
        assert_eq!(stored("10:00-22:00; Fr off"), on(0..6, 600, 1320));
        assert_eq!(
            stored("Mo, We-Su 09:00-12:00"),
            on([0, 1, 2, 4, 5, 6], 540, 720)
        );
        assert_eq!(stored("Fr closed"), json!([]));
        assert_eq!(stored("Su-Th 08:00-18:00"), on(1..6, 480, 1080));
    }

    #[test]
    fn split_days_and_exceptions() {
        assert_eq!(
            stored("Sa 09:00-13:00,16:00-22:00; Fr 16:00-22:00"),
            json!([[0, 540, 780], [0, 960, 1320], [6, 960, 1320]])
        );
        assert_eq!(
            stored("Sa-Su 09:00-18:00; Su 10:00-12:00"),
            json!([[0, 540, 1080], [1, 600, 720]])
        );
        assert_eq!(
            stored("Sa 09:00-18:00, Su 10:00-12:00, Sa 20:00-21:00"),
            json!([[0, 540, 1080], [0, 1200, 1260], [1, 600, 720]])
        );
        assert_eq!(
            stored("Sa, Su 12:00-22:00, 13:00-22:00"),
            on(0..2, 720, 1320)
        );
    }

    #[test]
    fn closing_past_midnight() {
        assert_eq!(stored("Fr 18:00-02:00"), json!([[6, 1080, 1560]]));
        assert_eq!(stored("Fr 18:00-26:00"), json!([[6, 1080, 1560]]));
        assert_eq!(stored("Fr 10:00-10:00"), json!([[6, 600, 2040]]));
    }

    #[test]
    fn holidays_are_not_an_ordinary_day() {
        assert_eq!(stored("Sa,PH 09:00-12:00; PH off"), json!([[0, 540, 720]]));
    }

    #[test]
    fn the_way_people_write() {
        assert_eq!(stored("11:30 AM - 11:30 PM"), on(0..7, 690, 1410));
        assert_eq!(stored("Saturday to Sunday 9am–12am"), on(0..2, 540, 1440));
        assert_eq!(stored("sat: 12pm-3.30pm"), json!([[0, 720, 930]]));
        assert_eq!(stored("Fr ৯:০০-১৭:৩০"), json!([[6, 540, 1050]]));
        assert_eq!(stored(" ; Fr 09.00 - 10.00 ;; "), json!([[6, 540, 600]]));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for text in [
            "",
            " ; ",
            "sunrise-sunset",
            "10:00+",
            "10:00-20:00+",
            "Temporarily Closed",
            "Jan-Mar 10:00-12:00",
            "Mo[1] 10:00-12:00",
            "9-5",
            "Mo",
            "Mo-Fr",
            "10:00",
            "10:60-11:00",
            "25:00-26:00",
            "10:00-49:00",
            "13pm-2pm",
            "Mo-10:00",
            "10:00-12:00 || \"on call\"",
            "99999999:00-10:00",
        ] {
            assert!(Hours::parse_osm(text).is_err(), "{text}");
        }
    }
}
