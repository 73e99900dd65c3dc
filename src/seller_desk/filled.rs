//! What stands in the fields of a form about a shop: what was saved, or what was
//! typed; and what is wrong with it. Applications and shops that are open share it.

use std::collections::BTreeMap;

use kernel::{Locale, Names, Point};
use pages::{Page, say};
use platform::http::{Params, Problem};
use shops::applications::Application;
use shops::own::OwnedShop;
use shops::{Friday, HoursPlan, Span};

/// Every field with one text.
const TEXTS: [&str; 25] = [
    "name_bn",
    "name_en",
    "kind",
    "lat",
    "lng",
    "area",
    "address_bn",
    "address_en",
    "about_bn",
    "about_en",
    "hours",
    "opens",
    "closes",
    "opens_2",
    "closes_2",
    "friday",
    "friday_opens",
    "friday_closes",
    "ramadan_opens",
    "ramadan_closes",
    "delivery_radius_m",
    "licence",
    "nid_end",
    "phone",
    "until",
];
/// Fields that are ticked.
const TICKS: [&str; 3] = ["home", "women_run", "ramadan"];

/// Texts by the names of fields.
pub(crate) type Fields = BTreeMap<&'static str, String>;

/// What somebody sent that could not be taken.
pub(crate) fn typed(params: &Params) -> Fields {
    let names = TEXTS.into_iter().chain(TICKS);
    names
        .map(|name| (name, params.given(name).unwrap_or_default().to_owned()))
        .collect()
}

/// The fields that were sent, of a form with some of them; a box that is not ticked
/// is not sent, so boxes count where `ticks` says that the form has them.
pub(crate) fn said(params: &Params, ticks: bool) -> Fields {
    let sent = TEXTS
        .into_iter()
        .filter_map(|name| Some((name, params.given(name)?.to_owned())));
    let ticked = TICKS.into_iter().filter(|_| ticks);
    let ticked = ticked.map(|name| (name, params.given(name).unwrap_or_default().to_owned()));
    sent.chain(ticked).collect()
}

/// What an application holds.
pub(crate) fn of_application(application: &Application, locale: Locale) -> Fields {
    let draft = &application.draft;
    let mut fields = Fields::new();
    names(&mut fields, [&draft.names, &draft.address, &draft.about]);
    place(&mut fields, draft.pin);
    flags(&mut fields, draft.home, draft.women_run);
    radius(&mut fields, draft.delivery_radius_m, locale);
    hours(&mut fields, draft.hours.as_ref());
    let licence = application.licence.as_ref();
    let nid = application.nid_end.as_ref();
    let others = [
        ("kind", draft.kind.map(|kind| kind.code().to_owned())),
        ("area", draft.area.clone()),
        (
            "licence",
            licence.map(|licence| licence.as_str().to_owned()),
        ),
        ("nid_end", nid.map(|digits| digits.as_str().to_owned())),
        (
            "phone",
            application.phone.as_ref().map(kernel::Phone::local),
        ),
    ];
    fields.extend(
        others
            .into_iter()
            .filter_map(|(name, text)| Some((name, text?))),
    );
    fields
}

/// What is known of a shop.
pub(crate) fn of_shop(shop: &OwnedShop, locale: Locale) -> Fields {
    let mut fields = Fields::new();
    names(&mut fields, [&shop.names, &shop.address, &shop.about]);
    place(&mut fields, Some(shop.pin));
    flags(&mut fields, shop.home, shop.women_run);
    radius(&mut fields, shop.delivery_radius_m, locale);
    hours(&mut fields, shop.plan.as_ref());
    fields
}

fn names(fields: &mut Fields, [name, address, about]: [&Names; 3]) {
    let texts = [
        ("name_bn", &name.bn),
        ("name_en", &name.en),
        ("address_bn", &address.bn),
        ("address_en", &address.en),
        ("about_bn", &about.bn),
        ("about_en", &about.en),
    ];
    fields.extend(
        texts
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.clone()?))),
    );
}

fn place(fields: &mut Fields, pin: Option<Point>) {
    if let Some(pin) = pin {
        fields.insert("lat", format!("{:.6}", pin.lat()));
        fields.insert("lng", format!("{:.6}", pin.lng()));
    }
}

fn flags(fields: &mut Fields, home: bool, women_run: bool) {
    for (name, on) in [("home", home), ("women_run", women_run)] {
        if on {
            fields.insert(name, "on".to_owned());
        }
    }
}

fn radius(fields: &mut Fields, metres: Option<u32>, locale: Locale) {
    if let Some(metres) = metres {
        let shown = say::in_digits(locale, &metres.to_string());
        fields.insert("delivery_radius_m", shown);
    }
}

fn hours(fields: &mut Fields, plan: Option<&HoursPlan>) {
    let Some(plan) = plan else {
        // What the form shows where nothing was told yet.
        fields.insert("hours", "daily".to_owned());
        fields.insert("friday", "same".to_owned());
        return;
    };
    let mut span = |names: [&'static str; 2], span: Option<&Span>| {
        if let Some(span) = span {
            fields.insert(names[0], time(span.from));
            fields.insert(names[1], time(span.to));
        }
    };
    if !plan.is_always() {
        span(["opens", "closes"], plan.usual.first());
        span(["opens_2", "closes_2"], plan.usual.get(1));
    }
    if let Friday::Own(own) = &plan.friday {
        span(["friday_opens", "friday_closes"], Some(own));
    }
    span(["ramadan_opens", "ramadan_closes"], plan.ramadan.as_ref());
    let friday = match plan.friday {
        Friday::Same => "same",
        Friday::Closed => "closed",
        Friday::Own(_) => "own",
    };
    fields.insert("friday", friday.to_owned());
    let kind = if plan.is_always() { "always" } else { "daily" };
    fields.insert("hours", kind.to_owned());
    if plan.is_ramadan {
        fields.insert("ramadan", "on".to_owned());
    }
}

/// As a browser's field for times takes it.
fn time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// A form with what is wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    pub fields: Fields,
    /// What is wrong, by field.
    pub wrong: Vec<(String, String)>,
}

impl Filled {
    /// Puts a problem beside its fields; what stands above the form.
    pub fn tell(&mut self, problem: &Problem, notice: String, page: &Page) -> String {
        let fields = problem.fields.iter();
        self.wrong = fields
            .map(|wrong| (wrong.field.clone(), page.words.problem(wrong.code)))
            .collect();
        match self.wrong.len() {
            0 | 1 => notice,
            n => page.count("desk-mistakes", n as u64),
        }
    }

    /// What stands in a field.
    pub fn value(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// Whether a field holds this choice.
    pub fn holds(&self, name: &str, choice: &str) -> bool {
        self.value(name) == choice
    }

    /// What is wrong with a field.
    pub fn mistake(&self, name: &str) -> Option<&str> {
        let found = self.wrong.iter().find(|(field, _)| field == name);
        found.map(|(_, text)| text.as_str())
    }

    /// Attributes of a field that is wrong.
    pub fn marks(&self, name: &str) -> String {
        if self.mistake(name).is_none() {
            return String::new();
        }
        format!(" aria-invalid=\"true\" aria-describedby=\"{name}-wrong\"")
    }
}
