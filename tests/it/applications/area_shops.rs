//! All shops of an admin's areas: found by state and name, and on a map.

use serde_json::{Value, json};

use super::{FAR_THANA, Hand, MIRPUR_THANA, country, opened};
use crate::haat::{MIRPUR, TestHaat, eventually};

/// Ids that the API lists.
fn listed(admin: &Hand<'_>, query: &str) -> Vec<String> {
    let page = admin.get(&format!("/admin/shops{query}"));
    assert_eq!(page.status, 200, "{}", page.text());
    let items = page.json()["items"].as_array().unwrap().clone();
    let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
    items.iter().map(id).collect()
}

fn lists_only(admin: &Hand<'_>, query: &str, shop: &str) {
    assert_eq!(listed(admin, query), [shop], "{query}");
}

#[test]
fn shops_are_found_by_state_and_name_in_the_admins_areas_only() {
    let haat = country();
    let (karim, verified) = opened(&haat, &json!({}));
    let unclaimed = haat.shop("Map Corner").north(50.0).open().id;
    let far = haat.shop("Far Corner").at(22.337, 91.834).open().id;
    let admin = Hand::admin(&haat, MIRPUR_THANA);
    let other = Hand::admin(&haat, FAR_THANA);
    let boss = Hand::of(&haat, haat.with_role("super_admin"));
    let mut both = listed(&admin, "");
    both.sort();
    let mut expected = [verified.clone(), unclaimed.clone()];
    expected.sort();
    assert_eq!(both, expected, "what nobody has looked at is there too");
    assert_eq!(listed(&other, ""), [far]);
    assert_eq!(listed(&boss, "").len(), 3);
    lists_only(&admin, "?state=verified", &verified);
    lists_only(&admin, "?state=unclaimed", &unclaimed);
    lists_only(&admin, "?name=corner", &unclaimed);
    assert_eq!(
        listed(&admin, "?name=%25"),
        Vec::<String>::new(),
        "no pattern"
    );
    lists_only(
        &admin,
        "?name=%E0%A6%95%E0%A6%B0%E0%A6%BF%E0%A6%AE",
        &verified,
    );
    let pin = json!({ "lat": MIRPUR.0 + 0.008, "lng": MIRPUR.1 });
    let moved = karim.say("POST", &format!("/seller/shops/{verified}/pin"), &pin);
    assert_eq!(moved.status, 202, "{}", moved.text());
    lists_only(&admin, "?state=in_review", &verified);
    karim.say(
        "POST",
        &format!("/seller/shops/{verified}/pause"),
        &Value::Null,
    );
    lists_only(&admin, "?state=paused", &verified);
    let ban = format!("/admin/shops/{unclaimed}/ban");
    assert_eq!(admin.say("PUT", &ban, &json!({ "why": "নেই" })).status, 200);
    lists_only(&admin, "?state=banned", &unclaimed);
    karim.say(
        "POST",
        &format!("/seller/shops/{verified}/close"),
        &Value::Null,
    );
    lists_only(&admin, "?state=closed", &verified);
    let nonsense = admin.get("/admin/shops?state=lost");
    assert_eq!(
        (nonsense.status, nonsense.code()),
        (422, "shops.unknown_state".into())
    );
    let page = admin.page("/bn/admin/shops?state=banned&name=Map").text();
    assert!(page.contains("Map Corner") && !page.contains("করিম স্টোর"));
    assert_eq!(admin.page("/bn/admin/shops?state=lost").status, 422);
}

/// This many shops of the map, in rows around Mirpur.
fn crowd(haat: &TestHaat, count: i64) {
    haat.sql(
        "INSERT INTO shops (id, name_en, kind, location)
         SELECT gen_random_uuid(), 'Shop ' || n, 'grocery',
                ST_MakePoint(90.35 + (n % 20) * 0.001, 23.79 + (n / 20) * 0.001)::geography
         FROM generate_series(1, $1::bigint) n",
        &[&count],
    );
}

