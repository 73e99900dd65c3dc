//! The next version of a layout: untouched shards are shared, touched ones are
//! rebuilt, cut when they grew too large and merged when they became too small.

use std::sync::Arc;

use h3o::CellIndex;

use crate::cell::{CellKey, FINEST, KeyRange, ancestor};
use crate::cut::{MOST_IN_SHARD, cut};
use crate::layout::Layout;
use crate::shard::{Entry, Shard};

/// Neighbours that together hold no more than this become one shard again. Half
/// of the limit, so that a point going to and fro does not cut and merge.
const MOST_IN_MERGED: usize = MOST_IN_SHARD / 2;

/// What leaves and what enters, both in the order of shards.
#[derive(Debug)]
pub(crate) struct Patch<K, T> {
    pub(crate) leaving: Vec<(CellKey, K)>,
    pub(crate) entering: Vec<Entry<K, T>>,
    /// Keys of what leaves and does not enter again, in any order.
    pub(crate) removed: Vec<K>,
}

impl<K, T> Default for Patch<K, T> {
    fn default() -> Self {
        Self {
            leaving: Vec::new(),
            entering: Vec::new(),
            removed: Vec::new(),
        }
    }
}

impl<K, T> Patch<K, T> {
    pub(crate) const fn is_empty(&self) -> bool {
        self.leaving.is_empty() && self.entering.is_empty()
    }
}

type Shards<K, T> = Vec<Arc<Shard<K, T>>>;

pub(crate) fn patched<K: Copy + Ord, T: Copy>(
    layout: &Layout<K, T>,
    patch: &Patch<K, T>,
) -> Layout<K, T> {
    let (mut shards, homeless) = rebuild_touched(layout.in_key_order(), patch);
    settle(&mut shards, &homeless);
    merge_emptied(&mut shards, &patch.leaving);
    layout.next(&shards)
}

/// Applies the patch to existing shards. Also returns the entries, in order,
/// that no shard covers.
fn rebuild_touched<'a, K: Copy + Ord + 'a, T: Copy + 'a>(
    shards: impl ExactSizeIterator<Item = &'a Arc<Shard<K, T>>>,
    patch: &Patch<K, T>,
) -> (Shards<K, T>, Vec<Entry<K, T>>) {
    let (mut leaving, mut entering) = (&patch.leaving[..], &patch.entering[..]);
    let mut next = Vec::with_capacity(shards.len());
    let mut homeless = Vec::new();
    for shard in shards {
        let KeyRange { first, last } = shard.range;
        homeless.extend_from_slice(take_while(&mut entering, |entry| entry.cell < first));
        let entering = take_while(&mut entering, |entry| entry.cell <= last);
        let leaving = take_while(&mut leaving, |&(cell, _)| cell <= last);
        if entering.is_empty() && leaving.is_empty() {
            next.push(Arc::clone(shard));
        } else {
            next.extend(shard.patched(leaving, entering));
        }
    }
    homeless.extend_from_slice(entering);
    (next, homeless)
}

/// Opens shards for entries that none covers, each as coarse as its neighbours
/// leave room for.
fn settle<K: Copy + Ord, T: Copy>(shards: &mut Shards<K, T>, mut homeless: &[Entry<K, T>]) {
    while let Some(entry) = homeless.first() {
        let at = shards.partition_point(|shard| shard.range.first < entry.cell);
        let cell = (ancestors(entry.cell))
            .take_while(|&cell| span(shards, KeyRange::of(cell)).is_empty())
            .last()
            .expect("the finest cell of a point that no shard covers is free");
        let range = KeyRange::of(cell);
        let settling = take_while(&mut homeless, |entry| entry.cell <= range.last);
        shards.splice(at..at, cut(cell, settling));
    }
}

/// Merges the shards around each place something left, as far up as they fit.
fn merge_emptied<K: Copy + Ord, T: Copy>(shards: &mut Shards<K, T>, leaving: &[(CellKey, K)]) {
    let mut done: Option<KeyRange> = None;
    for &(left, _) in leaving {
        if done.is_some_and(|range| range.contains(left)) {
            continue;
        }
        if let Some(large) = too_large_to_merge(shards, left) {
            done = Some(large);
            continue;
        }
        let merged = (ancestors(left))
            .take_while(|&cell| fits_one_shard(shards, cell))
            .last();
        if let Some(cell) = merged {
            merge_under(shards, cell);
        }
        done = merged.map(KeyRange::of);
    }
}

