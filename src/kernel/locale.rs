//! The two languages and names that exist in one or both of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Bengali, which comes first.
    #[default]
    Bn,
    /// English.
    En,
}

/// A language we do not speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the language must be bn or en")]
pub struct UnknownLocale;

impl Locale {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::Bn, Self::En];

    /// The code in URLs, cookies and `lang` attributes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bn => "bn",
            Self::En => "en",
        }
    }

    /// The other language, for the switch.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Bn => Self::En,
            Self::En => Self::Bn,
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(text: &str) -> Result<Self, UnknownLocale> {
        Self::ALL
            .into_iter()
            .find(|l| l.code() == text)
            .ok_or(UnknownLocale)
    }
}

/// A name in Bengali, English or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Names {
    /// In Bengali script.
    pub bn: Option<String>,
    /// In Latin script.
    pub en: Option<String>,
}

impl Names {
    /// A name in both languages.
    pub fn both(bn: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            bn: Some(bn.into()),
            en: Some(en.into()),
        }
    }

    /// The name in this language, or the other one where it has none.
    pub fn in_locale(&self, locale: Locale) -> &str {
        let (first, second) = match locale {
            Locale::Bn => (&self.bn, &self.en),
            Locale::En => (&self.en, &self.bn),
        };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }

    /// Both names, Bengali first.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        [&self.bn, &self.en]
            .into_iter()
            .flatten()
            .map(String::as_str)
    }
}
