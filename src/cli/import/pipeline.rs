//! The way of a file into the database: once through to find what is wrong and
//! which of several rows with one id is the last, once more to write.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::future::Future;
use std::hash::{Hash, Hasher as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use diesel_async::AsyncPgConnection;
use platform::merge::{Mode, Tally};
use tokio::sync::mpsc;

use super::progress::Screen;
use super::reading::Read;
use super::report::{Done, Remark, Report};
use super::source::{Event, Header, Raw, Shape, Source};

/// Rows per statement.
const BATCH: usize = 4_000;
/// Batches that wait for the database.
const WAITING: usize = 2;

/// What a file is made of, and where it goes.
pub(super) trait Import: Send + Sync + 'static {
    type Record: Send + 'static;
    /// What is looked at over the whole file.
    type Survey: Default + Send + 'static;
    /// What the writer remembers from batch to batch.
    type Memory: Default + Send;

    /// What rows are called.
    const NOUN: &'static str;
    const SHAPE: Shape;

    fn read(&self, raw: &Raw) -> Read<Self::Record>;
    /// What makes it the same row.
    fn key(record: &Self::Record) -> impl Hash;
    fn survey(survey: &mut Self::Survey, line: u64, record: &Self::Record);
    /// What the survey has to say.
    fn findings(survey: Self::Survey) -> Vec<(u64, Remark)>;

    fn write(
        &self,
        conn: &mut AsyncPgConnection,
        batch: Vec<(u64, Self::Record)>,
        writing: &mut Writing<'_, Self::Memory>,
    ) -> impl Future<Output = anyhow::Result<Tally>>;
}

/// What writing a batch may use and change.
pub(super) struct Writing<'a, M> {
    pub mode: Mode,
    pub header: &'a Header,
    pub memory: M,
    pub report: Report,
    /// Further lines of the sum, by what is counted.
    more: Vec<(&'static str, Tally)>,
}

impl<'a, M: Default> Writing<'a, M> {
    fn new(dry_run: bool, header: &'a Header, report: Report) -> Self {
        Self {
            mode: if dry_run { Mode::Compare } else { Mode::Write },
            header,
            memory: M::default(),
            report,
            more: Vec::new(),
        }
    }

    /// Adds to a further line of the sum.
    pub(super) fn count(&mut self, noun: &'static str, tally: Tally) {
        match self.more.iter_mut().find(|(known, _)| *known == noun) {
            Some((_, sum)) => *sum += tally,
            None => self.more.push((noun, tally)),
        }
    }
}

/// What the command line asks for.
pub(super) struct Order<'a> {
    pub path: &'a Path,
    pub dry_run: bool,
    pub errors: Option<&'a Path>,
}

/// Imports a file.
pub(super) async fn run<I: Import>(
    import: I,
    conn: &mut AsyncPgConnection,
    order: &Order<'_>,
) -> anyhow::Result<ExitCode> {
    let began = Instant::now();
    let source = Source::open(order.path, &I::SHAPE)?;
    let screen = Screen::new(source.bytes);
    let report = Report::new(screen.clone(), source.unit(), order.errors)?;
    let import = Arc::new(import);
    let (checked, report) = check(&import, &source, &screen, report).await?;
    let mut writing = Writing::<I::Memory>::new(order.dry_run, &checked.header, report);
    let batches = batches(Arc::clone(&import), source, checked.last);
    let verb = if order.dry_run {
        "comparing"
    } else {
        "writing"
    };
    let tally = write(&*import, conn, &mut writing, batches, (&screen, verb)).await?;
    let more = writing
        .more
        .iter()
        .map(|(noun, tally)| sentence(noun, *tally))
        .collect();
    let done = Done {
        tally,
        took: began.elapsed(),
        dry_run: order.dry_run,
        more,
    };
    writing.report.finish(I::NOUN, &done)
}

/// What the first way through the file found.
struct Checked {
    header: Header,
    /// The row that counts for each key.
    last: HashMap<u64, u64>,
}

