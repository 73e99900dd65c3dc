//! Codes: guessing them, asking for too many, and learning nothing from either
//! (run 14 of the reliability plan, scaled to what a test may take).

use serde_json::{Value, json};

use super::post;
use crate::haat::{Database, Reply, Server, TestHaat, eventually, fresh_phone, scaled};

fn ask(server: &Server, phone: &str, purpose: &str) -> Reply {
    post(
        server,
        "/otp",
        &json!({ "phone": phone, "purpose": purpose }),
    )
}

fn give(server: &Server, challenge: &str, code: &str) -> Reply {
    post(
        server,
        "/sessions",
        &json!({ "challenge": challenge, "code": code }),
    )
}

/// Asks from an address, as our own proxy would say.
fn ask_from(server: &Server, address: &str, phone: &str) -> u16 {
    let request = server
        .request("POST", "/api/v1/auth/otp")
        .header("content-type", "application/json")
        .header("x-forwarded-for", address);
    let body = json!({ "phone": phone, "purpose": "sign_in" }).to_string();
    server.send(request, &body).status
}

fn sends(haat: &TestHaat) -> i64 {
    haat.count("SELECT count(*) FROM otp_sends")
}

#[test]
fn a_code_is_good_once_for_five_tries_and_five_minutes() {
    let haat = TestHaat::start();
    let challenge = haat.code_for(&fresh_phone(), "sign_in");
    for left in (0..5).rev() {
        let wrong = give(haat.server(), &challenge, "000000");
        assert_eq!((wrong.status, &*wrong.code()), (422, "auth.wrong_code"));
        assert_eq!(wrong.json()["tries_left"], left);
    }
    let over = give(haat.server(), &challenge, "123456");
    assert_eq!((over.status, &*over.code()), (422, "auth.code_over"));
    over.assert_problem("tried too often");

    let challenge = haat.code_for(&fresh_phone(), "sign_in");
    assert_eq!(give(haat.server(), &challenge, "১২৩ ৪৫৬").status, 201);
    assert_eq!(
        give(haat.server(), &challenge, "123456").code(),
        "auth.code_over"
    );

    let challenge = haat.code_for(&fresh_phone(), "sign_in");
    let minutes = haat
        .count("SELECT extract(epoch FROM max(expires_at) - now())::bigint FROM otp_challenges");
    assert!((290..=300).contains(&minutes), "{minutes}");
    haat.sql("UPDATE otp_challenges SET expires_at = now()", &[]);
    assert_eq!(
        give(haat.server(), &challenge, "123456").code(),
        "auth.code_over"
    );
}

#[test]
fn the_code_that_is_sent_is_the_code_that_is_good() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let written = || haat.count("SELECT count(*) FROM outbox");
    let sent = ask(haat.server(), &phone, "sign_in").json();
    assert_eq!(written(), 1);
    // What developers see of the messages; a job brings them there.
    let messages = || haat.get("/dev/outbox.json").json();
    eventually("the message is sent", || !messages()[0].is_null());
    let message = messages()[0].clone();
    assert_eq!(message["to"], format!("+88{phone}"));
    let text = message["text"].as_str().unwrap();
    let digits = regex::Regex::new(r"\b[0-9]{6}\b").unwrap();
    let code = digits.find(text).unwrap();
    let challenge = sent["challenge"].as_str().unwrap();
    assert_eq!(
        give(haat.server(), challenge, code.as_str()).status,
        201,
        "{text}"
    );

    // Who has no account is answered alike and sent nothing.
    assert_eq!(
        ask(haat.server(), &fresh_phone(), "password_reset").status,
        202
    );
    assert_eq!(written(), 1);
    assert_eq!(ask(haat.server(), &phone, "password_reset").status, 202);
    assert_eq!(written(), 2);
}

#[test]
fn a_code_for_one_thing_is_good_for_nothing_else() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    haat.sign_in(&phone);
    let challenge = haat.code_for(&phone, "password_reset");
    assert_eq!(
        give(haat.server(), &challenge, "123456").code(),
        "auth.code_over"
    );
    for purpose in ["claim_shop", "verify_email", "", "x"] {
        assert_eq!(ask(haat.server(), &phone, purpose).status, 422, "{purpose}");
    }
}

