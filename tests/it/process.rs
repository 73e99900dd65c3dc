//! Starting and stopping.

use std::io::{Read as _, Write as _};

use crate::haat::{Database, Server, TestHaat, eventually};

/// A request whose body is on its way, and what ends it.
fn half_a_request(server: &Server) -> std::net::TcpStream {
    let mut stream = server.open();
    stream
        .write_all(b"POST /bn/place HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\nConnection: close\r\n\r\nlat=23.8&")
        .unwrap();
    stream
}

#[test]
fn a_request_in_flight_finishes_before_the_server_stops() {
    for signal in ["TERM", "INT"] {
        // The one worker takes connections in order, so that this one is being served
        // when another has been answered since.
        let mut haat = TestHaat::with(&Database::seeded, &[("HAAT_WORKERS", "1")]);
        let mut request = half_a_request(haat.server());
        assert_eq!(haat.get("/healthz").status, 200);
        haat.server().signal(signal);
        let address = haat.server().address();
        eventually("no new connection is taken", || {
            std::net::TcpStream::connect(address).is_err()
        });
        request.write_all(b"lng=90.3687").unwrap();
        let mut answer = String::new();
        request.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 303"), "{signal}: {answer}");
        assert!(haat.server_mut().wait().success(), "{signal}");
    }
}

#[test]
fn a_server_is_alive_before_it_is_ready_and_ready_when_warm() {
    let haat = TestHaat::start();
    assert_eq!(haat.get("/healthz").text(), "ok");
    let ready = haat.get("/readyz");
    assert_eq!((ready.status, &ready.json()["warm"]), (200, &true.into()));

    let mut blocker = haat.db().connect();
    let mut lock = blocker.transaction().unwrap();
    lock.execute("LOCK TABLE shops IN ACCESS EXCLUSIVE MODE", &[])
        .unwrap();
    let cold = Server::start_cold(haat.db(), &[]);
    assert_eq!(
        (cold.get("/healthz").status, cold.get("/readyz").status),
        (200, 503)
    );
    lock.commit().unwrap();
    cold.wait_ready();
}

#[test]
fn measurements_are_private_and_count_requests_by_route() {
    let haat = TestHaat::start();
    haat.around("/api/v1/shops/nearby", &[]);
    for path in ["/metrics", "/audit", "/explain?lat=23.8&lng=90.4"] {
        assert_eq!(haat.get(path).status, 404, "{path} is public");
    }
    let text = haat.server().private_get("/metrics").text();
    let line = text.lines().find(|line| {
        line.starts_with("http_requests_total") && line.contains("/api/v1/shops/nearby")
    });
    let line = line.unwrap_or_else(|| panic!("{text}"));
    assert!(
        line.contains(r#"status="200""#) && line.ends_with(" 1"),
        "{line}"
    );
    for name in [
        "http_request_seconds",
        "search_warm",
        "database_connections_open",
    ] {
        assert!(text.contains(name), "{name}");
    }
}

#[test]
fn a_request_id_goes_from_end_to_end() {
    let haat = TestHaat::start();
    let ask = |id: &str| {
        let request = haat
            .server()
            .request("GET", "/api/v1/nothing")
            .header("x-request-id", id);
        haat.server()
            .send(request, "")
            .header("x-request-id")
            .to_owned()
    };
    assert_eq!(ask("trace-0123456789"), "trace-0123456789");
    eventually("it is in the log", || {
        haat.server().log().contains("trace-0123456789")
    });
    for forged in [
        "short",
        "with space inside",
        "<script>alert(1)</script>",
        &"x".repeat(65),
    ] {
        let id = ask(forged);
        assert!(id != forged && id.len() >= 8, "{forged}: {id}");
    }
    assert_ne!(
        haat.get("/healthz").header("x-request-id"),
        haat.get("/healthz").header("x-request-id")
    );
}

#[test]
fn logs_are_json_where_asked_and_name_no_queries() {
    let haat = TestHaat::with(
        &crate::haat::Database::migrated,
        &[("HAAT_LOG_FORMAT", "json")],
    );
    haat.around("/api/v1/search", &[("q", "secretword")]);
    eventually("the request is logged", || {
        haat.server().log().contains("/api/v1/search")
    });
    let log = haat.server().log();
    for line in log.lines() {
        serde_json::from_str::<serde_json::Value>(line)
            .unwrap_or_else(|error| panic!("{error}: {line}"));
    }
    assert!(
        !log.contains("secretword") && !log.contains("90.3687"),
        "what people look for and where they are stays with them: {log}"
    );
}
