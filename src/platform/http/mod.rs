//! What every route shares: problems, query parameters, request ids, headers.

mod document;
mod error;
mod headers;
mod own_form;
mod params;
mod problem;
mod watch;

pub use document::{Document, Members};
pub use error::{Chain, Error, Fault};
pub use headers::secure;
pub use own_form::is_own_form;
pub use params::Params;
pub use problem::{FieldProblem, Problem};
pub use watch::watch;
