//! Reads the common part of OpenStreetMap's `opening_hours`: days, ranges,
//! lists, several rules, hours past midnight. What it does not understand it
//! refuses rather than guesses: months, sunrise, holidays with hours of their
//! own, open ends.

use crate::Hours;
use crate::hours::{DAY, Period};

mod tokens;

use tokens::{Token, tokens};

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

#[cfg(test)]
mod tests;
