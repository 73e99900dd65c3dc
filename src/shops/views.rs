//! Questions across slices, read only.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::ShopId;

/// Whether the shop says of at least one product if it is in stock.
pub(crate) async fn stock_known(conn: &mut AsyncPgConnection, shop: ShopId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Bool)]
        known: bool,
    }
    let row: Known = diesel::sql_query(
        "SELECT EXISTS (SELECT FROM listings
            WHERE shop_id = $1 AND status = 'listed' AND availability <> 'unknown') AS known",
    )
    .bind::<Uuid, _>(shop)
    .get_result(conn)
    .await?;
    Ok(row.known)
}
