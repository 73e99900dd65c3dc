//! Messages from the outbox to the provider: once, or not at all.

use base64::Engine as _;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Locale;
use notifications::{Notice, Outbox, Recipient, Template};
use platform::config::Config;
use platform::seal::Sealer;
use serde_json::{Value, json};

use crate::haat::{Database, Server, TestHaat, encode, eventually};
use crate::outside::providers::{Provider, TOKEN};
use crate::outside::sink::Sink;

/// A number that ends so; the end decides what a provider does with it.
fn number(end: &str) -> String {
    format!("+8801712345{end}")
}

fn code_for(phone: &str) -> Notice {
    Notice {
        to: Recipient {
            phone: Some(phone.parse().unwrap()),
            ..Recipient::default()
        },
        says: Template::Otp {
            code: "482913".into(),
            minutes: 5,
        },
        key: None,
    }
}

fn decision_for(phone: &str) -> Notice {
    Notice {
        says: Template::PasswordChanged {
            path: "/bn/account".into(),
        },
        ..code_for(phone)
    }
}

/// Puts a message into the outbox as a slice does; how many rows that made.
fn send(haat: &TestHaat, notice: &Notice) -> usize {
    let vars = [("DATABASE_URL".to_owned(), haat.db().url())];
    let config = Config::from_vars(vars.into()).unwrap();
    let outbox = Outbox::new(Sealer::new(&config.seal), &config.web.public_url);
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    runtime.block_on(async {
        let mut conn = AsyncPgConnection::establish(&haat.db().url())
            .await
            .unwrap();
        let written = conn.transaction(async |conn| outbox.send(conn, notice).await);
        written.await.unwrap().len()
    })
}

/// The settings of a provider, and its name as the first and only one.
fn account<'a>(name: &'a str, url: &'a str, token: &'a str) -> Vec<(&'a str, &'a str)> {
    let own = match name {
        "sslwireless" => vec![
            ("HAAT_SMS_SSLWIRELESS_URL", url),
            ("HAAT_SMS_SSLWIRELESS_TOKEN", token),
            ("HAAT_SMS_SSLWIRELESS_SID", "HAAT"),
        ],
        _ => vec![
            ("HAAT_SMS_TWILIO_URL", url),
            ("HAAT_SMS_TWILIO_ACCOUNT", "AC1"),
            ("HAAT_SMS_TWILIO_TOKEN", token),
            ("HAAT_SMS_TWILIO_SENDER", "+15005550006"),
        ],
    };
    [vec![("HAAT_SMS_PROVIDERS", name)], own].concat()
}

fn with(settings: &[(&str, &str)]) -> TestHaat {
    TestHaat::with(&Database::migrated, settings)
}

/// The messages as operators see them, newest first.
fn messages(haat: &TestHaat) -> Vec<Value> {
    let list = haat.server().private_get("/outbox").json();
    list["items"].as_array().unwrap().clone()
}

fn wait_for(haat: &TestHaat, state: &str) -> Value {
    eventually(&format!("the newest message is {state}"), || {
        messages(haat)[0]["state"] == state
    });
    messages(haat)[0].clone()
}

/// What waits for its time need not wait for ours.
fn hurry(haat: &TestHaat) {
    haat.sql(
        "UPDATE jobs SET run_after = now() WHERE state = 'waiting'",
        &[],
    );
    haat.db()
        .connect()
        .batch_execute("NOTIFY haat_jobs")
        .unwrap();
}

#[test]
fn a_code_is_shown_to_a_developer_and_to_nobody_else() {
    let haat = TestHaat::start();
    assert_eq!(send(&haat, &code_for(&number("678"))), 1);
    wait_for(&haat, "sent");
    let shown = haat.get("/dev/outbox.json").json();
    assert_eq!(shown[0]["to"], number("678"));
    assert!(
        shown[0]["text"].as_str().unwrap().contains("482913"),
        "{shown}"
    );
    assert!(haat.get("/dev/outbox").text().contains("482913"));

    for (header, value) in [
        ("host", "evil.example"),
        ("x-forwarded-for", "203.0.113.9"),
        ("forwarded", "for=203.0.113.9"),
    ] {
        let request = haat.server().request("GET", "/dev/outbox.json");
        let reply = haat.server().send(request.header(header, value), "");
        assert_eq!(reply.status, 404, "{header}: {value}");
    }
    for settings in [[("HAAT_PROXY_HOPS", "1")], [("HAAT_SMTP_URL", "")]] {
        let other = Server::start(haat.db(), &settings);
        let expected = if settings[0].0 == "HAAT_PROXY_HOPS" {
            404
        } else {
            200
        };
        assert_eq!(other.get("/dev/outbox").status, expected, "{settings:?}");
    }
    let log = haat.server().log();
    assert!(
        !log.contains("482913") && !log.contains("1712345678"),
        "{log}"
    );
}

