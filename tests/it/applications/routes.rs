//! Every route of this slice answers well, to nobody without a name, and clearly
//! to what cannot be.

use serde_json::{Value, json};

use super::{Hand, MIRPUR_THANA, as_admin, country, opened};

/// Method, path, what is wrong in it, and how that is called.
type Wrong<'a> = (&'a str, &'a str, Value, &'a str);

#[test]
#[expect(clippy::too_many_lines, reason = "one route after the other")]
fn every_route_asks_who_calls_and_refuses_nonsense_clearly() {
    let haat = country();
    let (karim, shop) = opened(&haat, &json!({}));
    let (draft, admin) = (karim.begin(None), Hand::admin(&haat, MIRPUR_THANA));
    let waiting = karim.waiting(&json!({ "licence": "03-98765" }));
    let (own, of_admin) = (format!("/seller/shops/{shop}"), as_admin(&waiting));
    let nothing = |path: &str| path.rsplit_once('/').unwrap().0.to_owned() + "/app_0";
    let of_seller: &[Wrong<'_>] = &[
        (
            "POST",
            "/shops/applications",
            json!({ "shop": "shp_0" }),
            "shops.not_found",
        ),
        (
            "POST",
            "/shops/applications",
            json!({ "shop": ["x"] }),
            "platform.not_text",
        ),
        ("GET", &nothing(&draft), Value::Null, "shops.no_application"),
        ("PATCH", &draft, json!({}), "platform.missing"),
        (
            "PATCH",
            &draft,
            json!({ "version": 1, "hours": "often" }),
            "shops.unknown_hours",
        ),
        (
            "DELETE",
            &nothing(&draft),
            Value::Null,
            "shops.no_application",
        ),
        (
            "POST",
            &format!("{draft}/phone"),
            json!({}),
            "platform.missing",
        ),
        (
            "POST",
            &format!("{draft}/phone"),
            json!({ "phone": "02-9123456" }),
            "auth.not_mobile",
        ),
        (
            "PUT",
            &format!("{draft}/phone"),
            json!({ "challenge": "x", "code": "1" }),
            "auth.code_over",
        ),
        (
            "POST",
            &format!("{draft}/photos"),
            json!({}),
            "media.broke_off",
        ),
        (
            "GET",
            &format!("{draft}/photos/img_0"),
            Value::Null,
            "media.not_found",
        ),
        (
            "DELETE",
            &format!("{draft}/photos/img_0"),
            Value::Null,
            "media.not_found",
        ),
        (
            "POST",
            &format!("{waiting}/submit"),
            Value::Null,
            "shops.wrong_status",
        ),
        (
            "GET",
            "/seller/shops/shp_0",
            Value::Null,
            "auth.no_such_shop",
        ),
        (
            "PATCH",
            &own,
            json!({ "opens": "x", "hours": "daily" }),
            "shops.not_a_time",
        ),
        (
            "POST",
            &format!("{own}/pin"),
            json!({ "lat": 23.8 }),
            "platform.missing",
        ),
    ];
    let of_admins: &[Wrong<'_>] = &[
        (
            "GET",
            "/admin/applications?limit=500",
            Value::Null,
            "platform.out_of_range",
        ),
        (
            "GET",
            &nothing(&of_admin),
            Value::Null,
            "shops.no_application",
        ),
        (
            "GET",
            &format!("{of_admin}/photos/img_0"),
            Value::Null,
            "media.not_found",
        ),
        (
            "POST",
            &format!("{of_admin}/decision"),
            json!({}),
            "platform.missing",
        ),
        (
            "POST",
            &format!("{of_admin}/decision"),
            json!({ "verdict": "maybe" }),
            "shops.unknown_verdict",
        ),
        (
            "GET",
            "/admin/shops?cursor=x",
            Value::Null,
            "platform.foreign_cursor",
        ),
        (
            "PUT",
            "/admin/shops/shp_0/ban",
            json!({ "why": "x" }),
            "shops.not_found",
        ),
        (
            "DELETE",
            "/admin/shops/shp_0/ban",
            Value::Null,
            "shops.not_found",
        ),
    ];
    for (hand, wrong) in [(&karim, of_seller), (&admin, of_admins)] {
        for (method, path, body, code) in wrong {
            let context = format!("{method} {path} {body}");
            let reply = hand.say(method, path, body);
            reply.assert_problem(&context);
            assert_eq!(reply.code(), *code, "{context}: {}", reply.text());
            let whole = format!("/api/v1{path}");
            let nobody = haat.server().say(method, &whole, None, body);
            assert_eq!(
                (nobody.status, nobody.code()),
                (401, "auth.not_signed_in".into()),
                "{context}"
            );
        }
    }
}
