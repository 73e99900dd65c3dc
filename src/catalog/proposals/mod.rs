//! Products that a shop misses in the catalogue: proposed by its seller, shown to
//! nobody else until an admin has looked.
//!
//! The shop may list its proposal at once. Accepting it shows it to all;
//! rejecting it takes it off the proposer's list with a reason; merging it moves
//! its offers to the product that it really is.

mod propose;
mod queries;
mod review;

pub use propose::{ProposeError, ProposeProduct, propose_product};
pub use queries::{Proposal, attributes_of, product_with_gtin, proposals};
pub use review::{Review, ReviewError, Verdict, review_product};
