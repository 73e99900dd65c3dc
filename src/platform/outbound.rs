//! HTTP calls to other people's servers: the one place that makes clients.
//!
//! Certificates are checked against the roots of the Web, redirects are not
//! followed, answers have a size, everything has an end. Connections are not kept: a
//! request on one that is just closing could not be told from one that arrived.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, redirect};

/// How long the other side may take to be reached.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
/// Largest answer, in bytes.
const LARGEST_ANSWER: usize = 1024 * 1024;

/// Makes calls. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outbound(Client);

/// A whole answer, whatever its status.
#[derive(Debug)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// There was no whole answer. Tells nothing of the address, which may hold secrets.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The other side has certainly not got the request.
    #[error("not reached")]
    NotReached(#[source] reqwest::Error),
    /// It may have got it.
    #[error("the answer was lost")]
    Lost(#[source] reqwest::Error),
    /// It got it and answered too much.
    #[error("the answer is longer than {LARGEST_ANSWER} bytes")]
    TooLarge,
}

impl Outbound {
    /// A client whose calls end after this time.
    pub fn new(within: Duration) -> Self {
        let roots: rustls::RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let provider = rustls::crypto::ring::default_provider();
        let tls = rustls::ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .expect("ring has the ciphers of both versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that makes clients"
        )]
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT_WITHIN)
            .timeout(within)
            .user_agent("haat")
            .build()
            .expect("the TLS configuration is of the version that the client uses");
        Self(client)
    }

    /// A request to be filled in and given to [`Outbound::call`].
    pub fn get(&self, url: &str) -> RequestBuilder {
        self.0.get(url)
    }

    /// A request to be filled in and given to [`Outbound::call`].
    pub fn post(&self, url: &str) -> RequestBuilder {
        self.0.post(url)
    }

    /// Sends a request and reads the whole answer.
    pub async fn call(&self, request: RequestBuilder) -> Result<Answered, NoAnswer> {
        let mut answer = request.send().await.map_err(|error| {
            let error = error.without_url();
            if error.is_connect() || error.is_builder() {
                NoAnswer::NotReached(error)
            } else {
                NoAnswer::Lost(error)
            }
        })?;
        let mut body = Vec::new();
        let lost = |error: reqwest::Error| NoAnswer::Lost(error.without_url());
        while let Some(chunk) = answer.chunk().await.map_err(lost)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(NoAnswer::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answered {
            status: answer.status().as_u16(),
            body,
        })
    }
}
