//! What people are told: one variant for each occasion, with its values.

use std::fmt;
use std::time::Duration;

use bangla_text::to_bengali_digits;
use kernel::Locale;

use crate::Recipient;

/// A message before it is written.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Whom it is for.
    pub to: Recipient,
    /// What it says.
    pub says: Template,
    /// A message that is asked for again under the same key is written once for
    /// each channel; `None` for those that are asked for once only.
    pub key: Option<String>,
}

/// What a message says. Paths begin with `/` and are shown as links to our site.
///
/// Printed for developers it is only the name: values may be secret.
#[derive(Clone)]
pub enum Template {
    /// A code for signing in or proving a number.
    Otp {
        /// Its digits.
        code: String,
        /// How long it works.
        minutes: u32,
    },
    /// A shop may sell.
    ShopApproved {
        /// Its name.
        shop: String,
        /// Its page.
        path: String,
    },
    /// A shop may not sell.
    ShopRejected {
        /// Its name.
        shop: String,
        /// Why, in the seller's language.
        reason: String,
        /// Where the seller can answer.
        path: String,
    },
    /// Something is missing before a shop may sell.
    ShopMoreAsked {
        /// Its name.
        shop: String,
        /// What, in the seller's language.
        asked: String,
        /// Where the seller can add it.
        path: String,
    },
    /// Somebody is to work in a shop.
    StaffInvited {
        /// Its name.
        shop: String,
        /// Where to answer.
        path: String,
    },
    /// A password is another one.
    PasswordChanged {
        /// Where to go if it was somebody else.
        path: String,
    },
    /// Somebody signed in on a device for the first time.
    NewSignIn {
        /// What it calls itself.
        device: String,
        /// Where to go if it was somebody else.
        path: String,
    },
    /// Soon there will be none left.
    LowStock {
        /// Its name in the seller's language.
        product: String,
        /// How many are left.
        left: i64,
        /// The shop's name.
        shop: String,
        /// Where to order more.
        path: String,
    },
}

/// Which of a recipient's addresses a message goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Every one.
    Both,
    /// The phone, or e-mail where there is none.
    PhoneFirst,
    /// E-mail, which costs nothing, or the phone where there is none.
    EmailFirst,
}

/// One value that is put into words.
pub(crate) struct Value {
    pub name: &'static str,
    pub text: String,
    /// Longest form in a text message, in letters as people see them.
    pub sms_letters: usize,
}

impl Template {
    /// Its name: `shop-approved` has its words under `sms-shop-approved` and
    /// `mail-shop-approved-…`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Otp { .. } => "otp",
            Self::ShopApproved { .. } => "shop-approved",
            Self::ShopRejected { .. } => "shop-rejected",
            Self::ShopMoreAsked { .. } => "shop-more-asked",
            Self::StaffInvited { .. } => "staff-invited",
            Self::PasswordChanged { .. } => "password-changed",
            Self::NewSignIn { .. } => "new-sign-in",
            Self::LowStock { .. } => "low-stock",
        }
    }

    pub(crate) const fn reach(&self) -> Reach {
        match self {
            Self::Otp { .. } => Reach::PhoneFirst,
            Self::NewSignIn { .. } | Self::LowStock { .. } => Reach::EmailFirst,
            Self::ShopApproved { .. }
            | Self::ShopRejected { .. }
            | Self::ShopMoreAsked { .. }
            | Self::StaffInvited { .. }
            | Self::PasswordChanged { .. } => Reach::Both,
        }
    }

    /// After this it is of no use.
    pub(crate) fn of_use_for(&self) -> Option<Duration> {
        match self {
            Self::Otp { minutes, .. } => Some(Duration::from_mins(u64::from(*minutes))),
            _ => None,
        }
    }

    /// The code of a message that a phone may fill into a form by itself.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Otp { code, .. } => Some(code),
            _ => None,
        }
    }

    pub(crate) fn path(&self) -> Option<&str> {
        match self {
            Self::Otp { .. } => None,
            Self::ShopApproved { path, .. }
            | Self::ShopRejected { path, .. }
            | Self::ShopMoreAsked { path, .. }
            | Self::StaffInvited { path, .. }
            | Self::PasswordChanged { path }
            | Self::NewSignIn { path, .. }
            | Self::LowStock { path, .. } => Some(path),
        }
    }

    /// Its values as people read them.
    pub(crate) fn values(&self, locale: Locale) -> Vec<Value> {
        let number = |n: i64| match locale {
            Locale::Bn => to_bengali_digits(&n.to_string()),
            Locale::En => n.to_string(),
        };
        match self {
            // As it is typed; phones that fill it in know ASCII digits only.
            Self::Otp { code, minutes } => vec![
                value("code", code, 10),
                value("minutes", &number((*minutes).into()), 4),
            ],
            Self::ShopApproved { shop, .. } | Self::StaffInvited { shop, .. } => {
                vec![value("shop", shop, 24)]
            }
            Self::ShopRejected { shop, reason, .. } => {
                vec![value("shop", shop, 16), value("reason", reason, 36)]
            }
            Self::ShopMoreAsked { shop, asked, .. } => {
                vec![value("shop", shop, 16), value("asked", asked, 36)]
            }
            Self::PasswordChanged { .. } => Vec::new(),
            Self::NewSignIn { device, .. } => vec![value("device", device, 24)],
            Self::LowStock {
                product,
                left,
                shop,
                ..
            } => vec![
                value("product", product, 24),
                value("left", &number(*left), 8),
                value("shop", shop, 16),
            ],
        }
    }
}

/// Line breaks and other control characters would let a name end a header or
/// pretend to be a sentence of ours.
fn value(name: &'static str, text: &str, sms_letters: usize) -> Value {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    Value {
        name,
        text: words.join(" "),
        sms_letters,
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
