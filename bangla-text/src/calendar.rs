//! The Bangla calendar as reformed in Bangladesh in 2019.

use crate::numerals::Language;

/// A date of the Bangla calendar (বঙ্গাব্দ).
///
/// 1 Boishakh is 14 April; six months of 31 days, then 30, Falgun 29 or, in
/// Gregorian leap years, 30. Dates compare by time.
///
/// ```
/// use bangla_text::BanglaDate;
/// let eve = BanglaDate::from_gregorian(2026, 4, 13).unwrap();
/// let new_year = BanglaDate { year: 1433, month: 1, day: 1 };
/// assert!(eve < new_year);
/// assert_eq!(BanglaDate::from_gregorian(2026, 4, 14), Some(new_year));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BanglaDate {
    /// Year of the Bangla era; 2024-04-14 began 1431.
    pub year: i32,
    /// 1 (বৈশাখ) to 12 (চৈত্র).
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// 1 Boishakh as Gregorian month and day.
const NEW_YEAR: (u32, u32) = (4, 14);

const BENGALI_MONTHS: [&str; 12] = [
    "বৈশাখ",
    "জ্যৈষ্ঠ",
    "আষাঢ়",
    "শ্রাবণ",
    "ভাদ্র",
    "আশ্বিন",
    "কার্তিক",
    "অগ্রহায়ণ",
    "পৌষ",
    "মাঘ",
    "ফাল্গুন",
    "চৈত্র",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "Boishakh",
    "Joishtho",
    "Asharh",
    "Srabon",
    "Bhadro",
    "Ashwin",
    "Kartik",
    "Ogrohayon",
    "Poush",
    "Magh",
    "Falgun",
    "Choitro",
];

impl BanglaDate {
    /// The Bangla date of a Gregorian day; `None` when there is no such day
    /// or the year is outside -9999 to 9999.
    ///
    /// ```
    /// use bangla_text::{BanglaDate, Language};
    /// let date = BanglaDate::from_gregorian(2026, 2, 21).unwrap();
    /// assert_eq!(date.in_words(Language::Bengali), "৮ ফাল্গুন ১৪৩২");
    /// ```
    pub fn from_gregorian(year: i32, month: u32, day: u32) -> Option<Self> {
        let today = day_of_year(year, month, day)?;
        let begun = year - i32::from((month, day) < NEW_YEAR);
        // Counted from 14 April of `begun`; the year before runs over its end.
        let passed = today - day_of_year(year, NEW_YEAR.0, NEW_YEAR.1)?
            + if begun == year {
                0
            } else {
                365 + i32::from(is_leap(year))
            };
        let mut left = u32::try_from(passed).ok()?;
        for (month, length) in (1..).zip(month_lengths(begun + 1)) {
            if left < length {
                let day = u8::try_from(left + 1).ok()?;
                return Some(Self {
                    year: begun - 593,
                    month,
                    day,
                });
            }
            left -= length;
        }
        None
    }

    /// The month's name.
    ///
    /// ```
    /// use bangla_text::{BanglaDate, Language};
    /// let date = BanglaDate::from_gregorian(2026, 12, 16).unwrap();
    /// assert_eq!(date.month_name(Language::English), "Poush");
    /// ```
    pub fn month_name(self, language: Language) -> &'static str {
        let at = usize::from(self.month.clamp(1, 12) - 1);
        language.pick(BENGALI_MONTHS[at], ENGLISH_MONTHS[at])
    }

    /// Day, month and year.
    ///
    /// ```
    /// use bangla_text::{BanglaDate, Language};
    /// let date = BanglaDate::from_gregorian(2026, 4, 14).unwrap();
    /// assert_eq!(date.in_words(Language::Bengali), "১ বৈশাখ ১৪৩৩");
    /// assert_eq!(date.in_words(Language::English), "1 Boishakh 1433");
    /// ```
    pub fn in_words(self, language: Language) -> String {
        language.digits(format!(
            "{} {} {}",
            self.day,
            self.month_name(language),
            self.year
        ))
    }
}

/// Month lengths of the Bangla year whose Falgun falls into `gregorian`.
fn month_lengths(gregorian: i32) -> [u32; 12] {
    let falgun = if is_leap(gregorian) { 30 } else { 29 };
    [31, 31, 31, 31, 31, 31, 30, 30, 30, 30, falgun, 30]
}

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// 0 for 1 January.
fn day_of_year(year: i32, month: u32, day: u32) -> Option<i32> {
    let february = if is_leap(year) { 29 } else { 28 };
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let at = usize::try_from(month).ok()?.checked_sub(1)?;
    let known = (-9999..=9999).contains(&year) && (1..=*lengths.get(at)?).contains(&day);
    let passed = lengths[..at].iter().sum::<u32>() + day.saturating_sub(1);
    known.then(|| i32::try_from(passed).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bengali(year: i32, month: u32, day: u32) -> String {
        BanglaDate::from_gregorian(year, month, day)
            .unwrap()
            .in_words(Language::Bengali)
    }

    #[test]
    fn national_days_fall_where_the_reform_put_them() {
        for year in [2020, 2021, 2023, 2024, 2026, 2028] {
            assert!(bengali(year, 2, 21).starts_with("৮ ফাল্গুন"));
            assert!(bengali(year, 3, 26).starts_with("১২ চৈত্র"));
            assert!(bengali(year, 4, 14).starts_with("১ বৈশাখ"));
            assert!(bengali(year, 12, 16).starts_with("১ পৌষ"));
        }
    }

    #[test]
    fn a_year_begins_on_14_april() {
        assert_eq!(bengali(2024, 4, 14), "১ বৈশাখ ১৪৩১");
        assert_eq!(bengali(2024, 4, 13), "৩০ চৈত্র ১৪৩০");
        assert_eq!(bengali(2024, 2, 29), "১৬ ফাল্গুন ১৪৩০");
        assert_eq!(bengali(2023, 12, 31), "১৬ পৌষ ১৪৩০");
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut last = BanglaDate::from_gregorian(2018, 12, 31).unwrap();
        for year in 2019..2130 {
            for month in 1..=12 {
                for day in (1..=31).filter_map(|day| BanglaDate::from_gregorian(year, month, day)) {
                    let next_day = day.day == last.day + 1 && day.month == last.month;
                    let next_month = day.day == 1 && day.month == last.month % 12 + 1;
                    assert!(next_day || next_month, "{last:?} {day:?}");
                    assert_eq!(
                        day.year - last.year,
                        i32::from(next_month && day.month == 1)
                    );
                    last = day;
                }
            }
        }
    }

    #[test]
    fn days_that_do_not_exist_have_no_date() {
        for (year, month, day) in [
            (2023, 2, 29),
            (2024, 13, 1),
            (2024, 0, 1),
            (2024, 4, 31),
            (2024, 1, 0),
            (i32::MIN, 1, 1),
        ] {
            assert_eq!(BanglaDate::from_gregorian(year, month, day), None);
        }
    }
}
