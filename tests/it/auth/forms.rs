//! Signing in by pages, and requests that a browser sends without its owner
//! wanting them (run 18 of the reliability plan).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use regex::Regex;
use serde_json::{Value, json};

use crate::haat::{DEV_SECRET, Database, Reply, Server, TestHaat, encode, fresh_phone};

/// Sends a form from a page of ours.
fn form(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let site = ("sec-fetch-site", "same-origin");
    form_with(server, path, cookie, fields, &[site])
}

fn form_with(
    server: &Server,
    path: &str,
    cookie: &str,
    fields: &[(&str, &str)],
    headers: &[(&str, &str)],
) -> Reply {
    let mut request = server.request("POST", path).header("cookie", cookie);
    if !headers.iter().any(|(name, _)| *name == "content-type") {
        request = request.header("content-type", "application/x-www-form-urlencoded");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)));
    server.send(request, pairs.collect::<Vec<_>>().join("&"))
}

fn page(server: &Server, path: &str, cookie: &str) -> Reply {
    server.send(server.request("GET", path).header("cookie", cookie), "")
}

/// The challenge that a step of the form hands to the next: behind the signature
/// it can be read.
fn challenge_in(location: &str) -> (String, String) {
    let sealed = location.split_once("?c=").unwrap().1.to_owned();
    let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
    let sent: Value = serde_json::from_slice(&bytes[12..]).unwrap();
    (sealed, sent["challenge"].as_str().unwrap().to_owned())
}

/// Signs in by the pages; the cookie.
fn sign_in(haat: &TestHaat, phone: &str) -> String {
    let sent = form(
        haat.server(),
        "/bn/sign-in",
        "",
        &[("phone", phone), ("back", "/bn/categories")],
    );
    assert_eq!(sent.status, 303, "{}", sent.text());
    let (sealed, challenge) = challenge_in(sent.header("location"));
    haat.plant_code(&challenge);
    let asked = page(haat.server(), sent.header("location"), "");
    assert!(asked.text().contains("one-time-code") && asked.text().contains("•••••"));
    let wrong = form(
        haat.server(),
        "/bn/sign-in/code",
        "",
        &[("c", &sealed), ("code", "000000")],
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("কোডটি মেলেনি"), "{}", wrong.text());
    let done = form(
        haat.server(),
        "/bn/sign-in/code",
        "",
        &[("c", &sealed), ("code", "১২৩৪৫৬")],
    );
    assert_eq!(
        (done.status, done.header("location")),
        (303, "/bn/categories"),
        "{}",
        done.text()
    );
    let cookie = set_cookie(&done);
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    cookie.split(';').next().unwrap().to_owned()
}

fn set_cookie(reply: &Reply) -> String {
    let found = reply
        .headers
        .iter()
        .find(|(name, value)| name == "set-cookie" && value.contains("haat_session"));
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}

