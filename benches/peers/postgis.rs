//! The question in SQL, over the index that migrations make.

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Double, Uuid};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use kernel::{Point, ShopId};

/// A connection to the bench database.
pub struct PostGis(AsyncPgConnection);

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Uuid)]
    #[expect(dead_code, reason = "read as the server would")]
    id: ShopId,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

#[derive(QueryableByName)]
struct Place {
    #[diesel(sql_type = BigInt)]
    ord: i64,
    #[diesel(sql_type = Double)]
    lat: f64,
    #[diesel(sql_type = Double)]
    lng: f64,
}

impl PostGis {
    /// Connects.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        Ok(Self(AsyncPgConnection::establish(url).await?))
    }

    /// Every listed shop by `ord`.
    pub async fn shops(&mut self) -> anyhow::Result<Vec<(i64, Point)>> {
        let rows: Vec<Place> = diesel::sql_query(
            "SELECT ord, ST_Y(location::geometry) AS lat, ST_X(location::geometry) AS lng
             FROM shops WHERE status = 'listed'",
        )
        .load(&mut self.0)
        .await?;
        rows.into_iter()
            .map(|row| Ok((row.ord, Point::new(row.lat, row.lng)?)))
            .collect()
    }

    /// The 50 nearest with the exact total; answers the total.
    pub async fn list_and_total(&mut self, origin: Point, radius_m: f64) -> anyhow::Result<usize> {
        let rows: Vec<Found> = diesel::sql_query(
            "SELECT id, count(*) OVER () AS total FROM shops
             WHERE status = 'listed' AND ST_DWithin(location, ST_MakePoint($1, $2)::geography, $3)
             ORDER BY location <-> ST_MakePoint($1, $2)::geography, id LIMIT 50",
        )
        .bind::<Double, _>(origin.lng())
        .bind::<Double, _>(origin.lat())
        .bind::<Double, _>(radius_m)
        .load(&mut self.0)
        .await?;
        let total = rows.as_slice().first().map_or(0, |row| row.total);
        Ok(usize::try_from(total)?)
    }
}
