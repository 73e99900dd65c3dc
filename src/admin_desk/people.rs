//! `/{lang}/admin/people`: accounts, and who may not use theirs.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use auth::{Auth, PeopleAsked, Person, SuperAdmin, people, read_phone};
use kernel::UserId;
use pages::{Visitor, form, respond, say};
use platform::http::{Error, Params, Problem};

use crate::frame::{ROWS, done, moment, next, page, tabs, told};
use crate::views::list::{Action, Ask, ListPage, Row};

const PATH: &str = "/admin/people";
/// Longest reason, in characters.
const LONGEST: usize = 500;

/// `GET /{lang}/admin/people`
pub(crate) async fn show(
    who: SuperAdmin,
    visitor: Visitor,
    auth: Data<Auth>,
    params: Params,
) -> Result<HttpResponse, Error> {
    let view = view(&who, &visitor, &auth, params).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

async fn view(
    who: &SuperAdmin,
    visitor: &Visitor,
    auth: &Auth,
    mut params: Params,
) -> Result<ListPage, Error> {
    let typed = params.text("phone").unwrap_or_default().to_owned();
    let told = told(visitor, &params, &["suspended", "restored"]);
    let state = if params.text("state") == Some("suspended") {
        "suspended"
    } else {
        "all"
    };
    let phone = (!typed.is_empty())
        .then(|| read_phone(&mut params, "phone"))
        .flatten();
    let before = params.parsed("before", "platform.not_an_id");
    let wrong = params.finish().err();
    let found = if wrong.is_some() {
        Vec::new()
    } else {
        let asked = PeopleAsked {
            phone,
            suspended: state == "suspended",
            before,
        };
        people(auth, &asked, ROWS).await?
    };
    let words = visitor.words;
    let last = found.last().map(|person| person.id.to_string());
    Ok(ListPage {
        csrf: auth.form_token(who),
        done: told,
        notice: wrong.map(|wrong| {
            words.problem(wrong.fields.first().map_or(wrong.code, |field| field.code))
        }),
        ask: Some(Ask {
            name: "phone",
            label: words.t("admin-people-phone"),
            value: typed,
            kind: "tel",
        }),
        tabs: tabs(visitor, PATH, &["all", "suspended"], state, "admin-people-"),
        next: next(
            visitor,
            PATH,
            found.len(),
            &[("state", Some(state)), ("before", last.as_deref())],
        ),
        empty: words.t("admin-people-none"),
        rows: found
            .iter()
            .map(|person| row(visitor, who, person))
            .collect(),
        more: None,
        page: page(visitor, "admin-people", PATH),
    })
}

fn row(visitor: &Visitor, who: &SuperAdmin, person: &Person) -> Row {
    let words = visitor.words;
    let since = moment(visitor, person.created_at);
    let shops = u64::try_from(person.shops).unwrap_or(0);
    let mut lines = vec![words.with("admin-people-since", &[("at", since.into())])];
    if shops > 0 {
        let shown = say::number(visitor.locale(), shops);
        lines.push(words.with(
            "admin-people-shops",
            &[("n", shops.into()), ("shown", shown.into())],
        ));
    }
    lines.extend(
        person
            .roles
            .iter()
            .map(|role| words.t(&format!("admin-role-{}", role.replace('_', "-")))),
    );
    if !person.areas.is_empty() {
        lines.push(words.with(
            "admin-people-areas",
            &[("codes", person.areas.join(", ").into())],
        ));
    }
    if let Some(why) = &person.suspended_why {
        lines.push(words.with("admin-people-why", &[("why", why.as_str().into())]));
    }
    let number = say::in_digits(visitor.locale(), &person.phone.local());
    // The number stands once, above where there is no name.
    let below = person.name.as_ref().map(|_| number.clone());
    Row {
        title: person.name.clone().unwrap_or(number),
        href: None,
        mark: person
            .suspended_at
            .map(|_| words.t("admin-people-suspended")),
        lines: below.into_iter().chain(lines).collect(),
        action: (person.id != who.user).then(|| action(visitor, person)),
    }
}

fn action(visitor: &Visitor, person: &Person) -> Action {
    let words = visitor.words;
    let to = |verb: &str| visitor.href(&format!("{PATH}/{}/{verb}", person.id));
    if person.suspended_at.is_some() {
        return Action {
            href: to("restore"),
            label: words.t("admin-people-restore"),
            reason: None,
        };
    }
    Action {
        href: to("suspend"),
        label: words.t("admin-people-suspend"),
        reason: Some(words.t("admin-people-reason")),
    }
}

fn somebody(id: &str) -> Result<UserId, Problem> {
    id.parse()
        .map_err(|_| Problem::not_found("auth.no_such_user"))
}

/// `POST /{lang}/admin/people/{user}/suspend`
pub(crate) async fn suspend(
    who: SuperAdmin,
    visitor: Visitor,
    id: Path<String>,
    body: Bytes,
    auth: Data<Auth>,
) -> Result<HttpResponse, Error> {
    let user = somebody(&id)?;
    let mut params = form::fields(&body)?;
    let why = params.text("why").unwrap_or_default().trim().to_owned();
    match why.chars().count() {
        0 => params.refuse("why", "platform.missing"),
        1..=LONGEST => {}
        _ => params.refuse("why", "platform.too_long"),
    }
    params.finish()?;
    auth::suspend(&auth, user, Some(who.user), &why).await?;
    Ok(done(&visitor, PATH, "suspended"))
}

/// `POST /{lang}/admin/people/{user}/restore`
pub(crate) async fn restore(
    who: SuperAdmin,
    visitor: Visitor,
    id: Path<String>,
    auth: Data<Auth>,
) -> Result<HttpResponse, Error> {
    auth::unsuspend(&auth, somebody(&id)?, Some(who.user)).await?;
    Ok(done(&visitor, PATH, "restored"))
}