fn token(page: &Reply) -> String {
    let token = Regex::new(r#"name="csrf" value="([^"]+)""#).unwrap();
    let text = page.text();
    token
        .captures(&text)
        .unwrap_or_else(|| panic!("no form in {text}"))[1]
        .to_owned()
}

fn name(haat: &TestHaat) -> Option<String> {
    let row = haat.db().connect().query_one("SELECT name FROM users", &[]);
    row.unwrap().get(0)
}

/// Fields of a form, or headers.
type Pairs<'a> = Vec<(&'a str, &'a str)>;

#[test]
fn people_sign_in_by_pages_and_keep_their_account() {
    let haat = TestHaat::start();
    let away = page(haat.server(), "/bn/account", "");
    assert_eq!(
        (away.status, away.header("location")),
        (303, "/bn/sign-in?back=/bn/account")
    );
    let phone = fresh_phone();
    let cookie = sign_in(&haat, &phone);
    let account = page(haat.server(), "/bn/account", &cookie);
    assert_eq!(account.status, 200, "{}", account.text());
    assert_eq!(account.header("cache-control"), "no-store");
    let csrf = token(&account);
    let saved = form(
        haat.server(),
        "/bn/account",
        &cookie,
        &[
            ("csrf", &csrf),
            ("name", "<script>alert(1)</script>"),
            ("email", ""),
            ("language", "en"),
        ],
    );
    assert_eq!(
        (saved.status, saved.header("location")),
        (303, "/bn/account?done=saved"),
        "{}",
        saved.text()
    );
    let shown = page(haat.server(), "/en/account?done=saved", &cookie).text();
    assert!(
        shown.contains("Saved.") && !shown.contains("<script>alert"),
        "{shown}"
    );

    let set = form(
        haat.server(),
        "/bn/account/password",
        &cookie,
        &[("csrf", &csrf), ("password", "short")],
    );
    assert_eq!(set.status, 422);
    let set = form(
        haat.server(),
        "/bn/account/password",
        &cookie,
        &[("csrf", &csrf), ("password", "tin-ta-boro-mach")],
    );
    assert_eq!(set.status, 303, "{}", set.text());

    let other = form(
        haat.server(),
        "/en/sign-in/password",
        "",
        &[("phone", &phone), ("password", "tin-ta-boro-mach")],
    );
    assert_eq!(
        (other.status, other.header("location")),
        (303, "/en/account"),
        "{}",
        other.text()
    );
    let wrong = form(
        haat.server(),
        "/en/sign-in/password",
        "",
        &[("phone", &phone), ("password", "something else")],
    );
    assert_eq!(wrong.status, 401);
    assert!(
        wrong
            .text()
            .contains("phone number or the password is wrong")
    );

    let out = form(haat.server(), "/bn/sign-out", &cookie, &[("csrf", &csrf)]);
    assert_eq!(out.status, 303);
    assert!(
        set_cookie(&out).contains("Max-Age=0"),
        "{}",
        set_cookie(&out)
    );
    assert_eq!(
        page(haat.server(), "/bn/account", &cookie).status,
        303,
        "the old cookie is nobody's"
    );
}

#[test]
fn signing_out_everywhere_ends_the_other_browser_too() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let (here, there) = (sign_in(&haat, &phone), sign_in(&haat, &phone));
    let csrf = token(&page(haat.server(), "/bn/account", &here));
    let out = form(
        haat.server(),
        "/bn/account/sessions",
        &here,
        &[("csrf", &csrf)],
    );
    assert_eq!(out.status, 303);
    for cookie in [&here, &there] {
        assert_eq!(page(haat.server(), "/bn/account", cookie).status, 303);
    }
}

#[test]
fn forms_of_others_change_nothing() {
    let haat = TestHaat::start();
    let cookie = sign_in(&haat, &fresh_phone());
    let csrf = token(&page(haat.server(), "/bn/account", &cookie));
    let stranger = {
        let other = TestHaat::start();
        let cookie = sign_in(&other, &fresh_phone());
        token(&page(other.server(), "/bn/account", &cookie))
    };
    let ours = ("sec-fetch-site", "same-origin");
    let change = [("name", "Mallory"), ("email", ""), ("language", "bn")];
    let with = |token: &'static str| [&[("csrf", token)], &change[..]].concat();
    let good: &'static str = Box::leak(csrf.clone().into_boxed_str());
    let strange: &'static str = Box::leak(stranger.into_boxed_str());
    let tries: &[(&str, Pairs<'_>, Pairs<'_>)] = &[
        ("no token", change.to_vec(), vec![ours]),
        ("an empty token", with(""), vec![ours]),
        ("somebody else's token", with(strange), vec![ours]),
        (
            "another site, old browser",
            with(good),
            vec![("origin", "https://evil.example")],
        ),
        (
            "another site",
            with(good),
            vec![("sec-fetch-site", "cross-site")],
        ),
        (
            "a neighbour",
            with(good),
            vec![("sec-fetch-site", "same-site")],
        ),
        ("no site at all", with(good), vec![("origin", "null")]),
        (
            "plain text",
            with(good),
            vec![ours, ("content-type", "text/plain")],
        ),
    ];
    for (what, fields, headers) in tries {
        let reply = form_with(haat.server(), "/bn/account", &cookie, fields, headers);
        assert!(
            [403, 404, 405].contains(&reply.status),
            "{what}: {}",
            reply.status
        );
        assert_eq!(name(&haat), None, "{what}");
    }
    let login = form_with(
        haat.server(),
        "/bn/sign-in/password",
        "",
        &[("phone", "01712345678"), ("password", "tin-ta-boro-mach")],
        &[("origin", "https://evil.example")],
    );
    assert!([404, 405].contains(&login.status), "{}", login.status);
    assert_eq!(set_cookie(&login), "");
}

