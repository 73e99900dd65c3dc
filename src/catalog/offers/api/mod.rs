//! `/seller/shops/{shop}/offers`: a shop's list for those who keep it.

mod books;
mod list;
mod many;
mod one;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, ETAG};
use kernel::{ListingId, ShopId};
use platform::db::QueryFailed;
use platform::http::{Error, Problem};
use utoipa_actix_web::service_config::ServiceConfig;

use super::views::OfferView;
use super::{Offer, find_offer};

/// Routes of the shelf, below `/api/v1`.
pub(crate) fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(list::list_offers)
        .service(one::add)
        .service(many::change_many)
        .service(one::show)
        .service(one::change)
        .service(one::remove)
        .service(one::restore)
        .service(books::move_pieces)
        .service(books::movements)
        .service(books::prices);
}

/// Shop and offer as the path names them.
type OfferPath = actix_web::web::Path<(String, String)>;

/// The offer that a path names; one that cannot be read is not there.
fn offer_in(path: &OfferPath) -> Result<ListingId, Problem> {
    path.1.parse().map_err(|_| no_offer())
}

fn no_offer() -> Problem {
    Problem::not_found("catalog.no_offer")
}

/// The offer, on the list or not.
async fn look_up(
    conn: &mut diesel_async::AsyncPgConnection,
    shop: ShopId,
    offer: ListingId,
) -> Result<Offer, Error> {
    let found = find_offer(conn, shop, offer).await.map_err(QueryFailed)?;
    Ok(found.ok_or_else(no_offer)?)
}

/// An offer with its version where HTTP looks for it.
fn shown(status: StatusCode, offer: Offer) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((ETAG, format!("\"{}\"", offer.version)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(OfferView::from(offer))
}
