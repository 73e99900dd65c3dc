//! The four SMS providers as their documents describe them. What becomes of a
//! message depends on the end of the number, so that every test can have each.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use serde_json::{Value, json};

use super::fake::{Asked, Fake, Reply};

/// What the end of a number makes a provider do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// 001 and everything that is not listed.
    Taken,
    /// 002: it is no number.
    BadNumber,
    /// 003: our balance is used up.
    NoBalance,
    /// 004: HTTP 500, and nobody knows.
    Broken,
    /// 005: no answer in time.
    Silent,
    /// 006: an answer that means nothing.
    Garbage,
    /// 007: the message is taken, the answer is lost.
    TakenAndCut,
    /// 008: come back later.
    Busy,
    /// 009: the message is lost, and so is the answer.
    LostAndCut,
}

impl Fate {
    /// Of a number.
    pub fn of(number: &str) -> Self {
        match number.get(number.len().saturating_sub(3)..) {
            Some("002") => Self::BadNumber,
            Some("003") => Self::NoBalance,
            Some("004") => Self::Broken,
            Some("005") => Self::Silent,
            Some("006") => Self::Garbage,
            Some("007") => Self::TakenAndCut,
            Some("008") => Self::Busy,
            Some("009") => Self::LostAndCut,
            _ => Self::Taken,
        }
    }
}

/// A message that a provider took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// As the provider was told.
    pub to: String,
    /// Its words.
    pub text: String,
    /// Our name for it, where the provider takes one.
    pub reference: String,
    /// The provider's name for it.
    pub id: String,
}

/// A provider.
#[derive(Clone)]
pub struct Provider {
    /// The server.
    pub fake: Fake,
    taken: Arc<Mutex<Vec<Taken>>>,
}

/// The secret that every account has.
pub const TOKEN: &str = "secret-token";

impl Provider {
    /// The provider of this name.
    pub fn start(name: &'static str) -> Self {
        let taken: Arc<Mutex<Vec<Taken>>> = Arc::default();
        let books = Arc::clone(&taken);
        let fake = Fake::start(move |asked| {
            let mut books = books.lock().unwrap();
            match name {
                "sslwireless" => ssl_wireless(asked, &mut books),
                "bulksmsbd" => bulk_sms_bd(asked, &mut books),
                "greenweb" => green_web(asked, &mut books),
                _ => twilio(asked, &mut books),
            }
        });
        Self { fake, taken }
    }

