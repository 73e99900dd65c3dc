//! What the lists of the desk share: the bar, times, the way back.

use actix_web::HttpResponse;
use chrono::{DateTime, TimeDelta, Utc};
use pages::{BarLink, Page, Section, Visitor, respond, say};
use platform::http::Params;

use crate::views::list::Tab;

/// Rows on a page.
pub(crate) const ROWS: i64 = 50;
/// Parts of the desk that the bar leads to, for those who look after everything.
const PARTS: [(&str, &str, &str); 4] = [
    ("/admin", "i-home", "admin-nav-desk"),
    ("/admin/people", "i-person", "admin-nav-people"),
    ("/admin/messages", "i-route", "admin-nav-messages"),
    ("/admin/concepts", "i-kinds", "admin-nav-words"),
];

/// Parts of the desk for everybody who looks after an area.
const AREA_PARTS: [(&str, &str, &str); 4] = [
    ("/admin", "i-home", "admin-nav-desk"),
    ("/admin/applications", "i-check", "admin-nav-applications"),
    ("/admin/proposals", "i-kinds", "admin-nav-products"),
    ("/admin/shops", "i-shop", "admin-nav-shops"),
];

/// A page for those who look after everything, at this path.
pub(crate) fn page(visitor: &Visitor, title: &str, path: &str) -> Page {
    with_bar(visitor, title, path, PARTS)
}

/// A page for everybody who looks after an area, at this path.
pub(crate) fn area_page(visitor: &Visitor, title: &str, path: &str) -> Page {
    with_bar(visitor, title, path, AREA_PARTS)
}

fn with_bar(
    visitor: &Visitor,
    title: &str,
    path: &str,
    parts: [(&'static str, &'static str, &'static str); 4],
) -> Page {
    let mut page = visitor.page(visitor.words.t(title), Section::Elsewhere);
    let links = parts.map(|(href, icon, label)| BarLink {
        href: visitor.href(href),
        icon,
        label: visitor.words.t(label),
        on: href == path,
    });
    page.own_bar = Some(links.into());
    page
}

/// Back to a list, which says what was done.
pub(crate) fn done(visitor: &Visitor, path: &str, what: &str) -> HttpResponse {
    respond::see_other(&visitor.href(&format!("{path}?done={what}")))
}

/// What was done, if it is one of these.
pub(crate) fn told(visitor: &Visitor, params: &Params, known: &[&str]) -> Option<String> {
    let done = params.text("done").filter(|done| known.contains(done))?;
    Some(visitor.words.t(&format!("admin-done-{done}")))
}

/// A moment as people in Dhaka write it: day, month, year, time.
pub(crate) fn moment(visitor: &Visitor, at: DateTime<Utc>) -> String {
    let at = at + TimeDelta::hours(6);
    say::in_digits(visitor.locale(), &at.format("%d-%m-%Y %H:%M").to_string())
}

/// Links that choose a state, the chosen one marked.
pub(crate) fn tabs(
    visitor: &Visitor,
    path: &str,
    keys: &[&str],
    on: &str,
    words: &str,
) -> Vec<Tab> {
    let tab = |key: &&str| Tab {
        label: visitor.words.t(&format!("{words}{key}")),
        href: visitor.href(&format!("{path}?state={key}")),
        on: *key == on,
    };
    keys.iter().map(tab).collect()
}

/// The link to the rows behind these, where the page is full.
pub(crate) fn next(
    visitor: &Visitor,
    path: &str,
    rows: usize,
    query: &[(&str, Option<&str>)],
) -> Option<String> {
    let is_full = rows == usize::try_from(ROWS).unwrap_or(usize::MAX);
    let pairs = query.iter().filter_map(|(name, value)| {
        value.map(|value| format!("{name}={}", say::query_value(value)))
    });
    let query: Vec<String> = pairs.collect();
    is_full.then(|| visitor.href(&format!("{path}?{}", query.join("&"))))
}
