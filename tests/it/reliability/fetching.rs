//! Run 17: the server fetches nothing that a caller names. It calls the providers in
//! its settings, and nobody else.

use std::collections::BTreeSet;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use serde_json::json;

use super::{FORM, applicant, form_with};
use crate::guards::{running, sources};
use crate::haat::{Server, TestHaat, encode};

/// Files that may call other servers, all of them at addresses from the settings.
const CALLERS: [&str; 9] = [
    "src/geocoder/barikoi.rs",
    "src/geocoder/geocoding.rs",
    "src/geocoder/google.rs",
    "src/notifications/senders.rs",
    "src/notifications/sms/bulk_sms_bd.rs",
    "src/notifications/sms/green_web.rs",
    "src/notifications/sms/mod.rs",
    "src/notifications/sms/ssl_wireless.rs",
    "src/notifications/sms/twilio.rs",
];

/// The client itself, and the tool by which operators try their own settings.
const OWN: [&str; 2] = ["src/platform/outbound.rs", "src/cli/doctor.rs"];

#[test]
fn only_providers_of_the_settings_are_called() {
    let mut callers = BTreeSet::new();
    for (file, source) in sources("src", "rs") {
        let code = running(&source);
        let is_test = file.contains("/tests/") || file.ends_with("tests.rs");
        let makes = [
            "reqwest::",
            "TcpStream::connect",
            "UnixStream::connect",
            "hyper::",
            "ureq::",
        ];
        if OWN.contains(&file.as_str()) || is_test {
            continue;
        }
        if code.contains("Outbound") {
            callers.insert(file);
            continue;
        }
        let found = makes.iter().find(|part| code.contains(**part));
        assert_eq!(found, None, "{file} makes connections of its own");
    }
    let known = CALLERS.map(str::to_owned).into();
    assert_eq!(
        callers, known,
        "who calls others, and where does the address come from?"
    );
}

/// Somebody who waits to be called, and never should be.
struct Canary(TcpListener);

impl Canary {
    fn new() -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    fn was_called(&self) -> bool {
        self.0.accept().is_ok()
    }

    /// Forty addresses that lead to it, or to what only this machine may see.
    fn addresses(&self) -> Vec<String> {
        let port = self.port();
        let hosts = [
            "127.0.0.1",
            "localhost",
            "127.1",
            "127.0.1",
            "0.0.0.0",
            "0",
            "2130706433",
            "017700000001",
            "0x7f000001",
            "0x7f.1",
            "0177.0.0.1",
            "127.000.000.001",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[0:0:0:0:0:ffff:127.0.0.1]",
            "[::]",
            "127.127.127.127",
            "LOCALHOST",
            "localhost.",
            "①②⑦.0.0.1",
            "127。0。0。1",
            "sns.eu-west-1.amazonaws.com@127.0.0.1",
            "haat@localhost",
            "127.0.0.1%23.amazonaws.com",
            "127.0.0.1\\.amazonaws.com",
        ];
        let mut all: Vec<String> = hosts
            .iter()
            .map(|host| format!("http://{host}:{port}/latest.jpg"))
            .collect();
        all.extend(
            ["https", "HTTP", "ftp", "gopher", "dict", "ws"]
                .map(|scheme| format!("{scheme}://127.0.0.1:{port}/x.png")),
        );
        all.extend([
            format!("//127.0.0.1:{port}/x.png"),
            format!("http:127.0.0.1:{port}/x.png"),
            format!("http://127.0.0.1:{port}/?next=http://127.0.0.1:{port}/"),
            "http://169.254.169.254/latest/meta-data/".to_owned(),
            "http://[fd00:ec2::254]/latest/meta-data/".to_owned(),
            "http://metadata.google.internal/computeMetadata/v1/".to_owned(),
            "file:///etc/passwd".to_owned(),
            "file://localhost/etc/passwd".to_owned(),
        ]);
        all
    }
}

/// Tells the server this address in every place where somebody may write one.
fn tell(server: &Server, token: &str, application: &str, url: &str) {
    let say = |method: &str, path: &str, body: serde_json::Value| {
        let reply = server.say(method, path, Some(token), &body);
        assert!(reply.status < 500, "{path} {url}: {}", reply.text());
    };
    say("PATCH", "/api/v1/auth/me", json!({ "name": url }));
    let draft =
        json!({ "version": 1, "name_en": url, "address_en": url, "licence": url, "image": url });
    say("PATCH", application, draft);
    let request = json!({ "q": url, "note": url, "lat": 23.8, "lng": 90.4, "callback": url });
    say("POST", "/api/v1/requests", request);
    let sns =
        json!({ "Type": "SubscriptionConfirmation", "SigningCertURL": url, "SubscribeURL": url });
    say("POST", "/webhooks/sms/twilio", sns);
    let photo = server
        .request("POST", &format!("{application}/photos"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", FORM);
    let photo = server.send(photo, form_with("image", "a.jpg", url.as_bytes()));
    assert!(photo.status < 500, "{url}: {}", photo.text());
    let asked = server
        .request(
            "GET",
            &format!("/api/v1/search?q={}&lat=23.8&lng=90.4", encode(url)),
        )
        .header("x-forwarded-host", "127.0.0.1")
        .header("referer", "http://127.0.0.1/")
        .header("forwarded", "host=127.0.0.1");
    let asked = server.send(asked, "");
    assert!(asked.status < 500, "{url}: {}", asked.text());
}

#[test]
fn no_address_that_a_caller_gives_is_fetched() {
    let haat = TestHaat::start();
    let (device, application) = applicant(&haat);
    let canary = Canary::new();
    let addresses = canary.addresses();
    assert!(addresses.len() >= 40, "{}", addresses.len());
    for url in &addresses {
        tell(haat.server(), &device.token, &application, url);
    }
    // Whoever works in the background had time for it, too.
    std::thread::sleep(Duration::from_millis(500));
    assert!(!canary.was_called(), "one of {addresses:#?} was fetched");
    drop(TcpStream::connect(("127.0.0.1", canary.port())).unwrap());
    assert!(canary.was_called(), "it would have noticed");
}
