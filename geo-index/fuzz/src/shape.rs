//! Polygons from a few bytes, and what lies in them by exact arithmetic.

use arbitrary::Arbitrary;
use geo_index::{Point, Polygon};
use num_rational::BigRational;

use crate::place::Place;

/// Most corners of a ring.
const MOST: usize = 80;

/// A ring of corners.
#[derive(Arbitrary, Clone, Debug)]
pub enum Shape {
    /// Whatever comes.
    Corners(Vec<Place>),
    /// A star about a place: corners, reach in thousandths of a degree, and how
    /// deep its notches are.
    Star(Place, u8, u16, u8),
    /// A rectangle with many corners on its sides.
    Rectangle(Place, u16, u16, u8),
}

/// A place that has to do with a ring.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub struct Beside {
    ring: u8,
    corner: u8,
    /// From the corner to the next one, in 1/64.
    share: u8,
    /// So many floating-point steps off it.
    north: i8,
    east: i8,
}

impl Shape {
    /// Its corners.
    pub fn corners(&self) -> Vec<Point> {
        match self {
            Self::Corners(places) => places
                .iter()
                .take(MOST)
                .map(|place| place.point())
                .collect(),
            &Self::Star(place, corners, reach, notch) => star(place.point(), corners, reach, notch),
            &Self::Rectangle(place, width, height, steps) => {
                rectangle(place.point(), width, height, steps)
            }
        }
    }
}

impl Shape {
    /// Whether it surely does not cross itself.
    pub fn is_simple(&self) -> bool {
        let far_from_trouble =
            |corner: &Point| corner.lat().abs() < 60.0 && corner.lng().abs() < 90.0;
        matches!(self, Self::Star(..)) && self.corners().iter().all(far_from_trouble)
    }
}

fn star(centre: Point, corners: u8, reach: u16, notch: u8) -> Vec<Point> {
    let corners = corners % 80;
    (0..corners)
        .map(|corner| {
            let turn = f64::from(corner) / f64::from(corners) * std::f64::consts::TAU;
            let deep = if corner % 2 == 0 {
                0.0
            } else {
                f64::from(notch) / 256.0
            };
            let out = f64::from(reach) * 1e-3 * (1.0 - deep);
            near(centre, out * turn.sin(), out * turn.cos())
        })
        .collect()
}

fn rectangle(corner: Point, width: u16, height: u16, steps: u8) -> Vec<Point> {
    let steps = steps % 16 + 1;
    let (width, height) = (f64::from(width) / 1024.0, f64::from(height) / 1024.0);
    let sides = [
        (0.0, 0.0, 0.0, 1.0),
        (0.0, 1.0, 1.0, 0.0),
        (1.0, 1.0, 0.0, -1.0),
        (1.0, 0.0, -1.0, 0.0),
    ];
    (sides.into_iter())
        .flat_map(|(north, east, up, right)| {
            (0..steps).map(move |step| {
                let share = f64::from(step) / f64::from(steps);
                near(
                    corner,
                    height * (north + up * share),
                    width * (east + right * share),
                )
            })
        })
        .collect()
}

/// Moved by degrees, on Earth.
fn near(place: Point, north: f64, east: f64) -> Point {
    let (lat, lng) = (place.lat() + north, place.lng() + east);
    Point::new(
        lat.clamp(-90.0, 90.0),
        (lng + 540.0).rem_euclid(360.0) - 180.0,
    )
    .expect("clamped into range")
}

impl Beside {
    /// The place meant.
    pub fn point(self, rings: &[Vec<Point>]) -> Option<Point> {
        let ring = rings.get(usize::from(self.ring).checked_rem(rings.len())?)?;
        let corner = usize::from(self.corner).checked_rem(ring.len())?;
        let (from, to) = (ring[corner], ring[(corner + 1) % ring.len()]);
        let share = f64::from(self.share % 65) / 64.0;
        let lat = from.lat() + share * (to.lat() - from.lat());
        let lng = from.lng() + share * (to.lng() - from.lng());
        Point::new(stepped(lat, self.north), stepped(lng, self.east)).ok()
    }
}

