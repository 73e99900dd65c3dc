//! Shops around a place: the index beside the same question asked of PostGIS.
//! Every total is compared.

mod market;

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Double, Uuid};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use kernel::{Point, ShopId};
use market::Times;
use search::NearbyQuestion;
use secrecy::ExposeSecret as _;
use std::time::Instant;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Uuid)]
    #[expect(dead_code, reason = "read as the server would")]
    id: ShopId,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = market::prepared().await?;
    let search = market::loaded(&config).await?;
    let mut conn = AsyncPgConnection::establish(config.database.url.expose_secret()).await?;
    market::head("nearest 50 of 100,000 shops with the exact total");
    for radius_m in [500.0, 1_000.0, 3_000.0, 10_000.0] {
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        let mut found = 0;
        for origin in market::origins(200) {
            let question = NearbyQuestion {
                origin,
                radius_m,
                kind: None,
                open_now: false,
                limit: 50,
                after: None,
            };
            // Asked once and cold, as shoppers ask.
            let total = ours.time(|| search.nearby(&question))?.total;
            found += total;
            let started = Instant::now();
            let rows = ask(&mut conn, origin, radius_m).await?;
            theirs.push(started.elapsed());
            let counted = rows.as_slice().first().map_or(0, |row| row.total);
            anyhow::ensure!(
                i64::try_from(total)? == counted,
                "{total} here, {counted} in PostGIS at {origin:?}"
            );
        }
        market::report(
            &format!("{:.1} km, {} found on average", radius_m / 1e3, found / 200),
            &mut ours,
            &mut theirs,
        );
    }
    Ok(())
}

async fn ask(
    conn: &mut AsyncPgConnection,
    origin: Point,
    radius_m: f64,
) -> diesel::QueryResult<Vec<Row>> {
    diesel::sql_query(
        "SELECT id, count(*) OVER () AS total FROM shops
         WHERE status = 'listed' AND ST_DWithin(location, ST_MakePoint($1, $2)::geography, $3)
         ORDER BY location <-> ST_MakePoint($1, $2)::geography, id LIMIT 50",
    )
    .bind::<Double, _>(origin.lng())
    .bind::<Double, _>(origin.lat())
    .bind::<Double, _>(radius_m)
    .load(conn)
    .await
}
