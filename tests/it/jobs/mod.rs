//! The job queue on a real database: what is lost, repeated and given up, and what
//! is not.

mod lanes;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use platform::config::{Config, DatabaseConfig, JobsConfig};
use platform::db::Db;
use platform::jobs::JobState::{Dead, Done};
use platform::jobs::{self, Failure, Job, JobState, Runner, Running, Terms};
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use crate::haat::{Database, PATIENCE, TestHaat};

/// A job of which nothing is known but its number.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Count {
    number: usize,
}

impl Job for Count {
    const NAME: &'static str = "test.count";
    const MAX_ATTEMPTS: i32 = 3;
    const FIRST_PAUSE: Duration = Duration::from_millis(20);
}

/// A job that waits for long when it has failed.
#[derive(Serialize, Deserialize)]
struct Slow {}

impl Job for Slow {
    const NAME: &'static str = "test.slow";
    const FIRST_PAUSE: Duration = Duration::from_secs(100);
}

/// A database and what was done with its jobs.
struct World {
    database: Option<Database>,
    url: String,
    db: Db,
    begun: Arc<AtomicUsize>,
}

/// A worker that can be told to stop.
struct Worker {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Worker {
    async fn stop(self) {
        let _ = self.stop.send(());
        self.task.await.unwrap();
    }

    /// As a power cut does: nothing is told to anybody.
    async fn kill(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let database = self.database.take();
        off_the_runtime(move || drop(database));
    }
}

/// The harness waits for the database in its own way, which no runtime likes.
fn off_the_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(work).join().unwrap()
}

impl World {
    fn new() -> Self {
        let database = off_the_runtime(Database::migrated);
        let url = database.url();
        let vars = [("DATABASE_URL".to_owned(), url.clone())];
        let config = Config::from_vars(vars.into()).unwrap();
        let db = Db::new(&DatabaseConfig {
            timeout: Duration::from_secs(10),
            pool_size: 16,
            ..config.database
        });
        Self {
            database: Some(database),
            url,
            db,
            begun: Arc::default(),
        }
    }

    fn runner(&self) -> Runner {
        self.runner_with(Duration::from_secs(1), Duration::from_secs(5))
    }

    fn runner_with(&self, lease: Duration, shutdown: Duration) -> Runner {
        let config = JobsConfig {
            concurrency: 4,
            lease,
            shutdown,
        };
        Runner::new(self.db.clone(), self.url.clone().into(), config)
    }

    /// Counts, then does what the test says.
    fn worker<F, W>(&self, runner: Runner, handle: F) -> Worker
    where
        F: Fn(Count, Running) -> W + Send + Sync + 'static,
        W: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let begun = Arc::clone(&self.begun);
        let runner = runner.on(move |job: Count, running| {
            begun.fetch_add(1, Ordering::SeqCst);
            handle(job, running)
        });
        let (stop, told) = oneshot::channel();
        let task = tokio::spawn(runner.run(async {
            let _ = told.await;
        }));
        Worker { stop, task }
    }

    async fn conn(&self) -> platform::db::Connection {
        self.db.get().await.unwrap()
    }

    async fn enqueue(&self, number: usize) -> kernel::JobId {
        let mut conn = self.conn().await;
        jobs::enqueue(&mut conn, &Count { number }).await.unwrap()
    }

    async fn state(&self, id: kernel::JobId) -> JobState {
        let mut conn = self.conn().await;
        let found = jobs::find_progress(&mut conn, id).await.unwrap();
        found.unwrap().state
    }

    async fn becomes(&self, id: kernel::JobId, state: JobState) {
        let wait = async {
            while self.state(id).await != state {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let done = tokio::time::timeout(PATIENCE, wait).await;
        assert!(done.is_ok(), "not {state:?} but {:?}", self.state(id).await);
    }

    fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }

    /// Attempts and last error of a job.
    async fn row(&self, id: kernel::JobId) -> (i32, Option<String>) {
        let mut conn = self.conn().await;
        let state = self.state(id).await;
        let rows = jobs::list(&mut conn, state, None, None, 100).await.unwrap();
        let row = rows.into_iter().find(|row| row.id == id).unwrap();
        (row.attempts, row.last_error)
    }
}

