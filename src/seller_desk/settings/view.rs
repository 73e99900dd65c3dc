//! A shop as the form shows it.

use auth::{OwnShop, StaffRank};
use chrono::{NaiveDate, TimeDelta};
use pages::{Visitor, say};
use platform::config::Config;
use platform::http::Error;
use shops::own::{OwnedShop, move_waits, owned_shop};
use shops::slug_of;

use super::Desk;
use crate::counter::{Counter, Part};
use crate::filled::{Fields, Filled, of_shop};
use crate::views::settings::{Clash, SettingsPage, Shared};

/// Fields of the form and their words, in its order.
const LABELS: [(&str, &str); 21] = [
    ("name_bn", "desk-name-bn"),
    ("name_en", "desk-name-en"),
    ("about_bn", "desk-about-bn"),
    ("about_en", "desk-about-en"),
    ("home", "desk-home"),
    ("women_run", "desk-women-run"),
    ("address_bn", "desk-address-bn"),
    ("address_en", "desk-address-en"),
    ("hours", "desk-hours"),
    ("opens", "desk-opens"),
    ("closes", "desk-closes"),
    ("opens_2", "desk-opens-again"),
    ("closes_2", "desk-closes-again"),
    ("friday", "desk-friday"),
    ("friday_opens", "desk-friday-opens"),
    ("friday_closes", "desk-friday-closes"),
    ("ramadan_opens", "desk-ramadan-opens"),
    ("ramadan_closes", "desk-ramadan-closes"),
    ("ramadan", "desk-ramadan-now"),
    ("delivery_radius_m", "desk-delivery"),
    ("phone", "desk-phone"),
];

pub(super) async fn page_of<R: StaffRank>(
    own: &OwnShop<R>,
    visitor: &Visitor,
    desk: &Desk,
) -> Result<SettingsPage, Error> {
    let (tools, registry, config) = desk;
    let words = visitor.words;
    let shop = owned_shop(registry, own.shop).await?;
    let counter = Counter::of(own, visitor, tools).await?;
    let today = registry.clock.now_in_dhaka().date_naive();
    let ahead = |days| (today + TimeDelta::days(days)).to_string();
    Ok(SettingsPage {
        page: counter.page(visitor, words.t("desk-settings"), Part::Settings),
        action: visitor.href(&counter.path("/settings")),
        version: shop.version,
        state: shop.state(),
        banned_why: shop.banned_why.clone(),
        until: shop.paused_until.map(|day| {
            let day = day_words(visitor, day);
            words.with("desk-paused-until", &[("day", day.into())])
        }),
        days: [ahead(1), ahead(366)],
        shared: (shop.state() == "listed").then(|| shared(&shop, visitor, config)),
        clashes: Vec::new(),
        move_waits: move_waits(registry, own.shop).await?,
        phone: shop
            .phone
            .as_ref()
            .map(|phone| say::in_digits(words.0, &phone.local())),
        challenge: None,
        done: None,
        notice: None,
        tile_url: config.web.tile_url.clone().unwrap_or_default(),
        form: Filled {
            fields: of_shop(&shop, visitor.locale()),
            wrong: Vec::new(),
        },
        counter,
    })
}

fn shared(shop: &OwnedShop, visitor: &Visitor, config: &Config) -> Shared {
    let slug = slug_of(&shop.names, shop.ord);
    let site = config.web.public_url.trim_end_matches('/');
    Shared {
        link: format!("{site}/s/{slug}"),
        poster: visitor.href(&format!("/s/{slug}/poster")),
        public: visitor.href(&format!("/s/{slug}")),
    }
}

fn day_words(visitor: &Visitor, day: NaiveDate) -> String {
    say::in_digits(visitor.locale(), &day.format("%d-%m-%Y").to_string())
}

/// What differs between what is there and what was typed.
pub(super) fn clashes(visitor: &Visitor, there: &Fields, typed: &Fields) -> Vec<Clash> {
    let differs = |(name, key): (&'static str, &str)| {
        let theirs = there.get(name).map(String::as_str).unwrap_or_default();
        let mine = typed.get(name)?.as_str();
        (theirs != mine.trim()).then(|| Clash {
            label: visitor.words.t(key),
            theirs: shown(visitor, name, theirs),
            mine: shown(visitor, name, mine),
        })
    };
    LABELS.into_iter().filter_map(differs).collect()
}

/// What stands in a field, as people read it.
fn shown(visitor: &Visitor, name: &str, value: &str) -> String {
    let words = visitor.words;
    match (name, value) {
        ("home" | "women_run" | "ramadan", "") => words.t("desk-no"),
        ("home" | "women_run" | "ramadan", _) => words.t("desk-yes"),
        (_, "") => words.t("desk-clash-empty"),
        ("hours" | "friday", "daily" | "always" | "same" | "closed" | "own") => {
            words.t(&format!("desk-{name}-{value}"))
        }
        _ => say::in_digits(words.0, value),
    }
}
