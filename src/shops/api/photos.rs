//! `/shops/applications/{id}/photos`

use actix_multipart::Multipart;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use auth::SignedIn;
use kernel::{ApplicationId, ImageId, Point};
use media::{Form, Format, Received, Size, find_image, receive_form, show_private};
use platform::db::QueryFailed;
use platform::http::{Error, Fault as _, Params, Problem};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::applications::view;
use super::read::{application, photo};
use super::views::ApplicationView;
use crate::Registry;
use crate::applications::{find_own, note_place, open_for_photos, photos_of, take_away};

pub(super) fn api(cfg: &mut ServiceConfig) {
    cfg.service(add).service(show).service(remove);
}

/// What became of the files.
#[derive(Debug, Serialize, ToSchema)]
struct AddedView {
    application: ApplicationView,
    /// Codes of those that were not taken, in order; empty when all were.
    refused: Vec<&'static str>,
}

/// A form with photos.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "describes a form that is read part by part")]
struct PhotosForm {
    /// JPEG, PNG or WebP, at most 10 MB; several are sent under one name.
    #[schema(value_type = Vec<String>, format = Binary)]
    image: Vec<u8>,
    /// Where the device is, for claims: within 100 m of the shop.
    lat: Option<f64>,
    lng: Option<f64>,
}

/// Where the device says to be; `None` when it does not.
pub(super) fn place(form: &Form) -> Result<Option<Point>, Error> {
    let said = ["lat", "lng"].map(|name| {
        let value = form.fields.get(name).cloned().unwrap_or_default();
        (name.to_owned(), serde_json::Value::String(value))
    });
    let mut params = Params::from_document(said.into_iter().collect());
    let point = params.point();
    params.finish()?;
    Ok(point)
}

/// Pictures that were taken, and codes of those that were not.
pub(super) fn sorted(files: Vec<Received>) -> (Vec<ImageId>, Vec<&'static str>) {
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for file in files {
        match file {
            Ok(image) => taken.push(image),
            Err(error) => {
                refused.push(
                    error
                        .problem()
                        .map_or("platform.internal", |problem| problem.code),
                );
            }
        }
    }
    (taken, refused)
}

/// Adds photos of the shop and its papers.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("id" = String, Path, description = "`app_` and 32 hexadecimal digits")),
    request_body(content = PhotosForm, content_type = "multipart/form-data"),
    responses(
        (status = 200, body = AddedView),
        (status = 400, description = "media.broke_off: no form, or a broken one"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.no_application"),
        (status = 408, description = "media.too_slow"),
        (status = 409, description = "shops.wrong_status, media.album_full"),
        (status = 413, description = "media.too_large"),
        (status = 415, description = "media.not_an_image, media.heic, media.svg, …: no file of the form is of a kind that is taken"),
        (status = 422, description = "media.empty; platform.invalid_fields: shops.photo_not_at_pin, platform.not_a_number, platform.out_of_range, platform.missing"),
        (status = 503, description = "media.store_away, platform.database_away"),
    ),
)]
#[post("/shops/applications/{id}/photos")]
async fn add(
    req: HttpRequest,
    who: SignedIn,
    registry: Data<Registry>,
    id: Path<String>,
    form: Option<Multipart>,
) -> Result<Json<AddedView>, Error> {
    let id = application(&id)?;
    let open = open_for_photos(&registry, who.user, id).await?;
    let no_form = || Problem::new(actix_web::http::StatusCode::BAD_REQUEST, "media.broke_off");
    let form = form.ok_or_else(no_form)?;
    let owner = who.user.uuid();
    let form = receive_form(&registry.media, photos_of(id), owner, req.headers(), form).await?;
    let place = place(&form)?;
    let form = form.some_taken()?;
    let (taken, refused) = sorted(form.files);
    if let Some(place) = place.filter(|_| !taken.is_empty()) {
        note_place(&registry, &open, &taken, place).await?;
    }
    let application = find_own(&registry, who.user, id).await?;
    let application = view(&registry, application).await?.into_inner();
    Ok(Json(AddedView {
        application,
        refused,
    }))
}

/// A photo of the caller's own application.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("id" = String, Path), ("image" = String, Path)),
    responses(
        (status = 200, content_type = "image/jpeg", description = "The picture"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended"),
        (status = 404, description = "shops.no_application; media.not_found: there is none, or it is not ready"),
        (status = 503, description = "media.store_away, platform.database_away"),
    ),
)]
#[get("/shops/applications/{id}/photos/{image}")]
async fn show(
    who: SignedIn,
    registry: Data<Registry>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (id, image) = photo(path.into_inner())?;
    find_own(&registry, who.user, id).await?;
    picture(&registry, id, image).await
}

/// A photo, for those who may see the application.
pub(super) async fn picture(
    registry: &Registry,
    id: ApplicationId,
    image: ImageId,
) -> Result<HttpResponse, Error> {
    let mut conn = registry.db.get().await?;
    let found = find_image(&mut conn, photos_of(id), image).await;
    let found = found.map_err(QueryFailed)?;
    drop(conn);
    let missing = || Problem::not_found("media.not_found");
    let shown = found.ok_or_else(missing)?;
    Ok(show_private(&registry.media, &shown, Size::Full, Format::Jpeg).await?)
}

/// Takes a photo away.
#[utoipa::path(
    tag = "sellers",
    security(("bearer" = [])),
    params(("id" = String, Path), ("image" = String, Path)),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "shops.no_application, media.not_found"),
        (status = 409, description = "shops.wrong_status"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/shops/applications/{id}/photos/{image}")]
async fn remove(
    who: SignedIn,
    registry: Data<Registry>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (id, image) = photo(path.into_inner())?;
    open_for_photos(&registry, who.user, id).await?;
    take_away(&registry, id, image).await?;
    Ok(HttpResponse::NoContent().finish())
}
