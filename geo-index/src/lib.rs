//! Exact radius search and nearest neighbours on the WGS84 ellipsoid, in memory,
//! over H3 cells, live under updates.
//!
//! | You want … | → call … |
//! |---|---|
//! | a checked place | [`Point::new`] |
//! | metres between two places | [`Point::distance_m`] |
//! | an index of many points | [`GeoIndex::bulk`] |
//! | to start again without building | [`GeoIndex::save`], [`GeoIndex::open`] |
//! | every point within a radius, unordered, stopping when you like | [`GeoIndex::within`] |
//! | the same, by distance, into a buffer you keep | [`GeoIndex::collect_within`] |
//! | one after the other, as you ask for them | [`GeoIndex::iter_within`] |
//! | ids and metres only, as fast as can be | [`GeoIndex::gather_within`] |
//! | only how many | [`GeoIndex::count_within`] |
//! | how many of some kind | [`GeoIndex::count_where`] |
//! | how many of each kind | [`GeoIndex::facets_within`] |
//! | the k nearest of some kind | [`GeoIndex::nearest`] |
//! | either of them for many origins | [`GeoIndex::count_within_each`], [`GeoIndex::nearest_each`] |
//! | clusters for a map | [`GeoIndex::density_within`] |
//! | the H3 cell of a point | [`Point::cell`] |
//! | the points of a delivery zone | [`GeoIndex::within_cells`], [`GeoIndex::count_in_cells`] |
//! | an area with a drawn outline | [`Polygon::new`], [`Polygon::union`], [`Polygon::contains`] |
//! | the points in it | [`GeoIndex::within_polygon`], [`GeoIndex::count_in_polygon`] |
//! | the k nearest of some kind in a zone or an area | [`GeoIndex::nearest_in_cells`], [`GeoIndex::nearest_in_polygon`] |
//! | to know why a query is fast or slow | [`GeoIndex::explain_within`] |
//! | to change points while others read | [`Live`], [`Live::load`] |
//! | one change, and to know whether the key was there | [`Live::upsert`], [`Live::remove`] |
//! | many changes seen at once | [`Live::apply`] |
//! | to start over from the record | [`Live::replace`] |
//! | where a key is now | [`Live::get`] |
//!
//! Radii and distances are metres along the ellipsoid. A point is within a
//! radius exactly when the WGS84 geodesic says so, the rim included, everywhere:
//! poles and antimeridian are no special places. See the README for guarantees
//! and figures.
//!
//! ```
//! use geo_index::{GeoIndex, Live, Point};
//!
//! let live = Live::new(GeoIndex::bulk([
//!     (1_u32, Point::new(23.7461, 90.3742)?, "grocery"),
//!     (2, Point::new(23.7515, 90.3930)?, "pharmacy"),
//! ]));
//! live.upsert(3, Point::new(23.7520, 90.3935)?, "grocery");
//!
//! let here = Point::new(23.7510, 90.3920)?;
//! let groceries = live.load().nearest(here, 10, 2_000.0, |_, &kind| kind == "grocery")?;
//! assert_eq!(groceries.iter().map(|hit| hit.key).collect::<Vec<_>>(), [3, 1]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(missing_docs)]
#![expect(
    clippy::inline_always,
    reason = "what is not inlined is not compiled for the host's vector instructions"
)]
#![expect(
    clippy::needless_range_loop,
    reason = "loops over the lanes of several arrays become vector instructions"
)]

mod area;
mod bounds;
mod cell;
mod cells;
mod change;
mod count;
mod cut;
mod degrees;
mod density;
mod disc;
mod each;
mod earth;
mod edge;
mod explain;
mod facets;
mod file;
mod flat;
mod frame;
mod gather;
mod gauge;
mod hull;
mod index;
mod iter;
mod lanes;
mod layout;
mod live;
mod merge;
mod near;
mod nearest;
mod nearest_in;
mod outline;
mod pack;
mod patch;
mod places;
mod plane;
mod point;
mod polygon;
mod positions;
mod ring;
mod round;
mod seen;
mod shard;
mod simd;
mod sixteens;
mod steps;

mod view;
mod visit;
mod walk;
mod within;
mod zone;

pub use change::{Applied, Change};
pub use disc::InvalidRadius;
pub use explain::Explained;
pub use file::{OpenError, SaveError, Types};
pub use gather::Gathered;
/// An H3 cell of any resolution. `u64::from` gives its number.
pub use h3o::CellIndex as Cell;
pub use h3o::Resolution;
pub use index::{Built, GeoIndex};
pub use live::Live;
pub use point::{InvalidPoint, Point};
pub use polygon::{InvalidPolygon, Polygon};
pub use simd::Instructions;
pub use within::Hit;
