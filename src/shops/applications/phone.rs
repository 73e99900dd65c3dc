//! Proving the shop's phone by a code.

use std::net::IpAddr;

use auth::otp::{self, Challenge, Destination, Issue, Purpose};
use auth::profile_of;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ApplicationId, ChallengeId, Phone, UserId};

use super::error::ApplyError;
use super::model::Application;
use super::open::PHONE;
use super::queries::{self, Saved};
use super::read::{find_own, own};
use crate::Registry;

/// Sends a code to the shop's phone, within the limits of codes.
pub async fn send_code(
    registry: &Registry,
    applicant: UserId,
    id: ApplicationId,
    phone: Phone,
    caller: Option<IpAddr>,
) -> Result<Challenge, ApplyError> {
    let application = find_own(registry, applicant, id).await?;
    if !application.status.is_with_seller() {
        return Err(ApplyError::WrongStatus(application.status));
    }
    let language = profile_of(&registry.auth, applicant).await?.language;
    let ask = Issue {
        purpose: Purpose::ClaimShop,
        to: Destination::Phone(phone),
        language,
        caller,
    };
    Ok(otp::issue(&registry.auth, &ask).await?)
}

/// Takes the code that came back: the number it went to is the shop's.
pub async fn prove_phone(
    registry: &Registry,
    applicant: UserId,
    id: ApplicationId,
    challenge: ChallengeId,
    code: &str,
) -> Result<Application, ApplyError> {
    find_own(registry, applicant, id).await?;
    let went_to = otp::verify(&registry.auth, challenge, Purpose::ClaimShop, code).await?;
    let Destination::Phone(phone) = went_to else {
        return Err(ApplyError::NotAPhone);
    };
    let now = registry.clock.now();
    let mut conn = registry.db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    conn.transaction(async |conn| {
        let before = own(registry, queries::lock(conn, id).await?, applicant)?;
        if !before.status.is_with_seller() {
            return Err(ApplyError::WrongStatus(before.status));
        }
        let index = registry.sealer.blind_index(PHONE, &phone.e164());
        let saved = Saved {
            phone_sealed: Some(registry.seal_phone(PHONE, &phone)),
            phone_index: Some(index.to_vec()),
            phone_proved_at: Some(now),
            updated_at: Some(now),
            ..Saved::default()
        };
        queries::save(conn, id, &saved).await?;
        own(registry, queries::find(conn, id).await?, applicant)
    })
    .await
}
