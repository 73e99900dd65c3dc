//! Addresses to places on the map, and places to words.
//!
//! Three answer alike behind [`Geocoder`]: our own areas, localities and postcodes
//! ([`Offline`]), Google and Barikoi. [`Geocoding`] asks the one of the settings and
//! falls back on our own, so that there is always an answer and a bill that ends.
//!
//! The app hands in `Data` of [`Geocoding`], [`areas::Areas`] and
//! [`platform::limits::Limits`].

mod api;
mod barikoi;
mod geocoding;
mod google;
mod model;
mod offline;

#[cfg(test)]
mod tests;

pub use api::api;
pub use geocoding::Geocoding;
pub use model::{Geocoder, Place, Precision, Question, Unanswered};
pub use offline::Offline;
