//! When to stop: Ctrl-C and SIGTERM mean the same, let what is under way finish.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Tells everybody who asks when to stop. Listens from its creation on, so that a
/// signal is heard by those who begin to wait after it.
#[derive(Clone)]
pub(super) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Begins to listen.
    pub(super) fn listen() -> std::io::Result<Self> {
        let signals = [
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        ];
        let (told, stop) = watch::channel(false);
        tokio::spawn(async move {
            either(signals).await;
            tracing::info!("stopping");
            told.send_replace(true);
        });
        Ok(Self(stop))
    }

    /// Waits until it is time.
    pub(super) async fn told(mut self) {
        // An error means that nobody listens any more, which is at the end, too.
        drop(self.0.wait_for(|told| *told).await);
    }
}

async fn either([mut one, mut other]: [Signal; 2]) {
    tokio::select! {
        _ = one.recv() => {}
        _ = other.recv() => {}
    }
}
