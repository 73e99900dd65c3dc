//! What a shopper narrows a list down to, and the way it stands in URLs.

use kernel::{Money, Point};
use platform::http::Params;
use platform::i18n::Words;
use search::{NearbyQuestion, Question, Sort};
use shops::ShopKind;

use crate::query::Query;
use crate::views::choice::{Choice, Step};
use pages::say;

/// Radii people choose from, in metres.
pub(crate) const RADII: [u32; 6] = [500, 1_000, 3_000, 5_000, 10_000, 20_000];
/// The farthest anybody may look, in metres.
const FARTHEST: u32 = 50_000;
/// How far people look when they do not say, in metres; one of [`RADII`].
const USUAL: u32 = 3_000;
/// Longest text of a search in letters.
const LONGEST: usize = 200;
/// Nobody turns more pages than this.
const LAST_PAGE: usize = 100;
/// Offers of one shop on a page, while others have something.
const PER_SHOP: usize = 3;

/// Names in queries of what narrows results down, the radius left out.
pub(crate) const NARROWING: [&str; 6] = [
    "category",
    "kind",
    "min_price",
    "max_price",
    "in_stock",
    "open_now",
];

/// Everything that narrows a list down.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filters {
    pub text: String,
    /// Take the words as typed, without sounds, typos or synonyms.
    pub literal: bool,
    pub radius_m: u32,
    pub category: Option<String>,
    pub kind: Option<ShopKind>,
    pub min_price: Option<Money>,
    pub max_price: Option<Money>,
    pub in_stock: bool,
    pub open_now: bool,
    pub sort: Sort,
    /// From 1.
    pub page: usize,
    /// Prices that people typed and we could not read; in words' keys.
    pub misread: Vec<&'static str>,
}

impl Filters {
    /// Reads a query. Prices are in taka, as people type them, and those that
    /// cannot be read are left out and told; all else is noted in `params`.
    pub(crate) fn read(params: &mut Params) -> Self {
        let mut filters = Self {
            text: read_text(params),
            literal: params.flag("literal"),
            radius_m: read_radius(params),
            category: params.text("category").map(str::to_owned),
            kind: params.parsed("kind", "search.unknown_kind"),
            min_price: None,
            max_price: None,
            in_stock: params.flag("in_stock"),
            open_now: params.flag("open_now"),
            sort: params
                .parsed("sort", "search.unknown_sort")
                .unwrap_or_default(),
            page: params.number("page", &(1..=LAST_PAGE)).unwrap_or(1),
            misread: Vec::new(),
        };
        filters.read_prices(params);
        filters
    }

    fn read_prices(&mut self, params: &Params) {
        self.min_price = self.price(params, "min_price");
        self.max_price = self.price(params, "max_price");
        let bounds = self.min_price.zip(self.max_price);
        if bounds.is_some_and(|(min, max)| min > max) {
            self.misread.push("storefront-price-crossed");
            std::mem::swap(&mut self.min_price, &mut self.max_price);
        }
    }

    fn price(&mut self, params: &Params, name: &str) -> Option<Money> {
        let read = params.text(name)?.parse().ok();
        if read.is_none() && !self.misread.contains(&"storefront-price-misread") {
            self.misread.push("storefront-price-misread");
        }
        read
    }

    /// What stands in URLs, without the page.
    pub(crate) fn query(&self) -> Query {
        let flag = |on: bool| on.then_some("true");
        Query::default()
            .set("q", Some(&self.text).filter(|text| !text.is_empty()))
            .set("literal", self.literal.then_some(1))
            .set(
                "radius_m",
                (self.radius_m != USUAL).then_some(self.radius_m),
            )
            .set("category", self.category.as_ref())
            .set("kind", self.kind.map(ShopKind::code))
            .set("min_price", self.min_price.map(taka))
            .set("max_price", self.max_price.map(taka))
            .set("in_stock", flag(self.in_stock))
            .set("open_now", flag(self.open_now))
            .set(
                "sort",
                (self.sort != Sort::Relevance).then(|| self.sort.code()),
            )
    }

