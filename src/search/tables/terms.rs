//! What a shop says of an offer, in one word of memory: ranking goes through
//! hundreds of thousands of them.

use std::num::NonZeroU64;

use kernel::Money;

/// Price and stock of an offer. The two lowest bits are the stock and never 0,
/// the others the price in poisha plus one, 0 where it is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms(NonZeroU64);

const STOCK_BITS: u32 = 2;
const NOT_TOLD: u64 = 1;
const SOLD_OUT: u64 = 2;
const IN_STOCK: u64 = 3;
/// More than the database lets anybody ask.
const DEAREST: u64 = 1 << 60;

impl Terms {
    /// Of a price that is not negative.
    pub fn new(price: Option<Money>, in_stock: Option<bool>) -> Self {
        let stock = match in_stock {
            None => NOT_TOLD,
            Some(false) => SOLD_OUT,
            Some(true) => IN_STOCK,
        };
        let price = price.map_or(0, |price| {
            u64::try_from(price.poisha())
                .unwrap_or_default()
                .min(DEAREST)
                + 1
        });
        Self(NonZeroU64::new(price << STOCK_BITS | stock).expect("no stock is 0"))
    }

    /// What it costs; `None` = not told.
    pub fn price(self) -> Option<Money> {
        let poisha = (self.0.get() >> STOCK_BITS).checked_sub(1)?;
        i64::try_from(poisha).ok().map(Money::from_poisha)
    }

    /// Poisha, `i64::MAX` where they are not told.
    pub fn poisha_or_most(self) -> i64 {
        self.price().map_or(i64::MAX, Money::poisha)
    }

    /// Whether it is there; `None` = not told.
    pub const fn in_stock(self) -> Option<bool> {
        match self.0.get() & ((1 << STOCK_BITS) - 1) {
            IN_STOCK => Some(true),
            SOLD_OUT => Some(false),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        for price in [None, Some(0), Some(1), Some(7_250), Some(1_000_000_000_000)] {
            for in_stock in [None, Some(false), Some(true)] {
                let price = price.map(Money::from_poisha);
                let terms = Terms::new(price, in_stock);
                assert_eq!((terms.price(), terms.in_stock()), (price, in_stock));
            }
        }
    }
}
