//! Shops whose prices people say are wrong, read only.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Double, Nullable, Text, Timestamptz, Uuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Names, Point, ShopId};

/// A shop with open reports.
#[derive(Clone, Debug)]
pub struct ReportedShop {
    /// Which.
    pub shop: ShopId,
    /// What it is called.
    pub names: Names,
    /// Where it stands, for those who may know.
    pub location: Option<Point>,
    /// The upazila or thana whose admin approved it.
    pub area: Option<String>,
    /// Open reports.
    pub reports: i64,
    /// Of so many offers.
    pub offers: i64,
    /// Since when the oldest of them waits.
    pub since: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Uuid)]
    id: ShopId,
    #[diesel(sql_type = Nullable<Text>)]
    name_bn: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    name_en: Option<String>,
    #[diesel(sql_type = Double)]
    lat: f64,
    #[diesel(sql_type = Double)]
    lng: f64,
    #[diesel(sql_type = Nullable<Text>)]
    area_code: Option<String>,
    #[diesel(sql_type = BigInt)]
    reports: i64,
    #[diesel(sql_type = BigInt)]
    offers: i64,
    #[diesel(sql_type = Timestamptz)]
    since: DateTime<Utc>,
}

/// Shops with open reports, those with most of them first.
pub async fn reported_shops(
    conn: &mut AsyncPgConnection,
    limit: i64,
) -> QueryResult<Vec<ReportedShop>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT s.id, s.name_bn, s.name_en, s.area_code,
                ST_Y(s.location::geometry) AS lat, ST_X(s.location::geometry) AS lng,
                count(*) AS reports, count(DISTINCT l.id) AS offers, min(r.created_at) AS since
         FROM price_reports r JOIN listings l ON l.id = r.listing_id JOIN shops s ON s.id = l.shop_id
         WHERE r.status = 'open' AND l.deleted_at IS NULL AND s.status <> 'closed'
         GROUP BY s.id ORDER BY reports DESC, since, s.id LIMIT $1",
    )
    .bind::<BigInt, _>(limit)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(ReportedShop::from).collect())
}

impl From<Row> for ReportedShop {
    fn from(row: Row) -> Self {
        Self {
            shop: row.id,
            names: Names {
                bn: row.name_bn,
                en: row.name_en,
            },
            location: Point::new(row.lat, row.lng).ok(),
            area: row.area_code,
            reports: row.reports,
            offers: row.offers,
            since: row.since,
        }
    }
}
