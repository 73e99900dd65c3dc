//! Goods by word near a place: `rank` sets the indexes beside one SQL query (words,
//! likeness, distance, the same blend), `weigh` tells the memory, `load` how much
//! the whole server answers over HTTP. Without a name all three run:
//! `cargo bench --bench search -- rank`.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod load;
mod market;
mod rank;
mod weigh;

use secrecy::ExposeSecret as _;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|name| !name.starts_with('-'))
        .collect();
    let wants = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    let config = market::prepared().await?;
    if wants("rank") || wants("weigh") {
        let search = market::loaded(&config).await?;
        if wants("rank") {
            rank::report(&search, config.database.url.expose_secret()).await?;
        }
        if wants("weigh") {
            weigh::report(&config, &search).await?;
        }
    }
    if wants("load") {
        load::report(&config)?;
    }
    Ok(())
}
