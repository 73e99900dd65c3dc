//! `haat import`: areas, shops and listings from files of other people.

mod areas;
mod category_words;
mod csv_header;
mod csv_rows;
mod geojson;
mod json_rows;
mod lines;
mod listing_row;
mod listings;
mod pipeline;
mod progress;
mod reading;
mod report;
mod shop_row;
mod shops;
mod source;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use catalog::Tree;
use clap::Subcommand;
use platform::config::Config;
use platform::db::Db;

pub(super) use category_words::CategoryWords;
pub(super) use shop_row::read_shop;
pub(super) use source::Raw;

use self::listings::Listings;
use self::pipeline::Order;
use self::shops::Shops;

/// Import areas, shops or listings from a file.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Official polygons: a GeoJSON `FeatureCollection` of one level.
    Areas {
        /// The file.
        file: PathBuf,
        /// 1 division, 2 district, 3 upazila or thana, 4 union or ward.
        #[arg(long, value_parser = clap::value_parser!(i16).range(1..=5))]
        level: i16,
        /// Check and compare, write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Shops: CSV with the columns `id`, `name` or `name_en` and `name_bn`,
    /// `alt_names`, `kind`, `lat`, `lng` or `lon`, `opening_hours`; or
    /// OpenStreetMap as GeoJSON.
    Shops(FileArgs),
    /// Listings: CSV or JSON lines with `shop_id`, `id`, `name_en`, `name_bn`,
    /// `brand`, `category`, `unit` or `size`, `price` in taka, `stock` or
    /// `in_stock`.
    Listings(FileArgs),
}

/// Rows are the same by id: importing a file again changes only what differs.
/// Exit codes: 0 all rows went in, 2 some were refused, 1 nothing could be done.
#[derive(Debug, clap::Args)]
struct FileArgs {
    /// The file.
    file: PathBuf,
    /// Check and compare, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Mark everything in the file as a demo.
    #[arg(long)]
    demo: bool,
    /// Write every refused row and every remark to this CSV file.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
}

impl FileArgs {
    fn order(&self) -> Order<'_> {
        Order {
            path: &self.file,
            dry_run: self.dry_run,
            errors: self.errors.as_deref(),
        }
    }
}

/// Imports a file.
pub async fn run(args: Args, config: &Config) -> anyhow::Result<ExitCode> {
    let mut conn = Db::new(&config.database)
        .get()
        .await
        .context("cannot reach the database in DATABASE_URL")?;
    match args.what {
        What::Areas {
            file,
            level,
            dry_run,
        } => areas::run(&mut conn, &file, level, dry_run).await,
        What::Shops(file) => {
            let import = Shops { demo: file.demo };
            pipeline::run(import, &mut conn, &file.order()).await
        }
        What::Listings(file) => {
            let tree = catalog::categories(&mut conn)
                .await
                .context("cannot read the categories")?;
            let import = Listings {
                words: CategoryWords::new(&Tree::new(tree)),
                demo: file.demo,
            };
            pipeline::run(import, &mut conn, &file.order()).await
        }
    }
}
