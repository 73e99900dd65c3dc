//! `/{lang}/admin/applications`: what waits for an admin, and the answer to it.
//! What lies outside of their areas is not there.

mod view;

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use auth::AreaAdmin;
use kernel::ApplicationId;
use media::{Format, Size, find_image, show_private};
use pages::{Visitor, form, respond};
use platform::config::Config;
use platform::cursor::Cursors;
use platform::db::QueryFailed;
use platform::http::{Error, Params, Problem};
use shops::Registry;
use shops::applications::{
    ApplyError, Verdict, Waiting, decide, find_in_area, look_alikes, photos_of, queue, queue_length,
};

use self::view::{card, page_of};
use crate::frame::area_page;
use crate::views::review::QueuePage;

/// Applications on a page.
const PAGE: usize = 20;
/// Longest note in characters.
const NOTE: usize = 1_000;

fn id_of(text: &str) -> Result<ApplicationId, ApplyError> {
    text.parse().map_err(|_| ApplyError::NoApplication)
}

/// `GET /{lang}/admin/applications`
pub(crate) async fn list(
    admin: AreaAdmin,
    visitor: Visitor,
    (registry, cursors): (Data<Registry>, Data<Cursors>),
    params: Params,
) -> Result<HttpResponse, Error> {
    let question = format!("queue page {}", admin.who.user);
    let after = match params.text("cursor") {
        Some(cursor) => Some(cursors.open(&question, cursor)?),
        None => None,
    };
    let (waiting, next) = queue(&registry, &admin, after, PAGE).await?;
    let length = queue_length(&registry, &admin).await?;
    let now = registry.clock.now();
    let next = next.map(|next| {
        let cursor = cursors.seal(&question, &next);
        visitor.href(&format!("/admin/applications?cursor={cursor}"))
    });
    let page = area_page(&visitor, "admin-queue", "/admin/applications");
    let late = length.late.unsigned_abs();
    let view = QueuePage {
        cards: waiting
            .iter()
            .map(|one| card(&visitor, one, &registry.book(), now))
            .collect(),
        late: (late > 0).then(|| page.count("admin-late-count", late)),
        waiting: page.count("admin-waiting", length.waiting.unsigned_abs()),
        is_decided: params.text("done").is_some(),
        next,
        page,
    };
    Ok(respond::unkept(respond::page(&view)?))
}

/// `GET /{lang}/admin/applications/{id}`
pub(crate) async fn show(
    admin: AreaAdmin,
    visitor: Visitor,
    id: Path<String>,
    (registry, config): (Data<Registry>, Data<Config>),
) -> Result<HttpResponse, Error> {
    let application = find_in_area(&registry, &admin, id_of(&id)?).await?;
    let alike = look_alikes(&registry, &application).await?;
    let waiting = Waiting { application, alike };
    let view = page_of(&admin, &visitor, (&registry, &config), waiting).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

/// `GET /{lang}/admin/applications/{id}/photos/{image}`
pub(crate) async fn show_photo(
    admin: AreaAdmin,
    at: Path<(String, String)>,
    registry: Data<Registry>,
) -> Result<HttpResponse, Error> {
    let (id, image) = at.into_inner();
    let id = id_of(&id)?;
    find_in_area(&registry, &admin, id).await?;
    let missing = || Problem::not_found("media.not_found");
    let image = image.parse().map_err(|_| missing())?;
    let mut conn = registry.db.get().await?;
    let found = find_image(&mut conn, photos_of(id), image).await;
    let found = found.map_err(QueryFailed)?.ok_or_else(missing)?;
    drop(conn);
    Ok(show_private(&registry.media, &found, Size::Full, Format::Jpeg).await?)
}

/// `POST /{lang}/admin/applications/{id}`
pub(crate) async fn answer(
    admin: AreaAdmin,
    visitor: Visitor,
    id: Path<String>,
    (registry, config): (Data<Registry>, Data<Config>),
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let id = id_of(&id)?;
    find_in_area(&registry, &admin, id).await?;
    let params = form::fields(&body)?;
    let note = params.text("note").unwrap_or_default().to_owned();
    let done = match verdict(&params) {
        Ok(verdict) => decide(&registry, &admin, id, &verdict, None)
            .await
            .map_err(Error::from),
        Err(problem) => Err(problem.into()),
    };
    match done {
        Ok(_) => Ok(respond::see_other(
            &visitor.href("/admin/applications?done=1"),
        )),
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let application = find_in_area(&registry, &admin, id).await?;
            let alike = look_alikes(&registry, &application).await?;
            let waiting = Waiting { application, alike };
            let mut view = page_of(&admin, &visitor, (&registry, &config), waiting).await?;
            view.notice = Some(notice);
            view.typed = note;
            Ok(respond::unkept(form::again(&view, &problem)?))
        }
    }
}

fn verdict(params: &Params) -> Result<Verdict, Problem> {
    let note = || {
        let note = params
            .text("note")
            .ok_or_else(|| Problem::field("note", "platform.missing"))?;
        if note.chars().count() > NOTE {
            return Err(Problem::field("note", "platform.too_long"));
        }
        Ok(note.to_owned())
    };
    match params.text("verdict") {
        Some("approve") => Ok(Verdict::Approve),
        Some("ask") => note().map(Verdict::Ask),
        Some("reject") => note().map(Verdict::Reject),
        _ => Err(Problem::field("verdict", "shops.unknown_verdict")),
    }
}
