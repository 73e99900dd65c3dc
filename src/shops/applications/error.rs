//! Why an application does not go on.

use actix_web::http::StatusCode;
use auth::AuthError;
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
use kernel::ApplicationId;
use platform::db::{NoConnection, QueryFailed};
use platform::http::{Fault, FieldProblem, Problem};
use platform::once::OnceError;
use platform::seal::CannotOpen;

use super::model::Status;

/// Everything that can stop an application.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// There is none, or it is none of the caller's business.
    #[error("no such application")]
    NoApplication,
    /// No listed shop has this id.
    #[error("no such shop")]
    NoShop,
    /// The shop has an owner.
    #[error("the shop has an owner")]
    HasOwner,
    /// Somebody's claim on the shop waits for an admin.
    #[error("a claim on this shop is waiting")]
    ClaimWaits,
    /// The caller has an application for this shop already.
    #[error("the caller has {0} already")]
    OpenAlready(ApplicationId),
    /// The caller has as many open applications as anybody may have.
    #[error("too many open applications")]
    TooManyOpen,
    /// It was saved elsewhere in between.
    #[error("version {there} has come in between")]
    Stale {
        /// The version that was read.
        read: i64,
        /// The one that is there.
        there: i64,
    },
    /// It cannot go on from where it stands.
    #[error("it is {0:?}")]
    WrongStatus(Status),
    /// Fields that are missing or cannot be so.
    #[error("fields are missing or wrong")]
    Fields(Vec<FieldProblem>),
    /// The code went to no phone.
    #[error("the code went to no phone")]
    NotAPhone,
    /// The key was used for another request.
    #[error("another request has this key")]
    KeyReused,
    /// About codes, people and areas.
    #[error(transparent)]
    Auth(#[from] AuthError),
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

impl From<diesel::result::Error> for ApplyError {
    fn from(error: diesel::result::Error) -> Self {
        match &error {
            DatabaseError(DatabaseErrorKind::UniqueViolation, told)
                if told.constraint_name() == Some("shop_applications_waiting_key") =>
            {
                Self::ClaimWaits
            }
            _ => Self::Query(error.into()),
        }
    }
}

impl From<OnceError> for ApplyError {
    fn from(error: OnceError) -> Self {
        match error {
            OnceError::KeyReused => Self::KeyReused,
            OnceError::Query(error) => error.into(),
        }
    }
}

impl Fault for ApplyError {
    fn problem(&self) -> Option<Problem> {
        let conflict = |code| Problem::new(StatusCode::CONFLICT, code);
        match self {
            Self::NoApplication => Some(Problem::not_found("shops.no_application")),
            Self::NoShop => Some(Problem::not_found("shops.not_found")),
            Self::HasOwner => Some(conflict("shops.has_owner")),
            Self::ClaimWaits => Some(conflict("shops.claim_waits")),
            Self::OpenAlready(id) => {
                Some(conflict("shops.open_already").with("application", id.to_string()))
            }
            Self::TooManyOpen => Some(conflict("shops.too_many_open")),
            Self::Stale { read, there } => Some(
                conflict("shops.stale_draft")
                    .with("read", *read)
                    .with("version", *there),
            ),
            Self::WrongStatus(status) => {
                Some(conflict("shops.wrong_status").with("stands", status.code()))
            }
            Self::Fields(fields) => Some(Problem::fields(fields.clone())),
            Self::NotAPhone => Some(Problem::field("challenge", "auth.code_over")),
            Self::KeyReused => Some(OnceError::key_reused()),
            Self::Auth(error) => error.problem(),
            Self::Query(error) => error.problem(),
            Self::Pool(error) => error.problem(),
            Self::Sealed(_) => None,
        }
    }
}
