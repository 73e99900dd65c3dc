//! Short lists by `ord`, side by side in one piece of memory: the shelf of each
//! shop, the offers of each product. Ranking walks tens of thousands of them for
//! one question, so none is an allocation of its own.

use prefetch_index::prefetch_index;

use super::{Ord32, Terms, slot};

/// An offer and who stands on its other side, with all that ranking filters and
/// sorts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// `ord` of the offer.
    pub listing: Ord32,
    /// `ord` of the product on a shop's shelf, of the shop for a product.
    pub other: Ord32,
    /// Its price and stock.
    pub terms: Terms,
}

/// Where a list lies.
#[derive(Clone, Copy, Default)]
struct Span {
    start: u32,
    len: u32,
    room: u32,
}

/// All lists, each sorted by offer.
#[derive(Default)]
pub struct Lists {
    spans: Vec<Span>,
    links: Vec<Link>,
    /// Places among `links` that belong to nobody.
    unused: usize,
}

/// A list that has outgrown its place gets room for so many.
const LEAST_ROOM: u32 = 4;
/// Unused places that are not worth moving everything for.
const FEW_UNUSED: usize = 1 << 14;

impl Lists {
    /// Of links sorted by offer, each with the list that it belongs to.
    pub fn new(links: impl Iterator<Item = (Ord32, Link)> + Clone) -> Self {
        let mut spans: Vec<Span> = Vec::new();
        for (of, _) in links.clone() {
            slot(&mut spans, of).room += 1;
        }
        spans.shrink_to_fit();
        let mut end = 0;
        for span in &mut spans {
            span.start = end;
            end += span.room;
        }
        let mut ordered: Vec<Link> = links.clone().map(|(_, link)| link).collect();
        for (of, link) in links {
            let span = &mut spans[of as usize];
            ordered[(span.start + span.len) as usize] = link;
            span.len += 1;
        }
        Self {
            spans,
            links: ordered,
            unused: 0,
        }
    }

    /// One list.
    #[inline]
    pub fn of(&self, ord: Ord32) -> &[Link] {
        let span = self.spans.get(ord as usize).copied().unwrap_or_default();
        &self.links[span.start as usize..][..span.len as usize]
    }

    /// Asks for the memory that says where a list lies.
    #[inline]
    pub fn prefetch_span(&self, ord: Ord32) {
        prefetch_index(&self.spans, ord as usize);
    }

    /// Asks for the memory of a list whose place is known by now.
    #[inline]
    pub fn prefetch(&self, ord: Ord32) {
        if let Some(span) = self.spans.get(ord as usize) {
            let (start, end) = (span.start as usize, (span.start + span.len) as usize);
            prefetch_index(&self.links, start);
            prefetch_index(&self.links, start + LINKS_IN_LINE);
            prefetch_index(&self.links, end.saturating_sub(1));
        }
    }

    /// Puts a link in, in place of the one of the same offer.
    pub fn put(&mut self, of: Ord32, link: Link) {
        match self.place(of, link.listing) {
            Ok(at) => self.links[at] = link,
            Err(_) => self.insert(of, link),
        }
    }

    /// Takes the link of an offer out.
    pub fn take(&mut self, of: Ord32, listing: Ord32) {
        if let Ok(at) = self.place(of, listing) {
            let span = &mut self.spans[of as usize];
            let end = (span.start + span.len) as usize;
            self.links.copy_within(at + 1..end, at);
            span.len -= 1;
        }
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        self.links.capacity() * size_of::<Link>() + self.spans.capacity() * size_of::<Span>()
    }

    /// Among all links: where an offer is in its list, or would be.
    fn place(&self, of: Ord32, listing: Ord32) -> Result<usize, usize> {
        let start = self.spans.get(of as usize).map_or(0, |span| span.start) as usize;
        let found = (self.of(of)).binary_search_by_key(&listing, |link| link.listing);
        found.map(|at| start + at).map_err(|at| start + at)
    }

    fn insert(&mut self, of: Ord32, link: Link) {
        let span = *slot(&mut self.spans, of);
        if span.len == span.room {
            self.move_to_end(of, link);
        }
        let (Ok(at) | Err(at)) = self.place(of, link.listing);
        let span = &mut self.spans[of as usize];
        let end = (span.start + span.len) as usize;
        self.links.copy_within(at..end, at + 1);
        self.links[at] = link;
        span.len += 1;
        self.tidy();
    }

    /// Gives a list twice the room.
    fn move_to_end(&mut self, of: Ord32, filler: Link) {
        let span = &mut self.spans[of as usize];
        let old = span.start as usize..(span.start + span.len) as usize;
        self.unused += span.room as usize;
        span.start = u32::try_from(self.links.len()).expect("fewer than 2³² offers");
        span.room = (span.len * 2).max(LEAST_ROOM);
        let end = self.links.len() + span.room as usize;
        self.links.extend_from_within(old);
        self.links.resize(end, filler);
    }

    /// Moves everything together once half of the memory is unused.
    fn tidy(&mut self) {
        if self.unused <= FEW_UNUSED.max(self.links.len() / 2) {
            return;
        }
        let mut links = Vec::with_capacity(self.links.len() - self.unused);
        for span in &mut self.spans {
            let old = &self.links[span.start as usize..][..span.len as usize];
            span.start = u32::try_from(links.len()).expect("fewer than 2³² offers");
            span.room = span.len;
            links.extend_from_slice(old);
        }
        (self.links, self.unused) = (links, 0);
    }
}

/// Links that come from memory at once.
const LINKS_IN_LINE: usize = 64 / size_of::<Link>();

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn link(listing: Ord32, other: Ord32) -> Link {
        Link {
            listing,
            other,
            terms: Terms::new(None, None),
        }
    }

    #[test]
    fn lists_are_what_maps_would_be() {
        let mut random = 7_u32;
        let mut next = |below: u32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) % below
        };
        let mut maps: BTreeMap<Ord32, BTreeMap<Ord32, Link>> = BTreeMap::new();
        let loaded: Vec<(Ord32, Link)> = (0..500).map(|n| (n % 7, link(n * 3, n))).collect();
        let mut lists = Lists::new(loaded.iter().copied());
        for (of, link) in loaded {
            maps.entry(of).or_default().insert(link.listing, link);
        }
        for n in 0..60_000 {
            let (of, listing) = (next(40), next(300));
            if next(3) == 0 {
                lists.take(of, listing);
                maps.entry(of).or_default().remove(&listing);
            } else {
                lists.put(of, link(listing, n));
                (maps.entry(of).or_default()).insert(listing, link(listing, n));
            }
        }
        for of in 0..50 {
            let map = maps.remove(&of).unwrap_or_default();
            assert_eq!(lists.of(of), map.into_values().collect::<Vec<_>>());
        }
    }
}
