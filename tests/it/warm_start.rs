//! Starting from the radius index of the last run: quick where it is right, and
//! right where it is not.

use std::path::PathBuf;

use crate::haat::{Database, Server, TestHaat, cli, eventually, is_without_drift};

const SHOPS: f64 = 40.0;

/// A market, and the data directory of one server that comes and goes.
struct Market {
    haat: TestHaat,
    data: PathBuf,
}

impl Market {
    fn open(name: &str) -> Self {
        let haat = TestHaat::start();
        haat.sql(
            "INSERT INTO shops (id, external_id, name_en, kind, location)
             SELECT gen_random_uuid(), n::text, 'Store ' || n, 'grocery',
                    ST_MakePoint(90.3687 + n * 0.001, 23.8069)::geography
             FROM generate_series(1, 40) n",
            &[],
        );
        let own = format!("haat-warm-{}-{name}", std::process::id());
        let data = std::env::temp_dir().join(own);
        std::fs::create_dir_all(&data).unwrap();
        Self { haat, data }
    }

    fn file(&self) -> PathBuf {
        self.data.join("radius.geo")
    }

    fn server(&self) -> Server {
        self.server_of(self.haat.db())
    }

    fn server_of(&self, db: &Database) -> Server {
        Server::start(db, &[("HAAT_DATA_DIR", self.data.to_str().unwrap())])
    }

    /// Runs a server until it has nothing more to do.
    fn run_once(&self) {
        let server = self.server();
        assert!(is_without_drift(&server.private_get("/audit").json()));
        stop(server);
        assert!(self.file().exists());
    }

    /// Changes the place of one shop.
    fn change(&self, external_id: &str) {
        self.haat.sql(
            "UPDATE shops SET location = ST_MakePoint(90.5, 23.9)::geography WHERE external_id = $1",
            &[&external_id],
        );
    }
}

