//! Shops as other slices see them.

use kernel::{Names, Point, ShopId};

use crate::{Hours, ShopKind};

/// Whether people find a shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopStatus {
    /// Found.
    Listed,
    /// Banned or paused.
    Hidden,
    /// Closed for good.
    Closed,
}

impl ShopStatus {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Hidden => "hidden",
            Self::Closed => "closed",
        }
    }
}

impl std::str::FromStr for ShopStatus {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        [Self::Listed, Self::Hidden, Self::Closed]
            .into_iter()
            .find(|status| status.code() == text)
            .ok_or(UnknownStatus)
    }
}

/// A word that names no status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the status of a shop")]
pub struct UnknownStatus;

/// A home shop is shown as a ring of so many metres around its public place; its
/// door is somewhere inside.
pub const HOME_RING_M: u32 = 400;

/// A shop we know of, claimed by its owner or not, as everybody may see it.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Shop {
    /// Its id.
    pub id: ShopId,
    /// Its small dense number, used by in-memory tables and the change feed.
    pub ord: i64,
    /// Its id in the file it was imported from.
    pub external_id: Option<String>,
    /// Its name; at least one language is there.
    pub names: Names,
    /// Other names and spellings in any script.
    pub alt_names: Vec<String>,
    /// What it mainly is.
    pub kind: ShopKind,
    /// Where it is; for a home shop only roughly.
    pub location: Point,
    /// Words that help to find the door; the location decides. None for a home
    /// shop.
    pub address: Names,
    /// What its owner says about it.
    pub about: Names,
    /// When it is open; `None` where nobody told us.
    pub hours: Option<Hours>,
    /// Whether people find it.
    pub status: ShopStatus,
    /// An owner was approved; otherwise it is unclaimed.
    pub verified: bool,
    /// Made up by us for a first look.
    pub demo: bool,
    /// Sells from home.
    pub home: bool,
    /// Run by women.
    pub women_run: bool,
    /// How far it brings things, in metres; 0 = it does not, `None` = unknown.
    pub delivery_radius_m: Option<u32>,
}
