//! The pages on which an owner keeps a shop.

use serde_json::{Value, json};

use super::{Hand, MIRPUR_THANA, country, eventually, found, opened};
use crate::haat::{MIRPUR, Reply, Shop, TestHaat, uuid_of};

/// What the form of a shop sends.
const FORM: [(&str, &str); 11] = [
    ("name_bn", "করিম ব্রাদার্স"),
    ("name_en", "Karim Brothers"),
    ("about_bn", "টাটকা সবজি"),
    ("address_bn", "রোড ৪"),
    ("hours", "daily"),
    ("opens", "10:00"),
    ("closes", "14:00"),
    ("opens_2", "17:00"),
    ("closes_2", "23:00"),
    ("friday", "closed"),
    ("delivery_radius_m", "৭৫০"),
];

impl Hand<'_> {
    fn own(&self, shop: &str) -> Value {
        self.get(&format!("/seller/shops/{shop}")).json()
    }

    fn version(&self, shop: &str) -> String {
        self.own(shop)["version"].to_string()
    }
}

fn at(shop: &str) -> String {
    format!("/bn/desk/shops/{shop}/settings")
}

fn leads_to(reply: &Reply, done: &str) -> bool {
    reply.status == 303 && reply.header("location").contains(&format!("done={done}"))
}

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    FORM.into_iter().chain(more.iter().copied()).collect()
}

#[test]
fn an_owner_edits_everything_on_one_page() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let page = karim.page(&at(&shop));
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    for shown in ["করিম স্টোর", "value=\"16:00\"", "/poster", "১৫০০"] {
        assert!(text.contains(shown), "{shown} is missing");
    }
    let version = karim.version(&shop);
    let saved = karim.sends(
        &at(&shop),
        &with(&[("version", &version), ("women_run", "on")]),
    );
    assert!(leads_to(&saved, "settings"), "{}", saved.text());
    let own = karim.own(&shop);
    assert_eq!(own["name"]["bn"], "করিম ব্রাদার্স");
    assert_eq!(own["about"], json!({ "bn": "টাটকা সবজি", "en": null }));
    assert_eq!(
        own["hours"]["usual"][1],
        json!({ "from": 1020, "to": 1380 })
    );
    assert_eq!(own["delivery_radius_m"], 750);
    assert_eq!(
        (&own["home"], &own["women_run"]),
        (&json!(false), &json!(true))
    );
    let public = haat.get(&format!("/bn/shops/{shop}")).text();
    assert!(public.contains("টাটকা সবজি"), "shoppers read it");
    eventually("the new name is found", || {
        let page = haat.around("/api/v1/search", &[("q", "Karim Brothers")]);
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["shop"]["id"] == *shop)
    });
}

#[test]
fn mistakes_are_told_together_and_nothing_is_saved() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let long = "ক".repeat(501);
    let fields = [
        ("name_bn", ""),
        ("name_en", " "),
        ("about_bn", &long),
        ("hours", "daily"),
        ("opens", "26:00"),
        ("closes", "12:00"),
        ("delivery_radius_m", "20001"),
    ];
    let refused = karim.sends(&at(&shop), &fields);
    assert_eq!(refused.status, 422);
    let text = refused.text();
    for field in ["name_bn", "about_bn", "opens", "delivery_radius_m"] {
        assert!(text.contains(&format!("id=\"{field}-wrong\"")), "{field}");
    }
    assert!(text.contains("value=\"20001\""), "what was typed stays");
    assert_eq!(karim.own(&shop)["name"]["en"], "Karim Store");
}

