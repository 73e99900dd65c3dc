//! When an answer is due.

use chrono::{DateTime, Datelike as _, Days, Utc, Weekday};

/// Working days that admins have for an answer.
pub const ANSWER_WITHIN_DAYS: u32 = 2;

/// The same time of day so many working days later. Friday and Saturday are no
/// working days in Bangladesh; what comes in on one of them counts from the
/// Sunday behind it.
pub(crate) fn due_at(from: DateTime<Utc>) -> DateTime<Utc> {
    let mut due = from;
    let mut left = ANSWER_WITHIN_DAYS;
    while left > 0 {
        due = due + Days::new(1);
        left -= u32::from(is_working_day(due));
    }
    due
}

/// By the calendar on the wall in Dhaka.
fn is_working_day(at: DateTime<Utc>) -> bool {
    let dhaka = at + chrono::TimeDelta::hours(6);
    !matches!(dhaka.weekday(), Weekday::Fri | Weekday::Sat)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(from: &str) -> String {
        let from: DateTime<Utc> = from.parse().unwrap();
        due_at(from).format("%a %d %H:%M").to_string()
    }

    #[test]
    fn weekends_do_not_count() {
        // 2026-11-22 is a Sunday.
        assert_eq!(due("2026-11-22T06:00:00Z"), "Tue 24 06:00");
        assert_eq!(due("2026-11-25T06:00:00Z"), "Sun 29 06:00");
        assert_eq!(due("2026-11-26T06:00:00Z"), "Mon 30 06:00");
        assert_eq!(due("2026-11-27T06:00:00Z"), "Mon 30 06:00");
        assert_eq!(due("2026-11-28T06:00:00Z"), "Mon 30 06:00");
    }

    #[test]
    fn midnight_is_that_of_dhaka() {
        // 01:00 on Sunday in Dhaka.
        assert_eq!(due("2026-11-21T19:00:00Z"), "Mon 23 19:00");
        // 23:00 on Saturday.
        assert_eq!(due("2026-11-21T17:00:00Z"), "Mon 23 17:00");
    }
}
