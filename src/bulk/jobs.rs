//! Background jobs: carrying out, and undoing.

use kernel::{Clock, ImportId};
use platform::jobs::{Failure, Job, Runner, Running};
use serde::{Deserialize, Serialize};

use crate::carry_out::next_batch;
use crate::model::State;
use crate::queries;
use crate::undo::restore_all;

/// Carries an import out.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CarryOut {
    /// Which.
    pub import: ImportId,
}

impl Job for CarryOut {
    const NAME: &'static str = "bulk.carry_out";
    const IS_LONG: bool = true;
}

/// Undoes an import.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Undo {
    /// Which.
    pub import: ImportId,
}

impl Job for Undo {
    const NAME: &'static str = "bulk.undo";
    const IS_LONG: bool = true;
}

/// Hands the jobs of this slice to its use-cases.
pub fn handle_jobs(runner: Runner, clock: &Clock) -> Runner {
    let (first, second) = (clock.clone(), clock.clone());
    runner
        .on(move |job: CarryOut, running: Running| {
            let clock = first.clone();
            async move { all_batches(&job, &running, &clock).await }
        })
        .on(move |job: Undo, running: Running| {
            let clock = second.clone();
            async move {
                let mut conn = running.db.get().await?;
                let restored = restore_all(&mut conn, job.import, clock.now()).await;
                drop(conn);
                stopped_if_last(&running, job.import, State::Undoing, &clock, restored).await
            }
        })
}

async fn all_batches(job: &CarryOut, running: &Running, clock: &Clock) -> Result<(), Failure> {
    loop {
        let mut conn = running.db.get().await?;
        let percent = next_batch(&mut conn, job.import, clock.now()).await;
        drop(conn);
        match percent {
            Ok(Some(percent)) => running.progress(percent, "rows").await,
            Ok(None) => return Ok(()),
            Err(error) => {
                let failed = Err(error);
                return stopped_if_last(running, job.import, State::Running, clock, failed).await;
            }
        }
    }
}

/// After the last attempt the seller sees that it stopped, and may ask again.
async fn stopped_if_last(
    running: &Running,
    import: ImportId,
    was: State,
    clock: &Clock,
    done: diesel::QueryResult<()>,
) -> Result<(), Failure> {
    if done.is_err() && running.is_last {
        let to = if was == State::Undoing {
            State::Done
        } else {
            State::Failed
        };
        let mut conn = running.db.get().await?;
        queries::turn(&mut conn, import, &[was], to, clock.now()).await?;
    }
    Ok(done?)
}
