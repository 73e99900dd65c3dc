//! `GET /{lang}/categories` and below: the tree of goods.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use platform::http::{Error, Problem};
use search::{Category, Search};

use crate::Storefront;
use crate::query::Query;
use crate::views::category::{Branch, CategoriesPage};
use crate::views::choice::{Crumb, Step};
use pages::say;
use pages::{Found, Section, Visitor, respond};

pub(crate) async fn all(
    visitor: Visitor,
    front: Data<Storefront>,
    search: Data<Search>,
) -> Result<HttpResponse, Error> {
    let mut page = visitor.page(
        visitor.words.t("storefront-categories-title"),
        Section::Categories,
    );
    page.found = Some(Found::at(&front.site, "/categories"));
    respond::page(&CategoriesPage {
        page,
        trail: Vec::new(),
        all: None,
        branches: branches(&visitor, &search, None),
    })
}

pub(crate) async fn one(
    visitor: Visitor,
    code: Path<String>,
    front: Data<Storefront>,
    search: Data<Search>,
) -> Result<HttpResponse, Error> {
    let lineage = search.category(&code);
    let here = lineage
        .first()
        .ok_or_else(|| Problem::not_found("search.unknown_category"))?;
    let words = visitor.words;
    let name = label(&visitor, here);
    let branches = branches(&visitor, &search, Some(&here.code));
    if branches.is_empty() {
        return Ok(respond::see_other(&goods(&visitor, here)));
    }
    let everything = words.with(
        "storefront-categories-all",
        &[("name", name.as_str().into())],
    );
    let all = Some(Step::new(everything, goods(&visitor, here)));
    let mut trail = path_to(&visitor, &lineage[1..]);
    trail.push(Crumb::last(&*name));
    let mut page = visitor.page(name, Section::Categories);
    page.found = Some(Found::at(&front.site, format!("/categories/{}", here.code)));
    respond::page(&CategoriesPage {
        page,
        trail,
        all,
        branches,
    })
}

/// Links from all categories down to the first of a lineage.
pub(crate) fn path_to(visitor: &Visitor, lineage: &[Category]) -> Vec<Crumb> {
    let link = |category: &Category| Crumb::link(label(visitor, category), href(visitor, category));
    let top = Crumb::link(
        visitor.words.t("storefront-categories-title"),
        visitor.href("/categories"),
    );
    std::iter::once(top)
        .chain(lineage.iter().rev().map(link))
        .collect()
}

fn branches(visitor: &Visitor, search: &Search, code: Option<&str>) -> Vec<Branch> {
    let child = |category: &Category| Step::new(label(visitor, category), href(visitor, category));
    let branch = |category: &Category| Branch {
        label: label(visitor, category),
        href: href(visitor, category),
        children: search
            .categories_below(Some(&category.code))
            .iter()
            .map(child)
            .collect(),
    };
    search.categories_below(code).iter().map(branch).collect()
}

fn label(visitor: &Visitor, category: &Category) -> String {
    category.names.in_locale(visitor.locale()).to_owned()
}

fn href(visitor: &Visitor, category: &Category) -> String {
    visitor.href(&format!("/categories/{}", say::query_value(&category.code)))
}

fn goods(visitor: &Visitor, category: &Category) -> String {
    Query::default()
        .set("category", Some(&category.code))
        .href(&visitor.href("/search"))
}
