//! What every route shares: problems, query parameters, request ids, headers.

mod error;
mod headers;
mod params;
mod problem;
mod watch;

pub use error::{Chain, Error, Fault};
pub use headers::secure;
pub use params::Params;
pub use problem::{FieldProblem, Problem};
pub use watch::watch;
