//! What a form sent, and what is said when it cannot be taken.

use actix_web::HttpResponse;
use actix_web::web::Bytes;
use askama::Template;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;

use crate::respond;

/// The fields of a form.
pub fn fields(body: &Bytes) -> Result<Params, Problem> {
    let broken = Problem::field("form", "platform.broken_utf8");
    Params::parse(std::str::from_utf8(body).map_err(|_| broken)?)
}

/// What went wrong, for whoever filled the form in; `Err` where it is not theirs
/// to mend, or somebody else has to sign in first.
pub fn told(error: Error, words: Words) -> Result<(Problem, String), Error> {
    let problem = error.problem().clone();
    let is_theirs = problem.status.is_client_error() || problem.status == 503;
    let leads_elsewhere = respond::asks_to_sign_in(&problem) || problem.code == "auth.totp_missing";
    if !is_theirs || leads_elsewhere {
        return Err(error);
    }
    let code = problem
        .fields
        .first()
        .map_or(problem.code, |field| field.code);
    let text = words.problem(code);
    Ok((problem, text))
}

/// The form again, with what is wrong above it.
pub fn again(view: &impl Template, problem: &Problem) -> Result<HttpResponse, Error> {
    let mut answer = respond::page(view)?;
    *answer.status_mut() = problem.status;
    if let Some(seconds) = problem.retry_after_s {
        let headers = answer.headers_mut();
        headers.insert(actix_web::http::header::RETRY_AFTER, seconds.into());
    }
    Ok(answer)
}
