//! Files that browsers and crawlers ask for by a fixed name.

use actix_web::HttpResponse;
use actix_web::http::header;
use platform::web::asset_url;

/// What crawlers may read: every page. The API is for programs that know it.
const ROBOTS: &str = "User-agent: *\nAllow: /\nDisallow: /api\n";
/// Asked for again after a day, because the file behind the name changes.
const FOR_A_DAY: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=86400");

/// `GET /favicon.ico`, for browsers that do not look into the page first.
pub(crate) async fn favicon() -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, asset_url("icons/favicon.svg")))
        .insert_header(FOR_A_DAY)
        .finish()
}

/// `GET /robots.txt`
pub(crate) async fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(FOR_A_DAY)
        .body(ROBOTS)
}