async fn check<I: Import>(
    import: &Arc<I>,
    source: &Source,
    screen: &Screen,
    mut report: Report,
) -> anyhow::Result<(Checked, Report)> {
    let (import, source, screen) = (Arc::clone(import), source.clone(), screen.clone());
    tokio::task::spawn_blocking(move || {
        let mut pass = screen.pass("checking");
        let mut check = Check::<I> {
            import: &import,
            header: Header::default(),
            last: HashMap::new(),
            survey: I::Survey::default(),
        };
        source.read(&I::SHAPE, &mut |event, bytes| {
            check.see(event, &mut report);
            pass.at(report.rows(), bytes);
            ControlFlow::Continue(())
        })?;
        for (line, remark) in I::findings(check.survey) {
            report.remark(line, &remark);
        }
        let Check { header, last, .. } = check;
        Ok((Checked { header, last }, report))
    })
    .await?
}

struct Check<'a, I: Import> {
    import: &'a I,
    header: Header,
    last: HashMap<u64, u64>,
    survey: I::Survey,
}

impl<I: Import> Check<'_, I> {
    fn see(&mut self, event: Event, report: &mut Report) {
        match event {
            Event::Header(header) => {
                report.know(&header);
                self.header = header;
            }
            Event::Note(line, remark) => report.remark(line, &remark),
            Event::Broken(line, remark) => {
                report.count_row();
                report.refuse(line, &[remark]);
            }
            Event::Row(raw) => {
                report.count_row();
                match self.import.read(&raw) {
                    Ok((record, notes)) => self.take(raw.line, &record, &notes, report),
                    Err(wrong) => report.refuse(raw.line, &wrong),
                }
            }
        }
    }

    fn take(&mut self, line: u64, record: &I::Record, notes: &[Remark], report: &mut Report) {
        for note in notes {
            report.remark(line, note);
        }
        if let Some(earlier) = self.last.insert(fingerprint(&I::key(record)), line) {
            let remark = Remark::new("id", "", "the same id again; the last row counts");
            report.remark(line, &remark.with(format!("first seen in {earlier}")));
        }
        I::survey(&mut self.survey, line, record);
    }
}

/// 64 bits: among a million keys, two alike happen once in 30 million files.
fn fingerprint(key: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Rows with their place, and the bytes read up to them.
struct Batch<R> {
    rows: Vec<(u64, R)>,
    bytes: u64,
}

/// Reads the file again on a thread of its own, as fast as batches are taken.
fn batches<I: Import>(
    import: Arc<I>,
    source: Source,
    last: HashMap<u64, u64>,
) -> mpsc::Receiver<anyhow::Result<Batch<I::Record>>> {
    let (send, receive) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        let mut rows = Vec::with_capacity(BATCH);
        let mut read = 0;
        let outcome = source.read(&I::SHAPE, &mut |event, bytes| {
            read = bytes;
            if let Event::Row(raw) = event
                && let Ok((record, _)) = import.read(&raw)
                && last.get(&fingerprint(&I::key(&record))) == Some(&raw.line)
            {
                rows.push((raw.line, record));
            }
            if rows.len() < BATCH {
                return ControlFlow::Continue(());
            }
            let batch = Batch {
                rows: std::mem::replace(&mut rows, Vec::with_capacity(BATCH)),
                bytes,
            };
            // Nobody listens any more when the database failed.
            send.blocking_send(Ok(batch))
                .map_or(ControlFlow::Break(()), ControlFlow::Continue)
        });
        let end = outcome.map(|()| Batch { rows, bytes: read });
        let _ = send.blocking_send(end);
    });
    receive
}

async fn write<I: Import>(
    import: &I,
    conn: &mut AsyncPgConnection,
    writing: &mut Writing<'_, I::Memory>,
    mut batches: mpsc::Receiver<anyhow::Result<Batch<I::Record>>>,
    (screen, verb): (&Screen, &'static str),
) -> anyhow::Result<Tally> {
    let mut pass = screen.pass(verb);
    let mut tally = Tally::default();
    let mut rows = 0;
    while let Some(batch) = batches.recv().await {
        let Batch { rows: batch, bytes } = batch?;
        rows += batch.len() as u64;
        if !batch.is_empty() {
            tally += import.write(conn, batch, writing).await?;
        }
        pass.at(rows, bytes);
    }
    Ok(tally)
}

fn sentence(noun: &str, tally: Tally) -> String {
    let Tally {
        added,
        changed,
        unchanged,
    } = tally;
    format!("{noun}: {added} new, {changed} changed, {unchanged} unchanged")
}
