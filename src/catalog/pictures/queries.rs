//! SQL, one statement per function.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, ProductId};

use crate::schema::{listings, products};

/// The product of an offer and the offer that shows it, until the transaction ends
/// nobody else's to change; `None` when there is no such offer.
pub(super) async fn lock_cover(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
) -> QueryResult<Option<(ProductId, Option<ListingId>)>> {
    let of_offer = listings::table.find(offer).select(listings::product_id);
    products::table
        .filter(products::id.eq_any(of_offer))
        .select((products::id, products::cover_listing_id))
        .for_update()
        .first(conn)
        .await
        .optional()
}

/// Says which offer shows a product.
pub(super) async fn set_cover(
    conn: &mut AsyncPgConnection,
    product: ProductId,
    cover: Option<ListingId>,
) -> QueryResult<()> {
    diesel::update(products::table.find(product))
        .set(products::cover_listing_id.eq(cover))
        .execute(conn)
        .await
        .map(drop)
}
