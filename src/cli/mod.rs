//! The commands.

mod admin;
mod doctor;
mod import;
mod migrate;
mod reindex;
mod seed;
mod serve;
mod stop;
mod work;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use platform::config::Config;

/// A location-aware marketplace for Bangladesh.
#[derive(Debug, Parser)]
#[command(name = "haat", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and the API.
    Serve,
    /// Run background work only: jobs and pruning.
    Work,
    /// Bring the database schema up to date.
    Migrate(migrate::Args),
    /// Fill an empty database: areas, categories and demo shops.
    Seed(seed::Args),
    /// Import areas, shops or listings from a file.
    Import(import::Args),
    /// Tell running servers to load everything from the database again.
    Reindex,
    /// Make admins, suspend people, bring accounts along from elsewhere.
    Admin(admin::Args),
    /// Say what is set, missing and unreachable.
    Doctor(doctor::Args),
}

/// Runs a command; errors are printed with their causes.
pub async fn run(cli: Cli) -> ExitCode {
    match try_run(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("haat: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn try_run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Doctor(args) = &cli.command {
        return doctor::run(args).await;
    }
    let config = Config::from_env()?;
    platform::telemetry::log_to_stderr(&config.log);
    match cli.command {
        Command::Serve => serve::run(config).await,
        Command::Work => work::run(&config).await,
        Command::Migrate(args) => migrate::run(&args, &config).await,
        Command::Seed(args) => seed::run(args, &config).await,
        Command::Import(args) => import::run(args, &config).await,
        Command::Reindex => reindex::run(&config).await,
        Command::Admin(args) => admin::run(args, &config).await,
        Command::Doctor(_) => unreachable!("handled before the settings are read"),
    }
}
