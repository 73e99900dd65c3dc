//! Times of day in words.

use crate::numerals::Language;

/// The part of the day Bengali names instead of am and pm.
///
/// ```
/// use bangla_text::DayPart;
/// assert_eq!(DayPart::of(19).bengali(), "সন্ধ্যা");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayPart {
    /// ভোর, 4 to 6.
    Dawn,
    /// সকাল, 6 to 12.
    Morning,
    /// দুপুর, 12 to 15.
    Noon,
    /// বিকাল, 15 to 18.
    Afternoon,
    /// সন্ধ্যা, 18 to 20.
    Evening,
    /// রাত, 20 to 4.
    Night,
}

impl DayPart {
    /// The part an hour (0 to 23, later ones wrap around) belongs to.
    ///
    /// ```
    /// use bangla_text::DayPart;
    /// assert_eq!(DayPart::of(16), DayPart::Afternoon);
    /// assert_eq!(DayPart::of(1), DayPart::Night);
    /// ```
    pub const fn of(hour: u32) -> Self {
        match hour % 24 {
            4..6 => Self::Dawn,
            6..12 => Self::Morning,
            12..15 => Self::Noon,
            15..18 => Self::Afternoon,
            18..20 => Self::Evening,
            _ => Self::Night,
        }
    }

    /// Its Bengali name.
    ///
    /// ```
    /// assert_eq!(bangla_text::DayPart::Dawn.bengali(), "ভোর");
    /// ```
    pub const fn bengali(self) -> &'static str {
        match self {
            Self::Dawn => "ভোর",
            Self::Morning => "সকাল",
            Self::Noon => "দুপুর",
            Self::Afternoon => "বিকাল",
            Self::Evening => "সন্ধ্যা",
            Self::Night => "রাত",
        }
    }
}

/// A time of day: "বিকাল ৪টা", "4 pm"; minutes only when there are any.
/// Hours from 24 and minutes from 60 wrap around.
///
/// ```
/// use bangla_text::{Language::*, clock};
/// assert_eq!(clock(16, 0, Bengali), "বিকাল ৪টা");
/// assert_eq!(clock(10, 30, Bengali), "সকাল ১০:৩০টা");
/// assert_eq!(clock(10, 30, English), "10:30 am");
/// ```
pub fn clock(hour: u32, minute: u32, language: Language) -> String {
    let (hour, minute) = (hour % 24, minute % 60);
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let time = match minute {
        0 => twelve.to_string(),
        _ => format!("{twelve}:{minute:02}"),
    };
    match language {
        Language::Bengali => {
            let part = DayPart::of(hour).bengali();
            format!("{part} {}টা", language.digits(time))
        }
        Language::English => format!("{time} {}", if hour < 12 { "am" } else { "pm" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_and_noon_are_twelve() {
        assert_eq!(clock(0, 0, Language::Bengali), "রাত ১২টা");
        assert_eq!(clock(12, 0, Language::Bengali), "দুপুর ১২টা");
        assert_eq!(clock(0, 5, Language::English), "12:05 am");
        assert_eq!(clock(12, 0, Language::English), "12 pm");
        assert_eq!(clock(5, 0, Language::Bengali), "ভোর ৫টা");
        assert_eq!(clock(19, 59, Language::Bengali), "সন্ধ্যা ৭:৫৯টা");
        assert_eq!(clock(24, 60, Language::English), "12 am");
    }
}
