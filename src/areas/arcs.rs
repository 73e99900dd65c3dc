//! Simplifies neighbouring polygons together, so that a shared border stays
//! one line: rings are cut where three areas meet, and each piece is
//! simplified by itself, always in the same direction.

use std::collections::{BTreeSet, HashMap};

use geo::{Coord, LineString, Simplify as _};

/// Coordinates in units of 1e-7 degrees (about a centimetre), so that equal
/// places are equal keys.
type Key = (i64, i64);

/// The places where lines branch, from all rings of a map.
pub(crate) struct Junctions(BTreeSet<Key>);

impl Junctions {
    /// Finds the branches of these closed rings.
    pub(crate) fn of<'a>(rings: impl Iterator<Item = &'a LineString<f64>>) -> Self {
        let mut neighbours: HashMap<Key, BTreeSet<Key>> = HashMap::new();
        for line in rings.flat_map(LineString::lines) {
            let (a, b) = (key(line.start), key(line.end));
            if a != b {
                neighbours.entry(a).or_default().insert(b);
                neighbours.entry(b).or_default().insert(a);
            }
        }
        let branching = neighbours
            .into_iter()
            .filter(|(_, around)| around.len() > 2);
        Self(branching.map(|(place, _)| place).collect())
    }

    /// The ring with every piece simplified to within `tolerance` degrees.
    pub(crate) fn simplify(&self, ring: &LineString<f64>, tolerance: f64) -> LineString<f64> {
        let mut open = ring.0.clone();
        open.pop();
        if open.is_empty() {
            return ring.clone();
        }
        let start = self.start(&open);
        open.rotate_left(start);
        open.push(open[0]);
        let mut simple: Vec<Coord<f64>> = Vec::new();
        for piece in self.pieces(&open) {
            simple.pop();
            simple.extend(simplify_piece(piece, tolerance));
        }
        LineString(simple)
    }

    /// Where to open a ring: at a junction, or at its smallest place, which is
    /// the same for an island and for the hole it lies in.
    fn start(&self, open: &[Coord<f64>]) -> usize {
        let junction = open.iter().position(|&place| self.0.contains(&key(place)));
        junction.unwrap_or_else(|| {
            let smallest = open
                .iter()
                .enumerate()
                .min_by_key(|(_, place)| key(**place));
            smallest.map_or(0, |(at, _)| at)
        })
    }

    /// The stretches between junctions; each begins where the last one ended.
    fn pieces<'a>(&self, closed: &'a [Coord<f64>]) -> Vec<&'a [Coord<f64>]> {
        let mut pieces = Vec::new();
        let mut from = 0;
        for at in 1..closed.len() {
            if at + 1 == closed.len() || self.0.contains(&key(closed[at])) {
                pieces.push(&closed[from..=at]);
                from = at;
            }
        }
        pieces
    }
}

fn simplify_piece(piece: &[Coord<f64>], tolerance: f64) -> Vec<Coord<f64>> {
    let backwards = piece
        .iter()
        .map(|&c| key(c))
        .gt(piece.iter().rev().map(|&c| key(c)));
    let mut line = LineString(piece.to_vec());
    if backwards {
        line.0.reverse();
    }
    let mut simple = line.simplify(tolerance).0;
    if backwards {
        simple.reverse();
    }
    simple
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees times 1e7 fit easily"
)]
fn key(place: Coord<f64>) -> Key {
    (
        (place.x * 1e7).round() as i64,
        (place.y * 1e7).round() as i64,
    )
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    /// Two squares whose shared side is a zigzag; one starts in its middle.
    #[test]
    fn a_shared_border_stays_one_line() {
        let west = polygon![(x: 0., y: 0.), (x: 4., y: 0.), (x: 4.2, y: 1.), (x: 4., y: 2.), (x: 6., y: 3.), (x: 4., y: 5.), (x: 0., y: 5.)];
        let east = polygon![(x: 4., y: 2.), (x: 4.2, y: 1.), (x: 4., y: 0.), (x: 9., y: 0.), (x: 9., y: 5.), (x: 4., y: 5.), (x: 6., y: 3.)];
        let junctions = Junctions::of([west.exterior(), east.exterior()].into_iter());
        let [west, east] = [&west, &east].map(|p| junctions.simplify(p.exterior(), 0.5));

        assert!(west.is_closed() && east.is_closed());
        let places =
            |ring: &LineString<f64>| -> BTreeSet<Key> { ring.coords().map(|&c| key(c)).collect() };
        let shared: Vec<Key> = places(&west)
            .intersection(&places(&east))
            .copied()
            .collect();
        let expected = [(4., 0.), (4., 2.), (4., 5.), (6., 3.)].map(|(x, y)| key(Coord { x, y }));
        assert_eq!(shared, expected);
    }
}
