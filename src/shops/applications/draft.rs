//! What has been filled in so far, and how more of it comes in.
#![expect(
    clippy::option_option,
    reason = "what is not said stays, and what is taken back is empty"
)]

use areas::Gazetteer;
use kernel::{Names, Point};
use platform::http::Params;
use serde::{Deserialize, Serialize};

use super::papers::{Licence, NidEnd};
use crate::plan::{HoursPlan, read_hours};
use crate::{Shop, ShopKind};

/// Longest name in characters.
const NAME: usize = 80;
/// Longest address in characters.
const ADDRESS: usize = 200;
/// Longest text about a shop in characters.
pub const ABOUT: usize = 500;
/// How far a shop brings things at most, in metres.
pub const MOST_DELIVERY_M: u32 = 20_000;

/// What has been filled in, except what is sealed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The shop's name.
    pub names: Names,
    /// What it mainly is.
    pub kind: Option<ShopKind>,
    /// Where its door is.
    pub pin: Option<Point>,
    /// Code of the upazila or thana that the seller chose.
    pub area: Option<String>,
    /// Words that help to find the door.
    pub address: Names,
    /// What its owner says about it.
    pub about: Names,
    /// When it is open.
    pub hours: Option<HoursPlan>,
    /// How far it brings things; 0 or absent = it does not.
    pub delivery_radius_m: Option<u32>,
    /// Sells from home.
    pub home: bool,
    /// Run by women.
    pub women_run: bool,
}

/// What is filled in now; what is `None` stays, `Some(None)` takes it away.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    pub(crate) name_bn: Option<Option<String>>,
    pub(crate) name_en: Option<Option<String>>,
    pub(crate) kind: Option<Option<ShopKind>>,
    pub(crate) pin: Option<Option<Point>>,
    pub(crate) area: Option<Option<String>>,
    pub(crate) address_bn: Option<Option<String>>,
    pub(crate) address_en: Option<Option<String>>,
    pub(crate) about_bn: Option<Option<String>>,
    pub(crate) about_en: Option<Option<String>>,
    pub(crate) hours: Option<Option<HoursPlan>>,
    pub(crate) delivery_radius_m: Option<Option<u32>>,
    pub(crate) home: Option<bool>,
    pub(crate) women_run: Option<bool>,
    pub(crate) licence: Option<Option<Licence>>,
    pub(crate) nid_end: Option<Option<NidEnd>>,
}

impl Draft {
    /// What the map says about a shop that is claimed.
    pub(super) fn of(shop: &Shop, book: &Gazetteer) -> Self {
        let located = book.locate(shop.location).ok();
        let area = located.and_then(|at| Some(at.upazila()?.area.code.clone()));
        Self {
            names: shop.names.clone(),
            kind: Some(shop.kind),
            pin: Some(shop.location),
            area,
            address: shop.address.clone(),
            ..Self::default()
        }
    }

    pub(super) fn change(&mut self, changes: &Changes) {
        let changes = changes.clone();
        set(&mut self.names.bn, changes.name_bn);
        set(&mut self.names.en, changes.name_en);
        set(&mut self.kind, changes.kind);
        set(&mut self.pin, changes.pin);
        set(&mut self.area, changes.area);
        set(&mut self.address.bn, changes.address_bn);
        set(&mut self.address.en, changes.address_en);
        set(&mut self.about.bn, changes.about_bn);
        set(&mut self.about.en, changes.about_en);
        set(&mut self.hours, changes.hours);
        set(&mut self.delivery_radius_m, changes.delivery_radius_m);
        set(&mut self.home, changes.home);
        set(&mut self.women_run, changes.women_run);
    }
}

fn set<T>(value: &mut T, change: Option<T>) {
    if let Some(new) = change {
        *value = new;
    }
}

impl Changes {
    /// Names of the fields that are said.
    pub(crate) fn fields(&self) -> Vec<&'static str> {
        let said = [
            ("name_bn", self.name_bn.is_some()),
            ("name_en", self.name_en.is_some()),
            ("kind", self.kind.is_some()),
            ("pin", self.pin.is_some()),
            ("area", self.area.is_some()),
            ("address_bn", self.address_bn.is_some()),
            ("address_en", self.address_en.is_some()),
            ("about_bn", self.about_bn.is_some()),
            ("about_en", self.about_en.is_some()),
            ("hours", self.hours.is_some()),
            ("delivery_radius_m", self.delivery_radius_m.is_some()),
            ("home", self.home.is_some()),
            ("women_run", self.women_run.is_some()),
        ];
        let said = said.into_iter().filter(|(_, said)| *said);
        said.map(|(name, _)| name).collect()
    }
}

/// Reads whatever fields of a shop are there, of a form or a document; empty ones
/// are taken back. What is wrong is noted.
pub fn read_changes(params: &mut Params, book: &Gazetteer) -> Changes {
    Changes {
        name_bn: text(params, "name_bn", NAME),
        name_en: text(params, "name_en", NAME),
        kind: parsed(params, "kind", "shops.unknown_kind"),
        pin: pin(params),
        area: area(params, book),
        address_bn: text(params, "address_bn", ADDRESS),
        address_en: text(params, "address_en", ADDRESS),
        about_bn: text(params, "about_bn", ABOUT),
        about_en: text(params, "about_en", ABOUT),
        hours: read_hours(params),
        delivery_radius_m: radius(params),
        home: flag(params, "home"),
        women_run: flag(params, "women_run"),
        licence: parsed(params, "licence", "shops.bad_licence"),
        nid_end: parsed(params, "nid_end", "shops.bad_nid"),
    }
}

fn text(params: &mut Params, name: &str, longest: usize) -> Option<Option<String>> {
    params.must_be_text(name);
    let words: Vec<&str> = params.given(name)?.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() > longest {
        params.refuse(name, "platform.too_long");
        return None;
    }
    Some(Some(text).filter(|text| !text.is_empty()))
}

fn parsed<T: std::str::FromStr>(
    params: &mut Params,
    name: &str,
    code: &'static str,
) -> Option<Option<T>> {
    params.must_be_text(name);
    if params.is_refused(name) {
        return None;
    }
    if params.given(name)?.is_empty() {
        return Some(None);
    }
    params.parsed(name, code).map(Some)
}

fn pin(params: &mut Params) -> Option<Option<Point>> {
    let given = ["lat", "lng"].map(|name| params.given(name).is_some());
    if given == [false, false] {
        return None;
    }
    match params.point() {
        Some(pin) => Some(Some(pin)),
        None if params.text("lat").is_none() && params.text("lng").is_none() => Some(None),
        None => None,
    }
}

fn area(params: &mut Params, book: &Gazetteer) -> Option<Option<String>> {
    let code = params.given("area")?.to_owned();
    if code.is_empty() {
        return Some(None);
    }
    if book
        .find(&code)
        .is_none_or(|area| area.level != areas::UPAZILA)
    {
        params.refuse("area", "shops.unknown_area");
        return None;
    }
    Some(Some(code))
}

fn radius(params: &mut Params) -> Option<Option<u32>> {
    const NAME: &str = "delivery_radius_m";
    if params.given(NAME)?.is_empty() {
        return Some(None);
    }
    let ascii = bangla_text::to_ascii_digits(params.given(NAME)?);
    params.set(NAME, &ascii);
    params.number(NAME, &(0..=MOST_DELIVERY_M)).map(Some)
}

fn flag(params: &mut Params, name: &str) -> Option<bool> {
    params.given(name)?;
    Some(params.flag(name))
}