#[test]
fn a_map_shows_at_most_two_hundred_marks_that_stand_for_all_shops() {
    let haat = country();
    crowd(&haat, 450);
    haat.shop("Far Corner").at(22.337, 91.834).open();
    let admin = Hand::admin(&haat, MIRPUR_THANA);
    let map = admin.get("/admin/shops/map").json();
    let marks = map["marks"].as_array().unwrap();
    assert!(marks.len() <= 200, "{}", marks.len());
    assert_eq!(map["total"], 450, "and none of another area");
    let counted: u64 = marks
        .iter()
        .map(|mark| mark["count"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, 450);
    let part = "/admin/shops/map?south=23.7895&north=23.7925&west=90.3&east=90.4";
    let part = admin.get(part).json();
    let marks = part["marks"].as_array().unwrap();
    assert_eq!(part["total"], marks.len(), "few enough for one mark each");
    assert!((40..=60).contains(&marks.len()), "{}", marks.len());
    assert!(
        marks
            .iter()
            .all(|mark| mark["id"].is_string() && mark["name"]["en"].is_string())
    );
    let named = admin.get("/admin/shops/map?name=shop+44").json();
    assert_eq!(named["total"], 11, "44 and 440 to 449");
    for wrong in [
        "?south=1",
        "?south=a&west=1&north=1&east=1",
        "?south=91&west=1&north=1&east=1",
    ] {
        let refused = admin.get(&format!("/admin/shops/map{wrong}"));
        assert_eq!(refused.status, 422, "{wrong}");
    }
    let first = admin.get("/admin/shops?limit=100").json();
    assert_eq!(first["items"].as_array().unwrap().len(), 100);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = listed(&admin, &format!("?limit=100&cursor={cursor}"));
    assert_eq!(second.len(), 100);
    assert!(
        first["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| !second.contains(&one["id"].as_str().unwrap().to_owned()))
    );
}

#[test]
fn old_drafts_go_with_their_photos_and_pauses_end_when_their_day_begins() {
    let mut haat = country();
    // The sweep of pictures waits for its hour.
    haat.may_leave_jobs = true;
    let (karim, shop) = opened(&haat, &json!({}));
    let seller = Hand::seller(&haat);
    let old = seller.filled_in(&json!({}));
    let young = Hand::seller(&haat).filled_in(&json!({}));
    let submitted = Hand::seller(&haat).waiting(&json!({ "licence": "TRAD/DNCC/099999/2024" }));
    haat.sql(
        "UPDATE shop_applications SET updated_at = now() - interval '91 days'
         WHERE id::text = ANY($1)",
        &[&vec![uuid_in(&old), uuid_in(&submitted)]],
    );
    let paused = karim.say("POST", &format!("/seller/shops/{shop}/pause"), &Value::Null);
    assert_eq!(paused.status, 200, "{}", paused.text());
    haat.sql(
        "UPDATE shops SET paused_until = (now() AT TIME ZONE 'Asia/Dhaka')::date WHERE paused_at IS NOT NULL",
        &[],
    );
    // A process that starts does the chores.
    let _other = haat.another();
    eventually("the pause is over", || {
        karim.get(&format!("/seller/shops/{shop}")).json()["state"] == "listed"
    });
    eventually("the old draft is gone", || seller.get(&old).status == 404);
    let there = "SELECT count(*) FROM shop_applications WHERE status <> 'approved'";
    assert_eq!(
        haat.count(there),
        2,
        "the young one, and what was handed in"
    );
    let photos = "SELECT count(*) FROM images WHERE removed_at IS NOT NULL AND subject_id = ";
    let gone = |path: &str| haat.count(&format!("{photos}'{}'", uuid_in(path)));
    assert_eq!((gone(&old), gone(&young)), (1, 0));
}

fn uuid_in(path: &str) -> String {
    crate::haat::uuid_of(path.rsplit('/').next().unwrap())
}
