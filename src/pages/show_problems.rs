//! Middleware of the pages: a problem becomes a page that a person can read.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use platform::http::Problem;

use crate::Section;
use crate::problem::ProblemPage;
use crate::respond;
use crate::say;
use crate::{Visitor, visitor};

/// Replaces problem documents by pages, and remembers the language of the URL.
pub async fn show_problems<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let answer = next.call(req).await?;
    let problem = problem_in(answer.response());
    let request = answer.request().clone();
    let mut answer = match problem {
        None => answer.map_into_left_body(),
        Some(problem) => {
            ServiceResponse::new(request.clone(), way_on(&request, &problem)).map_into_right_body()
        }
    };
    remember_language(&mut answer);
    Ok(answer)
}

/// To the form where one signs in, and back from there; to the form for the
/// authenticator app; or a page that says what is wrong.
fn way_on(req: &HttpRequest, problem: &Problem) -> HttpResponse {
    let visitor = Visitor::of(req);
    let form = match problem.code {
        _ if respond::asks_to_sign_in(problem) => "/sign-in",
        "auth.totp_needed" | "auth.totp_missing" => "/account/app",
        _ => return problem_page(&visitor, problem),
    };
    let here = visitor.href(&visitor.at);
    let back = if req.method().is_safe() { &*here } else { "" };
    let back = say::query_value(back);
    respond::see_other(&visitor.href(&format!("{form}?back={back}")))
}

/// The problem an answer tells: ours, or one that the framework refused with.
fn problem_in<B>(answer: &HttpResponse<B>) -> Option<Problem> {
    let told = answer.extensions().get::<Problem>().cloned();
    let status = answer.status();
    let code = if status == StatusCode::PAYLOAD_TOO_LARGE {
        "platform.too_large"
    } else {
        "platform.invalid_fields"
    };
    let page = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    told.or_else(|| (status.is_client_error() && !page).then(|| Problem::new(status, code)))
}

fn remember_language<B>(answer: &mut ServiceResponse<B>) {
    let req = answer.request().clone();
    let language = Visitor::of(&req).locale().code();
    let known = req
        .cookie(visitor::LANGUAGE)
        .is_some_and(|cookie| cookie.value() == language);
    if !known {
        let cookie = visitor::cookie(&req, visitor::LANGUAGE, language);
        // A cookie that cannot be written is no reason to lose the page.
        _ = answer.response_mut().add_cookie(&cookie);
    }
}

/// The page of a problem.
pub fn problem_page(visitor: &Visitor, problem: &Problem) -> HttpResponse {
    let words = visitor.words;
    let fields = problem.fields.iter();
    let wrong = fields.map(|field| format!("{}: {}", field.field, words.problem(field.code)));
    let mut detail = wrong.collect::<Vec<_>>().join(" ");
    // What there was too much of; of searches, the next words say enough.
    if problem.status == StatusCode::TOO_MANY_REQUESTS
        && problem.code != "platform.too_many_requests"
    {
        detail = words.problem(problem.code);
    }
    let view = ProblemPage::new(
        visitor.page(String::new(), Section::Elsewhere),
        problem.status.as_u16(),
        Some(detail).filter(|detail| !detail.is_empty()),
    );
    let body = view.render().unwrap_or_else(|error| {
        tracing::error!(%error, "the page of a problem could not be rendered");
        words.problem(problem.code)
    });
    let mut answer = respond::html(problem.status, body);
    if let Some(seconds) = problem.retry_after_s {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    answer
}
