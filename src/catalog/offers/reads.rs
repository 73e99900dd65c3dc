//! Reading offers, one statement per function.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, Money, ProductId, ShopId};
use serde::{Deserialize, Serialize};

use super::Offer;
use crate::Listing;
use crate::queries::{ProductRow, availability};
use crate::schema::listings;

/// Which of a shop's offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All that are on the list.
    #[default]
    Listed,
    /// Few or none are left.
    Short,
    /// None is left.
    SoldOut,
    /// Runs out within a week, or has.
    Expiring,
    /// Nobody has said for 30 days what it costs.
    Unchecked,
    /// Without a price.
    Unpriced,
    /// Shoppers say that the price is wrong.
    Reported,
    /// Hidden from shoppers for a while.
    Hidden,
    /// Taken off the list.
    Deleted,
}

/// A page of a shop's offers.
#[derive(Clone, Debug, Default)]
pub struct OffersAsked {
    /// Which of them.
    pub shown: Shown,
    /// Only those whose name, brand, barcode or own code has this text in it.
    pub text: Option<String>,
    /// With a text, these products as well: whoever knows other words for it says so.
    pub also: Vec<ProductId>,
    /// Only what comes behind this position.
    pub after: Option<OfferPosition>,
    /// How many at most.
    pub limit: i64,
}

/// Where a page of offers ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPosition {
    name: String,
    ord: i64,
}

/// Not one of the names of [`Shown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such part of a list")]
pub struct UnknownPart;

impl std::str::FromStr for Shown {
    type Err = UnknownPart;

    fn from_str(text: &str) -> Result<Self, UnknownPart> {
        let found = Self::ALL.into_iter().find(|(_, code)| *code == text);
        found.map(|(shown, _)| shown).ok_or(UnknownPart)
    }
}

#[derive(QueryableByName)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct OfferRow {
    #[diesel(sql_type = Uuid)]
    listing_id: ListingId,
    #[diesel(sql_type = BigInt)]
    listing_ord: i64,
    #[diesel(sql_type = Uuid)]
    shop_id: ShopId,
    #[diesel(sql_type = Nullable<BigInt>)]
    price_poisha: Option<i64>,
    #[diesel(sql_type = Nullable<diesel::sql_types::Integer>)]
    stock: Option<i32>,
    #[diesel(sql_type = Text)]
    availability: String,
    #[diesel(sql_type = Bool)]
    listing_demo: bool,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Nullable<Text>)]
    sku: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    mrp_poisha: Option<i64>,
    #[diesel(sql_type = Bool)]
    loose: bool,
    #[diesel(sql_type = Nullable<diesel::sql_types::Date>)]
    expires_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<diesel::sql_types::Integer>)]
    low_stock: Option<i32>,
    #[diesel(sql_type = Bool)]
    shown: bool,
    #[diesel(sql_type = Nullable<diesel::sql_types::Timestamptz>)]
    deleted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = diesel::sql_types::Timestamptz)]
    changed_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    expired: bool,
    #[diesel(sql_type = diesel::sql_types::Timestamptz)]
    price_checked_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    reports: i64,
    #[diesel(sql_type = Bool)]
    is_told: bool,
    #[diesel(sql_type = Text)]
    sort_name: String,
    #[diesel(embed)]
    product: ProductRow,
}

const SORT_NAME: &str = r#"coalesce(p.name_bn, p.name_en) COLLATE "C""#;
const COLUMNS: &str = r#"l.id AS listing_id, l.ord AS listing_ord, l.shop_id, l.price_poisha, l.stock,
    l.availability, l.demo AS listing_demo, l.version, l.sku, l.mrp_poisha, l.loose, l.expires_on,
    l.low_stock, l.status = 'listed' AS shown, l.deleted_at, l.updated_at AS changed_at,
    (SELECT count(*) FROM price_reports r WHERE r.listing_id = l.id AND r.status = 'open') AS reports,
    l.expired, l.price_checked_at, l.low_stock_told_at IS NOT NULL AS is_told,
    coalesce(p.name_bn, p.name_en) COLLATE "C" AS sort_name,
    p.id, p.ord, p.external_id, p.name_bn, p.name_en, p.brand, p.size, p.category_code, p.demo"#;
/// `$1` shop, `$2` text or NULL, `$3` other products.
const OF_SHOP: &str = "FROM listings l JOIN products p ON p.id = l.product_id
    WHERE l.shop_id = $1
      AND ($2 IS NULL OR strpos(lower(concat_ws(' ', p.name_bn, p.name_en, p.brand, p.size, p.barcode, l.sku)), lower($2)) > 0
           OR p.id = ANY($3))";

impl Shown {
    /// Every one, with its name in addresses.
    pub const ALL: [(Self, &str); 9] = [
        (Self::Listed, "all"),
        (Self::Short, "short"),
        (Self::SoldOut, "sold_out"),
        (Self::Expiring, "expiring"),
        (Self::Unchecked, "unchecked"),
        (Self::Unpriced, "unpriced"),
        (Self::Reported, "reported"),
        (Self::Hidden, "hidden"),
        (Self::Deleted, "removed"),
    ];

