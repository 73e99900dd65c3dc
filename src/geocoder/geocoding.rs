//! The geocoder of the settings, with our own book behind it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use areas::Areas;
use kernel::{Clock, Locale, Point};
use platform::config::{GeocoderAccount, GeocoderConfig};
use platform::http::Chain;
use platform::outbound::Outbound;

use crate::barikoi::Barikoi;
use crate::google::Google;
use crate::model::{Geocoder, Place, Question, Unanswered};
use crate::offline::Offline;

/// Somebody waits for the answer, and our own book is there at once.
const WITHIN: Duration = Duration::from_secs(4);

/// Answers whatever happens to the provider.
pub struct Geocoding {
    provider: Option<Box<dyn Geocoder>>,
    own: Offline,
    budget: Budget,
}

/// Questions that a provider may be asked on one day (UTC) by this process.
struct Budget {
    most: u32,
    clock: Clock,
    /// The day in the upper half, how many in the lower.
    used: AtomicU64,
}

impl Budget {
    /// Takes one, if there is one left.
    fn take(&self) -> bool {
        let now = self.clock.now().timestamp().unsigned_abs();
        let today = (now / 86_400) << 32;
        let next = |used: u64| {
            let used = if used >> 32 << 32 == today {
                used
            } else {
                today
            };
            (used - today < u64::from(self.most)).then_some(used + 1)
        };
        self.used
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
            .is_ok()
    }
}

impl Geocoding {
    /// The geocoder of these settings; our own book alone where they name none.
    pub fn new(config: &GeocoderConfig, areas: Arc<Areas>, clock: Clock) -> Self {
        let account = config.account.as_ref();
        Self {
            provider: account.map(|account| geocoder(account, Outbound::new(WITHIN))),
            own: Offline(areas),
            budget: Budget {
                most: config.daily,
                clock,
                used: AtomicU64::new(0),
            },
        }
    }

    /// Whether a question may cost money.
    pub fn costs_money(&self) -> bool {
        self.provider.is_some()
    }

    /// Places in Bangladesh that an address may mean, best first: those of the
    /// provider, or of our own book where it does not answer, knows none, or has
    /// answered enough for today.
    pub async fn find(&self, question: &Question) -> Vec<Place> {
        if let Some(provider) = self.affordable() {
            let found = noted(provider, provider.find(question).await);
            let book = self.own.0.book();
            let found: Vec<Place> = found
                .into_iter()
                .flatten()
                .filter(|place| book.locate(place.point).is_ok())
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        self.own.find(question).await.unwrap_or_default()
    }

    /// What a point is called; `None` outside Bangladesh.
    pub async fn describe(&self, point: Point, locale: Locale) -> Option<Place> {
        let own = self.own.describe(point, locale).await.ok().flatten()?;
        let Some(provider) = self.affordable() else {
            return Some(own);
        };
        let named = noted(provider, provider.describe(point, locale).await);
        Some(named.flatten().unwrap_or(own))
    }

    fn affordable(&self) -> Option<&dyn Geocoder> {
        let provider = self.provider.as_deref()?;
        let affordable = self.budget.take();
        if !affordable {
            metrics::counter!("geocoder_calls_total", "provider" => provider.name(), "outcome" => "too_many")
                .increment(1);
        }
        affordable.then_some(provider)
    }
}

impl std::fmt::Debug for Geocoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.provider.as_ref().map(|provider| provider.name());
        f.debug_struct("Geocoding")
            .field("provider", &name)
            .finish_non_exhaustive()
    }
}

/// Counts what became of a call, and tells the log of those that failed; never of
/// the address, which is somebody's home.
fn noted<T>(provider: &dyn Geocoder, answer: Result<T, Unanswered>) -> Option<T> {
    let outcome = match &answer {
        Ok(_) => "answered",
        Err(Unanswered::Lost(_)) => "lost",
        Err(Unanswered::Busy(_)) => "busy",
        Err(Unanswered::Refused(_)) => "refused",
        Err(Unanswered::Garbled(_)) => "garbled",
    };
    metrics::counter!("geocoder_calls_total", "provider" => provider.name(), "outcome" => outcome)
        .increment(1);
    answer
        .inspect_err(|error| {
            tracing::warn!(provider = provider.name(), error = %Chain(error), "no answer from the geocoder");
        })
        .ok()
}

/// The geocoder that an account is for.
pub(crate) fn geocoder(account: &GeocoderAccount, outbound: Outbound) -> Box<dyn Geocoder> {
    match account {
        GeocoderAccount::Google { url, key } => Box::new(Google {
            outbound,
            url: url.clone(),
            key: key.clone(),
        }),
        GeocoderAccount::Barikoi { url, key } => Box::new(Barikoi {
            outbound,
            url: url.clone(),
            key: key.clone(),
        }),
    }
}
