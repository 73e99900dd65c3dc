//! Every environment variable, by name.

/// One environment variable.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Whether its value must not be shown.
    pub secret: bool,
}

/// Every environment variable that is read, as `.env.example` explains them.
pub const SETTINGS: &[Setting] = &[
    Setting::open("HAAT_STAGE"),
    Setting::secret("DATABASE_URL"),
    Setting::secret("REDIS_URL"),
    Setting::secret("HAAT_SECRET"),
    Setting::secret("HAAT_SEAL_KEYS"),
    Setting::secret("HAAT_SEAL_INDEX"),
    Setting::secret("HAAT_TOKEN_KEYS"),
    Setting::open("HAAT_LISTEN"),
    Setting::open("HAAT_METRICS_LISTEN"),
    Setting::open("HAAT_PUBLIC_URL"),
    Setting::open("HAAT_TILE_URL"),
    Setting::open("HAAT_DATA_DIR"),
    Setting::open("HAAT_MEDIA_URL"),
    Setting::secret("HAAT_MEDIA_KEY_ID"),
    Setting::secret("HAAT_MEDIA_KEY"),
    Setting::open("HAAT_MEDIA_CDN"),
    Setting::open("HAAT_MEDIA_PER_OWNER"),
    Setting::open("HAAT_MEDIA_WORKERS"),
    Setting::open("HAAT_WORKERS"),
    Setting::open("HAAT_SHUTDOWN_S"),
    Setting::open("HAAT_PROXY_HOPS"),
    Setting::open("HAAT_CORS_ORIGINS"),
    Setting::open("HAAT_DB_POOL"),
    Setting::open("HAAT_DB_TIMEOUT_MS"),
    Setting::open("HAAT_REDIS_TIMEOUT_MS"),
    Setting::open("HAAT_JOBS"),
    Setting::open("HAAT_JOBS_LEASE_S"),
    Setting::open("HAAT_SMS_PROVIDERS"),
    Setting::open("HAAT_SMS_DAILY_PARTS"),
    Setting::secret("HAAT_SMTP_URL"),
    Setting::open("HAAT_MAIL_FROM"),
    Setting::open("HAAT_SMS_SSLWIRELESS_URL"),
    Setting::secret("HAAT_SMS_SSLWIRELESS_TOKEN"),
    Setting::open("HAAT_SMS_SSLWIRELESS_SID"),
    Setting::open("HAAT_SMS_BULKSMSBD_URL"),
    Setting::secret("HAAT_SMS_BULKSMSBD_KEY"),
    Setting::open("HAAT_SMS_BULKSMSBD_SENDER"),
    Setting::open("HAAT_SMS_GREENWEB_URL"),
    Setting::secret("HAAT_SMS_GREENWEB_TOKEN"),
    Setting::open("HAAT_SMS_TWILIO_URL"),
    Setting::open("HAAT_SMS_TWILIO_ACCOUNT"),
    Setting::secret("HAAT_SMS_TWILIO_TOKEN"),
    Setting::open("HAAT_SMS_TWILIO_SENDER"),
    Setting::open("HAAT_GEOCODER"),
    Setting::open("HAAT_GEOCODER_URL"),
    Setting::secret("HAAT_GEOCODER_KEY"),
    Setting::open("HAAT_GEOCODER_DAILY"),
    Setting::open("HAAT_RATE_SEARCH"),
    Setting::open("HAAT_RATE_ASK"),
    Setting::open("HAAT_RATE_GEOCODE"),
    Setting::open("HAAT_RATE_FILES"),
    Setting::open("HAAT_RATE_LOOPBACK"),
    Setting::open("HAAT_OTP_PHONE_HOUR"),
    Setting::open("HAAT_OTP_PHONE_DAY"),
    Setting::open("HAAT_OTP_CALLER_DAY"),
    Setting::open("HAAT_OTP_BLOCK_HOUR"),
    Setting::open("HAAT_OTP_DAY"),
    Setting::open("HAAT_LOG"),
    Setting::open("HAAT_LOG_FORMAT"),
];

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
impl Setting {
    const fn open(name: &'static str) -> Self {
        Self {
            name,
            secret: false,
        }
    }

    const fn secret(name: &'static str) -> Self {
        Self { name, secret: true }
    }

    /// Whether it has a value.
    pub fn is_set(self) -> bool {
        !self.value().is_empty()
    }

    /// Its value; empty when it is not set.
    pub fn value(self) -> String {
        std::env::var(self.name).unwrap_or_default()
    }
}
