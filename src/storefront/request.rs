//! `POST /{lang}/requests`: "ask nearby shops" without a script.
//!
//! The form stands under a search that found nothing and leads back to it, where
//! a line says what has happened. The line travels in the address, signed, so
//! that nobody else can put words there.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use kernel::RequestId;
use platform::cursor::Cursors;
use platform::db::Db;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use platform::limits::Limits;
use search::{AskError, Asked, Desk, Search, ask_shops, read_request};
use serde::{Deserialize, Serialize};

use crate::filters::Filters;
use crate::query::Query;
use crate::views::search::AskForm;
use pages::Visitor;
use pages::respond;

/// The name of what is told, in queries.
const TOLD: &str = "asked";
/// What a signed line is for.
const MEANING: &str = "storefront asked";

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Told {
    /// It is kept; so many shops could be asked.
    Kept(RequestId, usize),
    /// This visitor has asked often enough.
    Enough,
}

impl Told {
    /// What the query of a page tells; `None` for what we did not write.
    pub(crate) fn read(params: &Params, cursors: &Cursors) -> Option<Self> {
        cursors.open(MEANING, params.text(TOLD)?).ok()
    }

    pub(crate) fn say(self, words: Words) -> String {
        match self {
            Self::Kept(id, shops) => Asked { id, shops }.say(words),
            Self::Enough => words.problem("platform.asked_enough"),
        }
    }
}

/// The form under a search that found nothing.
pub(crate) fn form(visitor: &Visitor, filters: &Filters) -> AskForm {
    let query = filters.query();
    AskForm {
        action: visitor.href("/requests"),
        fields: Query::default()
            .set("q", Some(&filters.text))
            .set("radius_m", Some(filters.radius_m))
            .set("key", Some(RequestId::new().uuid()))
            .set("back", Some(query.href(&visitor.href("/search"))))
            .fields(),
    }
}

/// Keeps a request and goes back to where it was made.
pub(crate) async fn ask(
    req: HttpRequest,
    visitor: Visitor,
    body: Bytes,
    stores: (Data<Db>, Data<Search>, Data<Limits>),
    cursors: Data<Cursors>,
) -> Result<HttpResponse, Error> {
    let body =
        std::str::from_utf8(&body).map_err(|_| Problem::field("q", "platform.broken_utf8"))?;
    let mut params = Params::parse(body)?;
    let Some(place) = visitor.place else {
        return Ok(respond::see_other(&visitor.href("/place")));
    };
    params.set_point(place);
    params.set("language", visitor.locale().code());
    let key = params.text("key").map(str::to_owned);
    let back = params.text("back").and_then(respond::safe_back);
    let back = back.map_or_else(|| visitor.href("/search"), str::to_owned);
    let request = read_request(&mut params, key.as_deref());
    params.finish()?;
    let request = request.ok_or(Problem::field("q", "platform.missing"))?;
    let (db, search, limits) = &stores;
    let desk = Desk { db, search, limits };
    let told = match ask_shops(desk, limits.caller(&req), &request).await {
        Ok(asked) => Told::Kept(asked.id, asked.shops),
        Err(AskError::TooMany(_)) => Told::Enough,
        Err(other) => return Err(other.into()),
    };
    Ok(respond::see_other(&with_told(
        &back,
        &cursors.seal(MEANING, &told),
    )))
}

/// The address with what is told instead of what was told before.
fn with_told(back: &str, told: &str) -> String {
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    let others = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("asked="));
    let mut pairs: Vec<&str> = others.collect();
    let told = format!("{TOLD}={told}");
    pairs.push(&told);
    format!("{path}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_line_is_told() {
        assert_eq!(with_told("/bn/search", "x"), "/bn/search?asked=x");
        assert_eq!(
            with_told("/bn/search?q=a&asked=x&radius_m=500", "y"),
            "/bn/search?q=a&radius_m=500&asked=y"
        );
    }

    #[test]
    fn lines_that_others_wrote_are_not_shown() {
        let cursors = Cursors::new(&"a secret of the test".to_owned().into());
        let told = Told::Kept(RequestId::new(), 7);
        let read = |query: &str| Told::read(&Params::parse(query).unwrap(), &cursors);
        let sealed = cursors.seal(MEANING, &told);
        assert_eq!(read(&format!("asked={sealed}")), Some(told));
        assert_eq!(read("asked=7"), None);
        assert_eq!(
            read(&format!("asked={}", cursors.seal("search", &told))),
            None
        );
    }
}