#[test]
fn scripts_of_our_pages_use_the_api_by_cookie_and_token() {
    let haat = TestHaat::start();
    let cookie = sign_in(&haat, &fresh_phone());
    let csrf = token(&page(haat.server(), "/bn/account", &cookie));
    assert_eq!(page(haat.server(), "/api/v1/auth/me", &cookie).status, 200);
    let patch = |headers: &[(&str, &str)]| {
        let mut request = haat
            .server()
            .request("PATCH", "/api/v1/auth/me")
            .header("cookie", &cookie)
            .header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        haat.server()
            .send(request, json!({ "name": "করিম" }).to_string())
    };
    for headers in [
        &[][..],
        &[("x-csrf-token", "x")],
        &[("x-csrf-token", &*csrf), ("origin", "https://evil.example")],
    ] {
        let refused = patch(headers);
        assert_eq!(
            (refused.status, &*refused.code()),
            (403, "auth.foreign_form")
        );
        refused.assert_problem("a foreign form");
    }
    assert_eq!(patch(&[("x-csrf-token", &csrf)]).status, 200);
    assert_eq!(name(&haat).as_deref(), Some("করিম"));
}

#[test]
fn a_forged_cookie_is_nobodys() {
    let haat = TestHaat::start();
    let cookie = sign_in(&haat, &fresh_phone());
    let (name, value) = cookie.split_once('=').unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(value).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let forged = URL_SAFE_NO_PAD.encode(&bytes);
    for value in [&*forged, "", "x", &value[..30]] {
        let away = page(haat.server(), "/bn/account", &format!("{name}={value}"));
        assert_eq!(away.status, 303, "{value}");
    }
}

#[test]
fn nobody_is_sent_to_another_site_after_signing_in() {
    let haat = TestHaat::start();
    for back in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    ] {
        let sent = form(
            haat.server(),
            "/bn/sign-in",
            "",
            &[("phone", &fresh_phone()), ("back", back)],
        );
        let (sealed, challenge) = challenge_in(sent.header("location"));
        haat.plant_code(&challenge);
        let done = form(
            haat.server(),
            "/bn/sign-in/code",
            "",
            &[("c", &sealed), ("code", "123456")],
        );
        assert_eq!(
            (done.status, done.header("location")),
            (303, "/bn/account"),
            "{back}"
        );
    }
}

