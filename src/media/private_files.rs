//! Private pictures: shown by the slice that knows who may see them.

use actix_web::HttpResponse;
use actix_web::http::header;
use platform::http::{Fault as _, Problem};

use crate::media::Media;
use crate::model::{Access, Image, Size};
use crate::store::{Format, Key};

/// The answer that shows a private picture. For handlers that have made sure
/// that the caller may see it; nothing keeps a copy on the way.
pub async fn show_private(
    media: &Media,
    image: &Image,
    size: Size,
    format: Format,
) -> Result<HttpResponse, Problem> {
    let missing = || Problem::not_found("media.not_found");
    let shown = image.shown.as_ref().ok_or_else(missing)?;
    let key = Key::shown(Access::Private, &shown.hash, size, format);
    let found = media.store.read(&key).await.map_err(|error| {
        tracing::warn!(error = %platform::http::Chain(&error), "private picture out of reach");
        error
            .problem()
            .unwrap_or_else(|| Problem::unavailable("media.store_away"))
    })?;
    let bytes = found.ok_or_else(missing)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_DISPOSITION, "inline"))
        .content_type(format.content_type())
        .body(bytes))
}
