//! Pages: embedded assets under hashed names, and what pages may load.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use crate::config::{Config, Stage};

/// Headers that say what pages may do, made once at start.
pub struct PagePolicy {
    /// `Content-Security-Policy`: nothing inline, nothing from elsewhere but
    /// map tiles and pictures.
    pub content_security: HeaderValue,
    /// `Strict-Transport-Security`, in production only.
    pub transport_security: Option<HeaderValue>,
}

impl PagePolicy {
    /// The policy for these settings.
    pub fn new(config: &Config) -> Self {
        let tiles = config
            .web
            .tile_url
            .as_deref()
            .and_then(origin)
            .unwrap_or_default();
        let pictures = config
            .media
            .cdn
            .as_deref()
            .and_then(origin)
            .unwrap_or_default();
        let csp = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: {tiles} {pictures}; \
             connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        Self {
            content_security: HeaderValue::from_str(&csp)
                .unwrap_or(HeaderValue::from_static("default-src 'self'")),
            transport_security: (config.stage == Stage::Production).then_some(
                HeaderValue::from_static("max-age=31536000; includeSubDomains"),
            ),
        }
    }
}

fn origin(url: &str) -> Option<String> {
    // {s} stands for one of several sub-domains.
    let url = url::Url::parse(&url.replace("{s}", "s")).ok()?;
    let host = url.host_str()?.strip_prefix("s.").map_or_else(
        || url.host_str().unwrap_or_default().to_owned(),
        |rest| format!("*.{rest}"),
    );
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    Some(format!("{}://{host}{port}", url.scheme()))
}

#[derive(RustEmbed)]
#[folder = "../../web"]
#[include = "styles/*.css"]
#[include = "scripts/*.js"]
#[include = "icons/*.svg"]
#[include = "icons/*.png"]
#[include = "vendor/*"]
struct Files;

struct Asset {
    body: std::borrow::Cow<'static, [u8]>,
    mime: String,
}

/// Hashed name → asset, and plain name → hashed URL.
static ASSETS: LazyLock<(BTreeMap<String, Asset>, BTreeMap<String, String>)> =
    LazyLock::new(|| {
        let (mut assets, mut urls) = (BTreeMap::new(), BTreeMap::new());
        for name in Files::iter() {
            let Some(file) = Files::get(&name) else {
                continue;
            };
            let digest = Sha256::digest(&file.data);
            let hash = format!(
                "{:010x}",
                digest
                    .iter()
                    .take(5)
                    .fold(0_u64, |hash, &byte| hash << 8 | u64::from(byte))
            );
            let hashed = match name.rsplit_once('.') {
                Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
                None => format!("{name}.{hash}"),
            };
            urls.insert(name.to_string(), format!("/assets/{hashed}"));
            assets.insert(
                hashed,
                Asset {
                    body: file.data,
                    mime: file.metadata.mimetype().to_owned(),
                },
            );
        }
        (assets, urls)
    });

/// The URL of an asset such as `styles/haat.css`; it changes with the content,
/// so it may be cached forever.
///
/// # Panics
/// When there is no such file: templates name files that exist.
pub fn asset_url(name: &str) -> &'static str {
    ASSETS
        .1
        .get(name)
        .map_or_else(|| panic!("no asset named {name}"), String::as_str)
}

/// `GET /assets/{name}`
pub async fn asset(req: HttpRequest) -> HttpResponse {
    let name = req.match_info().query("name");
    let Some(asset) = ASSETS.0.get(name) else {
        return HttpResponse::NotFound().finish();
    };
    let tag = format!("\"{name}\"");
    let cached = req
        .headers()
        .get(header::IF_NONE_MATCH)
        .is_some_and(|sent| sent.as_bytes() == tag.as_bytes());
    let mut answer = if cached {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, tag));
    if cached {
        return answer.finish();
    }
    let content_type = if asset.mime.starts_with("text/") {
        format!("{}; charset=utf-8", asset.mime)
    } else {
        asset.mime.clone()
    };
    answer.content_type(content_type).body(asset.body.clone())
}
