//! One job on its way: the lease is renewed while its handler works, and the
//! outcome is written.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use super::Failure;
use super::queries::{self, Claimed, Held};
use super::runner::{Handler, Running};
use crate::db::Db;
use crate::http::Chain;

/// The longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// Failures of many jobs at once do not come back all at once.
const JITTER: f64 = 0.5;
/// Between two tries to write an outcome.
const AWAY: Duration = Duration::from_millis(500);

/// How a job ended here.
enum End {
    Done,
    /// Another attempt after a pause, shortened by up to this share of it.
    PutOff(Duration, f64, anyhow::Error),
    Dead(anyhow::Error),
    /// The worker stops.
    GivenBack,
    /// Somebody else has it.
    Lost,
}

/// Runs a job and writes what came of it. Told to abandon it, gives it back.
pub(super) async fn supervise(
    job: Claimed,
    handler: Handler,
    db: Db,
    lease: Duration,
    mut abandon: watch::Receiver<bool>,
) {
    let held = Held {
        id: job.id,
        lease: job.lease,
    };
    let (name, attempt) = (job.name.clone(), job.attempts);
    let started = Instant::now();
    let end = tokio::select! {
        end = run(job, &handler, &db, held) => end,
        () = keep_lease(&db, held, lease) => End::Lost,
        _ = abandon.wait_for(|told| *told) => End::GivenBack,
    };
    metrics::histogram!("job_seconds", "name" => name.clone())
        .record(started.elapsed().as_secs_f64());
    metrics::counter!("jobs_total", "name" => name.clone(), "outcome" => end.label()).increment(1);
    end.log(&name, held, attempt);
    end.write(&db, held, lease).await;
}

async fn run(job: Claimed, handler: &Handler, db: &Db, held: Held) -> End {
    if job.attempts > handler.max_attempts {
        return End::Dead(anyhow::anyhow!(
            "its worker died in the last of {} attempts",
            handler.max_attempts
        ));
    }
    let running = Running {
        id: job.id,
        attempt: job.attempts,
        is_last: job.attempts == handler.max_attempts,
        db: db.clone(),
        held,
    };
    // A task of its own, so that a panic ends the job and not the worker; dropping
    // the set ends the task.
    let mut task = JoinSet::new();
    task.spawn((handler.run)(job.payload, running));
    match task.join_next().await {
        Some(Ok(result)) => handler.end(result, job.attempts),
        Some(Err(panic)) => handler.end(Err(died(&panic)), job.attempts),
        None => End::Lost,
    }
}

fn died(error: &JoinError) -> Failure {
    Failure::Retry(anyhow::anyhow!(
        "the handler {}",
        if error.is_panic() {
            "panicked"
        } else {
            "was cancelled"
        }
    ))
}

impl Handler {
    fn end(&self, result: Result<(), Failure>, attempt: i32) -> End {
        match result {
            Ok(()) => End::Done,
            Err(Failure::GiveUp(why)) => End::Dead(why),
            Err(Failure::Retry(why) | Failure::RetryIn(_, why)) if attempt >= self.max_attempts => {
                End::Dead(why)
            }
            Err(Failure::Retry(why)) => End::PutOff(self.pause_after(attempt), JITTER, why),
            Err(Failure::RetryIn(pause, why)) => End::PutOff(pause, 0.0, why),
        }
    }

    /// Doubles with every attempt.
    fn pause_after(&self, attempt: i32) -> Duration {
        let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(16);
        self.first_pause
            .saturating_mul(1 << doublings)
            .min(LONGEST_PAUSE)
    }
}

/// Renews the lease for as long as it is ours. A database that is away for longer
/// than the lease may hand the job to somebody else, so that we must let go.
async fn keep_lease(db: &Db, held: Held, lease: Duration) {
    let mut sure_until = Instant::now() + lease;
    loop {
        tokio::time::sleep(lease / 3).await;
        let asked = Instant::now();
        let renewed = async {
            let mut conn = db.get().await.ok()?;
            queries::renew(&mut conn, held, lease).await.ok()
        };
        match tokio::time::timeout(lease / 3, renewed).await {
            Ok(Some(true)) => sure_until = asked + lease,
            Ok(Some(false)) => return,
            Ok(None) | Err(_) if Instant::now() + lease / 3 >= sure_until => return,
            Ok(None) | Err(_) => {}
        }
    }
}

impl End {
    const fn label(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::PutOff(..) => "put_off",
            Self::Dead(_) => "dead",
            Self::GivenBack => "given_back",
            Self::Lost => "lost",
        }
    }

    fn log(&self, name: &str, held: Held, attempt: i32) {
        let id = held.id;
        match self {
            Self::Done => tracing::debug!(job.id = %id, job.name = name, "job done"),
            Self::PutOff(_, _, why) => {
                tracing::info!(job.id = %id, job.name = name, job.attempt = attempt, error = %Chain(why.as_ref()), "job put off");
            }
            Self::Dead(why) => {
                tracing::warn!(job.id = %id, job.name = name, job.attempt = attempt, error = %Chain(why.as_ref()), "job dead");
            }
            Self::GivenBack => tracing::info!(job.id = %id, job.name = name, "job given back"),
            Self::Lost => {
                tracing::warn!(job.id = %id, job.name = name, "job lost to another worker");
            }
        }
    }

    /// Writes the outcome. Where the database is away until the lease ends, the job
    /// will run again.
    async fn write(&self, db: &Db, held: Held, lease: Duration) {
        let tries = async {
            while let Err(error) = self.try_write(db, held).await {
                tracing::debug!(job.id = %held.id, error = %Chain(error.as_ref()), "outcome not written yet");
                tokio::time::sleep(AWAY).await;
            }
        };
        if tokio::time::timeout(lease, tries).await.is_err() {
            tracing::warn!(job.id = %held.id, "outcome of a job not written");
        }
    }

    async fn try_write(&self, db: &Db, held: Held) -> anyhow::Result<()> {
        let mut conn = db.get().await?;
        match self {
            Self::Done => queries::finish(&mut conn, held).await?,
            Self::PutOff(pause, jitter, why) => {
                let why = Chain(why.as_ref()).to_string();
                queries::put_off(&mut conn, held, *pause, *jitter, &why).await?
            }
            Self::Dead(why) => {
                let why = Chain(why.as_ref()).to_string();
                queries::bury(&mut conn, held, &why).await?
            }
            Self::GivenBack => queries::release(&mut conn, held).await?,
            Self::Lost => false,
        };
        Ok(())
    }
}
