//! Rate limits: counted in Redis so that all nodes share them, and in this
//! process while Redis is away.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use actix_web::HttpRequest;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use kernel::Clock;
use redis::aio::ConnectionManager;
use secrecy::ExposeSecret;

use crate::config::{HttpConfig, LimitsConfig, RedisConfig};
use crate::http::{Fault, Problem};

/// The length of a window for searches.
const WINDOW_S: u32 = 10;
/// The length of a window for files: a shopkeeper adds photos by the dozen.
const FILES_S: u32 = 300;
/// The length of a window for what takes other people's time.
const HOUR_S: u32 = 3_600;
/// How long Redis is left alone after it failed to answer.
const PAUSE_MS: i64 = 5_000;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A search: a few seconds' worth.
    Search,
    /// Asking other people for something: an hour's worth.
    AskPeople,
    /// Looking up an address where that costs money: an hour's worth.
    Geocode,
    /// Sending files: five minutes' worth.
    SendFiles,
}

/// The caller has asked too often.
#[derive(Debug, thiserror::Error)]
#[error("too many requests")]
pub struct TooMany {
    /// Of what.
    pub deed: Deed,
    /// When trying again makes sense, in seconds.
    pub wait_s: u32,
}

impl Fault for TooMany {
    fn problem(&self) -> Option<Problem> {
        let code = match self.deed {
            Deed::Search => "platform.too_many_requests",
            Deed::AskPeople | Deed::Geocode => "platform.asked_enough",
            Deed::SendFiles => "platform.sent_enough",
        };
        Some(Problem::too_many(code, self.wait_s))
    }
}

/// Counts requests per caller.
pub struct Limits {
    searches: Budget,
    asks: Budget,
    lookups: Budget,
    files: Budget,
    count_loopback: bool,
    proxy_hops: usize,
    clock: Clock,
    shared: Option<Shared>,
}

/// How much of one deed a caller may do in a window.
struct Budget {
    /// Part of the key in Redis.
    name: &'static str,
    most: u32,
    window_s: u32,
    local: DefaultKeyedRateLimiter<IpAddr>,
}

impl Budget {
    fn new(name: &'static str, most: u32, window_s: u32) -> Self {
        let most = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
        let each = Duration::from_secs(window_s.into()) / most.get();
        let quota = Quota::with_period(each)
            .expect("a window over a u32 is not zero")
            .allow_burst(most);
        Self {
            name,
            most: most.get(),
            window_s,
            local: RateLimiter::keyed(quota),
        }
    }

    /// How long the window that this moment is in still lasts, at least a second.
    fn left_s(&self, now_ms: i64) -> u32 {
        let gone_s = (now_ms / 1000).rem_euclid(self.window_s.into());
        self.window_s - u32::try_from(gone_s).unwrap_or(0)
    }
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
        Self {
            searches: Budget::new("search", limits.search_per_10s, WINDOW_S),
            asks: Budget::new("ask", limits.asks_per_hour, HOUR_S),
            lookups: Budget::new("geocode", limits.lookups_per_hour, HOUR_S),
            files: Budget::new("files", limits.files_per_5min, FILES_S),
            count_loopback: limits.count_loopback,
            proxy_hops: http.proxy_hops,
            clock,
            shared: redis
                .url
                .as_ref()
                .and_then(|url| Shared::new(url.expose_secret(), redis.timeout)),
        }
    }

    /// Counts one deed of this caller.
    pub async fn count(&self, deed: Deed, caller: IpAddr) -> Result<(), TooMany> {
        if caller.is_loopback() && !self.count_loopback {
            return Ok(());
        }
        let budget = match deed {
            Deed::Search => &self.searches,
            Deed::AskPeople => &self.asks,
            Deed::Geocode => &self.lookups,
            Deed::SendFiles => &self.files,
        };
        let now_ms = self.clock.now().timestamp_millis();
        let shared = match &self.shared {
            Some(shared) => shared.count(budget, caller, now_ms).await,
            None => None,
        };
        let allowed = shared.map_or_else(
            || budget.local.check_key(&caller).is_ok(),
            |count| count <= budget.most,
        );
        let wait_s = budget.left_s(now_ms);
        allowed.then_some(()).ok_or(TooMany { deed, wait_s })
    }

    /// Who is calling: the peer, or what our own proxies say. What a client
    /// claims beyond them is not believed.
    pub fn caller(&self, req: &HttpRequest) -> Option<IpAddr> {
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
        self.searches.local.retain_recent();
        self.asks.local.retain_recent();
        self.lookups.local.retain_recent();
        self.files.local.retain_recent();
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
    async fn count(&self, budget: &Budget, caller: IpAddr, now_ms: i64) -> Option<u32> {
        if now_ms < self.paused_until_ms.load(Ordering::Relaxed) {
            return None;
        }
        let window = now_ms / (i64::from(budget.window_s) * 1000);
        let key = format!("haat:rate:{}:{caller}:{window}", budget.name);
        match tokio::time::timeout(self.timeout, self.increment(&key, budget.window_s)).await {
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

    async fn increment(&self, key: &str, window_s: u32) -> redis::RedisResult<u32> {
        let mut connection = self
            .connection
            .get_or_try_init(|| self.client.get_connection_manager())
            .await?
            .clone();
        let (count,): (u32,) = redis::pipe()
            .atomic()
            .incr(key, 1)
            .expire(key, i64::from(window_s) * 2)
            .ignore()
            .query_async(&mut connection)
            .await?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_wait_longer_than_the_window() {
        let hour = Budget::new("ask", 5, HOUR_S);
        assert_eq!(hour.left_s(0), HOUR_S);
        assert_eq!(hour.left_s(1_000 * i64::from(HOUR_S) - 1), 1);
        assert_eq!(hour.left_s(1_000 * 4_000), 3_200);
    }

    #[test]
    fn each_deed_has_its_own_budget() {
        let (searches, asks) = (
            Budget::new("search", 3, WINDOW_S),
            Budget::new("ask", 1, HOUR_S),
        );
        let caller: IpAddr = "203.0.113.7".parse().unwrap();
        let allowed = |budget: &Budget| {
            (0..5)
                .filter(|_| budget.local.check_key(&caller).is_ok())
                .count()
        };
        assert_eq!((allowed(&asks), allowed(&searches)), (1, 3));
    }
}
