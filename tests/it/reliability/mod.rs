//! What people with bad intentions try, and what must never be seen: the runs of
//! the plan for reliability that are about people, files and the edge.
//!
//! | run | what | where |
//! |---|---|---|
//! | 12 | every route, every role, foreign owners; no field that is not described | [`crate::access`], [`fields`] |
//! | 13 | sixty bad tokens, reuse, ten refreshes at once, revocation | [`crate::auth`]`::tokens` |
//! | 14 | codes: limits of sending and guessing, nobody enumerated | [`crate::auth`]`::codes` |
//! | 16 | hostile files: sixty in `media`'s own tests within their memory; here through a route | [`uploads`] |
//! | 17 | no address that a caller gives is fetched | [`fetching`] |
//! | 18 | scripts in names and questions; forms of other sites | [`scripts`], [`crate::auth`]`::forms` |
//! | 19 | phones, addresses and tokens in dumps, the journal and logs; the book of decisions | [`secrets`], [`crate::decisions`] |
//!
//! `HAAT_FULL=1` runs them with the plan's own numbers.

mod fetching;
mod fields;
mod scripts;
mod secrets;
mod uploads;

use serde_json::json;

use crate::haat::{Device, TestHaat};

/// A form with one file under this name, and the header that says so.
fn form_with(field: &str, file: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file}\"\r\nContent-Type: image/jpeg\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n--edge--\r\n"].concat()
}

const FORM: &str = "multipart/form-data; boundary=edge";

/// Somebody with an application that has just been begun; its path.
fn applicant(haat: &TestHaat) -> (Device, String) {
    let device = haat.device_of(&haat.person());
    let path = "/api/v1/shops/applications";
    let begun = haat
        .server()
        .say("POST", path, Some(&device.token), &json!({}));
    assert_eq!(begun.status, 201, "{}", begun.text());
    let id = begun.json()["id"].as_str().unwrap().to_owned();
    (device, format!("{path}/{id}"))
}
