//! `GET /{lang}/`: shops near here by kind.

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::Areas;
use kernel::Point;
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use search::{Nearby, NearbyQuestion, Search};

use crate::Storefront;
use crate::cards::{Cards, kind_words};
use crate::filters::{Filters, farther, radii};
use crate::place::picker;
use crate::query::Query;
use crate::views::choice::{Choice, Step};
use crate::views::home::{HomePage, KindTile};
use pages::{Found, Page, Section, Visitor, respond, say};

pub(crate) async fn show(
    visitor: Visitor,
    mut params: Params,
    front: Data<Storefront>,
    search: Data<Search>,
    areas: Data<Areas>,
    cursors: Data<Cursors>,
) -> Result<HttpResponse, Error> {
    let filters = Filters::read(&mut params);
    let cursor = params.text("cursor").map(str::to_owned);
    params.finish()?;
    let mut page = visitor.page(visitor.words.t("storefront-home-page-title"), Section::Home);
    page.found = Some(Found::at(&front.site, "/"));
    let Some(origin) = visitor.place else {
        return respond::page(&without_place(page, &areas));
    };
    let (nearby, next) = listed(&visitor, &filters, origin, cursor, (&search, &cursors))?;
    let cards = Cards::new(&front, &areas, visitor.words);
    respond::page(&HomePage {
        cards: nearby.items.iter().map(|shop| cards.shop(shop)).collect(),
        next,
        ..shell(page, &visitor, &filters, &nearby)
    })
}

/// One page of the list, and the link to the next.
fn listed(
    visitor: &Visitor,
    filters: &Filters,
    origin: Point,
    cursor: Option<String>,
    (search, cursors): (&Search, &Cursors),
) -> Result<(Nearby, Option<String>), Error> {
    let mut question = filters.nearby(origin, if visitor.lite { 12 } else { 24 });
    let name = fingerprint(&question);
    question.after = cursor
        .map(|cursor| cursors.open(&name, &cursor))
        .transpose()?;
    let nearby = search
        .nearby(&question)
        .map_err(|_| Problem::field("radius_m", "platform.out_of_range"))?;
    let link = |next| {
        let cursor = cursors.seal(&name, next);
        let query = filters.query().set("cursor", Some(cursor));
        query.href(&visitor.href("/"))
    };
    let next = nearby.next.as_ref().map(link);
    Ok((nearby, next))
}

/// What a cursor is good for: this list around this place.
fn fingerprint(question: &NearbyQuestion) -> String {
    format!(
        "home {:?} {} {:?} {}",
        question.origin, question.radius_m, question.kind, question.open_now
    )
}

fn without_place(page: Page, areas: &Areas) -> HomePage {
    let back = page.here_url();
    HomePage {
        picker: Some(picker(&areas.book(), page.words, back)),
        kinds: Vec::new(),
        radii: Vec::new(),
        open_now: Choice::new("", "", false),
        heading: String::new(),
        cards: Vec::new(),
        map_href: String::new(),
        next: None,
        steps: Vec::new(),
        page,
    }
}

/// All but the cards.
fn shell(mut page: Page, visitor: &Visitor, filters: &Filters, nearby: &Nearby) -> HomePage {
    let (words, path) = (visitor.words, visitor.href("/"));
    let query = filters.query();
    page.kept = query.without(&["q", "kind", "open_now"]).fields();
    let count = page.count("storefront-home-count", nearby.total as u64);
    let within = say::within(words, filters.radius_m);
    let open = query
        .clone()
        .set("open_now", (!filters.open_now).then_some("true"));
    HomePage {
        picker: None,
        kinds: tiles(words, filters, nearby, &path),
        radii: radii(words, filters.radius_m, &query, &path),
        open_now: Choice::new(
            words.t("storefront-open-now"),
            open.href(&path),
            filters.open_now,
        ),
        heading: words.with(
            "storefront-home-within",
            &[("within", within.into()), ("count", count.into())],
        ),
        cards: Vec::new(),
        map_href: query.href(&visitor.href("/map")),
        next: None,
        steps: steps(visitor, filters, &query, &path),
        page,
    }
}

fn tiles(words: Words, filters: &Filters, nearby: &Nearby, path: &str) -> Vec<KindTile> {
    let query = filters.query();
    let all: usize = nearby.kinds.iter().map(|(_, count)| count).sum();
    let first = KindTile {
        kind: String::new(),
        label: words.t("storefront-any"),
        count: say::number(words.0, all as u64),
        href: query.without(&["kind"]).href(path),
        on: filters.kind.is_none(),
    };
    let kinds = nearby.kinds.iter().map(|&(kind, count)| KindTile {
        kind: kind.code().to_owned(),
        label: kind_words(words, kind),
        count: say::number(words.0, count as u64),
        href: query.clone().set("kind", Some(kind.code())).href(path),
        on: filters.kind == Some(kind),
    });
    std::iter::once(first).chain(kinds).collect()
}

/// Ways out of an empty list.
fn steps(visitor: &Visitor, filters: &Filters, query: &Query, path: &str) -> Vec<Step> {
    let words = visitor.words;
    let without = |set: bool, name, key: &str| {
        set.then(|| Step::new(words.t(key), query.without(&[name]).href(path)))
    };
    let place = Step::new(words.t("storefront-step-place"), visitor.href("/place"));
    [
        farther(words, filters.radius_m, query, path),
        without(filters.open_now, "open_now", "storefront-step-open"),
        without(filters.kind.is_some(), "kind", "storefront-step-all-kinds"),
        Some(place),
    ]
    .into_iter()
    .flatten()
    .collect()
}
