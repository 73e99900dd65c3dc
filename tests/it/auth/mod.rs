//! People sign in, stay signed in, and nobody else does.

mod accounts;
mod admins;
mod codes;
mod forms;
mod passwords;
mod tokens;
mod totp;

use serde_json::{Value, json};

use crate::haat::{Reply, Server, TestHaat};

/// `POST` of a document by nobody in particular.
fn post(server: &Server, path: &str, body: &Value) -> Reply {
    server.say("POST", &format!("/api/v1/auth{path}"), None, body)
}

/// Who somebody is, as this token says.
fn me(server: &Server, token: &str) -> Reply {
    server.say("GET", "/api/v1/auth/me", Some(token), &Value::Null)
}

fn refresh(server: &Server, token: &str) -> Reply {
    post(
        server,
        "/sessions/refresh",
        &json!({ "refresh_token": token }),
    )
}

/// A member of an answer that is text.
fn text(document: &Value, member: &str) -> String {
    document[member].as_str().unwrap().to_owned()
}

/// Gives somebody who signed in a password.
fn set_password(haat: &TestHaat, token: &str, password: &str) -> Reply {
    let body = json!({ "password": password });
    haat.server()
        .say("PUT", "/api/v1/auth/password", Some(token), &body)
}
