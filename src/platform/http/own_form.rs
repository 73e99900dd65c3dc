//! Whether a request comes from a page of ours.

use actix_web::dev::RequestHead;

/// Forms of other sites change nothing here. Browsers say whose form it was;
/// those that do not still send where it stood.
pub fn is_own_form(head: &RequestHead) -> bool {
    let header = |name: &str| Some(head.headers().get(name)?.to_str().unwrap_or("?"));
    let ours = || header("host").or(head.uri.host());
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) if !matches!(site, "same-origin" | "none") => false,
        (_, Some(origin)) => origin.split_once("://").map(|(_, host)| host) == ours(),
        (_, None) => true,
    }
}
