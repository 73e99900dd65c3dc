//! `BulkSMSBD`.

use async_trait::async_trait;
use bangla_text::SmsEncoding;
use platform::outbound::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use super::answers::{body, number, refused, text, unclear};
use super::{Answer, Delivery, Found, Lost, RefusalKind, Sms, SmsGateway, without_plus};

pub(super) struct BulkSmsBd {
    pub outbound: Outbound,
    pub url: String,
    pub key: SecretString,
    pub sender: String,
}

#[async_trait]
impl SmsGateway for BulkSmsBd {
    fn name(&self) -> &'static str {
        "bulksmsbd"
    }

    /// With POST, because the key of a GET stands in everybody's logs.
    async fn send(&self, sms: &Sms<'_>) -> Answer {
        let kind = match SmsEncoding::of(sms.text) {
            SmsEncoding::Gsm7 => "text",
            SmsEncoding::Ucs2 => "unicode",
        };
        let request = self
            .outbound
            .post(&format!("{}/api/smsapi", self.url))
            .form(&[
                ("api_key", self.key.expose_secret()),
                ("type", kind),
                ("number", without_plus(sms.to)),
                ("senderid", &self.sender),
                ("message", sms.text),
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

/// A document, or from older accounts the bare code.
fn read(status: u16, body: &[u8]) -> Answer {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = number(&answer["response_code"]).or_else(|| number(&answer));
    match code {
        Some(202) => Answer::Accepted {
            provider_ref: text(&answer["message_id"]),
        },
        Some(1001) => refused(RefusalKind::Recipient, "1001"),
        Some(1005) => refused(RefusalKind::Busy, "1005"),
        // Sender, fields, balance, account, address.
        Some(code @ 1000..1100) => refused(RefusalKind::Account, code.to_string()),
        _ if status >= 400 => refused(RefusalKind::Account, format!("HTTP {status}")),
        _ => unclear("no response code that we know"),
    }
}
