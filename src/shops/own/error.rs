//! Why a shop stays as it is.

use actix_web::http::StatusCode;
use auth::AuthError;
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
use platform::db::{NoConnection, QueryFailed};
use platform::http::{Fault, FieldProblem, Problem};
use platform::seal::CannotOpen;

/// Everything that can stop a change of a shop.
#[derive(Debug, thiserror::Error)]
pub enum OwnShopError {
    /// There is none, or it is none of the caller's business.
    #[error("no such shop")]
    NoShop,
    /// An admin has hidden it.
    #[error("the shop is banned")]
    Banned,
    /// It has closed for good.
    #[error("the shop has closed for good")]
    Closed,
    /// An earlier move waits for an admin.
    #[error("an earlier move is waiting")]
    MoveWaits,
    /// It was edited elsewhere in between.
    #[error("version {there} has come in between")]
    Stale {
        /// The version that was read.
        read: i64,
        /// The one that is there.
        there: i64,
    },
    /// The code went to no phone.
    #[error("the code went to no phone")]
    NotAPhone,
    /// Fields that cannot be so.
    #[error("fields that cannot be so")]
    Fields(Vec<FieldProblem>),
    /// About people and areas.
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

impl From<diesel::result::Error> for OwnShopError {
    fn from(error: diesel::result::Error) -> Self {
        match &error {
            DatabaseError(DatabaseErrorKind::UniqueViolation, told)
                if told.constraint_name() == Some("shop_applications_waiting_key") =>
            {
                Self::MoveWaits
            }
            _ => Self::Query(error.into()),
        }
    }
}

impl Fault for OwnShopError {
    fn problem(&self) -> Option<Problem> {
        let conflict = |code| Some(Problem::new(StatusCode::CONFLICT, code));
        match self {
            Self::NoShop => Some(Problem::not_found("shops.not_found")),
            Self::Banned => conflict("shops.banned"),
            Self::Closed => conflict("shops.closed"),
            Self::MoveWaits => conflict("shops.move_waits"),
            Self::Stale { read, there } => conflict("shops.stale_shop")
                .map(|problem| problem.with("read", *read).with("version", *there)),
            Self::NotAPhone => Some(Problem::field("challenge", "auth.code_over")),
            Self::Fields(fields) => Some(Problem::fields(fields.clone())),
            Self::Auth(error) => error.problem(),
            Self::Query(error) => error.problem(),
            Self::Pool(error) => error.problem(),
            Self::Sealed(_) => None,
        }
    }
}
