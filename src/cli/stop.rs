//! When to stop: Ctrl-C and SIGTERM mean the same, let what is under way finish.

use tokio::signal::unix::{SignalKind, signal};

/// Waits for either signal.
pub(super) async fn told_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
    tracing::info!("stopping");
}
