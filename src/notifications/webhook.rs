//! `/webhooks/sms/twilio`: what a provider tells us about a message.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, post};
use platform::config::{Config, SmsAccount};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Problem};

use crate::queries;
use crate::sms::{Delivery, delivery_of, is_signed_by_twilio};

/// Routes for providers.
pub fn webhooks(cfg: &mut ServiceConfig) {
    cfg.service(twilio);
}

/// A report on a message. The signature stands for its sender; a report about a
/// message that we do not know, or the second one, changes nothing.
#[post("/webhooks/sms/twilio")]
async fn twilio(
    req: HttpRequest,
    body: Bytes,
    config: Data<Config>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let token = config
        .messages
        .sms
        .iter()
        .find_map(|account| match account {
            SmsAccount::Twilio { token, .. } => Some(token),
            _ => None,
        });
    let token = token.ok_or_else(|| Problem::not_found("platform.not_found"))?;
    let fields: BTreeMap<String, String> =
        url::form_urlencoded::parse(&body).into_owned().collect();
    // They signed the address that they called, which is the public one.
    let here = req.uri().path_and_query().map_or("", |path| path.as_str());
    let called = format!("{}{here}", config.web.public_url.trim_end_matches('/'));
    let signature = req.headers().get("x-twilio-signature");
    let signature = signature
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !is_signed_by_twilio(token, &called, &fields, signature) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "notifications.not_signed").into());
    }
    let ours = url::form_urlencoded::parse(req.query_string().as_bytes())
        .find_map(|(name, value)| (name == "m").then(|| value.into_owned()));
    let field = |name: &str| fields.get(name).map(String::as_str);
    let (Some(ours), Some(theirs), Some(status)) =
        (ours, field("MessageSid"), field("MessageStatus"))
    else {
        return Err(Problem::field("MessageStatus", "platform.missing").into());
    };
    let arrived = match delivery_of(status) {
        Some(Delivery::Delivered) => true,
        Some(Delivery::Undelivered) => false,
        _ => return Ok(HttpResponse::NoContent().finish()),
    };
    let mut conn = db.get().await?;
    queries::delivered(&mut conn, "twilio", &ours, theirs, arrived)
        .await
        .map_err(QueryFailed)?;
    Ok(HttpResponse::NoContent().finish())
}
