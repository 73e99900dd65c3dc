//! `haat seed`
use std::process::ExitCode;
#[derive(Debug, clap::Args)]
pub struct Args {}
pub async fn run(_: Args, _: &platform::config::Config) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