#[test]
fn tries_at_the_same_time_do_not_share_one() {
    let haat = TestHaat::start();
    let other = haat.another();
    let challenge = haat.code_for(&fresh_phone(), "sign_in");
    let counted = |code: &'static str| {
        let replies: Vec<Reply> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..20)
                .map(|n| {
                    let server = if n % 2 == 0 { haat.server() } else { &other };
                    let challenge = &challenge;
                    scope.spawn(move || give(server, challenge, code))
                })
                .collect();
            tries.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let codes: Vec<String> = replies
            .iter()
            .map(|reply| {
                if reply.status == 201 {
                    "in".into()
                } else {
                    reply.code()
                }
            })
            .collect();
        move |what: &str| codes.iter().filter(|code| *code == what).count()
    };
    assert_eq!(counted("000000")("auth.wrong_code"), 5);
    let challenge = haat.code_for(&fresh_phone(), "sign_in");
    let replies: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..5)
            .map(|_| scope.spawn(|| give(haat.server(), &challenge, "123456").status))
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(
        replies.iter().filter(|status| **status == 201).count(),
        1,
        "{replies:?}"
    );
}

#[test]
fn a_number_is_sent_three_codes_an_hour_and_six_a_day() {
    let haat = TestHaat::start();
    let phone = fresh_phone();
    let three = || {
        (0..3)
            .map(|_| ask(haat.server(), &phone, "sign_in").status)
            .collect::<Vec<_>>()
    };
    assert_eq!(three(), [202; 3]);
    let refused = ask(haat.server(), &phone, "sign_in");
    assert_eq!((refused.status, &*refused.code()), (429, "auth.too_many"));
    let wait: u32 = refused.header("retry-after").parse().unwrap();
    assert!((3_500..=3_600).contains(&wait), "{wait}");
    refused.assert_problem("too many codes");
    assert_eq!(
        ask(haat.server(), &fresh_phone(), "sign_in").status,
        202,
        "others are not held up"
    );

    haat.sql("UPDATE otp_sends SET at = at - interval '61 minutes'", &[]);
    assert_eq!(three(), [202; 3]);
    haat.sql("UPDATE otp_sends SET at = at - interval '61 minutes'", &[]);
    let refused = ask(haat.server(), &phone, "sign_in");
    let wait: u32 = refused.header("retry-after").parse().unwrap();
    assert!((75_000..=86_400).contains(&wait), "{wait}");
}

#[test]
fn asking_at_the_same_time_sends_no_more() {
    let haat = TestHaat::start();
    let other = haat.another();
    let phone = fresh_phone();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..20)
            .map(|n| {
                let server = if n % 2 == 0 { haat.server() } else { &other };
                let phone = &phone;
                scope.spawn(move || ask(server, phone, "sign_in").status)
            })
            .collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 202).count(),
        3,
        "{statuses:?}"
    );
    assert_eq!(sends(&haat), 3);
}

