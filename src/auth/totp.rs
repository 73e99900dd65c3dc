//! Authenticator apps of admins (RFC 6238: SHA-1, six digits, thirty seconds).

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl};
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::UserId;
use qrcode::QrCode;
use qrcode::render::svg;
use sha1::Sha1;

use crate::keys::{random, same};
use crate::otp::digits;
use crate::principal::Principal;
use crate::schema::{recovery_codes, users};
use crate::{Auth, AuthError, sessions, sign_in};

/// The column, as secrets are sealed for it.
const TOTP: &str = "users.totp";
/// Seconds that a code is shown.
const STEP_S: i64 = 30;
/// Bytes of a secret: what RFC 4226 recommends for SHA-1.
const SECRET: usize = 20;
/// Codes for the day the phone is lost.
const RECOVERY_CODES: usize = 10;

/// What an authenticator app is set up with.
#[derive(Clone)]
pub struct Enrolment {
    /// For typing: base 32.
    pub secret: String,
    /// For apps on the same device.
    pub url: String,
    /// The URL as a picture (SVG) for apps on another one.
    pub qr_svg: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
struct App {
    totp_sealed: Option<Vec<u8>>,
    totp_confirmed_at: Option<DateTime<Utc>>,
}

/// Makes a secret for an app. It is in force when a first code has come back.
pub async fn enrol_totp(auth: &Auth, who: &Principal) -> Result<Enrolment, AuthError> {
    if who.has_totp {
        return Err(AuthError::TotpThere);
    }
    if !who.has_fresh_proof(auth.clock.now()) {
        return Err(AuthError::ProveAgain);
    }
    let secret = &random()[..SECRET];
    let mut conn = auth.db.get().await?;
    let kept = diesel::update(users::table.find(who.user))
        .filter(users::totp_confirmed_at.is_null())
        .set(users::totp_sealed.eq(auth.sealer.seal(TOTP, secret)))
        .execute(&mut conn)
        .await?;
    if kept == 0 {
        return Err(AuthError::TotpThere);
    }
    Ok(enrolment(secret, who.user))
}

fn enrolment(secret: &[u8], user: UserId) -> Enrolment {
    let (secret, user) = (base32(secret), user.to_string());
    let account = &user[user.len() - 6..];
    let url = format!(
        "otpauth://totp/Haat:{account}?secret={secret}&issuer=Haat&algorithm=SHA1&digits=6&period={STEP_S}"
    );
    let code = QrCode::new(&url).expect("the address is far below what a QR code holds");
    let mut picture = code.render::<svg::Color<'_>>();
    let qr_svg = picture.min_dimensions(200, 200).build();
    Enrolment {
        secret,
        url,
        qr_svg,
    }
}

/// Puts the app in force with its first code; recovery codes, shown this once.
pub async fn confirm_totp(
    auth: &Auth,
    who: &Principal,
    code: &str,
) -> Result<Vec<String>, AuthError> {
    let mut conn = auth.db.get().await?;
    let app = find_app(&mut conn, who.user).await?;
    if app.totp_confirmed_at.is_some() {
        return Err(AuthError::TotpThere);
    }
    let sealed = app.totp_sealed.ok_or(AuthError::TotpMissing)?;
    take_code(auth, &mut conn, who, &sealed, code).await?;
    let now = auth.clock.now();
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect();
    conn.transaction(async |conn| {
        diesel::update(users::table.find(who.user))
            .set(users::totp_confirmed_at.eq(now))
            .execute(conn)
            .await?;
        replace_recovery_codes(auth, conn, who.user, &codes).await?;
        sessions::note_totp(conn, who.session, now).await
    })
    .await?;
    auth.principals.forget(who.session).await;
    Ok(codes)
}

/// Takes a code of the app, or a recovery code; the session counts as an admin's
/// from then on.
pub async fn give_totp(auth: &Auth, who: &Principal, code: &str) -> Result<(), AuthError> {
    let mut conn = auth.db.get().await?;
    let app = find_app(&mut conn, who.user).await?;
    let sealed = app.totp_sealed.filter(|_| app.totp_confirmed_at.is_some());
    let sealed = sealed.ok_or(AuthError::TotpMissing)?;
    if !use_recovery_code(auth, &mut conn, who.user, code).await? {
        take_code(auth, &mut conn, who, &sealed, code).await?;
    }
    sessions::note_totp(&mut conn, who.session, auth.clock.now()).await?;
    auth.principals.forget(who.session).await;
    Ok(())
}

async fn find_app(conn: &mut AsyncPgConnection, user: UserId) -> QueryResult<App> {
    users::table
        .find(user)
        .select(App::as_select())
        .first(conn)
        .await
}

/// Takes the code of this half minute or a neighbour's, none of them twice, and
/// counts wrong ones like wrong passwords.
async fn take_code(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    who: &Principal,
    sealed: &[u8],
    code: &str,
) -> Result<(), AuthError> {
    let now = auth.clock.now();
    let index = auth.sealer.blind_index(TOTP, &who.user.to_string());
    sign_in::refuse_guessing(conn, &index, None, now).await?;
    let (secret, code) = (auth.sealer.open(TOTP, sealed)?, digits(code));
    let step = now.timestamp() / STEP_S;
    let mut around = [step, step - 1, step + 1].into_iter();
    let found = around.find(|step| same(code_at(&secret, *step).as_bytes(), code.as_bytes()));
    if let Some(step) = found
        && use_step(conn, who.user, step).await?
    {
        return Ok(());
    }
    sign_in::note_failure(conn, &index, None, now).await?;
    Err(AuthError::WrongTotp)
}

/// False when this step or a later one has been used.
async fn use_step(conn: &mut AsyncPgConnection, user: UserId, step: i64) -> QueryResult<bool> {
    let changed = diesel::update(users::table.find(user))
        .filter(users::totp_step.lt(step))
        .set(users::totp_step.eq(step))
        .execute(conn)
        .await?;
    Ok(changed > 0)
}

async fn replace_recovery_codes(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    user: UserId,
    codes: &[String],
) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(conn)
        .await?;
    let rows: Vec<_> = codes
        .iter()
        .map(|code| {
            let mac = auth.keys.code(user.uuid(), &plain(code)).to_vec();
            (
                recovery_codes::user_id.eq(user),
                recovery_codes::code_mac.eq(mac),
            )
        })
        .collect();
    diesel::insert_into(recovery_codes::table)
        .values(rows)
        .execute(conn)
        .await
        .map(drop)
}

