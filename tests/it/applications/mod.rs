//! From registering or claiming a shop to its approval, and what becomes of it.

mod area_shops;
mod decisions;
mod drafts;
mod goods;
mod home;
mod keeping;
mod routes;
mod settings;
mod whole_way;

use serde_json::{Value, json};

use crate::haat::{
    Database, Device, MIRPUR, Person, Reply, Shop, TestHaat, encode, eventually, fresh_phone,
};
use crate::media::photo;

/// The thana of [`MIRPUR`].
const MIRPUR_THANA: &str = "BD302648";
/// A thana in another district.
const FAR_THANA: &str = "BD201541";

/// An empty market in two districts, each with two thanas whose borders nobody has
/// drawn.
fn country() -> TestHaat {
    let database = || {
        let db = Database::migrated();
        let rows = "INSERT INTO areas (code, parent_code, level, kind, name_bn, name_en, location) VALUES
            ('BD30', NULL, 1, 'division', 'ঢাকা', 'Dhaka', ST_MakePoint(90.38, 23.77)),
            ('BD3026', 'BD30', 2, 'district', 'ঢাকা', 'Dhaka', ST_MakePoint(90.3889, 23.7639)),
            ('BD302648', 'BD3026', 3, 'thana', 'মিরপুর', 'Mirpur', ST_MakePoint(90.362, 23.804)),
            ('BD302604', 'BD3026', 3, 'thana', 'বাড্ডা', 'Badda', ST_MakePoint(90.426, 23.783)),
            ('BD20', NULL, 1, 'division', 'চট্টগ্রাম', 'Chattogram', ST_MakePoint(91.83, 22.36)),
            ('BD2015', 'BD20', 2, 'district', 'চট্টগ্রাম', 'Chattogram', ST_MakePoint(91.8328, 22.3569)),
            ('BD201541', 'BD2015', 3, 'thana', 'কোতোয়ালী', 'Kotwali', ST_MakePoint(91.834, 22.337))";
        db.connect().execute(rows, &[]).unwrap();
        db
    };
    TestHaat::with(&database, &[])
}

/// Somebody who wants to sell, or an admin, on one device.
struct Hand<'a> {
    haat: &'a TestHaat,
    person: Person,
    token: String,
}

impl<'a> Hand<'a> {
    fn of(haat: &'a TestHaat, person: Person) -> Self {
        let Device { token, .. } = haat.device_of(&person);
        Self {
            haat,
            person,
            token,
        }
    }

    fn seller(haat: &'a TestHaat) -> Self {
        Self::of(haat, haat.person())
    }

    fn admin(haat: &'a TestHaat, area: &str) -> Self {
        Self::of(haat, haat.area_admin(area))
    }

    fn say(&self, method: &str, path: &str, body: &Value) -> Reply {
        let server = self.haat.server();
        server.say(method, &format!("/api/v1{path}"), Some(&self.token), body)
    }

    /// With a key under which it is done once.
    fn say_once(&self, path: &str, body: &Value, key: &str) -> Reply {
        let server = self.haat.server();
        let request = server
            .request("POST", &format!("/api/v1{path}"))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .header("idempotency-key", key);
        server.send(request, body.to_string())
    }

    fn get(&self, path: &str) -> Reply {
        self.say("GET", path, &Value::Null)
    }

    /// A page, for who holds the token.
    fn page(&self, path: &str) -> Reply {
        let bearer = format!("Bearer {}", self.token);
        let server = self.haat.server();
        let request = server.request("GET", path).header("authorization", bearer);
        server.send(request, "")
    }

