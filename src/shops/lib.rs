//! shops
