//! The same shops in Redis, and how far its answers may be from exact ones.

use kernel::Point;
use redis::{Cmd, Connection, RedisResult, Value, cmd, pipe};

/// Shops in one GEOADD.
const AT_ONCE: usize = 500;
/// Goes by itself when a bench is killed before it can clear up.
const KEPT_S: i64 = 3_600;

/// What Redis takes the Earth for.
const SPHERE_M: f64 = 6_372_797.560_856;
/// WGS84.
const EQUATORIAL_M: f64 = 6_378_137.0;
const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_3;
/// Half the diagonal of a cell of 360° / 2²⁶ by 170.1° / 2²⁶, the middle of
/// which Redis keeps in place of what it was given: 0.30 m by 0.14 m, rounded up.
const GRID_M: f64 = 0.4;
/// Curvature changes on the way to the rim by less than this share.
const BEND: f64 = 1e-4;

/// Shops under a key of their own, deleted when dropped.
pub struct RedisShops {
    conn: Connection,
    key: String,
}

impl RedisShops {
    /// Adds these shops, by `ord`.
    pub fn load(url: &str, shops: &[(i64, Point)]) -> anyhow::Result<Self> {
        let conn = redis::Client::open(url)?.get_connection()?;
        let key = format!("haat:bench:nearby:{}", std::process::id());
        let mut loaded = Self { conn, key };
        let mut pipe = pipe();
        for shops in shops.chunks(AT_ONCE) {
            let add = pipe.cmd("GEOADD").arg(&loaded.key);
            for (ord, place) in shops {
                add.arg(place.lng()).arg(place.lat()).arg(ord);
            }
            add.ignore();
        }
        pipe.expire(&loaded.key, KEPT_S).ignore();
        pipe.zcard(&loaded.key);
        let (held,): (usize,) = pipe.query(&mut loaded.conn)?;
        anyhow::ensure!(held == shops.len(), "Redis holds {held} shops");
        Ok(loaded)
    }

    /// The 50 nearest; answers how many those are.
    pub fn list(&mut self, origin: Point, radius_m: f64) -> RedisResult<usize> {
        let list: Vec<(String, f64)> =
            nearest_50(&self.key, origin, radius_m).query(&mut self.conn)?;
        Ok(list.len())
    }

    /// The 50 nearest and, in the same pipeline, all within the radius without
    /// order or distance, which is the cheapest way to a total; answers it.
    pub fn list_and_total(&mut self, origin: Point, radius_m: f64) -> RedisResult<usize> {
        let (_, all): (Vec<(String, f64)>, Vec<Value>) = pipe()
            .add_command(nearest_50(&self.key, origin, radius_m))
            .add_command(within(&self.key, origin, radius_m))
            .query(&mut self.conn)?;
        Ok(all.len())
    }
}

impl Drop for RedisShops {
    fn drop(&mut self) {
        let _ = cmd("DEL").arg(&self.key).exec(&mut self.conn);
    }
}

fn nearest_50(key: &str, origin: Point, radius_m: f64) -> Cmd {
    let mut list = within(key, origin, radius_m);
    list.arg("ASC").arg("COUNT").arg(50).arg("WITHDIST");
    list
}

fn within(key: &str, origin: Point, radius_m: f64) -> Cmd {
    let mut all = cmd("GEOSEARCH");
    all.arg(key)
        .arg("FROMLONLAT")
        .arg(origin.lng())
        .arg(origin.lat())
        .arg("BYRADIUS")
        .arg(radius_m)
        .arg("m");
    all
}

/// What sphere and grid explain: whatever is nearer than the first of these
/// distances in metres is counted by Redis, whatever is beyond the second is not.
///
/// A degree is as long as the ellipsoid bends: least along the meridian, most
/// across it.
pub fn surely_counted(origin: Point, radius_m: f64) -> (f64, f64) {
    let w2 = 1.0 - ECCENTRICITY_2 * origin.lat().to_radians().sin().powi(2);
    let across_m = EQUATORIAL_M / w2.sqrt();
    let along_m = across_m * (1.0 - ECCENTRICITY_2) / w2;
    (
        radius_m * along_m / SPHERE_M * (1.0 - BEND) - GRID_M,
        radius_m * across_m / SPHERE_M * (1.0 + BEND) + GRID_M,
    )
}
