//! Databases: copies of a template that is made once for each build of `haat`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use postgres::error::SqlState;
use postgres::{Client, NoTls};

use super::process::{BINARY, cli_on};
use super::services::service;

/// Any number; whoever makes templates holds it.
const LOCK: i64 = 4_821_002;

/// What a database starts with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Not even tables.
    Empty,
    /// All tables.
    Migrated,
    /// Areas, categories and demo shops.
    Seeded,
}

/// A database of one test, dropped with it.
pub struct Database {
    name: String,
}

impl Database {
    /// Without tables.
    pub fn empty() -> Self {
        Self::of(Kind::Empty)
    }

    /// With all tables.
    pub fn migrated() -> Self {
        Self::of(Kind::Migrated)
    }

    /// As `haat seed` leaves it.
    pub fn seeded() -> Self {
        Self::of(Kind::Seeded)
    }

    fn of(kind: Kind) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("haat_test_{}_{next}", std::process::id());
        let template = match kind {
            Kind::Empty => "template1".to_owned(),
            Kind::Migrated => template("migrated", &[&["migrate"]]),
            Kind::Seeded => template("seeded", &[&["migrate"], &["seed"]]),
        };
        copy(&mut maintenance(), &template, &name);
        Self { name }
    }

    /// For `DATABASE_URL`.
    pub fn url(&self) -> String {
        url_of(&self.name)
    }

    /// A connection.
    pub fn connect(&self) -> Client {
        connect(&self.name)
    }
}

impl Drop for Database {
    /// An autovacuum of the fresh rows cannot be sent away by our role, only
    /// waited for. What stays all the same is dropped by the next run.
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let gone = || maintenance().execute(&statement, &[]).is_ok();
        let dropped = std::iter::repeat_n((), 40).any(|()| {
            let done = gone();
            if !done {
                std::thread::sleep(std::time::Duration::from_millis(250));
            }
            done
        });
        if !dropped {
            eprintln!("{} stays until the next run", self.name);
        }
    }
}

fn url_of(name: &str) -> String {
    let url = service("DATABASE_URL");
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

fn connect(name: &str) -> Client {
    Client::connect(&url_of(name), NoTls)
        .unwrap_or_else(|error| panic!("database {name} is not reachable: {error:?}"))
}

/// The database of `DATABASE_URL`, which is not touched: everything happens in
/// databases beside it.
fn maintenance() -> Client {
    let url = service("DATABASE_URL");
    connect(url.rsplit_once('/').unwrap().1)
}

/// The template of this kind for this build of `haat`, made by the first who
/// asks while the others wait.
fn template(kind: &str, steps: &[&[&str]]) -> String {
    let name = format!("haat_template_{}_{kind}", build());
    let mut client = maintenance();
    if exists(&mut client, &name) {
        return name;
    }
    client
        .execute("SELECT pg_advisory_lock($1)", &[&LOCK])
        .unwrap();
    if !exists(&mut client, &name) {
        drop_left_over(&mut client);
        make(&mut client, &name, steps);
    }
    name
}

/// Made under another name first, so that a half-made one is never used.
fn make(client: &mut Client, name: &str, steps: &[&[&str]]) {
    let unfinished = format!("{name}_new");
    client
        .batch_execute(&format!(
            "DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"
        ))
        .unwrap();
    copy(client, "template1", &unfinished);
    for step in steps {
        let done = cli_on(&url_of(&unfinished), step);
        assert!(done.succeeded(), "haat {step:?}: {}", done.told);
    }
    patiently(|| client.batch_execute(&format!("ALTER DATABASE {unfinished} RENAME TO {name}")));
}

fn copy(client: &mut Client, template: &str, name: &str) {
    client
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .unwrap();
    patiently(|| client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")));
}

/// Somebody who is just leaving keeps a database in use for a moment.
fn patiently(mut step: impl FnMut() -> Result<(), postgres::Error>) {
    for _ in 0..200 {
        match step() {
            Err(error) if error.code() == Some(&SqlState::OBJECT_IN_USE) => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) => panic!("test databases cannot be made: {error:?}"),
            Ok(()) => return,
        }
    }
    panic!("a template stays in use");
}

fn exists(client: &mut Client, name: &str) -> bool {
    let found = client.query_opt("SELECT FROM pg_database WHERE datname = $1", &[&name]);
    found.unwrap().is_some()
}

/// Templates of other builds, and databases of test processes that were killed.
fn drop_left_over(client: &mut Client) {
    let rows = client
        .query(
            "SELECT datname FROM pg_database WHERE datname LIKE 'haat\\_te%'",
            &[],
        )
        .unwrap();
    let names = rows.iter().map(|row| row.get::<_, String>(0));
    for name in names.filter(|name| is_left_over(name)) {
        // Somebody else may be quicker, or use it after all.
        let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}"));
    }
}

fn is_left_over(name: &str) -> bool {
    if let Some(rest) = name.strip_prefix("haat_template_") {
        return !rest.starts_with(&build());
    }
    let pid = name
        .strip_prefix("haat_test_")
        .and_then(|rest| rest.split('_').next());
    pid.is_some_and(|pid| !std::path::Path::new("/proc").join(pid).exists())
}

/// Tells builds of the binary apart; migrations and seeds are inside it.
fn build() -> String {
    let file = std::fs::metadata(BINARY).unwrap();
    let made = file.modified().unwrap().duration_since(UNIX_EPOCH).unwrap();
    format!("{:x}_{:x}", made.as_millis(), file.len())
}
