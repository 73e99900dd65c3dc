//! Words, providers and mail, each against what is on the other side.

mod fake;
mod providers;
mod sink;

mod contract;
mod mail;
mod words;
