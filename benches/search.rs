//! Goods by word near a place: the indexes beside one SQL query (tsvector,
//! distance, the same blend), and how much the whole server answers over HTTP.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod market;

use std::time::{Duration, Instant};

use diesel::QueryableByName;
use diesel::sql_types::{BigInt, Double, Text};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use kernel::Point;
use market::Times;
use market::server::{Server, get};
use platform::config::Config;
use search::{Question, Search};
use secrecy::ExposeSecret as _;

/// Words that stand in few, many and very many listings.
const WORDS: [(&str, &str); 3] = [("rare", "লবঙ্গ"), ("common", "চাল"), ("very common", "কেজি")];
const HTTP_CLIENTS: usize = 8;
const HTTP_TIME: Duration = Duration::from_secs(5);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    #[expect(dead_code, reason = "read as the server would")]
    ord: i64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = market::prepared().await?;
    let search = market::loaded(&config).await?;
    let mut conn = AsyncPgConnection::establish(config.database.url.expose_secret()).await?;
    head("best 20 of 1,000,000 listings with facets");
    for (name, word) in WORDS {
        for radius_m in [1_000.0, 3_000.0, 10_000.0] {
            compare(&search, &mut conn, name, word, radius_m).await?;
        }
    }
    drop((conn, search));
    throughput(&config)
}

async fn compare(
    search: &Search,
    conn: &mut AsyncPgConnection,
    name: &str,
    word: &str,
    radius_m: f64,
) -> anyhow::Result<()> {
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    let mut found = 0;
    for origin in market::origins(60) {
        let question = question(word, origin, radius_m);
        // Asked once and cold, as shoppers ask.
        found += ours.time(|| search.search(&question))?.total;
        let started = Instant::now();
        ask(conn, word, origin, radius_m).await?;
        theirs.push(started.elapsed());
    }
    report(
        &format!("{name}, {:.0} km, {} found", radius_m / 1e3, found / 60),
        &mut ours,
        &mut theirs,
    );
    Ok(())
}

fn question(word: &str, origin: Point, radius_m: f64) -> Question {
    Question {
        text: word.to_owned(),
        ..Question::around(origin, radius_m)
    }
}

async fn ask(
    conn: &mut AsyncPgConnection,
    word: &str,
    origin: Point,
    radius_m: f64,
) -> diesel::QueryResult<Vec<Row>> {
    diesel::sql_query(
        "SELECT l.ord, count(*) OVER () AS total
         FROM products p JOIN listings l ON l.product_id = p.id JOIN shops s ON s.id = l.shop_id
         WHERE to_tsvector('simple', coalesce(p.name_bn, '') || ' ' || coalesce(p.name_en, '')) @@ plainto_tsquery('simple', $1)
           AND l.status = 'listed' AND s.status = 'listed'
           AND ST_DWithin(s.location, ST_MakePoint($2, $3)::geography, $4)
         ORDER BY 0.06 * exp(-power(greatest(ST_Distance(s.location, ST_MakePoint($2, $3)::geography) - 300, 0) / 1200, 2))
                  + CASE l.availability WHEN 'in_stock' THEN 0.03 WHEN 'unknown' THEN 0.015 ELSE 0 END DESC, l.id
         LIMIT 20",
    )
    .bind::<Text, _>(word)
    .bind::<Double, _>(origin.lng())
    .bind::<Double, _>(origin.lat())
    .bind::<Double, _>(radius_m)
    .load(conn)
    .await
}

/// The server as people meet it, on the same cores as its clients.
fn throughput(config: &Config) -> anyhow::Result<()> {
    let server = Server::start(config)?;
    println!("\nover HTTP, {HTTP_CLIENTS} connections, server and clients on the same cores");
    for (name, path) in [
        (
            "nearby, 3 km, 50 shops",
            "/api/v1/shops/nearby?radius_m=3000",
        ),
        (
            "search চাল, 3 km",
            "/api/v1/search?q=%E0%A6%9A%E0%A6%BE%E0%A6%B2&radius_m=3000",
        ),
    ] {
        let per_second = requests_per_second(&server, path)?;
        println!("{name:<34} {per_second:>9.0} requests/s");
    }
    Ok(())
}

fn requests_per_second(server: &Server, path: &str) -> anyhow::Result<f64> {
    let started = Instant::now();
    let answered = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..HTTP_CLIENTS)
            .map(|n| scope.spawn(move || client(server, n, path)))
            .collect();
        clients
            .into_iter()
            .map(|client| {
                client
                    .join()
                    .map_err(|_| anyhow::anyhow!("a client panicked"))?
            })
            .sum::<anyhow::Result<u32>>()
    })?;
    Ok(f64::from(answered) / started.elapsed().as_secs_f64())
}

fn client(server: &Server, client: usize, path: &str) -> anyhow::Result<u32> {
    let mut stream = server.connect()?;
    let started = Instant::now();
    let mut answered = 0;
    for origin in market::origins(400).into_iter().skip(client * 31).cycle() {
        if started.elapsed() > HTTP_TIME {
            break;
        }
        let status = get(
            &mut stream,
            &format!("{path}&lat={}&lng={}", origin.lat(), origin.lng()),
        )?;
        anyhow::ensure!(status == 200, "{status} for {path}");
        answered += 1;
    }
    Ok(answered)
}

/// One line of the table: ours beside the database, and the ratio.
fn report(what: &str, ours: &mut Times, theirs: &mut Times) {
    let [p50, p99] = [0.5, 0.99].map(|share| (ours.quantile_us(share), theirs.quantile_us(share)));
    println!(
        "{what:<34} {:>9.0} {:>9.0}   {:>9.0} {:>9.0}   {:>6.1}x {:>6.1}x",
        p50.0,
        p99.0,
        p50.1,
        p99.1,
        p50.1 / p50.0,
        p99.1 / p99.0
    );
}

/// The head of the table.
fn head(title: &str) {
    println!(
        "\n{title}\n{:<34} {:>9} {:>9}   {:>9} {:>9}   {:>7} {:>7}",
        "µs", "Haat p50", "p99", "SQL p50", "p99", "p50", "p99"
    );
}
