//! Places and radii from a few bytes, with a liking for trouble: crowds, poles,
//! the antimeridian, pentagons, the very rim.

use arbitrary::Arbitrary;
use geo_index::{Instructions, Point};
use geographiclib_rs::{DirectGeodesic, Geodesic};

use crate::truth::geodesic_m;

/// What a point is filed as.
pub type Filed = (u32, Point, u8);

/// Where something is.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Place {
    /// Anywhere on Earth.
    Anywhere(u32, u32),
    /// In one city.
    City(u16, u16),
    /// Within two metres of one another.
    Stack(u8, u8),
    /// Around a special place.
    Around(Special, i16, i16),
    /// At a special place.
    At(Special),
    /// These very degrees, if they are any.
    Degrees(f64, f64),
}

/// Where arithmetic on the globe goes wrong.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Special {
    /// With a longitude that does not matter.
    NorthPole(i8),
    /// The same in the south.
    SouthPole(i8),
    /// East or west of where the days meet.
    Antimeridian(i8, bool),
    /// On the equator.
    Equator(i16),
    /// The centres of two of H3's pentagons and a place on their edge.
    Pentagon(u8),
}

impl Place {
    /// The point meant.
    pub fn point(self) -> Point {
        let (lat, lng) = self.degrees();
        Point::new(lat, lng).unwrap_or_else(|_| on_earth(lat, lng))
    }

    fn degrees(self) -> (f64, f64) {
        let share = |part: u32| f64::from(part) / f64::from(u32::MAX);
        match self {
            Self::Anywhere(lat, lng) => (share(lat) * 180.0 - 90.0, share(lng) * 360.0 - 180.0),
            Self::City(lat, lng) => (23.7 + f64::from(lat) * 3e-6, 90.3 + f64::from(lng) * 3e-6),
            Self::Stack(lat, lng) => (23.75 + f64::from(lat) * 7e-8, 90.4 + f64::from(lng) * 7e-8),
            Self::At(special) => special.degrees(),
            Self::Around(special, north, east) => {
                let (lat, lng) = special.degrees();
                (lat + f64::from(north) * 1e-5, lng + f64::from(east) * 1e-5)
            }
            Self::Degrees(lat, lng) => (lat, lng),
        }
    }
}

impl Special {
    fn degrees(self) -> (f64, f64) {
        match self {
            Self::NorthPole(lng) => (90.0, f64::from(lng) * 1.4),
            Self::SouthPole(lng) => (-90.0, f64::from(lng) * 1.4),
            Self::Antimeridian(lat, true) => (f64::from(lat) / 2.0, 180.0),
            Self::Antimeridian(lat, false) => (f64::from(lat) / 2.0, -180.0),
            Self::Equator(lng) => (0.0, f64::from(lng) / 200.0),
            Self::Pentagon(0..100) => (58.157_658_448_726, 11.545_295_975_414),
            Self::Pentagon(100..200) => (-58.157_658_448_726, -168.454_704_024_586),
            Self::Pentagon(_) => (58.157_65, 11.574_81),
        }
    }
}

/// The place that degrees out of range wrap or clamp to; what is no number
/// becomes zero.
fn on_earth(lat: f64, lng: f64) -> Point {
    let number = |degrees: f64| if degrees.is_finite() { degrees } else { 0.0 };
    let lng = (number(lng) + 180.0).rem_euclid(360.0) - 180.0;
    Point::new(number(lat).clamp(-90.0, 90.0), lng.clamp(-180.0, 180.0))
        .expect("clamped into range")
}

/// One point or many, so that few bytes fill many shards.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Group {
    /// One point.
    One(Place),
    /// Some points on one spot.
    Pile(Place, u8),
    /// Many points on a spiral of so many decimetres a step.
    Spiral(Place, u16, u16),
}

impl Group {
    /// The points meant, at most `most`.
    pub fn points(self, most: usize) -> Vec<Point> {
        match self {
            Self::One(place) => vec![place.point()],
            Self::Pile(place, count) => vec![place.point(); most.min(count.into())],
            Self::Spiral(place, count, step) => spiral(place.point(), most.min(count.into()), step),
        }
    }
}

/// The points of several groups, numbered from 0, at most `most`.
pub fn numbered(groups: &[(Group, u8)], most: usize) -> Vec<Filed> {
    let points = (groups.iter()).flat_map(|&(group, tag)| {
        group
            .points(most)
            .into_iter()
            .map(move |point| (point, tag))
    });
    (0..)
        .zip(points)
        .take(most)
        .map(|(key, (point, tag))| (key, point, tag))
        .collect()
}

fn spiral(centre: Point, count: usize, step_dm: u16) -> Vec<Point> {
    let mut turned = 0.0;
    let steps = (0..u32::try_from(count).unwrap_or(u32::MAX)).map(f64::from);
    steps
        .map(|step| {
            turned += 137.508;
            walk(centre, turned, f64::from(step_dm) * 0.1 * step.sqrt())
        })
        .collect()
}

/// Where one gets by walking `metres` from a place.
fn walk(from: Point, azimuth_deg: f64, metres: f64) -> Point {
    let (lat, lng) = Geodesic::wgs84().direct(from.lat(), from.lng(), azimuth_deg, metres);
    on_earth(lat, lng)
}

/// How far to look.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Radius {
    /// Coincident points only.
    Zero,
    /// Up to 65 m.
    Millimetres(u16),
    /// Up to 65 km.
    Metres(u16),
    /// Up to 65,000 km.
    Kilometres(u16),
    /// So many floating-point steps from the geodesic to one of the points.
    Rim(u16, i8),
    /// Any number whatsoever.
    Number(f64),
}

impl Radius {
    /// The metres meant, which may mean nothing.
    pub fn metres(self, origin: Point, points: &[Filed]) -> f64 {
        match self {
            Self::Zero => 0.0,
            Self::Millimetres(mm) => f64::from(mm) / 1000.0,
            Self::Metres(m) => f64::from(m),
            Self::Kilometres(km) => f64::from(km) * 1000.0,
            Self::Number(number) => number,
            Self::Rim(_, _) if points.is_empty() => 0.0,
            Self::Rim(at, steps) => {
                let (_, point, _) = points[usize::from(at) % points.len()];
                stepped(geodesic_m(origin, point), steps)
            }
        }
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
    number.max(0.0)
}

/// Which vector instructions to use.
#[derive(Arbitrary, Clone, Copy, Debug)]
pub enum Width {
    /// None.
    Baseline,
    /// AVX2.
    Avx2,
    /// All there are.
    Widest,
}

impl Width {
    /// Limits the process to them.
    pub fn limit(self) {
        match self {
            Self::Baseline => Instructions::Baseline,
            Self::Avx2 => Instructions::Avx2,
            Self::Widest => Instructions::Avx512,
        }
        .limit();
    }
}
