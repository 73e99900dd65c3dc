//! Reading everything as one snapshot sees it, and what the database tells about
//! itself and its past.

use diesel::sql_types::{Array, BigInt, Bool, Text};
use diesel::{QueryResult, QueryableByName};
use diesel_async::{AsyncPgConnection, RunQueryDsl as _};
use platform::feed::{Position, STILL_KEPT, UNSEEN};

use crate::tables::views::{self, Which};
use crate::tables::{Categories, Listing, Ord32, Product, Shop, Thing};
use crate::warm::{Beginning, Since};

/// All that search copies from the database.
pub struct Loaded {
    /// As of when.
    pub position: Position,
    /// What the radius index begins with.
    pub beginning: Beginning,
    pub shops: Vec<(Ord32, Shop)>,
    pub products: Vec<(Ord32, Product)>,
    pub listings: Vec<(Ord32, Listing)>,
    pub categories: Categories,
    pub things: Vec<Thing>,
}

/// Everything, as one snapshot saw it.
pub async fn everything(
    conn: &mut AsyncPgConnection,
    mut beginning: Beginning,
) -> anyhow::Result<Loaded> {
    conn.build_transaction()
        .repeatable_read()
        .read_only()
        .run(async |conn| {
            if let Beginning::Leftover(leftover) = &mut beginning {
                leftover.since = shops_since(conn, &leftover.position).await?;
            }
            Ok(Loaded {
                position: snapshot(conn).await?,
                beginning,
                categories: Categories::new(views::categories(conn).await?),
                things: views::things(conn).await?,
                shops: views::listed_shops(conn, Which::All).await?,
                products: views::products(conn, Which::All).await?,
                listings: views::listings(conn, Which::All).await?,
            })
        })
        .await
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    told: String,
}

/// The snapshot that this transaction reads from.
async fn snapshot(conn: &mut AsyncPgConnection) -> QueryResult<Position> {
    let row: Told = diesel::sql_query("SELECT pg_current_snapshot()::text AS told")
        .get_result(conn)
        .await?;
    Ok(Position(row.told))
}

/// Which database this is: that of this cluster with this number, which a copy or
/// a restored dump does not have. Not every role may ask.
pub async fn database(conn: &mut AsyncPgConnection) -> QueryResult<String> {
    let row: Told = diesel::sql_query(
        "SELECT system_identifier || '/' || oid AS told
         FROM pg_control_system(), pg_database WHERE datname = current_database()",
    )
    .get_result(conn)
    .await?;
    Ok(row.told)
}

#[derive(QueryableByName)]
struct Past {
    #[diesel(sql_type = Bool)]
    kept: bool,
    #[diesel(sql_type = Array<BigInt>)]
    keys: Vec<i64>,
}

/// Shops that have changed since `position`, as this transaction sees it.
async fn shops_since(conn: &mut AsyncPgConnection, position: &Position) -> QueryResult<Since> {
    let past: Past = diesel::sql_query(format!(
        "SELECT {STILL_KEPT} AS kept,
                ARRAY(SELECT DISTINCT key FROM changes WHERE topic = 'shops' AND {UNSEEN}) AS keys"
    ))
    .bind::<Text, _>(&position.0)
    .get_result(conn)
    .await?;
    Ok(if !past.kept {
        Since::Forgotten
    } else if past.keys.contains(&0) {
        Since::Everything
    } else {
        Since::Changed(past.keys.into_iter().collect())
    })
}
