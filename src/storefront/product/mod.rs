//! `GET /{lang}/products/{id}`: one product and its offers nearby.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use areas::Areas;
use kernel::{Money, Point, ProductId};
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use search::{Category, Offer, OfferSort, Product, Search, Sort, Variant};

use crate::cards::Cards;
use crate::category::path_to;
use crate::filters::{farther, radii, read_radius};
use crate::pack::{about, pack_words};
use crate::place::picker;
use crate::query::Query;
use crate::views::card::Naming;
use crate::views::choice::{Choice, Crumb, Step};
use crate::views::product::{ProductPage, VariantChip};
use crate::{Storefront, facts};
use pages::{Found, Page, Section, Visitor, respond, say};

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
    let asked = Asked {
        visitor: &visitor,
        path: visitor.href(&format!("/products/{id}")),
        radius_m,
        nearest_first,
    };
    let (product, offers) = asked.offers(&search, id).ok_or_else(missing)?;
    let cards = Cards::new(&front, &areas, visitor.words);
    let mut view = asked.view(&product, &offers, &cards);
    view.trail = trail(&visitor, &search.lineage_of(&product));
    let found = Found::at(&front.site, format!("/products/{id}"));
    let url = found.url(visitor.locale().code());
    let facts = facts::of_product(&product, &url, asking(&offers), visitor.locale());
    view.page.found = Some(found.about(&facts));
    view.variants = asked.variants(&search, id);
    if visitor.place.is_none() {
        view.picker = Some(picker(&areas.book(), visitor.words, view.page.here_url()));
    }
    respond::page(&view)
}

/// A place without shops: who has told no place sees the product alone.
fn nowhere() -> Point {
    Point::new(0.0, 0.0).expect("zero degrees are on Earth")
}

/// The categories above a product, for one that is in some.
fn trail(visitor: &Visitor, lineage: &[Category]) -> Vec<Crumb> {
    if lineage.is_empty() {
        return Vec::new();
    }
    path_to(visitor, lineage)
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

    /// The product and who offers it here; nobody does where no place is told.
    fn offers(&self, search: &Search, id: ProductId) -> Option<(Product, Vec<Offer>)> {
        let sort = if self.nearest_first {
            OfferSort::Distance
        } else {
            OfferSort::Price
        };
        let reach = self.visitor.place.map_or(1.0, |_| self.radius_m.into());
        let origin = self.visitor.place.unwrap_or_else(nowhere);
        search.offers(id, origin, reach, sort)
    }

    /// The same thing in its other sizes or colours; what nobody around has leads
    /// nowhere.
    fn variants(&self, search: &Search, id: ProductId) -> Vec<VariantChip> {
        let origin = self.visitor.place.unwrap_or_else(nowhere);
        let reach = self.visitor.place.map_or(1.0, |_| self.radius_m.into());
        let found = search.variants(id, origin, reach).into_iter();
        let chip = |Variant { product, available }: Variant| VariantChip {
            label: told_apart(&product, self.words()),
            href: self
                .query()
                .href(&self.visitor.href(&format!("/products/{}", product.id))),
            on: product.id == id,
            out: self.visitor.place.is_some() && !available,
        };
        found.map(chip).collect()
    }

    fn view(&self, product: &Product, offers: &[Offer], cards: &Cards<'_>) -> ProductPage {
        let words = self.words();
        let name = Naming::new(&product.names, words.0);
        let mut page = self.visitor.page(name.plain(), Section::Search);
        page.kept = self.query().without(&["sort"]).fields();
        let size = product.size.as_deref();
        let offer = |offer| cards.offer(offer, size);
        ProductPage {
            trail: Vec::new(),
            variants: Vec::new(),
            about: about(words, &name.plain(), product.brand.as_deref(), size).unwrap_or_default(),
            demo: product.demo,
            picker: None,
            radii: radii(words, self.radius_m, &self.query(), &self.path),
            heading: self.heading(&page, offers.len()),
            range: range(words, offers),
            sorts: self.sorts(),
            offers: offers.iter().take(MOST).map(offer).collect(),
            steps: self.steps(&name.plain()),
            name,
            page,
        }
    }

    fn heading(&self, page: &Page, offers: usize) -> String {
        let count = page.count("storefront-product-count", offers as u64);
        let within = say::within(self.words(), self.radius_m);
        self.words().with(
            "storefront-home-within",
            &[("within", within.into()), ("count", count.into())],
        )
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
        let farther = farther(words, self.radius_m, &self.query(), &self.path);
        let similar = Query::default()
            .set("q", Some(name))
            .href(&self.visitor.href("/search"));
        farther
            .into_iter()
            .chain([Step::new(words.t("storefront-step-similar"), similar)])
            .collect()
    }
}

/// What tells a product from the others of its family: its options, its pack or
/// its name.
fn told_apart(product: &Product, words: Words) -> String {
    let options = product
        .family
        .iter()
        .flat_map(|family| family.options.values());
    let options: Vec<&str> = options.map(String::as_str).collect();
    if !options.is_empty() {
        return options.join(" · ");
    }
    let pack = product.size.as_deref().map(|size| pack_words(words, size));
    pack.unwrap_or_else(|| product.names.in_locale(words.0).to_owned())
}

/// The lowest and the highest price that shops ask, and how many ask one.
fn asking(offers: &[Offer]) -> Option<(Money, Money, usize)> {
    let prices = || offers.iter().filter_map(|offer| offer.price);
    Some((prices().min()?, prices().max()?, prices().count()))
}

/// The same in words.
fn range(words: Words, offers: &[Offer]) -> Option<String> {
    let (lowest, highest, _) = asking(offers)?;
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