    /// The question for the search around a place.
    pub(crate) fn question(&self, origin: Point, limit: usize) -> Question {
        Question {
            text: self.text.clone(),
            literal: self.literal,
            origin,
            radius_m: self.radius_m.into(),
            category: self.category.clone(),
            kind: self.kind,
            min_price: self.min_price,
            max_price: self.max_price,
            in_stock: self.in_stock,
            open_now: self.open_now,
            sort: self.sort,
            max_per_shop: PER_SHOP,
            limit,
            page: self.page - 1,
            after: None,
            explain: false,
        }
    }

    /// The question for shops around a place.
    pub(crate) fn nearby(&self, origin: Point, limit: usize) -> NearbyQuestion {
        NearbyQuestion {
            origin,
            radius_m: self.radius_m.into(),
            kind: self.kind,
            open_now: self.open_now,
            limit,
            after: None,
        }
    }
}

/// `q`: what was typed, at most 200 letters.
pub(crate) fn read_text(params: &mut Params) -> String {
    let text = params.text("q").unwrap_or_default().to_owned();
    if text.chars().count() > LONGEST {
        params.refuse("q", "platform.too_long");
    }
    text
}

/// `radius_m`: 1 to 50,000 metres, usually 3,000.
pub(crate) fn read_radius(params: &mut Params) -> u32 {
    params.number("radius_m", &(1..=FARTHEST)).unwrap_or(USUAL)
}

/// A link for each radius.
pub(crate) fn radii(words: Words, radius_m: u32, query: &Query, path: &str) -> Vec<Choice> {
    let link = |metres: u32| {
        query
            .clone()
            .set("radius_m", (metres != USUAL).then_some(metres))
            .href(path)
    };
    RADII
        .into_iter()
        .map(|metres| Choice::new(say::radius(words, metres), link(metres), metres == radius_m))
        .collect()
}

/// The next radius after this one, where there is one.
fn wider(radius_m: u32) -> Option<u32> {
    // Less would hardly change anything.
    RADII
        .into_iter()
        .chain([FARTHEST])
        .find(|metres| *metres >= radius_m * 3 / 2)
}

/// The way to the next radius, where there is one.
pub(crate) fn farther(words: Words, radius_m: u32, query: &Query, path: &str) -> Option<Step> {
    let metres = wider(radius_m)?;
    let within = say::within(words, metres);
    let label = words.with("storefront-step-widen", &[("within", within.into())]);
    let query = query.clone().set("radius_m", Some(metres));
    Some(Step::new(label, query.href(path)))
}

/// Taka as a form field shows them.
pub(crate) fn taka(amount: Money) -> String {
    let text = amount.to_string();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Filters {
        let mut params = Params::parse(query).unwrap();
        let filters = Filters::read(&mut params);
        params.finish().unwrap();
        filters
    }

    #[test]
    fn filters_survive_their_own_links() {
        let filters = read(
            "q=chal&literal=1&radius_m=500&kind=grocery&min_price=50&max_price=99.50&in_stock=true&open_now=1&sort=price",
        );
        let href = filters.query().href("");
        assert_eq!(read(href.trim_start_matches('?')), filters);
    }

    #[test]
    fn prices_are_taka_in_either_script_and_mistakes_are_told() {
        assert_eq!(read("min_price=৮৫").min_price, Some(Money::from_taka(85)));
        assert_eq!(
            read("max_price=cheap").misread,
            ["storefront-price-misread"]
        );
        let crossed = read("min_price=90&max_price=10");
        assert_eq!(crossed.misread, ["storefront-price-crossed"]);
        assert_eq!(crossed.max_price, Some(Money::from_taka(90)));
    }

    #[test]
    fn the_usual_is_left_out_of_urls() {
        assert_eq!(
            read("radius_m=3000&sort=relevance&kind=")
                .query()
                .href("/bn/"),
            "/bn/"
        );
    }

    #[test]
    fn widening_is_worth_the_tap() {
        assert_eq!(wider(500), Some(1_000));
        assert_eq!(wider(20_000), Some(50_000));
        assert_eq!(wider(50_000), None);
    }
}