#[test]
fn a_message_is_sent_once_and_its_text_is_erased() {
    let provider = Provider::start("sslwireless");
    let haat = with(&account("sslwireless", &provider.fake.url, TOKEN));
    send(&haat, &code_for(&number("001")));
    let row = wait_for(&haat, "sent");
    let taken = provider.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to, number("001")[1..]);
    assert!(taken[0].text.contains("482913"), "{}", taken[0].text);
    assert_eq!(
        (
            &row["provider"],
            &row["provider_ref"],
            &row["parts"],
            &row["template"]
        ),
        (
            &json!("sslwireless"),
            &json!(taken[0].id),
            &json!(1),
            &json!("otp")
        )
    );
    assert_eq!(row["recipient"], "+8801•••••001");
    let plain = "SELECT count(*) FROM outbox WHERE content IS NOT NULL OR reference <> '";
    assert_eq!(haat.count(&format!("{plain}{}'", taken[0].reference)), 0);
    let parts = haat
        .server()
        .measured("sms_parts_total{provider=\"sslwireless\"}");
    assert_eq!(parts, Some(1.0));
    assert_eq!(
        haat.get("/dev/outbox.json").json(),
        json!([]),
        "e-mail is on the console, this is not"
    );
}

#[test]
fn a_message_lies_sealed_until_it_is_sent() {
    let mut haat = with(&[("HAAT_JOBS", "0")]);
    haat.may_leave_jobs = true;
    let notice = Notice {
        to: Recipient {
            phone: Some(number("678").parse().unwrap()),
            email: Some("karim.mia@shop.example".parse().unwrap()),
            locale: Locale::En,
        },
        key: Some("decision-7".into()),
        ..decision_for(&number("678"))
    };
    assert_eq!(
        (send(&haat, &notice), send(&haat, &notice)),
        (2, 0),
        "one key, one message"
    );
    let mut conn = haat.db().connect();
    let rows = conn
        .query(
            "SELECT o::text || encode(content, 'escape') FROM outbox o",
            &[],
        )
        .unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        let all: String = row.get(0);
        for secret in ["1712345678", "karim.mia", "password"] {
            let named = all.replace("password-changed", "");
            assert!(!named.contains(secret), "{secret} in {all}");
        }
    }
    let jobs = conn.query("SELECT payload::text FROM jobs", &[]).unwrap();
    assert!(
        jobs.iter()
            .all(|row| !row.get::<_, String>(0).contains("1712345"))
    );
}

#[test]
fn the_next_provider_is_asked_when_one_refuses_us() {
    let (first, second) = (Provider::start("sslwireless"), Provider::start("twilio"));
    let mut settings = account("sslwireless", &first.fake.url, "wrong");
    settings.extend(account("twilio", &second.fake.url, TOKEN));
    settings.push(("HAAT_SMS_PROVIDERS", "sslwireless,twilio"));
    let haat = with(&settings);
    send(&haat, &code_for(&number("001")));
    let row = wait_for(&haat, "sent");
    assert_eq!(row["provider"], "twilio");
    assert_eq!((first.fake.asked().len(), second.taken().len()), (1, 1));
    // Its phone has it.
    hurry(&haat);
    eventually("the delivery is known", || {
        messages(&haat)[0]["delivery"] == "delivered"
    });
}

#[test]
fn an_answer_that_was_lost_is_looked_up_where_there_are_books() {
    let provider = Provider::start("twilio");
    let haat = with(&account("twilio", &provider.fake.url, TOKEN));
    send(&haat, &code_for(&number("007")));
    wait_for(&haat, "sending");
    eventually("the answer was lost", || provider.taken().len() == 1);
    eventually("it is found", || {
        hurry(&haat);
        messages(&haat)[0]["state"] == "sent"
    });
    assert_eq!(provider.taken().len(), 1, "not sent again");
    assert_eq!(messages(&haat)[0]["provider_ref"], provider.taken()[0].id);
    hurry(&haat);
}

