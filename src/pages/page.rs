//! What every page carries: language, place, words, links, assets.

use kernel::Locale;
use platform::i18n::Words;
use platform::web::asset_url;

use crate::say;

/// Where a page stands in the bar at the bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Shops nearby.
    Home,
    /// What was looked for.
    Search,
    /// Kinds of goods.
    Categories,
    /// Where one is.
    Place,
    /// None of these.
    Elsewhere,
}

/// URLs of the files a page loads; they change with the content.
#[derive(Clone, Copy, Debug)]
pub struct Assets {
    /// Styles of full pages.
    pub css: &'static str,
    /// Styles of text-only pages.
    pub lite_css: &'static str,
    /// What every full page loads.
    pub js: &'static str,
    /// What helps to fill in an application.
    pub apply_js: &'static str,
    /// Maps.
    pub map_js: &'static str,
    /// Lists that grow.
    pub more_js: &'static str,
    /// What was looked for before.
    pub recent_js: &'static str,
    /// Filters as a sheet.
    pub sheet_js: &'static str,
    /// A button that prints.
    pub print_js: &'static str,
    /// A button that hands the page on.
    pub share_js: &'static str,
    /// Speaking a question.
    pub voice_js: &'static str,
    /// The map library.
    pub leaflet_js: &'static str,
    /// Its styles.
    pub leaflet_css: &'static str,
    /// The sprite.
    pub icons: &'static str,
    /// For tabs.
    pub favicon: &'static str,
}

/// The place distances are measured from.
#[derive(Clone, Debug, PartialEq)]
pub struct Here {
    /// Degrees.
    pub lat: f64,
    /// Degrees.
    pub lng: f64,
    /// Its name in the language of the page.
    pub label: String,
}

/// What search engines are told of a page that is there to be found.
#[derive(Clone, Debug)]
pub struct Found {
    /// `https://haat.example`, without a slash behind.
    pub site: String,
    /// The one path of it behind the language, such as `/s/korim-stor-2f`.
    pub path: String,
    /// What it is about, as JSON-LD; written by [`Found::about`].
    facts: Option<String>,
}

impl Found {
    /// A page of this site that is found under this path.
    pub fn at(site: &str, path: impl Into<String>) -> Self {
        Self {
            site: site.trim_end_matches('/').to_owned(),
            path: path.into(),
            facts: None,
        }
    }

    /// With JSON-LD that says what it is about.
    #[must_use]
    pub fn about(mut self, json: &str) -> Self {
        // Nothing in a name may end the element.
        self.facts = Some(json.replace('<', "\\u003c"));
        self
    }

    /// The address in one language.
    pub fn url(&self, language: &str) -> String {
        format!("{}/{language}{}", self.site, self.path)
    }

    /// What stands in the element for it.
    pub fn facts(&self) -> Option<&str> {
        self.facts.as_deref()
    }
}

/// One link of the bar.
#[derive(Clone, Debug)]
pub struct BarLink {
    /// Where it leads.
    pub href: String,
    /// Its name in the sprite.
    pub icon: &'static str,
    /// What it says.
    pub label: String,
    /// It leads to the section one is in.
    pub on: bool,
}

/// The frame around a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// In its language.
    pub words: Words,
    /// Of the page and of the window.
    pub title: String,
    /// Path and query behind the language, such as `/search?q=chal`.
    pub at: String,
    /// Where distances are measured from, once chosen.
    pub here: Option<Here>,
    /// Text only, for slow or costly connections.
    pub lite: bool,
    /// Marked in the bar.
    pub section: Section,
    /// What it loads.
    pub assets: Assets,
    /// What stands in the search box.
    pub asked: String,
    /// Choices the search box hands on, such as the radius.
    pub kept: Vec<(&'static str, String)>,
    /// For search engines; `None` keeps the page from them.
    pub found: Option<Found>,
    /// The bar of another face; `None` is the shopper's.
    pub own_bar: Option<Vec<BarLink>>,
}

impl Page {
    /// The words under this key.
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// Its language.
    pub fn locale(&self) -> Locale {
        self.words.0
    }

    /// Its language as HTML says it.
    pub fn lang(&self) -> &'static str {
        self.locale().code()
    }

    /// The other language as HTML says it.
    pub fn other_lang(&self) -> &'static str {
        self.locale().other().code()
    }

    /// The other language in its own words.
    pub fn other_language_name(&self) -> &'static str {
        match self.locale() {
            Locale::Bn => "English",
            Locale::En => "বাংলা",
        }
    }

    /// The same in the two or three letters that fit a phone.
    pub fn other_language_mark(&self) -> &'static str {
        match self.locale() {
            Locale::Bn => "EN",
            Locale::En => "বাং",
        }
    }

    /// A path of the storefront in this page's language.
    pub fn href(&self, path: &str) -> String {
        format!("/{}{path}", self.lang())
    }

    /// This very page.
    pub fn here_url(&self) -> String {
        self.href(&self.at)
    }

    /// This very page in the other language.
    pub fn in_other_language(&self) -> String {
        format!("/{}{}", self.other_lang(), self.at)
    }

    /// Where one changes the place and comes back from.
    pub fn place_href(&self) -> String {
        if self.at.starts_with("/place") {
            return self.href("/place");
        }
        let back = say::query_value(&self.here_url());
        self.href(&format!("/place?back={back}"))
    }

    /// Where distances are measured from, or the way to choose.
    pub fn here_label(&self) -> String {
        self.here
            .as_ref()
            .map_or_else(|| self.t("pages-place-choose"), |here| here.label.clone())
    }

    /// `lat,lng` for scripts; empty without a place.
    pub fn coordinates(&self) -> String {
        self.here
            .as_ref()
            .map(|here| format!("{:.4},{:.4}", here.lat, here.lng))
            .unwrap_or_default()
    }

    /// An icon of the sprite; nothing on text-only pages.
    pub fn icon(&self, name: impl AsRef<str>) -> String {
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
    pub fn count(&self, key: &str, n: u64) -> String {
        let shown = say::number(self.locale(), n);
        self.words
            .with(key, &[("n", n.into()), ("shown", shown.into())])
    }

    /// The links of the bar: those of its own face, or else the shopper's.
    pub fn bar(&self) -> Vec<BarLink> {
        if let Some(own) = &self.own_bar {
            return own.clone();
        }
        [
            (Section::Home, "/", "i-home", "pages-nav-home"),
            (Section::Search, "/search", "i-search", "pages-nav-search"),
            (
                Section::Categories,
                "/categories",
                "i-kinds",
                "pages-nav-categories",
            ),
            (Section::Place, "/place", "i-pin", "pages-nav-place"),
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
    pub fn published() -> Self {
        Self {
            css: asset_url("styles/haat.css"),
            lite_css: asset_url("styles/lite.css"),
            js: asset_url("scripts/haat.js"),
            apply_js: asset_url("scripts/desk/apply.js"),
            map_js: asset_url("scripts/map.js"),
            more_js: asset_url("scripts/more.js"),
            recent_js: asset_url("scripts/recent.js"),
            sheet_js: asset_url("scripts/sheet.js"),
            print_js: asset_url("scripts/print.js"),
            share_js: asset_url("scripts/share.js"),
            voice_js: asset_url("scripts/voice.js"),
            leaflet_js: asset_url("vendor/leaflet/leaflet.js"),
            leaflet_css: asset_url("vendor/leaflet/leaflet.css"),
            icons: asset_url("icons/icons.svg"),
            favicon: asset_url("icons/favicon.svg"),
        }
    }
}
