//! What the index is meant to reach, as ratios of medians in one run.

use crate::engine::{RADII_M, Task};

/// Best peer / ours on a million dense points, at least.
pub(crate) fn dense(task: Task, radius_m: f64) -> f64 {
    let row = match task {
        Task::Count => [6.0, 10.0, 20.0, 50.0],
        Task::Collect => [5.0, 6.0, 8.0, 8.0],
        Task::Nearest => [2.0; 4],
    };
    let column = RADII_M.iter().position(|&radius| radius >= radius_m);
    row[column.unwrap_or(RADII_M.len() - 1)]
}

/// Best peer / ours where points are few.
pub(crate) const SPARSE: f64 = 1.0;
/// Best peer / ours for [`Task::Collect`] on hosts that have AVX2 only.
pub(crate) const AVX2_COLLECT: f64 = 4.0;
/// Updatable / static, at most.
pub(crate) const LIVE: f64 = 1.25;
/// A reader's p99 beside a writer / alone, at most.
pub(crate) const BESIDE: f64 = 1.2;
/// Moves per second beside that reader.
pub(crate) const MOVES_PER_S: f64 = 100_000.0;
/// Longest publication beside that reader, in milliseconds.
pub(crate) const PUBLISH_MS: f64 = 50.0;
/// One move alone, in milliseconds.
pub(crate) const MOVE_MS: f64 = 1.0;
/// Bytes per point, the id included.
pub(crate) const BYTES: f64 = 40.0;
/// Build of a million points on two cores, in milliseconds.
pub(crate) const BUILD_MS: f64 = 400.0;
/// Opening a saved million, in milliseconds.
pub(crate) const OPEN_MS: f64 = 20.0;
