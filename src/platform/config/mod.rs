//! Settings, read once from the environment, a struct per section.
//!
//! All mistakes are collected, so that one start shows every one of them.

mod geocoder;
mod media;
mod messages;
mod settings;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

pub use geocoder::{GeocoderAccount, GeocoderConfig};
pub use media::{Bucket, MediaConfig, MediaPlace};
pub use messages::{MessagesConfig, SmsAccount, SmtpConfig};
pub use settings::{SETTINGS, Setting};

use crate::seal::SealConfig;

/// The secret that development uses and production refuses.
const DEV_SECRET: &str = "haat-development-secret-not-for-production";

/// What broken clients send is no error of ours.
const DEFAULT_LOG: &str = "info,actix_server=warn,actix_http=off";

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where this process runs.
    pub stage: Stage,
    /// Signs cursors and tokens.
    pub secret: SecretString,
    /// Seals personal columns.
    pub seal: SealConfig,
    /// Files that can be lost: the radius index of the last run. Pictures stand
    /// beside them unless told otherwise, and cannot.
    pub data_dir: PathBuf,
    /// The web server.
    pub http: HttpConfig,
    /// PostgreSQL.
    pub database: DatabaseConfig,
    /// Redis.
    pub redis: RedisConfig,
    /// Background work.
    pub jobs: JobsConfig,
    /// Messages to people.
    pub messages: MessagesConfig,
    /// Finding addresses.
    pub geocoder: GeocoderConfig,
    /// What pages show.
    pub web: WebConfig,
    /// Rate limits.
    pub limits: LimitsConfig,
    /// Pictures.
    pub media: MediaConfig,
    /// Signing in.
    pub auth: AuthConfig,
    /// Logs.
    pub log: LogConfig,
}

/// Development, staging or production.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A developer's machine.
    Dev,
    /// A copy of production for trying things.
    Staging,
    /// Real people.
    Production,
}

/// The web server.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// `HAAT_LISTEN`: address of the public server.
    pub listen: SocketAddr,
    /// `HAAT_METRICS_LISTEN`: address of the private one (metrics, audit, explain).
    pub metrics_listen: Option<SocketAddr>,
    /// `HAAT_WORKERS`: threads that serve requests.
    pub workers: usize,
    /// `HAAT_SHUTDOWN_S`: how long requests in flight may finish.
    pub shutdown: Duration,
    /// `HAAT_PROXY_HOPS`: how many of our own proxies stand in front.
    pub proxy_hops: usize,
    /// `HAAT_CORS_ORIGINS`: other sites that may call the API, comma-separated.
    pub cors_origins: Vec<String>,
}

/// PostgreSQL.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// `DATABASE_URL`.
    pub url: SecretString,
    /// `HAAT_DB_POOL`: connections at most.
    pub pool_size: usize,
    /// `HAAT_DB_TIMEOUT_MS`: how long a request waits for a connection.
    pub timeout: Duration,
}

/// Redis.
#[derive(Debug, Clone)]
pub struct RedisConfig {
    /// `REDIS_URL`; without it, counters are per process.
    pub url: Option<SecretString>,
    /// `HAAT_REDIS_TIMEOUT_MS`: how long a request waits for an answer.
    pub timeout: Duration,
}

/// Background work.
#[derive(Debug, Clone)]
pub struct JobsConfig {
    /// `HAAT_JOBS`: jobs that this process runs at once; with 0, `haat serve` leaves
    /// them to `haat work`.
    pub concurrency: usize,
    /// `HAAT_JOBS_LEASE_S`: how long after its worker died a job is begun again.
    pub lease: Duration,
    /// `HAAT_SHUTDOWN_S`: how long running jobs may finish.
    pub shutdown: Duration,
}

/// What pages show.
#[derive(Debug, Clone)]
pub struct WebConfig {
    /// `HAAT_PUBLIC_URL`: the address people see.
    pub public_url: String,
    /// `HAAT_TILE_URL`: map tiles, `{z}/{x}/{y}`; empty draws outlines only.
    pub tile_url: Option<String>,
}

/// Rate limits.
#[derive(Debug, Clone)]
pub struct LimitsConfig {
    /// `HAAT_RATE_SEARCH`: searches an address may make in ten seconds.
    pub search_per_10s: u32,
    /// `HAAT_RATE_ASK`: requests to other people an address may make in an hour.
    pub asks_per_hour: u32,
    /// `HAAT_RATE_GEOCODE`: addresses that an address of the network may have looked
    /// up in an hour by a provider who takes money.
    pub lookups_per_hour: u32,
    /// `HAAT_RATE_FILES`: requests with files an address may make in five minutes.
    pub files_per_5min: u32,
    /// `HAAT_RATE_LOOPBACK`: whether this machine's own tools are counted too.
    pub count_loopback: bool,
}

