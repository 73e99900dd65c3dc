//! SSL Wireless, SMS Plus v3.
//!
//! `csms_id` is our reference. It is said to be unique for a day, but nobody
//! promises that a repeated one is refused, so nothing here relies on it.

use async_trait::async_trait;
use platform::outbound::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::answers::{body, number, refused, text, unclear};
use super::{Answer, Delivery, Found, Lost, RefusalKind, Sms, SmsGateway, without_plus};

pub(super) struct SslWireless {
    pub outbound: Outbound,
    pub url: String,
    pub token: SecretString,
    pub sid: String,
}

#[async_trait]
impl SmsGateway for SslWireless {
    fn name(&self) -> &'static str {
        "sslwireless"
    }

    async fn send(&self, sms: &Sms<'_>) -> Answer {
        let url = format!("{}/api/v3/send-sms", self.url);
        let request = self.outbound.post(&url).json(&json!({
            "api_token": self.token.expose_secret(),
            "sid": self.sid,
            "msisdn": without_plus(sms.to),
            "sms": sms.text,
            "csms_id": sms.reference,
        }));
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

/// Failures come with HTTP 200 too. Where the message itself was looked at, it is
/// the number's trouble; otherwise our account's (4001 token, 4003 address).
fn read(status: u16, body: &[u8]) -> Answer {
    let Ok(answer) = serde_json::from_slice::<Value>(body) else {
        return match status {
            400.. => refused(RefusalKind::Account, format!("HTTP {status}")),
            _ => unclear("not JSON"),
        };
    };
    let code = number(&answer["status_code"]).unwrap_or_else(|| status.into());
    let info = &answer["smsinfo"][0];
    let told = |value: &Value| value.as_str().map(str::to_ascii_uppercase);
    match (
        told(&answer["status"]).as_deref(),
        told(&info["sms_status"]).as_deref(),
    ) {
        (Some("SUCCESS"), Some("SUCCESS")) => Answer::Accepted {
            provider_ref: text(&info["reference_id"]),
        },
        (Some("SUCCESS" | "FAILED"), Some("FAILED")) => {
            refused(RefusalKind::Recipient, code.to_string())
        }
        (Some("FAILED"), None) => refused(RefusalKind::Account, code.to_string()),
        _ => unclear("neither SUCCESS nor FAILED"),
    }
}
