//! Words of messages, by template and language.

use askama::Template as _;
use bangla_text::{sms, truncate};
use kernel::Locale;
use platform::i18n::Words;

use crate::notice::{Template, Value};

/// Our site as messages name it.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    /// `https://haat.example`, without a slash at the end.
    pub url: String,
    /// `haat.example`.
    pub host: String,
}

impl Site {
    /// The site at this address.
    pub fn new(public_url: &str) -> Self {
        let parsed = url::Url::parse(public_url).ok();
        let host = parsed.as_ref().and_then(|url| url.host_str());
        Self {
            url: public_url.trim_end_matches('/').to_owned(),
            host: host.unwrap_or("localhost").to_owned(),
        }
    }

    fn link(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

/// An e-mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The text message.
pub(crate) fn as_sms(says: &Template, locale: Locale, site: &Site) -> String {
    let values = says.values(locale);
    let short = |value: &Value| truncate(&value.text, value.sms_letters).into_owned();
    let text = put_in(locale, &format!("sms-{}", says.name()), &values, short);
    says.code().map_or_else(
        || text.clone(),
        |code| {
            // Browsers fill in a code whose last line names their site. It is worth a
            // few letters but not a second part.
            let filled = format!("{text}\n@{} #{code}", site.host);
            let is_free = sms(&filled).segments == sms(&text).segments;
            if is_free { filled } else { text.clone() }
        },
    )
}

/// The e-mail.
pub(crate) fn as_mail(says: &Template, locale: Locale, site: &Site) -> Mail {
    let values = says.values(locale);
    let whole = |value: &Value| value.text.clone();
    let words = Words(locale);
    let key = |part: &str| format!("mail-{}-{part}", says.name());
    let subject = put_in(locale, &key("subject"), &values, |value| {
        truncate(&value.text, 60).into_owned()
    });
    let body = put_in(locale, &key("text"), &values, whole);
    let page = MailPage {
        lang: locale.code(),
        subject: &subject,
        body: &body,
        code: says.code(),
        action: says
            .path()
            .map(|path| (words.t(&key("action")), site.link(path))),
        footer: words.with("mail-footer", &[("site", site.url.as_str().into())]),
    };
    let mut text = body.clone();
    for more in page
        .action
        .iter()
        .map(|(label, link)| format!("{label}: {link}"))
    {
        text.push_str("\n\n");
        text.push_str(&more);
    }
    text.push_str("\n\n-- \n");
    text.push_str(&page.footer);
    let html = page
        .render()
        .expect("the template writes into a string, which does not fail");
    Mail {
        subject,
        text,
        html,
    }
}

#[derive(askama::Template)]
#[template(path = "notifications/mail.html")]
struct MailPage<'a> {
    lang: &'static str,
    subject: &'a str,
    body: &'a str,
    code: Option<&'a str>,
    action: Option<(String, String)>,
    footer: String,
}

fn put_in(locale: Locale, key: &str, values: &[Value], form: impl Fn(&Value) -> String) -> String {
    let values: Vec<_> = values
        .iter()
        .map(|value| (value.name, form(value).into()))
        .collect();
    Words(locale).with(key, &values)
}
