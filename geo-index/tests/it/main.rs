//! Tests of the public face: against brute force, against the geodesic, at the
//! edges of the Earth and under updates.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod areas;
mod around;
mod brute;
mod damage;
mod edges;
mod exactness;
mod file;
mod forged;
mod live;
mod many;
mod nearest_in;
mod oracles;
mod polygons;
mod properties;
mod zones;
