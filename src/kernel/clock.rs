//! The time, as something that can be handed over and frozen.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, FixedOffset, Utc};

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until [`Clock::set`] moves it.
    pub fn frozen(at: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(AtomicI64::new(at.timestamp_micros()))))
    }

    /// Now, in UTC.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.as_ref().map_or_else(Utc::now, |micros| {
            DateTime::from_timestamp_micros(micros.load(Ordering::Relaxed)).unwrap_or_default()
        })
    }

    /// Now on the wall in Dhaka: UTC+6, no daylight saving time.
    pub fn now_in_dhaka(&self) -> DateTime<FixedOffset> {
        let six_hours = FixedOffset::east_opt(6 * 3600).expect("six hours is a valid offset");
        self.now().with_timezone(&six_hours)
    }

    /// Moves a frozen clock; the machine's clock stays as it is.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(micros) = &self.0 {
            micros.store(at.timestamp_micros(), Ordering::Relaxed);
        }
    }
}