impl Drop for Market {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

fn stop(mut server: Server) {
    server.signal("TERM");
    assert!(server.wait().success());
}

/// Asserts how a server came to its index, which equals the table in any case.
fn assert_started(server: &Server, how: &str, points: [Option<f64>; 3]) {
    let starts = format!("haat_geo_starts_total{{how=\"{how}\"}}");
    assert_eq!(server.measured(&starts), Some(1.0), "{}", server.log());
    let told = ["kept", "mended", "unexplained"]
        .map(|what| server.measured(&format!("haat_geo_start_points{{what=\"{what}\"}}")));
    assert_eq!(told, points, "kept, mended, unexplained: {}", server.log());
    let drift = server.private_get("/audit").json();
    assert!(is_without_drift(&drift), "{drift}");
    let shops = drift["shops"].as_f64();
    assert_eq!(server.measured("haat_geo_index_points"), shops);
    let warned = server.log().contains("WARN");
    let expected = ["damaged", "foreign", "unexplained"].contains(&how);
    assert_eq!(warned, expected, "{}", server.log());
}

const NOTHING_COMPARED: [Option<f64>; 3] = [None; 3];

#[test]
fn a_restart_begins_with_the_index_of_the_last_run() {
    let market = Market::open("again");
    let first = market.server();
    assert_started(&first, "missing", NOTHING_COMPARED);
    stop(first);

    let second = market.server();
    assert_started(&second, "warm", [Some(SHOPS), Some(0.0), Some(0.0)]);
    assert!(
        second
            .log()
            .contains("warm start kept=40 mended=0 unexplained=0")
    );
    // It follows the feed like any other.
    market.change("7");
    eventually("the change is applied", || {
        second.measured("haat_geo_apply_seconds_count") == Some(1.0)
    });
    assert!(is_without_drift(&second.private_get("/audit").json()));
}

#[test]
fn what_changed_while_it_was_down_is_found_after_the_restart() {
    let market = Market::open("changed");
    market.run_once();
    market.change("1");
    for statement in [
        "UPDATE shops SET kind = 'pharmacy' WHERE external_id = '2'",
        "UPDATE shops SET status = 'hidden' WHERE external_id = '3'",
        "DELETE FROM shops WHERE external_id IN ('4', '40')",
        "INSERT INTO shops (id, external_id, name_en, kind, location)
         VALUES (gen_random_uuid(), '41', 'New Store', 'cafe', ST_MakePoint(90.37, 23.81)::geography)",
        // The radius index knows no names.
        "UPDATE shops SET name_en = 'Renamed Store' WHERE external_id = '5'",
    ] {
        assert!(market.haat.sql(statement, &[]) > 0, "{statement}");
    }
    let server = market.server();
    assert_started(&server, "warm", [Some(SHOPS - 5.0), Some(6.0), Some(0.0)]);
    let page = server.ask(
        "/api/v1/shops/nearby",
        &[("lat", "23.9"), ("lng", "90.5"), ("radius_m", "10")],
    );
    assert_eq!(page.json()["items"][0]["name"]["en"], "Store 1");
}

#[test]
fn a_killed_server_leaves_what_it_wrote_when_it_was_ready() {
    let market = Market::open("killed");
    let server = market.server();
    eventually("the index is written", || market.file().exists());
    market.change("1");
    server.kill();
    market.change("2");
    let reborn = market.server();
    assert_started(&reborn, "warm", [Some(SHOPS - 2.0), Some(2.0), Some(0.0)]);
}

#[test]
fn a_transaction_that_was_open_when_the_index_was_written_is_found() {
    let market = Market::open("open");
    let mut client = market.haat.db().connect();
    let mut open = client.transaction().unwrap();
    let early = "UPDATE shops SET kind = 'cafe' WHERE external_id = '1'";
    assert_eq!(open.execute(early, &[]).unwrap(), 1);
    // Begun later, committed earlier.
    market.change("2");
    market.run_once();
    open.commit().unwrap();
    let server = market.server();
    assert_started(&server, "warm", [Some(SHOPS - 1.0), Some(1.0), Some(0.0)]);
}

#[test]
fn a_transaction_older_than_the_feed_does_not_make_it_forget() {
    let elsewhere = Database::migrated();
    let mut client = elsewhere.connect();
    let mut open = client.transaction().unwrap();
    open.query_one("SELECT pg_current_xact_id()::text", &[])
        .unwrap();
    let market = Market::open("elsewhere");
    market.run_once();
    market.change("1");
    let server = market.server();
    assert_started(&server, "warm", [Some(SHOPS - 1.0), Some(1.0), Some(0.0)]);
}

#[test]
fn servers_that_share_a_data_directory_leave_one_good_file() {
    let market = Market::open("shared");
    let (first, second) = (market.server(), market.server());
    market.change("1");
    stop(first);
    market.change("2");
    stop(second);
    let left = std::fs::read_dir(&market.data).unwrap().flatten();
    let left: Vec<_> = left.filter(|entry| entry.path().is_file()).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    let third = market.server();
    assert_started(&third, "warm", [Some(SHOPS), Some(0.0), Some(0.0)]);
}

#[test]
fn a_damaged_file_is_refused_and_the_index_is_right() {
    let market = Market::open("damaged");
    market.run_once();
    let good = std::fs::read(market.file()).unwrap();
    let flipped = |place: usize| {
        let mut bytes = good.clone();
        bytes[place] ^= 1;
        bytes
    };
    for bytes in [
        flipped(0),
        flipped(good.len() / 2),
        flipped(good.len() - 1),
        good[..good.len() / 2].to_vec(),
        Vec::new(),
    ] {
        std::fs::write(market.file(), bytes).unwrap();
        let server = market.server();
        assert_started(&server, "damaged", NOTHING_COMPARED);
        stop(server);
    }
    // Whoever refused it has written a good one.
    let server = market.server();
    assert_started(&server, "warm", [Some(SHOPS), Some(0.0), Some(0.0)]);
}

#[test]
fn a_copy_of_another_database_is_refused() {
    let market = Market::open("foreign");
    market.run_once();
    let other = TestHaat::start();
    other.shop("Only Store").open();
    let server = market.server_of(other.db());
    assert_started(&server, "foreign", NOTHING_COMPARED);
    stop(server);
    // And the other way round, since it has been replaced.
    let server = market.server();
    assert_started(&server, "foreign", NOTHING_COMPARED);
}

#[test]
fn a_difference_that_no_change_explains_makes_the_index_anew() {
    let market = Market::open("unexplained");
    market.run_once();
    let mut client = market.haat.db().connect();
    client
        .batch_execute(
            "ALTER TABLE shops DISABLE TRIGGER USER;
             UPDATE shops SET location = ST_MakePoint(91.0, 24.0)::geography WHERE external_id = '9';
             ALTER TABLE shops ENABLE TRIGGER USER",
        )
        .unwrap();
    market.change("1");
    let server = market.server();
    let points = [Some(SHOPS - 2.0), Some(1.0), Some(1.0)];
    assert_started(&server, "unexplained", points);
}

#[test]
fn a_file_that_the_feed_does_not_reach_back_to_is_not_mended() {
    let market = Market::open("outdated");
    market.run_once();
    market.change("1");
    market.change("2");
    // Pruned but for the newest, as after more than a day.
    market.haat.sql(
        "DELETE FROM changes WHERE tx < (SELECT max(tx) FROM changes)",
        &[],
    );
    let server = market.server();
    assert_started(&server, "outdated", NOTHING_COMPARED);
    stop(server);

    let done = cli(market.haat.db(), &["reindex"]);
    assert!(done.succeeded(), "{}", done.told);
    let server = market.server();
    assert_started(&server, "outdated", NOTHING_COMPARED);
}
