//! Rate limits: counted in Redis so that all nodes share them, and in this
//! process while Redis is away.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use actix_web::dev::ServiceRequest;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use kernel::Clock;
use redis::aio::ConnectionManager;
use secrecy::ExposeSecret;

use crate::config::{HttpConfig, LimitsConfig, RedisConfig};
use crate::http::{Fault, Problem};

/// The length of a window.
const WINDOW_S: u32 = 10;
/// How long Redis is left alone after it failed to answer.
const PAUSE_MS: i64 = 5_000;

/// The caller has asked too often.
#[derive(Debug, thiserror::Error)]
#[error("too many requests")]
pub struct TooMany;

impl Fault for TooMany {
    fn problem(&self) -> Option<Problem> {
        Some(Problem::too_many("platform.too_many_requests", WINDOW_S))
    }
}

/// Counts requests per caller.
pub struct Limits {
    most: u32,
    count_loopback: bool,
    proxy_hops: usize,
    clock: Clock,
    shared: Option<Shared>,
    local: DefaultKeyedRateLimiter<IpAddr>,
}

struct Shared {
    client: redis::Client,
    connection: tokio::sync::OnceCell<ConnectionManager>,
    timeout: Duration,
    paused_until_ms: AtomicI64,
}

impl Limits {
    /// Limits for these settings; a Redis that cannot be reached now is tried
    /// again later.
    pub fn new(
        limits: &LimitsConfig,
        redis: &RedisConfig,
        http: &HttpConfig,
        clock: Clock,
    ) -> Self {
        let most = NonZeroU32::new(limits.search_per_10s).unwrap_or(NonZeroU32::MIN);
        let each = Duration::from_secs(WINDOW_S.into()) / most.get();
        let quota = Quota::with_period(each)
            .expect("ten seconds over a u32 is not zero")
            .allow_burst(most);
        Self {
            most: most.get(),
            count_loopback: limits.count_loopback,
            proxy_hops: http.proxy_hops,
            clock,
            shared: redis
                .url
                .as_ref()
                .and_then(|url| Shared::new(url.expose_secret(), redis.timeout)),
            local: RateLimiter::keyed(quota),
        }
    }

    /// Counts one request of this caller.
    pub async fn count(&self, caller: IpAddr) -> Result<(), TooMany> {
        if caller.is_loopback() && !self.count_loopback {
            return Ok(());
        }
        let now_ms = self.clock.now().timestamp_millis();
        let shared = match &self.shared {
            Some(shared) => shared.count(caller, now_ms).await,
            None => None,
        };
        let allowed = shared.map_or_else(
            || self.local.check_key(&caller).is_ok(),
            |count| count <= self.most,
        );
        if allowed { Ok(()) } else { Err(TooMany) }
    }

    /// Who is calling: the peer, or what our own proxies say. What a client
    /// claims beyond them is not believed.
    pub fn caller(&self, req: &ServiceRequest) -> Option<IpAddr> {
        let peer = req.peer_addr().map(|peer| peer.ip());
        let Some(hops) = self.proxy_hops.checked_sub(1) else {
            return peer;
        };
        let sent = req
            .headers()
            .get("x-forwarded-for")
            .and_then(|sent| sent.to_str().ok())
            .unwrap_or_default();
        sent.rsplit(',')
            .nth(hops)
            .and_then(|ip| ip.trim().parse().ok())
            .or(peer)
    }

    /// Forgets callers that have been quiet; for a job that runs now and then.
    pub fn tidy(&self) {
        self.local.retain_recent();
    }
}

/// What the Redis in these settings says of itself; `None` without one.
pub async fn redis_version(config: &RedisConfig) -> Option<Result<String, String>> {
    let url = config.url.as_ref()?;
    let ask = async {
        let client = redis::Client::open(url.expose_secret())?;
        let mut connection = client.get_multiplexed_async_connection().await?;
        let info: String = redis::cmd("INFO")
            .arg("server")
            .query_async(&mut connection)
            .await?;
        Ok::<_, redis::RedisError>(info)
    };
    let info = match tokio::time::timeout(Duration::from_secs(2), ask).await {
        Ok(Ok(info)) => info,
        Ok(Err(error)) => return Some(Err(error.to_string())),
        Err(_) => return Some(Err("no answer within two seconds".into())),
    };
    let version = info
        .lines()
        .find_map(|line| line.strip_prefix("redis_version:"));
    Some(Ok(format!(
        "Redis {}",
        version.unwrap_or("of unknown version").trim()
    )))
}

impl Shared {
    fn new(url: &str, timeout: Duration) -> Option<Self> {
        let client = redis::Client::open(url)
            .inspect_err(
                |error| tracing::error!(%error, "REDIS_URL cannot be used; counting per process"),
            )
            .ok()?;
        Some(Self {
            client,
            connection: tokio::sync::OnceCell::new(),
            timeout,
            paused_until_ms: AtomicI64::new(0),
        })
    }

    /// Requests in the current window; `None` while Redis is away.
    async fn count(&self, caller: IpAddr, now_ms: i64) -> Option<u32> {
        if now_ms < self.paused_until_ms.load(Ordering::Relaxed) {
            return None;
        }
        let window = now_ms / (i64::from(WINDOW_S) * 1000);
        match tokio::time::timeout(
            self.timeout,
            self.increment(&format!("haat:rate:{caller}:{window}")),
        )
        .await
        {
            Ok(Ok(count)) => Some(count),
            failed => {
                self.paused_until_ms
                    .store(now_ms + PAUSE_MS, Ordering::Relaxed);
                metrics::counter!("redis_failures_total").increment(1);
                tracing::warn!(
                    timed_out = failed.is_err(),
                    "redis is away; counting per process"
                );
                None
            }
        }
    }

    async fn increment(&self, key: &str) -> redis::RedisResult<u32> {
        let mut connection = self
            .connection
            .get_or_try_init(|| self.client.get_connection_manager())
            .await?
            .clone();
        let (count,): (u32,) = redis::pipe()
            .atomic()
            .incr(key, 1)
            .expire(key, i64::from(WINDOW_S) * 2)
            .ignore()
            .query_async(&mut connection)
            .await?;
        Ok(count)
    }
}
