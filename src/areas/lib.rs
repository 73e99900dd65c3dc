//! Divisions, districts, upazilas, wards and localities of Bangladesh.
//!
//! Owns the table `areas`. Invariants: areas are keyed on codes, never on names
//! (13 upazila names repeat); every area but a division has a parent one level
//! above, and localities stand below a ward or an upazila; a point is in at
//! most one area of a level.
//!
//! Everything is answered from a [`Gazetteer`] in memory, so that picking a
//! place works while the database is away.

mod api;
mod arcs;
mod borders;
mod dictionary;
mod feature;
mod gazetteer;
mod import;
mod load;
mod locate;
mod model;
mod naming;
mod order;
mod outlines;
mod queries;
mod schema;
mod seed;

pub use api::api;
pub use gazetteer::Gazetteer;
pub use import::{Note, Report, import_file};
pub use load::{Areas, LoadError};
pub use locate::{How, Located, Outside, Step};
pub use model::{Area, DISTRICT, DIVISION, Entry, Kind, LOCALITY, UPAZILA, WARD};
pub use outlines::Outlines;
pub use seed::{seed, seed_entries};
