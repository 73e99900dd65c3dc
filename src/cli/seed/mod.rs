//! `haat seed`: what a fresh Haat starts with, from files inside the program.

mod assortment;
mod categories;
mod concepts;
mod demo;

use std::process::ExitCode;

use anyhow::Context as _;
use catalog::{ListingRecord, ProductRecord, Tree};
use diesel::QueryableByName;
use diesel::sql_types::Bool;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use platform::config::{Config, Stage};
use platform::db::Db;
use platform::merge::{Mode, Tally};
use shops::Told;

use super::import::CategoryWords;

/// Rows per statement.
const BATCH: usize = 4_000;

/// Fill an empty database: areas, categories, concepts, and demo shops with goods.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Also where there are rows already: adds what is missing and brings back
    /// what was changed.
    #[arg(long)]
    again: bool,
    /// Leave the demo shops out. In production they are left out anyway.
    #[arg(long)]
    no_demo: bool,
    /// Load the demo shops in production too.
    #[arg(long, conflicts_with = "no_demo")]
    demo: bool,
}

/// Loads each part whose table is empty.
pub async fn run(args: Args, config: &Config) -> anyhow::Result<ExitCode> {
    let mut conn = Db::new(&config.database)
        .get()
        .await
        .context("cannot reach the database in DATABASE_URL")?;
    let conn = &mut *conn;
    if args.again || is_empty(conn, "areas").await? {
        let loaded = areas::seed(conn).await.context("cannot seed areas")?;
        tracing::info!(loaded, "seeded areas");
    }
    if args.again || is_empty(conn, "categories").await? {
        let done = catalog::import_categories(conn, &categories::records()?, Mode::Write).await?;
        tell("categories", done);
    }
    if args.again || is_empty(conn, "concepts").await? {
        let done = catalog::import_concepts(conn, &concepts::records()?, Mode::Write).await?;
        tell("concepts", done);
    }
    let wanted = args.demo || (!args.no_demo && config.stage != Stage::Production);
    if wanted && (args.again || is_empty(conn, "shops").await?) {
        // All or nothing: a demo without its goods would pass for complete.
        conn.transaction(async |conn| load_demo(conn).await)
            .await
            .context("cannot seed the demo shops")?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn load_demo(conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    let words = CategoryWords::new(&Tree::new(catalog::categories(conn).await?));
    let (shops, products) = (demo::shops()?, demo::products(&words)?);
    let records: Vec<&ProductRecord> = products.iter().map(|product| &product.record).collect();
    tell(
        "products",
        catalog::import_products(conn, &records, Mode::Write).await?,
    );
    let records: Vec<_> = shops.iter().map(|shop| shop.record.clone()).collect();
    tell(
        "demo shops",
        shops::import(conn, &records, Told::EVERYTHING, Mode::Write).await?,
    );
    let ids: Vec<&str> = shops
        .iter()
        .map(|shop| shop.record.external_id.as_str())
        .collect();
    let mut done = Tally::default();
    let listings = listings(
        &shops,
        &products,
        &shops::find_by_external_ids(conn, &ids).await?,
    );
    for batch in listings.chunks(BATCH) {
        done += catalog::import_listings(conn, batch, Mode::Write).await?;
    }
    tell("demo listings", done);
    Ok(())
}

fn listings(
    shops: &[demo::Shop],
    products: &[demo::Product],
    ids: &[(String, kernel::ShopId)],
) -> Vec<ListingRecord> {
    let mut listings = Vec::new();
    for shop in shops {
        let own = ids
            .iter()
            .find(|(external, _)| *external == shop.record.external_id);
        if let Some((_, id)) = own {
            listings.extend(assortment::of(shop, products, *id));
        }
    }
    listings
}

fn tell(what: &str, done: Tally) {
    tracing::info!(
        new = done.added,
        changed = done.changed,
        unchanged = done.unchanged,
        "seeded {what}"
    );
}

async fn is_empty(conn: &mut AsyncPgConnection, table: &'static str) -> anyhow::Result<bool> {
    #[derive(QueryableByName)]
    struct Empty {
        #[diesel(sql_type = Bool)]
        empty: bool,
    }
    let row: Empty = diesel::sql_query(format!("SELECT NOT EXISTS (SELECT FROM {table}) AS empty"))
        .get_result(conn)
        .await
        .context("cannot look into the database; has it been migrated?")?;
    Ok(row.empty)
}
