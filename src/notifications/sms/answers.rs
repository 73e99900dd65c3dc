//! What HTTP alone says about a message, whoever answered.

use platform::outbound::{Answered, NoAnswer};
use serde_json::Value;

use super::{Answer, Refusal, RefusalKind};

pub(super) fn refused(kind: RefusalKind, code: impl Into<String>) -> Answer {
    Answer::Refused(Refusal {
        kind,
        code: code.into(),
    })
}

/// An answer that says neither yes nor no.
pub(super) fn unclear(what: &str) -> Answer {
    Answer::Unknown(anyhow::anyhow!("{what}"))
}

/// The body of an answer that the provider itself wrote; otherwise what follows
/// from there being none.
pub(super) fn body(answered: Result<Answered, NoAnswer>) -> Result<(u16, Vec<u8>), Answer> {
    match answered {
        Err(error @ NoAnswer::NotReached(_)) => {
            Err(refused(RefusalKind::NotReached, error.to_string()))
        }
        Err(error) => Err(Answer::Unknown(error.into())),
        Ok(Answered { status: 429, .. }) => Err(refused(RefusalKind::Busy, "HTTP 429")),
        // The request may have been passed on before that happened.
        Ok(Answered { status, .. }) if status >= 500 || status == 408 => {
            Err(unclear(&format!("HTTP {status}")))
        }
        // Redirects are not followed, so nothing was taken.
        Ok(Answered { status, .. }) if (300..400).contains(&status) => {
            Err(refused(RefusalKind::Account, format!("HTTP {status}")))
        }
        Ok(Answered { status, body }) => Ok((status, body)),
    }
}

/// A number that some write as text.
pub(super) fn number(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

/// Text, or a number as text.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
