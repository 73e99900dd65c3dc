//! Polygons: which areas cover a point, and how far a border is.

use geo::coordinate_position::CoordPos;
use geo::line_measures::Distance as _;
use geo::{
    BoundingRect as _, Coord, CoordinatePosition as _, Geodesic, LineString, MultiPolygon, Polygon,
};
use kernel::Point;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A degree of latitude is nowhere shorter than this.
const METRES_PER_DEGREE: f64 = 110_500.0;

type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// The known borders, by position of the area in the book.
pub(crate) struct Borders {
    boundaries: Vec<Option<MultiPolygon<f64>>>,
    /// Every polygon by itself, so that far islands do not widen the box.
    parts: Vec<(usize, Polygon<f64>)>,
    tree: RTree<Boxed>,
}

impl Borders {
    pub(crate) fn new(boundaries: Vec<Option<MultiPolygon<f64>>>) -> Self {
        let parts: Vec<(usize, Polygon<f64>)> = boundaries
            .iter()
            .enumerate()
            .flat_map(|(area, boundary)| boundary.iter().flatten().map(move |p| (area, p.clone())))
            .collect();
        let boxes = parts.iter().enumerate().filter_map(|(at, (_, polygon))| {
            let rect = polygon.bounding_rect()?;
            let corners =
                Rectangle::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
            Some(Boxed::new(corners, at))
        });
        let tree = RTree::bulk_load(boxes.collect());
        Self {
            boundaries,
            parts,
            tree,
        }
    }

    pub(crate) fn of(&self, area: usize) -> Option<&MultiPolygon<f64>> {
        self.boundaries.get(area)?.as_ref()
    }

    pub(crate) fn len(&self) -> usize {
        self.boundaries.iter().flatten().count()
    }

    /// Areas whose polygon holds the point or has it on its border.
    ///
    /// Exact: the side of an edge is decided with robust arithmetic, holes are
    /// outside. A point on a shared border is covered by all neighbours; the
    /// caller picks one by a rule.
    pub(crate) fn covering(&self, point: Point) -> impl Iterator<Item = usize> {
        let here = coord(point);
        self.tree
            .locate_all_at_point([here.x, here.y])
            .map(|found| &self.parts[found.data])
            .filter(move |(_, polygon)| polygon.coordinate_position(&here) != CoordPos::Outside)
            .map(|(area, _)| *area)
    }

    /// Distances in metres to the polygons that come nearer than `within_m`,
    /// by area, in no order; islands make an area appear more than once.
    pub(crate) fn near(&self, point: Point, within_m: f64) -> impl Iterator<Item = (usize, f64)> {
        let ruler = Ruler::at(point);
        let (dy, dx) = (
            within_m / METRES_PER_DEGREE,
            within_m / ruler.metres_per_lng,
        );
        let around = AABB::from_corners(
            [point.lng() - dx, point.lat() - dy],
            [point.lng() + dx, point.lat() + dy],
        );
        self.tree
            .locate_in_envelope_intersecting(around)
            .map(move |found| {
                let (area, polygon) = &self.parts[found.data];
                (*area, ruler.to_polygon(polygon))
            })
            .filter(move |(_, metres)| *metres <= within_m)
    }

    /// Metres from a point to the polygon of an area; zero inside.
    pub(crate) fn distance(&self, point: Point, area: usize) -> Option<f64> {
        let ruler = Ruler::at(point);
        self.of(area)?
            .iter()
            .map(|polygon| ruler.to_polygon(polygon))
            .min_by(f64::total_cmp)
    }
}

/// Measures short distances around a place: degrees are scaled to metres there,
/// which finds the nearest spot; the metres told are geodesic.
#[derive(Clone, Copy)]
pub(crate) struct Ruler {
    here: Coord<f64>,
    metres_per_lng: f64,
}

impl Ruler {
    pub(crate) fn at(point: Point) -> Self {
        Self {
            here: coord(point),
            metres_per_lng: METRES_PER_DEGREE * point.lat().to_radians().cos().max(0.01),
        }
    }

    /// Approximate squared metres, for comparisons.
    pub(crate) fn squared(self, to: Coord<f64>) -> f64 {
        let flat = self.flat(to);
        flat.x * flat.x + flat.y * flat.y
    }

    /// WGS84 metres.
    pub(crate) fn metres(self, to: Coord<f64>) -> f64 {
        Geodesic.distance(geo::Point(self.here), geo::Point(to))
    }

    fn to_polygon(self, polygon: &Polygon<f64>) -> f64 {
        if polygon.coordinate_position(&self.here) != CoordPos::Outside {
            return 0.0;
        }
        std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .filter_map(|ring| self.nearest_on(ring))
            .min_by(|a, b| self.squared(*a).total_cmp(&self.squared(*b)))
            .map_or(f64::INFINITY, |spot| self.metres(spot))
    }

    fn nearest_on(self, ring: &LineString<f64>) -> Option<Coord<f64>> {
        ring.lines()
            .map(|line| {
                let (start, along) = (
                    self.flat(line.start),
                    self.flat(line.end) - self.flat(line.start),
                );
                let length = along.x * along.x + along.y * along.y;
                let share = if length > 0.0 {
                    (-(start.x * along.x + start.y * along.y) / length).clamp(0.0, 1.0)
                } else {
                    0.0
                };
                line.start + line.delta() * share
            })
            .min_by(|a, b| self.squared(*a).total_cmp(&self.squared(*b)))
    }

    /// Metres east and north of here.
    fn flat(self, to: Coord<f64>) -> Coord<f64> {
        let off = to - self.here;
        Coord {
            x: off.x * self.metres_per_lng,
            y: off.y * METRES_PER_DEGREE,
        }
    }
}

pub(crate) fn coord(point: Point) -> Coord<f64> {
    Coord {
        x: point.lng(),
        y: point.lat(),
    }
}
