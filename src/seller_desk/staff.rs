//! `/{lang}/desk/shops/{shop}/staff`: who works there.

use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use auth::{
    AuthError, Invitation, OwnShop, Owner, StaffRole, change_staff_role, dismiss, invite_staff,
    members_of, read_phone,
};
use kernel::UserId;
use pages::{Visitor, form, respond, say};
use platform::http::{Error, Params, Problem};
use platform::limits::{Deed, Limits};

use crate::counter::{Counter, Part, Tools};
use crate::views::staff::{MemberRow, RoleChoice, StaffPage};

/// `GET …/staff`
pub(crate) async fn show(
    own: OwnShop<Owner>,
    visitor: Visitor,
    tools: Tools,
    params: Params,
) -> Result<HttpResponse, Error> {
    let mut view = view(&own, &visitor, &tools).await?;
    let done = params
        .text("done")
        .filter(|done| ["invited", "saved"].contains(done));
    view.done = done.map(|done| visitor.words.t(&format!("desk-done-{done}")));
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST …/staff`: asks somebody to work there.
pub(crate) async fn invite(
    own: OwnShop<Owner>,
    req: HttpRequest,
    visitor: Visitor,
    tools: Tools,
    limits: Data<Limits>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let outcome = try_invite(&own, &tools, (&limits, &req), params).await;
    answer(outcome, "invited", &own, (&visitor, &tools)).await
}

async fn try_invite(
    own: &OwnShop<Owner>,
    tools: &Tools,
    (limits, req): (&Limits, &HttpRequest),
    mut params: Params,
) -> Result<(), Error> {
    if params.text("phone").is_none() {
        params.refuse("phone", "platform.missing");
    }
    let phone = read_phone(&mut params, "phone");
    let role: Option<StaffRole> = params.parsed("role", "auth.unknown_staff_role");
    params.finish()?;
    let missing = || Problem::field("role", "platform.missing");
    let (phone, role) = phone.zip(role).ok_or_else(missing)?;
    if let Some(caller) = limits.caller(req) {
        limits.count(Deed::AskPeople, caller).await?;
    }
    let cmd = Invitation {
        shop: own.shop,
        phone,
        role,
        by: own.who.user,
        language: own.who.language,
    };
    invite_staff(&tools.1, &cmd).await?;
    Ok(())
}

/// `POST …/staff/{user}`: another role, or none.
pub(crate) async fn change(
    own: OwnShop<Owner>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let mut params = form::fields(&body)?;
    let user: UserId = path.1.parse().map_err(|_| AuthError::NoSuchStaff)?;
    let (who, by) = ((own.shop, user), own.who.user);
    let outcome = if params.text("go").is_some() {
        dismiss(&tools.1, who, by).await.map_err(Error::from)
    } else {
        let role: Option<StaffRole> = params.parsed("role", "auth.unknown_staff_role");
        params.finish()?;
        let missing = || Problem::field("role", "platform.missing");
        let changed = change_staff_role(&tools.1, who, role.ok_or_else(missing)?, by).await;
        changed.map_err(Error::from)
    };
    answer(outcome, "saved", &own, (&visitor, &tools)).await
}

/// Back to the page when it is done, or the page with what is wrong.
async fn answer(
    outcome: Result<(), Error>,
    done: &str,
    own: &OwnShop<Owner>,
    (visitor, tools): (&Visitor, &Tools),
) -> Result<HttpResponse, Error> {
    let error = match outcome {
        Ok(()) => {
            let path = format!("/desk/shops/{}/staff?done={done}", own.shop);
            return Ok(respond::see_other(&visitor.href(&path)));
        }
        Err(error) => error,
    };
    let (problem, notice) = form::told(error, visitor.words)?;
    let mut view = view(own, visitor, tools).await?;
    view.notice = Some(notice);
    Ok(respond::unkept(form::again(&view, &problem)?))
}

async fn view(own: &OwnShop<Owner>, visitor: &Visitor, tools: &Tools) -> Result<StaffPage, Error> {
    let words = visitor.words;
    let counter = Counter::of(own, visitor, tools).await?;
    let members = members_of(&tools.1, own.shop).await?;
    let action = visitor.href(&counter.path("/staff"));
    let roles = |on: Option<StaffRole>| -> Vec<RoleChoice> {
        let choice = |role: StaffRole| RoleChoice {
            code: role.code(),
            label: words.t(&format!("desk-role-{role}")),
            on: on == Some(role),
        };
        StaffRole::ALL.map(choice).into()
    };
    let row = |member: &auth::Member| MemberRow {
        action: format!("{action}/{}", member.user),
        id: member.user.to_string(),
        name: member.name.clone().unwrap_or_default(),
        phone: say::in_digits(words.0, &member.phone.local()),
        is_me: member.user == own.who.user,
        roles: roles(Some(member.role)),
    };
    Ok(StaffPage {
        page: counter.page(visitor, words.t("desk-staff"), Part::Staff),
        members: members.iter().map(row).collect(),
        roles: roles(Some(StaffRole::Manager)),
        done: None,
        notice: None,
        action,
        counter,
    })
}
