//! What shoppers are told about offers besides what they cost.

mod views;

use chrono::{DateTime, Utc};
use kernel::Money;

pub use views::told_of;

/// What is said about one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// When somebody last said what it costs.
    pub price_checked_at: DateTime<Utc>,
    /// The maximum retail price on the pack.
    pub mrp: Option<Money>,
    /// Weighed for the buyer.
    pub loose: bool,
    /// How far its shop brings things, in metres; 0 = it does not, `None` = nobody
    /// told us.
    pub delivery_radius_m: Option<i32>,
}

impl Told {
    /// Whether the shop brings it so far; `None` = nobody told us.
    pub fn is_brought(&self, distance_m: f64) -> Option<bool> {
        let radius_m = self.delivery_radius_m?;
        Some(radius_m > 0 && distance_m <= f64::from(radius_m))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_brings_things_as_far_as_it_says() {
        let told = |delivery_radius_m| Told {
            price_checked_at: DateTime::UNIX_EPOCH,
            mrp: None,
            loose: false,
            delivery_radius_m,
        };
        assert_eq!(told(Some(1_000)).is_brought(1_000.0), Some(true));
        assert_eq!(told(Some(1_000)).is_brought(1_000.1), Some(false));
        assert_eq!(told(Some(0)).is_brought(0.0), Some(false));
        assert_eq!(told(None).is_brought(10.0), None);
    }
}
