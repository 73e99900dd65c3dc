//! One error type for all handlers.

use std::error::Error as StdError;
use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};

use super::Problem;

/// An error of a use-case that knows how it looks from outside.
pub trait Fault: StdError + Send + Sync + 'static {
    /// The situation as a problem; `None` means it is our bug, which is logged
    /// with its causes and answered with an opaque 500.
    fn problem(&self) -> Option<Problem>;
}

/// What handlers fail with. `?` makes one of any [`Fault`].
pub struct Error(Box<Problem>);

impl Error {
    /// The problem that will be answered.
    pub fn problem(&self) -> &Problem {
        &self.0
    }
}

impl<F: Fault> From<F> for Error {
    fn from(fault: F) -> Self {
        let problem = fault.problem().unwrap_or_else(|| {
            tracing::error!(error = %Chain(&fault), "request failed");
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "platform.internal")
        });
        Self(Box::new(problem))
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    /// The JSON document; the problem itself rides along for the page scope,
    /// which shows it as HTML.
    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.0.status);
        if let Some(seconds) = self.0.retry_after_s {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        let mut answer = answer
            .content_type("application/problem+json")
            .body(self.0.document().to_string());
        answer.extensions_mut().insert((*self.0).clone());
        answer
    }
}

/// An error with everything that caused it, on one line.
pub struct Chain<'a>(pub &'a dyn StdError);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