fn stepped(mut number: f64, steps: i8) -> f64 {
    for _ in 0..steps.unsigned_abs() {
        number = if steps < 0 {
            number.next_down()
        } else {
            number.next_up()
        };
    }
    number
}

/// What the polygon of these rings holds, as its documentation says it, one edge
/// after the other. Only for rings that stay away from the antimeridian.
pub struct Slow {
    /// With 1 for a ring that adds and -1 for one that takes away.
    rings: Vec<(Vec<Point>, i32)>,
}

impl Slow {
    /// `None` where an edge goes the other way around the Earth, or where the
    /// direction of a ring cannot be told from its rounded area.
    pub fn new(rings: &[Vec<Point>]) -> Option<Self> {
        let plain = rings
            .iter()
            .all(|ring| ring.iter().all(|corner| corner.lng().abs() < 90.0));
        let signed = (rings.iter().zip(0..)).map(|(ring, number)| {
            let sign = if number == 0 { 1 } else { -1 };
            Some((ring.clone(), sign * turning(ring)?))
        });
        let rings = plain.then(|| signed.collect::<Option<_>>())??;
        Some(Self { rings })
    }

    /// Whether a place lies in it or on its rim.
    pub fn contains(&self, place: Point) -> bool {
        let mut winding = 0;
        for (ring, sign) in &self.rings {
            for (&from, &to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                match passes(from, to, place) {
                    None => return true,
                    Some(passes) => winding += sign * passes,
                }
            }
        }
        winding > 0
    }
}

/// 1 for a ring that goes counter-clockwise, -1 for clockwise.
fn turning(ring: &[Point]) -> Option<i32> {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let mut area = exact(0.0);
    for (from, to) in pairs {
        area += exact(from.lng()) * exact(to.lat()) - exact(to.lng()) * exact(from.lat());
    }
    let size: f64 = ring
        .iter()
        .map(|corner| corner.lng().abs() + corner.lat().abs())
        .sum();
    let sure = exact(1e-9 * (1.0 + size * size));
    if area > sure {
        Some(1)
    } else if area < -sure {
        Some(-1)
    } else {
        None
    }
}

fn exact(number: f64) -> BigRational {
    BigRational::from_float(number).expect("coordinates are finite")
}

/// How an edge passes a ray from a place to the east; `None` when the place lies
/// on it.
fn passes(from: Point, to: Point, place: Point) -> Option<i32> {
    let side = side(from, to, place);
    let between = |a: f64, b: f64, c: f64| a.min(b) <= c && c <= a.max(b);
    if side == 0
        && between(from.lat(), to.lat(), place.lat())
        && between(from.lng(), to.lng(), place.lng())
    {
        return None;
    }
    let rise = i32::from(to.lat() > place.lat()) - i32::from(from.lat() > place.lat());
    Some(if rise == side { rise } else { 0 })
}

/// 1 when a place lies left of an edge, -1 right, 0 in line with it.
fn side(from: Point, to: Point, place: Point) -> i32 {
    let (east, north) = (
        exact(to.lng()) - exact(from.lng()),
        exact(to.lat()) - exact(from.lat()),
    );
    let (right, up) = (
        exact(place.lng()) - exact(from.lng()),
        exact(place.lat()) - exact(from.lat()),
    );
    let cross = east * up - north * right;
    i32::from(cross > exact(0.0)) - i32::from(cross < exact(0.0))
}

/// A polygon, if the rings make one: the first is the exterior.
pub fn polygon(rings: &[Vec<Point>]) -> Option<Polygon> {
    let (exterior, holes) = rings.split_first()?;
    Polygon::new(exterior, holes).ok()
}