/// Three thousand requests, or the plan's ten thousand.
#[test]
fn whoever_pumps_codes_gets_few_of_them() {
    let proxied = [
        ("HAAT_PROXY_HOPS", "1"),
        ("HAAT_RATE_LOOPBACK", "true"),
        ("HAAT_OTP_DAY", "80"),
    ];
    let haat = TestHaat::with(&Database::migrated, &proxied);
    let more = u32::try_from(scaled(3, 10)).unwrap();
    let through = |ask: &(dyn Fn(u32) -> u16 + Sync), times: u32| {
        let times = times * more / 3;
        let before = sends(&haat);
        let through: u32 = std::thread::scope(|scope| {
            let parts: Vec<_> = (0..4)
                .map(|part| {
                    scope.spawn(move || {
                        let numbers = (0..times).filter(|n| n % 4 == part);
                        numbers.map(|n| u32::from(ask(n) == 202)).sum::<u32>()
                    })
                })
                .collect();
            parts.into_iter().map(|part| part.join().unwrap()).sum()
        });
        assert_eq!(
            sends(&haat) - before,
            i64::from(through),
            "no more than were answered"
        );
        through
    };
    let far = |n: u32| format!("203.{}.{}.{}", n % 97, n % 101, n % 103);

    let one_phone = |n: u32| ask_from(haat.server(), &far(n), "01810000001");
    assert_eq!(through(&one_phone, 750), 3, "one phone, many addresses");

    let one_address = |n: u32| {
        ask_from(
            haat.server(),
            "198.51.100.7",
            &format!("019{:08}", n * 20_011),
        )
    };
    assert_eq!(through(&one_address, 750), 10, "many phones, one address");

    // What a client says itself stands before what our proxy saw.
    let forged = |n: u32| {
        let chain = format!("10.0.{}.{}, 198.51.100.8", n % 97, n % 101);
        ask_from(haat.server(), &chain, &format!("016{:08}", n * 20_011))
    };
    assert_eq!(through(&forged, 500), 10, "a forged forwarding header");

    let block = |n: u32| ask_from(haat.server(), &far(n), &format!("0151234{:04}", n % 10_000));
    assert_eq!(through(&block, 500), 50, "one block of numbers");

    let anybody = |n: u32| ask_from(haat.server(), &far(n), &format!("013{:08}", n * 20_011));
    assert_eq!(through(&anybody, 500), 80 - 73, "the budget of the day");
    assert_eq!(
        haat.count("SELECT count(*) FROM outbox"),
        80,
        "what would have been paid for"
    );
    let stopped = ask(haat.server(), "01310000000", "sign_in");
    assert_eq!(
        (stopped.status, &*stopped.code()),
        (503, "auth.codes_paused")
    );
}

#[test]
fn an_answer_does_not_tell_who_has_an_account() {
    let haat = TestHaat::start();
    let (known, unknown) = (fresh_phone(), fresh_phone());
    haat.sign_in(&known);
    let plain = |reply: &Reply| {
        let mut document = reply.json();
        document["challenge"] = Value::Null;
        document["to"] = Value::Null;
        let headers: Vec<String> = reply.headers.iter().map(|(name, _)| name.clone()).collect();
        (reply.status, document, headers)
    };
    for purpose in ["sign_in", "password_reset"] {
        let (one, other) = (
            ask(haat.server(), &known, purpose),
            ask(haat.server(), &unknown, purpose),
        );
        assert_eq!(plain(&one), plain(&other), "{purpose}");
    }
    let by_mail = |email: &str| {
        post(
            haat.server(),
            "/otp",
            &json!({ "email": email, "purpose": "password_reset" }),
        )
    };
    assert_eq!(plain(&by_mail("a@example.com")).0, 202);

    let try_password = |phone: &str| {
        let reply = post(
            haat.server(),
            "/sessions",
            &json!({ "phone": phone, "password": "tin-ta-boro-mach" }),
        );
        (reply.status, reply.json())
    };
    assert_eq!(try_password(&known), try_password(&unknown));
    haat.sql("UPDATE otp_sends SET at = at - interval '61 minutes'", &[]);
    let reset = |phone: &str| {
        let challenge = ask(haat.server(), phone, "password_reset").json()["challenge"]
            .as_str()
            .unwrap()
            .to_owned();
        let body =
            json!({ "challenge": challenge, "code": "000000", "password": "tin-ta-boro-mach" });
        let reply = post(haat.server(), "/password/reset", &body);
        (reply.status, reply.json())
    };
    assert_eq!(reset(&known), reset(&unknown));
}

#[test]
fn numbers_that_cannot_be_sent_to_are_refused_with_the_reason() {
    let haat = TestHaat::start();
    for (phone, code) in [
        ("", "platform.missing"),
        ("hello", "auth.not_a_phone"),
        ("0171234567", "auth.phone_length"),
        ("0255012345", "auth.not_mobile"),
        ("+919812345678", "auth.foreign_phone"),
    ] {
        let refused = ask(haat.server(), phone, "sign_in");
        assert_eq!((refused.status, &*refused.code()), (422, code), "{phone}");
        refused.assert_problem(phone);
    }
    assert_eq!(sends(&haat), 0);
}
