//! `/{lang}/admin/messages`: what was sent, what was not and why. Nothing tells who
//! got it or what it said.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use auth::{Auth, SuperAdmin};
use notifications::{OutboxAsked, OutboxRow, State, outbox_page, send_again};
use pages::{Visitor, respond};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};

use crate::frame::{ROWS, done, moment, next, page, tabs, told};
use crate::views::list::{Action, ListPage, Row};

const PATH: &str = "/admin/messages";
const STATES: [&str; 5] = ["failed", "unknown", "queued", "sending", "sent"];

/// `GET /{lang}/admin/messages`
pub(crate) async fn show(
    who: SuperAdmin,
    visitor: Visitor,
    auth: Data<Auth>,
    db: Data<Db>,
    mut params: Params,
) -> Result<HttpResponse, Error> {
    let told = told(&visitor, &params, &["sent-again"]);
    let asked = params
        .text("state")
        .and_then(State::of)
        .unwrap_or(State::Failed);
    let before = params.parsed("before", "platform.not_an_id");
    params.finish()?;
    let mut conn = db.get().await?;
    let wanted = OutboxAsked {
        state: Some(asked),
        channel: None,
        before,
    };
    let found = outbox_page(&mut conn, wanted, ROWS)
        .await
        .map_err(QueryFailed)?;
    drop(conn);
    let last = found.last().map(|row| row.id.to_string());
    let query = [("state", Some(asked.code())), ("before", last.as_deref())];
    let view = ListPage {
        csrf: auth.form_token(&who),
        done: told,
        notice: None,
        ask: None,
        tabs: tabs(&visitor, PATH, &STATES, asked.code(), "admin-message-"),
        next: next(&visitor, PATH, found.len(), &query),
        empty: visitor.words.t("admin-messages-none"),
        rows: found.iter().map(|message| row(&visitor, message)).collect(),
        more: Some((visitor.words.t("admin-jobs"), visitor.href("/admin/jobs"))),
        page: page(&visitor, "admin-messages", PATH),
    };
    Ok(respond::unkept(respond::page(&view)?))
}

fn row(visitor: &Visitor, message: &OutboxRow) -> Row {
    let words = visitor.words;
    let mut lines = vec![format!(
        "{} · {}",
        message.recipient,
        moment(visitor, message.created_at)
    )];
    lines.extend(message.provider.clone());
    lines.extend(message.problem.clone());
    let again = || Action {
        href: visitor.href(&format!("{PATH}/{}/retry", message.id)),
        label: words.t("admin-message-again"),
        reason: None,
    };
    Row {
        title: format!("{} · {}", message.template, message.channel),
        href: None,
        mark: Some(words.t(&format!("admin-message-{}", message.state))),
        lines,
        action: (message.state == State::Failed.code()).then(again),
    }
}

/// `POST /{lang}/admin/messages/{message}/retry`
pub(crate) async fn retry(
    _who: SuperAdmin,
    visitor: Visitor,
    id: Path<String>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let none = || Problem::not_found("notifications.no_failed_message");
    let id = id.parse().map_err(|_| none())?;
    let mut conn = db.get().await?;
    let was_failed = send_again(&mut conn, id).await.map_err(QueryFailed)?;
    if !was_failed {
        return Err(none().into());
    }
    Ok(done(&visitor, PATH, "sent-again"))
}