/// Signing in.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// `HAAT_TOKEN_KEYS`: secrets by number; the highest signs access tokens, all
    /// verify them.
    pub token_keys: BTreeMap<u16, SecretString>,
    /// How many codes may be sent.
    pub codes: OtpLimits,
}

/// How many codes may be sent by SMS or e-mail.
#[derive(Debug, Clone, Copy)]
pub struct OtpLimits {
    /// `HAAT_OTP_PHONE_HOUR`: to a number in an hour.
    pub phone_hour: u32,
    /// `HAAT_OTP_PHONE_DAY`: to a number in a day.
    pub phone_day: u32,
    /// `HAAT_OTP_CALLER_DAY`: asked for by an address in a day.
    pub caller_day: u32,
    /// `HAAT_OTP_BLOCK_HOUR`: to numbers with the same first seven digits in an
    /// hour.
    pub block_hour: u32,
    /// `HAAT_OTP_DAY`: to everybody together in a day: what the owner is ready to
    /// pay.
    pub day: u32,
}

/// Logs.
#[derive(Debug, Clone)]
pub struct LogConfig {
    /// `HAAT_LOG`: a filter such as `info,haat_search=debug`.
    pub filter: String,
    /// `HAAT_LOG_FORMAT`: `text` or `json`.
    pub json: bool,
}

/// Every setting that is missing or cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("settings that need attention:\n  {}", .0.join("\n  "))]
pub struct ConfigError(pub Vec<String>);

impl Config {
    /// Reads the process environment.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_vars(std::env::vars().collect())
    }

    /// Reads settings from these variables.
    pub fn from_vars(vars: BTreeMap<String, String>) -> Result<Self, ConfigError> {
        let mut read = Reader {
            vars,
            wrong: Vec::new(),
        };
        let stage = read.or("HAAT_STAGE", "dev");
        let config = Self {
            stage,
            secret: SecretString::from(read.or::<String>("HAAT_SECRET", DEV_SECRET)),
            seal: seal(&mut read),
            media: media::read(&mut read),
            data_dir: read.or("HAAT_DATA_DIR", ".dev/data"),
            http: http(&mut read),
            database: DatabaseConfig {
                url: SecretString::from(read.required("DATABASE_URL")),
                pool_size: read.or("HAAT_DB_POOL", "8"),
                timeout: Duration::from_millis(read.or("HAAT_DB_TIMEOUT_MS", "2000")),
            },
            redis: RedisConfig {
                url: read.optional("REDIS_URL").map(SecretString::from),
                timeout: Duration::from_millis(read.or("HAAT_REDIS_TIMEOUT_MS", "15")),
            },
            jobs: JobsConfig {
                concurrency: read.or("HAAT_JOBS", "4"),
                lease: Duration::from_secs(read.or::<u64>("HAAT_JOBS_LEASE_S", "30").max(1)),
                shutdown: Duration::from_secs(read.or("HAAT_SHUTDOWN_S", "10")),
            },
            messages: messages::messages(&mut read),
            geocoder: geocoder::geocoder(&mut read),
            web: WebConfig {
                public_url: read.or("HAAT_PUBLIC_URL", "http://127.0.0.1:8080"),
                tile_url: read.optional("HAAT_TILE_URL"),
            },
            limits: LimitsConfig {
                search_per_10s: read.or("HAAT_RATE_SEARCH", "100"),
                asks_per_hour: read.or("HAAT_RATE_ASK", "5"),
                lookups_per_hour: read.or("HAAT_RATE_GEOCODE", "60"),
                files_per_5min: read.or("HAAT_RATE_FILES", "120"),
                count_loopback: read.or("HAAT_RATE_LOOPBACK", "false"),
            },
            auth: auth(&mut read),
            log: LogConfig {
                filter: read.or("HAAT_LOG", DEFAULT_LOG),
                json: read.or::<LogFormat>(
                    "HAAT_LOG_FORMAT",
                    if stage == Stage::Dev { "text" } else { "json" },
                ) == LogFormat::Json,
            },
        };
        config.refuse_unsafe(&mut read.wrong);
        if read.wrong.is_empty() {
            Ok(config)
        } else {
            Err(ConfigError(read.wrong))
        }
    }

    /// In production, what is convenient in development is an open door.
    fn refuse_unsafe(&self, wrong: &mut Vec<String>) {
        self.messages.refuse_unsafe(self.stage, wrong);
        self.geocoder.refuse_unsafe(self.stage, wrong);
        if self.stage != Stage::Production {
            return;
        }
        let secrets = [
            ("HAAT_SECRET", &self.secret),
            ("HAAT_SEAL_INDEX", &self.seal.index),
        ];
        let sealing = self.seal.keys.values().map(|key| ("HAAT_SEAL_KEYS", key));
        let tokens = self.auth.token_keys.values();
        let tokens = tokens.map(|key| ("HAAT_TOKEN_KEYS", key));
        for (name, secret) in secrets.into_iter().chain(sealing).chain(tokens) {
            let secret = secret.expose_secret();
            if secret == DEV_SECRET || secret.len() < 32 {
                wrong.push(format!(
                    "{name} must be set to at least 32 random characters in production"
                ));
            }
        }
        if !self.web.public_url.starts_with("https://") {
            wrong.push("HAAT_PUBLIC_URL must begin with https:// in production".into());
        }
        if self
            .http
            .cors_origins
            .iter()
            .any(|origin| origin.contains('*'))
        {
            wrong.push("HAAT_CORS_ORIGINS must name origins, not *, in production".into());
        }
    }
}