#[test]
fn in_production_the_cookie_is_bound_to_this_host_and_to_tls() {
    let keys = format!("1:{}", "k".repeat(40));
    let settings = [
        ("HAAT_STAGE", "production"),
        ("HAAT_SECRET", "0123456789abcdef0123456789abcdef"),
        ("HAAT_SEAL_KEYS", &keys),
        ("HAAT_SEAL_INDEX", "6789abcdef0123456789abcdef012345"),
        ("HAAT_TOKEN_KEYS", &keys),
        ("HAAT_PUBLIC_URL", "https://haat.example"),
        ("HAAT_SMS_PROVIDERS", "greenweb"),
        ("HAAT_SMS_GREENWEB_TOKEN", "token"),
        ("HAAT_SMTP_URL", "smtps://haat:word@mail.example"),
        ("HAAT_MAIL_FROM", "Haat <no-reply@haat.example>"),
    ];
    let haat = TestHaat::with(&Database::migrated, &settings);
    assert_ne!(settings[1].1, DEV_SECRET);
    let out = page(haat.server(), "/bn/account", "haat_session=x");
    assert_eq!(out.status, 303);
    // A password is the way in that needs no code of development.
    let phone = fresh_phone();
    let hash = bcrypt::hash("tin-ta-boro-mach", 4).unwrap();
    let file = std::env::temp_dir().join(format!("haat-users-{}.csv", std::process::id()));
    std::fs::write(&file, format!("phone,name,email,language,password_hash\n{phone},করিম,karim@example.com,bn,{hash}\nnobody,,,,\n")).unwrap();
    let told = crate::haat::run(
        &haat.db().url(),
        &["admin", "import-users", file.to_str().unwrap()],
        &settings,
    );
    assert!(
        told.told.contains("1 added, 0 known before, 1 refused"),
        "{}",
        told.told
    );
    let done = form(
        haat.server(),
        "/bn/sign-in/password",
        "",
        &[("phone", &phone), ("password", "tin-ta-boro-mach")],
    );
    assert_eq!(done.status, 303, "{}", done.text());
    let set = set_cookie(&done);
    assert!(set.starts_with("__Host-haat_session="), "{set}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Domain"), "{set}");
}

#[test]
fn who_has_forgotten_the_password_chooses_another_and_is_signed_out_everywhere() {
    const FORGOTTEN: &str = "/bn/sign-in/forgotten";
    let haat = TestHaat::start();
    let (phone, unknown) = (fresh_phone(), fresh_phone());
    let cookie = sign_in(&haat, &phone);
    let server = haat.server();
    assert!(
        page(server, "/bn/sign-in?by=password", "")
            .text()
            .contains(FORGOTTEN)
    );
    let nonsense = form(server, FORGOTTEN, "", &[("to", "০১২")]);
    assert_eq!(nonsense.status, 422);
    // Who has no account is told the same, and nothing is sent.
    let letters = || haat.count("SELECT count(*) FROM outbox WHERE template = 'otp'");
    let before = letters();
    let nobody = form(server, FORGOTTEN, "", &[("to", &unknown)]);
    let nobody_by_mail = form(server, FORGOTTEN, "", &[("to", "nobody@example.com")]);
    assert_eq!(letters(), before);
    let sent = form(server, FORGOTTEN, "", &[("to", &phone)]);
    assert_eq!(letters(), before + 1);
    let shapes = [&nobody, &nobody_by_mail, &sent].map(|reply| {
        let next = page(server, reply.header("location"), "");
        (reply.status, next.status)
    });
    assert_eq!(shapes, [(303, 200); 3]);
    let (sealed, challenge) = challenge_in(sent.header("location"));
    haat.plant_code(&challenge);
    let code = format!("{FORGOTTEN}/code");
    let choose = |code_given: &str, password: &str| {
        let fields = [
            ("c", &*sealed),
            ("code", code_given),
            ("password", password),
        ];
        form(server, &code, "", &fields)
    };
    assert_eq!(
        choose("123456", "12345678").status,
        422,
        "too common, and no try is lost"
    );
    assert_eq!(choose("000000", "tin-ta-boro-mach").status, 422);
    assert_eq!(page(server, "/bn/account", &cookie).status, 200);
    let done = choose("১২৩৪৫৬", "tin-ta-boro-mach");
    let there = done.header("location").to_owned();
    assert_eq!(
        (done.status, &*there),
        (303, "/bn/sign-in?by=password&done=reset")
    );
    assert!(
        page(server, &there, "")
            .text()
            .contains("নতুন পাসওয়ার্ড চালু হয়েছে")
    );
    assert_eq!(
        page(server, "/bn/account", &cookie).status,
        303,
        "signed out"
    );
    assert_eq!(
        choose("১২৩৪৫৬", "char-ta-boro-mach").status,
        422,
        "a code is good once"
    );
    let fields = [("phone", &*phone), ("password", "tin-ta-boro-mach")];
    assert_eq!(
        form(server, "/bn/sign-in/password", "", &fields).status,
        303
    );
}
