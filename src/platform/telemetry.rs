//! Logs and metrics.

use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

use crate::config::LogConfig;

/// Buckets in seconds for what goes over a network or to the database.
const COARSE: [f64; 13] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
];
/// Buckets in seconds for what happens in memory: 1 µs to 100 ms.
const FINE: [f64; 16] = [
    1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1,
];
/// What happens in memory, by the beginning of its name.
const IN_MEMORY: &str = "haat_geo_";
/// Between two rounds of [`sort_samples`].
const SORT_EVERY: Duration = Duration::from_secs(5);

/// Sends logs to standard error. Later calls change nothing.
pub fn log_to_stderr(config: &LogConfig) {
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()));
    let registry = tracing_subscriber::registry().with(filter);
    // A second initialisation (tests) is not an error.
    let _ = if config.json {
        registry.with(lines.json().flatten_event(true)).try_init()
    } else {
        registry.with(lines.compact()).try_init()
    };
}

/// Starts collecting metrics; the handle renders them for Prometheus.
pub fn collect_metrics() -> PrometheusHandle {
    let recorder = PrometheusBuilder::new()
        .set_buckets(&COARSE)
        .and_then(|builder| {
            builder.set_buckets_for_metric(Matcher::Prefix(IN_MEMORY.to_owned()), &FINE)
        })
        .expect("neither list of buckets is empty")
        .build_recorder();
    let handle = recorder.handle();
    // A second recorder (tests) keeps the first.
    let _ = metrics::set_global_recorder(recorder);
    handle
}

/// Sorts samples into their buckets, for ever: they pile up until somebody does,
/// and nobody may be reading the metrics.
pub async fn sort_samples(handle: PrometheusHandle) {
    let mut tick = tokio::time::interval(SORT_EVERY);
    loop {
        tick.tick().await;
        handle.run_upkeep();
    }
}
