//! An application as its seller sees it.

use areas::{Area, DISTRICT, Gazetteer, UPAZILA};
use auth::SignedIn;
use chrono::{DateTime, Utc};
use media::State;
use pages::{Section, Visitor, say};
use platform::http::Error;
use shops::ShopKind;
use shops::applications::{Application, Kind, Status, photos};

use super::Desk;
use crate::filled::{Filled, of_application};
use crate::views::sell::{ApplicationPage, AreaGroup, Photo, Pick, Row};

/// One line of the list.
pub(super) fn row(visitor: &Visitor, application: &Application, now: DateTime<Utc>) -> Row {
    let words = visitor.words;
    Row {
        href: visitor.href(&format!("/sell/applications/{}", application.id)),
        name: title(visitor, application),
        status: words.t(&format!("desk-application-{}", application.status.code())),
        due: due(visitor, application, now),
    }
}

pub(super) fn title(visitor: &Visitor, application: &Application) -> String {
    let name = application.draft.names.in_locale(visitor.locale());
    if name.is_empty() {
        visitor.words.t("desk-application-nameless")
    } else {
        name.to_owned()
    }
}

/// When an answer can be expected.
fn due(visitor: &Visitor, application: &Application, now: DateTime<Utc>) -> Option<String> {
    let waits = application.status == Status::Submitted;
    let due_at = application.due_at.filter(|_| waits)?;
    Some(if due_at < now {
        visitor.words.t("desk-due-late")
    } else {
        let hours = (due_at - now).num_hours().max(1);
        let shown = say::number(visitor.locale(), hours.unsigned_abs());
        visitor
            .words
            .with("desk-due-in", &[("shown", shown.into())])
    })
}

pub(super) async fn page_of(
    who: &SignedIn,
    visitor: &Visitor,
    desk: &Desk,
    application: &Application,
) -> Result<ApplicationPage, Error> {
    let (registry, words) = (&desk.0, visitor.words);
    let images = photos(registry, application.id).await?;
    let own = format!("/sell/applications/{}", application.id);
    let pictures = images.iter().map(|image| Photo {
        id: image.id.to_string(),
        href: (image.state == State::Ready)
            .then(|| visitor.href(&format!("{own}/photos/{}", image.id))),
    });
    let is_claim = application.kind == Kind::Claim;
    let may_prepare =
        application.kind != Kind::Move && application.status.can_become(Status::Withdrawn);
    let heading = if is_claim {
        "desk-claim-title"
    } else {
        "desk-register-title"
    };
    let note = application.note.clone();
    Ok(ApplicationPage {
        csrf: registry.auth.form_token(who),
        action: visitor.href(&own),
        api: format!("/api/v1/shops/applications/{}", application.id),
        name: title(visitor, application),
        version: application.version,
        is_open: application.status.is_with_seller() && application.kind != Kind::Move,
        prepare: may_prepare.then(|| visitor.href(&format!("{own}/goods"))),
        can_withdraw: application.status.can_become(Status::Withdrawn),
        is_claim,
        status: words.t(&format!("desk-application-{}", application.status.code())),
        due: due(visitor, application, registry.clock.now()),
        note,
        shop_href: (application.status == Status::Approved)
            .then(|| {
                application
                    .shop
                    .map(|shop| visitor.href(&format!("/shops/{shop}")))
            })
            .flatten(),
        has_phone: application.phone.is_some(),
        challenge: None,
        done: None,
        notice: None,
        kinds: kinds(visitor),
        areas: areas(visitor, application, &registry.book()),
        photos: pictures.collect(),
        form: Filled {
            fields: of_application(application, visitor.locale()),
            wrong: Vec::new(),
        },
        tile_url: desk.2.web.tile_url.clone().unwrap_or_default(),
        page: visitor.page(words.t(heading), Section::Elsewhere),
    })
}

fn kinds(visitor: &Visitor) -> Vec<Pick> {
    let option = |kind: ShopKind| Pick {
        code: kind.code().to_owned(),
        words: visitor.words.t(&format!("kind-{}", kind.code())),
    };
    ShopKind::ALL.into_iter().map(option).collect()
}

/// Upazilas and thanas, by district: of the district around the pin or the
/// place of the visitor, or all of them.
fn areas(visitor: &Visitor, application: &Application, book: &Gazetteer) -> Vec<AreaGroup> {
    let locale = visitor.locale();
    let here = application.draft.pin.or(visitor.place);
    let district = here.and_then(|here| {
        book.locate(here)
            .ok()?
            .on(DISTRICT)
            .map(|it| it.area.code.clone())
    });
    let is_shown = |area: &&Area| {
        area.level == DISTRICT && district.as_ref().is_none_or(|code| *code == area.code)
    };
    let mut districts: Vec<&Area> = book.all().iter().filter(is_shown).collect();
    districts.sort_by_key(|area| area.names.in_locale(locale).to_owned());
    let option = |area: &Area| Pick {
        code: area.code.clone(),
        words: area.names.in_locale(locale).to_owned(),
    };
    let group = |district: &Area| AreaGroup {
        name: district.names.in_locale(locale).to_owned(),
        areas: book
            .children_in(Some(&district.code), locale)
            .into_iter()
            .filter(|area| area.level == UPAZILA)
            .map(option)
            .collect(),
    };
    districts.into_iter().map(group).collect()
}
