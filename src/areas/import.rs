//! `import areas`: official polygons from a GeoJSON file.
//!
//! Good features go in together in one transaction, each bad one is reported
//! by itself. Running an import again changes nothing.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use anyhow::Context as _;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::feature::Candidate;
use crate::model::{Kind, LOCALITY};
use crate::queries::{self, Known, NewArea};

/// What an import did, or would have done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Features in the file.
    pub read: u64,
    /// Areas that are new.
    pub added: u64,
    /// Areas that were there and are different now.
    pub changed: u64,
    /// Areas that were there exactly so.
    pub unchanged: u64,
    /// Polygons that crossed themselves and were mended; they are among the
    /// above.
    pub repaired: Vec<Note>,
    /// Features that were left out.
    pub refused: Vec<Note>,
}

/// A remark about one feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Counted from 1, in the order of the file.
    pub feature: u64,
    /// Its P-code, where it has one.
    pub code: Option<String>,
    /// What is wrong, or what was done.
    pub reason: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "feature {}", self.feature)?;
        if let Some(code) = &self.code {
            write!(f, " ({code})")?;
        }
        write!(f, ": {}", self.reason)
    }
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
}

/// Imports the polygons of one level from a GeoJSON `FeatureCollection`.
///
/// Properties `pcode, parent, en, bn, kind` (also `ADM3_PCODE` and the like),
/// optionally `alt_names, lat, lng`. Existing areas keep their point, and their
/// spellings where the file has none; a name that changes stays as a spelling.
/// `progress` is told how many features are done. With `dry_run` everything is
/// checked against the database and nothing is kept.
///
/// # Errors
/// When the file cannot be read, is not a `FeatureCollection`, `level` is not
/// 1 to 5, or the database fails; bad features are in the report instead.
pub async fn import_file(
    conn: &mut AsyncPgConnection,
    path: &Path,
    level: i16,
    dry_run: bool,
    progress: &mut (dyn FnMut(u64) + Send),
) -> anyhow::Result<Report> {
    let usual = Kind::usual(level).context("the level must be 1 (division) to 5 (locality)")?;
    let text = tokio::fs::read_to_string(path)
        .await
        .with_context(|| format!("cannot read {}", path.display()))?;
    let file: Collection<'_> = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .with_context(|| format!("{} is not a GeoJSON FeatureCollection", path.display()))?;
    let outcome = conn
        .transaction(async |conn| {
            let mut import = Import::begin(conn, usual, dry_run).await?;
            for feature in &file.features {
                import.take(conn, feature.get()).await?;
                progress(import.report.read);
            }
            if dry_run {
                Err(Stop::DryRun(import.report))
            } else {
                Ok(import.report)
            }
        })
        .await;
    match outcome {
        Ok(report) | Err(Stop::DryRun(report)) => Ok(report),
        Err(Stop::Failed(error)) => Err(error).context("the database refused the import"),
    }
}

/// What ends the transaction without keeping its work.
enum Stop {
    DryRun(Report),
    Failed(diesel::result::Error),
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(error)
    }
}

struct Import {
    usual: Kind,
    dry_run: bool,
    known: HashMap<String, Known>,
    /// Code → the feature it came in.
    seen: HashMap<String, u64>,
    report: Report,
}

impl Import {
    async fn begin(conn: &mut AsyncPgConnection, usual: Kind, dry_run: bool) -> Result<Self, Stop> {
        let known = queries::known(conn).await?.into_iter();
        Ok(Self {
            usual,
            dry_run,
            known: known.map(|known| (known.code.clone(), known)).collect(),
            seen: HashMap::new(),
            report: Report::default(),
        })
    }

    async fn take(&mut self, conn: &mut AsyncPgConnection, json: &str) -> Result<(), Stop> {
        self.report.read += 1;
        let checked = Candidate::read(json, self.usual.level()).and_then(|candidate| {
            let fit = self.fits(&candidate);
            fit.map_err(|reason| (Some(candidate.code.clone()), reason))
                .map(|()| candidate)
        });
        match checked {
            Ok(candidate) => self.store(conn, candidate).await?,
            Err((code, reason)) => self.refuse(code, reason),
        }
        Ok(())
    }

