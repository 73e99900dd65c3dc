//! Settings of messages to people.

use secrecy::SecretString;

use super::{Reader, Stage};

/// Messages to people.
#[derive(Debug, Clone)]
pub struct MessagesConfig {
    /// E-mail; `None` shows it on the console.
    pub smtp: Option<SmtpConfig>,
    /// `HAAT_SMS_PROVIDERS`: who is asked to send a text message, in this order;
    /// nobody shows it on the console.
    pub sms: Vec<SmsAccount>,
    /// `HAAT_SMS_DAILY_PARTS`: parts of text messages that may be sent in a day.
    pub daily_sms_parts: u32,
}

/// A mail server.
#[derive(Debug, Clone)]
pub struct SmtpConfig {
    /// `HAAT_SMTP_URL`: `smtps://user:password@host` or `smtp://…` with STARTTLS;
    /// `smtp://…?tls=none` for a server on this machine.
    pub url: SecretString,
    /// `HAAT_MAIL_FROM`: `Haat <no-reply@haat.example>`.
    pub from: String,
}

/// An account at an SMS provider.
#[derive(Debug, Clone)]
pub enum SmsAccount {
    /// SSL Wireless, SMS Plus v3.
    SslWireless {
        /// `HAAT_SMS_SSLWIRELESS_URL`.
        url: String,
        /// `HAAT_SMS_SSLWIRELESS_TOKEN`.
        token: SecretString,
        /// `HAAT_SMS_SSLWIRELESS_SID`.
        sid: String,
    },
    /// `BulkSMSBD`.
    BulkSmsBd {
        /// `HAAT_SMS_BULKSMSBD_URL`.
        url: String,
        /// `HAAT_SMS_BULKSMSBD_KEY`.
        key: SecretString,
        /// `HAAT_SMS_BULKSMSBD_SENDER`.
        sender: String,
    },
    /// `GreenWeb`.
    GreenWeb {
        /// `HAAT_SMS_GREENWEB_URL`.
        url: String,
        /// `HAAT_SMS_GREENWEB_TOKEN`.
        token: SecretString,
    },
    /// Twilio.
    Twilio {
        /// `HAAT_SMS_TWILIO_URL`.
        url: String,
        /// `HAAT_SMS_TWILIO_ACCOUNT`.
        account: String,
        /// `HAAT_SMS_TWILIO_TOKEN`.
        token: SecretString,
        /// `HAAT_SMS_TWILIO_SENDER`: a number in E.164 or a messaging service,
        /// `MG…`.
        sender: String,
    },
}

impl SmsAccount {
    /// As it is named in `HAAT_SMS_PROVIDERS` and in the outbox.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SslWireless { .. } => "sslwireless",
            Self::BulkSmsBd { .. } => "bulksmsbd",
            Self::GreenWeb { .. } => "greenweb",
            Self::Twilio { .. } => "twilio",
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::SslWireless { url, .. }
            | Self::BulkSmsBd { url, .. }
            | Self::GreenWeb { url, .. }
            | Self::Twilio { url, .. } => url,
        }
    }

    fn read(name: &str, read: &mut Reader) -> Option<Self> {
        Some(match name {
            "sslwireless" => Self::SslWireless {
                url: url(
                    read,
                    "HAAT_SMS_SSLWIRELESS_URL",
                    "https://smsplus.sslwireless.com",
                ),
                token: read.required("HAAT_SMS_SSLWIRELESS_TOKEN").into(),
                sid: read.required("HAAT_SMS_SSLWIRELESS_SID"),
            },
            "bulksmsbd" => Self::BulkSmsBd {
                url: url(read, "HAAT_SMS_BULKSMSBD_URL", "https://bulksmsbd.net"),
                key: read.required("HAAT_SMS_BULKSMSBD_KEY").into(),
                sender: read.required("HAAT_SMS_BULKSMSBD_SENDER"),
            },
            "greenweb" => Self::GreenWeb {
                url: url(read, "HAAT_SMS_GREENWEB_URL", "https://api.greenweb.com.bd"),
                token: read.required("HAAT_SMS_GREENWEB_TOKEN").into(),
            },
            "twilio" => Self::Twilio {
                url: url(read, "HAAT_SMS_TWILIO_URL", "https://api.twilio.com"),
                account: read.required("HAAT_SMS_TWILIO_ACCOUNT"),
                token: read.required("HAAT_SMS_TWILIO_TOKEN").into(),
                sender: read.required("HAAT_SMS_TWILIO_SENDER"),
            },
            _ => return None,
        })
    }
}

/// Without a slash at the end.
pub(super) fn url(read: &mut Reader, name: &str, default: &str) -> String {
    let url: String = read.or(name, default);
    if url::Url::parse(&url).is_err() {
        read.wrong.push(format!("{name} is not a URL"));
    }
    url.trim_end_matches('/').to_owned()
}

pub(super) fn messages(read: &mut Reader) -> MessagesConfig {
    let names: String = read.or("HAAT_SMS_PROVIDERS", "");
    let mut sms: Vec<SmsAccount> = Vec::new();
    for name in names.split(',').map(str::trim).filter(|n| !n.is_empty()) {
        let account = SmsAccount::read(name, read);
        let is_there = sms.iter().any(|other| other.name() == name);
        match account.filter(|_| !is_there) {
            Some(account) => sms.push(account),
            None => read.wrong.push(format!(
                "HAAT_SMS_PROVIDERS names {name:?} twice, or it is none of sslwireless, bulksmsbd, greenweb, twilio"
            )),
        }
    }
    MessagesConfig {
        smtp: smtp(read),
        sms,
        daily_sms_parts: read.or("HAAT_SMS_DAILY_PARTS", "5000"),
    }
}

fn smtp(read: &mut Reader) -> Option<SmtpConfig> {
    let text = read.optional("HAAT_SMTP_URL")?;
    let url = url::Url::parse(&text).ok();
    if !url.is_some_and(|url| matches!(url.scheme(), "smtp" | "smtps") && url.has_host()) {
        read.wrong
            .push("HAAT_SMTP_URL must read smtps://user:password@host or smtp://…".into());
    }
    Some(SmtpConfig {
        url: text.into(),
        from: read.required("HAAT_MAIL_FROM"),
    })
}

impl MessagesConfig {
    /// Whether text messages or e-mail are shown instead of sent.
    pub const fn shows_on_console(&self) -> bool {
        self.sms.is_empty() || self.smtp.is_none()
    }

    /// What may not be in production: messages that nobody gets, and secrets that
    /// travel in the open.
    pub(super) fn refuse_unsafe(&self, stage: Stage, wrong: &mut Vec<String>) {
        if stage != Stage::Production {
            return;
        }
        if self.sms.is_empty() {
            wrong.push("HAAT_SMS_PROVIDERS must name a provider in production".into());
        }
        if self.smtp.is_none() {
            wrong.push("HAAT_SMTP_URL must be set in production".into());
        }
        for account in &self.sms {
            if !account.url().starts_with("https://") {
                wrong.push(format!(
                    "the address of {} must begin with https:// in production",
                    account.name()
                ));
            }
        }
    }
}
