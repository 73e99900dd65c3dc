//! The slow and obvious answers, by the geodesic alone, and whether an engine
//! agrees with them.

use std::collections::HashSet;

use geo_index::Point;

use crate::earth::{Ecef, chord2, ecef, geodesic_m};
use crate::engine::{Engine, NEAREST, RADII_M, Task};

/// A geodesic is longer than its chord, at 20 km by 8 mm.
const SAG_M: f64 = 0.1;
/// How far reported metres may be off: one centimetre.
const METRES_OFF: f64 = 0.01;
/// Up to this many metres of one answer are compared.
const METRES_CHECKED: usize = 200;

/// An answer that is not right.
#[derive(Debug, thiserror::Error)]
#[error("{engine}: {what}, {task:?} within {radius_m} m of {origin:?}")]
pub(crate) struct Wrong {
    engine: &'static str,
    what: String,
    task: Task,
    radius_m: f64,
    origin: Point,
}

/// All points, ready to be searched one by one.
pub(crate) struct Truth<'a> {
    points: &'a [Point],
    positions: Vec<Ecef>,
}

/// What is right for one origin.
pub(crate) struct Near<'a> {
    points: &'a [Point],
    origin: Point,
    /// Ids and chords of everything within the largest radius, nearest first.
    chords: Vec<(u32, f64)>,
}

impl<'a> Truth<'a> {
    pub(crate) fn of(points: &'a [Point]) -> Self {
        Self {
            points,
            positions: points.iter().map(|&point| ecef(point)).collect(),
        }
    }

    pub(crate) fn near(&self, origin: Point) -> Near<'a> {
        let centre = ecef(origin);
        let most = RADII_M[RADII_M.len() - 1].powi(2);
        let mut chords: Vec<_> = (0..)
            .zip(&self.positions)
            .map(|(id, position)| (id, chord2(position, &centre)))
            .filter(|&(_, chord2)| chord2 <= most)
            .map(|(id, chord2)| (id, chord2.sqrt()))
            .collect();
        chords.sort_unstable_by(|a, b| a.1.total_cmp(&b.1));
        Near {
            points: self.points,
            origin,
            chords,
        }
    }

    /// Asks an engine about some origins, within every radius.
    pub(crate) fn check(
        &self,
        engine: &mut dyn Engine,
        tasks: &[Task],
        origins: &[Point],
    ) -> Result<(), Wrong> {
        for &origin in origins {
            let near = self.near(origin);
            for &task in tasks {
                for radius_m in RADII_M {
                    near.check(engine, task, radius_m)?;
                }
            }
        }
        Ok(())
    }
}

impl Near<'_> {
    fn metres(&self, id: u32) -> f64 {
        geodesic_m(self.origin, self.points[id as usize])
    }

    /// How many points are within a radius.
    fn count(&self, radius_m: f64) -> usize {
        let surely = (self.chords).partition_point(|&(_, chord)| chord <= radius_m - SAG_M);
        let perhaps = (self.chords[surely..].iter())
            .take_while(|&&(_, chord)| chord <= radius_m)
            .filter(|&&(id, _)| self.metres(id) <= radius_m);
        surely + perhaps.count()
    }

    /// Compares an engine's answer with the right one.
    pub(crate) fn check(
        &self,
        engine: &mut dyn Engine,
        task: Task,
        radius_m: f64,
    ) -> Result<(), Wrong> {
        let count = engine.ask(task, self.origin, radius_m);
        let found = engine.found();
        let slack_m = engine.slack_m();
        match task {
            Task::Count => self.check_count(count, radius_m, slack_m),
            Task::Collect => self.check_collected(&found, radius_m, slack_m),
            Task::Nearest => self.check_nearest(&found, radius_m, slack_m),
        }
        .map_err(|what| Wrong {
            engine: engine.name(),
            what,
            task,
            radius_m,
            origin: self.origin,
        })
    }

    fn check_count(&self, count: usize, radius_m: f64, slack_m: f64) -> Result<(), String> {
        let (least, most) = (
            self.count(radius_m - slack_m),
            self.count(radius_m + slack_m),
        );
        ensure((least..=most).contains(&count), || {
            format!("{count} instead of {least} to {most} points")
        })
    }

    fn check_collected(
        &self,
        found: &[(u32, f64)],
        radius_m: f64,
        slack_m: f64,
    ) -> Result<(), String> {
        self.check_count(found.len(), radius_m, slack_m)?;
        let ids: HashSet<_> = found.iter().map(|&(id, _)| id).collect();
        ensure(ids.len() == found.len(), || "an id twice".into())?;
        // With as many ids as there should be and none of them twice, none is
        // missing when none is too far.
        let far = (found.iter()).find(|&&(id, _)| {
            let chord = chord2(&ecef(self.points[id as usize]), &ecef(self.origin)).sqrt();
            chord > radius_m - SAG_M && self.metres(id) > radius_m + slack_m
        });
        ensure(far.is_none(), || format!("{far:?} is too far"))?;
        self.check_metres(found)
    }

    fn check_metres(&self, found: &[(u32, f64)]) -> Result<(), String> {
        let step = found.len().div_ceil(METRES_CHECKED).max(1);
        let off = (found.iter().step_by(step))
            .find(|&&(id, metres)| (self.metres(id) - metres).abs() > METRES_OFF);
        ensure(off.is_none(), || format!("{off:?} with wrong metres"))
    }

    fn check_nearest(
        &self,
        found: &[(u32, f64)],
        radius_m: f64,
        slack_m: f64,
    ) -> Result<(), String> {
        let (least, most) = (
            self.count(radius_m - slack_m),
            self.count(radius_m + slack_m),
        );
        ensure(
            (least.min(NEAREST)..=most.min(NEAREST)).contains(&found.len()),
            || format!("{} instead of {} nearest", found.len(), least.min(NEAREST)),
        )?;
        ensure(found.is_sorted_by(|a, b| a.1 <= b.1), || {
            "not by distance".into()
        })?;
        let ids: HashSet<_> = found.iter().map(|&(id, _)| id).collect();
        ensure(ids.len() == found.len(), || "an id twice".into())?;
        self.check_metres(found)?;
        let right = self.nearest(found.len());
        let mut metres: Vec<_> = found.iter().map(|&(id, _)| self.metres(id)).collect();
        metres.sort_unstable_by(f64::total_cmp);
        // Points at one and the same distance may stand for each other.
        let same = |(a, b): (&f64, &f64)| (a - b).abs() <= slack_m.max(1e-6);
        ensure(metres.iter().zip(&right).all(same), || {
            "not the nearest".into()
        })
    }

    /// Metres of the nearest points, ascending.
    fn nearest(&self, count: usize) -> Vec<f64> {
        let last = count.checked_sub(1).map_or(0.0, |i| self.chords[i].1);
        let mut metres: Vec<_> = (self.chords.iter())
            .take_while(|&&(_, chord)| chord <= last + SAG_M)
            .map(|&(id, _)| self.metres(id))
            .collect();
        metres.sort_unstable_by(f64::total_cmp);
        metres.truncate(count);
        metres
    }
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
