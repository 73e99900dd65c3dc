//! kylebarron's geo-index 0.4: a packed Hilbert R-tree over degrees.
//!
//! It knows boxes only, so the disc's box is searched and its finds are settled
//! by chords. Its haversine feature took 6-14
//! times as long. Points are inserted in the order in which the tree would lay them out,
//! so that the chords of neighbours lie side by side: 2-3 times faster than in
//! any order. Nodes of 32 did best, and its k-d tree worse than its R-tree.

use geo_index::Point;
use kyle_geo_index::rtree::sort::HilbertSort;
use kyle_geo_index::rtree::{NeighborsOptions, RTree, RTreeBuilder, RTreeIndex as _};

use crate::earth::{Disc, EQUATOR_M, Ecef, chord2, ecef};
use crate::engine::{Answer, Engine, NEAREST, Task, widened};

const NODE_SIZE: u16 = 32;
/// Smallest radius of curvature of WGS84, that of a meridian at the equator.
const TIGHTEST_M: f64 = 6_335_439.0;

struct Spot {
    at: Ecef,
    id: u32,
}

pub(crate) struct Kyle {
    tree: RTree<f64>,
    /// In the order of insertion, which is that of the tree's leaves.
    spots: Vec<Spot>,
    answer: Answer,
}

impl Kyle {
    pub(crate) fn build(points: &[Point]) -> Self {
        let tree = packed(points.iter().copied(), points.len());
        let order: Vec<_> = (0..points.len()).map(|i| tree.indices().get(i)).collect();
        let spots = (order.iter())
            .map(|&i| Spot {
                at: ecef(points[i]),
                id: u32::try_from(i).expect("ids are u32"),
            })
            .collect();
        Self {
            tree: packed(order.iter().map(|&i| points[i]), points.len()),
            spots,
            answer: Vec::new(),
        }
    }

    fn count(&self, disc: &Disc, reach: &Reach) -> usize {
        (reach.boxes().iter().flatten())
            .flat_map(|&[west, south, east, north]| self.tree.search(west, south, east, north))
            .filter(|&at| chord2(&self.spots[at as usize].at, &disc.centre) <= disc.chord2)
            .count()
    }

    fn collect(&mut self, disc: &Disc, reach: &Reach) {
        self.answer.clear();
        for &[west, south, east, north] in reach.boxes().iter().flatten() {
            let candidates = self.tree.search(west, south, east, north);
            self.answer.extend(candidates.into_iter().filter_map(|at| {
                let spot = &self.spots[at as usize];
                let chord2 = chord2(&spot.at, &disc.centre);
                (chord2 <= disc.chord2).then(|| (spot.id, disc.metres(chord2)))
            }));
        }
    }

    fn nearest(&mut self, disc: &Disc, reach: &Reach) {
        let near = self.tree.neighbors_with_callbacks(
            NeighborsOptions::k(NEAREST).max_distance(disc.chord2),
            |[west, south, east, north]| reach.chord2_at_least(west, south, east, north),
            |at, _| Some(chord2(&self.spots[at as usize].at, &disc.centre)),
        );
        self.answer.clear();
        self.answer.extend(
            (near.iter()).map(|&(at, chord2)| (self.spots[at as usize].id, disc.metres(chord2))),
        );
    }
}

fn packed(points: impl Iterator<Item = Point>, count: usize) -> RTree<f64> {
    let count = u32::try_from(count).expect("ids are u32");
    let mut builder = RTreeBuilder::new_with_node_size(count, NODE_SIZE);
    for point in points {
        builder.add(point.lng(), point.lat(), point.lng(), point.lat());
    }
    builder.finish::<HilbertSort>()
}

impl Engine for Kyle {
    fn name(&self) -> &'static str {
        "geo-index 0.4"
    }

    fn ask(&mut self, task: Task, origin: Point, radius_m: f64) -> usize {
        let disc = Disc::new(origin, radius_m);
        let reach = Reach::new(origin, radius_m);
        match task {
            Task::Count => return self.count(&disc, &reach),
            Task::Collect => self.collect(&disc, &reach),
            Task::Nearest => self.nearest(&disc, &reach),
        }
        self.answer.len()
    }

    fn found(&self) -> Vec<(u32, f64)> {
        widened(&self.answer)
    }
}

/// West, south, east and north edge in degrees.
type Window = [f64; 4];

/// Squared metres of chord per squared degree on a circle, at least, up to
/// `reach` degrees: `sin x` is never less than `x (1 - x² / 6)`.
fn worth(radius_m: f64, reach: f64) -> f64 {
    let half = reach.min(180.0).to_radians() / 2.0;
    (radius_m.to_radians() * (1.0 - half * half / 6.0)).powi(2)
}

/// How far a disc reaches in degrees, and what degrees are at least worth in it.
struct Reach {
    origin: Point,
    lat: f64,
    lng: f64,
    /// Least squared metres of chord per squared degree, north and east.
    worth: [f64; 2],
}

impl Reach {
    fn new(origin: Point, radius_m: f64) -> Self {
        let arc = radius_m / TIGHTEST_M;
        let lat = arc.to_degrees() * (1.0 + 1e-9);
        // The shortest parallel the disc can touch, as a radius.
        let farthest = (origin.lat().abs() + lat).min(90.0);
        let parallel_m = EQUATOR_M * farthest.to_radians().cos();
        let half = radius_m / (2.0 * parallel_m);
        // A tangent is cheaper than an arc sine and only a little more.
        let lng = match half {
            ..0.9 => 2.0 * (half / (1.0 - half * half).sqrt()).to_degrees(),
            _ => 360.0,
        };
        Self {
            origin,
            lat,
            lng,
            worth: [worth(TIGHTEST_M, lat), worth(parallel_m, lng)],
        }
    }

    /// One box, or two where the disc crosses the antimeridian.
    fn boxes(&self) -> [Option<Window>; 2] {
        let (south, north) = (self.origin.lat() - self.lat, self.origin.lat() + self.lat);
        let (west, east) = (self.origin.lng() - self.lng, self.origin.lng() + self.lng);
        let part = |west, east| Some([west, south, east, north]);
        if west < -180.0 && east > 180.0 {
            [part(-180.0, 180.0), None]
        } else if west < -180.0 {
            [part(-180.0, east), part(west + 360.0, 180.0)]
        } else if east > 180.0 {
            [part(west, 180.0), part(-180.0, east - 360.0)]
        } else {
            [part(west, east), None]
        }
    }

    /// No point of the box that lies in the disc has a shorter chord.
    fn chord2_at_least(&self, west: f64, south: f64, east: f64, north: f64) -> f64 {
        let (lat, lng) = (self.origin.lat(), self.origin.lng());
        let up = (south - lat).max(lat - north).max(0.0);
        let aside = (west - lng).max(lng - east).max(0.0);
        // The other way round the Earth.
        let behind = (west + 360.0 - lng).min(lng + 360.0 - east);
        let aside = aside.min(behind);
        up * up * self.worth[0] + aside * aside * self.worth[1]
    }
}