#[test]
fn a_message_in_doubt_is_not_sent_again() {
    let provider = Provider::start("sslwireless");
    let haat = with(&account("sslwireless", &provider.fake.url, TOKEN));
    send(&haat, &code_for(&number("007")));
    eventually("nobody can say", || {
        hurry(&haat);
        messages(&haat)[0]["state"] == "unknown"
    });
    assert_eq!(
        (provider.fake.asked().len(), provider.taken().len()),
        (1, 1)
    );
    assert_eq!(haat.count("SELECT count(content) FROM outbox"), 0);
    assert!(
        !haat.server().log().contains("1712345"),
        "{}",
        haat.server().log()
    );
}

#[test]
fn a_server_that_was_killed_while_sending_does_not_make_it_two() {
    let provider = Provider::start("sslwireless");
    let mut settings = account("sslwireless", &provider.fake.url, TOKEN);
    settings.push(("HAAT_JOBS_LEASE_S", "1"));
    let mut haat = with(&settings);
    send(&haat, &code_for(&number("005")));
    eventually("the provider is asked", || provider.fake.asked().len() == 1);
    haat.server().signal("KILL");
    haat.server_mut().wait();
    let other = Server::start(haat.db(), &settings);
    eventually("it is in doubt", || {
        other.private_get("/outbox").json()["items"][0]["state"] == "unknown"
    });
    assert_eq!(provider.fake.asked().len(), 1);
}

#[test]
fn a_message_that_failed_can_be_sent_again_by_hand() {
    let provider = Provider::start("sslwireless");
    let haat = with(&account("sslwireless", &provider.fake.url, TOKEN));
    send(&haat, &decision_for(&number("002")));
    let row = wait_for(&haat, "failed");
    assert_eq!(row["problem"], "notifications.refused_recipient");
    let retry = |id: &str| {
        let path = format!("/outbox/{id}/retry");
        haat.server().private_send("POST", &path, &Value::Null)
    };
    let id = row["id"].as_str().unwrap();
    assert_eq!(retry(id).status, 202);
    eventually("it was asked again", || provider.fake.asked().len() == 2);
    wait_for(&haat, "failed");

    // A code is of no use later and nobody can send it again.
    send(&haat, &code_for(&number("002")));
    let code = wait_for(&haat, "failed");
    let gone = retry(code["id"].as_str().unwrap());
    assert_eq!(
        (gone.status, gone.code().as_str()),
        (404, "notifications.no_failed_message")
    );
    assert_eq!(retry("nonsense").status, 404);
    for query in ["state=lost", "channel=pigeon", "before=7"] {
        let reply = haat.server().private_get(&format!("/outbox?{query}"));
        assert_eq!(reply.status, 422, "{query}");
    }
    let failed = haat
        .server()
        .private_get("/outbox?state=failed&channel=sms")
        .json();
    assert_eq!(failed["items"].as_array().unwrap().len(), 2);
    assert_eq!(haat.get("/outbox").status, 404, "operators only");
}

#[test]
fn a_code_that_came_too_late_is_not_sent() {
    let provider = Provider::start("sslwireless");
    let account = account("sslwireless", &provider.fake.url, TOKEN);
    let mut haat = with(&[account.clone(), vec![("HAAT_JOBS", "0")]].concat());
    haat.may_leave_jobs = true;
    send(&haat, &code_for(&number("001")));
    haat.sql("UPDATE outbox SET expires_at = now()", &[]);
    let worker = Server::start(haat.db(), &account);
    eventually("it has expired", || {
        messages(&haat)[0]["problem"] == "notifications.expired"
    });
    drop(worker);
    assert_eq!(provider.fake.asked().len(), 0);
}

#[test]
fn the_budget_of_a_day_keeps_its_last_part_for_codes() {
    let provider = Provider::start("sslwireless");
    let mut settings = account("sslwireless", &provider.fake.url, TOKEN);
    settings.push(("HAAT_SMS_DAILY_PARTS", "5"));
    let mut haat = with(&settings);
    haat.may_leave_jobs = true;
    for _ in 0..6 {
        send(&haat, &decision_for(&number("001")));
    }
    let state = |state: &str| {
        let all = messages(&haat);
        all.iter().filter(|row| row["state"] == state).count()
    };
    eventually("four are sent and two wait", || {
        let over = messages(&haat);
        let over = over
            .iter()
            .filter(|row| row["problem"] == "notifications.over_budget");
        state("sent") == 4 && over.count() == 2
    });
    send(&haat, &code_for(&number("001")));
    wait_for(&haat, "sent");
    send(&haat, &code_for(&number("001")));
    let refused = wait_for(&haat, "failed");
    assert_eq!(refused["problem"], "notifications.over_budget");
    assert_eq!(provider.taken().len(), 5);
}

