//! `/seller/shops/{shop}/offers/{offer}/pictures`

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put};
use auth::{Manager, OwnShop, Packer};
use diesel_async::AsyncPgConnection;
use kernel::{ImageId, ListingId, ShopId};
use media::{
    Crop, Image, Media, Received, Size, State, arrange, file_of, images_of, receive_form, set_crop,
};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Fault as _, Members, Problem};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{pictures_of, settle_cover};
use crate::offers::find_offer;

/// Routes of pictures, below `/api/v1`.
pub(crate) fn api(cfg: &mut ServiceConfig<'_>) {
    cfg.service(list)
        .service(add)
        .service(order)
        .service(crop)
        .service(remove);
}

/// A picture, for those who keep the shelf.
#[derive(Debug, Serialize, ToSchema)]
struct PictureView {
    #[schema(example = "img_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    /// `waiting`, `processing`, `ready` or `refused`.
    #[schema(example = "ready")]
    state: &'static str,
    /// How far making it ready has come, in percent.
    progress: u8,
    /// Why it was refused, as a code.
    refusal: Option<&'static str>,
    /// Where its largest JPEG lies; `null` until it can be shown.
    url: Option<String>,
    /// The part that is shown, as fractions of the upright picture; `null` = all of it.
    #[schema(value_type = Option<Object>, example = json!({ "x": 0.1, "y": 0.0, "width": 0.8, "height": 1.0 }))]
    crop: Option<Crop>,
}

/// The pictures of an offer, in their order; lists show the first.
#[derive(Debug, Serialize, ToSchema)]
struct PictureList {
    items: Vec<PictureView>,
}

/// What became of the files.
#[derive(Debug, Serialize, ToSchema)]
struct AddedPictures {
    items: Vec<PictureView>,
    /// Codes of those that were not taken, in order; empty when all were.
    refused: Vec<&'static str>,
}

/// A form with pictures.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read part by part")]
struct PicturesForm {
    /// JPEG, PNG or WebP, at most 10 MB; several are sent under one name.
    #[schema(value_type = Vec<String>, format = Binary)]
    image: Vec<u8>,
}

/// All pictures of the offer, the one that lists show first.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct OrderBody {
    order: Vec<String>,
}

/// The part to show.
#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct CropBody {
    /// Fractions of the upright picture, each side at least a twentieth; `null` shows all of it.
    #[schema(value_type = Option<Object>, example = json!({ "x": 0.1, "y": 0.0, "width": 0.8, "height": 1.0 }))]
    crop: Option<Value>,
}

impl PictureView {
    fn new(media: &Media, image: Image) -> Self {
        let (state, refusal) = match image.state {
            State::Waiting => ("waiting", None),
            State::Processing => ("processing", None),
            State::Ready => ("ready", None),
            State::Refused(why) => ("refused", Some(why.code())),
        };
        let file = image
            .shown
            .and_then(|shown| file_of(media, &shown, Size::Full));
        Self {
            id: image.id.to_string(),
            state,
            progress: image.progress,
            refusal,
            url: file.map(|(url, _)| url),
            crop: image.crop,
        }
    }
}

fn no_offer() -> Problem {
    Problem::not_found("catalog.no_offer")
}

fn no_picture() -> Problem {
    Problem::not_found("media.not_found")
}

/// The offer that a path names, if it is on this shop's list.
async fn offer_in(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    offer: &str,
) -> Result<ListingId, Error> {
    let id: ListingId = offer.parse().map_err(|_| no_offer())?;
    let found = find_offer(conn, shop, id).await.map_err(QueryFailed)?;
    let there = found.filter(|offer| offer.deleted_at.is_none());
    Ok(there.map(|offer| offer.id()).ok_or_else(no_offer)?)
}

async fn all(
    conn: &mut AsyncPgConnection,
    media: &Media,
    offer: ListingId,
) -> Result<Vec<PictureView>, Error> {
    let images = images_of(conn, pictures_of(offer)).await;
    let images = images.map_err(QueryFailed)?.into_iter();
    Ok(images.map(|image| PictureView::new(media, image)).collect())
}

