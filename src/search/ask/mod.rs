//! Answering: from a question to ranked offers near a place.

mod candidates;
mod compounds;
mod concepts;
mod disc;
mod explain;
mod facets;
mod fillers;
mod nearby;
mod offers;
mod page;
mod phrasebook;
mod phrases;
mod question;
mod reading;
mod score;
mod search;
mod suggest;
mod things;
mod words;

pub use concepts::Concepts;
pub use disc::metres_between;
pub use explain::Explanation;
pub use facets::Facets;
pub use nearby::{NearShop, Nearby, NearbyPosition, NearbyQuestion};
pub use offers::{Offer, OfferSort};
pub use phrasebook::Phrasebook;
pub use question::{Question, Sort};
pub use reading::{ReadWord, Understood};
pub use score::ScoreParts;
pub use search::{Answer, Found, What};
pub use suggest::Suggestion;
