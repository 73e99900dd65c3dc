//! Haat: a marketplace that knows where you are.
//!
//! One binary with roles; `haat help` lists them.

mod app;
mod cli;
mod routes;

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run(cli::Cli::parse()).await
}
