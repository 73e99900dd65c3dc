//! What can go wrong with somebody's account, as it looks from outside.

use actix_web::http::StatusCode;
use kernel::UserId;
use platform::db::{NoConnection, QueryFailed};
use platform::http::{Fault, FieldProblem, Problem};
use platform::seal::CannotOpen;

use crate::password::{Busy, WeakPassword};

/// Everything that stops somebody from signing in, staying signed in, or changing
/// their account. What is wrong with a field is refused before.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// Nobody is signed in.
    #[error("not signed in")]
    NotSignedIn,
    /// The session was ended or has run out.
    #[error("the session is over")]
    SessionOver,
    /// The refresh token is none of ours.
    #[error("not a refresh token")]
    BadRefresh,
    /// A refresh token was used a second time: somebody else may have it.
    #[error("a refresh token was used twice")]
    RefreshReused,
    /// An admin has suspended the account.
    #[error("suspended")]
    Suspended,
    /// Signed in, but not as somebody who may.
    #[error("not allowed")]
    NotAllowed,
    /// No such shop, or not theirs.
    #[error("not a shop of theirs")]
    NoSuchShop,
    /// Nobody of this id works there.
    #[error("not one of the staff")]
    NoSuchStaff,
    /// Somebody with this number works there already.
    #[error("works there already")]
    AlreadyStaff(UserId),
    /// A shop keeps one owner.
    #[error("the last owner stays")]
    LastOwner,
    /// More people than a shop has.
    #[error("too many staff")]
    StaffFull,
    /// Outside the areas they look after, or not there at all.
    #[error("outside their areas")]
    OutsideArea,
    /// An unsafe request by cookie without the token of our forms.
    #[error("a form of somebody else")]
    ForeignForm,
    /// Another password, or no account.
    #[error("wrong phone or password")]
    WrongPassword,
    /// Not the code that was sent.
    #[error("wrong code, {tries_left} tries left")]
    WrongCode {
        /// How often it may still be tried.
        tries_left: u32,
    },
    /// Used, too old, tried too often, for something else, or never sent.
    #[error("the code is no longer good")]
    CodeOver,
    /// Too many codes or tries; it goes on at a time.
    #[error("too many, wait {0} s")]
    TooMany(u32),
    /// No more codes are sent to anybody today.
    #[error("the budget for codes is used up")]
    CodesPaused,
    /// The account must be proved anew for this.
    #[error("a fresh sign-in by code, or the password, is needed")]
    ProveAgain,
    /// The admin has no authenticator app yet.
    #[error("an authenticator app must be set up first")]
    TotpMissing,
    /// The admin has to give a code of the authenticator app.
    #[error("a code of the authenticator app is needed")]
    TotpNeeded,
    /// Not a code of the authenticator app, or one that has been used.
    #[error("wrong code of the authenticator app")]
    WrongTotp,
    /// The account has an authenticator app already.
    #[error("an authenticator app is set up")]
    TotpThere,
    /// The address belongs to another account.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// The password cannot be taken.
    #[error("weak password: {0}")]
    WeakPassword(#[from] WeakPassword),
    /// No session of theirs has this id.
    #[error("no such session")]
    NoSuchSession,
    /// Too many passwords are being checked.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A sealed value did not open.
    #[error("a sealed column cannot be read")]
    Sealed(#[from] CannotOpen),
    /// The database did not answer.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// No connection was free.
    #[error(transparent)]
    Pool(#[from] NoConnection),
}

impl From<diesel::result::Error> for AuthError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for AuthError {
    fn problem(&self) -> Option<Problem> {
        let unauthorized = |code| Some(Problem::new(StatusCode::UNAUTHORIZED, code));
        let forbidden = |code| Some(Problem::new(StatusCode::FORBIDDEN, code));
        let conflict = |code| Some(Problem::new(StatusCode::CONFLICT, code));
        match self {
            Self::NotSignedIn => unauthorized("auth.not_signed_in"),
            Self::SessionOver => unauthorized("auth.session_over"),
            Self::BadRefresh => unauthorized("auth.bad_refresh"),
            Self::RefreshReused => unauthorized("auth.refresh_reused"),
            Self::WrongPassword => unauthorized("auth.wrong_password"),
            Self::Suspended => forbidden("auth.suspended"),
            Self::NotAllowed => forbidden("auth.not_allowed"),
            Self::ForeignForm => forbidden("auth.foreign_form"),
            Self::ProveAgain => forbidden("auth.prove_again"),
            Self::TotpMissing => forbidden("auth.totp_missing"),
            Self::TotpNeeded => forbidden("auth.totp_needed"),
            Self::TotpThere => conflict("auth.totp_there"),
            Self::EmailTaken => conflict("auth.email_taken"),
            Self::NoSuchShop => Some(Problem::not_found("auth.no_such_shop")),
            Self::OutsideArea => Some(Problem::not_found("auth.outside_area")),
            Self::NoSuchStaff => Some(Problem::not_found("auth.no_such_staff")),
            Self::AlreadyStaff(user) => Some(
                Problem::new(StatusCode::CONFLICT, "auth.already_staff")
                    .with("user", user.to_string()),
            ),
            Self::LastOwner => conflict("auth.last_owner"),
            Self::StaffFull => conflict("auth.staff_full"),
            Self::NoSuchSession => Some(Problem::not_found("auth.no_such_session")),
            Self::WrongCode { tries_left } => {
                Some(Problem::field("code", "auth.wrong_code").with("tries_left", *tries_left))
            }
            Self::WrongTotp => Some(Problem::field("code", "auth.wrong_totp")),
            Self::CodeOver => Some(Problem::field("code", "auth.code_over")),
            Self::TooMany(wait_s) => Some(Problem::too_many("auth.too_many", *wait_s)),
            Self::CodesPaused => Some(Problem::unavailable("auth.codes_paused")),
            Self::WeakPassword(weak) => Some(Problem::fields(vec![FieldProblem {
                field: "password".to_owned(),
                code: weak.code(),
            }])),
            Self::Busy(busy) => busy.problem(),
            Self::Query(error) => error.problem(),
            Self::Pool(error) => error.problem(),
            Self::Sealed(_) => None,
        }
    }
}

/// A stored value that must be readable, because a CHECK says so.
pub(crate) fn stored<T, E>(value: Result<T, E>) -> diesel::QueryResult<T>
where
    E: std::error::Error + Send + Sync + 'static,
{
    value.map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))
}
