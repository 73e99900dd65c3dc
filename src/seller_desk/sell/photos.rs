//! Photos of an application: sent by a form with files, shown to nobody else.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use auth::SignedIn;
use kernel::{ApplicationId, ImageId, Point};
use media::{Format, Received, Size, find_image, receive_form, show_private};
use pages::{Visitor, form, respond};
use platform::db::QueryFailed;
use platform::http::{Error, Fault as _, Problem};
use shops::Registry;
use shops::applications::{
    Application, find_own, note_place, open_for_photos, photos_of, take_away,
};

use super::view::page_of;
use super::{Desk, id_of, path};

/// `POST /{lang}/sell/applications/{id}/photos`
pub(crate) async fn add_photos(
    (req, who, visitor): (HttpRequest, SignedIn, Visitor),
    id: Path<String>,
    files: Option<Multipart>,
    desk: Desk,
) -> Result<HttpResponse, Error> {
    let id = id_of(&id)?;
    let open = open_for_photos(&desk.0, who.user, id).await?;
    let broken = || Problem::new(StatusCode::BAD_REQUEST, "media.broke_off");
    match take(&req, &desk.0, &open, files.ok_or_else(broken)?).await {
        Ok(()) => Ok(respond::see_other(&format!(
            "{}?done=photos",
            path(&visitor, id)
        ))),
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let found = find_own(&desk.0, who.user, id).await?;
            let mut view = page_of(&who, &visitor, &desk, &found).await?;
            view.tell(&problem, notice);
            Ok(respond::unkept(form::again(&view, &problem)?))
        }
    }
}

/// All files, or why the first one was refused that was.
async fn take(
    req: &HttpRequest,
    registry: &Registry,
    open: &Application,
    files: Multipart,
) -> Result<(), Error> {
    let (media, owner) = (&registry.media, open.applicant.uuid());
    let sent = receive_form(media, photos_of(open.id), owner, req.headers(), files).await?;
    let number = |name: &str| sent.fields.get(name)?.trim().parse::<f64>().ok();
    let place = number("lat").zip(number("lng"));
    let place = place.and_then(|(lat, lng)| Point::new(lat, lng).ok());
    let taken: Vec<ImageId> = sent
        .files
        .iter()
        .filter_map(|file| file.as_ref().ok().copied())
        .collect();
    if let Some(place) = place.filter(|_| !taken.is_empty()) {
        note_place(registry, open, &taken, place).await?;
    }
    let refused = sent.files.into_iter().find_map(Received::err);
    match refused {
        Some(error) => {
            let code = error
                .problem()
                .map_or("media.broken", |problem| problem.code);
            Err(Problem::field("photos", code).into())
        }
        None if taken.is_empty() => Err(Problem::field("photos", "shops.no_photo").into()),
        None => Ok(()),
    }
}

/// `GET /{lang}/sell/applications/{id}/photos/{image}`
pub(crate) async fn show_photo(
    who: SignedIn,
    at: Path<(String, String)>,
    registry: Data<Registry>,
) -> Result<HttpResponse, Error> {
    let (id, image) = at.into_inner();
    let id = id_of(&id)?;
    find_own(&registry, who.user, id).await?;
    let image = image.parse().map_err(|_| missing())?;
    picture(&registry, id, image).await
}

fn missing() -> Problem {
    Problem::not_found("media.not_found")
}

async fn picture(
    registry: &Registry,
    id: ApplicationId,
    image: ImageId,
) -> Result<HttpResponse, Error> {
    let mut conn = registry.db.get().await?;
    let found = find_image(&mut conn, photos_of(id), image).await;
    let found = found.map_err(QueryFailed)?.ok_or_else(missing)?;
    drop(conn);
    Ok(show_private(&registry.media, &found, Size::List, Format::Jpeg).await?)
}

/// `POST /{lang}/sell/applications/{id}/photos/remove`
pub(crate) async fn remove_photo(
    (who, visitor): (SignedIn, Visitor),
    id: Path<String>,
    registry: Data<Registry>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let id = id_of(&id)?;
    open_for_photos(&registry, who.user, id).await?;
    let params = form::fields(&body)?;
    let image = params.text("image").and_then(|image| image.parse().ok());
    take_away(&registry, id, image.ok_or_else(missing)?).await?;
    Ok(respond::see_other(&path(&visitor, id)))
}
