//! People with accounts: made straight in the database, signed in with the keys
//! of development.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use platform::seal::{SealConfig, Sealer};
use secrecy::SecretString;
use serde_json::{Value, json};
use sha2::Sha256;

use super::process::Server;
use super::{Reply, Shop, TestHaat};

/// The secret that every key of development is made of.
pub const DEV_SECRET: &str = "haat-development-secret-not-for-production";

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// As the database writes it.
    pub uuid: String,
    /// As the API shows it.
    pub id: String,
}

/// Somebody who is signed in on a device of their own.
#[derive(Clone, Debug)]
pub struct Device {
    /// As the database writes it.
    pub session: String,
    /// For `Authorization: Bearer …`
    pub token: String,
}

/// A mobile number that nobody else in this run has. Neighbours in this row are
/// in different blocks, so that they are not counted together.
pub fn fresh_phone() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    format!(
        "017{:08}",
        (u64::from(next) * 10_007 + 31_337) % 100_000_000
    )
}

impl TestHaat {
    /// A shopper.
    pub fn person(&self) -> Person {
        let (sealer, e164) = (sealer(), format!("+88{}", fresh_phone()));
        let phone = sealer.seal("users.phone", e164.as_bytes());
        let index = sealer.blind_index("users.phone", &e164);
        let uuid: String = self
            .db()
            .connect()
            .query_one(
                "INSERT INTO users (id, phone_sealed, phone_index) VALUES (gen_random_uuid(), $1, $2) RETURNING id::text",
                &[&phone, &index.as_slice()],
            )
            .unwrap()
            .get(0);
        let id = format!("usr_{}", uuid.replace('-', ""));
        Person { uuid, id }
    }

    /// Somebody who works in a shop.
    pub fn staff(&self, shop: &Shop, role: &str) -> Person {
        let person = self.person();
        self.sql(
            "INSERT INTO shop_staff (shop_id, user_id, role) VALUES ($1::text::uuid, $2::text::uuid, $3)",
            &[&shop.uuid, &person.uuid, &role],
        );
        person
    }

    /// A `rider` or a `super_admin`.
    pub fn with_role(&self, role: &str) -> Person {
        let person = self.person();
        self.sql(
            "INSERT INTO user_roles (user_id, role) VALUES ($1::text::uuid, $2)",
            &[&person.uuid, &role],
        );
        self.has_totp(&person);
        person
    }

    /// Somebody who looks after an area.
    pub fn area_admin(&self, area: &str) -> Person {
        let person = self.person();
        self.sql(
            "INSERT INTO admin_areas (user_id, area_code) VALUES ($1::text::uuid, $2)",
            &[&person.uuid, &area],
        );
        self.has_totp(&person);
        person
    }

    fn has_totp(&self, person: &Person) {
        let secret = sealer().seal("users.totp", &[7; 20]);
        self.sql(
            "UPDATE users SET totp_sealed = $2, totp_confirmed_at = now() WHERE id = $1::text::uuid",
            &[&person.uuid, &secret],
        );
    }

    /// Signs somebody in on a device that nobody else uses, by a code that was
    /// just sent, with a code of the authenticator app just given.
    pub fn device_of(&self, person: &Person) -> Device {
        let session: String = self
            .db()
            .connect()
            .query_one(
                "INSERT INTO sessions (id, user_id, created_at, seen_at, expires_at, proved_at, totp_at)
                 VALUES (gen_random_uuid(), $1::text::uuid, now(), now(), now() + interval '1 day', now(), now())
                 RETURNING id::text",
                &[&person.uuid],
            )
            .unwrap()
            .get(0);
        let token = signed(&claims(&person.id, &session));
        Device { session, token }
    }

    /// Makes `123456` the code of a challenge: what was sent is not stored.
    pub fn plant_code(&self, challenge: &str) {
        let uuid = uuid_of(challenge);
        let bytes = u128::from_str_radix(&uuid.replace('-', ""), 16).unwrap();
        let code = mac(&derived("auth codes"), &[&bytes.to_be_bytes(), b"123456"]);
        let planted = self.sql(
            "UPDATE otp_challenges SET code_mac = $2 WHERE id = $1::text::uuid",
            &[&uuid, &code.as_slice()],
        );
        assert_eq!(planted, 1, "{challenge}");
    }

    /// Asks for a code, which will be `123456`; the challenge.
    pub fn code_for(&self, phone: &str, purpose: &str) -> String {
        let body = json!({ "phone": phone, "purpose": purpose });
        let sent = self.server().say("POST", "/api/v1/auth/otp", None, &body);
        assert_eq!(sent.status, 202, "{}", sent.text());
        let challenge = sent.json()["challenge"].as_str().unwrap().to_owned();
        self.plant_code(&challenge);
        challenge
    }

    /// Signs in by a code that was sent to this number; the tokens.
    pub fn sign_in(&self, phone: &str) -> Value {
        let challenge = self.code_for(phone, "sign_in");
        let body = json!({ "challenge": challenge, "code": "123456" });
        let signed = self
            .server()
            .say("POST", "/api/v1/auth/sessions", None, &body);
        assert_eq!(signed.status, 201, "{}", signed.text());
        signed.json()
    }
}

impl Server {
    /// Sends a document, as whoever this token speaks for.
    pub fn say(&self, method: &str, path: &str, token: Option<&str>, body: &Value) -> Reply {
        let mut request = self.request(method, path);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if body.is_null() {
            return self.send(request, "");
        }
        request = request.header("content-type", "application/json");
        self.send(request, body.to_string())
    }
}

/// `usr_…` and the like as the database writes it.
pub fn uuid_of(id: &str) -> String {
    let hex = id.split_once('_').unwrap().1;
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

/// What a good access token says of this session.
pub fn claims(user: &str, session: &str) -> Value {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    json!({
        "iss": "haat", "aud": "haat-api", "sub": user, "sid": format!("ses_{}", session.replace('-', "")),
        "iat": now, "nbf": now, "exp": now + 900,
    })
}

/// The header of a good access token.
pub fn header() -> Header {
    let mut header = Header::new(Algorithm::HS256);
    header.typ = Some("at+jwt".to_owned());
    header.kid = Some("1".to_owned());
    header
}

/// Signed like an access token of development.
pub fn signed(claims: &Value) -> String {
    let key = EncodingKey::from_secret(DEV_SECRET.as_bytes());
    jsonwebtoken::encode(&header(), claims, &key).unwrap()
}

/// What development seals personal columns with.
fn sealer() -> Sealer {
    Sealer::new(&SealConfig {
        keys: [(1, SecretString::from(DEV_SECRET))].into(),
        index: SecretString::from(DEV_SECRET),
    })
}

fn derived(usage: &str) -> [u8; 32] {
    mac(DEV_SECRET.as_bytes(), &[usage.as_bytes()])
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
