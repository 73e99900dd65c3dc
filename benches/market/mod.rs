//! A generated market for benches: 100,000 shops, half of them with opening hours,
//! 20,000 products in the categories of the seeds and 1,000,000 listings, always
//! the same; and the same offers in one table, as a search in SQL would have them.

pub mod server;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::{
    AsyncConnection as _, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl as _,
    SimpleAsyncConnection as _,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};
use kernel::Point;
use platform::config::Config;
use platform::feed::Follower;
use search::{Search, SearchFollower};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");
/// Changes when the generated market or the schema does, so that an old one is not
/// reused.
pub const NAME: &str = "haat_bench_5";
/// Towns as (lat, lng, share in thousandths): a third of all shops in Dhaka.
const TOWNS: &[(f64, f64, u32)] = &[
    (23.7806, 90.4070, 330),
    (22.3475, 91.8123, 140),
    (24.8949, 91.8687, 60),
    (22.8456, 89.5403, 60),
    (24.3745, 88.6042, 60),
    (22.7010, 90.3535, 50),
    (25.7439, 89.2752, 50),
    (24.7471, 90.4203, 50),
    (23.4607, 91.1809, 50),
    (23.6238, 90.5000, 50),
    (23.9999, 90.4203, 100),
];

/// The settings of the bench database, made and filled when it is missing.
pub async fn prepared() -> anyhow::Result<Config> {
    let mut config = Config::from_env()?;
    let admin = secrecy::ExposeSecret::expose_secret(&config.database.url).to_owned();
    let url = sibling(&admin, NAME)?;
    config.database.url = url.clone().into();
    config.data_dir = std::env::temp_dir().join("haat-bench");
    if AsyncPgConnection::establish(&url).await.is_err() {
        eprintln!("making the market (once, about a minute) …");
        let mut conn = AsyncPgConnection::establish(&admin)
            .await
            .context("DATABASE_URL")?;
        conn.batch_execute(&format!("CREATE DATABASE {NAME}_raw"))
            .await?;
        fill(&sibling(&admin, &format!("{NAME}_raw"))?).await?;
        // Only a finished market gets the name.
        conn.batch_execute(&format!("ALTER DATABASE {NAME}_raw RENAME TO {NAME}"))
            .await?;
    }
    Ok(config)
}

/// Indexes filled from the bench database.
pub async fn loaded(config: &Config) -> anyhow::Result<std::sync::Arc<Search>> {
    let search = Search::new(&config.data_dir, kernel::Clock::system())?;
    let areas = std::sync::Arc::new(areas::Areas::of(areas::Gazetteer::new(Vec::new())));
    let follower = SearchFollower {
        search: search.clone(),
        db: platform::db::Db::new(&config.database),
        areas,
    };
    let started = Instant::now();
    Follower::load(&follower).await?;
    eprintln!("indexes loaded in {:.1} s", started.elapsed().as_secs_f64());
    Ok(search)
}

/// The address of another database on the same server.
pub fn sibling(url: &str, database: &str) -> anyhow::Result<String> {
    let (server, _) = url
        .rsplit_once('/')
        .context("DATABASE_URL names no database")?;
    Ok(format!("{server}/{database}"))
}

async fn fill(url: &str) -> anyhow::Result<()> {
    let mut conn = AsyncPgConnection::establish(url).await?;
    conn.batch_execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        .await
        .ok();
    let mut conn = migrate(conn)?;
    seed(url)?;
    conn.batch_execute("ALTER TABLE shops DISABLE TRIGGER USER; ALTER TABLE products DISABLE TRIGGER USER; ALTER TABLE listings DISABLE TRIGGER USER; SELECT setseed(0.42)")
        .await?;
    shops(&mut conn).await?;
    products(&mut conn).await?;
    conn.batch_execute(
        "INSERT INTO listings (id, shop_id, product_id, price_poisha, availability)
         SELECT gen_random_uuid(), s.id, p.id, 1000 + (random() * 100000)::int,
                (ARRAY['in_stock', 'sold_out', 'unknown'])[1 + (random() * 2)::int]
         FROM generate_series(1, 1000000) n
         JOIN shops s ON s.ord = 1 + (n - 1) / 10
         JOIN products p ON p.ord = 1 + ((n * 7919::bigint + (n / 10) * 104729::bigint) % 20000)
         ON CONFLICT DO NOTHING;
         ANALYZE",
    )
    .await?;
    conn.batch_execute(ONE_TABLE).await?;
    Ok(())
}

/// Brings the schema up to date.
pub fn migrate(conn: AsyncPgConnection) -> anyhow::Result<AsyncPgConnection> {
    let mut harness = AsyncMigrationHarness::new(conn);
    harness
        .run_pending_migrations(MIGRATIONS)
        .map_err(|error| anyhow::anyhow!(error))?;
    Ok(harness.into_inner())
}