#[test]
fn an_e_mail_goes_to_the_mail_server_in_the_language_of_its_reader() {
    let sink = Sink::start(true);
    let url = format!("smtp://haat:word@{}?tls=none", sink.address);
    let haat = with(&[
        ("HAAT_SMTP_URL", &url),
        ("HAAT_MAIL_FROM", "Haat <no-reply@haat.example>"),
    ]);
    for (locale, subject) in [(Locale::Bn, "utf-8?b?"), (Locale::En, "is approved")] {
        let notice = Notice {
            to: Recipient {
                phone: None,
                email: Some("karim@shop.example".parse().unwrap()),
                locale,
            },
            says: Template::ShopApproved {
                shop: "Rahman Store".into(),
                path: "/bn/shops/1".into(),
            },
            key: None,
        };
        assert_eq!(send(&haat, &notice), 1);
        let row = wait_for(&haat, "sent");
        assert_eq!(
            (&row["channel"], &row["recipient"]),
            (&json!("email"), &json!("k•••@shop.example"))
        );
        let mail = sink.mails().pop().unwrap();
        assert_eq!(
            (mail.from.as_str(), mail.to.as_str()),
            ("no-reply@haat.example", "karim@shop.example")
        );
        assert!(mail.data.contains(subject), "{}", mail.data);
    }
    assert_eq!(sink.mails().len(), 2);
}

#[test]
fn a_report_of_a_provider_counts_when_it_is_signed() {
    let provider = Provider::start("twilio");
    let mut haat = with(&account("twilio", &provider.fake.url, TOKEN));
    haat.may_leave_jobs = true;
    send(&haat, &code_for(&number("001")));
    wait_for(&haat, "sent");
    let reference: String = haat
        .db()
        .connect()
        .query_one("SELECT reference FROM outbox", &[])
        .unwrap()
        .get(0);
    let sid = provider.taken()[0].id.clone();
    let report = |m: &str, sid: &str, status: &str, token: &str| {
        let path = format!("/webhooks/sms/twilio?m={m}");
        let mut mac = Hmac::<sha1::Sha1>::new_from_slice(token.as_bytes()).unwrap();
        mac.update(
            format!("http://127.0.0.1:8080{path}MessageSid{sid}MessageStatus{status}").as_bytes(),
        );
        let signature =
            base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes());
        let request = haat
            .server()
            .request("POST", &path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("x-twilio-signature", signature);
        let body = format!(
            "MessageStatus={}&MessageSid={}",
            encode(status),
            encode(sid)
        );
        haat.server().send(request, &body)
    };
    let delivery = || messages(&haat)[0]["delivery"].clone();
    let forged = report(&reference, &sid, "delivered", "wrong");
    assert_eq!(
        (forged.status, forged.code().as_str()),
        (403, "notifications.not_signed")
    );
    for (m, sid, status) in [
        (&*reference, &*sid, "sent"),
        (&*reference, "SMsomethingelse", "delivered"),
        ("0123456789abcdef0123", &*sid, "delivered"),
    ] {
        assert_eq!(report(m, sid, status, TOKEN).status, 204);
        assert_eq!(delivery(), Value::Null, "{m} {sid} {status}");
    }
    for status in ["undelivered", "delivered"] {
        assert_eq!(report(&reference, &sid, status, TOKEN).status, 204);
        assert_eq!(delivery(), "undelivered", "the first final report stays");
    }
    let nobody = TestHaat::start();
    let request = nobody.server().request("POST", "/webhooks/sms/twilio?m=1");
    assert_eq!(
        nobody.server().send(request, "").status,
        404,
        "where Twilio is not asked"
    );
}

#[test]
fn contents_and_rows_do_not_stay_for_ever() {
    let mut haat = with(&[("HAAT_JOBS", "0")]);
    haat.may_leave_jobs = true;
    for _ in 0..3 {
        send(&haat, &decision_for(&number("001")));
    }
    haat.sql(
        "UPDATE outbox SET state = 'failed', finished_at = now() - interval '25 hours',
            created_at = CASE WHEN id = (SELECT min(id::text)::uuid FROM outbox) THEN now() - interval '91 days' ELSE created_at END",
        &[],
    );
    send(&haat, &decision_for(&number("001")));
    let _worker = Server::start(haat.db(), &[("HAAT_JOBS", "0")]);
    eventually("the old ones are gone", || {
        let rows = haat.count("SELECT count(*) FROM outbox");
        let contents = haat.count("SELECT count(content) FROM outbox");
        (rows, contents) == (3, 1)
    });
}
