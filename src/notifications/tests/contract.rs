//! One suite for every SMS provider.

use std::collections::BTreeMap;
use std::time::Duration;

use platform::config::SmsAccount;
use platform::outbound::Outbound;

use super::fake::{Fake, Reply};
use super::providers::{Provider, TOKEN};
use crate::sms::{
    Answer, Delivery, Found, Lost, RefusalKind, Sms, SmsGateway, gateway, is_signed_by_twilio,
};

const NAMES: [&str; 4] = ["sslwireless", "bulksmsbd", "greenweb", "twilio"];
const REFERENCE: &str = "0193500000007000abcd";

fn account(name: &str, url: &str, token: &str) -> SmsAccount {
    let (url, token) = (url.to_owned(), token.to_owned().into());
    match name {
        "sslwireless" => SmsAccount::SslWireless {
            url,
            token,
            sid: "HAATBRAND".into(),
        },
        "bulksmsbd" => SmsAccount::BulkSmsBd {
            url,
            key: token,
            sender: "8809612345678".into(),
        },
        "greenweb" => SmsAccount::GreenWeb { url, token },
        _ => SmsAccount::Twilio {
            url,
            account: "AC1".into(),
            token,
            sender: "+15005550006".into(),
        },
    }
}

fn gateway_at(name: &str, url: &str, token: &str) -> Box<dyn SmsGateway> {
    let outbound = Outbound::new(Duration::from_millis(500));
    gateway(&account(name, url, token), outbound, "https://haat.example")
}

fn to(to: &str) -> Sms<'_> {
    Sms {
        to,
        text: "হাট কোড 482913। It's Karim's shop",
        reference: REFERENCE,
    }
}

fn kind(answer: &Answer) -> Option<RefusalKind> {
    match answer {
        Answer::Refused(refusal) => Some(refusal.kind),
        _ => None,
    }
}

#[tokio::test]
async fn every_provider_takes_a_message() {
    for name in NAMES {
        let provider = Provider::start(name);
        let gateway = gateway_at(name, &provider.fake.url, TOKEN);
        assert_eq!(gateway.name(), name);
        let answer = gateway.send(&to("+8801712345001")).await;
        let Answer::Accepted { provider_ref } = answer else {
            panic!("{name}: {answer:?}")
        };
        let taken = provider.taken();
        assert_eq!(taken.len(), 1, "{name}");
        let quotes = if name == "greenweb" { "" } else { "'" };
        assert_eq!(taken[0].text, to("").text.replace('\'', quotes), "{name}");
        let known = provider_ref.as_deref().unwrap_or(&taken[0].id);
        assert_eq!(known, taken[0].id, "{name}");
        assert_eq!(provider_ref.is_none(), name == "greenweb");
    }
}

#[tokio::test]
async fn every_provider_says_why_it_refuses() {
    use RefusalKind::{Account, Busy, Recipient};
    for name in NAMES {
        let provider = Provider::start(name);
        let gateway = gateway_at(name, &provider.fake.url, TOKEN);
        let cases = [
            ("+8801712345002", Recipient),
            ("+8801712345003", Account),
            ("+8801712345008", Busy),
        ];
        for (number, expected) in cases {
            let answer = gateway.send(&to(number)).await;
            assert_eq!(kind(&answer), Some(expected), "{name} {number}: {answer:?}");
            let told = format!("{answer:?}");
            assert!(
                !told.contains("1712345") && !told.contains("482913"),
                "{told}"
            );
        }
        let stranger = gateway_at(name, &provider.fake.url, "wrong");
        let answer = stranger.send(&to("+8801712345001")).await;
        assert_eq!(kind(&answer), Some(Account), "{name}: {answer:?}");
        assert_eq!(provider.taken(), [], "{name}");
    }
}

#[tokio::test]
async fn what_nobody_can_know_is_unknown() {
    for name in NAMES {
        let provider = Provider::start(name);
        let gateway = gateway_at(name, &provider.fake.url, TOKEN);
        for number in ["004", "005", "006", "007", "009"] {
            let number = format!("+8801712345{number}");
            let answer = gateway.send(&to(&number)).await;
            assert!(
                matches!(answer, Answer::Unknown(_)),
                "{name} {number}: {answer:?}"
            );
            let told = format!("{answer:?}");
            assert!(
                !told.contains(&number[1..]) && !told.contains(TOKEN),
                "{told}"
            );
        }
    }
}

