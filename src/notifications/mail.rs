//! E-mail by SMTP.
//!
//! The dialogue is led step by step, because only its last step is in doubt when it
//! breaks off: before the text has been sent nobody has the message, after the
//! server's answer everybody knows.

use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use platform::config::SmtpConfig;
use secrecy::{ExposeSecret as _, SecretString};

use crate::console;
use crate::model::Content;
use crate::sms::{Answer, Refusal, RefusalKind};

/// For everything before the text.
const PREPARE_WITHIN: Duration = Duration::from_secs(10);
/// For the server's answer to the text, which may be looked through.
const TAKE_WITHIN: Duration = Duration::from_secs(30);

/// Settings of the mail server that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadMailSettings {
    /// `HAAT_SMTP_URL`, which is not shown: it may hold a password.
    #[error("HAAT_SMTP_URL cannot be used")]
    Url,
    /// `HAAT_MAIL_FROM`.
    #[error("HAAT_MAIL_FROM must read Haat <no-reply@haat.example>")]
    From,
}

/// Sends e-mail.
pub(crate) enum Mailer {
    /// Shows it instead.
    Console,
    /// By a mail server.
    Smtp(Box<Smtp>),
}

/// A mail server.
pub(crate) struct Smtp {
    host: String,
    port: u16,
    security: Security,
    login: Option<(String, SecretString)>,
    from: Mailbox,
    hello: ClientId,
    site: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Security {
    /// From the first byte.
    Tls,
    /// After a word in the open.
    StartTls,
    /// Not at all.
    None,
}

impl Mailer {
    /// The mailer of these settings.
    pub fn new(config: Option<&SmtpConfig>, site: &str) -> Result<Self, BadMailSettings> {
        let Some(config) = config else {
            return Ok(Self::Console);
        };
        let from: Mailbox = config.from.parse().map_err(|_| BadMailSettings::From)?;
        let url = url::Url::parse(config.url.expose_secret()).map_err(|_| BadMailSettings::Url)?;
        let tls = url.query_pairs().find(|(name, _)| name == "tls");
        let security = match (url.scheme(), tls.as_ref().map(|(_, value)| value.as_ref())) {
            ("smtps", None) => Security::Tls,
            ("smtp", None | Some("required")) => Security::StartTls,
            ("smtp", Some("none")) => Security::None,
            _ => return Err(BadMailSettings::Url),
        };
        let usual = match security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        };
        let decoded = |text: &str| {
            let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
            decoded
                .map(std::borrow::Cow::into_owned)
                .map_err(|_| BadMailSettings::Url)
        };
        let password = url.password().map(decoded).transpose()?;
        let login = match password {
            Some(password) => Some((decoded(url.username())?, password.into())),
            None => None,
        };
        Ok(Self::Smtp(Box::new(Smtp {
            host: url.host_str().ok_or(BadMailSettings::Url)?.to_owned(),
            port: url.port().unwrap_or(usual),
            security,
            login,
            from,
            hello: ClientId::Domain(site.to_owned()),
            site: site.to_owned(),
        })))
    }

    /// As it stands in the outbox.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Console => console::NAME,
            Self::Smtp(_) => "smtp",
        }
    }

    /// Sends a message under our reference.
    pub async fn send(&self, content: &Content, reference: &str) -> Answer {
        match self {
            Self::Console => {
                console::show(&content.subject, &content.to, &content.text);
                Answer::Accepted { provider_ref: None }
            }
            Self::Smtp(smtp) => smtp.send(content, reference).await,
        }
    }
}

impl Smtp {
    async fn send(&self, content: &Content, reference: &str) -> Answer {
        let (to, letter) = match self.letter(content, reference) {
            Ok(letter) => letter,
            Err(error) => return refused(RefusalKind::Recipient, &format!("{error:#}")),
        };
        let prepared = tokio::time::timeout(PREPARE_WITHIN, self.prepare(to)).await;
        let mut connection = match prepared {
            Ok(Ok(connection)) => connection,
            Ok(Err(answer)) => return answer,
            Err(_) => return refused(RefusalKind::NotReached, "timed out"),
        };
        let taken = tokio::time::timeout(TAKE_WITHIN, connection.message(&letter)).await;
        let answer = match taken {
            Ok(Ok(_)) => Answer::Accepted {
                provider_ref: Some(self.message_id(reference)),
            },
            Ok(Err(error)) if error.status().is_some() => refusal_of(&error, Step::Text),
            Ok(Err(error)) => Answer::Unknown(error.into()),
            Err(late) => Answer::Unknown(late.into()),
        };
        // What is said after that changes nothing.
        let _ = tokio::time::timeout(Duration::from_secs(1), connection.quit()).await;
        answer
    }

    /// Everything before the text.
    async fn prepare(&self, to: Address) -> Result<AsyncSmtpConnection, Answer> {
        let hello = |error: Error| refusal_of(&error, Step::Hello);
        let tls = || TlsParameters::new(self.host.clone()).map_err(hello);
        let at_once = (self.security == Security::Tls).then(tls).transpose()?;
        let server = (self.host.as_str(), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, None, &self.hello, at_once, None)
                .await
                .map_err(hello)?;
        if self.security == Security::StartTls {
            connection
                .starttls(tls()?, &self.hello)
                .await
                .map_err(hello)?;
        }
        if let Some((user, password)) = &self.login {
            let login = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let welcome = connection.auth(DEFAULT_MECHANISMS, &login).await;
            welcome.map_err(hello)?;
        }
        let from = Mail::new(Some(self.from.email.clone()), Vec::new());
        connection.command(from).await.map_err(hello)?;
        let to = connection.command(Rcpt::new(to, Vec::new())).await;
        to.map_err(|error| refusal_of(&error, Step::Recipient))?;
        connection.command(Data).await.map_err(hello)?;
        Ok(connection)
    }

    fn letter(&self, content: &Content, reference: &str) -> anyhow::Result<(Address, Vec<u8>)> {
        let to: Address = content.to.parse()?;
        let both = MultiPart::alternative_plain_html(content.text.clone(), content.html.clone());
        let mut letter = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(content.subject.clone())
            .message_id(Some(self.message_id(reference)))
            .multipart(both)?;
        // Nobody on holiday needs to tell us so.
        let machine = HeaderName::new_from_ascii_str("Auto-Submitted");
        let made = HeaderValue::new(machine, "auto-generated".to_owned());
        letter.headers_mut().insert_raw(made);
        Ok((to, letter.formatted()))
    }

    fn message_id(&self, reference: &str) -> String {
        format!("<{reference}@{}>", self.site)
    }
}

/// How far the dialogue has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Hello,
    Recipient,
    Text,
}

/// A no, said before the server had to take the message.
fn refusal_of(error: &Error, step: Step) -> Answer {
    let code = error.status().map(|code| code.to_string());
    let kind = match (step, error.is_permanent()) {
        (Step::Recipient, true) => RefusalKind::Recipient,
        (_, true) => RefusalKind::Account,
        (_, false) if code.is_some() => RefusalKind::Busy,
        (_, false) if error.is_tls() || error.is_client() => RefusalKind::Account,
        (_, false) => RefusalKind::NotReached,
    };
    // Servers like to repeat the address in their words.
    refused(kind, code.as_deref().unwrap_or("no answer"))
}

fn refused(kind: RefusalKind, code: &str) -> Answer {
    Answer::Refused(Refusal {
        kind,
        code: code.to_owned(),
    })
}
