//! People: who they are, how they prove it, and what they may do.
//!
//! Owns `users`, `user_roles`, `admin_areas`, `shop_staff`, `sessions` and what
//! stands behind signing in. Invariants: the phone number is who somebody is;
//! numbers and addresses are stored sealed and found by blind index; a code or
//! a recovery code is good once; a refresh token that is used twice ends its
//! session; whatever ends a session or a role is felt by every process within
//! [`FELT_WITHIN_S`] seconds, because nobody trusts a token for more than whose
//! session it is.
//!
//! | A handler wants … | it takes … | others get |
//! |---|---|---|
//! | to know who calls, if anybody | [`Caller`] | |
//! | somebody who is signed in | [`SignedIn`] | 401 |
//! | somebody who works in any shop | [`Seller`] | 401, 403 |
//! | staff of the shop in the path | [`OwnShop<Packer>`](OwnShop), `OwnShop<Manager>`, `OwnShop<Owner>` | 401, 403 below that rank, 404 in another shop |
//! | a rider | [`Rider`] | 401, 403 |
//! | somebody who looks after areas | [`AreaAdmin`], and [`AreaAdmin::inside`] for each row | 401, 403, 404 outside |
//! | somebody who may do everything | [`SuperAdmin`] | 401, 403 |
//!
//! They come first among the arguments of a handler, so that who may not do
//! something learns nothing about how it is asked. Admins need a recent code of
//! their authenticator app besides. Cookies count for unsafe methods only with
//! the token of [`Auth::form_token`], which [`guard`] looks for.

mod admin;
mod api;
mod cookies;
mod email;
mod error;
mod extract;
mod guard;
mod import;
mod keys;
mod new_device;
mod new_password;
pub mod otp;
mod password;
mod people;
mod principal;
mod prune;
mod schema;
mod scope;
mod sessions;
mod sign_in;
mod staff;
mod staffing;
mod tokens;
mod totp;
mod users;
mod views;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::Clock;
use notifications::Outbox;
use platform::config::{Config, OtpLimits, Stage};
use platform::db::Db;
use platform::seal::Sealer;

pub use admin::{Grant, appoint, find_user, suspend, unsuspend};
pub use api::{api, read_phone, read_profile};
pub use email::{BadEmail, Email};
pub use error::AuthError;
pub use extract::{
    AreaAdmin, Caller, Manager, OwnShop, Owner, Packer, Rider, Seller, SignedIn, StaffRank,
    SuperAdmin,
};
pub use guard::guard;
pub use import::{Imported, ImportedUser, import_user, is_usable_hash};
pub use new_password::{change_password, reset_password};
pub use password::{Busy, WeakPassword, check_password};
pub use people::{PeopleAsked, Person, people};
pub use principal::Principal;
pub use prune::prune;
pub use scope::AreaScope;
pub use sessions::{Device, Session, Signed, end_everywhere, end_session, rotate, sessions_of};
pub use sign_in::{SignInWith, sign_in, sign_in_page};
pub use staff::{StaffRole, UnknownStaffRole, add_staff, remove_staff, staff_of};
pub use staffing::{
    Invitation, Member, change_staff_role, dismiss, invite_staff, members_of, staff_to_tell,
};
pub use tokens::{ACCESS_MINUTES, BadToken};
pub use totp::{Enrolment, confirm_totp, enrol_totp, give_totp};
pub use users::{NewProfile, Profile, change_profile, profile_of, verify_email};

/// How long a process may go on believing what it read about a session, in
/// seconds; a look at the database included, nothing is felt later than five.
pub const FELT_WITHIN_S: u64 = 3;

/// What the slice works with. Cheap to clone.
#[derive(Clone)]
pub struct Auth {
    db: Db,
    outbox: Outbox,
    sealer: Sealer,
    clock: Clock,
    keys: keys::Keys,
    tokens: Arc<tokens::Tokens>,
    passwords: password::Passwords,
    limits: OtpLimits,
    principals: principal::Known,
    /// Cookies go over TLS only, under a name that no other host can set.
    is_secure: bool,
    /// Whether this machine's own tools are counted.
    count_loopback: bool,
}

impl Auth {
    /// With these settings.
    pub fn new(config: &Config, db: Db, outbox: Outbox, sealer: Sealer, clock: Clock) -> Self {
        Self {
            db,
            outbox,
            sealer,
            clock,
            keys: keys::Keys::new(&config.secret),
            tokens: Arc::new(tokens::Tokens::new(&config.auth.token_keys)),
            passwords: password::Passwords::new(),
            limits: config.auth.codes,
            principals: principal::Known::new(),
            is_secure: config.stage == Stage::Production,
            count_loopback: config.limits.count_loopback,
        }
    }
}
