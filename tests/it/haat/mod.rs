//! The harness: a real `haat` process on a database of its own.
//!
//! | You want … | call … |
//! |---|---|
//! | an empty market | [`TestHaat::start`] |
//! | areas, categories and demo shops | [`TestHaat::seeded`] |
//! | other settings | [`TestHaat::with`] |
//! | a second process on the same database | [`TestHaat::another`] |
//! | thousands of offers, the same every time | [`TestHaat::bazaar`] |
//! | a shop, a product, an offer | [`TestHaat::shop`], [`TestHaat::product`], [`TestHaat::listing`] |
//! | somebody with an account, signed in | [`TestHaat::person`], [`TestHaat::staff`], [`TestHaat::area_admin`], [`TestHaat::device_of`] |
//! | an answer | [`TestHaat::get`], [`TestHaat::ask`], [`TestHaat::raw`] |
//! | to wait for something | [`eventually`] |
//!
//! Nothing here is asynchronous: the server is another process, and a test
//! that waits for it has nothing else to do.

mod accounts;
mod bazaar;
pub mod bucket;
mod database;
mod people;
mod process;
mod reply;
mod services;

use std::time::{Duration, Instant};

use postgres::types::ToSql;

pub use accounts::{DEV_SECRET, Device, Person, claims, fresh_phone, header, signed, uuid_of};
pub use bazaar::{CATEGORIES, KINDS, WORDS};
pub use database::Database;
pub use people::{Product, Shop};
pub use process::{Cli, Server, Settings, cli, run};
pub use reply::{Reply, encode};
pub use services::{repository, service as service_url, shared_material};

/// Where most tests happen: Mirpur 10 in Dhaka.
pub const MIRPUR: (f64, f64) = (23.8069, 90.3687);
/// Longer than anything takes on a machine that does ten other things.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server with a database of its own. Both are gone when it is dropped; a
/// server that logged an error or panicked fails the test that it served.
///
/// So does one that leaves jobs behind: a test ends when what it set going has
/// been done.
pub struct TestHaat {
    // Dropped in this order: nobody uses a database that is going away.
    server: Server,
    db: Database,
    /// Jobs that a test leaves on purpose: those that wait for another day, and dead
    /// ones.
    pub may_leave_jobs: bool,
}

impl Drop for TestHaat {
    fn drop(&mut self) {
        if std::thread::panicking() || self.may_leave_jobs || !self.server.is_alive() {
            return;
        }
        let started = Instant::now();
        let mut left = jobs_left(&self.db);
        while !left.is_empty() && started.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
            left = jobs_left(&self.db);
        }
        assert!(left.is_empty(), "jobs are left over: {left:#?}");
    }
}

/// Jobs that are not done, and why.
fn jobs_left(db: &Database) -> Vec<String> {
    let question = "SELECT name || ' ' || state || ', attempt ' || attempts || ': ' || coalesce(last_error, 'no error')
        FROM jobs WHERE state <> 'done' ORDER BY id";
    let rows = db.connect().query(question, &[]).unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

impl TestHaat {
    /// Migrated and empty.
    pub fn start() -> Self {
        Self::with(&Database::migrated, &[])
    }

    /// With everything that `haat seed` brings.
    pub fn seeded() -> Self {
        Self::with(&Database::seeded, &[])
    }

    /// With settings besides the usual.
    pub fn with(database: &dyn Fn() -> Database, settings: Settings<'_>) -> Self {
        let db = database();
        let server = Server::start(&db, settings);
        Self {
            server,
            db,
            may_leave_jobs: false,
        }
    }

    /// Another process on the same database.
    pub fn another(&self) -> Server {
        Server::start(&self.db, &[])
    }

    /// The process.
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// The process, for those who stop it.
    pub const fn server_mut(&mut self) -> &mut Server {
        &mut self.server
    }

    /// The database.
    pub const fn db(&self) -> &Database {
        &self.db
    }

    /// `GET` on the public address; the path may have a query, encoded.
    pub fn get(&self, path: &str) -> Reply {
        self.server.get(path)
    }

    /// `GET` with values that are encoded on the way.
    pub fn ask(&self, path: &str, query: &[(&str, &str)]) -> Reply {
        self.server.ask(path, query)
    }

    /// `GET` around [`MIRPUR`], which must be answered with 200.
    pub fn around(&self, path: &str, query: &[(&str, &str)]) -> serde_json::Value {
        let (lat, lng) = (MIRPUR.0.to_string(), MIRPUR.1.to_string());
        let mut all = vec![("lat", lat.as_str()), ("lng", lng.as_str())];
        all.extend_from_slice(query);
        let reply = self.ask(path, &all);
        assert_eq!(reply.status, 200, "{path} {query:?}: {}", reply.text());
        reply.json()
    }

    /// These bytes on a fresh connection; everything that comes back.
    pub fn raw(&self, bytes: &[u8]) -> Reply {
        self.server.raw(bytes)
    }

    /// Runs a statement; the number of rows it touched.
    pub fn sql(&self, statement: &str, values: &[&(dyn ToSql + Sync)]) -> u64 {
        self.db.connect().execute(statement, values).unwrap()
    }

    /// The one number that a query answers.
    pub fn count(&self, query: &str) -> i64 {
        self.db.connect().query_one(query, &[]).unwrap().get(0)
    }

    /// What the server finds when it compares its indexes with the database.
    pub fn drift(&self) -> serde_json::Value {
        self.server.private_get("/audit").json()
    }

    /// Waits until the indexes equal the database.
    pub fn settle(&self) {
        eventually("the indexes equal the database", || {
            is_without_drift(&self.drift())
        });
    }
}

/// Whether an audit found nothing.
pub fn is_without_drift(drift: &serde_json::Value) -> bool {
    ["different", "misplaced", "documents"]
        .iter()
        .all(|part| drift[part] == 0)
}

/// How often to do something: `HAAT_FULL=1` asks for the plan's own number, which
/// takes longer than everybody's tests may.
pub fn scaled(usual: usize, full: usize) -> usize {
    if std::env::var_os("HAAT_FULL").is_some_and(|full| full == "1") {
        full
    } else {
        usual
    }
}

/// Asks again until it is so; how long that took. Panics when patience ends.
pub fn eventually(what: &str, is_so: impl Fn() -> bool) -> Duration {
    within(PATIENCE, what, is_so)
}

/// [`eventually`] with a patience of its own.
pub fn within(patience: Duration, what: &str, is_so: impl Fn() -> bool) -> Duration {
    let started = Instant::now();
    while !is_so() {
        assert!(
            started.elapsed() < patience,
            "still not so after {patience:?}: {what}"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    started.elapsed()
}
