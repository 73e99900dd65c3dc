//! The sink of development: messages go to the terminal, and `/dev/outbox` shows
//! them.

use std::io::{IsTerminal as _, Write as _};

use async_trait::async_trait;

use crate::sms::{Answer, Delivery, Found, Lost, Sms, SmsGateway};

/// As it stands in the column `provider`.
pub(crate) const NAME: &str = "console";

/// Shows text messages instead of sending them.
pub(crate) struct Console;

#[async_trait]
impl SmsGateway for Console {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn send(&self, sms: &Sms<'_>) -> Answer {
        show("SMS", sms.to, sms.text);
        Answer::Accepted { provider_ref: None }
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

/// Writes a message to the terminal, and only there: a file or a log collector
/// must not keep codes.
pub(crate) fn show(kind: &str, to: &str, text: &str) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() {
        // A terminal that is gone is no reason to fail.
        let _ = writeln!(terminal, "\n── {kind} → {to}\n{text}\n──");
    }
}