fn http(read: &mut Reader) -> HttpConfig {
    HttpConfig {
        listen: read.or("HAAT_LISTEN", "127.0.0.1:8080"),
        metrics_listen: read.parsed("HAAT_METRICS_LISTEN"),
        workers: read.or(
            "HAAT_WORKERS",
            &std::thread::available_parallelism()
                .map_or(2, usize::from)
                .to_string(),
        ),
        shutdown: Duration::from_secs(read.or("HAAT_SHUTDOWN_S", "10")),
        proxy_hops: read.or("HAAT_PROXY_HOPS", "0"),
        cors_origins: read
            .optional("HAAT_CORS_ORIGINS")
            .map(|list| {
                list.split(',')
                    .map(|origin| origin.trim().to_owned())
                    .collect()
            })
            .unwrap_or_default(),
    }
}

fn seal(read: &mut Reader) -> SealConfig {
    SealConfig {
        keys: numbered(read, "HAAT_SEAL_KEYS"),
        index: SecretString::from(read.or::<String>("HAAT_SEAL_INDEX", DEV_SECRET)),
    }
}

fn auth(read: &mut Reader) -> AuthConfig {
    AuthConfig {
        token_keys: numbered(read, "HAAT_TOKEN_KEYS"),
        codes: OtpLimits {
            phone_hour: read.or("HAAT_OTP_PHONE_HOUR", "3"),
            phone_day: read.or("HAAT_OTP_PHONE_DAY", "6"),
            caller_day: read.or("HAAT_OTP_CALLER_DAY", "10"),
            block_hour: read.or("HAAT_OTP_BLOCK_HOUR", "50"),
            day: read.or("HAAT_OTP_DAY", "5000"),
        },
    }
}

/// `1:secret,2:secret`: the separators cannot stand in a secret.
fn numbered(read: &mut Reader, name: &str) -> BTreeMap<u16, SecretString> {
    let keys: String = read.or(name, &format!("1:{DEV_SECRET}"));
    let keys = keys
        .split(',')
        .map(|key| {
            let (number, secret) = key.trim().split_once(':')?;
            let number = number.parse().ok().filter(|number| *number > 0)?;
            Some((number, SecretString::from(secret)))
        })
        .collect::<Option<BTreeMap<_, _>>>();
    if keys.is_none() {
        read.wrong
            .push(format!("{name} must read 1:secret,2:secret"));
    }
    keys.unwrap_or_default()
}

struct Reader {
    vars: BTreeMap<String, String>,
    wrong: Vec<String>,
}

impl Reader {
    fn optional(&self, name: &str) -> Option<String> {
        self.vars
            .get(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }

    fn required(&mut self, name: &str) -> String {
        self.optional(name).unwrap_or_else(|| {
            self.wrong.push(format!("{name} is not set"));
            String::new()
        })
    }

    fn parsed<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.optional(name)?;
        let value = text.parse().ok();
        if value.is_none() {
            self.wrong.push(format!("{name} cannot be {text:?}"));
        }
        value
    }

    fn or<T: FromStr>(&mut self, name: &str, default: &str) -> T {
        self.parsed(name).unwrap_or_else(|| {
            let Ok(value) = default.parse() else {
                unreachable!("the default of {name} parses")
            };
            value
        })
    }
}

impl FromStr for Stage {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "dev" => Ok(Self::Dev),
            "staging" => Ok(Self::Staging),
            "production" => Ok(Self::Production),
            _ => Err(()),
        }
    }
}

#[derive(PartialEq)]
enum LogFormat {
    Text,
    Json,
}

impl FromStr for LogFormat {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests;
