//! How much memory the market takes: a server with it beside one without.

use anyhow::Context as _;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use platform::config::Config;
use search::Search;
use secrecy::ExposeSecret as _;

use crate::market::server::{Server, get};
use crate::market::{self, NAME};

/// Prints the memory of two servers, and the parts that are known.
pub async fn report(config: &Config, search: &Search) -> anyhow::Result<()> {
    let empty = memory_kb(&Server::start(&empty().await?)?)?;
    let full = Server::start(config)?;
    let loaded = memory_kb(&full)?;
    // What answering keeps for the next question.
    let mut stream = full.connect()?;
    for origin in market::origins(200) {
        let (lat, lng) = (origin.lat(), origin.lng());
        let path = format!("/api/v1/search?q=kg&radius_m=10000&lat={lat}&lng={lng}");
        anyhow::ensure!(get(&mut stream, &path)? == 200);
    }
    let answering = memory_kb(&full)?;
    println!("\nmemory that is no file and not shared (RssAnon), MB");
    #[expect(clippy::cast_precision_loss, reason = "far below 2⁵² kilobytes")]
    let line = |what: &str, kb: u64| println!("{what:<34} {:>9.1}", kb as f64 / 1e3);
    line("server without a market", empty);
    line("with 1,000,000 listings", loaded);
    line("the same after 200 searches", answering);
    line("for the market", answering.saturating_sub(empty));
    for (part, bytes) in search.bytes_of_parts() {
        line(&format!("  of which {part}"), bytes as u64 / 1000);
    }
    line(
        "  of which the text index",
        search.text_bytes() as u64 / 1000,
    );
    Ok(())
}

/// The settings of a database with nothing in it.
async fn empty() -> anyhow::Result<Config> {
    let mut config = Config::from_env()?;
    let admin = config.database.url.expose_secret().to_owned();
    let name = format!("{NAME}_empty");
    let url = market::sibling(&admin, &name)?;
    config.database.url = url.clone().into();
    config.data_dir = std::env::temp_dir().join("haat-bench-empty");
    if AsyncPgConnection::establish(&url).await.is_err() {
        let mut conn = AsyncPgConnection::establish(&admin).await?;
        conn.batch_execute(&format!("CREATE DATABASE {name}"))
            .await?;
    }
    market::migrate(AsyncPgConnection::establish(&url).await?)?;
    Ok(config)
}

fn memory_kb(server: &Server) -> anyhow::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.process.id()))?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let kb = line.and_then(|line| line.split_whitespace().next());
    Ok(kb
        .context("no RssAnon in the status of the process")?
        .parse()?)
}