    /// A form of our pages.
    fn sends(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let server = self.haat.server();
        let request = server
            .request("POST", path)
            .header("authorization", format!("Bearer {}", self.token))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)));
        server.send(request, pairs.collect::<Vec<_>>().join("&"))
    }

    /// Begins an application; its path.
    fn begin(&self, shop: Option<&Shop>) -> String {
        let body = json!({ "shop": shop.map(|shop| &shop.id) });
        let begun = self.say("POST", "/shops/applications", &body);
        assert_eq!(begun.status, 201, "{}", begun.text());
        format!(
            "/shops/applications/{}",
            begun.json()["id"].as_str().unwrap()
        )
    }

    /// Saves as whoever has read the newest version.
    fn save(&self, path: &str, mut body: Value) -> Reply {
        body["version"] = self.get(path).json()["version"].clone();
        self.say("PATCH", path, &body)
    }

    fn prove_phone(&self, path: &str) -> String {
        let phone = fresh_phone();
        let path = format!("{path}/phone");
        let sent = self.say("POST", &path, &json!({ "phone": phone }));
        assert_eq!(sent.status, 202, "{}", sent.text());
        let challenge = sent.json()["challenge"].as_str().unwrap().to_owned();
        self.haat.plant_code(&challenge);
        let body = json!({ "challenge": challenge, "code": "১২৩৪৫৬" });
        let proved = self.say("PUT", &path, &body);
        assert_eq!(proved.status, 200, "{}", proved.text());
        phone
    }

    /// Sends a photo, with the place of the device where there is one.
    fn send_photo(&self, path: &str, place: Option<(f64, f64)>) -> Reply {
        let mut body = Vec::new();
        let mut part = |head: &str, content: &[u8]| {
            let head = format!("--edge\r\nContent-Disposition: form-data; name={head}\r\n\r\n");
            body.extend(head.as_bytes());
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        };
        part("\"image\"; filename=\"shop.jpg\"", &photo(32, 24));
        if let Some((lat, lng)) = place {
            part("\"lat\"", lat.to_string().as_bytes());
            part("\"lng\"", lng.to_string().as_bytes());
        }
        body.extend(b"--edge--\r\n");
        let url = format!(
            "http://{}/api/v1{path}/photos",
            self.haat.server().address()
        );
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let request = agent
            .post(url)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "multipart/form-data; boundary=edge");
        Reply::of(request.send(&body))
    }

    /// A new shop, filled in but for what `but` changes.
    fn filled_in(&self, but: &Value) -> String {
        let path = self.begin(None);
        let mut form = form();
        for (name, value) in but.as_object().unwrap() {
            form[name] = value.clone();
        }
        let saved = self.save(&path, form);
        assert_eq!(saved.status, 200, "{}", saved.text());
        self.prove_phone(&path);
        let sent = self.send_photo(&path, None);
        assert_eq!(sent.status, 200, "{}", sent.text());
        path
    }

    fn submit(&self, path: &str) -> Reply {
        self.say("POST", &format!("{path}/submit"), &Value::Null)
    }

    /// A new shop that waits for an admin; the path of its application.
    fn waiting(&self, but: &Value) -> String {
        let path = self.filled_in(but);
        let handed_in = self.submit(&path);
        assert_eq!(handed_in.status, 200, "{}", handed_in.text());
        path
    }

    fn decide(&self, path: &str, verdict: &Value) -> Reply {
        self.say("POST", &format!("{}/decision", as_admin(path)), verdict)
    }
}

/// The same application as an admin finds it.
fn as_admin(path: &str) -> String {
    path.replace("/shops/", "/admin/")
}

/// What a shopkeeper of Mirpur fills in.
fn form() -> Value {
    json!({
        "name_bn": "করিম স্টোর", "name_en": "Karim Store", "kind": "grocery",
        "lat": MIRPUR.0, "lng": MIRPUR.1, "area": MIRPUR_THANA,
        "address_bn": "বাড়ি ৭, রোড ৩", "hours": "daily", "opens": "09:00", "closes": "13:30",
        "opens_2": "১৬:০০", "closes_2": "22:00", "friday": "closed",
        "delivery_radius_m": 1500, "licence": "TRAD/DNCC/012345/2024", "nid_end": "১২৩৪",
    })
}

/// A shop that was registered and approved, and its owner.
fn opened<'a>(haat: &'a TestHaat, but: &Value) -> (Hand<'a>, String) {
    let (karim, admin) = (Hand::seller(haat), Hand::admin(haat, MIRPUR_THANA));
    let path = karim.waiting(but);
    let approved = admin.decide(&path, &json!({ "verdict": "approve" }));
    assert_eq!(approved.status, 200, "{}", approved.text());
    let shop = approved.json()["shop"].as_str().unwrap().to_owned();
    // Who somebody is, is believed for three seconds: another device sees it now.
    let karim = Hand::of(haat, karim.person);
    (karim, shop)
}

/// Whether anybody finds a shop around here: in the list, and in a search.
fn seen(haat: &TestHaat, shop: &str) -> [bool; 2] {
    let nearby = haat.around(
        "/api/v1/shops/nearby",
        &[("limit", "200"), ("radius_m", "1000")],
    );
    let named = haat.around(
        "/api/v1/search",
        &[("q", "Karim Store"), ("radius_m", "1000")],
    );
    let has = |page: &Value, is_it: fn(&Value) -> &Value| {
        let items = page["items"].as_array().unwrap().iter();
        items.clone().any(|one| is_it(one) == shop)
    };
    [
        has(&nearby, |one| &one["id"]),
        has(&named, |one| &one["shop"]["id"]),
    ]
}

fn found(haat: &TestHaat, shop: &str) -> bool {
    seen(haat, shop) == [true, true]
}

/// Words sent to anybody under this template.
fn told(haat: &TestHaat, template: &str) -> i64 {
    haat.count(&format!(
        "SELECT count(*) FROM outbox WHERE template = '{template}'"
    ))
}

fn codes(reply: &Reply) -> Vec<(String, String)> {
    let document = reply.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = document["errors"].as_array().cloned().unwrap_or_default();
    let errors = errors
        .iter()
        .map(|one| (text(&one["field"]), text(&one["code"])));
    errors.collect()
}
