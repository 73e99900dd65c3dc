//! Who looks at a page: language, place, and how much data they can afford.
//! All of it comes from the URL and two cookies; nothing is stored here.

use std::future::{Ready, ready};

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use areas::Areas;
use kernel::{Locale, Point};
use platform::http::Error;
use platform::i18n::Words;

use crate::place_cookie::{PLACE, SavedPlace};
use crate::{Assets, Here, Page, Section};

/// Name of the cookie that remembers the language.
pub const LANGUAGE: &str = "haat_lang";
/// Name of the cookie that asks for text-only pages (`1`) or full ones (`0`).
pub const LITE: &str = "haat_lite";

/// The person a page is for.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Of the language in the URL.
    pub words: Words,
    /// Path and query behind the language.
    pub at: String,
    /// Where they are, once they said so.
    pub place: Option<Point>,
    /// The name of the place in the language of the page.
    place_label: String,
    /// They want text only.
    pub lite: bool,
    /// Their browser asks for fewer bytes; they may have chosen full pages all the
    /// same.
    pub saves_data: bool,
}

impl Visitor {
    /// Reads the request; what cannot be read counts as not said.
    pub fn of(req: &HttpRequest) -> Self {
        let locale = locale_of(req);
        let words = Words(locale);
        let saved = req
            .cookie(PLACE)
            .and_then(|cookie| cookie.value().parse::<SavedPlace>().ok());
        let place_label = saved
            .as_ref()
            .zip(req.app_data::<Data<Areas>>())
            .map(|(saved, areas)| saved.label(&areas.book(), words))
            .unwrap_or_default();
        Self {
            words,
            at: behind_language(req),
            place: saved.map(|saved| saved.point),
            place_label,
            lite: wants_lite(req),
            saves_data: saves_data(req),
        }
    }

    /// Their language.
    pub fn locale(&self) -> Locale {
        self.words.0
    }

    /// A path of the storefront in this language.
    pub fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.locale())
    }

    /// A page for this person.
    pub fn page(&self, title: impl Into<String>, section: Section) -> Page {
        Page {
            words: self.words,
            title: title.into(),
            at: self.at.clone(),
            here: self.place.map(|place| Here {
                lat: place.lat(),
                lng: place.lng(),
                label: self.place_label.clone(),
            }),
            lite: self.lite,
            section,
            assets: Assets::published(),
            asked: String::new(),
            kept: Vec::new(),
            found: None,
            own_bar: None,
        }
    }
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(req)))
    }
}

/// The language in the URL, else the one [`preferred`].
fn locale_of(req: &HttpRequest) -> Locale {
    let first = req
        .path()
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    first.parse().unwrap_or_else(|_| preferred(req))
}

/// The language of the cookie, else of the browser, else Bengali.
pub fn preferred(req: &HttpRequest) -> Locale {
    let remembered = req
        .cookie(LANGUAGE)
        .and_then(|cookie| cookie.value().parse().ok());
    remembered.unwrap_or_else(|| {
        let sent = req
            .headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        sent.and_then(spoken).unwrap_or_default()
    })
}

/// The first of our languages in `Accept-Language`; browsers list the best first.
fn spoken(sent: &str) -> Option<Locale> {
    sent.split(',')
        .map(|range| range.split([';', '-']).next().unwrap_or_default().trim())
        .find_map(|language| language.to_ascii_lowercase().parse().ok())
}

fn behind_language(req: &HttpRequest) -> String {
    let whole = req.uri().path_and_query().map_or("/", |at| at.as_str());
    let behind = Locale::ALL
        .iter()
        .find_map(|locale| whole.strip_prefix(&format!("/{locale}")));
    behind
        .filter(|rest| rest.starts_with('/'))
        .unwrap_or("/")
        .to_owned()
}

/// Asked for in the query, remembered, or hinted by the browser.
fn wants_lite(req: &HttpRequest) -> bool {
    let asked = req
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix("lite="));
    match asked {
        Some(value) => value == "1",
        None => req
            .cookie(LITE)
            .map_or_else(|| saves_data(req), |cookie| cookie.value() == "1"),
    }
}

/// `Save-Data: on`
fn saves_data(req: &HttpRequest) -> bool {
    req.headers()
        .get("save-data")
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"on"))
}

/// A cookie that lasts a year and is sent to us alone.
pub fn cookie(req: &HttpRequest, name: &'static str, value: impl Into<String>) -> Cookie<'static> {
    Cookie::build(name, value.into())
        .path("/")
        .max_age(Duration::days(365))
        .same_site(SameSite::Lax)
        .secure(req.connection_info().scheme() == "https")
        .http_only(true)
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn bengali_comes_first_unless_somebody_says_otherwise() {
        let of = |languages| {
            preferred(
                &TestRequest::get()
                    .insert_header((header::ACCEPT_LANGUAGE, languages))
                    .to_http_request(),
            )
        };
        assert_eq!(of("bn-BD,bn;q=0.9,en;q=0.8"), Locale::Bn);
        assert_eq!(of("fr,en-GB;q=0.8,bn;q=0.2"), Locale::En);
        assert_eq!(of("fr"), Locale::Bn);
        let remembered = TestRequest::get()
            .insert_header((header::ACCEPT_LANGUAGE, "bn"))
            .cookie(Cookie::new(LANGUAGE, "en"))
            .to_http_request();
        assert_eq!(preferred(&remembered), Locale::En);
    }

    #[test]
    fn a_switch_keeps_path_and_query() {
        let at = |uri| Visitor::of(&TestRequest::with_uri(uri).to_http_request()).at;
        assert_eq!(at("/bn/search?q=chal&page=2"), "/search?q=chal&page=2");
        assert_eq!(at("/bnx/search"), "/");
        assert_eq!(at("/bn"), "/");
    }

    #[test]
    fn save_data_means_text_only_until_somebody_says_otherwise() {
        let hinted = || TestRequest::get().insert_header(("save-data", "on"));
        assert!(wants_lite(&hinted().to_http_request()));
        assert!(!wants_lite(
            &hinted().cookie(Cookie::new(LITE, "0")).to_http_request()
        ));
        assert!(wants_lite(
            &TestRequest::with_uri("/bn/?lite=1").to_http_request()
        ));
        assert!(!wants_lite(&TestRequest::get().to_http_request()));
    }
}
