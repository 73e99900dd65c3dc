//! Files that browsers and crawlers ask for by a fixed name.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, ServiceConfig, get};
use platform::web::asset_url;

use crate::shop::poster;
use crate::{Storefront, frame, sitemap};

/// What crawlers may read: every page but people's own. The API is for programs
/// that know it.
const ROBOTS: &str =
    "User-agent: *\nAllow: /\nDisallow: /api\nDisallow: /bn/account\nDisallow: /en/account\n";
/// Asked for again after a day, because the file behind the name changes.
const FOR_A_DAY: (header::HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=86400");

/// Registers `/` and what browsers ask every site for.
pub fn site(cfg: &mut ServiceConfig) {
    cfg.route("/", get().to(frame::front))
        .route("/favicon.ico", get().to(favicon))
        .route("/robots.txt", get().to(robots))
        .route("/sitemap.xml", get().to(sitemap::index))
        .route("/sitemaps/{part}.xml", get().to(sitemap::part))
        .route("/s/{slug}", get().to(poster::lead))
        .route("/s/{slug}/qr.svg", get().to(poster::svg))
        .route("/s/{slug}/qr.png", get().to(poster::png));
}

/// `GET /favicon.ico`, for browsers that do not look into the page first.
async fn favicon() -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, asset_url("icons/favicon.svg")))
        .insert_header(FOR_A_DAY)
        .finish()
}

/// `GET /robots.txt`
async fn robots(front: Data<Storefront>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(FOR_A_DAY)
        .body(format!("{ROBOTS}\nSitemap: {}/sitemap.xml\n", front.site))
}
