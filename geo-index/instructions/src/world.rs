//! The points and questions: always the same ones.

use std::f64::consts::TAU;

use geo_index::Point;

/// A key, where it is, and a kind out of eight.
pub(crate) type Filed = (u32, Point, u8);

/// `SplitMix64`: a few lines, and no other version of a crate changes what comes.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
    fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// A place in a city of some 20 km: denser towards the middle.
    pub(crate) fn in_city(&mut self) -> Point {
        let spread = 0.02 + 0.18 * self.share();
        let mut off = || spread * (self.share() + self.share() - 1.0);
        point(23.78 + off(), 90.40 + off())
    }

    /// Anywhere on Earth, evenly.
    pub(crate) fn on_earth(&mut self) -> Point {
        let lat = self.between(-1.0, 1.0).asin().to_degrees();
        point(lat, self.between(-180.0, 180.0))
    }
}

fn point(lat: f64, lng: f64) -> Point {
    Point::new(lat, lng).expect("in range")
}

/// Many points in one city.
pub(crate) fn city(count: u32) -> Vec<Filed> {
    filed(count, Seeded::in_city)
}

/// Few points all over the Earth.
pub(crate) fn sparse(count: u32) -> Vec<Filed> {
    filed(count, Seeded::on_earth)
}

fn filed(count: u32, mut place: impl FnMut(&mut Seeded) -> Point) -> Vec<Filed> {
    let mut seeded = Seeded(7);
    (0..count)
        .map(|key| (key, place(&mut seeded), key.to_le_bytes()[0] % 8))
        .collect()
}

/// So many places to ask from.
pub(crate) fn origins(count: usize, mut place: impl FnMut(&mut Seeded) -> Point) -> Vec<Point> {
    let mut seeded = Seeded(11);
    (0..count).map(|_| place(&mut seeded)).collect()
}

/// A ring of so many corners some 5 km about a place.
pub(crate) fn star(centre: Point, corners: u32) -> Vec<Point> {
    let mut seeded = Seeded(13);
    (0..corners)
        .map(|corner| {
            let turn = f64::from(corner) / f64::from(corners) * TAU;
            let reach = seeded.between(0.03, 0.06);
            point(
                centre.lat() + reach * turn.sin(),
                centre.lng() + reach * turn.cos(),
            )
        })
        .collect()
}