/// The pictures of an offer, those included that are being made ready.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path)),
    responses(
        (status = 200, body = PictureList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/offers/{offer}/pictures")]
async fn list(
    own: OwnShop<Packer>,
    path: Path<(String, String)>,
    db: Data<Db>,
    media: Data<Media>,
) -> Result<Json<PictureList>, Error> {
    let mut conn = db.get().await?;
    let offer = offer_in(&mut conn, own.shop, &path.1).await?;
    let items = all(&mut conn, &media, offer).await?;
    Ok(Json(PictureList { items }))
}

/// Adds pictures to an offer. They are made ready by and by; what is refused then says so in the list.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path)),
    request_body(content = PicturesForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = AddedPictures),
        (status = 400, description = "media.broke_off: no form, or a broken one"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 408, description = "media.too_slow"),
        (status = 409, description = "media.album_full"),
        (status = 413, description = "media.too_large"),
        (status = 415, description = "media.not_an_image, media.heic, media.svg, …: no file of the form is of a kind that is taken"),
        (status = 422, description = "media.empty; platform.invalid_fields: platform.missing"),
        (status = 503, description = "media.store_away, platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/offers/{offer}/pictures")]
async fn add(
    req: HttpRequest,
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    stores: (Data<Db>, Data<Media>),
    form: Option<Multipart>,
) -> Result<Json<AddedPictures>, Error> {
    let (db, media) = stores;
    let offer = offer_in(&mut *db.get().await?, own.shop, &path.1).await?;
    let no_form = || Problem::new(StatusCode::BAD_REQUEST, "media.broke_off");
    let form = form.ok_or_else(no_form)?;
    let (subject, owner) = (pictures_of(offer), own.shop.uuid());
    let form = receive_form(&media, subject, owner, req.headers(), form).await?;
    let form = form.some_taken()?;
    let mut conn = db.get().await?;
    settle_cover(&mut conn, offer).await.map_err(QueryFailed)?;
    let refused = form.files.into_iter().filter_map(Received::err);
    let code = |error: media::AcceptError| {
        let problem = error.problem();
        problem.map_or("platform.internal", |problem| problem.code)
    };
    Ok(Json(AddedPictures {
        refused: refused.map(code).collect(),
        items: all(&mut conn, &media, offer).await?,
    }))
}

/// Puts the pictures of an offer into another order.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path)),
    request_body(content = OrderBody),
    responses(
        (status = 200, body = PictureList),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer"),
        (status = 409, description = "media.order_changed: the pictures are not those that are there"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.not_an_order"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[put("/seller/shops/{shop}/offers/{offer}/pictures")]
async fn order(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    stores: (Data<Db>, Data<Media>),
    body: Members,
) -> Result<Json<PictureList>, Error> {
    let (db, media) = stores;
    let order = read_order(&body.0)?;
    let offer = offer_in(&mut *db.get().await?, own.shop, &path.1).await?;
    arrange(&media, pictures_of(offer), &order).await?;
    let items = all(&mut *db.get().await?, &media, offer).await?;
    Ok(Json(PictureList { items }))
}

fn read_order(body: &Map<String, Value>) -> Result<Vec<ImageId>, Problem> {
    let wrong = || Problem::field("order", "catalog.not_an_order");
    let sent = body.get("order").and_then(Value::as_array);
    let id = |id: &Value| id.as_str()?.parse().ok();
    let ids: Option<Vec<ImageId>> = sent.ok_or_else(wrong)?.iter().map(id).collect();
    ids.ok_or_else(wrong)
}

/// Shows only a part of a picture. The old one is shown until the new one is ready.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path), ("picture" = String, Path)),
    request_body(content = CropBody),
    responses(
        (status = 200, body = PictureList),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer, media.not_found"),
        (status = 409, description = "media.not_ready: it is being made ready, or was refused"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: catalog.bad_crop"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[patch("/seller/shops/{shop}/offers/{offer}/pictures/{picture}")]
async fn crop(
    own: OwnShop<Manager>,
    path: Path<(String, String, String)>,
    stores: (Data<Db>, Data<Media>),
    body: Members,
) -> Result<Json<PictureList>, Error> {
    let (db, media) = stores;
    let part = read_crop(&body.0)?;
    let offer = offer_in(&mut *db.get().await?, own.shop, &path.1).await?;
    let picture = path.2.parse().map_err(|_| no_picture())?;
    set_crop(&media, pictures_of(offer), picture, part).await?;
    let items = all(&mut *db.get().await?, &media, offer).await?;
    Ok(Json(PictureList { items }))
}

fn read_crop(body: &Map<String, Value>) -> Result<Option<Crop>, Problem> {
    let wrong = || Problem::field("crop", "catalog.bad_crop");
    let sent = body.get("crop").ok_or_else(wrong)?;
    serde_json::from_value(sent.clone()).map_err(|_| wrong())
}

/// Takes a picture away.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("offer" = String, Path), ("picture" = String, Path)),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, catalog.no_offer, media.not_found"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/seller/shops/{shop}/offers/{offer}/pictures/{picture}")]
async fn remove(
    own: OwnShop<Manager>,
    path: Path<(String, String, String)>,
    db: Data<Db>,
    media: Data<Media>,
) -> Result<HttpResponse, Error> {
    let offer = offer_in(&mut *db.get().await?, own.shop, &path.1).await?;
    let picture = path.2.parse().map_err(|_| no_picture())?;
    media::remove(&media, pictures_of(offer), picture).await?;
    let mut conn = db.get().await?;
    settle_cover(&mut conn, offer).await.map_err(QueryFailed)?;
    Ok(HttpResponse::NoContent().finish())
}
