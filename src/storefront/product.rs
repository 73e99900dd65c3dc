//! `GET /{lang}/products/{id}`: one product and its offers nearby.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use areas::Areas;
use kernel::{Money, Point, ProductId};
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use search::{Offer, OfferSort, Product, Search, Sort};

use crate::Storefront;
use crate::cards::Cards;
use crate::filters::{radii, read_radius, wider};
use crate::pack::about;
use crate::place::picker;
use crate::query::Query;
use crate::respond;
use crate::views::card::Naming;
use crate::views::choice::{Choice, Step};
use crate::views::page::Section;
use crate::views::product::ProductPage;
use crate::views::say;
use crate::visitor::Visitor;

/// Offers on the page.
const MOST: usize = 50;

pub(crate) async fn show(
    visitor: Visitor,
    id: Path<String>,
    mut params: Params,
    front: Data<Storefront>,
    search: Data<Search>,
    areas: Data<Areas>,
) -> Result<HttpResponse, Error> {
    let missing = || Problem::not_found("catalog.product_not_found");
    let id: ProductId = id.parse().map_err(|_| missing())?;
    let nearest_first = params.parsed("sort", "search.unknown_sort") == Some(Sort::Distance);
    let radius_m = read_radius(&mut params);
    params.finish()?;
    let sort = if nearest_first {
        OfferSort::Distance
    } else {
        OfferSort::Price
    };
    let reach = visitor.place.map_or(1.0, |_| radius_m.into());
    let origin = visitor.place.unwrap_or_else(nowhere);
    let (product, offers) = search.offers(id, origin, reach, sort).ok_or_else(missing)?;
    let cards = Cards {
        words: visitor.words,
        now: front.clock.now_in_dhaka(),
        areas: &areas,
    };
    let asked = Asked {
        visitor: &visitor,
        path: visitor.href(&format!("/products/{id}")),
        radius_m,
        nearest_first,
    };
    let mut view = asked.view(&product, &offers, &cards);
    if visitor.place.is_none() {
        view.picker = Some(picker(&areas.book(), visitor.words, view.page.here_url()));
    }
    respond::page(&view)
}

/// A place without shops: who has told no place sees the product alone.
fn nowhere() -> Point {
    Point::new(0.0, 0.0).expect("zero degrees are on Earth")
}

struct Asked<'a> {
    visitor: &'a Visitor,
    path: String,
    radius_m: u32,
    nearest_first: bool,
}

impl Asked<'_> {
    fn words(&self) -> Words {
        self.visitor.words
    }

    fn view(&self, product: &Product, offers: &[Offer], cards: &Cards<'_>) -> ProductPage {
        let words = self.words();
        let name = Naming::new(&product.names, words.0);
        let mut page = self.visitor.page(name.text.clone(), Section::Search);
        page.kept = self.query().without(&["sort"]).fields();
        let within = say::within(words, self.radius_m);
        let count = page.count("storefront-product-count", offers.len() as u64);
        ProductPage {
            trail: Vec::new(),
            about: about(
                words,
                &name.text,
                product.brand.as_deref(),
                product.size.as_deref(),
            )
            .unwrap_or_default(),
            demo: product.demo,
            picker: None,
            radii: radii(words, self.radius_m, &self.query(), &self.path),
            heading: words.with(
                "storefront-home-within",
                &[("within", within.into()), ("count", count.into())],
            ),
            range: range(words, offers),
            sorts: self.sorts(),
            offers: offers
                .iter()
                .take(MOST)
                .map(|offer| cards.offer(offer, product.size.as_deref()))
                .collect(),
            steps: self.steps(&name.text),
            name,
            page,
        }
    }

    fn query(&self) -> Query {
        Query::default()
            .set("radius_m", Some(self.radius_m))
            .set("sort", self.nearest_first.then_some("distance"))
    }

    fn sorts(&self) -> Vec<Choice> {
        let link = |sort: &'static str, on| {
            let query = self
                .query()
                .set("sort", (sort == "distance").then_some(sort));
            Choice::new(
                self.words().t(&format!("storefront-sort-{sort}")),
                query.href(&self.path),
                on,
            )
        };
        vec![
            link("price", !self.nearest_first),
            link("distance", self.nearest_first),
        ]
    }

    fn steps(&self, name: &str) -> Vec<Step> {
        let words = self.words();
        let farther = wider(self.radius_m).map(|metres| {
            let label = words.with(
                "storefront-step-widen",
                &[("within", say::within(words, metres).into())],
            );
            Step::new(
                label,
                self.query().set("radius_m", Some(metres)).href(&self.path),
            )
        });
        let similar = Query::default()
            .set("q", Some(name))
            .href(&self.visitor.href("/search"));
        farther
            .into_iter()
            .chain([Step::new(words.t("storefront-step-similar"), similar)])
            .collect()
    }
}

/// The lowest and the highest price that shops ask.
fn range(words: Words, offers: &[Offer]) -> Option<String> {
    let prices = || offers.iter().filter_map(|offer| offer.price);
    let (lowest, highest) = (prices().min()?, prices().max()?);
    let said = |amount: Money| say::price(words.0, amount);
    Some(if lowest == highest {
        words.with(
            "storefront-product-range-one",
            &[("from", said(lowest).into())],
        )
    } else {
        words.with(
            "storefront-product-range",
            &[("from", said(lowest).into()), ("to", said(highest).into())],
        )
    })
}
