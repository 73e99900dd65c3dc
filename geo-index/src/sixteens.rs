//! What stands over the blocks of a shard, sixteen by sixteen.

/// The first one lies where the shard begins, so that most shards need no other
/// memory to be asked for.
#[derive(Debug)]
pub(crate) struct Sixteens<S> {
    first: S,
    more: Box<[S]>,
}

impl<S> Sixteens<S> {
    /// Of at least one.
    pub(crate) fn new(mut all: Vec<S>) -> Self {
        Self {
            first: all.remove(0),
            more: all.into(),
        }
    }

    #[inline(always)]
    pub(crate) fn at(&self, sixteen: usize) -> &S {
        match sixteen.checked_sub(1) {
            None => &self.first,
            Some(more) => &self.more[more],
        }
    }

    /// Those that lie elsewhere.
    pub(crate) const fn more(&self) -> &[S] {
        &self.more
    }
}

/// In sixteen bits what decides almost always, and behind it the rest.
#[derive(Debug)]
pub(crate) struct Split<O> {
    pub(crate) coarse: O,
    pub(crate) fine: O,
}