    /// Its name in addresses.
    pub fn code(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(shown, _)| *shown == self);
        found.map_or("all", |(_, code)| code)
    }

    const fn condition(self) -> &'static str {
        match self {
            Self::Listed => "l.deleted_at IS NULL",
            Self::Short => {
                "l.deleted_at IS NULL AND (l.availability = 'sold_out' OR l.stock <= l.low_stock)"
            }
            Self::SoldOut => "l.deleted_at IS NULL AND l.availability = 'sold_out'",
            Self::Expiring => {
                "l.deleted_at IS NULL AND l.expires_on <= (now() AT TIME ZONE 'Asia/Dhaka')::date + 7"
            }
            Self::Unchecked => {
                "l.deleted_at IS NULL AND l.price_poisha IS NOT NULL AND l.price_checked_at < now() - interval '30 days'"
            }
            Self::Unpriced => "l.deleted_at IS NULL AND l.price_poisha IS NULL",
            Self::Reported => {
                "l.deleted_at IS NULL AND EXISTS (
                    SELECT FROM price_reports r WHERE r.listing_id = l.id AND r.status = 'open')"
            }
            Self::Hidden => "l.deleted_at IS NULL AND l.status = 'hidden'",
            Self::Deleted => "l.deleted_at IS NOT NULL",
        }
    }
}

/// A shop's offers by name, with the position of each.
pub async fn offers_of(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    asked: &OffersAsked,
) -> QueryResult<Vec<(Offer, OfferPosition)>> {
    let after = asked.after.as_ref();
    let rows: Vec<OfferRow> = diesel::sql_query(format!(
        "SELECT {COLUMNS} {OF_SHOP} AND {}
           AND ($4 IS NULL OR ({SORT_NAME}, l.ord) > ($4, $5))
         ORDER BY sort_name, l.ord LIMIT $6",
        asked.shown.condition()
    ))
    .bind::<Uuid, _>(shop)
    .bind::<Nullable<Text>, _>(asked.text.as_deref())
    .bind::<Array<Uuid>, _>(uuids(&asked.also))
    .bind::<Nullable<Text>, _>(after.map(|position| &position.name))
    .bind::<Nullable<BigInt>, _>(after.map(|position| position.ord))
    .bind::<BigInt, _>(asked.limit)
    .load(conn)
    .await?;
    rows.into_iter().map(OfferRow::offer).collect()
}

/// How many offers [`offers_of`] has in all.
pub async fn count_offers_of(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    asked: &OffersAsked,
) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let count: Count = diesel::sql_query(format!(
        "SELECT count(*) AS count {OF_SHOP} AND {}",
        asked.shown.condition()
    ))
    .bind::<Uuid, _>(shop)
    .bind::<Nullable<Text>, _>(asked.text.as_deref())
    .bind::<Array<Uuid>, _>(uuids(&asked.also))
    .get_result(conn)
    .await?;
    Ok(count.count)
}

fn uuids(products: &[ProductId]) -> Vec<uuid::Uuid> {
    products.iter().map(|id| id.uuid()).collect()
}

/// An offer of this shop, on the list or not.
pub async fn find_offer(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    id: ListingId,
) -> QueryResult<Option<Offer>> {
    let row: Option<OfferRow> = diesel::sql_query(format!(
        "SELECT {COLUMNS} FROM listings l JOIN products p ON p.id = l.product_id
         WHERE l.shop_id = $1 AND l.id = $2"
    ))
    .bind::<Uuid, _>(shop)
    .bind::<Uuid, _>(id)
    .get_result(conn)
    .await
    .optional()?;
    row.map(|row| Ok(row.offer()?.0)).transpose()
}

/// An offer that is on its shop's list for everybody. Whether the shop itself is
/// found is for the caller to ask.
pub async fn find_listed_offer(
    conn: &mut AsyncPgConnection,
    id: ListingId,
) -> QueryResult<Option<Offer>> {
    let row: Option<OfferRow> = diesel::sql_query(format!(
        "SELECT {COLUMNS} FROM listings l JOIN products p ON p.id = l.product_id
         WHERE l.id = $1 AND l.status = 'listed' AND NOT l.expired AND p.status = 'listed'"
    ))
    .bind::<Uuid, _>(id)
    .get_result(conn)
    .await
    .optional()?;
    row.map(|row| Ok(row.offer()?.0)).transpose()
}

/// Which of these products the shop has on its list, or had.
pub async fn offers_of_products(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    these: &[ProductId],
) -> QueryResult<Vec<(ProductId, ListingId, bool)>> {
    listings::table
        .filter(listings::shop_id.eq(shop))
        .filter(listings::product_id.eq_any(these))
        .select((
            listings::product_id,
            listings::id,
            listings::deleted_at.is_null(),
        ))
        .load(conn)
        .await
}

/// Offers that are low and whose shops were not told, with their versions.
pub(super) async fn low_and_untold(
    conn: &mut AsyncPgConnection,
    limit: i64,
) -> QueryResult<Vec<(ListingId, i64)>> {
    listings::table
        .filter(listings::stock.le(listings::low_stock))
        .filter(listings::low_stock_told_at.is_null())
        .filter(listings::deleted_at.is_null())
        .select((listings::id, listings::version))
        .limit(limit)
        .load(conn)
        .await
}

impl OfferRow {
    fn offer(self) -> QueryResult<(Offer, OfferPosition)> {
        let position = OfferPosition {
            name: self.sort_name,
            ord: self.listing_ord,
        };
        let listing = Listing {
            id: self.listing_id,
            ord: self.listing_ord,
            shop: self.shop_id,
            product: self.product.into(),
            price: self.price_poisha.map(Money::from_poisha),
            stock: self.stock,
            availability: availability(&self.availability)?,
            demo: self.listing_demo,
        };
        let offer = Offer {
            listing,
            version: self.version,
            sku: self.sku,
            mrp: self.mrp_poisha.map(Money::from_poisha),
            loose: self.loose,
            expires_on: self.expires_on,
            low_stock: self.low_stock,
            shown: self.shown,
            deleted_at: self.deleted_at,
            updated_at: self.changed_at,
            expired: self.expired,
            price_checked_at: self.price_checked_at,
            reports: self.reports,
            is_told: self.is_told,
        };
        Ok((offer, position))
    }
}
