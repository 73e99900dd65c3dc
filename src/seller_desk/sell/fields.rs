//! What stands in the fields of the form: what was saved, or what was typed.

use std::collections::BTreeMap;

use kernel::Locale;
use pages::say;
use platform::http::Params;
use shops::applications::Application;
use shops::{Friday, Span};

/// Every field with one text.
const TEXTS: [&str; 22] = [
    "name_bn",
    "name_en",
    "kind",
    "lat",
    "lng",
    "area",
    "address_bn",
    "address_en",
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
];
/// Fields that are ticked.
const TICKS: [&str; 3] = ["home", "women_run", "ramadan"];

/// Texts by the names of fields.
pub(crate) type Fields = BTreeMap<&'static str, String>;

/// What somebody sent that could not be taken.
pub(super) fn typed(params: &Params) -> Fields {
    let names = TEXTS.into_iter().chain(TICKS);
    names
        .map(|name| (name, params.given(name).unwrap_or_default().to_owned()))
        .collect()
}

/// What was saved.
pub(super) fn saved(application: &Application, locale: Locale) -> Fields {
    let draft = &application.draft;
    let mut fields = Fields::new();
    let mut put = |name, value: Option<String>| {
        if let Some(value) = value {
            fields.insert(name, value);
        }
    };
    put("name_bn", draft.names.bn.clone());
    put("name_en", draft.names.en.clone());
    put("kind", draft.kind.map(|kind| kind.code().to_owned()));
    put("lat", draft.pin.map(|pin| format!("{:.6}", pin.lat())));
    put("lng", draft.pin.map(|pin| format!("{:.6}", pin.lng())));
    put("area", draft.area.clone());
    put("address_bn", draft.address.bn.clone());
    put("address_en", draft.address.en.clone());
    let radius = draft.delivery_radius_m;
    put(
        "delivery_radius_m",
        radius.map(|metres| say::in_digits(locale, &metres.to_string())),
    );
    put("home", draft.home.then(|| "on".to_owned()));
    put("women_run", draft.women_run.then(|| "on".to_owned()));
    let licence = application.licence.as_ref();
    put(
        "licence",
        licence.map(|licence| licence.as_str().to_owned()),
    );
    let nid = application.nid_end.as_ref();
    put("nid_end", nid.map(|digits| digits.as_str().to_owned()));
    put(
        "phone",
        application.phone.as_ref().map(kernel::Phone::local),
    );
    hours(&mut fields, application);
    fields
}

fn hours(fields: &mut Fields, application: &Application) {
    let Some(plan) = &application.draft.hours else {
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
