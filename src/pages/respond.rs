//! Answers: a page, or the way to one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use askama::Template;
use platform::http::{Error, Fault, Problem};

/// A page could not be written.
#[derive(Debug, thiserror::Error)]
#[error("a page could not be rendered")]
struct Unrendered(#[from] askama::Error);

impl Fault for Unrendered {
    fn problem(&self) -> Option<Problem> {
        None
    }
}

/// A page. It depends on cookies, so no shared cache keeps it.
pub fn page(template: &impl Template) -> Result<HttpResponse, Error> {
    Ok(html(StatusCode::OK, template.render().map_err(Unrendered)?))
}

/// Pages may ask for the position, and for the microphone: people may speak
/// what they look for.
const PERMISSIONS: &str = "geolocation=(self), microphone=(self), camera=(), payment=()";

/// HTML with a status. Browsers may keep it for the way back, which `no-store`
/// would forbid.
pub fn html(status: StatusCode, body: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::VARY, "Cookie, Save-Data"))
        .insert_header((header::PERMISSIONS_POLICY, PERMISSIONS))
        .body(body)
}

/// An answer that browsers do not keep: it is somebody's own, and secrets may
/// stand there.
pub fn unkept(mut answer: HttpResponse) -> HttpResponse {
    let never = header::HeaderValue::from_static("no-store");
    answer.headers_mut().insert(header::CACHE_CONTROL, never);
    answer
}

/// Whether a problem is that nobody is signed in any more.
pub fn asks_to_sign_in(problem: &Problem) -> bool {
    let codes = ["auth.not_signed_in", "auth.session_over", "auth.bad_token"];
    codes.contains(&problem.code)
}

/// 303 to a path of ours.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path))
        .finish()
}

/// 301 to a path of ours that stands for this one for good.
pub fn moved(path: &str) -> HttpResponse {
    HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, path))
        .finish()
}

/// The page to go back to, if it is one of ours; other sites are not.
pub fn safe_back(back: &str) -> Option<&str> {
    let ours = back.starts_with("/bn/") || back.starts_with("/en/");
    let plain = back.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (ours && plain && !back.contains("//") && back.len() <= 2_000).then_some(back)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(safe_back("/bn/search?q=%E0"), Some("/bn/search?q=%E0"));
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/bn//evil",
            "/bn/\\evil",
            "/",
            "/bn/a\r\nX: y",
            "/bn/চাল",
        ] {
            assert_eq!(safe_back(bad), None, "{bad}");
        }
    }
}
