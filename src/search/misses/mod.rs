//! Searches that found nothing where they were asked: what people look for and
//! nobody offers yet.
//!
//! Counted by day, words and coarse place, without the person. Noting one never
//! waits: it goes into a queue of limited length, what does not fit is dropped
//! and counted, and one writer per process brings it to the database in batches.
//! While the database is away, counts are kept up to a limit.

mod mask;
mod queries;
mod schema;
mod tally;

use areas::Gazetteer;
use kernel::{Clock, Locale, Names, Point};
use platform::db::{Db, NoConnection, QueryFailed};
use platform::http::Fault as _;
use tokio::sync::{Mutex, mpsc};

use crate::{Found, Question, What};
use tally::{Raw, Tally};

pub(crate) use mask::masked;
pub(crate) use queries::KEPT_DAYS;
pub use queries::{MissedQuery, missed_queries, prune_misses};

/// Misses that wait to be counted; a busy node has a few in a second.
const QUEUE: usize = 4_096;
/// Different misses that wait to be written.
const KEPT: usize = 8_192;
/// Rows of one statement.
const BATCH: usize = 500;

/// What people saw in place of what they asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instead {
    /// An empty list.
    Nothing,
    /// Answers from farther away than asked.
    Wider,
    /// Shops that usually sell such goods and have not said that they do.
    Category,
}

impl Instead {
    /// What a question got instead of an offer near by; `None` when it got one.
    pub fn of(question: &Question, found: &Found) -> Option<Self> {
        if found.total == 0 {
            return Some(Self::Nothing);
        }
        if found.radius_m > question.radius_m {
            return Some(Self::Wider);
        }
        // A shop that was asked for by name is what was asked for.
        let by_name = found.items.iter().any(|answer| answer.what == What::Shop);
        (found.facets.confirmed == 0 && !by_name).then_some(Self::Category)
    }

    /// As it stands in the database and in answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Wider => "wider",
            Self::Category => "category",
        }
    }
}

