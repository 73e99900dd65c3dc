//! From candidates on a page to answers that can be shown.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use kernel::Point;

use super::candidates::{Candidate, Subject};
use super::disc::{Disc, metres_between};
use super::highlight::Highlight;
use super::matched::{Document, Explainer, MatchedWord};
use super::nearby::NearShop;
use super::search::{Answer, What};
use crate::follow::{product_text, shop_text};
use crate::tables::{Listing, Ord32, Product, Shop};

/// Everything an answer is made from.
pub(super) struct Answers<'a> {
    pub(super) explainer: Explainer<'a>,
    /// Whether what was matched is told.
    pub(super) explain: bool,
    pub(super) disc: &'a Disc<'a>,
    pub(super) origin: Point,
    pub(super) now: DateTime<FixedOffset>,
    /// Of products that stand on the page already: many shops sell the same.
    pub(super) highlights: RefCell<HashMap<Ord32, Highlight>>,
}

impl Answers<'_> {
    /// The answer; `None` for rows that are gone.
    pub(super) fn of(&self, candidate: &Candidate) -> Option<Answer> {
        let tables = self.explainer.tables;
        let shop = tables.shops.find(candidate.shop)?;
        let (what, highlight, matched) = match candidate.subject {
            Subject::Shop => self.shop(shop),
            Subject::Category(ord) => self.usually_sold(ord)?,
            Subject::Listing(ord) => {
                let listing = tables.listings.find(ord)?;
                self.offer(&listing, tables.products.find(listing.product)?)
            }
        };
        Some(Answer {
            what,
            shop: NearShop::of(shop, metres_between(self.origin, shop.location), self.now),
            score: candidate.score,
            parts: candidate.worth().parts(self.disc.at(candidate.place)?),
            highlight,
            matched,
        })
    }

    fn shop(&self, shop: &Shop) -> (What, Highlight, Vec<MatchedWord>) {
        let highlight = Highlight::of(&shop.names, self.explainer.reading);
        let matched = self.matched(|| shop_text(shop), None);
        (What::Shop, highlight, matched)
    }

    fn usually_sold(&self, ord: Ord32) -> Option<(What, Highlight, Vec<MatchedWord>)> {
        let category = self.explainer.tables.categories.by_ord(ord)?;
        let what = What::UsuallySells {
            category: category.code.clone(),
            name: category.names.clone(),
        };
        let highlight = Highlight::of_category(&category.names, self.explainer.reading);
        let matched = if self.explain {
            self.explainer.by_category(ord)
        } else {
            Vec::new()
        };
        Some((what, highlight, matched))
    }

    fn offer(&self, listing: &Listing, product: &Product) -> (What, Highlight, Vec<MatchedWord>) {
        let what = What::Offer {
            product: product.id,
            external_id: product.external_id.as_deref().map(str::to_owned),
            name: product.names.clone(),
            brand: product.brand.as_deref().map(str::to_owned),
            size: product.size.as_deref().map(str::to_owned),
            listing: listing.id,
            price: listing.price,
            in_stock: listing.in_stock,
        };
        let mut highlights = self.highlights.borrow_mut();
        let highlight = highlights
            .entry(listing.product)
            .or_insert_with(|| Highlight::of(&product.names, self.explainer.reading));
        let matched = self.matched(|| product_text(product), product.category);
        (what, highlight.clone(), matched)
    }

    fn matched(&self, text: impl Fn() -> String, category: Option<Ord32>) -> Vec<MatchedWord> {
        if !self.explain {
            return Vec::new();
        }
        let text = text();
        self.explainer.matched(&Document {
            text: &text,
            category,
        })
    }
}
