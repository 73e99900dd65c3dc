//! `GreenWeb`.

use async_trait::async_trait;
use platform::outbound::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use super::answers::{body, refused, unclear};
use super::{Answer, Delivery, Found, Lost, RefusalKind, Sms, SmsGateway, without_plus};

pub(super) struct GreenWeb {
    pub outbound: Outbound,
    pub url: String,
    pub token: SecretString,
}

#[async_trait]
impl SmsGateway for GreenWeb {
    fn name(&self) -> &'static str {
        "greenweb"
    }

    /// Single quotes are left out: their firewall takes them for an attack.
    async fn send(&self, sms: &Sms<'_>) -> Answer {
        let request = self
            .outbound
            .post(&format!("{}/api.php?json", self.url))
            .form(&[
                ("token", self.token.expose_secret()),
                ("to", without_plus(sms.to)),
                ("message", &sms.text.replace('\'', "")),
            ]);
        match body(self.outbound.call(request).await) {
            Ok((status, body)) => read(status, &body),
            Err(answer) => answer,
        }
    }

    async fn look_up(&self, _: &Lost<'_>) -> Found {
        Found::CannotTell
    }

    fn tells_delivery(&self) -> bool {
        false
    }

    async fn delivery(&self, _: &str) -> Delivery {
        Delivery::NeverTold
    }
}

/// A list with one entry, or `Ok: …`, `Error: …` from those that ignore `json`.
fn read(status: u16, body: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(body);
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let told = answer[0]["status"].as_str().map(str::to_ascii_uppercase);
    let why = answer[0]["statusmsg"].as_str().unwrap_or(&text);
    let accepted = Answer::Accepted { provider_ref: None };
    match told.as_deref() {
        Some("SENT") => accepted,
        Some("FAILED") => failed(why),
        _ if status >= 400 => refused(RefusalKind::Account, format!("HTTP {status}")),
        _ if text.trim_start().starts_with("Ok:") => accepted,
        _ if text.trim_start().starts_with("Error:") => failed(&text),
        _ => unclear("neither SENT nor FAILED"),
    }
}

/// They have no codes; their words may repeat the number and are not kept.
fn failed(why: &str) -> Answer {
    let why = why.to_lowercase();
    let says = |word: &str| why.contains(word);
    if says("balance") {
        refused(RefusalKind::Account, "balance")
    } else if says("invalid") && (says("number") || says("mobile")) {
        refused(RefusalKind::Recipient, "invalid number")
    } else {
        refused(RefusalKind::Account, "failed")
    }
}
