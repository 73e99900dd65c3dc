//! Who finds addresses.

use secrecy::SecretString;

use super::messages::url;
use super::{Reader, Stage};

/// Finding addresses.
#[derive(Debug, Clone)]
pub struct GeocoderConfig {
    /// `HAAT_GEOCODER`: who is asked before our own book of areas; nobody asks the
    /// book alone.
    pub account: Option<GeocoderAccount>,
    /// `HAAT_GEOCODER_DAILY`: questions that one process may put to it in a day (UTC).
    pub daily: u32,
}

/// An account at a provider.
#[derive(Debug, Clone)]
pub enum GeocoderAccount {
    /// Google's Geocoding API.
    Google {
        /// `HAAT_GEOCODER_URL`, without a slash at the end.
        url: String,
        /// `HAAT_GEOCODER_KEY`.
        key: SecretString,
    },
    /// Barikoi.
    Barikoi {
        /// `HAAT_GEOCODER_URL`, without a slash at the end.
        url: String,
        /// `HAAT_GEOCODER_KEY`.
        key: SecretString,
    },
}

pub(super) fn geocoder(read: &mut Reader) -> GeocoderConfig {
    let name: String = read.or("HAAT_GEOCODER", "gazetteer");
    let mut account = |default: &str| {
        let url = url(read, "HAAT_GEOCODER_URL", default);
        (url, SecretString::from(read.required("HAAT_GEOCODER_KEY")))
    };
    let account = match name.as_str() {
        "gazetteer" => None,
        "google" => {
            let (url, key) = account("https://geocode.googleapis.com");
            Some(GeocoderAccount::Google { url, key })
        }
        "barikoi" => {
            let (url, key) = account("https://barikoi.xyz");
            Some(GeocoderAccount::Barikoi { url, key })
        }
        _ => {
            read.wrong.push(format!(
                "HAAT_GEOCODER is {name:?}, none of gazetteer, google, barikoi"
            ));
            None
        }
    };
    GeocoderConfig {
        account,
        daily: read.or("HAAT_GEOCODER_DAILY", "1000"),
    }
}

impl GeocoderConfig {
    /// What may not be in production: a key that travels in the open.
    pub(super) fn refuse_unsafe(&self, stage: Stage, wrong: &mut Vec<String>) {
        if stage != Stage::Production {
            return;
        }
        let Some(account) = &self.account else {
            return;
        };
        let (GeocoderAccount::Google { url, .. } | GeocoderAccount::Barikoi { url, .. }) = account;
        if !url.starts_with("https://") {
            wrong.push("HAAT_GEOCODER_URL must begin with https:// in production".into());
        }
    }
}
