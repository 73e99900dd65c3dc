//! How much one caller may ask, counted by all processes together.

use crate::haat::{Database, Server, TestHaat, service_url};

const ASK: &str = "/api/v1/suggest?q=chal&lat=23.8&lng=90.4";

/// Counted per address: this machine's own, in a Redis database that no other
/// test uses, or in the process where there is no Redis.
fn counted(redis: &str) -> [(&str, &str); 3] {
    [
        ("HAAT_RATE_SEARCH", "20"),
        ("HAAT_RATE_LOOPBACK", "true"),
        ("REDIS_URL", redis),
    ]
}

fn refused(server: &Server, asked: usize) -> usize {
    let replies = (0..asked).map(|_| server.get(ASK));
    let mut refused = 0;
    for reply in replies {
        assert!([200, 429].contains(&reply.status), "{}", reply.status);
        if reply.status == 429 {
            refused += 1;
            reply.assert_problem("too many");
            assert!(reply.header("retry-after").parse::<u32>().unwrap() > 0);
        }
    }
    refused
}

#[test]
fn too_many_searches_are_refused_and_everything_else_is_not() {
    // An empty address unsets it: no Redis at all.
    let haat = TestHaat::with(&Database::migrated, &counted(""));
    let refused = refused(haat.server(), 40);
    assert!((1..=20).contains(&refused), "{refused}");
    assert_eq!(haat.get("/bn/").status, 200);
    assert_eq!(
        haat.get("/api/v1/shops/nearby?lat=23.8&lng=90.4").status,
        200
    );
}

#[test]
fn people_are_refused_with_a_page_in_their_language() {
    let haat = TestHaat::with(&Database::migrated, &counted(""));
    let replies = (0..60).map(|_| haat.get("/bn/search?q=chal"));
    let refused = replies.into_iter().find(|reply| reply.status == 429);
    let page = refused.expect("60 searches are more than 20");
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text().contains("lang=\"bn\""));
}

#[test]
fn two_processes_count_together_through_redis() {
    let redis = service_url("REDIS_URL") + "?db=9";
    let haat = TestHaat::with(&Database::migrated, &counted(&redis));
    let other = Server::start(haat.db(), &counted(&redis));
    // 60 questions against 20 a window: even across the border of two windows
    // at most 40 pass together, while two separate counts would let 80 pass.
    let refused = refused(haat.server(), 45) + refused(&other, 45);
    assert!(refused >= 90 - 40, "{refused}");
}

#[test]
fn a_forged_forwarding_header_buys_nothing() {
    let haat = TestHaat::with(&Database::migrated, &counted(""));
    let mut refused = 0;
    for n in 0..40 {
        let request = haat
            .server()
            .request("GET", ASK)
            .header("x-forwarded-for", format!("203.0.113.{n}"));
        refused += usize::from(haat.server().send(request, "").status == 429);
    }
    assert!(refused > 0, "every request counted as another caller");
}
