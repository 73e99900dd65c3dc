//! Words for people: Fluent files under `web/locales`, one per slice.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid, static_loader};
use kernel::Locale;

static_loader! {
    static FILES = {
        locales: "../../web/locales",
        fallback_language: "en",
        // Isolating marks around arguments break line layout in old browsers.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static BN: LanguageIdentifier = langid!("bn");
static EN: LanguageIdentifier = langid!("en");

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Locale);

impl Words {
    /// The words under this key, or the key itself where nobody wrote them
    /// (which a test prevents).
    pub fn t(self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The words under this key, if there are any.
    pub fn find(self, key: &str) -> Option<String> {
        FILES
            .lookup_single_language::<&str>(self.language(), key, None)
            .ok()
    }

    /// The words under this key with values put in. Numbers that people read
    /// come in formatted; those that choose a plural come in as they are.
    pub fn with<'a>(self, key: &str, values: &[(&'static str, FluentValue<'a>)]) -> String {
        let values: HashMap<Cow<'static, str>, FluentValue<'a>> = values
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
            .collect();
        FILES
            .lookup_single_language(self.language(), key, Some(&values))
            .unwrap_or_else(|_| key.to_owned())
    }

    /// The words for a dotted code: `search.bad_radius` is under
    /// `problem-search-bad-radius`.
    pub fn problem(self, code: &str) -> String {
        self.t(&format!("problem-{}", code.replace(['.', '_'], "-")))
    }

    fn language(self) -> &'static LanguageIdentifier {
        match self.0 {
            Locale::Bn => &BN,
            Locale::En => &EN,
        }
    }
}
