//! A shop keeps its list: what goes on it, what it costs, how many there are.

mod alerts;
mod compared;
mod everyday;
mod found;
mod pictures;
mod proposing;
mod refused;
mod reported;
mod staff;
mod stock;
mod variants;

use serde_json::{Value, json};

use crate::haat::{Device, Person, Reply, Shop, TestHaat};

/// Somebody of a shop at work.
pub struct Keeper<'a> {
    haat: &'a TestHaat,
    shop: Shop,
    person: Person,
    device: Device,
}

impl TestHaat {
    /// Somebody of this rank in a shop.
    pub fn keeper<'a>(&'a self, shop: &Shop, role: &str) -> Keeper<'a> {
        let person = self.staff(shop, role);
        let device = self.device_of(&person);
        Keeper {
            haat: self,
            shop: shop.clone(),
            person,
            device,
        }
    }
}

impl Keeper<'_> {
    /// A request below the shop.
    pub fn ask(&self, method: &str, path: &str, body: &Value) -> Reply {
        let path = format!("/api/v1/seller/shops/{}{path}", self.shop.id);
        let token = Some(self.device.token.as_str());
        self.haat.server().say(method, &path, token, body)
    }

    /// The same under a key.
    pub fn ask_once(&self, (method, path): (&str, &str), key: &str, body: &Value) -> Reply {
        let path = format!("/api/v1/seller/shops/{}{path}", self.shop.id);
        let server = self.haat.server();
        let request = server
            .request(method, &path)
            .header("authorization", format!("Bearer {}", self.device.token))
            .header("idempotency-key", key)
            .header("content-type", "application/json");
        server.send(request, body.to_string())
    }

    /// What is there, which must be.
    pub fn see(&self, path: &str) -> Value {
        let reply = self.ask("GET", path, &Value::Null);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.json()
    }

    /// Puts a product on the list; the offer.
    pub fn list(&self, product: &str, more: &Value) -> Value {
        let mut body = json!({ "product": product });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let reply = self.ask("POST", "/offers", &body);
        assert_eq!(reply.status, 201, "{}", reply.text());
        reply.json()
    }

    /// Changes an offer from the version it was read at.
    pub fn change(&self, offer: &Value, change: &Value) -> Reply {
        let mut body = change.clone();
        body["version"] = offer["version"].clone();
        self.ask("PATCH", &path_of(offer), &body)
    }

    /// Moves stock under a key of its own.
    pub fn moves(&self, offer: &Value, delta: i64, reason: &str) -> Reply {
        let key = format!("key-{}", rand::random::<u64>());
        let body = json!({ "delta": delta, "reason": reason });
        let path = format!("{}/movements", path_of(offer));
        self.ask_once(("POST", &path), &key, &body)
    }
}

/// `/offers/lst_…`
pub fn path_of(offer: &Value) -> String {
    format!("/offers/{}", offer["id"].as_str().unwrap())
}
