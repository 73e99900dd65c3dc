//! Pictures of goods. A shop shows its own; where it has none, the product is shown
//! by those of another shop, named in `products.cover_listing_id`.

mod api;
mod queries;
mod views;

use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::ListingId;
use media::{Access, Album, Subject};

pub(crate) use api::api;

pub use views::{covers_of_offers, gallery_of_product};

/// The word for pictures of offers in the table of pictures.
const ALBUM: &str = "catalog.offer";

/// Pictures of what a shop offers.
pub static OFFER_PICTURES: Album = Album {
    kind: ALBUM,
    access: Access::Public,
    most: 8,
};

/// The pictures of one offer. Who may change them is for the caller to know.
pub fn pictures_of(offer: ListingId) -> Subject {
    Subject {
        album: &OFFER_PICTURES,
        id: offer.uuid(),
    }
}

/// Settles which offer shows the product of this one: to be called after pictures
/// of it came or went. What shows the product already goes on doing so for as long
/// as it has pictures.
pub async fn settle_cover(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
) -> diesel::QueryResult<()> {
    conn.transaction(async |conn| {
        let Some((product, cover)) = queries::lock_cover(conn, offer).await? else {
            return Ok(());
        };
        let now = views::next_cover(conn, product).await?;
        if now != cover {
            queries::set_cover(conn, product, now).await?;
        }
        Ok(())
    })
    .await
}