    /// The messages that it took.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

/// Writes a message into the books where it is taken; what follows for every
/// provider alike.
fn decide(books: &mut Vec<Taken>, to: &str, text: &str, reference: &str) -> Result<String, Reply> {
    let mut take = || {
        let id = format!("SM{:032}", books.len() + 1);
        books.push(Taken {
            to: to.to_owned(),
            text: text.to_owned(),
            reference: reference.to_owned(),
            id: id.clone(),
        });
        id
    };
    match Fate::of(to) {
        Fate::Taken => Ok(take()),
        Fate::TakenAndCut => {
            take();
            Err(Reply::Cut)
        }
        Fate::LostAndCut => Err(Reply::Cut),
        Fate::Broken => Err(Reply::Http(500, "Internal Server Error".into())),
        Fate::Silent => Err(Reply::Hang),
        Fate::Garbage => Err(Reply::Http(200, "<html>Welcome to nginx!</html>".into())),
        Fate::Busy => Err(Reply::Http(429, "{}".into())),
        Fate::BadNumber | Fate::NoBalance => Ok(String::new()),
    }
}

fn ok(body: &Value) -> Reply {
    Reply::Http(200, body.to_string())
}

fn ssl_wireless(asked: &Asked, books: &mut Vec<Taken>) -> Reply {
    assert_eq!(
        (asked.method.as_str(), asked.path.as_str()),
        ("POST", "/api/v3/send-sms")
    );
    let body: Value = serde_json::from_str(&asked.body).unwrap();
    let field = |name: &str| body[name].as_str().unwrap().to_owned();
    let failed = |code: u16, why: &str| {
        ok(&json!({ "status": "FAILED", "status_code": code, "error_message": why }))
    };
    if field("api_token") != TOKEN {
        return failed(4001, "Unauthorized");
    }
    let (to, reference) = (field("msisdn"), field("csms_id"));
    assert!(to.starts_with("8801") && to.len() == 13, "{to}");
    assert!(
        reference.len() <= 20 && !field("sid").is_empty(),
        "{reference}"
    );
    let info = |status: &str, id: &str| {
        json!([{ "sms_status": status, "status_message": status, "msisdn": to, "sms_type": "EN",
            "sms_body": field("sms"), "csms_id": reference, "reference_id": id }])
    };
    match (decide(books, &to, &field("sms"), &reference), Fate::of(&to)) {
        (Err(reply), _) => reply,
        (Ok(_), Fate::NoBalance) => failed(4007, "Insufficient balance"),
        (Ok(_), Fate::BadNumber) => ok(&json!({ "status": "FAILED", "status_code": 4025,
            "error_message": "Invalid mobile number", "smsinfo": info("FAILED", "") })),
        (Ok(id), _) => ok(
            &json!({ "status": "SUCCESS", "status_code": 200, "error_message": "",
            "smsinfo": info("SUCCESS", &id) }),
        ),
    }
}

fn bulk_sms_bd(asked: &Asked, books: &mut Vec<Taken>) -> Reply {
    assert_eq!(
        (asked.method.as_str(), asked.path.as_str()),
        ("POST", "/api/smsapi")
    );
    let form = asked.form();
    let code = |code: u16, why: &str| {
        ok(&json!({ "response_code": code, "success_message": "", "error_message": why }))
    };
    if form["api_key"] != TOKEN {
        return code(1011, "User Id not found");
    }
    let (to, text) = (&form["number"], &form["message"]);
    assert!(
        to.starts_with("8801") && !form["senderid"].is_empty(),
        "{form:?}"
    );
    let is_gsm = bangla_text::SmsEncoding::of(text) == bangla_text::SmsEncoding::Gsm7;
    assert_eq!(form["type"], if is_gsm { "text" } else { "unicode" });
    match (decide(books, to, text, ""), Fate::of(to)) {
        (Err(reply), _) => reply,
        // As older accounts answer.
        (Ok(_), Fate::NoBalance) => Reply::Http(200, "1007".into()),
        (Ok(_), Fate::BadNumber) => code(1001, "Invalid Number"),
        (Ok(id), _) => ok(&json!({ "response_code": 202, "message_id": id,
            "success_message": "SMS Submitted Successfully", "error_message": "" })),
    }
}

fn green_web(asked: &Asked, books: &mut Vec<Taken>) -> Reply {
    assert_eq!(
        (asked.method.as_str(), asked.path.as_str()),
        ("POST", "/api.php?json")
    );
    let form = asked.form();
    let (to, text) = (&form["to"], &form["message"]);
    if text.contains('\'') {
        return Reply::Http(403, "Forbidden".into());
    }
    let entry = |status: &str, why: &str| {
        ok(&json!([{ "to": to, "message": text, "status": status, "statusmsg": why }]))
    };
    if form["token"] != TOKEN {
        return entry("FAILED", "Invalid Token");
    }
    match (decide(books, to, text, ""), Fate::of(to)) {
        (Err(reply), _) => reply,
        (Ok(_), Fate::NoBalance) => Reply::Http(200, "Error: Insufficient Balance".into()),
        (Ok(_), Fate::BadNumber) => entry("FAILED", &format!("Invalid Mobile Number {to}")),
        (Ok(_), _) => entry("SENT", "SMS Sent Successfully To 1 Number"),
    }
}

fn twilio(asked: &Asked, books: &mut Vec<Taken>) -> Reply {
    let login = format!("AC1:{TOKEN}");
    let login = base64::engine::general_purpose::STANDARD.encode(login);
    if asked.headers.get("authorization") != Some(&format!("Basic {login}")) {
        return Reply::Http(401, json!({ "code": 20003, "status": 401 }).to_string());
    }
    let path = asked.path.split('?').next().unwrap();
    let Some(rest) = path.strip_prefix("/2010-04-01/Accounts/AC1/Messages") else {
        return Reply::Http(404, json!({ "code": 20404, "status": 404 }).to_string());
    };
    let show = |taken: &Taken| {
        json!({ "sid": taken.id, "body": taken.text, "to": taken.to,
        "status": status_of(&taken.text), "date_created": "Thu, 01 Jan 2099 00:00:00 +0000" })
    };
    if asked.method == "GET" && rest == ".json" {
        let to = &asked.query()["To"];
        let all: Vec<Value> = books
            .iter()
            .filter(|taken| taken.to == *to)
            .map(show)
            .collect();
        return ok(&json!({ "messages": all, "page_size": 50 }));
    }
    if asked.method == "GET" {
        let sid = rest.trim_start_matches('/').trim_end_matches(".json");
        let found = books.iter().find(|taken| taken.id == sid).map(show);
        return found.map_or(Reply::Http(404, "{}".into()), |message| ok(&message));
    }
    let form = asked.form();
    let (to, text) = (&form["To"], &form["Body"]);
    assert!(
        to.starts_with("+8801") && form["From"].starts_with('+'),
        "{form:?}"
    );
    let refused = |status: u16, code: u32| {
        Reply::Http(
            status,
            json!({ "code": code, "status": status, "message": "no" }).to_string(),
        )
    };
    let reference = form
        .get("StatusCallback")
        .and_then(|url| url.split_once("m="))
        .map_or("", |(_, m)| m);
    match (decide(books, to, text, reference), Fate::of(to)) {
        (Err(reply), _) => reply,
        (Ok(_), Fate::NoBalance) => refused(403, 20005),
        (Ok(_), Fate::BadNumber) => refused(400, 21211),
        (Ok(id), _) => Reply::Http(
            201,
            json!({ "sid": id, "status": "queued", "num_segments": "1", "error_code": null })
                .to_string(),
        ),
    }
}

/// A message that speaks of being lost is.
fn status_of(text: &str) -> &'static str {
    if text.contains("lost") {
        "undelivered"
    } else if text.contains("slow") {
        "sent"
    } else {
        "delivered"
    }
}
