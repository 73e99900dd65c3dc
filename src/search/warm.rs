//! Starting from the radius index of the last run.
//!
//! It is never trusted: every point is compared with the table, and what differs
//! must be a shop that has changed since the index was written. Where one has
//! not, whatever broke this one may have broken others: the index is made anew.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use geo_index::{Cell, Change, Point};
use platform::feed::Position;
use platform::http::Chain;

use crate::Search;
use crate::follow::place;
use crate::shelf::{ShopIndex, Unusable};
use crate::tables::{Ord32, Shop};

/// What a load begins with.
pub enum Beginning {
    /// It is not the first of this process.
    Again,
    /// Nothing that could be used.
    Nothing(Start),
    /// What the last run left.
    Leftover(Leftover),
}

/// What the last run left, and what has happened since.
pub struct Leftover {
    index: ShopIndex,
    /// Every change up to here is in the index.
    pub position: Position,
    /// Forgotten until the feed has been asked.
    pub since: Since,
}

/// What the change feed tells since a position.
pub enum Since {
    /// These shops have changed.
    Changed(BTreeSet<i64>),
    /// Every shop has, or somebody wants everything to be loaded again.
    Everything,
    /// The feed does not reach back so far.
    Forgotten,
}

/// How a process came to its radius index; counted under these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Warm,
    Missing,
    Damaged,
    Foreign,
    Outdated,
    Unexplained,
}

/// An index beside the table.
pub struct Differences {
    /// Points that are where the table says.
    kept: usize,
    /// What makes the others so.
    pub changes: Vec<Change<Ord32, u8>>,
}

impl Search {
    /// What the last run left, if it is a copy of this database. Says why not.
    pub(crate) fn leftover(&self, database: &str) -> Beginning {
        let error = match self.shelf.take(database) {
            Ok((index, position)) => {
                return Beginning::Leftover(Leftover {
                    index,
                    position,
                    since: Since::Forgotten,
                });
            }
            Err(Unusable::Missing) => return Beginning::Nothing(Start::Missing),
            Err(error) => error,
        };
        tracing::warn!(error = %Chain(&error), "the saved radius index is not used");
        Beginning::Nothing(match error {
            Unusable::Missing => Start::Missing,
            Unusable::Damaged(_) => Start::Damaged,
            Unusable::OtherProgram | Unusable::OtherDatabase => Start::Foreign,
        })
    }

    /// Fills the radius index: what was left over and agrees with the table
    /// stays, anything else is made anew.
    pub(crate) fn place_shops(&self, shops: &[(Ord32, Shop)], beginning: Beginning) {
        let start = match beginning {
            Beginning::Again => None,
            Beginning::Nothing(start) => Some(start),
            Beginning::Leftover(leftover) => Some(self.mend(shops, leftover)),
        };
        if start != Some(Start::Warm) {
            let places = shops
                .iter()
                .map(|(ord, shop)| (*ord, place(shop), shop.kind.index()));
            self.geo.replace(ShopIndex::bulk(places));
        }
        if let Some(start) = start {
            start.count();
        }
    }

    /// Puts the leftover in place where it can be mended, which is a warm start.
    fn mend(&self, shops: &[(Ord32, Shop)], leftover: Leftover) -> Start {
        let changed = match leftover.since {
            Since::Changed(changed) => changed,
            Since::Everything | Since::Forgotten => {
                tracing::info!("the saved radius index is too old to be mended: made anew");
                return Start::Outdated;
            }
        };
        let Differences { kept, changes } = compare(&leftover.index, shops);
        let unexplained = changes
            .iter()
            .filter(|change| !changed.contains(&i64::from(key(change))))
            .count();
        let mended = changes.len() - unexplained;
        count_points(kept, mended, unexplained);
        if unexplained > 0 {
            tracing::warn!(
                kept,
                mended,
                unexplained,
                "the saved radius index differs from the table where nothing has changed: made anew"
            );
            return Start::Unexplained;
        }
        self.geo.replace(leftover.index);
        self.geo.apply(changes);
        tracing::info!(kept, mended, unexplained, "radius index: warm start");
        Start::Warm
    }
}

impl Start {
    fn count(self) {
        let how = match self {
            Self::Warm => "warm",
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::Foreign => "foreign",
            Self::Outdated => "outdated",
            Self::Unexplained => "unexplained",
        };
        metrics::counter!("haat_geo_starts_total", "how" => how).increment(1);
    }
}

fn count_points(kept: usize, mended: usize, unexplained: usize) {
    for (what, count) in [
        ("kept", kept),
        ("mended", mended),
        ("unexplained", unexplained),
    ] {
        #[expect(clippy::cast_precision_loss, reason = "fewer than 2⁵² shops")]
        metrics::gauge!("haat_geo_start_points", "what" => what).set(count as f64);
    }
}

/// What differs between an index and the table.
pub fn compare(saved: &ShopIndex, shops: &[(Ord32, Shop)]) -> Differences {
    let width = shops.iter().map(|(ord, _)| *ord as usize + 1).max();
    let mut rows: Vec<Option<(Point, u8)>> = vec![None; width.unwrap_or(0)];
    let mut changes = Vec::new();
    let whole_earth: Vec<Cell> = Cell::base_cells().collect();
    let _ = saved.within_cells(&whole_earth, |ord, &kind, point| {
        match rows.get_mut(ord as usize) {
            Some(row) => *row = Some((point, kind)),
            None => changes.push(Change::Remove { key: ord }),
        }
        ControlFlow::<()>::Continue(())
    });
    let mut kept = 0;
    for (ord, shop) in shops {
        let (point, tag) = (place(shop), shop.kind.index());
        if rows[*ord as usize].take() == Some((point, tag)) {
            kept += 1;
        } else {
            changes.push(Change::Upsert {
                key: *ord,
                point,
                tag,
            });
        }
    }
    let left = (0..).zip(&rows).filter(|(_, row)| row.is_some());
    changes.extend(left.map(|(key, _)| Change::Remove { key }));
    Differences { kept, changes }
}

const fn key(change: &Change<Ord32, u8>) -> Ord32 {
    match change {
        Change::Upsert { key, .. } | Change::Remove { key } => *key,
    }
}
