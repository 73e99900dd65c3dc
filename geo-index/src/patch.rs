//! The next version of a layout: untouched shards are shared, touched ones are
//! rebuilt, cut when they grew too large and merged when they became too small.

use std::sync::Arc;

use h3o::CellIndex;

use crate::cell::{CellKey, FINEST, KeyRange, ancestor};
use crate::cut::{cut, most_in};
use crate::layout::Layout;
use crate::merge::Scratch;
use crate::shard::{Entry, Shard};

/// Neighbours that together hold no more than one part in so many of what a shard may
/// become one again. Half, so that a point going to and fro does not cut and merge.
const FULL_TO_MERGED: usize = 2;

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
    let mut touched = rebuild_touched(layout.in_key_order(), patch);
    settle(&mut touched.next, &touched.homeless);
    merge_emptied(&mut touched.next, &touched.emptier);
    layout.next(&touched.next)
}

/// What becomes of existing shards.
struct Touched<K, T> {
    next: Shards<K, T>,
    /// Entries, in order, that no shard covers.
    homeless: Vec<Entry<K, T>>,
    /// The cells, in order, that more left than entered.
    emptier: Vec<CellIndex>,
}

/// Applies the patch to existing shards.
fn rebuild_touched<'a, K: Copy + Ord + 'a, T: Copy + 'a>(
    shards: impl ExactSizeIterator<Item = &'a Arc<Shard<K, T>>> + Clone,
    patch: &Patch<K, T>,
) -> Touched<K, T> {
    let (mut leaving, mut entering) = (&patch.leaving[..], &patch.entering[..]);
    let mut next = Vec::with_capacity(shards.len());
    let (mut homeless, mut emptier) = (Vec::new(), Vec::new());
    let mut scratch = Scratch::default();
    // A large batch touches most, and none of them is at hand.
    let is_large = leaving.len() + entering.len() >= shards.len();
    let asked_for = if is_large { shards.len() } else { 0 };
    let mut soon = shards.clone().skip(1).take(asked_for);
    let mut later = shards.clone().skip(3).take(asked_for);
    for shard in shards {
        soon.next().inspect(|shard| shard.prefetch_all());
        later.next().inspect(|shard| shard.prefetch());
        let KeyRange { first, last } = shard.range;
        homeless.extend_from_slice(take_while(&mut entering, |entry| entry.cell < first));
        let entering = take_while(&mut entering, |entry| entry.cell <= last);
        let leaving = take_while(&mut leaving, |&(cell, _)| cell <= last);
        if entering.is_empty() && leaving.is_empty() {
            next.push(Arc::clone(shard));
        } else {
            shard.patched(leaving, entering, &mut scratch, &mut next);
            emptier.extend((leaving.len() > entering.len()).then_some(shard.cell));
        }
    }
    homeless.extend_from_slice(entering);
    Touched {
        next,
        homeless,
        emptier,
    }
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

/// Merges each shard that became smaller with those around it, as far up as they fit.
fn merge_emptied<K: Copy + Ord, T: Copy>(shards: &mut Shards<K, T>, emptier: &[CellIndex]) {
    let (mut done, mut refused) = (None::<KeyRange>, None);
    for &cell in emptier {
        let above = parent(cell);
        if above == refused || done.is_some_and(|done| done.covers(KeyRange::of(cell))) {
            continue;
        }
        let parents = std::iter::successors(above, |&cell| parent(cell));
        let merged = parents
            .take_while(|&cell| fits_one_shard(shards, cell))
            .last();
        match merged {
            Some(cell) => merge_under(shards, cell),
            None => refused = above,
        }
        done = merged.map(KeyRange::of);
    }
}

fn parent(cell: CellIndex) -> Option<CellIndex> {
    cell.parent(cell.resolution().pred()?)
}

/// The cells that a key is filed under, finest first.
fn ancestors(key: CellKey) -> impl Iterator<Item = CellIndex> {
    std::iter::successors(Some(FINEST), |resolution| resolution.pred())
        .map(move |resolution| ancestor(key, resolution))
}

fn fits_one_shard<K: Copy + Ord, T: Copy>(shards: &Shards<K, T>, cell: CellIndex) -> bool {
    let siblings = &shards[span(shards, KeyRange::of(cell))];
    siblings.iter().map(|shard| shard.len()).sum::<usize>() <= most_in(cell) / FULL_TO_MERGED
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
fn take_while<'a, E>(rest: &mut &'a [E], belongs: impl Fn(&E) -> bool) -> &'a [E] {
    let taken = rest.iter().take_while(|next| belongs(next)).count();
    let (taken, left) = rest.split_at(taken);
    *rest = left;
    taken
}

#[cfg(test)]
mod tests {
    use crate::cut::most_in;
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
            assert!((1..=most_in(shard.cell)).contains(&shard.len()));
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
        assert!(full >= 10, "cut into {full}");

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
