//! The shopper's pages: a place, shops nearby, search, a shop, a product.
//! Composes what other slices know; owns no table and no rule.

mod views;
