//! What an area is.

use geo::MultiPolygon;
use kernel::{Names, Point};
use serde::Serialize;

/// Level of divisions.
pub const DIVISION: i16 = 1;
/// Level of districts.
pub const DISTRICT: i16 = 2;
/// Level of upazilas and metropolitan thanas.
pub const UPAZILA: i16 = 3;
/// Level of unions and wards.
pub const WARD: i16 = 4;
/// Level of localities, which have a point but no official border.
pub const LOCALITY: i16 = 5;

/// What people call areas of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// বিভাগ, level 1.
    Division,
    /// জেলা, level 2.
    District,
    /// উপজেলা, level 3.
    Upazila,
    /// A metropolitan থানা, level 3.
    Thana,
    /// ইউনিয়ন, level 4.
    Union,
    /// ওয়ার্ড of a city or town, level 4.
    Ward,
    /// A neighbourhood people name, level 5.
    Locality,
}

impl Kind {
    /// Every kind, broadest first.
    pub const ALL: [Self; 7] = [
        Self::Division,
        Self::District,
        Self::Upazila,
        Self::Thana,
        Self::Union,
        Self::Ward,
        Self::Locality,
    ];

    /// The word in the database, in files and in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Division => "division",
            Self::District => "district",
            Self::Upazila => "upazila",
            Self::Thana => "thana",
            Self::Union => "union",
            Self::Ward => "ward",
            Self::Locality => "locality",
        }
    }

    /// The kind with this code; official files say `metro_thana` and
    /// `city_ward`, which are understood too.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = match code {
            "metro_thana" => "thana",
            "city_ward" => "ward",
            other => other,
        };
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What an area of this level is when nothing more is said.
    ///
    /// `None` for a level outside 1 to 5.
    pub const fn usual(level: i16) -> Option<Self> {
        match level {
            DIVISION => Some(Self::Division),
            DISTRICT => Some(Self::District),
            UPAZILA => Some(Self::Upazila),
            WARD => Some(Self::Union),
            LOCALITY => Some(Self::Locality),
            _ => None,
        }
    }

    /// The level that areas of this kind are on.
    pub const fn level(self) -> i16 {
        match self {
            Self::Division => DIVISION,
            Self::District => DISTRICT,
            Self::Upazila | Self::Thana => UPAZILA,
            Self::Union | Self::Ward => WARD,
            Self::Locality => LOCALITY,
        }
    }
}

/// A division, district, upazila, thana, union, ward or locality.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// The official P-code; a slug of our own for localities.
    pub code: String,
    /// What it is part of; only divisions are part of nothing.
    pub parent: Option<String>,
    /// 1 (division) to 5 (locality).
    pub level: i16,
    /// What people call it.
    pub kind: Kind,
    /// Its name today, in both languages.
    pub names: Names,
    /// Old and variant spellings in any script.
    pub alt_names: Vec<String>,
    /// A point inside, usually the town it is named after.
    pub location: Point,
}

/// An area with its border, where the border is known.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The area.
    pub area: Area,
    /// WGS84 degrees, x is the longitude.
    pub boundary: Option<MultiPolygon<f64>>,
}
