//! Who works in a shop, and who decides it.

use serde_json::{Value, json};

use crate::haat::{TestHaat, eventually, fresh_phone};

#[test]
fn somebody_is_invited_by_phone_works_there_and_leaves() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    let karim = haat.keeper(&shop, "owner");
    let phone = fresh_phone();
    let invite = || {
        karim.ask(
            "POST",
            "/staff",
            &json!({ "phone": phone, "role": "manager" }),
        )
    };
    let invited = invite();
    assert_eq!(invited.status, 201, "{}", invited.text());
    let user = invited.json()["user"].as_str().unwrap().to_owned();
    assert_eq!(invite().json()["code"], "auth.already_staff");
    assert_eq!(
        haat.count("SELECT count(*) FROM outbox WHERE template = 'staff-invited'"),
        1
    );
    let staff = karim.see("/staff")["items"].clone();
    assert_eq!(staff[0]["role"], "owner");
    assert_eq!(
        (&staff[1]["user"], &staff[1]["phone"]),
        (&json!(user), &json!(phone))
    );

    let token = haat.sign_in(&phone)["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let say = |method: &str, path: &str, body: &Value| {
        let path = format!("/api/v1/seller/shops/{}{path}", shop.id);
        haat.server().say(method, &path, Some(&token), body)
    };
    let goods = haat.product("ডিম", "Eggs", None);
    let listed = say("POST", "/offers", &json!({ "product": goods.id }));
    assert_eq!(listed.status, 201, "{}", listed.text());
    let demoted = karim.ask(
        "PATCH",
        &format!("/staff/{user}"),
        &json!({ "role": "packer" }),
    );
    assert_eq!(demoted.status, 204, "{}", demoted.text());
    eventually("a packer keeps no shelves", || {
        say("POST", "/offers", &json!({ "product": goods.id })).status == 403
    });
    assert_eq!(say("DELETE", "/staff/me", &Value::Null).status, 204);
    eventually("who has left sees nothing", || {
        say("GET", "/offers", &Value::Null).status == 404
    });
    assert_eq!(
        haat.count("SELECT count(*) FROM audit_log WHERE deed = 'auth.change_staff'"),
        3
    );
}

#[test]
fn the_last_owner_stays_even_when_two_leave_at_once() {
    let haat = TestHaat::start();
    for _ in 0..5 {
        let shop = haat.shop("Karim Store").open();
        let (karim, salma) = (haat.keeper(&shop, "owner"), haat.keeper(&shop, "owner"));
        let statuses = std::thread::scope(|scope| {
            let first = scope.spawn(|| karim.ask("DELETE", "/staff/me", &Value::Null).status);
            let path = format!("/staff/{}", salma.person.id);
            let second = scope.spawn(move || {
                salma
                    .ask("PATCH", &path, &json!({ "role": "packer" }))
                    .status
            });
            let mut both = [first.join().unwrap(), second.join().unwrap()];
            both.sort_unstable();
            both
        });
        assert_eq!(statuses, [204, 409]);
    }
    let ownerless = "SELECT count(*) FROM shops s WHERE NOT EXISTS (
        SELECT FROM shop_staff w WHERE w.shop_id = s.id AND w.role = 'owner')";
    assert_eq!(haat.count(ownerless), 0);
}

#[test]
fn staff_is_checked() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").open();
    let karim = haat.keeper(&shop, "owner");
    for (body, code) in [
        (json!({}), "platform.missing"),
        (
            json!({ "phone": "12", "role": "manager" }),
            "auth.phone_length",
        ),
        (
            json!({ "phone": fresh_phone(), "role": "king" }),
            "auth.unknown_staff_role",
        ),
    ] {
        let refused = karim.ask("POST", "/staff", &body);
        assert_eq!((refused.status, refused.code().as_str()), (422, code));
    }
    let nobody = "/staff/usr_00000000000070008000000000000000";
    for (method, body) in [
        ("PATCH", json!({ "role": "packer" })),
        ("DELETE", Value::Null),
    ] {
        let reply = karim.ask(method, nobody, &body);
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (404, "auth.no_such_staff")
        );
    }
    let own = format!("/staff/{}", karim.person.id);
    let bad = karim.ask("PATCH", &own, &json!({ "role": "king" }));
    assert_eq!(bad.code(), "auth.unknown_staff_role");
    for (method, body) in [
        ("PATCH", json!({ "role": "packer" })),
        ("DELETE", Value::Null),
    ] {
        let reply = karim.ask(method, &own, &body);
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (409, "auth.last_owner")
        );
    }
}
