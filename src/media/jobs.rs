//! Background jobs: making pictures ready, deleting their files, sweeping.

use std::time::Duration;

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use kernel::ImageId;
use platform::jobs::{Failure, Job, Runner, Terms, enqueue_with};
use serde::{Deserialize, Serialize};

use crate::media::Media;
use crate::{clear, process, queries, sweep};

/// Between two sweeps.
const SWEEP_EVERY: Duration = Duration::from_hours(1);

/// Makes a picture ready that has come, or that is to be cut anew.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MakeReady {
    /// Which.
    pub image: ImageId,
}

impl Job for MakeReady {
    const NAME: &'static str = "media.make_ready";
    const IS_LONG: bool = true;
}

/// Deletes the files of a picture that was taken away.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Clear {
    /// Which.
    pub image: ImageId,
}

impl Job for Clear {
    const NAME: &'static str = "media.clear";
}

/// Deletes what belongs to no picture.
#[derive(Debug, Serialize, Deserialize)]
struct Sweep {}

impl Job for Sweep {
    const NAME: &'static str = "media.sweep";
}

/// Hands the jobs of this slice to its use-cases.
pub fn jobs(runner: Runner, media: &Media) -> Runner {
    let (first, second, third) = (media.clone(), media.clone(), media.clone());
    runner
        .on(move |job: MakeReady, _| {
            let media = first.clone();
            async move { Ok::<_, Failure>(process(&media, job.image).await?) }
        })
        .on(move |job: Clear, _| {
            let media = second.clone();
            async move { Ok::<_, Failure>(clear(&media, job.image).await?) }
        })
        .on(move |_: Sweep, _| {
            let media = third.clone();
            async move {
                let swept = sweep(&media).await?;
                tracing::info!(?swept, "pictures swept");
                Ok::<_, Failure>(())
            }
        })
}

/// Asks for the next sweep, an hour from now, unless one is asked for or there
/// never was a picture.
pub async fn ask_for_sweep(conn: &mut AsyncPgConnection) -> QueryResult<()> {
    if !queries::has_any(conn).await? {
        return Ok(());
    }
    let terms = Terms {
        delay: SWEEP_EVERY,
        unique_key: Some("sweep"),
    };
    enqueue_with(conn, &Sweep {}, terms).await.map(|_| ())
}
