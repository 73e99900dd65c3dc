//! What the pages of one shop share: its name, the way around, what forms carry.

use actix_web::web::Data;
use auth::{Auth, OwnShop, StaffRank, StaffRole};
use bangla_text::Unit;
use catalog::UnitPrice;
use kernel::{Clock, Money, ShopId};
use pages::{BarLink, Page, Section, Visitor, say};
use platform::cursor::Cursors;
use platform::db::{Db, QueryFailed};
use platform::http::Error;
use platform::i18n::Words;
use platform::web::asset_url;

/// What the pages of a shop work with.
pub(crate) type Tools = (Data<Db>, Data<Auth>, Data<Cursors>, Data<Clock>);

/// The frame around the pages of one shop.
#[derive(Clone, Debug)]
pub(crate) struct Counter {
    /// `shp_…`
    pub shop: String,
    /// Its name in the language of the page.
    pub name: String,
    /// What forms carry, and scripts send as `X-CSRF-Token`.
    pub csrf: String,
    /// Who may change what is on the shelf.
    pub keeps: bool,
    /// Who decides who works there.
    pub owns: bool,
    /// Styles of these pages.
    pub css: &'static str,
}

/// Which of the shop's pages one is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Goods,
    Add,
    Staff,
    Settings,
    Elsewhere,
}

impl Counter {
    /// Of the shop that a handler was let into.
    pub async fn of<R: StaffRank>(
        own: &OwnShop<R>,
        visitor: &Visitor,
        tools: &Tools,
    ) -> Result<Self, Error> {
        let found = shops::shops_of(&mut *tools.0.get().await?, &[own.shop]).await;
        let found = found.map_err(QueryFailed::from)?;
        let name = found
            .first()
            .map(|shop| shop.names.in_locale(visitor.locale()));
        Ok(Self {
            shop: own.shop.to_string(),
            name: name.unwrap_or_default().to_owned(),
            csrf: tools.1.form_token(&own.who),
            keeps: own.role >= StaffRole::Manager,
            owns: own.role >= StaffRole::Owner,
            css: asset_url("styles/shelf.css"),
        })
    }

    /// A path of this shop's pages behind the language.
    pub fn path(&self, more: &str) -> String {
        format!("/desk/shops/{}{more}", self.shop)
    }

    /// A page with the shop's own bar.
    pub fn page(&self, visitor: &Visitor, title: String, part: Part) -> Page {
        let mut page = visitor.page(title, Section::Elsewhere);
        page.own_bar = Some(self.bar(visitor.words, part));
        page
    }

    /// The way around this shop.
    pub fn bar(&self, words: Words, part: Part) -> Vec<BarLink> {
        let goods = self.path("/goods");
        let links = [
            (
                Part::Elsewhere,
                "/desk".to_owned(),
                "i-home",
                "desk-bar-shops",
                true,
            ),
            (
                Part::Goods,
                goods.clone(),
                "i-kinds",
                "desk-bar-goods",
                true,
            ),
            (
                Part::Add,
                format!("{goods}/add"),
                "i-plus",
                "desk-bar-add",
                self.keeps,
            ),
            (
                Part::Staff,
                self.path("/staff"),
                "i-people",
                "desk-bar-staff",
                self.owns,
            ),
            (
                Part::Settings,
                self.path("/settings"),
                "i-shop",
                "desk-bar-settings",
                self.keeps,
            ),
        ];
        let link = |(of, path, icon, key, _): (Part, String, &'static str, &str, bool)| BarLink {
            href: format!("/{}{path}", words.0),
            icon,
            label: words.t(key),
            on: of == part && part != Part::Elsewhere,
        };
        let open = links.into_iter().filter(|(.., may)| *may);
        open.map(link).collect()
    }
}

/// An amount as it stands in a field: digits of the language, poisha only where
/// there are some.
pub(crate) fn field_amount(words: Words, amount: Option<Money>) -> String {
    let text = amount.map(|amount| amount.to_string()).unwrap_or_default();
    say::in_digits(words.0, text.strip_suffix(".00").unwrap_or(&text))
}

/// A number as it stands in a field.
pub(crate) fn field_number(words: Words, number: Option<i32>) -> String {
    let text = number.map(|number| number.to_string()).unwrap_or_default();
    say::in_digits(words.0, &text)
}

/// What a unit costs: "৳৭৯ / কেজি".
pub(crate) fn unit_words(words: Words, unit: UnitPrice) -> String {
    let price = say::price(words.0, unit.price);
    let unit = words.t(&format!("desk-unit-{}", unit.code()));
    words.with(
        "desk-unit-price",
        &[("price", price.into()), ("unit", unit.into())],
    )
}

/// Brand and pack under a name, as far as known and not part of the name.
pub(crate) fn about(words: Words, name: &str, brand: Option<&str>, size: Option<&str>) -> String {
    let size = size.map(|size| pack_words(words, size));
    let parts = [brand, size.as_deref()].into_iter().flatten();
    let parts: Vec<&str> = parts.filter(|part| !name.contains(part)).collect();
    parts.join(" · ")
}

/// A pack as people read it; one that is not a number and a unit stays as printed.
fn pack_words(words: Words, size: &str) -> String {
    let Some((number, unit)) = catalog::split_pack(size) else {
        return size.to_owned();
    };
    let unit = match unit {
        Unit::Kilogram => "desk-unit-kg",
        Unit::Gram => "desk-unit-g",
        Unit::Milligram => "desk-unit-mg",
        Unit::Litre => "desk-unit-l",
        Unit::Millilitre => "desk-unit-ml",
        Unit::Piece => "desk-unit-piece",
        Unit::Dozen => "desk-unit-dozen",
        Unit::Hali => "desk-unit-hali",
    };
    format!("{} {}", say::in_digits(words.0, &number), words.t(unit))
}

/// A day or a moment in Dhaka, in the digits of the language.
pub(crate) fn moment(words: Words, at: chrono::DateTime<chrono::Utc>) -> String {
    let local = at + chrono::TimeDelta::hours(6);
    say::in_digits(words.0, &local.format("%d-%m-%Y %H:%M").to_string())
}

/// The path of a shop's list behind the language.
pub(crate) fn list_path(shop: ShopId) -> String {
    format!("/desk/shops/{shop}/goods")
}
