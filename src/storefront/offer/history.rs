//! What an offer has cost, as steps and as lines.

use std::fmt::Write as _;

use catalog::offers::{HISTORY_DAYS, PriceChange};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::Money;
use platform::i18n::Words;

use crate::views::offer::{Chart, PriceLine};
use pages::say;

/// The box that a chart is drawn in, and what is left free above and below.
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 96.0;
const MARGIN: f64 = 8.0;
/// Lines on the page.
const LINES: usize = 30;

/// A day in Dhaka, in the digits of the language.
fn day(words: Words, at: DateTime<Utc>) -> String {
    let local = at + TimeDelta::hours(6);
    say::in_digits(words.0, &local.format("%d-%m-%Y").to_string())
}

/// A price and since when, but not before `since`.
fn steps(prices: &[PriceChange], since: DateTime<Utc>) -> Vec<(DateTime<Utc>, Option<Money>)> {
    let step = |change: &PriceChange| {
        let price = change.price_poisha.map(Money::from_poisha);
        (change.at.max(since), price)
    };
    prices.iter().map(step).collect()
}

/// The chart; `None` where the price has not changed.
pub(super) fn chart(words: Words, prices: &[PriceChange], now: DateTime<Utc>) -> Option<Chart> {
    let steps = steps(prices, now - TimeDelta::days(HISTORY_DAYS));
    let told = || steps.iter().filter_map(|(_, price)| *price);
    let (lowest, highest) = (told().min()?, told().max()?);
    if lowest == highest {
        return None;
    }
    let first = steps.first()?.0;
    let said = |price: Money| say::price(words.0, price);
    let (path, area) = drawn(&steps, (first, now), (lowest, highest));
    Some(Chart {
        path,
        area,
        says: words.with(
            "storefront-history-says",
            &[
                ("from", said(lowest).into()),
                ("to", said(highest).into()),
                ("day", day(words, first).into()),
            ],
        ),
        lowest: said(lowest),
        highest: said(highest),
        from: day(words, first),
    })
}

/// The line of the prices, and the ground below it. Where no price was told, both
/// have a gap.
#[expect(
    clippy::cast_precision_loss,
    reason = "seconds of ninety days and prices are far below 2⁵³"
)]
fn drawn(
    steps: &[(DateTime<Utc>, Option<Money>)],
    (first, now): (DateTime<Utc>, DateTime<Utc>),
    (lowest, highest): (Money, Money),
) -> (String, String) {
    let whole = ((now - first).num_seconds().max(1)) as f64;
    let x = |at: DateTime<Utc>| (at - first).num_seconds() as f64 / whole * WIDTH;
    let range = (highest.poisha() - lowest.poisha()) as f64;
    let y = |price: Money| {
        let part = (price.poisha() - lowest.poisha()) as f64 / range;
        HEIGHT - MARGIN - part * (HEIGHT - 2.0 * MARGIN)
    };
    let (mut line, mut area) = (String::new(), String::new());
    let ends = steps.iter().skip(1).map(|(at, _)| *at).chain([now]);
    let mut open = false;
    for ((at, price), end) in steps.iter().zip(ends) {
        let Some(price) = price else {
            open = false;
            continue;
        };
        let (from, to, y) = (x(*at), x(end), y(*price));
        let way = if open { 'L' } else { 'M' };
        // Text takes whatever is written.
        let _ = write!(line, "{way}{from:.1} {y:.1}H{to:.1}");
        let _ = write!(area, "M{from:.1} {HEIGHT:.0}V{y:.1}H{to:.1}V{HEIGHT:.0}z");
        open = true;
    }
    (line, area)
}

/// Days and prices, newest first.
pub(super) fn lines(words: Words, prices: &[PriceChange], now: DateTime<Utc>) -> Vec<PriceLine> {
    let steps = steps(prices, now - TimeDelta::days(HISTORY_DAYS));
    let before = std::iter::once(None).chain(steps.iter().map(|(_, price)| *price));
    let line =
        |((at, price), before): (&(DateTime<Utc>, Option<Money>), Option<Money>)| PriceLine {
            day: day(words, *at),
            price: price.map_or_else(
                || words.t("storefront-history-untold"),
                |price| say::price(words.0, price),
            ),
            change: before
                .zip(*price)
                .and_then(|(before, now)| changed(words, before, now)),
        };
    let all: Vec<PriceLine> = steps.iter().zip(before).map(line).collect();
    all.into_iter().rev().take(LINES).collect()
}

fn changed(words: Words, before: Money, now: Money) -> Option<String> {
    let by = now.poisha() - before.poisha();
    let key = match by {
        0 => return None,
        1.. => "storefront-history-up",
        _ => "storefront-history-down",
    };
    let said = say::price(words.0, Money::from_poisha(by.abs()));
    Some(words.with(key, &[("by", said.into())]))
}

#[cfg(test)]
mod tests {
    use kernel::Locale;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn change(day: &str, taka: Option<i64>) -> PriceChange {
        PriceChange {
            price_poisha: taka.map(|taka| taka * 100),
            at: at(&format!("{day}T00:00:00Z")),
        }
    }

    const BN: Words = Words(Locale::Bn);

    #[test]
    fn a_price_is_a_line_of_steps_with_a_gap_where_none_was_told() {
        let now = at("2026-11-30T00:00:00Z");
        let prices = [
            change("2026-11-10", Some(100)),
            change("2026-11-15", Some(120)),
            change("2026-11-20", None),
            change("2026-11-25", Some(110)),
        ];
        let chart = chart(BN, &prices, now).unwrap();
        assert_eq!(chart.path, "M0.0 88.0H75.0L75.0 8.0H150.0M225.0 48.0H300.0");
        assert!(chart.area.starts_with("M0.0 96V88.0H75.0V96z"));
        assert_eq!(
            (chart.lowest.as_str(), chart.highest.as_str()),
            ("৳১০০", "৳১২০")
        );
        let lines = lines(BN, &prices, now);
        let told: Vec<_> = lines
            .iter()
            .map(|l| (l.price.as_str(), l.change.is_some()))
            .collect();
        assert_eq!(told.len(), 4);
        assert_eq!(told[0], ("৳১১০", false));
        assert_eq!(told[2], ("৳১২০", true));
        assert_eq!(lines[3].day, "১০-১১-২০২৬");
    }

    #[test]
    fn what_it_cost_before_ninety_days_stands_at_their_beginning() {
        let now = at("2026-11-30T00:00:00Z");
        let prices = [
            change("2026-01-01", Some(100)),
            change("2026-11-15", Some(90)),
        ];
        let lines = lines(BN, &prices, now);
        assert_eq!(lines[1].day, "০১-০৯-২০২৬");
        assert!(
            chart(BN, &prices, now)
                .unwrap()
                .path
                .starts_with("M0.0 8.0H")
        );
        assert!(chart(BN, &prices[..1], now).is_none(), "nothing to draw");
        assert!(chart(BN, &[], now).is_none());
    }
}