/// Uses a recovery code up; false when it is none, or used.
async fn use_recovery_code(
    auth: &Auth,
    conn: &mut AsyncPgConnection,
    user: UserId,
    code: &str,
) -> QueryResult<bool> {
    let mac = auth.keys.code(user.uuid(), &plain(code)).to_vec();
    let changed = diesel::update(recovery_codes::table.find((user, mac)))
        .filter(recovery_codes::used_at.is_null())
        .set(recovery_codes::used_at.eq(auth.clock.now()))
        .execute(conn)
        .await?;
    Ok(changed > 0)
}

/// `ABCD-EFGH-IJKL-MNOP`: eighty bits, nobody guesses one.
fn recovery_code() -> String {
    let text = base32(&random()[..10]);
    let parts = [&text[..4], &text[4..8], &text[8..12], &text[12..]];
    parts.join("-")
}

fn plain(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_uppercase()).collect()
}

/// The code of a step (RFC 4226, section 5.3).
fn code_at(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("an HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let mac: [u8; 20] = mac.finalize().into_bytes().into();
    let at = usize::from(mac[19] & 0x0f);
    let word = u32::from_be_bytes([mac[at], mac[at + 1], mac[at + 2], mac[at + 3]]);
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

/// RFC 4648 without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let letter = |at: usize| (0..5).fold(0_u8, |all, n| all << 1 | bit(at + n));
    let starts = (0..bytes.len() * 8).step_by(5);
    starts
        .map(|at| char::from(LETTERS[usize::from(letter(at))]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (at, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code_at(secret, at / STEP_S), code, "{at}");
        }
    }

    #[test]
    fn base_32_is_that_of_the_standard() {
        for (text, written) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), written);
        }
    }

    #[test]
    fn an_app_is_set_up_by_address_or_picture() {
        let made = enrolment(&[7; SECRET], UserId::new());
        assert!(made.url.starts_with("otpauth://totp/Haat:"), "{}", made.url);
        assert!(
            made.url
                .contains(&format!("secret={}&issuer=Haat", made.secret))
        );
        assert!(made.qr_svg.contains("<svg"));
    }

    #[test]
    fn recovery_codes_are_read_in_any_case() {
        let code = recovery_code();
        assert_eq!(code.len(), 19, "{code}");
        assert_eq!(plain(&code.to_lowercase()), plain(&code));
    }
}
