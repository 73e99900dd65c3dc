//! `GET /{lang}/search`: goods and shops for words.

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::Areas;
use kernel::Point;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use search::{Found, Search, Sort, Understood};

use crate::Storefront;
use crate::cards::{Cards, kind_words};
use crate::filters::{Filters, RADII, taka, wider};
use crate::place::picker;
use crate::respond;
use crate::views::choice::{Choice, Step};
use crate::views::page::{Page, Section};
use crate::views::say;
use crate::views::search::{FilterForm, Hit, Pick, PickSet, SearchPage};
use crate::visitor::Visitor;

/// Categories in the filter sheet.
const MOST_CATEGORIES: usize = 10;

pub(crate) async fn show(
    visitor: Visitor,
    mut params: Params,
    front: Data<Storefront>,
    search: Data<Search>,
    areas: Data<Areas>,
) -> Result<HttpResponse, Error> {
    let filters = Filters::read(&mut params);
    if filters
        .category
        .as_deref()
        .is_some_and(|code| search.category(code).is_empty())
    {
        params.refuse("category", "search.unknown_category");
    }
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
    if bangla_text::words(&filters.text).next().is_none() && filters.category.is_none() {
        return respond::page(&asked.landing());
    }
    let cards = Cards {
        words: visitor.words,
        now: front.clock.now_in_dhaka(),
        areas: &areas,
    };
    respond::page(&asked.results(origin, &cards)?)
}

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

    fn page(&self) -> Page {
        let text = &self.filters.text;
        let title = if text.is_empty() {
            self.category_name()
                .unwrap_or_else(|| self.words().t("storefront-search-title"))
        } else {
            self.words()
                .with("storefront-search-title-of", &[("q", text.as_str().into())])
        };
        let mut page = self.visitor.page(title, Section::Search);
        page.asked.clone_from(text);
        // New words, same place and distance; other filters were for the old ones.
        page.kept = self
            .filters
            .query()
            .without(&["q", "category", "kind", "min_price", "max_price"])
            .fields();
        page
    }

    fn category_name(&self) -> Option<String> {
        let found = self.search.category(self.filters.category.as_deref()?);
        Some(found.first()?.names.in_locale(self.words().0).to_owned())
    }

    /// Nothing asked yet: what one may ask for.
    fn landing(&self) -> SearchPage {
        let categories = self.search.categories_below(None);
        let query = self.filters.query();
        let steps = categories.iter().map(|category| {
            let href = query
                .clone()
                .set("category", Some(&category.code))
                .href(&self.path());
            Step::new(category.names.in_locale(self.words().0), href)
        });
        SearchPage {
            empty: self.words().t("storefront-search-everything"),
            steps: steps.collect(),
            ..self.frame(self.page(), None)
        }
    }

    fn results(&self, origin: Point, cards: &Cards<'_>) -> Result<SearchPage, Error> {
        let limit = if self.visitor.lite { 10 } else { 20 };
        let found = self
            .search
            .search(&self.filters.question(origin, limit))
            .map_err(|_| Problem::field("radius_m", "platform.out_of_range"))?;
        let hits = found.items.iter().map(|answer| match cards.answer(answer) {
            Some(offer) => Hit::Offer(Box::new(offer)),
            None => Hit::Shop(Box::new(cards.shop(&answer.shop))),
        });
        let widened = found.total > 0 && found.radius_m > f64::from(self.filters.radius_m);
        let next = self
            .filters
            .query()
            .set("page", Some(self.filters.page + 1));
        Ok(SearchPage {
            heading: self.heading(&found),
            understood: understood(self.words(), &found.understood),
            widened: widened.then(|| self.words().t("storefront-search-widened")),
            hits: hits.collect(),
            next: found.more.then(|| next.href(&self.path())),
            empty: self.words().t("storefront-search-empty"),
            steps: self.ways_out(&found),
            ..self.frame(self.page(), Some(&found))
        })
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
    fn frame(&self, page: Page, found: Option<&Found>) -> SearchPage {
        let words = self.words();
        let applied = self.applied();
        let filter_label = match applied.len() {
            0 => words.t("storefront-filter"),
            n => words.with(
                "storefront-filter-n",
                &[("shown", say::number(words.0, n as u64).into())],
            ),
        };
        SearchPage {
            page,
            picker: None,
            filter_label,
            form: self.form(found),
            notices: self
                .filters
                .misread
                .iter()
                .map(|key| words.t(key))
                .collect(),
            sorts: self.sorts(),
            applied,
            heading: String::new(),
            understood: None,
            widened: None,
            hits: Vec::new(),
            next: None,
            empty: String::new(),
            steps: Vec::new(),
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

    /// One chip for each filter; its link drops it.
    fn applied(&self) -> Vec<Step> {
        let (words, filters) = (self.words(), self.filters);
        let price = |key, amount| words.with(key, &[("price", say::price(words.0, amount).into())]);
        let chips = [
            ("category", self.category_name()),
            ("kind", filters.kind.map(|kind| kind_words(words, kind))),
            (
                "min_price",
                filters
                    .min_price
                    .map(|amount| price("storefront-price-from-chip", amount)),
            ),
            (
                "max_price",
                filters
                    .max_price
                    .map(|amount| price("storefront-price-to-chip", amount)),
            ),
            (
                "in_stock",
                filters.in_stock.then(|| words.t("storefront-in-stock")),
            ),
            (
                "open_now",
                filters.open_now.then(|| words.t("storefront-open-now")),
            ),
        ];
        let chip = |(name, label): (&str, Option<String>)| {
            Some(Step::new(
                label?,
                filters.query().without(&[name]).href(&self.path()),
            ))
        };
        chips.into_iter().filter_map(chip).collect()
    }

    fn form(&self, found: Option<&Found>) -> FilterForm {
        let filters = self.filters;
        FilterForm {
            kept: filters
                .query()
                .without(&[
                    "radius_m",
                    "category",
                    "kind",
                    "min_price",
                    "max_price",
                    "in_stock",
                    "open_now",
                ])
                .fields(),
            open_now: filters.open_now,
            in_stock: filters.in_stock,
            sets: [
                Some(self.radius_set()),
                self.category_set(found),
                self.kind_set(found),
            ]
            .into_iter()
            .flatten()
            .collect(),
            min_price: filters.min_price.map(taka).unwrap_or_default(),
            max_price: filters.max_price.map(taka).unwrap_or_default(),
            clear_href: filters
                .query()
                .without(&[
                    "category",
                    "kind",
                    "min_price",
                    "max_price",
                    "in_stock",
                    "open_now",
                ])
                .href(&self.path()),
        }
    }

    fn radius_set(&self) -> PickSet {
        let pick = |metres: u32| Pick {
            value: metres.to_string(),
            label: say::radius(self.words(), metres),
            count: None,
            on: metres == self.filters.radius_m,
        };
        PickSet {
            name: "radius_m",
            title: self.words().t("storefront-radius"),
            picks: RADII.map(pick).to_vec(),
        }
    }

    fn category_set(&self, found: Option<&Found>) -> Option<PickSet> {
        let chosen = self.filters.category.as_deref();
        let mut picks = vec![self.any(chosen.is_none())];
        if let (Some(code), Some(name)) = (chosen, self.category_name()) {
            picks.push(Pick {
                value: code.to_owned(),
                label: name,
                count: None,
                on: true,
            });
        }
        let facets = found.map_or(&[][..], |found| &found.facets.categories);
        let others = facets
            .iter()
            .filter(|facet| Some(&*facet.code) != chosen)
            .take(MOST_CATEGORIES);
        picks.extend(others.map(|facet| Pick {
            value: facet.code.clone(),
            label: facet.name.in_locale(self.words().0).to_owned(),
            count: Some(say::number(self.words().0, facet.count as u64)),
            on: false,
        }));
        (picks.len() > 1).then(|| PickSet {
            name: "category",
            title: self.words().t("storefront-category"),
            picks,
        })
    }

    fn kind_set(&self, found: Option<&Found>) -> Option<PickSet> {
        let chosen = self.filters.kind;
        let mut picks = vec![self.any(chosen.is_none())];
        let facets = found.map_or(&[][..], |found| &found.facets.kinds);
        if let Some(kind) = chosen.filter(|kind| facets.iter().all(|facet| facet.kind != *kind)) {
            picks.push(Pick {
                value: kind.code().to_owned(),
                label: kind_words(self.words(), kind),
                count: None,
                on: true,
            });
        }
        picks.extend(facets.iter().map(|facet| Pick {
            value: facet.kind.code().to_owned(),
            label: kind_words(self.words(), facet.kind),
            count: Some(say::number(self.words().0, facet.count as u64)),
            on: chosen == Some(facet.kind),
        }));
        (picks.len() > 1).then(|| PickSet {
            name: "kind",
            title: self.words().t("storefront-kinds"),
            picks,
        })
    }

    fn any(&self, on: bool) -> Pick {
        Pick {
            value: String::new(),
            label: self.words().t("storefront-any"),
            count: None,
            on,
        }
    }

    /// What helps when nothing was found: farther, fewer filters, a category
    /// that the words name.
    fn ways_out(&self, found: &Found) -> Vec<Step> {
        let (words, path, query) = (self.words(), self.path(), self.filters.query());
        let mut steps = Vec::new();
        if self.filters.any() {
            steps.push(Step::new(
                words.t("storefront-step-drop"),
                query
                    .without(&[
                        "category",
                        "kind",
                        "min_price",
                        "max_price",
                        "in_stock",
                        "open_now",
                    ])
                    .href(&path),
            ));
        }
        if let Some(metres) = wider(self.filters.radius_m) {
            let label = words.with(
                "storefront-step-widen",
                &[("within", say::within(words, metres).into())],
            );
            steps.push(Step::new(
                label,
                query.clone().set("radius_m", Some(metres)).href(&path),
            ));
        }
        let related = found
            .understood
            .categories
            .iter()
            .filter_map(|code| self.search.category(code).into_iter().next());
        steps.extend(related.map(|category| {
            let href = query
                .without(&["q"])
                .set("category", Some(&category.code))
                .href(&path);
            Step::new(category.names.in_locale(words.0), href)
        }));
        steps.push(Step::new(
            words.t("storefront-step-categories"),
            self.visitor.href("/categories"),
        ));
        steps
    }
}

/// How the words were read, where that is not as they were typed.
fn understood(words: Words, understood: &Understood) -> Option<String> {
    let read: Vec<&str> = understood
        .words
        .iter()
        .map(|word| word.read.as_deref().unwrap_or(&word.typed))
        .collect();
    understood.changed.then(|| {
        words.with(
            "storefront-search-understood",
            &[("words", read.join(" ").into())],
        )
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a radius is from 1 to 50,000 metres"
)]
fn metres(radius_m: f64) -> u32 {
    radius_m.round() as u32
}