async fn well(_: Count, _: Running) -> Result<(), Failure> {
    Ok(())
}

#[tokio::test]
async fn a_job_goes_with_the_transaction_that_wrote_it() {
    let world = World::new();
    let worker = world.worker(world.runner(), well);
    let mut conn = world.conn().await;
    let conn: &mut AsyncPgConnection = &mut conn;
    let rolled_back: Result<(), diesel::result::Error> = conn
        .transaction(async |conn| {
            jobs::enqueue(conn, &Count { number: 1 }).await?;
            Err(diesel::result::Error::RollbackTransaction)
        })
        .await;
    assert!(rolled_back.is_err());
    let kept = conn
        .transaction(async |conn| jobs::enqueue(conn, &Count { number: 2 }).await)
        .await
        .unwrap();
    world.becomes(kept, JobState::Done).await;
    worker.stop().await;
    assert_eq!(world.begun(), 1);
    let rows = jobs::list(conn, JobState::Done, Some("test.count"), None, 10);
    assert_eq!(rows.await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_never_run_a_job_twice() {
    let world = World::new();
    let now: Arc<Mutex<BTreeSet<usize>>> = Arc::default();
    let done: Arc<Mutex<Vec<usize>>> = Arc::default();
    let busy = |_| {
        let (now, done) = (Arc::clone(&now), Arc::clone(&done));
        world.worker(world.runner_with(PATIENCE, PATIENCE), move |job, _| {
            let (now, done) = (Arc::clone(&now), Arc::clone(&done));
            async move {
                assert!(now.lock().unwrap().insert(job.number), "at the same time");
                tokio::task::yield_now().await;
                done.lock().unwrap().push(job.number);
                now.lock().unwrap().remove(&job.number);
                Ok(())
            }
        })
    };
    let workers: Vec<Worker> = (0..2).map(busy).collect();
    let mut last = None;
    for number in 0..300 {
        last = Some(world.enqueue(number).await);
    }
    world.becomes(last.unwrap(), JobState::Done).await;
    for worker in workers {
        worker.stop().await;
    }
    let mut done = done.lock().unwrap().clone();
    done.sort_unstable();
    assert_eq!(done, (0..300).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_job_whose_worker_was_killed_is_taken_up_by_another() {
    let world = World::new();
    let begun = Arc::new(Notify::new());
    let tell = Arc::clone(&begun);
    let first = world.worker(world.runner(), move |_, _| {
        tell.notify_one();
        std::future::pending()
    });
    let id = world.enqueue(1).await;
    begun.notified().await;
    first.kill().await;
    assert_eq!(world.state(id).await, JobState::Running);

    let second = world.worker(world.runner(), well);
    world.becomes(id, JobState::Done).await;
    second.stop().await;
    assert_eq!((world.begun(), world.row(id).await.0), (2, 2));
}

#[tokio::test]
async fn a_job_that_kills_its_workers_is_dead_in_the_end() {
    let world = World::new();
    let id = world.enqueue(1).await;
    for attempt in 1..=3 {
        let worker = world.worker(world.runner(), |_, _| std::future::pending());
        while world.begun() < attempt {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        worker.kill().await;
    }
    let worker = world.worker(world.runner(), well);
    world.becomes(id, JobState::Dead).await;
    worker.stop().await;
    assert_eq!(world.begun(), 3, "not a fourth time");
}

#[tokio::test]
async fn a_job_that_takes_longer_than_its_lease_is_not_begun_twice() {
    let world = World::new();
    let slow = |_: usize| {
        world.worker(world.runner(), |_, _| async {
            tokio::time::sleep(Duration::from_millis(2_500)).await;
            Ok(())
        })
    };
    let workers: Vec<Worker> = (0..2).map(slow).collect();
    let id = world.enqueue(1).await;
    world.becomes(id, JobState::Done).await;
    for worker in workers {
        worker.stop().await;
    }
    assert_eq!(world.begun(), 1);
}

#[tokio::test]
async fn a_worker_that_lost_its_job_lets_go_of_it() {
    struct Gone(Arc<Notify>);
    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.notify_one();
        }
    }
    let world = World::new();
    let (begun, gone) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, last) = (Arc::clone(&begun), Arc::clone(&gone));
    let worker = world.worker(world.runner(), move |_, running: Running| {
        let guard = Gone(Arc::clone(&last));
        let tell = Arc::clone(&tell);
        async move {
            let _guard = guard;
            if running.attempt == 1 {
                tell.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(())
        }
    });
    let id = world.enqueue(1).await;
    begun.notified().await;
    let mut client = client(&world).await;
    client
        .push("UPDATE jobs SET lease = gen_random_uuid()")
        .await;
    tokio::time::timeout(PATIENCE, gone.notified())
        .await
        .expect("the handler is dropped");
    world.becomes(id, JobState::Done).await;
    worker.stop().await;
    assert_eq!(world.begun(), 2);
}

#[tokio::test]
async fn failures_are_tried_again_until_the_last_attempt() {
    let world = World::new();
    let worker = world.worker(world.runner(), |job, running: Running| async move {
        match (job.number, running.attempt) {
            (1, 1) => Err(anyhow::anyhow!("for a start").into()),
            (2, _) => {
                assert_eq!(running.is_last, running.attempt == 3);
                Err(Failure::Retry(anyhow::anyhow!("always")))
            }
            (3, _) => Err(Failure::GiveUp(anyhow::anyhow!("no use"))),
            (4, 1) => panic!("on purpose"),
            (1 | 4, _) => Ok(()),
            _ => Err(Failure::RetryIn(
                Duration::from_millis(1),
                anyhow::anyhow!("soon"),
            )),
        }
    });
    let mut ids = Vec::new();
    for number in 1..=5 {
        ids.push(world.enqueue(number).await);
    }
    let expected = [
        (Done, 2, None),
        (Dead, 3, Some("always")),
        (Dead, 1, Some("no use")),
        (Done, 2, None),
        (Dead, 3, Some("soon")),
    ];
    for (id, (state, attempts, error)) in ids.iter().zip(expected) {
        world.becomes(*id, state).await;
        let row = world.row(*id).await;
        assert_eq!((row.0, row.1.as_deref()), (attempts, error));
    }
    worker.stop().await;
}

#[tokio::test]
async fn a_payload_nobody_can_read_is_dead_at_once() {
    let world = World::new();
    let worker = world.worker(world.runner(), well);
    let mut client = client(&world).await;
    client
        .push("INSERT INTO jobs (id, name, payload) VALUES (gen_random_uuid(), 'test.count', '{\"n\": \"x\"}')")
        .await;
    let mut conn = world.conn().await;
    let dead = async {
        loop {
            let dead = jobs::list(&mut conn, JobState::Dead, None, None, 1).await;
            if let Some(row) = dead.unwrap().pop() {
                return row;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let dead = tokio::time::timeout(PATIENCE, dead).await.unwrap();
    assert_eq!(dead.attempts, 1);
    worker.stop().await;
    assert_eq!(world.begun(), 0);
}

#[tokio::test]
async fn pauses_grow_and_are_never_the_same() {
    let world = World::new();
    let mut conn = world.conn().await;
    for _ in 0..8 {
        jobs::enqueue(&mut conn, &Slow {}).await.unwrap();
    }
    let failing = || {
        let runner = world
            .runner()
            .on(|_: Slow, _| async { Err(Failure::Retry(anyhow::anyhow!("not yet"))) });
        world.worker(runner, well)
    };
    let mut sql = client(&world).await;
    for (attempt, most) in [(1, 100.0), (2, 200.0), (3, 400.0)] {
        let worker = failing();
        let all = format!(
            "SELECT extract(epoch FROM run_after - now())::float8 FROM jobs
             WHERE state = 'waiting' AND attempts = {attempt}"
        );
        let mut pauses = sql.numbers(&all).await;
        while pauses.len() < 8 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            pauses = sql.numbers(&all).await;
        }
        worker.stop().await;
        let range = most / 2.0 - 5.0..=most;
        assert!(
            pauses.iter().all(|pause| range.contains(pause)),
            "{attempt}: {pauses:?}"
        );
        let different: BTreeSet<u64> = pauses.iter().map(|pause| pause.to_bits()).collect();
        assert!(different.len() > 4, "{pauses:?}");
        sql.push("UPDATE jobs SET run_after = now()").await;
    }
}

#[tokio::test]
async fn a_key_is_taken_while_its_job_waits_or_runs() {
    let world = World::new();
    let mut conn = world.conn().await;
    let once = Terms {
        unique_key: Some("shelf-7"),
        ..Terms::default()
    };
    let first = jobs::enqueue_with(&mut conn, &Count { number: 1 }, once)
        .await
        .unwrap();
    let second = jobs::enqueue_with(&mut conn, &Count { number: 2 }, once)
        .await
        .unwrap();
    assert_eq!(first, second);
    let worker = world.worker(world.runner(), well);
    world.becomes(first, JobState::Done).await;
    let third = jobs::enqueue_with(&mut conn, &Count { number: 3 }, once)
        .await
        .unwrap();
    assert_ne!(first, third);
    world.becomes(third, JobState::Done).await;
    worker.stop().await;
    assert_eq!(world.begun(), 2);
}

#[tokio::test]
async fn a_job_waits_for_its_time() {
    let world = World::new();
    let worker = world.worker(world.runner(), well);
    let mut conn = world.conn().await;
    let later = |secs| Terms {
        delay: Duration::from_secs(secs),
        ..Terms::default()
    };
    let soon = jobs::enqueue_with(&mut conn, &Count { number: 1 }, later(1))
        .await
        .unwrap();
    let late = jobs::enqueue_with(&mut conn, &Count { number: 2 }, later(3_600))
        .await
        .unwrap();
    assert_eq!(world.state(soon).await, JobState::Waiting);
    world.becomes(soon, JobState::Done).await;
    worker.stop().await;
    assert_eq!(world.state(late).await, JobState::Waiting);
    let mut sql = client(&world).await;
    let waited = sql.numbers(
        "SELECT extract(epoch FROM finished_at - created_at)::float8 FROM jobs WHERE state = 'done'",
    );
    assert!(waited.await[0] >= 1.0);
}

#[tokio::test]
async fn a_worker_that_stops_finishes_what_it_can_and_gives_back_the_rest() {
    let world = World::new();
    let begun = Arc::new(Notify::new());
    let tell = Arc::clone(&begun);
    let lease = Duration::from_mins(10);
    let runner = world.runner_with(lease, Duration::from_millis(700));
    let worker = world.worker(runner, move |job, _| {
        tell.notify_one();
        async move {
            let takes = if job.number == 1 { 200 } else { 600_000 };
            tokio::time::sleep(Duration::from_millis(takes)).await;
            Ok(())
        }
    });
    let quick = world.enqueue(1).await;
    begun.notified().await;
    let endless = world.enqueue(2).await;
    begun.notified().await;
    worker.stop().await;
    assert_eq!(world.state(quick).await, JobState::Done);
    assert_eq!(world.state(endless).await, JobState::Waiting);
    assert_eq!(world.row(endless).await.0, 0, "it was not its fault");
}

#[tokio::test]
async fn a_job_tells_how_far_it_is() {
    let world = World::new();
    let (told, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (Arc::clone(&told), Arc::clone(&go_on));
    let worker = world.worker(world.runner(), move |_, running: Running| {
        let (tell, wait) = (Arc::clone(&tell), Arc::clone(&wait));
        async move {
            running.progress(40, "test.halfway").await;
            tell.notify_one();
            wait.notified().await;
            Ok(())
        }
    });
    let id = world.enqueue(1).await;
    told.notified().await;
    let mut conn = world.conn().await;
    let told = jobs::find_progress(&mut conn, id).await.unwrap().unwrap();
    assert_eq!(
        (told.state, told.percent, told.message.as_deref()),
        (JobState::Running, 40, Some("test.halfway"))
    );
    go_on.notify_one();
    world.becomes(id, JobState::Done).await;
    let told = jobs::find_progress(&mut conn, id).await.unwrap().unwrap();
    assert_eq!(told.percent, 100);
    let unknown = jobs::find_progress(&mut conn, kernel::JobId::new()).await;
    assert_eq!(unknown.unwrap(), None);
    worker.stop().await;
}

#[tokio::test]
async fn old_jobs_are_pruned_and_young_ones_stay() {
    let world = World::new();
    let mut sql = client(&world).await;
    sql.push(
        "INSERT INTO jobs (id, name, payload, state, finished_at)
         SELECT gen_random_uuid(), 'test.count', '{}', state, now() - days * interval '1 day'
         FROM (VALUES ('done', 6), ('done', 8), ('dead', 89), ('dead', 91)) AS old (state, days)",
    )
    .await;
    let worker = world.worker(world.runner(), well);
    let left = "SELECT count(*)::float8 FROM jobs";
    while sql.numbers(left).await != [2.0] {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    worker.stop().await;
}

#[test]
fn operators_see_dead_jobs_and_send_them_again() {
    let mut haat = TestHaat::start();
    haat.may_leave_jobs = true;
    haat.sql(
        "INSERT INTO jobs (id, name, payload, state, attempts, last_error, finished_at) VALUES
         ('01890a5d-ac96-774b-bcce-b302099a8057', 'test.count', '{\"number\": 7}', 'dead', 3, 'always', now())",
        &[],
    );
    let id = "job_01890a5dac96774bbcceb302099a8057";
    let dead = haat.server().private_get("/jobs?name=test.count").json();
    let row = &dead["items"][0];
    assert_eq!(
        (&row["id"], &row["last_error"], &row["attempts"]),
        (&id.into(), &"always".into(), &3.into())
    );
    assert!(row.get("payload").is_none());
    let nothing = serde_json::Value::Null;
    let retry = |id: &str| {
        haat.server()
            .private_send("POST", &format!("/jobs/{id}/retry"), &nothing)
    };
    assert_eq!(retry(id).status, 202);
    assert_eq!(
        haat.server().private_get("/jobs").json()["items"],
        serde_json::json!([])
    );
    let waiting = haat.server().private_get("/jobs?state=waiting").json();
    assert_eq!(waiting["items"][0]["attempts"], 0);
    for (answer, status, code) in [
        (retry(id), 404, "platform.no_dead_job"),
        (retry("nonsense"), 404, "platform.no_dead_job"),
        (
            haat.server().private_get("/jobs?state=lost"),
            422,
            "platform.unknown_job_state",
        ),
        (
            haat.server().private_get("/jobs?before=7"),
            422,
            "platform.not_an_id",
        ),
    ] {
        assert_eq!(answer.status, status);
        assert!(answer.text().contains(code), "{}", answer.text());
    }
    assert_eq!(haat.get("/jobs").status, 404, "operators only");
}

/// SQL beside the queue.
struct Client(AsyncPgConnection);

async fn client(world: &World) -> Client {
    Client(AsyncPgConnection::establish(&world.url).await.unwrap())
}

#[derive(diesel::QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::Double)]
    value: f64,
}

impl Client {
    async fn push(&mut self, statement: &str) {
        use diesel_async::RunQueryDsl as _;
        diesel::sql_query(statement)
            .execute(&mut self.0)
            .await
            .unwrap();
    }

    async fn numbers(&mut self, query: &str) -> Vec<f64> {
        use diesel_async::RunQueryDsl as _;
        let named = format!("SELECT value FROM ({query}) AS asked (value)");
        let rows: Vec<Number> = diesel::sql_query(named).load(&mut self.0).await.unwrap();
        rows.into_iter().map(|row| row.value).collect()
    }
}
