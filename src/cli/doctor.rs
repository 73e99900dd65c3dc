//! `haat doctor`
use std::process::ExitCode;
#[derive(Debug, clap::Args)]
pub struct Args {}
pub async fn run(_: &Args) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
