//! `/seller/shops/{shop}/staff`

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post};
use kernel::{Phone, UserId};
use platform::http::{Document, Error};
use platform::limits::{Deed, Limits};
use serde::Serialize;
use utoipa::ToSchema;

use super::read::{complete, read_phone, required, required_as};
use crate::{
    Auth, AuthError, Invitation, Member, OwnShop, Owner, Packer, StaffRole, change_staff_role,
    dismiss, invite_staff, members_of,
};

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct InviteBody {
    /// A mobile number of Bangladesh in any spelling; an account is not needed yet.
    #[schema(example = "01712-345678")]
    phone: String,
    /// `owner`, `manager` or `packer`.
    #[schema(example = "manager")]
    role: String,
}

#[derive(Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "describes a document that is read member by member"
)]
struct RoleBody {
    /// `owner`, `manager` or `packer`.
    #[schema(example = "packer")]
    role: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct MemberList {
    items: Vec<MemberView>,
}

/// Somebody who works in the shop.
#[derive(Debug, Serialize, ToSchema)]
struct MemberView {
    #[schema(example = "usr_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    user: String,
    name: Option<String>,
    /// As dialled.
    #[schema(example = "01712345678")]
    phone: String,
    /// `owner`, `manager` or `packer`.
    role: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
struct InvitedView {
    #[schema(value_type = String, example = "usr_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    user: UserId,
    #[schema(value_type = String, example = "manager")]
    role: StaffRole,
}

impl From<Member> for MemberView {
    fn from(member: Member) -> Self {
        Self {
            user: member.user.to_string(),
            name: member.name,
            phone: member.phone.local(),
            role: member.role.code(),
        }
    }
}

/// Who works in a shop, owners first.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path)),
    responses(
        (status = 200, body = MemberList),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed: owners only; auth.suspended"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[get("/seller/shops/{shop}/staff")]
pub(super) async fn list(own: OwnShop<Owner>, auth: Data<Auth>) -> Result<Json<MemberList>, Error> {
    let members = members_of(&auth, own.shop).await?.into_iter();
    Ok(Json(MemberList {
        items: members.map(MemberView::from).collect(),
    }))
}

/// Takes somebody into a shop; they are told by SMS, and may leave.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path)),
    request_body(content = InviteBody),
    responses(
        (status = 201, body = InvitedView),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "auth.already_staff, with their id in user; auth.staff_full: at most 50"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.not_a_phone, auth.unknown_staff_role, …"),
        (status = 429, description = "platform.asked_enough: a few in an hour, see Retry-After"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[post("/seller/shops/{shop}/staff")]
pub(super) async fn invite(
    own: OwnShop<Owner>,
    req: HttpRequest,
    auth: Data<Auth>,
    limits: Data<Limits>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let Document(mut params) = body;
    required(&mut params, "phone");
    let phone: Option<Phone> = read_phone(&mut params, "phone");
    let role = required_as(&mut params, "role", "auth.unknown_staff_role");
    let (phone, role) = complete(params, phone.zip(role))?;
    if let Some(caller) = limits.caller(&req) {
        limits.count(Deed::AskPeople, caller).await?;
    }
    let cmd = Invitation {
        shop: own.shop,
        phone,
        role,
        by: own.who.user,
        language: own.who.language,
    };
    let user = invite_staff(&auth, &cmd).await?;
    Ok(HttpResponse::Created().json(InvitedView { user, role }))
}

/// Leaves a shop. Its last owner stays.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path)),
    responses(
        (status = 204, description = "The caller no longer works there."),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop"),
        (status = 409, description = "auth.last_owner"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/seller/shops/{shop}/staff/me")]
pub(super) async fn leave(own: OwnShop<Packer>, auth: Data<Auth>) -> Result<HttpResponse, Error> {
    dismiss(&auth, (own.shop, own.who.user), own.who.user).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives somebody another role. The last owner stays one.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("user" = String, Path)),
    request_body(content = RoleBody),
    responses(
        (status = 204, description = "They have this role, now or before."),
        (status = 400, description = "platform.broken_json: not a JSON object"),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, auth.no_such_staff"),
        (status = 409, description = "auth.last_owner"),
        (status = 413, description = "platform.too_large"),
        (status = 415, description = "platform.not_json"),
        (status = 422, description = "platform.invalid_fields: auth.unknown_staff_role, platform.missing"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[patch("/seller/shops/{shop}/staff/{user}")]
pub(super) async fn change_role(
    own: OwnShop<Owner>,
    path: Path<(String, String)>,
    auth: Data<Auth>,
    body: Document,
) -> Result<HttpResponse, Error> {
    let user = member_in(&path)?;
    let Document(mut params) = body;
    let role = required_as(&mut params, "role", "auth.unknown_staff_role");
    let role = complete(params, role)?;
    change_staff_role(&auth, (own.shop, user), role, own.who.user).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lets somebody go. The last owner stays.
#[utoipa::path(
    tag = "seller",
    security(("bearer" = [])),
    params(("shop" = String, Path), ("user" = String, Path)),
    responses(
        (status = 204, description = "They no longer work there."),
        (status = 401, description = "auth.not_signed_in, auth.bad_token, auth.session_over"),
        (status = 403, description = "auth.not_allowed, auth.suspended, auth.foreign_form"),
        (status = 404, description = "auth.no_such_shop, auth.no_such_staff"),
        (status = 409, description = "auth.last_owner"),
        (status = 503, description = "platform.database_away"),
    ),
)]
#[delete("/seller/shops/{shop}/staff/{user}")]
pub(super) async fn remove(
    own: OwnShop<Owner>,
    path: Path<(String, String)>,
    auth: Data<Auth>,
) -> Result<HttpResponse, Error> {
    let user = member_in(&path)?;
    dismiss(&auth, (own.shop, user), own.who.user).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn member_in(path: &Path<(String, String)>) -> Result<UserId, AuthError> {
    path.1.parse().map_err(|_| AuthError::NoSuchStaff)
}
