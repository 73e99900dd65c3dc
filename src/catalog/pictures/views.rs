//! Which pictures stand for which offers, read only.

use std::collections::HashMap;

use diesel::deserialize::QueryableByName;
use diesel::sql_types::{Array, Jsonb, Text, Uuid};
use diesel::{OptionalExtension as _, QueryResult};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ListingId, ProductId};
use media::{Rendition, Shown};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Uuid)]
    offer: ListingId,
    #[diesel(sql_type = Text)]
    hash: String,
    #[diesel(sql_type = Text)]
    colour: String,
    #[diesel(sql_type = Jsonb)]
    renditions: serde_json::Value,
}

impl Row {
    fn shown(self) -> QueryResult<(ListingId, Shown)> {
        let renditions: Vec<Rendition> = serde_json::from_value(self.renditions)
            .map_err(|error| diesel::result::Error::DeserializationError(error.into()))?;
        let shown = Shown {
            hash: self.hash,
            colour: self.colour,
            renditions,
        };
        Ok((self.offer, shown))
    }
}

fn uuids(ids: &[ListingId]) -> Vec<uuid::Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}

/// The first picture of each of these offers: its own, or else that of the offer
/// that shows the product, whose shop must be found by shoppers itself. Offers
/// without either are left out. One statement, however many they are.
pub async fn covers_of_offers(
    conn: &mut AsyncPgConnection,
    offers: &[ListingId],
) -> QueryResult<HashMap<ListingId, Shown>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT l.id AS offer, i.hash, i.colour, i.renditions
         FROM listings l
         JOIN products p ON p.id = l.product_id
         LEFT JOIN LATERAL (
             SELECT c.id FROM listings c JOIN shops s ON s.id = c.shop_id
             WHERE c.id = p.cover_listing_id AND c.status = 'listed' AND s.status = 'listed'
         ) AS cover ON true
         JOIN LATERAL (
             SELECT hash, colour, renditions FROM images
             WHERE subject_kind = 'catalog.offer' AND subject_id IN (l.id, cover.id)
               AND hash IS NOT NULL AND removed_at IS NULL
             ORDER BY subject_id = l.id DESC, position, images.id LIMIT 1
         ) AS i ON true
         WHERE l.id = ANY($1)",
    )
    .bind::<Array<Uuid>, _>(uuids(offers))
    .load(conn)
    .await?;
    rows.into_iter().map(Row::shown).collect()
}

/// Pictures of a product: all of these offers' own, then those of the offer that
/// shows it; each with the offer that it belongs to, an offer's in their order.
pub async fn gallery_of_product(
    conn: &mut AsyncPgConnection,
    product: ProductId,
    offers: &[ListingId],
) -> QueryResult<Vec<(ListingId, Shown)>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT i.subject_id AS offer, i.hash, i.colour, i.renditions
         FROM images i
         WHERE i.subject_kind = 'catalog.offer' AND i.hash IS NOT NULL AND i.removed_at IS NULL
           AND i.subject_id = ANY($1 || ARRAY(
               SELECT c.id FROM products p
               JOIN listings c ON c.id = p.cover_listing_id JOIN shops s ON s.id = c.shop_id
               WHERE p.id = $2 AND c.status = 'listed' AND s.status = 'listed'))
         ORDER BY array_position($1, i.subject_id) NULLS LAST, i.position, i.id",
    )
    .bind::<Array<Uuid>, _>(uuids(offers))
    .bind::<Uuid, _>(product)
    .load(conn)
    .await?;
    rows.into_iter().map(Row::shown).collect()
}

#[derive(QueryableByName)]
struct Cover {
    #[diesel(sql_type = Uuid)]
    id: ListingId,
}

/// The offer that shows a product: the one that does for as long as it has
/// pictures, then the first on anybody's list that has.
pub(super) async fn next_cover(
    conn: &mut AsyncPgConnection,
    product: ProductId,
) -> QueryResult<Option<ListingId>> {
    let found: Option<Cover> = diesel::sql_query(
        "SELECT l.id FROM listings l JOIN products p ON p.id = l.product_id
         WHERE l.product_id = $1 AND l.deleted_at IS NULL
           AND EXISTS (SELECT FROM images i WHERE i.subject_kind = 'catalog.offer'
               AND i.subject_id = l.id AND i.state <> 'refused' AND i.removed_at IS NULL)
         ORDER BY l.id = p.cover_listing_id DESC NULLS LAST, l.ord LIMIT 1",
    )
    .bind::<Uuid, _>(product)
    .get_result(conn)
    .await
    .optional()?;
    Ok(found.map(|cover| cover.id))
}