/// Categories and concepts, which every Haat has.
fn seed(url: &str) -> anyhow::Result<()> {
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_haat"))
        .args(["seed", "--no-demo"])
        .env("DATABASE_URL", url)
        .env("HAAT_LOG", "warn")
        .status()?;
    anyhow::ensure!(status.success(), "haat seed failed");
    Ok(())
}

/// Every offer in one row with its words, as people do who search in SQL: faster
/// than joining the tables.
const ONE_TABLE: &str = "
    CREATE TABLE bench_offers AS
    SELECT l.ord, l.id, l.availability, s.location,
           coalesce(p.name_bn, '') || ' ' || coalesce(p.name_en, '') AS name,
           to_tsvector('simple', coalesce(p.name_bn, '') || ' ' || coalesce(p.name_en, '')) AS words
    FROM listings l JOIN products p ON p.id = l.product_id JOIN shops s ON s.id = l.shop_id
    WHERE l.status = 'listed' AND s.status = 'listed'
    ORDER BY s.location;
    CREATE INDEX bench_offers_words_idx ON bench_offers USING gin (words);
    CREATE INDEX bench_offers_location_idx ON bench_offers USING gist (location);
    ANALYZE bench_offers";

async fn shops(conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    let mut first = 1;
    for (lat, lng, share) in TOWNS {
        let count = share * 100;
        // Two bells on one another: a dense centre and a wide rim.
        diesel::sql_query(format!(
            "INSERT INTO shops (id, external_id, name_en, kind, hours, location)
             SELECT gen_random_uuid(), 'bench-' || n, 'Shop ' || n,
                    (ARRAY['grocery', 'pharmacy', 'restaurant', 'hardware', 'electronics'])[1 + n % 5],
                    CASE WHEN n % 2 = 0 THEN (
                        SELECT jsonb_agg(jsonb_build_array(day, 480 + n % 7 * 30, 1200 + n % 5 * 30))
                        FROM generate_series(0, 6) day WHERE day <> n % 9
                    ) END,
                    ST_MakePoint({lng} + r * cos(a), {lat} + r * 0.92 * sin(a))::geography
             FROM (SELECT n, 2 * pi() * random() AS a, 0.03 * sqrt(-2 * ln(1 - random())) * (0.3 + random()) AS r
                   FROM generate_series({first}, {last}) n) placed",
            last = first + count - 1
        ))
        .execute(conn)
        .await?;
        first += count;
    }
    Ok(())
}

/// The seeds' product names, each in 14 makes, instead of the seeds' products.
async fn products(conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    // Listings find their products by number, from 1.
    conn.batch_execute("TRUNCATE products RESTART IDENTITY CASCADE")
        .await?;
    let mut rows = csv::Reader::from_path("seeds/products.csv")?;
    let (mut bn, mut en, mut categories) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows.records() {
        let row = row?;
        en.push(row[1].to_owned());
        bn.push(row[2].to_owned());
        categories.push(row[4].to_owned());
    }
    diesel::sql_query(
        "INSERT INTO products (id, external_id, name_bn, name_en, brand, category_code)
         SELECT gen_random_uuid(), 'bench-' || n, name_bn, name_en, 'Make ' || (n / $3), code
         FROM generate_series(0, 19999) n
         JOIN unnest($1, $2, $4) WITH ORDINALITY AS t (name_bn, name_en, category, i) ON i = 1 + n % $3
         LEFT JOIN categories ON code = category",
    )
    .bind::<Array<Text>, _>(&bn)
    .bind::<Array<Text>, _>(&en)
    .bind::<BigInt, _>(i64::try_from(bn.len())?)
    .bind::<Array<Text>, _>(&categories)
    .execute(conn)
    .await?;
    Ok(())
}

/// Places people ask from: around the towns, the same in every run.
pub fn origins(count: u32) -> Vec<Point> {
    (0..count)
        .map(|n| {
            let (lat, lng, _) = TOWNS[n as usize % TOWNS.len()];
            let (a, r) = (f64::from(n) * 2.399, 0.03 * f64::from(n % 17) / 17.0);
            Point::new(lat + r * a.sin(), lng + r * a.cos()).expect("towns are on Earth")
        })
        .collect()
}

/// Times of single runs.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs and times once.
    pub fn time<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = run();
        self.0.push(started.elapsed());
        result
    }

    /// Notes a time that was taken elsewhere.
    pub fn push(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// The time that this share of runs stayed below, in microseconds.
    pub fn quantile_us(&mut self, share: f64) -> f64 {
        self.0.sort_unstable();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index below the length"
        )]
        let index = ((self.0.len() - 1) as f64 * share) as usize;
        self.0[index].as_secs_f64() * 1e6
    }
}
