//! Haat as a whole: the real program on a real database, and what holds for
//! every file of the project.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod haat;
mod outside;

// What people get.
mod access;
mod admin_pages;
mod applications;
mod areas;
mod auth;
mod bad_input;
mod books;
mod bulk;
mod changes;
mod concepts;
mod decisions;
mod demo_market;
mod explained;
mod facets;
mod found;
mod geocode;
mod media;
mod misses;
mod nearby;
mod offers;
mod oracle;
mod pages;
mod paging;
mod postgis;
mod requests;
mod search;
mod shops;
mod words;

// What operators get.
mod importing;
mod jobs;
mod keeping_up;
mod limits;
mod notifications;
mod openapi;
mod process;
mod reliability;
mod schema;
mod settings;
mod shelves;
mod warm_start;
mod watching;

// What holds for every file.
mod guards;
