//! Long jobs leave room for what somebody waits for.

use std::sync::Arc;
use std::time::Duration;

use platform::jobs::{self, Job};
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, Semaphore, oneshot};

use super::{Count, Worker, World};
use crate::haat::PATIENCE;

/// A job that ends when the test says so.
#[derive(Serialize, Deserialize)]
struct Long {}

impl Job for Long {
    const NAME: &'static str = "test.long";
    const IS_LONG: bool = true;
}

#[tokio::test]
async fn what_is_quick_does_not_stand_behind_what_is_long() {
    let world = World::new();
    let mut conn = world.conn().await;
    for _ in 0..10 {
        jobs::enqueue(&mut conn, &Long {}).await.unwrap();
    }
    jobs::enqueue(&mut conn, &Count { number: 1 })
        .await
        .unwrap();
    let (begun, end) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let quick = Arc::new(Notify::new());
    let worker = worker(&world, (&begun, &end), &quick);

    let done = tokio::time::timeout(PATIENCE, quick.notified()).await;
    done.expect("ten long jobs were there before it");
    // Two of four places are theirs, and no more.
    let two = tokio::time::timeout(PATIENCE, begun.acquire_many(2)).await;
    two.expect("long jobs are begun").unwrap().forget();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(begun.available_permits(), 0);

    // Each that ends makes place for the next.
    end.add_permits(10);
    let rest = tokio::time::timeout(PATIENCE, begun.acquire_many(8)).await;
    rest.expect("all of them have their turn").unwrap().forget();
    worker.stop().await;
    assert_eq!(begun.available_permits(), 0, "each was begun once");
}

/// A worker with four places.
fn worker(world: &World, long: (&Arc<Semaphore>, &Arc<Semaphore>), quick: &Arc<Notify>) -> Worker {
    let (begun, end, quick) = (Arc::clone(long.0), Arc::clone(long.1), Arc::clone(quick));
    let runner = world
        .runner()
        .on(move |_: Long, _| {
            let (begun, end) = (Arc::clone(&begun), Arc::clone(&end));
            async move {
                begun.add_permits(1);
                end.acquire().await.unwrap().forget();
                Ok(())
            }
        })
        .on(move |_: Count, _| {
            let quick = Arc::clone(&quick);
            async move {
                quick.notify_one();
                Ok(())
            }
        });
    let (stop, told) = oneshot::channel();
    let task = tokio::spawn(runner.run(async {
        let _ = told.await;
    }));
    Worker { stop, task }
}
