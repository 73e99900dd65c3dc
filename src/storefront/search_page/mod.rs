//! `GET /{lang}/search`: goods and shops for words.

mod chips;
mod sheet;
mod told;
mod ways_out;

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::Areas;
use kernel::{ListingId, Point};
use platform::cursor::Cursors;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use search::{Answer, Category, Found, Question, Search, Sort, What};

use crate::Storefront;
use crate::cards::Cards;
use crate::filters::Filters;
use crate::pictures::PictureBook;
use crate::place::picker;
use crate::request::{self, Told};
use crate::views::choice::{Choice, Step};
use crate::views::search::{AskForm, Hit, SearchPage};
use pages::Visitor;
use pages::respond;
use pages::say;
use pages::{Page, Section};

pub(crate) async fn show(
    visitor: Visitor,
    mut params: Params,
    front: Data<Storefront>,
    search: Data<Search>,
    areas: Data<Areas>,
    cursors: Data<Cursors>,
    book: PictureBook,
) -> Result<HttpResponse, Error> {
    let filters = read(&mut params, &search);
    let told = Told::read(&params, &cursors);
    params.finish()?;
    let asked = Asked {
        visitor: &visitor,
        filters: &filters,
        search: &search,
    };
    let Some(origin) = visitor.place else {
        let mut view = asked.landing();
        view.picker = Some(picker(&areas.book(), visitor.words, view.page.here_url()));
        return respond::page(&view);
    };
    if asked.is_nothing() {
        return respond::page(&asked.landing());
    }
    let (question, found) = asked.find(origin)?;
    let pictures = book.covers(&visitor, &listings(&found)).await;
    let cards = Cards::new(&front, &areas, visitor.words).showing(pictures);
    let told = told.map(|told| told.say(visitor.words));
    let view = asked.results(&question, &found, &cards);
    respond::page(&SearchPage {
        // Who has just asked need not ask again.
        ask: view.ask.filter(|_| told.is_none()),
        told,
        ..view
    })
}

/// The filters of a query, with a category that there is.
fn read(params: &mut Params, search: &Search) -> Filters {
    let filters = Filters::read(params);
    let category = filters.category.as_deref();
    if category.is_some_and(|code| search.category(code).is_empty()) {
        params.refuse("category", "search.unknown_category");
    }
    filters
}

/// What somebody asked, and of whom.
struct Asked<'a> {
    visitor: &'a Visitor,
    filters: &'a Filters,
    search: &'a Search,
}

