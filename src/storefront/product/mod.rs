//! `GET /{lang}/products/{id}`: one product and its offers nearby, compared.

mod deals;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use areas::Areas;
use kernel::{ListingId, Money, Point, ProductId};
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use search::{Category, Offer, OfferSort, Product, Search, Variant};

use self::deals::Deals;
use crate::cards::Cards;
use crate::category::path_to;
use crate::filters::{farther, radii, read_radius};
use crate::pack::{about, pack_words};
use crate::pictures::PictureBook;
use crate::place::picker;
use crate::query::Query;
use crate::views::card::Naming;
use crate::views::choice::{Choice, Crumb, Step};
use crate::views::product::{ProductPage, VariantChip};
use crate::{Storefront, facts};
use pages::{Found, Page, Section, Visitor, respond, say};

/// Offers on the page.
const MOST: usize = 50;

/// In which order the offers stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// What is paid in all.
    #[default]
    Price,
    Distance,
    /// What a kilogram, a litre or a piece costs, in all packs of the family.
    Unit,
}

impl Order {
    const fn code(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Distance => "distance",
            Self::Unit => "unit",
        }
    }
}

impl std::str::FromStr for Order {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let all = [Self::Price, Self::Distance, Self::Unit];
        all.into_iter().find(|it| it.code() == text).ok_or(())
    }
}

pub(crate) async fn show(
    visitor: Visitor,
    id: Path<String>,
    mut params: Params,
    front: Data<Storefront>,
    search: Data<Search>,
    areas: Data<Areas>,
    book: PictureBook,
) -> Result<HttpResponse, Error> {
    let missing = || Problem::not_found("catalog.product_not_found");
    let id: ProductId = id.parse().map_err(|_| missing())?;
    let order = params.parsed("sort", "search.unknown_sort");
    let radius_m = read_radius(&mut params);
    params.finish()?;
    let asked = Asked {
        visitor: &visitor,
        path: visitor.href(&format!("/products/{id}")),
        radius_m,
        order: order.unwrap_or_default(),
    };
    let (product, offers) = asked.offers(&search, id).ok_or_else(missing)?;
    let shown: Vec<ListingId> = offers.iter().take(MOST).map(|(_, it)| it.listing).collect();
    let known = book.about(&visitor, id, &shown).await;
    let cards = Cards::new(&front, &areas, visitor.words);
    let family = search.variants(id, asked.origin(), asked.reach());
    let deals = Deals::new(&known, &cards, &front, asked.order);
    let mut view = asked.view(&product, &offers, &family, &deals);
    deals.show_pictures(&mut view, &offers);
    view.trail = trail(&visitor, &search.lineage_of(&product));
    let found = Found::at(&front.site, format!("/products/{id}"));
    let url = found.url(visitor.locale().code());
    let facts = facts::of_product(&product, &url, asking(&offers, id), visitor.locale());
    let facts = facts.with_pictures(&known.gallery, &front.site);
    view.page.found = Some(found.about(&facts.to_string()));
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
    order: Order,
}

/// An offer, and the product that it is of: where packs are compared, not always
/// the one that the page is about.
type OfferOf = (Product, Offer);

impl Asked<'_> {
    fn words(&self) -> Words {
        self.visitor.words
    }

    fn origin(&self) -> Point {
        self.visitor.place.unwrap_or_else(nowhere)
    }

    fn reach(&self) -> f64 {
        self.visitor.place.map_or(1.0, |_| self.radius_m.into())
    }

    /// The product and who offers it here; nobody does where no place is told.
    fn offers(&self, search: &Search, id: ProductId) -> Option<(Product, Vec<OfferOf>)> {
        let (origin, reach) = (self.origin(), self.reach());
        let sort = match self.order {
            Order::Distance => OfferSort::Distance,
            Order::Price | Order::Unit => OfferSort::Price,
        };
        let (product, offers) = search.offers(id, origin, reach, sort)?;
        let all = if self.order == Order::Unit {
            search.family_offers(id, origin, reach)?
        } else {
            let each = offers.into_iter();
            each.map(|offer| (product.clone(), offer)).collect()
        };
        Some((product, all))
    }

    /// The same thing in its other sizes or colours; what nobody around has leads
    /// nowhere.
    fn variants(&self, family: &[Variant], id: ProductId) -> Vec<VariantChip> {
        let chip = |Variant { product, available }: &Variant| VariantChip {
            label: told_apart(product, self.words()),
            href: self
                .query()
                .href(&self.visitor.href(&format!("/products/{}", product.id))),
            on: product.id == id,
            out: self.visitor.place.is_some() && !available,
        };
        family.iter().map(chip).collect()
    }

    fn view(
        &self,
        product: &Product,
        offers: &[OfferOf],
        family: &[Variant],
        deals: &Deals<'_>,
    ) -> ProductPage {
        let words = self.words();
        let name = Naming::new(&product.names, words.0);
        let mut page = self.visitor.page(name.plain(), Section::Search);
        page.kept = self.query().without(&["sort"]).fields();
        let size = product.size.as_deref();
        ProductPage {
            trail: Vec::new(),
            variants: self.variants(family, product.id),
            about: about(words, &name.plain(), product.brand.as_deref(), size).unwrap_or_default(),
            gallery: Vec::new(),
            files: Vec::new(),
            demo: product.demo,
            picker: None,
            radii: radii(words, self.radius_m, &self.query(), &self.path),
            heading: self.heading(&page, offers.len()),
            range: range(words, asking(offers, product.id)),
            sorts: self.sorts(has_packs(family)),
            offers: deals.all(offers.get(..MOST).unwrap_or(offers), product.id),
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
        let usual = self.order == Order::default();
        Query::default()
            .set("radius_m", Some(self.radius_m))
            .set("sort", (!usual).then(|| self.order.code()))
    }

    /// By unit only where there are packs to compare.
    fn sorts(&self, has_packs: bool) -> Vec<Choice> {
        let link = |order: Order| {
            let usual = order == Order::default();
            let query = self.query().set("sort", (!usual).then(|| order.code()));
            let words = self.words().t(&format!("storefront-sort-{}", order.code()));
            Choice::new(words, query.href(&self.path), order == self.order)
        };
        let mut orders = vec![Order::Price, Order::Distance];
        if has_packs || self.order == Order::Unit {
            orders.push(Order::Unit);
        }
        orders.into_iter().map(link).collect()
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

/// Whether the family has packs of several sizes that say how much is in them.
fn has_packs(family: &[Variant]) -> bool {
    let one = Some(Money::from_taka(1_000));
    let costs = |it: &Variant| catalog::unit_price(one, it.product.size.as_deref(), false);
    let mut costs: Vec<Money> = family.iter().filter_map(costs).map(|it| it.price).collect();
    costs.sort_unstable();
    costs.dedup();
    costs.len() > 1
}

/// The lowest and the highest price that shops ask for this product, and how many
/// ask one.
fn asking(offers: &[OfferOf], id: ProductId) -> Option<(Money, Money, usize)> {
    let own = || offers.iter().filter(|(product, _)| product.id == id);
    let prices = || own().filter_map(|(_, offer)| offer.price);
    Some((prices().min()?, prices().max()?, prices().count()))
}

/// The same in words.
fn range(words: Words, asking: Option<(Money, Money, usize)>) -> Option<String> {
    let (lowest, highest, _) = asking?;
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
