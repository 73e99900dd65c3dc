//! Products that a shop misses in the catalogue: proposed by its seller, shown to
//! nobody else until an admin has looked.
//!
//! The shop may list its proposal at once. Accepting it shows it to all;
//! rejecting it takes it off the proposer's list with a reason; merging it moves
//! its offers to the product that it really is.

mod admin_api;
mod api;
mod propose;
mod queries;
mod read;
mod review;
mod scope;
mod views;

use std::collections::HashMap;

use areas::Gazetteer;
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use kernel::{Names, ProductId};
use platform::http::FieldProblem;

pub use admin_api::read_verdict;
pub(crate) use api::api;
pub use propose::{ProposeError, ProposeProduct, propose_product};
pub use queries::{
    OwnProposal, Proposal, attributes_of, find_proposal, find_waiting, product_with_gtin,
    proposals, proposals_of,
};
pub use read::{barcode_code, read_proposal};
pub use review::{Correction, Review, ReviewError, Verdict, review_product};
pub use scope::{is_inside, waiting_inside};

/// The shop that misses a product.
#[derive(Clone, Debug)]
pub struct Proposer {
    /// What it is called.
    pub names: Names,
    /// Code of the smallest area it is in; `None` outside of what is known.
    pub area: Option<String>,
}

/// Who proposed these products, of those whose shops are still there.
pub async fn proposers_of(
    conn: &mut AsyncPgConnection,
    products: &[ProductId],
    book: &Gazetteer,
) -> QueryResult<HashMap<ProductId, Proposer>> {
    let places = crate::views::places_of_proposers(conn, products).await?;
    let proposer = |(product, names, place): (ProductId, Names, Option<kernel::Point>)| {
        let located = place.and_then(|place| book.locate(place).ok());
        let smallest = located.as_ref().and_then(|found| found.steps().last());
        let area = smallest.map(|step| step.area.code.clone());
        (product, Proposer { names, area })
    };
    Ok(places.into_iter().map(proposer).collect())
}

fn refused(field: &str, code: &'static str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        code,
    }
}
