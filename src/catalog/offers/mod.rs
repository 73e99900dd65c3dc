//! A shop's offers as its seller sees and changes them.
//!
//! Whoever saves names the version that was read; somebody else's change in
//! between is never overwritten. Stock and prices leave lines in append-only
//! books, written by the database itself. An offer that is taken off the list
//! stays in the books and can be put back.

mod add;
mod api;
pub mod bulk;
mod change;
mod history;
mod low_stock;
mod queries;
mod read;
mod reads;
mod remove;
mod stock;
mod told;
mod views;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ListingId, Money, UserId};

use crate::{Availability, Listing, UnitPrice, unit_price};

pub(crate) use api::api;
pub(crate) use views::{OfferView, PriceChangeView};

pub use add::{AddOffer, AddOfferError, add_offer};
pub use change::{Asked, ChangeOffer, ChangeOfferError, change_offer};
pub use history::{HISTORY_DAYS, Movement, PriceChange, movements_of, prices_of, recent_prices_of};
pub use low_stock::{ask_for_low_stock, handle_low_stock};
pub use queries::note_expired;
pub use read::read_asked;
pub use reads::{
    OfferPosition, OffersAsked, Shown, UnknownPart, count_offers_of, find_listed_offer, find_offer,
    offers_of, offers_of_products,
};
pub use remove::{RemoveOfferError, put_offer_back, remove_offer};
pub use stock::{MoveStock, MoveStockError, Reason, move_stock};
pub use told::{Told, told_of};

/// The most pieces a shelf is said to hold.
pub const MOST_STOCK: i32 = 1_000_000;

/// One offer with what only its shop needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Offer {
    /// What everybody sees.
    pub listing: Listing,
    /// Grows with every change.
    pub version: i64,
    /// The shop's own code for it.
    pub sku: Option<String>,
    /// The maximum retail price on the pack.
    pub mrp: Option<Money>,
    /// Weighed for the buyer.
    pub loose: bool,
    /// Printed on the pack of the oldest piece.
    pub expires_on: Option<NaiveDate>,
    /// The shop is told when the stock falls to this.
    pub low_stock: Option<i32>,
    /// Whether shoppers find it: the shop may hide it for a while.
    pub shown: bool,
    /// When it was taken off the list.
    pub deleted_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The day in `expires_on` is over, so nobody finds it.
    pub expired: bool,
    /// When somebody last said what it costs.
    pub price_checked_at: DateTime<Utc>,
    /// Shoppers who say that the price is wrong, and have not been answered.
    pub reports: i64,
    /// Whether the shop was told that the stock is low, since it was refilled.
    pub(crate) is_told: bool,
}

impl Offer {
    /// Its id.
    pub const fn id(&self) -> ListingId {
        self.listing.id
    }
}

impl Offer {
    /// What a kilogram, a litre or a piece costs, where the pack says.
    pub fn unit_price(&self) -> Option<UnitPrice> {
        let size = self.listing.product.size.as_deref();
        unit_price(self.listing.price, size, self.loose)
    }

    /// Whether so few are left that the shop wanted to be told.
    pub fn is_low(&self) -> bool {
        let stock = self.listing.stock.zip(self.low_stock);
        stock.is_some_and(|(stock, low)| stock <= low)
    }
}

/// What a shop says about a stock: how much, or only whether.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// So many pieces.
    Counted(i32),
    /// Not counted.
    Said(Availability),
}

impl Stock {
    const fn pieces(self) -> Option<i32> {
        match self {
            Self::Counted(pieces) => Some(pieces),
            Self::Said(_) => None,
        }
    }

    const fn availability(self) -> Availability {
        match self {
            Self::Counted(0) => Availability::SoldOut,
            Self::Counted(_) => Availability::InStock,
            Self::Said(availability) => availability,
        }
    }
}

/// Whose doing a transaction is, for the books that triggers keep.
pub async fn sign(
    conn: &mut diesel_async::AsyncPgConnection,
    actor: UserId,
    reason: Reason,
) -> diesel::QueryResult<()> {
    queries::sign(conn, actor, reason.code()).await
}
