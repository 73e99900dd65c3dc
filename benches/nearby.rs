//! Shops around a place: the index beside the same question asked of PostGIS
//! and of Redis GEOSEARCH. Totals must equal those of PostGIS. Redis measures on
//! a sphere and rounds coordinates: by how much its totals differ is reported,
//! and whether that explains it.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod market;
mod peers;

use std::io::BufReader;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context as _;
use kernel::Point;
use market::server::{Server, get};
use market::{Times, origins};
use peers::{PostGis, RedisShops, surely_counted};
use search::{NearbyQuestion, Search};
use secrecy::ExposeSecret as _;

const QUESTIONS: u32 = 200;

/// Everybody who is asked.
struct Asked {
    search: Arc<Search>,
    http: BufReader<TcpStream>,
    postgis: PostGis,
    redis: RedisShops,
}

/// What one radius took, and how the totals compare.
#[derive(Default)]
struct Compared {
    ours: Times,
    http: Times,
    postgis: Times,
    redis_list: Times,
    redis_both: Times,
    found: usize,
    /// Shops that Redis counted too many or too few.
    apart: usize,
    /// Questions where sphere and grid do not explain it.
    unexplained: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = market::prepared().await?;
    let search = market::loaded(&config).await?;
    let server = Server::start(&config)?;
    let mut postgis = PostGis::open(config.database.url.expose_secret()).await?;
    let shops = postgis.shops().await?;
    let redis = config.redis.url.as_ref().context("REDIS_URL is not set")?;
    let mut asked = Asked {
        search,
        http: server.connect()?,
        postgis,
        redis: RedisShops::load(redis.expose_secret(), &shops)?,
    };
    head(shops.len());
    for radius_m in [500.0, 1_000.0, 3_000.0, 10_000.0] {
        let mut compared = asked.about(radius_m).await?;
        compared.tell(radius_m);
    }
    Ok(())
}

impl Asked {
    /// Each asks every question once and cold, as shoppers ask.
    async fn about(&mut self, radius_m: f64) -> anyhow::Result<Compared> {
        let mut compared = Compared::default();
        for origin in origins(QUESTIONS) {
            let total = compared.ours.time(|| self.total(origin, radius_m))?;
            compared.found += total;
            let started = Instant::now();
            let counted = self.postgis.list_and_total(origin, radius_m).await?;
            compared.postgis.push(started.elapsed());
            anyhow::ensure!(
                total == counted,
                "{total} here, {counted} in PostGIS at {origin:?}"
            );
        }
        for origin in origins(QUESTIONS) {
            let path = format!(
                "/api/v1/shops/nearby?lat={}&lng={}&radius_m={radius_m}&limit=50",
                origin.lat(),
                origin.lng()
            );
            let status = compared.http.time(|| get(&mut self.http, &path))?;
            anyhow::ensure!(status == 200, "{status} for {path}");
        }
        self.ask_redis(radius_m, &mut compared)?;
        Ok(compared)
    }

    fn ask_redis(&mut self, radius_m: f64, compared: &mut Compared) -> anyhow::Result<()> {
        for origin in origins(QUESTIONS) {
            let listed = compared
                .redis_list
                .time(|| self.redis.list(origin, radius_m))?;
            anyhow::ensure!(listed <= 50, "Redis lists {listed}");
        }
        for origin in origins(QUESTIONS) {
            let counted = compared
                .redis_both
                .time(|| self.redis.list_and_total(origin, radius_m))?;
            let (least_m, most_m) = surely_counted(origin, radius_m);
            let explained = self.total(origin, least_m)?..=self.total(origin, most_m)?;
            compared.apart += counted.abs_diff(self.total(origin, radius_m)?);
            compared.unexplained += usize::from(!explained.contains(&counted));
        }
        Ok(())
    }

    fn total(&self, origin: Point, radius_m: f64) -> anyhow::Result<usize> {
        let question = NearbyQuestion {
            origin,
            radius_m,
            kind: None,
            open_now: false,
            limit: 50,
            after: None,
        };
        Ok(self.search.nearby(&question)?.total)
    }
}

fn head(shops: usize) {
    println!(
        "\nnearest 50 of {shops} shops with the exact total\n\
         Haat answers in this process and also counts shops by kind; over HTTP it answers JSON, on\n\
         the same cores. PostGIS and Redis are asked over a Unix socket.\n\
         GEOSEARCH with COUNT tells no total, so it is asked without (the list alone) and with a\n\
         second GEOSEARCH in the same pipeline. Redis measures on a sphere of 6,372,797.56 m and\n\
         keeps the middle of cells of 0.6 m by 0.3 m, so its totals are not exact.\n"
    );
    println!(
        "{:<38} {:>10} {:>10}   {:>9} {:>9}",
        "µs, and how many times ours", "p50", "p99", "p50", "p99"
    );
}

impl Compared {
    fn tell(&mut self, radius_m: f64) {
        println!(
            "{:.1} km, {} found on average",
            radius_m / 1e3,
            self.found / QUESTIONS as usize
        );
        let ours = [0.5, 0.99].map(|share| self.ours.quantile_us(share));
        for (who, times) in [
            ("Haat", &mut self.ours),
            ("Haat over HTTP", &mut self.http),
            ("PostGIS", &mut self.postgis),
            ("Redis, the list alone", &mut self.redis_list),
            ("Redis, list and total", &mut self.redis_both),
        ] {
            let [p50, p99] = [0.5, 0.99].map(|share| times.quantile_us(share));
            println!(
                "  {who:<36} {p50:>10.0} {p99:>10.0}   {:>8.1}x {:>8.1}x",
                p50 / ours[0],
                p99 / ours[1]
            );
        }
        #[expect(clippy::cast_precision_loss, reason = "a share to be read by people")]
        let share = 100.0 * self.apart as f64 / self.found.max(1) as f64;
        println!(
            "  Redis' totals are off by {} of {} shops ({share:.2} %); beyond what sphere and grid explain: {} of {QUESTIONS} questions",
            self.apart, self.found, self.unexplained
        );
    }
}
