//! The short address of a shop's page: its name as it sounds and its number,
//! `korim-stor-2f`. Only the number counts, so an address on a poster outlives
//! a change of name.

use bangla_text::slug;
use kernel::Names;

use crate::Shop;

/// Digits of the number: no letter that looks or reads like another.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Shop {
    /// What stands behind `/s/`.
    pub fn slug(&self) -> String {
        slug_of(&self.names, self.ord)
    }
}

/// What stands behind `/s/` for a shop of this name and number.
pub fn slug_of(names: &Names, ord: i64) -> String {
    let name = names
        .en
        .as_deref()
        .map(slug)
        .filter(|slug| !slug.is_empty());
    let name = name.or_else(|| names.bn.as_deref().map(slug));
    let number = written(ord);
    match name.filter(|slug| !slug.is_empty()) {
        Some(name) => format!("{name}-{number}"),
        None => number,
    }
}

/// The number at the end of a slug; `None` where there is none.
pub fn ord_in(slug: &str) -> Option<i64> {
    let number = slug.rsplit('-').next().filter(|it| !it.is_empty())?;
    number.bytes().try_fold(0_i64, |sum, byte| {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        sum.checked_mul(32)?.checked_add(i64::try_from(digit).ok()?)
    })
}

fn written(ord: i64) -> String {
    let mut rest = ord.unsigned_abs();
    let mut digits = Vec::new();
    while rest > 0 || digits.is_empty() {
        digits.push(char::from(DIGITS[(rest % 32) as usize]));
        rest /= 32;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_at_the_end_finds_the_shop_again() {
        let names = Names {
            bn: Some("করিম স্টোর".into()),
            en: None,
        };
        assert_eq!(slug_of(&names, 79), "korim-stor-2f");
        for ord in [1, 31, 32, 79, 1_000_000, i64::MAX] {
            assert_eq!(ord_in(&slug_of(&names, ord)), Some(ord));
        }
    }

    #[test]
    fn what_is_no_slug_finds_nothing() {
        for slug in ["", "-", "karim-", "karim-store-O", "zzzzzzzzzzzzzzzzzzzz"] {
            assert_eq!(ord_in(slug), None, "{slug}");
        }
    }

    #[test]
    fn a_name_in_no_script_of_ours_leaves_the_number() {
        let names = Names {
            bn: None,
            en: Some("商店".into()),
        };
        assert_eq!(slug_of(&names, 33), "11");
    }
}
