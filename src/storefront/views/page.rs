//! What every page carries: language, place, words, links, assets.

use kernel::Locale;
use platform::i18n::Words;
use platform::web::asset_url;

use super::say;

/// Where a page stands in the bar at the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Home,
    Search,
    Categories,
    Place,
    Elsewhere,
}

/// URLs of the files a page loads; they change with the content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assets {
    pub css: &'static str,
    pub lite_css: &'static str,
    pub js: &'static str,
    pub map_js: &'static str,
    pub more_js: &'static str,
    pub recent_js: &'static str,
    pub sheet_js: &'static str,
    pub voice_js: &'static str,
    pub leaflet_js: &'static str,
    pub leaflet_css: &'static str,
    pub icons: &'static str,
    pub favicon: &'static str,
}

/// The place distances are measured from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Here {
    pub lat: f64,
    pub lng: f64,
    /// Its name in the language of the page.
    pub label: String,
}

/// One link of the bar.
pub(crate) struct BarLink {
    pub href: String,
    pub icon: &'static str,
    pub label: String,
    pub on: bool,
}

/// The frame around a page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub words: Words,
    pub title: String,
    /// Path and query behind the language, such as `/search?q=chal`.
    pub at: String,
    pub here: Option<Here>,
    /// Text only, for slow or costly connections.
    pub lite: bool,
    pub section: Section,
    pub assets: Assets,
    /// What stands in the search box.
    pub asked: String,
    /// Choices the search box hands on, such as the radius.
    pub kept: Vec<(&'static str, String)>,
}

impl Page {
    pub(crate) fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    pub(crate) fn locale(&self) -> Locale {
        self.words.0
    }

    pub(crate) fn lang(&self) -> &'static str {
        self.locale().code()
    }

    pub(crate) fn other_lang(&self) -> &'static str {
        self.locale().other().code()
    }

    pub(crate) fn other_language_name(&self) -> &'static str {
        match self.locale() {
            Locale::Bn => "English",
            Locale::En => "বাংলা",
        }
    }

    /// The same in the two or three letters that fit a phone.
    pub(crate) fn other_language_mark(&self) -> &'static str {
        match self.locale() {
            Locale::Bn => "EN",
            Locale::En => "বাং",
        }
    }

    /// A path of the storefront in this page's language.
    pub(crate) fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.lang())
    }

    /// This very page.
    pub(crate) fn here_url(&self) -> String {
        self.href(&self.at)
    }

    /// This very page in the other language.
    pub(crate) fn in_other_language(&self) -> String {
        format!("/{}{}", self.other_lang(), self.at)
    }

    /// Where one changes the place and comes back from.
    pub(crate) fn place_href(&self) -> String {
        if self.at.starts_with("/place") {
            return self.href("/place");
        }
        let back = say::query_value(&self.here_url());
        self.href(&format!("/place?back={back}"))
    }

    pub(crate) fn here_label(&self) -> String {
        self.here.as_ref().map_or_else(
            || self.t("storefront-place-choose"),
            |here| here.label.clone(),
        )
    }

    /// `lat,lng` for scripts; empty without a place.
    pub(crate) fn coordinates(&self) -> String {
        self.here
            .as_ref()
            .map(|here| format!("{:.4},{:.4}", here.lat, here.lng))
            .unwrap_or_default()
    }

    /// An icon of the sprite; nothing on text-only pages.
    pub(crate) fn icon(&self, name: impl AsRef<str>) -> String {
        if self.lite {
            return String::new();
        }
        let sprite = self.assets.icons;
        format!(
            r#"<svg aria-hidden="true"><use href="{sprite}#{}"/></svg>"#,
            name.as_ref()
        )
    }

    /// A counted thing: `key` chooses the plural by `n` and prints `shown`.
    pub(crate) fn count(&self, key: &str, n: u64) -> String {
        let shown = say::number(self.locale(), n);
        self.words
            .with(key, &[("n", n.into()), ("shown", shown.into())])
    }

    pub(crate) fn bar(&self) -> Vec<BarLink> {
        [
            (Section::Home, "/", "i-home", "storefront-nav-home"),
            (
                Section::Search,
                "/search",
                "i-search",
                "storefront-nav-search",
            ),
            (
                Section::Categories,
                "/categories",
                "i-kinds",
                "storefront-nav-categories",
            ),
            (Section::Place, "/place", "i-pin", "storefront-nav-place"),
        ]
        .into_iter()
        .map(|(section, path, icon, key)| BarLink {
            href: if section == Section::Place {
                self.place_href()
            } else {
                self.href(path)
            },
            icon,
            label: self.t(key),
            on: section == self.section,
        })
        .collect()
    }
}

impl Assets {
    /// The files of this build.
    pub(crate) fn published() -> Self {
        Self {
            css: asset_url("styles/haat.css"),
            lite_css: asset_url("styles/lite.css"),
            js: asset_url("scripts/haat.js"),
            map_js: asset_url("scripts/map.js"),
            more_js: asset_url("scripts/more.js"),
            recent_js: asset_url("scripts/recent.js"),
            sheet_js: asset_url("scripts/sheet.js"),
            voice_js: asset_url("scripts/voice.js"),
            leaflet_js: asset_url("vendor/leaflet/leaflet.js"),
            leaflet_css: asset_url("vendor/leaflet/leaflet.css"),
            icons: asset_url("icons/icons.svg"),
            favicon: asset_url("icons/favicon.svg"),
        }
    }
}
