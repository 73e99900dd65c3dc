//! `haat seed`: what a fresh Haat starts with, from files inside the program.

mod assortment;
mod attributes;
mod categories;
mod concepts;
mod demo;
mod reference;
mod shelves;

use std::process::ExitCode;

use anyhow::Context as _;
use catalog::ListingRecord;
use diesel::QueryableByName;
use diesel::sql_types::Bool;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use platform::config::{Config, Stage};
use platform::db::Db;
use platform::merge::{Mode, Tally};
use shops::Told;

/// Rows per statement.
const BATCH: usize = 4_000;

/// Fill an empty database: areas, categories, concepts, goods, starter shelves, and
/// demo shops.
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
    if args.again || is_empty(conn, "shelves").await? {
        // The shelves come last: without them, all of it is loaded the next time.
        conn.transaction(async |conn| load_goods(conn).await)
            .await
            .context("cannot seed the goods")?;
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

/// The master catalogue with what its categories ask for, and the shelves.
async fn load_goods(conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    let changed = catalog::import_attributes(conn, &attributes::records()?).await?;
    tracing::info!(changed, "seeded attributes");
    let goods = reference::records()?;
    let ids: Vec<&str> = goods.iter().map(|one| &*one.external_id).collect();
    let adopted = catalog::adopt_demo_products(conn, &ids).await?;
    if adopted > 0 {
        tracing::info!(adopted, "made demo products those of the catalogue");
    }
    let done = catalog::import_reference(conn, &goods, Mode::Write).await?;
    tell("products", done);
    let done = catalog::import_shelves(conn, &shelves::records()?, Mode::Write).await?;
    tell("shelves", done);
    let done = catalog::import_shelf_items(conn, &shelves::items()?, Mode::Write).await?;
    tell("goods on shelves", done);
    Ok(())
}

async fn load_demo(conn: &mut AsyncPgConnection) -> anyhow::Result<()> {
    let (shops, prices) = (demo::shops()?, demo::prices()?);
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
        &prices,
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
    prices: &[demo::Priced],
    ids: &[(String, kernel::ShopId)],
) -> Vec<ListingRecord> {
    let mut listings = Vec::new();
    for shop in shops {
        let own = ids
            .iter()
            .find(|(external, _)| *external == shop.record.external_id);
        if let Some((_, id)) = own {
            listings.extend(assortment::of(shop, prices, *id));
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
