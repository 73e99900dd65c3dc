//! What an admin should look at twice: the same shop, paper or phone elsewhere.

use diesel_async::AsyncPgConnection;
use kernel::{ApplicationId, Names, ShopId};
use serde::Serialize;

use super::error::ApplyError;
use super::model::Application;
use super::queries::{self, Neighbour, Twin};

/// Shops of the same name are looked for so far, in metres.
const LOOK_M: f64 = 2_000.0;
/// Of the same name and nearer than this they may well be one shop.
const SAME_M: f64 = 300.0;

/// A shop of the same name.
#[derive(Clone, Debug, PartialEq)]
pub struct Namesake {
    /// Which.
    pub shop: ShopId,
    /// Its name.
    pub names: Names,
    /// Metres from the pin.
    pub metres: f64,
}

/// Why an application may be one too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Warning {
    /// A shop of the same name within 300 m.
    SameName,
    /// Another application has this licence.
    SameLicence,
    /// Somebody else's application has this phone.
    SamePhone,
}

impl Warning {
    /// Its word in the API and in keys of words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SameName => "same_name",
            Self::SameLicence => "same_licence",
            Self::SamePhone => "same_phone",
        }
    }
}

/// What is alike.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alike {
    /// The nearest shop of the same name within 2 km.
    pub namesake: Option<Namesake>,
    /// What to look at twice, each with the shop or application that it is
    /// about.
    pub warnings: Vec<(Warning, String)>,
}

pub(super) async fn alike(
    conn: &mut AsyncPgConnection,
    application: &Application,
) -> Result<Alike, ApplyError> {
    let namesake = match application.draft.pin {
        Some(pin) => {
            let around = queries::neighbours(conn, pin, LOOK_M).await?;
            nearest_namesake(around, application)
        }
        None => None,
    };
    let same_name = namesake.as_ref().filter(|it| it.metres <= SAME_M);
    let same_name = same_name.map(|it| (Warning::SameName, it.shop.to_string()));
    let twins = queries::twins_of(conn, application.id).await?;
    let warnings = same_name.into_iter().chain(twins.iter().map(warning));
    Ok(Alike {
        warnings: warnings.collect(),
        namesake,
    })
}

fn warning(twin: &Twin) -> (Warning, String) {
    let what = if twin.same_licence {
        Warning::SameLicence
    } else {
        Warning::SamePhone
    };
    let subject = |id: ApplicationId| id.to_string();
    let about = twin
        .shop_id
        .map_or_else(|| subject(twin.id), |shop| shop.to_string());
    (what, about)
}

/// The nearest of these whose name reads the same in either language; the shop
/// that is claimed or moves is not its own namesake.
fn nearest_namesake(around: Vec<Neighbour>, application: &Application) -> Option<Namesake> {
    let ours: Vec<String> = application
        .draft
        .names
        .each()
        .map(bangla_text::normalise)
        .filter(|name| !name.is_empty())
        .collect();
    let is_same = |name: &str| ours.contains(&bangla_text::normalise(name));
    let found = around.into_iter().find(|near| {
        let names = near
            .name_bn
            .iter()
            .chain(&near.name_en)
            .chain(&near.alt_names);
        Some(near.id) != application.shop && names.map(String::as_str).any(is_same)
    })?;
    Some(Namesake {
        shop: found.id,
        names: Names {
            bn: found.name_bn,
            en: found.name_en,
        },
        metres: found.metres,
    })
}
