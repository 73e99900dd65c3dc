//! Reading questions from query strings, for the API and for pages.

use kernel::{Money, Point};
use platform::http::Params;
use shops::ShopKind;

use crate::{DEFAULT_RADIUS_M, MAX_RADIUS_M, Question, Sort};

/// Longest text of a search in letters.
const LONGEST: usize = 200;

/// `radius_m`: 1 to 50,000 metres, usually 3,000.
pub fn read_radius(params: &mut Params) -> f64 {
    params
        .number("radius_m", &(1.0..=MAX_RADIUS_M))
        .unwrap_or(DEFAULT_RADIUS_M)
}

/// `q`: the text, at most 200 letters.
pub(super) fn read_text(params: &mut Params) -> String {
    let text = params.text("q").unwrap_or_default().to_owned();
    if text.chars().count() > LONGEST {
        params.refuse("q", "platform.too_long");
    }
    text
}

/// The question in a query string, asked from `origin`. Mistakes are noted in
/// `params`.
pub fn read_question(params: &mut Params, origin: Point) -> Question {
    let question = Question {
        text: read_text(params),
        literal: params.flag("literal"),
        origin,
        radius_m: read_radius(params),
        category: params.text("category").map(str::to_owned),
        kind: read_kind(params),
        min_price: read_price(params, "min_price"),
        max_price: read_price(params, "max_price"),
        in_stock: params.flag("in_stock"),
        open_now: params.flag("open_now"),
        sort: params
            .parsed("sort", "search.unknown_sort")
            .unwrap_or(Sort::Relevance),
        max_per_shop: params.number("max_per_shop", &(0..=200)).unwrap_or(3),
        limit: params.number("limit", &(1..=200)).unwrap_or(20),
        page: 0,
        after: None,
        explain: params.flag("explain"),
    };
    if bangla_text::words(&question.text).next().is_none() && question.category.is_none() {
        params.refuse(
            "q",
            if question.text.is_empty() {
                "platform.missing"
            } else {
                "search.no_words"
            },
        );
    }
    if question
        .min_price
        .zip(question.max_price)
        .is_some_and(|(min, max)| min > max)
    {
        params.refuse("max_price", "search.prices_crossed");
    }
    question
}

pub(super) fn read_kind(params: &mut Params) -> Option<ShopKind> {
    params.parsed("kind", "search.unknown_kind")
}

fn read_price(params: &mut Params, name: &str) -> Option<Money> {
    params
        .number(name, &(0..=Money::MAX.poisha()))
        .map(Money::from_poisha)
}
