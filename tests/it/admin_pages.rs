//! The admin's pages: accounts, messages, jobs, what was missed, words.

use std::time::Duration;

use crate::haat::{Database, Device, PATIENCE, Person, Reply, TestHaat, encode, eventually};

/// Somebody at the desk.
struct Admin<'a> {
    haat: &'a TestHaat,
    device: Device,
}

impl<'a> Admin<'a> {
    fn of(haat: &'a TestHaat) -> Self {
        let person = haat.with_role("super_admin");
        let device = haat.device_of(&person);
        Self { haat, device }
    }

    fn page(&self, path: &str) -> Reply {
        let server = self.haat.server();
        let bearer = format!("Bearer {}", self.device.token);
        let request = server.request("GET", path).header("authorization", bearer);
        server.send(request, "")
    }

    fn sends(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let server = self.haat.server();
        let request = server
            .request("POST", path)
            .header("authorization", format!("Bearer {}", self.device.token))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)));
        server.send(request, pairs.collect::<Vec<_>>().join("&"))
    }

    /// Does something that leads back to a list, and reads what that says.
    fn does(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.sends(path, fields);
        assert_eq!(answer.status, 303, "{}", answer.text());
        self.page(answer.header("location")).text()
    }
}

fn status_of(haat: &TestHaat, device: &Device) -> u16 {
    let nothing = serde_json::Value::Null;
    haat.server()
        .say("GET", "/api/v1/auth/me", Some(&device.token), &nothing)
        .status
}

/// Their number as they dial it.
fn number_of(haat: &TestHaat, person: &Person, device: &Device) -> String {
    let nothing = serde_json::Value::Null;
    let me = haat
        .server()
        .say("GET", "/api/v1/auth/me", Some(&device.token), &nothing)
        .json();
    assert_eq!(me["id"], person.id);
    me["phone"].as_str().unwrap().to_owned()
}

#[test]
fn who_is_suspended_is_refused_within_seconds_and_comes_back_when_restored() {
    let haat = TestHaat::start();
    let admin = Admin::of(&haat);
    let karim = haat.person();
    let phone = haat.device_of(&karim);
    let number = number_of(&haat, &karim, &phone);
    let other = haat.another();
    assert_eq!(status_of(&haat, &phone), 200);
    let found = admin
        .page(&format!("/en/admin/people?phone={}", encode(&number)))
        .text();
    assert_eq!(found.matches(&karim.id).count(), 1, "one row, one form");
    let path = format!("/en/admin/people/{}/suspend", karim.id);
    let without_reason = admin.sends(&path, &[("why", " ")]);
    assert_eq!(without_reason.status, 422);
    let told = admin.does(&path, &[("why", "Sold what he did not have")]);
    assert!(told.contains("Suspended."), "{told}");
    let took = eventually("both servers refuse him", || {
        let bearer = format!("Bearer {}", phone.token);
        let request = other
            .request("GET", "/api/v1/auth/me")
            .header("authorization", bearer);
        status_of(&haat, &phone) == 403 && other.send(request, "").status == 403
    });
    assert!(
        took < Duration::from_secs(5) || took < PATIENCE / 2,
        "{took:?}"
    );
    let suspended = admin.page("/bn/admin/people?state=suspended").text();
    assert!(suspended.contains("Sold what he did not have"));
    admin.does(&format!("/en/admin/people/{}/restore", karim.id), &[]);
    assert_eq!(
        haat.count("SELECT count(*) FROM users WHERE suspended_at IS NOT NULL"),
        0
    );
    let deeds = haat
        .count("SELECT count(*) FROM audit_log WHERE deed IN ('auth.suspend', 'auth.unsuspend')");
    assert_eq!(deeds, 2, "both stand in the book of decisions");
}

#[test]
fn nobody_suspends_themselves_and_a_wrong_number_is_told() {
    let haat = TestHaat::start();
    let admin = Admin::of(&haat);
    let me = admin.haat.server().say(
        "GET",
        "/api/v1/auth/me",
        Some(&admin.device.token),
        &serde_json::Value::Null,
    );
    let id = me.json()["id"].as_str().unwrap().to_owned();
    let answer = admin.sends(
        &format!("/en/admin/people/{id}/suspend"),
        &[("why", "tired")],
    );
    assert_eq!(answer.status, 403);
    let told = admin.page("/en/admin/people?phone=12").text();
    assert!(told.contains("role=\"alert\""), "{told}");
    assert_eq!(
        admin
            .sends("/en/admin/people/x/suspend", &[("why", "x")])
            .status,
        404
    );
}