    /// What can be wrong with a sound feature: its place among the others.
    fn fits(&self, new: &Candidate) -> Result<(), String> {
        let level = self.usual.level();
        if let Some(first) = self.seen.get(&new.code) {
            return Err(format!("the code is in feature {first} already"));
        }
        let old = self.known.get(&new.code);
        if let Some(old) = old.filter(|old| old.level != level) {
            return Err(format!("it is an area of level {}, not {level}", old.level));
        }
        if old.is_none() && new.bn.is_none() && new.en.is_none() {
            return Err("no name (properties bn, en)".into());
        }
        if level == 1 {
            Ok(())
        } else {
            self.has_parent(new, level)
        }
    }

    fn has_parent(&self, new: &Candidate, level: i16) -> Result<(), String> {
        let code = new.parent.as_deref().ok_or("no parent (property parent)")?;
        let parent = self
            .known
            .get(code)
            .ok_or_else(|| format!("the parent {code} does not exist"))?;
        // Localities may stand directly below an upazila.
        let above = if level == LOCALITY {
            3..=4
        } else {
            level - 1..=level - 1
        };
        if above.contains(&parent.level) {
            return Ok(());
        }
        Err(format!("the parent {code} is on level {}", parent.level))
    }

    async fn store(&mut self, conn: &mut AsyncPgConnection, new: Candidate) -> Result<(), Stop> {
        let mended = queries::mend(conn, &new.shape).await?;
        if mended.empty {
            self.refuse(Some(new.code), "the polygon encloses nothing".into());
            return Ok(());
        }
        self.seen.insert(new.code.clone(), self.report.read);
        if let Some(fault) = mended.fault {
            let reason = format!("{fault}; mended with ST_MakeValid");
            self.report.repaired.push(Note {
                feature: self.report.read,
                code: Some(new.code.clone()),
                reason,
            });
        }
        let shape = mended.shape.unwrap_or_else(|| new.shape.clone());
        let old = self.known.get(&new.code);
        let mut row = row(new, old, self.usual, shape);
        if old.is_some() {
            let changed = queries::replace(conn, &[row]).await? > 0;
            *(if changed {
                &mut self.report.changed
            } else {
                &mut self.report.unchanged
            }) += 1;
        } else {
            row.lat = row.lat.or(mended.lat);
            row.lng = row.lng.or(mended.lng);
            // A row that is taken back would still use up a number of `ord`.
            if !self.dry_run {
                queries::add_missing(conn, &[row]).await?;
            }
            self.report.added += 1;
        }
        Ok(())
    }

    fn refuse(&mut self, code: Option<String>, reason: String) {
        self.report.refused.push(Note {
            feature: self.report.read,
            code,
            reason,
        });
    }
}

/// The row a candidate becomes beside what was known before.
fn row(new: Candidate, old: Option<&Known>, usual: Kind, shape: serde_json::Value) -> NewArea {
    let [bn, en] = names(&new, old);
    let kind = new.kind.or_else(|| Kind::from_code(&old?.kind));
    NewArea {
        alt_names: spellings(new.alt_names, old, [&bn, &en]),
        code: new.code,
        parent: new.parent.filter(|_| usual.level() > 1),
        level: usual.level(),
        kind: kind.unwrap_or(usual).code(),
        name_bn: bn,
        name_en: en,
        lat: new.point.map(kernel::Point::lat),
        lng: new.point.map(kernel::Point::lng),
        boundary: Some(shape),
    }
}

/// The name in Bengali and in English: the file's, else the stored one, else
/// the file's in the other language.
fn names(new: &Candidate, old: Option<&Known>) -> [String; 2] {
    let stored = |name: fn(&Known) -> &String| old.map(|old| name(old).clone());
    let bn = new.bn.clone().or_else(|| stored(|old| &old.name_bn));
    let en = new.en.clone().or_else(|| stored(|old| &old.name_en));
    let either = bn.clone().or_else(|| en.clone()).unwrap_or_default();
    [bn, en].map(|name| name.unwrap_or_else(|| either.clone()))
}

/// The file's spellings, else the stored ones, with names that go out of use.
fn spellings(given: Option<Vec<String>>, old: Option<&Known>, names: [&String; 2]) -> Vec<String> {
    let stored = || old.map(|old| old.alt_names.clone());
    let mut spellings = given.or_else(stored).unwrap_or_default();
    for former in old.iter().flat_map(|old| [&old.name_bn, &old.name_en]) {
        if !names.contains(&former) && !spellings.contains(former) {
            spellings.push(former.clone());
        }
    }
    spellings
}