impl Asked<'_> {
    fn words(&self) -> Words {
        self.visitor.words
    }

    fn path(&self) -> String {
        self.visitor.href("/search")
    }

    /// Neither words nor a category.
    fn is_nothing(&self) -> bool {
        let mut words = bangla_text::words(&self.filters.text);
        words.next().is_none() && self.filters.category.is_none()
    }

    fn page(&self) -> Page {
        let mut page = self.visitor.page(self.title(), Section::Search);
        page.asked.clone_from(&self.filters.text);
        // New words, same place and distance; other filters were for the old ones.
        page.kept = self
            .filters
            .query()
            .without(&["q", "literal", "category", "kind", "min_price", "max_price"])
            .fields();
        page
    }

    fn title(&self) -> String {
        let (words, text) = (self.words(), self.filters.text.as_str());
        if text.is_empty() {
            self.category_name()
                .unwrap_or_else(|| words.t("storefront-search-title"))
        } else {
            words.with("storefront-search-title-of", &[("q", text.into())])
        }
    }

    fn category_name(&self) -> Option<String> {
        let found = self.search.category(self.filters.category.as_deref()?);
        Some(self.name_of(found.first()?))
    }

    fn name_of(&self, category: &Category) -> String {
        category.names.in_locale(self.words().0).to_owned()
    }

    /// Nothing asked yet: what one may ask for.
    fn landing(&self) -> SearchPage {
        let categories = self.search.categories_below(None);
        let query = self.filters.query();
        let steps = categories.iter().map(|category| {
            let query = query.clone().set("category", Some(&category.code));
            Step::new(self.name_of(category), query.href(&self.path()))
        });
        SearchPage {
            empty: self.words().t("storefront-search-everything"),
            steps: steps.collect(),
            ..self.frame(None)
        }
    }

    fn find(&self, origin: Point) -> Result<(Question, Found), Error> {
        let limit = if self.visitor.lite { 10 } else { 20 };
        let question = self.filters.question(origin, limit);
        let found = self
            .search
            .search(&question)
            .map_err(|_| Problem::field("radius_m", "platform.out_of_range"))?;
        let language = Some(self.words().0);
        self.search.misses().note(&question, &found, language);
        Ok((question, found))
    }

    fn results(&self, question: &Question, found: &Found, cards: &Cards<'_>) -> SearchPage {
        let taken = search::Step::of(question, found);
        let hits = found.items.iter().map(|answer| match cards.answer(answer) {
            Some(offer) => Hit::Offer(Box::new(offer)),
            None => Hit::Shop(Box::new(cards.named_shop(answer))),
        });
        let next = self
            .filters
            .query()
            .set("page", Some(self.filters.page + 1));
        SearchPage {
            heading: self.heading(found),
            readings: self.readings(found, &taken),
            widened: self.widened(found),
            hits: hits.collect(),
            next: found.next.is_some().then(|| next.href(&self.path())),
            empty: self.emptiness(found),
            steps: self.ways_out(found),
            ask: self.ask(&taken),
            ..self.frame(Some(found))
        }
    }

    fn ask(&self, taken: &[search::Step]) -> Option<AskForm> {
        taken
            .contains(&search::Step::Ask)
            .then(|| request::form(self.visitor, self.filters))
    }

    fn heading(&self, found: &Found) -> String {
        let words = self.words();
        let count = self
            .page()
            .count("storefront-search-count", found.total as u64);
        let within = say::within(words, metres(found.radius_m));
        words.with(
            "storefront-search-within",
            &[("within", within.into()), ("count", count.into())],
        )
    }

    /// What surrounds the results.
    fn frame(&self, found: Option<&Found>) -> SearchPage {
        let applied = self.chips();
        let notices = self.filters.misread.iter().map(|key| self.words().t(key));
        SearchPage {
            page: self.page(),
            picker: None,
            filter_label: self.filter_label(applied.len()),
            form: self.sheet(found),
            notices: notices.collect(),
            sorts: self.sorts(),
            applied,
            heading: String::new(),
            readings: Vec::new(),
            widened: None,
            hits: Vec::new(),
            next: None,
            empty: String::new(),
            steps: Vec::new(),
            told: None,
            ask: None,
        }
    }

    fn filter_label(&self, applied: usize) -> String {
        let words = self.words();
        let shown = say::number(words.0, applied as u64);
        match applied {
            0 => words.t("storefront-filter"),
            _ => words.with("storefront-filter-n", &[("shown", shown.into())]),
        }
    }

    fn sorts(&self) -> Vec<Choice> {
        let link = |sort: Sort| {
            let query = self
                .filters
                .query()
                .set("sort", (sort != Sort::Relevance).then(|| sort.code()));
            Choice::new(
                self.words().t(&format!("storefront-sort-{}", sort.code())),
                query.href(&self.path()),
                sort == self.filters.sort,
            )
        };
        [Sort::Relevance, Sort::Distance, Sort::Price]
            .map(link)
            .to_vec()
    }
}

/// The offers among what was found.
fn listings(found: &Found) -> Vec<ListingId> {
    let listing = |answer: &Answer| match answer.what {
        What::Offer { listing, .. } => Some(listing),
        What::Shop | What::UsuallySells { .. } => None,
    };
    found.items.iter().filter_map(listing).collect()
}

/// Whole metres of a radius.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a radius is from 1 to 50,000 metres"
)]
fn metres(radius_m: f64) -> u32 {
    radius_m.round() as u32
}