#[test]
fn who_saves_second_sees_what_the_first_one_saved() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let version = karim.version(&shop);
    let first = karim.sends(&at(&shop), &with(&[("version", &version)]));
    assert!(leads_to(&first, "settings"), "{}", first.text());
    let mut mine = with(&[("version", &version)]);
    mine[0].1 = "করিম অ্যান্ড সন্স";
    let second = karim.sends(&at(&shop), &mine);
    assert_eq!(second.status, 409);
    let text = second.text();
    assert!(text.contains("করিম ব্রাদার্স") && text.contains("করিম অ্যান্ড সন্স"));
    let newer = karim.version(&shop);
    assert!(text.contains(&format!("name=\"version\" value=\"{newer}\"")));
    let api = json!({ "version": 1, "name_en": "Old" });
    let stale = karim.say("PATCH", &format!("/seller/shops/{shop}"), &api);
    assert_eq!(
        (stale.status, stale.code()),
        (409, "shops.stale_shop".into())
    );
    assert_eq!(stale.json()["version"].to_string(), newer);
    mine.retain(|(name, _)| *name != "version");
    mine.push(("version", &newer));
    assert!(leads_to(&karim.sends(&at(&shop), &mine), "settings"));
    assert_eq!(karim.own(&shop)["name"]["bn"], "করিম অ্যান্ড সন্স");
}

#[test]
fn the_pin_moves_on_the_page_a_little_at_once_and_far_with_consent() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let path = format!("{}/pin", at(&shop));
    let lng = MIRPUR.1.to_string();
    let north = |metres: f64| (MIRPUR.0 + metres / 110_750.0).to_string();
    let near = karim.sends(&path, &[("lat", &north(100.0)), ("lng", &lng)]);
    assert!(leads_to(&near, "moved"), "{}", near.text());
    let far = karim.sends(&path, &[("lat", &north(900.0)), ("lng", &lng)]);
    assert!(leads_to(&far, "move-waits"), "{}", far.text());
    let waits = "দোকান সরানোর আবেদন অ্যাডমিনের কাছে আছে";
    assert!(karim.page(&at(&shop)).text().contains(waits));
    assert_eq!(
        karim
            .sends(&path, &[("lat", &north(900.0)), ("lng", &lng)])
            .status,
        409
    );
    assert_eq!(
        karim.sends(&path, &[("lat", "north"), ("lng", "")]).status,
        422
    );
    let moves = haat.count("SELECT count(*) FROM audit_log WHERE deed = 'shops.move'");
    assert_eq!(moves, 2);
}

#[test]
fn a_pause_ends_on_its_day() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    eventually("shoppers find it", || found(&haat, &shop));
    let path = format!("{}/pause", at(&shop));
    for until in ["2001-01-01", "9999-01-01", "soon"] {
        assert_eq!(
            karim.sends(&path, &[("until", until)]).status,
            422,
            "{until}"
        );
    }
    let until = "SELECT ((now() AT TIME ZONE 'Asia/Dhaka')::date + 2)::text";
    let until: String = haat.db().connect().query_one(until, &[]).unwrap().get(0);
    assert!(leads_to(
        &karim.sends(&path, &[("until", &until)]),
        "paused"
    ));
    let own = karim.own(&shop);
    assert_eq!(
        (&own["state"], &own["paused_until"]),
        (&json!("paused"), &json!(until))
    );
    eventually("nobody finds it", || !found(&haat, &shop));
    assert!(leads_to(
        &karim.sends(&path, &[("do", "resume")]),
        "resumed"
    ));
    let own = karim.own(&shop);
    assert_eq!(
        (&own["state"], &own["paused_until"]),
        (&json!("listed"), &Value::Null)
    );
    let api = format!("/seller/shops/{shop}/pause?until=2001-01-01");
    assert_eq!(
        karim.say("POST", &api, &Value::Null).code(),
        "shops.bad_pause"
    );
}

