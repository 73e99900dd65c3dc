//! What follows when a shop becomes somebody's, for slices that this one does not
//! know.

use kernel::{ApplicationId, ShopId, UserId};
use platform::jobs::Job;
use serde::{Deserialize, Serialize};

/// A shop is the applicant's now. Asked for in the transaction of the approval.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Granted {
    /// What was approved.
    pub application: ApplicationId,
    /// The shop.
    pub shop: ShopId,
    /// Whose it is.
    pub owner: UserId,
}

impl Job for Granted {
    const NAME: &'static str = "shops.granted";
}
