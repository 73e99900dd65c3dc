//! Migrations go both ways, and the schema in the sources is the one they make.

use std::collections::BTreeMap;

use regex::Regex;

use crate::guards::sources;
use crate::haat::{Database, cli, repository};

/// Table and column with type and nullability, as PostgreSQL names them.
type Columns = BTreeMap<(String, String), (String, bool)>;

fn in_database(db: &Database) -> Columns {
    let rows = db.connect().query(
        "SELECT c.table_name, c.column_name, c.udt_name, c.is_nullable = 'YES'
         FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
           AND c.table_name NOT IN ('spatial_ref_sys', '__diesel_schema_migrations')",
        &[],
    );
    rows.unwrap()
        .iter()
        .map(|row| ((row.get(0), row.get(1)), (row.get(2), row.get(3))))
        .collect()
}

/// Everything that a migration makes, by its definition.
fn fingerprint(db: &Database) -> Vec<String> {
    let rows = db.connect().query(
        "SELECT 'column ' || table_name || ' ' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' || coalesce(column_default, '')
           FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'spatial_ref_sys'
         UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'spatial_ref_sys'
         UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
           WHERE connamespace = 'public'::regnamespace AND conrelid <> 0 AND conrelid::regclass::text <> 'spatial_ref_sys'
         UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
         UNION ALL SELECT 'function ' || p.oid::regprocedure FROM pg_proc p LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
           WHERE p.pronamespace = 'public'::regnamespace AND d.objid IS NULL
         ORDER BY 1",
        &[],
    );
    rows.unwrap().iter().map(|row| row.get(0)).collect()
}

#[test]
fn migrations_go_up_all_the_way_down_and_up_again() {
    let db = Database::empty();
    let before = fingerprint(&db);
    let steps = std::fs::read_dir(repository().join("migrations"))
        .unwrap()
        .count();
    let run = |arguments: &[&str]| {
        let done = cli(&db, arguments);
        assert!(done.succeeded(), "{arguments:?}: {}", done.told);
    };
    run(&["migrate"]);
    let up = fingerprint(&db);
    assert!(up.len() > before.len() + 50);
    run(&["migrate", "--down", &steps.to_string()]);
    let down: Vec<String> = fingerprint(&db)
        .into_iter()
        .filter(|line| !line.contains("__diesel_schema_migrations"))
        .collect();
    assert_eq!(down, before, "what is left over when all is undone");
    run(&["migrate"]);
    assert_eq!(fingerprint(&db), up);
    run(&["migrate"]);
    assert_eq!(fingerprint(&db), up, "nothing to do the second time");
}

#[test]
fn two_migrations_at_once_do_not_disturb_each_other() {
    let db = Database::empty();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| cli(&db, &["migrate"])))
            .collect();
        for run in runs {
            let done = run.join().unwrap();
            assert!(done.succeeded(), "{}", done.told);
        }
    });
}

#[test]
fn schema_in_the_sources_is_the_migrated_one() {
    let declared = declared();
    assert!(declared.len() > 40);
    let db = Database::migrated();
    let mut there = in_database(&db);
    // Written by triggers, read by the feed with SQL of its own.
    there.retain(|(table, _), _| table != "changes");
    assert_eq!(declared, there);
}

/// What the `table!` macros of all slices say.
fn declared() -> Columns {
    let table = Regex::new(r"(?m)^\s{4}(\w+) \([\w, ]+\) \{$").unwrap();
    let column = Regex::new(r"^\s+(\w+) -> (.+),$").unwrap();
    let mut found = Columns::new();
    for (file, source) in sources("src", "rs") {
        if !file.ends_with("schema.rs") {
            continue;
        }
        let mut name = String::new();
        for line in source.lines() {
            if let Some(is) = table.captures(line) {
                is[1].clone_into(&mut name);
            } else if let Some(is) = column.captures(line) {
                found.insert((name.clone(), is[1].to_owned()), postgres_type(&is[2]));
            }
        }
    }
    found
}

fn postgres_type(diesel: &str) -> (String, bool) {
    let inner = diesel
        .strip_prefix("Nullable<")
        .and_then(|rest| rest.strip_suffix('>'));
    let name = match inner.unwrap_or(diesel) {
        "Array<Text>" => "_text".to_owned(),
        simple => simple.to_lowercase(),
    };
    (name, inner.is_some())
}

#[test]
fn every_table_and_every_odd_column_is_explained_in_the_database() {
    let db = Database::migrated();
    let rows = db.connect().query(
        "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
           AND c.relname NOT IN ('spatial_ref_sys', '__diesel_schema_migrations')
           AND obj_description(c.oid) IS NULL",
        &[],
    );
    let bare: Vec<String> = rows.unwrap().iter().map(|row| row.get(0)).collect();
    assert!(bare.is_empty(), "no COMMENT ON TABLE: {bare:?}");
}

/// Queries that run for every visitor or every change, on the seeded market.
const HOT: &[(&str, &str)] = &[
    (
        "a shop",
        "SELECT * FROM shops WHERE id = (SELECT id FROM shops LIMIT 1)",
    ),
    (
        "its shelf",
        "SELECT * FROM listings WHERE shop_id = '00000000-0000-7000-8000-000000000000'",
    ),
    (
        "who sells it",
        "SELECT * FROM listings WHERE product_id = '00000000-0000-7000-8000-000000000000'",
    ),
    (
        "rows that changed",
        "SELECT * FROM listings WHERE ord = ANY ('{1,2,3}')",
    ),
    (
        "shops that changed",
        "SELECT * FROM shops WHERE ord = ANY ('{1,2,3}')",
    ),
    (
        "an imported shop",
        "SELECT * FROM shops WHERE external_id = ANY ('{a,b}')",
    ),
    (
        "the change feed",
        "SELECT topic, key FROM changes WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())",
    ),
    (
        "shops around",
        "SELECT * FROM shops WHERE ST_DWithin(location, ST_MakePoint(90.37, 23.81)::geography, 500)",
    ),
];

#[test]
fn no_hot_query_reads_a_whole_table() {
    let db = Database::seeded();
    let mut conn = db.connect();
    conn.batch_execute("ANALYZE").unwrap();
    for (what, query) in HOT {
        let rows = conn.query(&format!("EXPLAIN {query}"), &[]).unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let whole = plan.iter().filter(|line| line.contains("Seq Scan"));
        // The inner "any shop" of the first query stops at its first row.
        let allowed = usize::from(query.contains("LIMIT 1"));
        assert!(whole.count() <= allowed, "{what}:\n{}", plan.join("\n"));
    }
}