/// The range of the shard that holds `key`, when it is too large to merge.
fn too_large_to_merge<K: Copy + Ord, T: Copy>(
    shards: &Shards<K, T>,
    key: CellKey,
) -> Option<KeyRange> {
    let next = shards.partition_point(|shard| shard.range.first <= key);
    let shard = &shards[next.checked_sub(1)?];
    (shard.range.contains(key) && shard.len() > MOST_IN_MERGED).then_some(shard.range)
}

/// The cells that a key is filed under, finest first.
fn ancestors(key: CellKey) -> impl Iterator<Item = CellIndex> {
    std::iter::successors(Some(FINEST), |resolution| resolution.pred())
        .map(move |resolution| ancestor(key, resolution))
}

fn fits_one_shard<K: Copy + Ord, T: Copy>(shards: &Shards<K, T>, cell: CellIndex) -> bool {
    let siblings = &shards[span(shards, KeyRange::of(cell))];
    siblings.iter().map(|shard| shard.len()).sum::<usize>() <= MOST_IN_MERGED
}

fn merge_under<K: Copy + Ord, T: Copy>(shards: &mut Shards<K, T>, cell: CellIndex) {
    let siblings = span(shards, KeyRange::of(cell));
    if siblings.len() > 1 {
        let mut entries = (shards[siblings.clone()].iter())
            .flat_map(|shard| shard.entries())
            .collect::<Vec<_>>();
        entries.sort_unstable_by_key(Entry::place);
        shards.splice(siblings, cut(cell, &entries));
    }
}

/// The shards that begin inside `range`.
fn span<K: Copy + Ord, T: Copy>(
    shards: &[Arc<Shard<K, T>>],
    range: KeyRange,
) -> std::ops::Range<usize> {
    let first = shards.partition_point(|shard| shard.range.first < range.first);
    let end = shards.partition_point(|shard| shard.range.first <= range.last);
    first..end
}

/// Splits off the leading part of a partitioned slice.
fn take_while<'a, E>(rest: &mut &'a [E], belongs: impl FnMut(&E) -> bool) -> &'a [E] {
    let (taken, left) = rest.split_at(rest.partition_point(belongs));
    *rest = left;
    taken
}

#[cfg(test)]
mod tests {
    use crate::cut::MOST_IN_SHARD;
    use crate::layout::Layout;
    use crate::{Change, Live, Point};

    /// A town of `count` points on a lattice of about 30 m.
    fn town(count: u32) -> impl Iterator<Item = Change<u32, ()>> {
        (0..count).map(|key| {
            let (row, column) = (f64::from(key / 100), f64::from(key % 100));
            Change::Upsert {
                key,
                point: Point::new(23.7 + row * 0.0003, 90.3 + column * 0.0003).unwrap(),
                tag: (),
            }
        })
    }

    fn assert_sound(layout: &Layout<u32, ()>) {
        let disjoint = |a: &_, b: &_| a < b;
        assert!(
            (layout.in_key_order())
                .map(|s| s.range.first)
                .is_sorted_by(disjoint)
        );
        let keyed: Vec<_> = layout.in_key_order().collect();
        for pair in keyed.windows(2) {
            assert!(pair[0].range.last < pair[1].range.first, "shards overlap");
        }
        for shard in &layout.shards {
            assert!((1..=MOST_IN_SHARD).contains(&shard.len()));
            assert!(
                shard
                    .entries()
                    .all(|entry| shard.range.contains(entry.cell))
            );
        }
    }

    #[test]
    fn a_town_is_cut_as_it_grows_and_merged_as_it_empties() {
        let live = Live::default();
        for batch in town(10_000).collect::<Vec<_>>().chunks(700) {
            live.apply(batch.iter().copied());
            assert_sound(&live.load().layout);
        }
        let full = live.load().layout.shards.len();
        assert!(full > 10_000 / MOST_IN_SHARD, "cut into {full}");

        for key in 0..9_990 {
            live.apply([Change::Remove { key }]);
            if key % 100 == 0 {
                assert_sound(&live.load().layout);
            }
        }
        assert_eq!(live.load().len(), 10);
        assert_eq!(live.load().layout.shards.len(), 1, "merged again");
    }

    #[test]
    fn an_untouched_shard_is_shared_with_the_version_before() {
        let live = Live::default();
        live.apply(town(10_000));
        let before = live.load();
        live.remove(17);
        let after = live.load();
        let kept =
            |shard| (before.layout.shards.iter()).any(|old| std::sync::Arc::ptr_eq(old, shard));
        let fresh = after
            .layout
            .shards
            .iter()
            .filter(|shard| !kept(shard))
            .count();
        assert_eq!(fresh, 1);
    }
}
