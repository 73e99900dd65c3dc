//! Twilio, the one that tells what became of a message: by a signed call to us, and
//! when it is asked.

use std::collections::BTreeMap;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use platform::outbound::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use sha1::Sha1;

use super::answers::{body, number, refused, text, unclear};
use super::{Answer, Delivery, Found, Lost, RefusalKind, Sms, SmsGateway};

/// Clocks differ.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(2);

pub(super) struct Twilio {
    pub outbound: Outbound,
    pub url: String,
    pub account: String,
    pub token: SecretString,
    pub sender: String,
    pub callbacks: String,
}

impl Twilio {
    fn messages(&self) -> String {
        format!("{}/2010-04-01/Accounts/{}/Messages", self.url, self.account)
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Result<(u16, Value), Answer> {
        let token = self.token.expose_secret();
        let request = request.basic_auth(&self.account, Some(token));
        let (status, body) = body(self.outbound.call(request).await)?;
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }
}

#[async_trait]
impl SmsGateway for Twilio {
    fn name(&self) -> &'static str {
        "twilio"
    }

    async fn send(&self, sms: &Sms<'_>) -> Answer {
        let from = if self.sender.starts_with("MG") {
            "MessagingServiceSid"
        } else {
            "From"
        };
        let callback = format!("{}/webhooks/sms/twilio?m={}", self.callbacks, sms.reference);
        let mut form = vec![("To", sms.to), (from, &self.sender), ("Body", sms.text)];
        // They refuse addresses that only this machine knows.
        if callback.starts_with("https://") {
            form.push(("StatusCallback", &callback));
        }
        let request = self.outbound.post(&format!("{}.json", self.messages()));
        match self.ask(request.form(&form)).await {
            Ok((status, answer)) => read(status, &answer),
            Err(answer) => answer,
        }
    }

    /// The last messages to that number with that text since then.
    async fn look_up(&self, lost: &Lost<'_>) -> Found {
        let since = lost.begun_at - CLOCKS_DIFFER;
        let request = self.outbound.get(&format!("{}.json", self.messages()));
        let request = request.query(&[("To", lost.sms.to), ("PageSize", "50")]);
        let Ok((200, answer)) = self.ask(request).await else {
            return Found::NotNow;
        };
        let Some(messages) = answer["messages"].as_array() else {
            return Found::NotNow;
        };
        let ours = messages.iter().find(|message| {
            let made = message["date_created"].as_str();
            let made = made.and_then(|text| DateTime::parse_from_rfc2822(text).ok());
            message["body"] == lost.sms.text
                && made.is_none_or(|made| made.with_timezone(&Utc) >= since)
        });
        ours.map_or(Found::NotThere, |message| {
            text(&message["sid"]).map_or(Found::CannotTell, |provider_ref| Found::There {
                provider_ref,
            })
        })
    }

    fn tells_delivery(&self) -> bool {
        true
    }

    async fn delivery(&self, provider_ref: &str) -> Delivery {
        let is_sid = provider_ref
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric());
        if !is_sid {
            return Delivery::NeverTold;
        }
        let url = format!("{}/{provider_ref}.json", self.messages());
        match self.ask(self.outbound.get(&url)).await {
            Ok((200, answer)) => answer["status"]
                .as_str()
                .and_then(delivery_of)
                .unwrap_or(Delivery::Pending),
            _ => Delivery::Pending,
        }
    }
}

/// What a status of theirs says; `None` for one that we do not know.
pub(crate) fn delivery_of(status: &str) -> Option<Delivery> {
    match status {
        "delivered" | "read" => Some(Delivery::Delivered),
        "undelivered" | "failed" | "canceled" => Some(Delivery::Undelivered),
        "accepted" | "scheduled" | "queued" | "sending" | "sent" => Some(Delivery::Pending),
        _ => None,
    }
}

fn read(status: u16, answer: &Value) -> Answer {
    let code = number(&answer["code"]).or_else(|| number(&answer["error_code"]));
    match (status, code) {
        (200..300, _) => text(&answer["sid"]).map_or_else(
            || unclear("no sid"),
            |sid| Answer::Accepted {
                provider_ref: Some(sid),
            },
        ),
        // Not a number, not reachable for us, opted out, not a mobile one.
        (_, Some(code @ (21211 | 21610 | 21612 | 21614 | 21217))) => {
            refused(RefusalKind::Recipient, code.to_string())
        }
        (_, Some(20429)) => refused(RefusalKind::Busy, "20429"),
        (_, Some(code)) => refused(RefusalKind::Account, code.to_string()),
        (_, None) => refused(RefusalKind::Account, format!("HTTP {status}")),
    }
}

/// Whether a call to us comes from Twilio: base64 of an HMAC-SHA1 with the account's
/// token over our public address and every field in order, name and value.
pub(crate) fn is_signed_by_twilio(
    token: &SecretString,
    url: &str,
    fields: &BTreeMap<String, String>,
    signature: &str,
) -> bool {
    let Ok(signature) = STANDARD.decode(signature) else {
        return false;
    };
    let mut mac = Hmac::<Sha1>::new_from_slice(token.expose_secret().as_bytes())
        .expect("an HMAC takes keys of any length");
    mac.update(url.as_bytes());
    for (name, value) in fields {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    mac.verify_slice(&signature).is_ok()
}