#[test]
fn what_was_given_up_is_tried_again_from_the_desk() {
    let haat = TestHaat::start();
    let admin = Admin::of(&haat);
    haat.sql(
        "INSERT INTO jobs (id, name, payload, state, attempts, last_error, finished_at)
         VALUES (gen_random_uuid(), 'auth.prune', '{}', 'dead', 12, 'it rained', now())",
        &[],
    );
    let list = admin.page("/bn/admin/jobs").text();
    assert!(list.contains("it rained") && list.contains("auth.prune"));
    let start = list.find("/bn/admin/jobs/job_").unwrap();
    let path: String = list[start..].chars().take_while(|c| *c != '"').collect();
    let told = admin.does(&path, &[]);
    assert!(told.contains("আবার চেষ্টা করা হচ্ছে"), "{told}");
    assert_eq!(
        admin.sends(&path, &[]).status,
        404,
        "it is not dead any more"
    );
    haat.sql("DELETE FROM jobs WHERE name = 'auth.prune'", &[]);
}

#[test]
fn a_message_that_was_not_sent_is_seen_without_its_words() {
    let haat = TestHaat::start();
    let admin = Admin::of(&haat);
    haat.code_for(&crate::haat::fresh_phone(), "sign_in");
    eventually("it is sent", || {
        haat.count("SELECT count(*) FROM outbox WHERE state = 'sent'") > 0
    });
    let sent = admin.page("/en/admin/messages?state=sent").text();
    assert!(sent.contains("•") || sent.contains('*'), "masked: {sent}");
    assert!(
        admin
            .page("/en/admin/messages")
            .text()
            .contains("There are none")
    );
    assert_eq!(
        admin.sends("/en/admin/messages/msg_0/retry", &[]).status,
        404
    );
}

#[test]
fn words_that_an_admin_saves_are_searched_with_seconds_later() {
    let haat = TestHaat::with(&Database::seeded, &[]);
    let admin = Admin::of(&haat);
    let found = || {
        let answer = haat.around(
            "/api/v1/search",
            &[("q", "zhakanaka"), ("radius_m", "20000")],
        );
        answer["total"].as_u64().unwrap_or(0) > 0
    };
    assert!(!found());
    let missed = eventually("the miss is counted", || {
        admin.page("/bn/admin/misses").text().contains("zhakanaka")
    });
    assert!(missed < PATIENCE);
    let form = admin.page("/bn/admin/concepts/new?name=zhakanaka").text();
    assert!(form.contains(">zhakanaka</textarea>"), "{form}");
    let without = admin.sends(
        "/bn/admin/concepts",
        &[("name_en", "Chal"), ("synonyms", "zhakanaka")],
    );
    assert_eq!(without.status, 422);
    assert!(
        without.text().contains("zhakanaka"),
        "nothing typed is lost"
    );
    let fields = [
        ("name_bn", "চাল"),
        ("name_en", "Rice of the test"),
        ("synonyms", "zhakanaka\nchal"),
        ("category", "grocery/rice"),
    ];
    let told = admin.does("/bn/admin/concepts", &fields);
    assert!(told.contains("সংরক্ষিত"), "{told}");
    eventually("search knows it", found);
    let edit = admin.page("/en/admin/concepts/rice-of-the-test").text();
    assert!(edit.contains("zhakanaka"));
    admin.does("/en/admin/concepts/rice-of-the-test/remove", &[]);
    eventually("search has forgotten it", || !found());
    assert_eq!(
        admin.page("/en/admin/concepts/rice-of-the-test").status,
        404
    );
}

#[test]
fn a_pack_of_regional_words_is_switched() {
    let haat = TestHaat::seeded();
    let admin = Admin::of(&haat);
    let on = || haat.count("SELECT count(*) FROM dialects WHERE enabled");
    let before = on();
    assert!(before > 0, "seeded");
    let code: String = haat
        .db()
        .connect()
        .query_one(
            "SELECT code FROM dialects WHERE enabled ORDER BY code LIMIT 1",
            &[],
        )
        .unwrap()
        .get(0);
    admin.does(&format!("/bn/admin/dialects/{code}?to=off"), &[]);
    assert_eq!(on(), before - 1);
    assert_eq!(
        admin.sends("/bn/admin/dialects/nowhere?to=off", &[]).status,
        404
    );
}
