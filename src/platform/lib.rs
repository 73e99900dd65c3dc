//! The outside world: configuration, database, change feed, jobs, HTTP,
//! languages, logs and metrics. Never says "shop".

pub mod config;
pub mod cursor;
pub mod db;
pub mod feed;
pub mod http;
pub mod i18n;
pub mod jobs;
pub mod limits;
pub mod merge;
pub mod once;
pub mod outbound;
pub mod seal;
pub mod telemetry;
pub mod web;
