//! Putting a product on a shop's list.

use actix_web::http::StatusCode;
use chrono::{DateTime, Utc};
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ListingId, ProductId, ShopId, UserId};
use platform::db::QueryFailed;
use platform::http::{Fault, FieldProblem, Problem};

use super::change::check;
use super::queries::Saved;
use super::{Asked, Offer, Reason, find_offer, low_stock, queries, sign};

/// A product for a shop's list.
#[derive(Clone, Debug)]
pub struct AddOffer {
    /// Whose list.
    pub shop: ShopId,
    /// What.
    pub product: ProductId,
    /// Who adds it.
    pub actor: UserId,
    /// At what price, how many, and so on.
    pub asked: Asked,
    /// When.
    pub now: DateTime<Utc>,
}

/// Everything that can stop [`add_offer`].
#[derive(Debug, thiserror::Error)]
pub enum AddOfferError {
    /// There is no such product, or this shop may not see it yet.
    #[error("no such product")]
    NoProduct,
    /// It is on the list already.
    #[error("it is on the list as {0}")]
    AlreadyListed(ListingId),
    /// Another offer of the shop has this code.
    #[error("the shop has this code already")]
    SkuTaken,
    /// Fields that cannot be so.
    #[error("fields that cannot be so")]
    Fields(Vec<FieldProblem>),
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for AddOfferError {
    fn from(error: diesel::result::Error) -> Self {
        match &error {
            DatabaseError(DatabaseErrorKind::UniqueViolation, told)
                if told.constraint_name() == Some("listings_shop_sku_key") =>
            {
                Self::SkuTaken
            }
            _ => Self::Query(error.into()),
        }
    }
}

impl Fault for AddOfferError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NoProduct => Some(Problem::field("product", "catalog.no_product")),
            Self::AlreadyListed(offer) => Some(
                Problem::new(StatusCode::CONFLICT, "catalog.already_listed")
                    .with("offer", offer.to_string()),
            ),
            Self::SkuTaken => Some(Problem::field("sku", "catalog.sku_taken")),
            Self::Fields(fields) => Some(Problem::fields(fields.clone())),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Puts a product on the list. One that was on it before comes back with its
/// books, as it is told now.
pub async fn add_offer(
    conn: &mut AsyncPgConnection,
    cmd: &AddOffer,
) -> Result<Offer, AddOfferError> {
    check(&cmd.asked, None).map_err(AddOfferError::Fields)?;
    conn.transaction(async |conn| {
        if !queries::may_list(conn, cmd.shop, cmd.product).await? {
            return Err(AddOfferError::NoProduct);
        }
        sign(conn, cmd.actor, Reason::Counted).await?;
        let id = match queries::offer_of_product(conn, cmd.shop, cmd.product).await? {
            Some((id, false)) => return Err(AddOfferError::AlreadyListed(id)),
            Some((id, true)) => {
                queries::set_deleted(conn, cmd.shop, id, &revived(cmd)).await?;
                id
            }
            None => {
                let id = ListingId::new();
                let saved = Saved::from(&cmd.asked);
                if !queries::insert(conn, id, cmd.shop, cmd.product, &saved).await? {
                    // Somebody else of the shop was quicker.
                    let theirs = queries::offer_of_product(conn, cmd.shop, cmd.product).await?;
                    return Err(theirs.map_or(AddOfferError::NoProduct, |(id, _)| {
                        AddOfferError::AlreadyListed(id)
                    }));
                }
                id
            }
        };
        let offer = find_offer(conn, cmd.shop, id).await?;
        let offer = offer.ok_or(AddOfferError::NoProduct)?;
        low_stock::watch(conn, &offer).await?;
        Ok(offer)
    })
    .await
}

/// Nothing of what it was before stays, except its books.
fn revived(cmd: &AddOffer) -> Saved<'_> {
    let asked = Saved::from(&cmd.asked);
    Saved {
        price_poisha: Some(asked.price_poisha.flatten()),
        mrp_poisha: Some(asked.mrp_poisha.flatten()),
        stock: Some(asked.stock.flatten()),
        availability: Some(asked.availability.unwrap_or("unknown")),
        sku: Some(asked.sku.flatten()),
        loose: Some(asked.loose.unwrap_or(false)),
        expires_on: Some(asked.expires_on.flatten()),
        low_stock: Some(asked.low_stock.flatten()),
        status: Some(asked.status.unwrap_or("listed")),
        deleted_at: Some(None),
        updated_at: Some(cmd.now),
        price_checked_at: Some(cmd.now),
    }
}
