//! E-mail against a mail server.

use platform::config::SmtpConfig;

use super::sink::Sink;
use crate::mail::Mailer;
use crate::model::Content;
use crate::sms::{Answer, RefusalKind};

fn mailer(url: &str) -> Mailer {
    let config = SmtpConfig {
        url: url.to_owned().into(),
        from: "Haat হাট <no-reply@haat.example>".into(),
    };
    Mailer::new(Some(&config), "haat.example").unwrap()
}

fn letter(to: &str) -> Content {
    Content {
        to: to.into(),
        subject: "দোকান “রহমান স্টোর” অনুমোদিত হয়েছে".into(),
        text: "প্রথম লাইন\n.\nশেষ".into(),
        html: "<p>প্রথম লাইন</p>".into(),
    }
}

async fn send(sink: &Sink, to: &str) -> Answer {
    let url = format!("smtp://{}?tls=none", sink.address);
    mailer(&url).send(&letter(to), "0193500000007000abcd").await
}

#[tokio::test]
async fn a_mail_arrives_whole() {
    let sink = Sink::start(false);
    let answer = send(&sink, "karim@shop.example").await;
    let id = "<0193500000007000abcd@haat.example>";
    assert!(
        matches!(&answer, Answer::Accepted { provider_ref: Some(theirs) } if theirs == id),
        "{answer:?}"
    );
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(
        (mails[0].from.as_str(), mails[0].to.as_str()),
        ("no-reply@haat.example", "karim@shop.example")
    );
    let data = &mails[0].data;
    for part in [
        &format!("Message-ID: {id}"),
        "Auto-Submitted: auto-generated",
        "multipart/alternative",
        "text/plain; charset=utf-8",
        "text/html; charset=utf-8",
        "Subject: =?utf-8?b?",
    ] {
        assert!(data.contains(part), "no {part} in\n{data}");
    }
    assert!(data.is_ascii(), "every server can pass it on");
}

#[tokio::test]
async fn a_server_that_refuses_is_understood() {
    let sink = Sink::start(false);
    let cases = [
        ("refused@shop.example", RefusalKind::Recipient, 0),
        ("busy@shop.example", RefusalKind::Busy, 0),
        ("spam@shop.example", RefusalKind::Account, 0),
    ];
    for (to, expected, taken) in cases {
        let answer = send(&sink, to).await;
        let Answer::Refused(refusal) = &answer else {
            panic!("{to}: {answer:?}")
        };
        assert_eq!(refusal.kind, expected, "{to}");
        assert!(!refusal.code.contains("shop.example"), "{}", refusal.code);
        assert_eq!(sink.mails().len(), taken);
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_after_the_text_leaves_a_doubt() {
    let sink = Sink::start(false);
    let answer = send(&sink, "cut@shop.example").await;
    assert!(matches!(answer, Answer::Unknown(_)), "{answer:?}");
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn passwords_are_given_and_never_in_the_open_by_accident() {
    let sink = Sink::start(true);
    let at = sink.address;
    let answer = mailer(&format!("smtp://haat:word@{at}?tls=none"))
        .send(&letter("karim@shop.example"), "0193500000007000abcd")
        .await;
    assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
    // The server knows no STARTTLS, so the password stays here.
    for url in [
        format!("smtp://haat:word@{at}"),
        format!("smtp://haat:wrong@{at}?tls=none"),
    ] {
        let answer = mailer(&url)
            .send(&letter("karim@shop.example"), "0193500000007000abce")
            .await;
        let kind = match &answer {
            Answer::Refused(refusal) => refusal.kind,
            _ => panic!("{answer:?}"),
        };
        assert_eq!(kind, RefusalKind::Account, "{answer:?}");
    }
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn nobody_there_is_not_reached() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}?tls=none", port.local_addr().unwrap());
    drop(port);
    let answer = mailer(&url)
        .send(&letter("karim@shop.example"), "0193500000007000abcd")
        .await;
    assert!(
        matches!(&answer, Answer::Refused(refusal) if refusal.kind == RefusalKind::NotReached),
        "{answer:?}"
    );
}

#[test]
fn settings_that_cannot_be_used_are_refused_at_start() {
    let made = |url: &str, from: &str| {
        let config = SmtpConfig {
            url: url.to_owned().into(),
            from: from.into(),
        };
        Mailer::new(Some(&config), "haat.example").is_ok()
    };
    let from = "Haat <no-reply@haat.example>";
    assert!(made("smtps://u:p%40ss@mail.example", from) && made("smtp://mail.example", from));
    assert!(!made("smtp://mail.example", "nobody"));
    for url in [
        "smtps://mail.example?tls=none",
        "smtp://mail.example?tls=maybe",
        "http://mail.example",
    ] {
        assert!(!made(url, from), "{url}");
    }
}