#[tokio::test]
async fn what_was_not_reached_has_nothing() {
    // Nobody listens at a port that was just given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", port.local_addr().unwrap());
    drop(port);
    for name in NAMES {
        let answer = gateway_at(name, &url, TOKEN)
            .send(&to("+8801712345001"))
            .await;
        assert_eq!(kind(&answer), Some(RefusalKind::NotReached), "{name}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed_and_answers_have_a_size() {
    for name in NAMES {
        let elsewhere = Fake::start(|_| Reply::Http(307, String::new()));
        let answer = gateway_at(name, &elsewhere.url, TOKEN)
            .send(&to("+8801712345001"))
            .await;
        assert_eq!(kind(&answer), Some(RefusalKind::Account), "{name}");
        assert_eq!(elsewhere.asked().len(), 1, "{name}");
        let endless = Fake::start(|_| Reply::Http(200, " ".repeat(2 << 20)));
        let answer = gateway_at(name, &endless.url, TOKEN)
            .send(&to("+8801712345001"))
            .await;
        assert!(matches!(answer, Answer::Unknown(_)), "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn only_twilio_keeps_books_for_us() {
    for name in NAMES {
        let provider = Provider::start(name);
        let gateway = gateway_at(name, &provider.fake.url, TOKEN);
        for number in ["+8801712345007", "+8801712345009"] {
            gateway.send(&to(number)).await;
            let lost = Lost {
                sms: to(number),
                begun_at: chrono::DateTime::UNIX_EPOCH,
            };
            let found = gateway.look_up(&lost).await;
            let is_right = match (name, &found) {
                ("twilio", Found::There { provider_ref }) => {
                    number.ends_with('7') && *provider_ref == provider.taken()[0].id
                }
                ("twilio", Found::NotThere) => number.ends_with('9'),
                (_, Found::CannotTell) => name != "twilio",
                _ => false,
            };
            assert!(is_right, "{name} {number}: {found:?}");
        }
        assert_eq!(gateway.tells_delivery(), name == "twilio");
    }
}

#[tokio::test]
async fn twilio_tells_what_became_of_a_message() {
    let provider = Provider::start("twilio");
    let gateway = gateway_at("twilio", &provider.fake.url, TOKEN);
    let cases = [
        ("quick", Delivery::Delivered),
        ("lost", Delivery::Undelivered),
        ("slow", Delivery::Pending),
    ];
    for (text, expected) in cases {
        let sms = Sms {
            text,
            ..to("+8801712345001")
        };
        let Answer::Accepted {
            provider_ref: Some(sid),
        } = gateway.send(&sms).await
        else {
            panic!("{text} was not taken")
        };
        assert_eq!(gateway.delivery(&sid).await, expected, "{text}");
    }
    let asked = provider.fake.asked();
    let callback = &asked[0].form()["StatusCallback"];
    assert_eq!(
        *callback,
        format!("https://haat.example/webhooks/sms/twilio?m={REFERENCE}")
    );
    assert_eq!(gateway.delivery("../../secrets").await, Delivery::NeverTold);
    assert_eq!(
        provider.fake.asked().len(),
        asked.len(),
        "nothing was asked"
    );
}

/// The example of Twilio's documents, and one of our own.
#[test]
fn a_report_is_signed_over_address_and_fields() {
    let fields = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        let owned = pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        owned.collect()
    };
    let theirs = fields(&[
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675309"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
    ]);
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    let token = "12345".to_owned().into();
    assert!(is_signed_by_twilio(
        &token,
        url,
        &theirs,
        "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    ));
    for forged in ["", "RSOYDt4T1cUTdK1PDd93/VVr8B9=", "not base64", "AAAA"] {
        assert!(
            !is_signed_by_twilio(&token, url, &theirs, forged),
            "{forged}"
        );
    }
    let ours = fields(&[
        ("AccountSid", "ACtest"),
        ("ErrorCode", ""),
        ("MessageSid", "SMtest"),
        ("MessageStatus", "delivered"),
        ("To", "+8801700000001"),
    ]);
    let url = "https://haat.test/webhooks/twilio?m=42";
    let token = "twilio-test-token".to_owned().into();
    let signature = "mBnKS68rjaG5/AeTU4Rc2YNxZyk=";
    assert!(is_signed_by_twilio(&token, url, &ours, signature));
    let mut changed = ours.clone();
    changed.insert("MessageStatus".into(), "failed".into());
    assert!(!is_signed_by_twilio(&token, url, &changed, signature));
    assert!(!is_signed_by_twilio(
        &token,
        &url.replace("42", "43"),
        &ours,
        signature
    ));
}
