//! SQL, one statement per function.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{Point, RequestId};
use postgis_diesel::types as postgis;

use super::ShopRequest;
use super::schema::shop_requests;
use crate::misses::KEPT_DAYS;

/// WGS84.
const SRID: u32 = 4326;

#[derive(Queryable, Selectable)]
#[diesel(table_name = shop_requests, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: RequestId,
    idempotency_key: String,
    query: String,
    location: postgis::Point,
    radius_m: i32,
    language: String,
    note: Option<String>,
}

/// A request and its id.
pub(super) struct Stored {
    pub id: RequestId,
    pub request: ShopRequest,
}

impl TryFrom<Row> for Stored {
    type Error = diesel::result::Error;

    fn try_from(row: Row) -> QueryResult<Self> {
        let broken = |error| diesel::result::Error::DeserializationError(error);
        Ok(Self {
            id: row.id,
            request: ShopRequest {
                key: row.idempotency_key,
                query: row.query,
                origin: Point::new(row.location.y, row.location.x)
                    .map_err(|error| broken(error.into()))?,
                radius_m: row.radius_m,
                language: row
                    .language
                    .parse()
                    .map_err(|error| broken(Box::new(error)))?,
                note: row.note,
            },
        })
    }
}

/// The request with this key; `None` when there is none.
pub(super) async fn find_request(
    conn: &mut AsyncPgConnection,
    key: &str,
) -> QueryResult<Option<Stored>> {
    shop_requests::table
        .filter(shop_requests::idempotency_key.eq(key))
        .select(Row::as_select())
        .first(conn)
        .await
        .optional()?
        .map(Stored::try_from)
        .transpose()
}

/// Stores a request, unless its key is taken.
pub(super) async fn add_request(
    conn: &mut AsyncPgConnection,
    request: &ShopRequest,
) -> QueryResult<()> {
    let location = postgis::Point {
        x: request.origin.lng(),
        y: request.origin.lat(),
        srid: Some(SRID),
    };
    diesel::insert_into(shop_requests::table)
        .values((
            shop_requests::id.eq(RequestId::new()),
            shop_requests::idempotency_key.eq(&request.key),
            shop_requests::query.eq(&request.query),
            shop_requests::location.eq(location),
            shop_requests::radius_m.eq(request.radius_m),
            shop_requests::language.eq(request.language.code()),
            shop_requests::note.eq(&request.note),
        ))
        .on_conflict(shop_requests::idempotency_key)
        .do_nothing()
        .execute(conn)
        .await
        .map(drop)
}

/// Removes requests that are too old on this day; how many.
pub async fn prune_requests(conn: &mut AsyncPgConnection, today: NaiveDate) -> QueryResult<usize> {
    let oldest = today - chrono::Days::new(KEPT_DAYS.unsigned_abs().into());
    let midnight = oldest.and_time(chrono::NaiveTime::MIN).and_utc();
    diesel::delete(shop_requests::table.filter(shop_requests::created_at.lt(midnight)))
        .execute(conn)
        .await
}
