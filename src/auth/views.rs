//! Questions across slices, read only.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Names, ShopId};

/// What a shop is called; nameless when there is none.
pub(crate) async fn shop_names(conn: &mut AsyncPgConnection, shop: ShopId) -> QueryResult<Names> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Text>)]
        name_bn: Option<String>,
        #[diesel(sql_type = Nullable<Text>)]
        name_en: Option<String>,
    }
    let row: Option<Row> = diesel::sql_query("SELECT name_bn, name_en FROM shops WHERE id = $1")
        .bind::<Uuid, _>(shop)
        .get_result(conn)
        .await
        .optional()?;
    let names = |row: Row| Names {
        bn: row.name_bn,
        en: row.name_en,
    };
    Ok(row.map(names).unwrap_or_default())
}
