//! `GET /{lang}/`: shops near here by kind.

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::Areas;
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use search::{Nearby, NearbyQuestion, Search};

use crate::Storefront;
use crate::cards::{Cards, kind_words};
use crate::filters::{Filters, radii, wider};
use crate::place::picker;
use crate::query::Query;
use crate::respond;
use crate::views::choice::{Choice, Step};
use crate::views::home::{HomePage, KindTile};
use crate::views::page::{Page, Section};
use crate::views::say;
use crate::visitor::Visitor;

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
    let page = visitor.page(visitor.words.t("storefront-home-page-title"), Section::Home);
    let Some(origin) = visitor.place else {
        return respond::page(&without_place(page, &areas));
    };
    let limit = if visitor.lite { 12 } else { 24 };
    let mut question = filters.nearby(origin, limit);
    let name = fingerprint(&question);
    if let Some(cursor) = cursor {
        question.after = Some(cursors.open(&name, &cursor)?);
    }
    let nearby = search
        .nearby(&question)
        .map_err(|_| Problem::field("radius_m", "platform.out_of_range"))?;
    let next = nearby.next.as_ref().map(|next| {
        filters
            .query()
            .set("cursor", Some(cursors.seal(&name, next)))
            .href(&visitor.href("/"))
    });
    let cards = Cards {
        words: visitor.words,
        now: front.clock.now_in_dhaka(),
        areas: &areas,
    };
    let cards = nearby.items.iter().map(|shop| cards.shop(shop)).collect();
    respond::page(&HomePage {
        cards,
        next,
        ..shell(page, &visitor, &filters, &nearby)
    })
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

fn tiles(
    words: platform::i18n::Words,
    filters: &Filters,
    nearby: &Nearby,
    path: &str,
) -> Vec<KindTile> {
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
    let mut steps = Vec::new();
    if let Some(metres) = wider(filters.radius_m) {
        let label = words.with(
            "storefront-step-widen",
            &[("within", say::within(words, metres).into())],
        );
        steps.push(Step::new(
            label,
            query.clone().set("radius_m", Some(metres)).href(path),
        ));
    }
    if filters.open_now {
        steps.push(Step::new(
            words.t("storefront-step-open"),
            query.without(&["open_now"]).href(path),
        ));
    }
    if filters.kind.is_some() {
        steps.push(Step::new(
            words.t("storefront-step-all-kinds"),
            query.without(&["kind"]).href(path),
        ));
    }
    steps.push(Step::new(
        words.t("storefront-step-place"),
        visitor.href("/place"),
    ));
    steps
}
