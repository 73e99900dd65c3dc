//! Saving an offer, never over somebody else's change.

use actix_web::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ListingId, Money, ShopId, UserId};
use platform::db::QueryFailed;
use platform::http::{Fault, FieldProblem, Problem};
use platform::once::{Key, Once, OnceError, Turn};

use super::queries::Saved;
use super::views::OfferView;
use super::{MOST_STOCK, Offer, Reason, Stock, find_offer, low_stock, queries, sign};

/// What a seller asks of an offer; what is `None` stays as it is, and
/// `Some(None)` takes the value away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What the shop asks.
    pub price: Option<Option<Money>>,
    /// The maximum retail price on the pack; not below the price.
    pub mrp: Option<Option<Money>>,
    /// How much is there.
    pub stock: Option<Stock>,
    /// The shop's own code, 1 to 64 characters, unique in the shop.
    pub sku: Option<Option<String>>,
    /// Weighed for the buyer.
    pub loose: Option<bool>,
    /// Printed on the pack of the oldest piece.
    pub expires_on: Option<Option<NaiveDate>>,
    /// Tell when the stock falls to this, above zero.
    pub low_stock: Option<Option<i32>>,
    /// Whether shoppers find it.
    pub shown: Option<bool>,
}

/// A change of an offer that was read before.
#[derive(Clone, Debug)]
pub struct ChangeOffer {
    /// Whose.
    pub shop: ShopId,
    /// Which.
    pub offer: ListingId,
    /// Who changes it.
    pub actor: UserId,
    /// The version that was read.
    pub version: i64,
    /// What shall be different.
    pub asked: Asked,
    /// When.
    pub now: DateTime<Utc>,
    /// The same for every time this is sent; under it, it is done once.
    pub key: Option<Key>,
}

/// Everything that can stop [`change_offer`].
#[derive(Debug, thiserror::Error)]
pub enum ChangeOfferError {
    /// There is no such offer on this shop's list.
    #[error("no such offer")]
    NoOffer,
    /// Somebody else has changed it in between.
    #[error("version {} has come in between", .0.version)]
    Stale(Box<Offer>),
    /// The key was used for another request.
    #[error("another request has this key")]
    KeyReused,
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

impl From<diesel::result::Error> for ChangeOfferError {
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

impl From<OnceError> for ChangeOfferError {
    fn from(error: OnceError) -> Self {
        match error {
            OnceError::KeyReused => Self::KeyReused,
            OnceError::Query(error) => error.into(),
        }
    }
}

impl Fault for ChangeOfferError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::NoOffer => Some(Problem::not_found("catalog.no_offer")),
            Self::Stale(theirs) => Some(
                Problem::new(StatusCode::CONFLICT, "catalog.stale_offer")
                    .with("version", theirs.version)
                    .with("theirs", OfferView::from((**theirs).clone()).document()),
            ),
            Self::KeyReused => Some(OnceError::key_reused()),
            Self::SkuTaken => Some(Problem::field("sku", "catalog.sku_taken")),
            Self::Fields(fields) => Some(Problem::fields(fields.clone())),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Saves a change and answers the offer as it is then. Sent again under its key,
/// it changes nothing and answers the offer as it is now.
pub async fn change_offer(
    conn: &mut AsyncPgConnection,
    cmd: &ChangeOffer,
) -> Result<Offer, ChangeOfferError> {
    conn.transaction(async |conn| {
        let Some(key) = &cmd.key else {
            return save(conn, cmd).await;
        };
        let scope = format!("catalog.change_offer {} {}", cmd.actor, cmd.offer);
        let request = (cmd.shop, cmd.version, format!("{:?}", cmd.asked));
        match Once::begin::<()>(conn, scope, key, &request).await? {
            Turn::Again(()) => find_offer(conn, cmd.shop, cmd.offer)
                .await?
                .ok_or(ChangeOfferError::NoOffer),
            Turn::First(once) => {
                let after = save(conn, cmd).await?;
                once.keep(conn, &()).await?;
                Ok(after)
            }
        }
    })
    .await
}

async fn save(conn: &mut AsyncPgConnection, cmd: &ChangeOffer) -> Result<Offer, ChangeOfferError> {
    let before = find_offer(conn, cmd.shop, cmd.offer).await?;
    let before = before.filter(|offer| offer.deleted_at.is_none());
    let before = before.ok_or(ChangeOfferError::NoOffer)?;
    check(&cmd.asked, Some(&before)).map_err(ChangeOfferError::Fields)?;
    if before.version != cmd.version {
        return Err(ChangeOfferError::Stale(Box::new(before)));
    }
    sign(conn, cmd.actor, Reason::Counted).await?;
    let saved = Saved {
        updated_at: Some(cmd.now),
        price_checked_at: cmd.asked.price.map(|_| cmd.now),
        ..Saved::from(&cmd.asked)
    };
    let done = queries::save(conn, cmd.shop, cmd.offer, cmd.version, &saved).await?;
    let after = find_offer(conn, cmd.shop, cmd.offer).await?;
    let after = after.ok_or(ChangeOfferError::NoOffer)?;
    if !done {
        return Err(ChangeOfferError::Stale(Box::new(after)));
    }
    low_stock::watch(conn, &after).await?;
    Ok(after)
}

/// What cannot be so, seen together with what stays.
pub(super) fn check(asked: &Asked, before: Option<&Offer>) -> Result<(), Vec<FieldProblem>> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, code: &'static str| {
        wrong.push(FieldProblem {
            field: field.to_owned(),
            code,
        });
    };
    let money = |price: Option<Money>| price.is_none_or(|p| p > Money::ZERO && p <= Money::MAX);
    let price = asked.price.unwrap_or(before.and_then(|b| b.listing.price));
    let mrp = asked.mrp.unwrap_or(before.and_then(|b| b.mrp));
    if !money(price) {
        refuse("price", "platform.out_of_range");
    }
    if !money(mrp) {
        refuse("mrp", "platform.out_of_range");
    } else if mrp.is_some() && price > mrp {
        refuse("price", "catalog.above_mrp");
    }
    if let Some(Stock::Counted(pieces)) = asked.stock
        && !(0..=MOST_STOCK).contains(&pieces)
    {
        refuse("stock", "platform.out_of_range");
    }
    if let Some(Some(sku)) = &asked.sku
        && !(1..=64).contains(&sku.chars().count())
    {
        refuse(
            "sku",
            if sku.is_empty() {
                "platform.missing"
            } else {
                "platform.too_long"
            },
        );
    }
    if let Some(Some(low)) = asked.low_stock
        && !(1..=MOST_STOCK).contains(&low)
    {
        refuse("low_stock", "platform.out_of_range");
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

impl<'a> From<&'a Asked> for Saved<'a> {
    fn from(asked: &'a Asked) -> Self {
        Self {
            price_poisha: asked.price.map(|price| price.map(Money::poisha)),
            mrp_poisha: asked.mrp.map(|mrp| mrp.map(Money::poisha)),
            stock: asked.stock.map(Stock::pieces),
            availability: asked.stock.map(|stock| stock.availability().code()),
            sku: asked.sku.as_ref().map(Option::as_deref),
            loose: asked.loose,
            expires_on: asked.expires_on,
            low_stock: asked.low_stock,
            status: (asked.shown).map(|shown| if shown { "listed" } else { "hidden" }),
            deleted_at: None,
            updated_at: None,
            price_checked_at: None,
        }
    }
}
