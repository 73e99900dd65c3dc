//! How long ago somebody said what something costs.

use chrono::{DateTime, TimeDelta, Utc};
use platform::i18n::Words;

use pages::say;

/// From then on, a price may well be another.
const OLD_DAYS: i64 = 30;
/// Up to here, days are told; then months.
const DAYS_TOLD: i64 = 60;

/// Days between two moments, by the calendar of Dhaka.
fn days_between(at: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    let day = |at: DateTime<Utc>| (at + TimeDelta::hours(6)).date_naive();
    (day(now) - day(at)).num_days().max(0)
}

/// Whether a price was said so long ago that it may well be another.
pub(crate) fn is_old(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    days_between(at, now) >= OLD_DAYS
}

/// "দাম বলা হয়েছে ৩ দিন আগে"
pub(crate) fn told_ago(words: Words, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let counted = |key: &str, n: i64| {
        let n = n.unsigned_abs();
        let shown = say::number(words.0, n);
        words.with(key, &[("n", n.into()), ("shown", shown.into())])
    };
    match days_between(at, now) {
        0 => words.t("storefront-told-today"),
        1 => words.t("storefront-told-yesterday"),
        days @ 2..=DAYS_TOLD => counted("storefront-told-days", days),
        days => counted("storefront-told-months", days / 30),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Locale;

    use super::*;

    #[test]
    fn days_are_those_of_dhaka() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let ago = |then, now| told_ago(Words(Locale::Bn), at(then), at(now));
        // Midnight in Dhaka is at 18:00 UTC.
        let now = "2026-11-22T18:30:00Z";
        assert_eq!(ago("2026-11-22T18:10:00Z", now), "আজ দাম বলা হয়েছে");
        assert_eq!(ago("2026-11-22T17:50:00Z", now), "গতকাল দাম বলা হয়েছে");
        assert_eq!(ago("2026-11-20T05:00:00Z", now), "দাম বলা হয়েছে ৩ দিন আগে");
        assert_eq!(ago("2026-08-20T05:00:00Z", now), "দাম বলা হয়েছে ৩ মাস আগে");
        assert_eq!(ago("2026-11-23T05:00:00Z", now), "আজ দাম বলা হয়েছে");
        assert!(is_old(at("2026-10-20T05:00:00Z"), at(now)));
        assert!(!is_old(at("2026-11-20T05:00:00Z"), at(now)));
    }
}
