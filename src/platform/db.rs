//! PostgreSQL: the pool, and what its failures look like from outside.

use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::deadpool::{self, Object, Pool};
use secrecy::ExposeSecret;

use crate::config::DatabaseConfig;
use crate::http::{Fault, Problem};

/// A pooled connection; dereferences to [`AsyncPgConnection`].
pub type Connection = Object<AsyncPgConnection>;

/// The pool of connections.
#[derive(Clone)]
pub struct Db(Pool<AsyncPgConnection>);

/// No connection could be had in time.
#[derive(Debug, thiserror::Error)]
#[error("no database connection")]
pub struct NoConnection(#[from] deadpool::PoolError);

impl Fault for NoConnection {
    fn problem(&self) -> Option<Problem> {
        Some(Problem::unavailable("platform.database_away"))
    }
}

impl Db {
    /// A pool that connects when it is first asked.
    pub fn new(config: &DatabaseConfig) -> Self {
        let manager =
            AsyncDieselConnectionManager::<AsyncPgConnection>::new(config.url.expose_secret());
        let pool = Pool::builder(manager)
            .max_size(config.pool_size)
            .wait_timeout(Some(config.timeout))
            .create_timeout(Some(config.timeout))
            .recycle_timeout(Some(config.timeout))
            .runtime(::deadpool::Runtime::Tokio1)
            .build()
            .expect("a runtime is given, so timeouts can be kept");
        Self(pool)
    }

    /// A connection, or an error after the configured wait.
    pub async fn get(&self) -> Result<Connection, NoConnection> {
        Ok(self.0.get().await?)
    }

    /// Connections that are open and in use, for metrics.
    pub fn connections(&self) -> (usize, usize) {
        let status = self.0.status();
        (status.size, status.size.saturating_sub(status.available))
    }
}

/// A failed query. Lost connections are the caller's to retry; everything else
/// is a bug of ours.
#[derive(Debug, thiserror::Error)]
#[error("a query failed")]
pub struct QueryFailed(#[from] pub diesel::result::Error);

impl Fault for QueryFailed {
    fn problem(&self) -> Option<Problem> {
        use diesel::result::DatabaseErrorKind as Kind;
        use diesel::result::Error::{BrokenTransactionManager, DatabaseError};
        match &self.0 {
            DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _)
            | BrokenTransactionManager => Some(Problem::unavailable("platform.database_away")),
            // PostgreSQL going down says so in words only.
            DatabaseError(_, info) if is_shutdown(info.message()) => {
                Some(Problem::unavailable("platform.database_away"))
            }
            _ => None,
        }
    }
}

fn is_shutdown(message: &str) -> bool {
    [
        "terminating connection",
        "the database system is",
        "connection closed",
        "error communicating with the server",
    ]
    .iter()
    .any(|words| message.contains(words))
}
