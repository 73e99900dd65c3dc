//! The place in a cookie: coordinates, how they were chosen, and the area whose
//! name stands for them. It stays with the browser.

use std::fmt;
use std::str::FromStr;

use areas::{DISTRICT, Gazetteer};
use kernel::Point;
use platform::i18n::Words;

/// Name of the cookie.
pub const PLACE: &str = "haat_place";

/// The place somebody chose.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedPlace {
    /// Rounded to four decimals, about ten metres: near enough for true
    /// distances, and not a doorstep.
    pub point: Point,
    /// By which of the two ways.
    pub how: Chosen,
    /// Code of the area.
    pub area: String,
}

/// How a place was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// By area.
    Area,
    /// By the device's position.
    Gps,
}

/// A cookie that is not ours.
#[derive(Debug)]
pub struct NotAPlace;

impl SavedPlace {
    /// What people are told they chose.
    pub fn label(&self, book: &Gazetteer, words: Words) -> String {
        let Some(area) = book.find(&self.area) else {
            return words.t("pages-place-gps");
        };
        let own = area.names.in_locale(words.0);
        let district = book
            .district_of(&area.code)
            .map(|district| district.names.in_locale(words.0));
        let name = match district.filter(|district| area.level > DISTRICT && *district != own) {
            Some(district) => format!("{own}, {district}"),
            None => own.to_owned(),
        };
        match self.how {
            Chosen::Area => name,
            Chosen::Gps => words.with("pages-place-near", &[("name", own.into())]),
        }
    }
}

/// `23.8069_90.3687_a_BD3026`: only letters that cookies may carry.
impl fmt::Display for SavedPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.how {
            Chosen::Area => 'a',
            Chosen::Gps => 'g',
        };
        write!(
            f,
            "{:.4}_{:.4}_{how}_{}",
            self.point.lat(),
            self.point.lng(),
            self.area
        )
    }
}

impl FromStr for SavedPlace {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let mut parts = text.splitn(4, '_');
        let mut next = || parts.next().ok_or(NotAPlace);
        let (lat, lng, how, area) = (next()?, next()?, next()?, next()?);
        let degrees = |text: &str| text.parse::<f64>().map_err(|_| NotAPlace);
        Ok(Self {
            point: Point::new(degrees(lat)?, degrees(lng)?).map_err(|_| NotAPlace)?,
            how: match how {
                "a" => Chosen::Area,
                "g" => Chosen::Gps,
                _ => return Err(NotAPlace),
            },
            area: area.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_its_cookie_rounded() {
        let point = Point::new(23.806_912_34, 90.368_755).unwrap();
        let saved = SavedPlace {
            point,
            how: Chosen::Gps,
            area: "dhaka_mirpur-10".to_owned(),
        };
        let back: SavedPlace = saved.to_string().parse().unwrap();
        assert_eq!(saved.to_string(), "23.8069_90.3688_g_dhaka_mirpur-10");
        assert_eq!(
            (back.point.lat(), &*back.area),
            (23.8069, "dhaka_mirpur-10")
        );
    }

    #[test]
    fn a_forged_cookie_is_no_place() {
        for text in [
            "",
            "23.8",
            "NaN_90_a_x",
            "23_190_a_x",
            "23_90_z_x",
            "23_90_a",
        ] {
            assert!(text.parse::<SavedPlace>().is_err(), "{text}");
        }
    }
}