/// Why what was counted could not be written; it is kept.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// No connection in time.
    #[error(transparent)]
    Connection(#[from] NoConnection),
    /// The connection was lost on the way.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

/// The misses of this process on their way to the database.
pub struct Misses {
    queue: mpsc::Sender<Raw>,
    counted: Mutex<Counted>,
    clock: Clock,
}

struct Counted {
    queue: mpsc::Receiver<Raw>,
    tally: Tally,
}

impl Misses {
    pub(crate) fn new(clock: Clock) -> Self {
        Self::with_room(clock, QUEUE, KEPT)
    }

    fn with_room(clock: Clock, queue: usize, kept: usize) -> Self {
        let (sender, receiver) = mpsc::channel(queue);
        let counted = Counted {
            queue: receiver,
            tally: Tally::new(kept),
        };
        Self {
            queue: sender,
            counted: Mutex::new(counted),
            clock,
        }
    }

    /// Notes the first page of a search in words that found nothing where it was
    /// asked, unless the text index could not be asked. Never waits and never fails.
    pub fn note(&self, question: &Question, found: &Found, language: Option<Locale>) {
        if found.degraded || !question.is_first_page() || question.text.trim().is_empty() {
            return;
        }
        if let Some(shown) = Instead::of(question, found) {
            self.put(Raw {
                text: question.text.clone(),
                origin: question.origin,
                day: self.clock.now_in_dhaka().date_naive(),
                language,
                shown,
                filtered: is_filtered(question),
            });
        }
    }

    fn put(&self, raw: Raw) {
        if self.queue.try_send(raw).is_err() {
            dropped(1);
        }
    }

    /// Writes what has been noted, in batches; the number of rows. What could
    /// not be written is tried again the next time.
    pub async fn write(&self, db: &Db) -> Result<usize, NotWritten> {
        let mut counted = self.counted.lock().await;
        counted.count();
        if counted.tally.is_empty() {
            return Ok(0);
        }
        let mut conn = db.get().await?;
        let mut written = 0;
        while !counted.tally.is_empty() {
            let batch = counted.tally.first(BATCH);
            match queries::add_misses(&mut conn, &batch)
                .await
                .map_err(QueryFailed)
            {
                Ok(()) => {}
                Err(lost) if lost.problem().is_some() => return Err(lost.into()),
                // Trying these again would block all that come after them.
                Err(refused) => {
                    tracing::error!(error = %platform::http::Chain(&refused), "misses refused");
                    dropped(batch.len());
                }
            }
            written += batch.len();
            counted.tally.remove(&batch);
        }
        Ok(written)
    }
}

impl Counted {
    fn count(&mut self) {
        while let Ok(raw) = self.queue.try_recv() {
            if !self.tally.add(&raw) {
                dropped(1);
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
        metrics::gauge!("search_misses_waiting").set(self.tally.len() as f64);
    }
}

fn dropped(count: usize) {
    metrics::counter!("search_misses_dropped_total").increment(count as u64);
}

fn is_filtered(question: &Question) -> bool {
    question.needs_offer()
        || question.open_now
        || question.category.is_some()
        || question.kind.is_some()
}

/// The coarse place of a point: about 250 square kilometres.
fn cell_of(point: Point) -> h3o::CellIndex {
    h3o::LatLng::new(point.lat(), point.lng())
        .expect("a checked point is finite")
        .to_cell(h3o::Resolution::Five)
}

/// The middle of a cell as it stands in the table; `None` for anything else.
pub fn middle_of(cell: &str) -> Option<Point> {
    let cell: h3o::CellIndex = cell.parse().ok()?;
    let middle = h3o::LatLng::from(cell);
    Point::new(middle.lat(), middle.lng()).ok()
}

/// "Mirpur, Dhaka": the upazila around the middle of a cell and its district.
pub fn place_of(book: &Gazetteer, cell: &str) -> Option<Names> {
    let located = book.locate(crate::middle_of(cell)?).ok()?;
    let steps = [located.upazila(), located.district()];
    let names: Vec<&Names> = steps
        .into_iter()
        .flatten()
        .map(|step| &step.area.names)
        .collect();
    let joined = |locale| {
        let parts: Vec<&str> = names.iter().map(|names| names.in_locale(locale)).collect();
        parts.join(", ")
    };
    (!names.is_empty()).then(|| Names::both(joined(Locale::Bn), joined(Locale::En)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> Raw {
        Raw {
            text: text.to_owned(),
            origin: Point::new(23.8069, 90.3687).unwrap(),
            day: Clock::system().now_in_dhaka().date_naive(),
            language: None,
            shown: Instead::Nothing,
            filtered: false,
        }
    }

    /// Away: nobody listens at this port.
    fn nowhere() -> Db {
        let vars = [
            ("DATABASE_URL", "postgres://127.0.0.1:1/nothing"),
            ("HAAT_DB_TIMEOUT_MS", "50"),
        ];
        let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Db::new(
            &platform::config::Config::from_vars(vars.into())
                .unwrap()
                .database,
        )
    }

    #[tokio::test]
    async fn without_a_database_counts_are_kept_up_to_the_bound() {
        let misses = Misses::with_room(Clock::system(), 10, 3);
        for round in 0..4 {
            for word in 0..5 {
                misses.put(raw(&format!("word {word}")));
            }
            assert!(misses.write(&nowhere()).await.is_err(), "round {round}");
        }
        let counted = misses.counted.lock().await;
        let kept = counted.tally.first(100);
        let times: Vec<i64> = kept.iter().map(|(_, times)| *times).collect();
        assert_eq!(times, [4, 4, 4], "known ones go on counting: {kept:?}");
    }

    #[tokio::test]
    async fn a_full_queue_takes_no_more_and_makes_nobody_wait() {
        let misses = Misses::with_room(Clock::system(), 2, 100);
        for word in 0..1_000 {
            misses.put(raw(&format!("word {word}")));
        }
        let mut counted = misses.counted.lock().await;
        counted.count();
        assert_eq!(counted.tally.len(), 2);
    }

    #[test]
    fn a_cell_is_coarse_and_its_middle_is_near() {
        let here = Point::new(23.8069, 90.3687).unwrap();
        let cell = cell_of(here).to_string();
        let near = Point::new(23.8071, 90.3690).unwrap();
        assert_eq!(cell, cell_of(near).to_string());
        let middle = middle_of(&cell).unwrap();
        let metres = crate::metres_between(here, middle);
        assert!((1.0..20_000.0).contains(&metres), "{metres}");
        assert_eq!(middle_of("nowhere"), None);
    }
}
