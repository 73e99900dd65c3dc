//! `haat serve`: pages, API and background work.

use std::process::ExitCode;
use std::time::Duration;

use actix_web::{App, HttpServer, web::Data};
use anyhow::Context as _;
use platform::config::Config;
use platform::telemetry;
use tokio::task::JoinHandle;

use super::stop::Stop;
use crate::app::{Haat, chores, work};
use crate::routes;

/// How long a client may take to send its headers.
const HEADERS_WITHIN: Duration = Duration::from_secs(5);
/// How long an idle connection stays.
const IDLE: Duration = Duration::from_secs(30);
/// Connections per thread, idle ones included.
const CONNECTIONS: usize = 12_000;

/// Serves until it is told to stop, then lets requests in flight finish.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let stop = Stop::listen().context("cannot listen for signals")?;
    let metrics = Data::new(telemetry::collect_metrics());
    let haat = Haat::new(config)?;
    tokio::spawn(telemetry::sort_samples((**metrics).clone()));
    tokio::spawn(haat.clone().follow());
    tokio::spawn(haat.clone().forget_callers());
    tokio::spawn(haat.clone().keep_index());
    tokio::spawn(haat.clone().keep_misses());
    tokio::spawn(chores::run(haat.db.clone()));

    let jobs = (haat.config.jobs.concurrency > 0)
        .then(|| work::runner(&haat.config))
        .transpose()?
        .map(|runner| tokio::spawn(runner.run(stop.clone().told())));

    let public = public(&haat, stop.clone())?;
    tracing::info!("serving at http://{}", haat.config.http.listen);
    let Some(address) = haat.config.http.metrics_listen else {
        public.await?;
        finish(&haat, jobs).await;
        return Ok(ExitCode::SUCCESS);
    };
    let shared = haat.clone();
    let private = HttpServer::new(move || {
        App::new()
            .app_data(metrics.clone())
            .configure(|cfg| shared.share(cfg))
            .configure(routes::private)
    })
    .workers(1)
    .shutdown_signal(stop.told())
    .bind(address)
    .with_context(|| format!("cannot listen at {address} (HAAT_METRICS_LISTEN)"))?
    .run();
    tokio::try_join!(public, private)?;
    finish(&haat, jobs).await;
    Ok(ExitCode::SUCCESS)
}

/// What has to be done before the process ends.
async fn finish(haat: &Haat, jobs: Option<JoinHandle<()>>) {
    haat.keep_misses_now().await;
    haat.keep_index_now().await;
    if let Some(jobs) = jobs
        && jobs.await.is_err()
    {
        tracing::error!("the worker ended before its time");
    }
}

fn public(haat: &Haat, stop: Stop) -> anyhow::Result<actix_web::dev::Server> {
    let http = haat.config.http.clone();
    let shared = haat.clone();
    let server = HttpServer::new(move || routes::app(shared.clone()))
        .workers(http.workers)
        .client_request_timeout(HEADERS_WITHIN)
        .client_disconnect_timeout(Duration::from_secs(2))
        .keep_alive(IDLE)
        .max_connections(CONNECTIONS)
        .shutdown_signal(stop.told())
        .shutdown_timeout(http.shutdown.as_secs())
        .bind(http.listen)
        .with_context(|| format!("cannot listen at {} (HAAT_LISTEN)", http.listen))?;
    Ok(server.run())
}