#[test]
fn an_owner_closes_a_shop_and_opens_it_again() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let path = format!("{}/close", at(&shop));
    assert_eq!(
        karim.sends(&path, &[]).status,
        422,
        "nobody closes by a slip"
    );
    assert!(leads_to(&karim.sends(&path, &[("sure", "on")]), "closed"));
    assert_eq!(karim.own(&shop)["state"], "closed");
    assert_eq!(haat.get(&format!("/bn/shops/{shop}")).status, 404);
    assert_eq!(
        karim.sends(&at(&shop), &FORM).status,
        409,
        "closed shops stay as they are"
    );
    assert!(leads_to(
        &karim.sends(&path, &[("do", "reopen")]),
        "reopened"
    ));
    assert_eq!(karim.own(&shop)["state"], "listed");
    eventually("shoppers find it", || found(&haat, &shop));
    let deeds = "SELECT count(*) FROM audit_log WHERE deed IN ('shops.close', 'shops.reopen')";
    assert_eq!(haat.count(deeds), 2);
    // Banned meanwhile, it stays hidden.
    let admin = Hand::admin(&haat, MIRPUR_THANA);
    let ban = format!("/admin/shops/{shop}/ban");
    assert_eq!(admin.say("PUT", &ban, &json!({ "why": "নকল" })).status, 200);
    let own = format!("/seller/shops/{shop}");
    karim.say("POST", &format!("{own}/close"), &Value::Null);
    let reopened = karim.say("POST", &format!("{own}/reopen"), &Value::Null);
    assert_eq!(reopened.json()["state"], "banned", "{}", reopened.text());
}

#[test]
fn a_shop_gets_another_number_by_a_code() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let before = karim.own(&shop)["phone"].clone();
    let path = format!("{}/phone", at(&shop));
    assert_eq!(
        karim
            .sends(&path, &[("do", "send_code"), ("phone", "12")])
            .status,
        422
    );
    let sent = karim.sends(&path, &[("do", "send_code"), ("phone", "01733445566")]);
    assert!(leads_to(&sent, "sent"), "{}", sent.text());
    let shown = karim
        .page(sent.header("location").split('#').next().unwrap())
        .text();
    let sealed = shown.split("name=\"c\" value=\"").nth(1).unwrap();
    let sealed = sealed.split('"').next().unwrap();
    let wrong = karim.sends(&path, &[("do", "prove"), ("c", sealed), ("code", "1")]);
    assert_eq!(wrong.status, 422);
    assert_eq!(karim.own(&shop)["phone"], before);
    let challenge: String = haat
        .db()
        .connect()
        .query_one("SELECT 'otp_' || replace(id::text, '-', '') FROM otp_challenges ORDER BY created_at DESC LIMIT 1", &[])
        .unwrap()
        .get(0);
    haat.plant_code(&challenge);
    let proved = karim.sends(&path, &[("do", "prove"), ("c", sealed), ("code", "১২৩৪৫৬")]);
    assert!(leads_to(&proved, "phone"), "{}", proved.text());
    assert_eq!(karim.own(&shop)["phone"], "01733445566");
}

#[test]
fn a_manager_keeps_the_shop_but_does_not_close_it_and_strangers_see_nothing() {
    let haat = country();
    let (_karim, shop) = opened(&haat, &json!({}));
    let row = Shop {
        uuid: uuid_of(&shop),
        id: shop.clone(),
    };
    let manager = Hand::of(&haat, haat.staff(&row, "manager"));
    let page = manager.page(&at(&shop));
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("/settings/close"));
    assert!(leads_to(&manager.sends(&at(&shop), &FORM), "settings"));
    assert!(leads_to(
        &manager.sends(&format!("{}/pause", at(&shop)), &[]),
        "paused"
    ));
    for more in ["close", "phone"] {
        let answer = manager.sends(&format!("{}/{more}", at(&shop)), &[("sure", "on")]);
        assert_eq!(answer.status, 403, "{more}");
    }
    let stranger = stranger(&haat);
    assert_eq!(stranger.page(&at(&shop)).status, 404);
    assert_eq!(stranger.sends(&at(&shop), &FORM).status, 404);
}

/// The owner of another shop.
fn stranger(haat: &TestHaat) -> Hand<'_> {
    let other = haat.shop("Other").open();
    Hand::of(haat, haat.staff(&other, "owner"))
}
