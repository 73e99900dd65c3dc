//! What everybody may ask for: public pictures by their name, and signed
//! addresses for uploads.

use actix_web::http::header;
use actix_web::web::{self, Data, Path, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use kernel::{ImageId, UploadId};
use platform::db::QueryFailed;
use platform::http::{Error, Params, Problem};
use serde_json::json;

use crate::accept::{AcceptError, take};
use crate::media::Media;
use crate::model::{Access, Size};
use crate::offer::OfferError;
use crate::queries;
use crate::receive::receive;
use crate::store::{Format, Key, file_name};
use crate::ticket::Ticket;

/// Registers `/media/…`.
pub fn api(cfg: &mut ServiceConfig) {
    cfg.route("/media/uploads/{image}", web::put().to(put_upload))
        .route("/media/{name}", web::get().to(show));
}

/// `GET /media/{hash}-{size}.{avif|jpg}`
async fn show(
    req: HttpRequest,
    name: Path<String>,
    media: Data<Media>,
) -> Result<HttpResponse, Error> {
    let missing = || Problem::not_found("media.not_found");
    let (hash, size, format) = parse(&name).ok_or_else(missing)?;
    let tag = format!("\"{name}\"");
    let cached = req
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|sent| sent.to_str().ok())
        .is_some_and(|sent| sent.split(',').any(|sent| sent.trim() == tag));
    let mut answer = if cached {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, tag));
    if cached {
        return Ok(answer.finish());
    }
    let key = Key::shown(Access::Public, hash, size, format);
    let bytes = media.store.read(&key).await?.ok_or_else(missing)?;
    Ok(answer
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"))
        .content_type(format.content_type())
        .body(bytes))
}

/// The parts of a name that we gave; nothing else reaches the store.
fn parse(name: &str) -> Option<(&str, Size, Format)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let (hash, size) = stem.split_once('-')?;
    let format = [Format::Avif, Format::Jpeg]
        .into_iter()
        .find(|format| format.ending() == ending)?;
    let size = Size::try_from(size.parse::<u32>().ok()?).ok()?;
    let lower = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let ours = hash.len() == 32 && hash.bytes().all(lower) && file_name(hash, size, format) == name;
    ours.then_some((hash, size, format))
}

/// `PUT /media/uploads/{image}?length=…&until=…&signature=…`: one file, at an
/// address from [`offer`](crate::offer). An upload that broke off may be tried
/// again until the address expires; one that arrived ends it.
async fn put_upload(
    req: HttpRequest,
    image: Path<String>,
    mut params: Params,
    media: Data<Media>,
    mut payload: Payload,
) -> Result<HttpResponse, Error> {
    let ticket = ticket(&image, &mut params, &media)?;
    params.finish()?;
    let mut conn = media.db.get().await?;
    let awaited = queries::is_waiting(&mut conn, ticket.image).await;
    drop(conn);
    if media.store.is_bucket() || !awaited.map_err(QueryFailed)? {
        return Err(OfferError::NotAwaited.into());
    }
    let declared = req.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|length| length.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: u64| length != ticket.length) {
        return Err(Problem::field("length", "media.wrong_length").into());
    }
    let upload = UploadId::new();
    let key = Key::incoming(upload);
    let length = receive(&media.store, &key, &mut payload)
        .await
        .map_err(AcceptError::from)?;
    if length != ticket.length {
        media.store.delete(&key).await?;
        return Err(Problem::field("length", "media.wrong_length").into());
    }
    if !take(&media, ticket.image, upload).await? {
        media.store.delete(&key).await?;
        return Err(OfferError::NotAwaited.into());
    }
    Ok(HttpResponse::Accepted().json(json!({ "image": ticket.image, "state": "processing" })))
}

/// The ticket in the address; 404 for a forged one, 410 for an old one would
/// tell a guesser which is which, so both are the same.
fn ticket(image: &str, params: &mut Params, media: &Media) -> Result<Ticket, Problem> {
    let expired = || Problem::not_found("media.bad_address");
    let image: ImageId = image.parse().map_err(|_| expired())?;
    let number = |name: &str| params.text(name)?.parse::<i64>().ok();
    let ticket = Ticket {
        image,
        length: number("length")
            .and_then(|length| u64::try_from(length).ok())
            .ok_or_else(expired)?,
        until_s: number("until").ok_or_else(expired)?,
    };
    let signature = params.text("signature").unwrap_or_default();
    if media.tickets.is_good(&ticket, signature, media.clock.now()) {
        Ok(ticket)
    } else {
        Err(expired())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_we_gave_are_looked_up() {
        let hash = "0123456789abcdef0123456789abcdef";
        assert_eq!(
            parse(&format!("{hash}-480.avif")),
            Some((hash, Size::List, Format::Avif))
        );
        for name in [
            "../../etc/passwd",
            "-480.avif",
            &format!("{hash}-481.avif"),
            &format!("{hash}-0480.avif"),
            &format!("{hash}-+480.avif"),
            &format!("{hash}-480.svg"),
            &format!("{}-480.avif", hash.to_uppercase()),
            &format!("{hash}-480.jpg.avif"),
            &format!("{hash}0-480.jpg"),
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}
