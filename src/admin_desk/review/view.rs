//! Applications as an admin sees them.

use areas::Gazetteer;
use auth::AreaAdmin;
use chrono::{DateTime, Utc};
use kernel::Names;
use media::State;
use pages::{Visitor, say};
use platform::config::Config;
use platform::http::Error;
use shops::Registry;
use shops::applications::{Alike, Application, Status, Waiting, photos};

use crate::frame::area_page;
use crate::views::review::{ApplicationPage, Card, Fact, Photo};

/// One card of the queue.
pub(super) fn card(
    visitor: &Visitor,
    waiting: &Waiting,
    book: &Gazetteer,
    now: DateTime<Utc>,
) -> Card {
    let Waiting { application, alike } = waiting;
    Card {
        href: visitor.href(&format!("/admin/applications/{}", application.id)),
        name: name(visitor, application),
        about: about(visitor, application, book),
        due: due(visitor, application, now),
        is_late: application.is_late(now),
        namesake: namesake(visitor, alike),
        warnings: warnings(visitor, alike),
    }
}

fn name(visitor: &Visitor, application: &Application) -> String {
    let Names { bn, en } = &application.draft.names;
    let both: Vec<&str> = [bn, en].into_iter().flatten().map(String::as_str).collect();
    if both.is_empty() {
        return visitor.words.t("admin-nameless");
    }
    both.join(" · ")
}

/// What is asked for, what it sells, and where.
fn about(visitor: &Visitor, application: &Application, book: &Gazetteer) -> String {
    let words = visitor.words;
    let what = words.t(&format!("admin-kind-{}", application.kind.code()));
    let kind = application.draft.kind;
    let kind = kind.map(|kind| words.t(&format!("kind-{}", kind.code())));
    let area = application.area.as_deref().and_then(|code| book.find(code));
    let area = area.map(|area| area.names.in_locale(visitor.locale()).to_owned());
    let parts: Vec<String> = [Some(what), kind, area].into_iter().flatten().collect();
    parts.join(" · ")
}

/// "due in 5 h", or "late".
fn due(visitor: &Visitor, application: &Application, now: DateTime<Utc>) -> String {
    let words = visitor.words;
    let Some(due_at) = application
        .due_at
        .filter(|_| application.status == Status::Submitted)
    else {
        return words.t(&format!("admin-status-{}", application.status.code()));
    };
    let hours = (due_at - now).num_hours();
    let shown = say::number(visitor.locale(), hours.unsigned_abs().max(1));
    let key = if due_at < now {
        "admin-late"
    } else {
        "admin-due-in"
    };
    words.with(key, &[("shown", shown.into())])
}

fn namesake(visitor: &Visitor, alike: &Alike) -> Option<(String, String)> {
    let same = alike.namesake.as_ref()?;
    let away = say::distance(visitor.words, same.metres);
    let words = visitor.words.with(
        "admin-namesake",
        &[
            (
                "name",
                same.names.in_locale(visitor.locale()).to_owned().into(),
            ),
            ("distance", format!("{} {}", away.number, away.unit).into()),
        ],
    );
    Some((words, visitor.href(&format!("/shops/{}", same.shop))))
}

fn warnings(visitor: &Visitor, alike: &Alike) -> Vec<(String, String)> {
    let link = |about: &str| {
        if about.starts_with("shp_") {
            visitor.href(&format!("/shops/{about}"))
        } else {
            visitor.href(&format!("/admin/applications/{about}"))
        }
    };
    let warning = |code: &str| visitor.words.t(&format!("admin-warning-{code}"));
    let all = alike.warnings.iter();
    all.map(|(what, about)| (warning(what.code()), link(about)))
        .collect()
}

pub(super) async fn page_of(
    admin: &AreaAdmin,
    visitor: &Visitor,
    (registry, config): (&Registry, &Config),
    waiting: Waiting,
) -> Result<ApplicationPage, Error> {
    let (book, now) = (registry.book(), registry.clock.now());
    let images = photos(registry, waiting.application.id).await?;
    let own = format!("/admin/applications/{}", waiting.application.id);
    let pictures = images.iter().filter(|image| image.state == State::Ready);
    let photos = pictures.map(|image| Photo {
        href: visitor.href(&format!("{own}/photos/{}", image.id)),
    });
    let pin = waiting.application.draft.pin;
    let decided = waiting.application.status != Status::Submitted;
    Ok(ApplicationPage {
        csrf: registry.auth.form_token(&admin.who),
        action: visitor.href(&own),
        facts: facts(visitor, &waiting.application),
        pin: pin.map(|pin| format!("{:.6},{:.6}", pin.lat(), pin.lng())),
        osm_href: pin.map(|pin| {
            let (lat, lng) = (pin.lat(), pin.lng());
            format!("https://www.openstreetmap.org/?mlat={lat:.6}&mlon={lng:.6}#map=18/{lat:.6}/{lng:.6}")
        }),
        nearby_url: pin.map_or_else(String::new, |pin| {
            format!("/api/v1/shops/nearby?lat={:.6}&lng={:.6}&radius_m=500&limit=100", pin.lat(), pin.lng())
        }),
        photos: photos.collect(),
        is_decided: decided,
        note: waiting.application.note.clone(),
        notice: None,
        typed: String::new(),
        tile_url: config.web.tile_url.clone().unwrap_or_default(),
        card: card(visitor, &waiting, &book, now),
        page: area_page(visitor, "admin-application", "/admin/applications"),
    })
}

fn facts(visitor: &Visitor, application: &Application) -> Vec<Fact> {
    let (words, locale, draft) = (visitor.words, visitor.locale(), &application.draft);
    let yes = |is_so: bool| is_so.then(|| words.t("admin-yes"));
    let address = draft.address.in_locale(locale);
    let radius = draft.delivery_radius_m.filter(|metres| *metres > 0);
    let licence = application.licence.as_ref();
    let nid = application.nid_end.as_ref();
    let at_photo = draft.pin.zip(application.photo_place);
    let metres = |metres: f64| {
        let away = say::distance(words, metres);
        format!("{} {}", away.number, away.unit)
    };
    let all = [
        (
            "address",
            Some(address.to_owned()).filter(|it| !it.is_empty()),
        ),
        (
            "phone",
            application
                .phone
                .as_ref()
                .map(|phone| say::in_digits(locale, &phone.local())),
        ),
        (
            "licence",
            licence.map(|licence| licence.as_str().to_owned()),
        ),
        (
            "nid",
            nid.map(|digits| say::in_digits(locale, digits.as_str())),
        ),
        (
            "photo-place",
            at_photo.map(|(pin, photo)| metres(pin.metres_to(photo))),
        ),
        ("delivery", radius.map(|radius| metres(f64::from(radius)))),
        ("home", yes(draft.home)),
        ("women-run", yes(draft.women_run)),
    ];
    let shown = all
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)));
    shown
        .map(|(key, value)| Fact {
            name: words.t(&format!("admin-fact-{key}")),
            value,
        })
        .collect()
}
