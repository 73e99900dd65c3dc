//! How a job can fail.

use std::time::Duration;

/// Why a job is not done. `?` makes [`Failure::Retry`] of any error.
///
/// What is told here is stored and logged: no personal data.
#[derive(Debug)]
pub enum Failure {
    /// Another try may help; after the last one the job is dead.
    Retry(anyhow::Error),
    /// As above, after a pause of the handler's choosing.
    RetryIn(Duration, anyhow::Error),
    /// No further try will help: the job is dead at once.
    GiveUp(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Retry(error.into())
    }
}
