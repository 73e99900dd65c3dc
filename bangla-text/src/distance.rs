//! Distances for shoppers on foot.

use crate::numerals::{Language, group_lakh};

/// A distance in metres, rounded to what a walker can use: single metres up to
/// 10, tens up to a kilometre, 100 m up to 10 km, then whole kilometres.
///
/// Anything above 0 shows as at least 1 m. A negative distance is taken as 0;
/// one that is not a finite number shows as "—".
///
/// ```
/// use bangla_text::{Language::*, distance};
/// assert_eq!(distance(348.0, Bengali), "৩৫০ মি");
/// assert_eq!(distance(348.0, English), "350 m");
/// assert_eq!(distance(1_234.0, Bengali), "১.২ কিমি");
/// assert_eq!(distance(0.2, English), "1 m");
/// ```
pub fn distance(metres: f64, language: Language) -> String {
    if !metres.is_finite() {
        return "—".to_owned();
    }
    let metres = metres.max(0.0);
    let text = if metres < 995.0 {
        format!("{} {}", walk(metres), language.pick("মি", "m"))
    } else {
        format!("{} {}", kilometres(metres), language.pick("কিমি", "km"))
    };
    language.digits(text)
}

fn walk(metres: f64) -> i64 {
    match metres {
        0.0 => 0,
        m if m < 10.0 => whole(m).max(1),
        m => whole(m / 10.0) * 10,
    }
}

fn kilometres(metres: f64) -> String {
    let tenths = whole(metres / 100.0);
    if tenths % 10 == 0 || tenths >= 100 {
        group_lakh(whole(metres / 1000.0))
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "casts saturate, and no distance comes near"
)]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_like_a_person() {
        for (metres, text) in [
            (0.0, "0 m"),
            (-0.0, "0 m"),
            (-3.0, "0 m"),
            (0.001, "1 m"),
            (9.4, "9 m"),
            (9.9, "10 m"),
            (14.0, "10 m"),
            (994.9, "990 m"),
            (995.0, "1 km"),
            (1_049.0, "1 km"),
            (1_050.0, "1.1 km"),
            (9_940.0, "9.9 km"),
            (9_960.0, "10 km"),
            (12_499.0, "12 km"),
            (1_234_567.0, "1,235 km"),
            (f64::NAN, "—"),
        ] {
            assert_eq!(distance(metres, Language::English), text, "{metres}");
        }
    }
}
