//! The book of decisions cannot be rewritten unseen.

use crate::haat::TestHaat;

fn note(haat: &TestHaat, subject: &str) {
    haat.sql(
        "INSERT INTO audit_log (id, at, deed, subject, hash)
         VALUES (0, now(), 'shops.ban', $1, decode(repeat('00', 32), 'hex'))",
        &[&subject],
    );
}

fn first_broken(haat: &TestHaat) -> serde_json::Value {
    haat.server().private_get("/decisions").json()["first_broken"].clone()
}

#[test]
fn lines_are_numbered_and_never_rewritten() {
    let haat = TestHaat::start();
    std::thread::scope(|scope| {
        for n in 0..20 {
            let haat = &haat;
            scope.spawn(move || note(haat, &format!("shp_{n}")));
        }
    });
    assert_eq!(haat.count("SELECT max(id) FROM audit_log"), 20);
    assert_eq!(first_broken(&haat), serde_json::Value::Null);
    for statement in [
        "UPDATE audit_log SET subject = 'shp_x'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
    ] {
        let refused = haat.db().connect().execute(statement, &[]).unwrap_err();
        let told = refused
            .as_db_error()
            .map(|error| error.message().to_owned());
        assert_eq!(
            told.as_deref(),
            Some("audit_log is append-only"),
            "{statement}"
        );
    }
}

/// Somebody with every right in the database switches the triggers off.
#[test]
fn whoever_gets_around_it_is_found() {
    for (tampering, broken) in [
        ("UPDATE audit_log SET subject = 'shp_x' WHERE id = 3", 3),
        ("DELETE FROM audit_log WHERE id = 2", 2),
        (
            "UPDATE audit_log SET at = at + interval '1 second' WHERE id = 5",
            5,
        ),
    ] {
        let haat = TestHaat::start();
        for n in 0..6 {
            note(&haat, &format!("shp_{n}"));
        }
        let mut conn = haat.db().connect();
        conn.batch_execute("ALTER TABLE audit_log DISABLE TRIGGER USER")
            .unwrap();
        conn.execute(tampering, &[]).unwrap();
        assert_eq!(first_broken(&haat), broken, "{tampering}");
    }
}
