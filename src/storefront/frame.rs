//! Small pages and switches around the others: the way in, help, low data.

use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use platform::http::Error;
use serde::Deserialize;

use crate::Storefront;
use crate::views::help::HelpPage;
use pages::{Found, Section, Visitor, respond, visitor};

/// `/` leads to the language somebody reads.
pub(crate) async fn front(req: HttpRequest) -> HttpResponse {
    let locale = visitor::preferred(&req);
    let mut answer = respond::see_other(&format!("/{locale}/"));
    answer.headers_mut().insert(
        actix_web::http::header::VARY,
        actix_web::http::header::HeaderValue::from_static("Cookie, Accept-Language"),
    );
    answer
}

/// `/bn` without its slash.
pub(crate) async fn bare(visitor: Visitor) -> HttpResponse {
    respond::see_other(&visitor.href("/"))
}

pub(crate) async fn help(visitor: Visitor, front: Data<Storefront>) -> Result<HttpResponse, Error> {
    let title = visitor.words.t("storefront-help-title");
    let mut page = visitor.page(title, Section::Elsewhere);
    page.found = Some(Found::at(&front.site, "/help"));
    respond::page(&HelpPage::new(page))
}

/// The switch in the footer.
#[derive(Debug, Deserialize)]
pub(crate) struct Lite {
    lite: String,
    back: Option<String>,
}

pub(crate) async fn lite(req: HttpRequest, visitor: Visitor, form: Form<Lite>) -> HttpResponse {
    let back = form
        .back
        .as_deref()
        .and_then(respond::safe_back)
        .map_or_else(|| visitor.href("/"), without_lite);
    let mut answer = respond::see_other(&back);
    let value = if form.lite == "1" { "1" } else { "0" };
    // A switch that cannot be remembered can be pressed again.
    _ = answer.add_cookie(&visitor::cookie(&req, visitor::LITE, value));
    answer
}

/// The cookie decides from now on, not the link one came by.
fn without_lite(back: &str) -> String {
    back.replace("?lite=1&", "?")
        .replace("?lite=1", "")
        .replace("&lite=1", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_outlives_the_link() {
        assert_eq!(without_lite("/bn/?lite=1"), "/bn/");
        assert_eq!(without_lite("/bn/search?q=a&lite=1"), "/bn/search?q=a");
        assert_eq!(without_lite("/bn/search?lite=1&q=a"), "/bn/search?q=a");
    }
}
