//! The best listings for a word near a place: the indexes beside one SQL query.
//!
//! Both are measured by the time their thread is at work, so that neighbours on the
//! machine count little; the clock on the wall stands beside it.

use std::time::Duration;

use anyhow::Context as _;
use cpu_time::ThreadTime;
use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Double, Integer, Text};
use diesel_async::{
    AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _,
};
use kernel::Point;
use search::{Question, Search};

use crate::market::{self, Times};

/// Words that stand in few, many and very many listings.
const WORDS: [(&str, &str); 3] = [("rare", "লবঙ্গ"), ("common", "চাল"), ("very common", "কেজি")];
const RADII_M: [f64; 3] = [1_000.0, 3_000.0, 10_000.0];
const PLACES: u32 = 60;
/// Ours is asked from more places: its slowest ones are to be known.
const MORE_PLACES: u32 = 400;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    #[expect(dead_code, reason = "read as the server would")]
    ord: i64,
    #[diesel(sql_type = BigInt)]
    total: i64,
}

/// What one word at one radius took.
#[derive(Default)]
struct Compared {
    cpu: Times,
    wall: Times,
    sql_cpu: Times,
    found: usize,
    /// Places where the literal word has as many offers as in SQL.
    agreed: u32,
}

/// The database, and how long it works.
struct Sql {
    conn: AsyncPgConnection,
    process: i32,
}

/// Prints the table.
pub async fn report(search: &Search, url: &str) -> anyhow::Result<()> {
    let mut sql = Sql::open(url).await?;
    println!(
        "\nbest 20 of 1,000,000 listings, words read, facets counted\n{:<34} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>7} {:>7}  totals",
        "µs of one thread", "CPU p50", "p99", "wall p50", "p99", "SQL p50", "p99", "x p50", "x p99"
    );
    let mut worst: f64 = 0.0;
    for (name, word) in WORDS {
        for radius_m in RADII_M {
            let mut compared = compare(search, &mut sql, word, radius_m).await?;
            compared.print(&format!("{name}, {:.0} km", radius_m / 1e3));
            worst = worst.max(compared.cpu.quantile_us(0.99));
        }
    }
    println!("CPU p99 of the worst: {:.2} ms", worst / 1e3);
    Ok(())
}

async fn compare(
    search: &Search,
    sql: &mut Sql,
    word: &str,
    radius_m: f64,
) -> anyhow::Result<Compared> {
    let mut compared = Compared::default();
    for (n, origin) in (0..).zip(market::origins(MORE_PLACES)) {
        // Spaces keep it from being read from memory: nobody has asked just so.
        let unread = format!("{word}{}", " ".repeat(n as usize));
        let question = question(&unread, origin, radius_m);
        let found = compared.wall.time(|| {
            let began = ThreadTime::now();
            let found = search.search(&question);
            compared.cpu.push(began.elapsed());
            found
        })?;
        if n >= PLACES {
            continue;
        }
        compared.found += found.total;
        let (total, took) = sql.ask(word, origin, radius_m).await?;
        compared.sql_cpu.push(took);
        let literal = Question {
            literal: true,
            ..question
        };
        let literally = search.search(&literal)?;
        let narrower = literally.radius_m <= radius_m;
        let offers = if narrower {
            literally.facets.confirmed
        } else {
            0
        };
        compared.agreed += u32::from(offers == total);
    }
    Ok(compared)
}

impl Compared {
    fn print(&mut self, what: &str) {
        let [p50, p99] = [0.5, 0.99];
        let (cpu, wall) = (&mut self.cpu, &mut self.wall);
        let ours = [cpu.quantile_us(p50), cpu.quantile_us(p99)];
        let walls = [wall.quantile_us(p50), wall.quantile_us(p99)];
        let theirs = [self.sql_cpu.quantile_us(p50), self.sql_cpu.quantile_us(p99)];
        println!(
            "{:<34} {:>8.0} {:>8.0} {:>8.0} {:>8.0} {:>9.0} {:>9.0} {:>6.1}x {:>6.1}x  {} of {PLACES}",
            format!("{what}, {} found", self.found / PLACES as usize),
            ours[0],
            ours[1],
            walls[0],
            walls[1],
            theirs[0],
            theirs[1],
            theirs[0] / ours[0],
            theirs[1] / ours[1],
            self.agreed,
        );
    }
}

fn question(word: &str, origin: Point, radius_m: f64) -> Question {
    Question {
        text: word.to_owned(),
        ..Question::around(origin, radius_m)
    }
}

impl Sql {
    /// One process, as ours is one thread, that plans for the values at hand.
    async fn open(url: &str) -> anyhow::Result<Self> {
        #[derive(QueryableByName)]
        struct Process {
            #[diesel(sql_type = Integer)]
            process: i32,
        }
        let mut conn = AsyncPgConnection::establish(url).await?;
        conn.batch_execute(
            "SET max_parallel_workers_per_gather = 0; SET plan_cache_mode = force_custom_plan",
        )
        .await?;
        let asked = diesel::sql_query("SELECT pg_backend_pid() AS process");
        let Process { process } = asked.get_result(&mut conn).await?;
        Ok(Self { conn, process })
    }

    /// Offers in all, and how long the database worked.
    async fn ask(
        &mut self,
        word: &str,
        origin: Point,
        radius_m: f64,
    ) -> anyhow::Result<(usize, Duration)> {
        let began = self.cpu()?;
        let rows: Vec<Row> = diesel::sql_query(
            "SELECT ord, count(*) OVER () AS total
             FROM bench_offers
             WHERE words @@ plainto_tsquery('simple', $1)
               AND ST_DWithin(location, ST_MakePoint($2, $3)::geography, $4)
             ORDER BY 0.08 * floor(word_similarity($1, name) / 0.08)
                      + 0.06 * exp(-power(greatest(ST_Distance(location, ST_MakePoint($2, $3)::geography) - 300, 0) / 1200, 2))
                      + CASE availability WHEN 'in_stock' THEN 0.03 WHEN 'unknown' THEN 0.015 ELSE 0 END DESC, id
             LIMIT 20",
        )
        .bind::<Text, _>(word)
        .bind::<Double, _>(origin.lng())
        .bind::<Double, _>(origin.lat())
        .bind::<Double, _>(radius_m)
        .load(&mut self.conn)
        .await?;
        let total = rows.iter().map(|row| row.total).next().unwrap_or(0);
        Ok((usize::try_from(total)?, self.cpu()?.saturating_sub(began)))
    }

    /// How long the process behind the connection, which waits, has been at work.
    fn cpu(&self) -> anyhow::Result<Duration> {
        let told = std::fs::read_to_string(format!("/proc/{}/schedstat", self.process))?;
        let nanoseconds = told.split(' ').next().context("an empty schedstat")?;
        Ok(Duration::from_nanos(nanoseconds.parse()?))
    }
}
