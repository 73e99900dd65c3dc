//! Logs and metrics.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::{EnvFilter, fmt, prelude::*};

use crate::config::LogConfig;

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
    let buckets = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0,
    ];
    let recorder = PrometheusBuilder::new()
        .set_buckets(&buckets)
        .expect("the list of buckets is not empty")
        .build_recorder();
    let handle = recorder.handle();
    // A second recorder (tests) keeps the first.
    let _ = metrics::set_global_recorder(recorder);
    handle
}
