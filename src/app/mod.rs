//! The composition root.

pub mod chores;
