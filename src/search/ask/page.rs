//! Pages of a ranked list on which no shop takes all places.

use std::collections::HashMap;

/// Page `page` (from 0) of `limit` items, with at most `most` of one shop on a
/// page as long as other shops have something; every item is on exactly one
/// page. `shop` tells whose an item is; `most` 0 means no limit.
pub(super) fn page_of<T: Copy>(
    ranked: &[T],
    page: usize,
    limit: usize,
    most: usize,
    shop: impl Fn(&T) -> u32,
) -> Vec<T> {
    if most == 0 {
        return ranked
            .iter()
            .skip(page.saturating_mul(limit))
            .take(limit)
            .copied()
            .collect();
    }
    let mut rest = ranked.iter().copied();
    let mut put_off: Vec<T> = Vec::new();
    for _ in 0..page {
        if one_page(&mut rest, &mut put_off, limit, most, &shop).is_empty() {
            return Vec::new();
        }
    }
    one_page(&mut rest, &mut put_off, limit, most, &shop)
}

fn one_page<T: Copy>(
    rest: &mut impl Iterator<Item = T>,
    put_off: &mut Vec<T>,
    limit: usize,
    most: usize,
    shop: &impl Fn(&T) -> u32,
) -> Vec<T> {
    let mut page = Vec::with_capacity(limit);
    let mut taken: HashMap<u32, usize> = HashMap::new();
    let mut later = Vec::new();
    let earlier = std::mem::take(put_off);
    let mut earlier = earlier.into_iter();
    while page.len() < limit {
        let Some(item) = earlier.next().or_else(|| rest.next()) else {
            break;
        };
        let count = taken.entry(shop(&item)).or_default();
        if *count < most {
            *count += 1;
            page.push(item);
        } else {
            later.push(item);
        }
    }
    // Nothing else to show: the rest of the same shops.
    let missing = (limit - page.len()).min(later.len());
    page.extend(later.drain(..missing));
    later.extend(earlier);
    *put_off = later;
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(ranked: &[(u32, u32)], limit: usize, most: usize) -> Vec<Vec<(u32, u32)>> {
        (0..10_000)
            .map(|page| page_of(ranked, page, limit, most, |item| item.0))
            .take_while(|page| !page.is_empty())
            .collect()
    }

    #[test]
    fn one_shop_does_not_fill_a_page_while_others_have_something() {
        let ranked = [(1, 0), (1, 1), (1, 2), (1, 3), (2, 4), (3, 5)];
        assert_eq!(
            pages(&ranked, 3, 2),
            [vec![(1, 0), (1, 1), (2, 4)], vec![(1, 2), (1, 3), (3, 5)]]
        );
    }

    #[test]
    fn a_single_shop_fills_pages_all_the_same() {
        let ranked: Vec<(u32, u32)> = (0..7).map(|n| (1, n)).collect();
        assert_eq!(pages(&ranked, 3, 1).concat().len(), 7);
    }

    #[test]
    fn all_pages_together_are_the_whole_list() {
        let ranked: Vec<(u32, u32)> = (0..1000).map(|n| (n * n % 7, n)).collect();
        let mut all = pages(&ranked, 20, 3).concat();
        all.sort_by_key(|item| item.1);
        assert_eq!(all, ranked);
    }
}
