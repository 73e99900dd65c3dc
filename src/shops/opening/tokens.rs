//! The words of opening hours: days, times, signs.

use super::HoursError;
use crate::hours::DAY;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
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

/// Takes a text apart.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, HoursError> {
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
