//! Quotas, and what is swept away.

use chrono::TimeDelta;
use kernel::Clock;
use media::Swept;

use super::{Place, below, code, db_of, image, in_both_places, photo, photos_of, runtime, take};
use crate::haat::Database;

#[test]
fn an_album_and_an_owner_have_their_limits() {
    in_both_places(async |place, media, _| {
        let file = photo(64, 48);
        for _ in 0..3 {
            take(media, photos_of(1), 1, &file).await.unwrap();
        }
        let full = take(media, photos_of(1), 1, &file).await.unwrap_err();
        assert_eq!(code(&full), "media.album_full");
        take(media, photos_of(2), 1, &file).await.unwrap();
        let poor = take(media, photos_of(2), 1, &file).await.unwrap_err();
        assert_eq!(code(&poor), "media.quota_reached");
        take(media, photos_of(2), 2, &file).await.unwrap();
        assert_eq!(below("incoming", &place.files()), 5);
        let whole = media::offer(media, photos_of(3), uuid::Uuid::from_u128(1), 10).await;
        assert_eq!(code(&whole.unwrap_err()), "media.quota_reached");
    });
}

#[test]
fn ten_uploads_at_once_do_not_pass_the_limit() {
    let database = Database::migrated();
    let place = Place::new(false);
    let media = place.media(&database.url(), Clock::system(), &[]);
    let file = photo(64, 48);
    let taken = runtime().block_on(async {
        let all = (0..10).map(|_| take(&media, photos_of(1), 1, &file));
        futures_util::future::join_all(all).await
    });
    assert_eq!(taken.iter().filter(|taken| taken.is_ok()).count(), 3);
}

#[test]
fn too_much_and_nothing_are_refused_while_they_arrive() {
    in_both_places(async |place, media, db| {
        let mut long = photo(64, 48);
        long.resize(10 * 1024 * 1024 + 1, 0);
        for (file, expected) in [
            (&long[..], "media.too_large"),
            (b"", "media.empty"),
            (b"<svg/>", "media.svg"),
            (b"GIF89a", "media.gif"),
            (&b"<html>".repeat(300_000)[..], "media.not_an_image"),
        ] {
            let refused = take(media, photos_of(1), 1, file).await.unwrap_err();
            assert_eq!(code(&refused), expected);
        }
        let mut conn = db.get().await.unwrap();
        assert_eq!(media::images_of(&mut conn, photos_of(1)).await.unwrap(), []);
        assert_eq!(below("incoming", &place.files()), 0);
    });
}

#[test]
fn the_sweep_takes_what_belongs_to_nobody_and_leaves_the_rest() {
    for in_bucket in [false, true] {
        let database = Database::migrated();
        let place = Place::new(in_bucket);
        let clock = Clock::frozen(Clock::system().now());
        let media = place.media(&database.url(), clock.clone(), &[]);
        let db = db_of(&database);
        let (kept, lost) = (photos_of(1), photos_of(2));
        runtime().block_on(async {
            let file = photo(64, 48);
            let id = take(&media, kept, 1, &file).await.unwrap();
            media::process(&media, id).await.unwrap();
            let gone = take(&media, lost, 1, &file).await.unwrap();
            media::process(&media, gone).await.unwrap();
            media::offer(&media, lost, uuid::Uuid::from_u128(1), 10)
                .await
                .unwrap();
            media::remove(&media, lost, gone).await.unwrap();

            assert_eq!(
                media::sweep(&media).await.unwrap(),
                Swept::default(),
                "too early"
            );
            assert_eq!(place.files().len(), 14);
            clock.set(Clock::system().now() + TimeDelta::days(2));
            let swept = media::sweep(&media).await.unwrap();
            assert_eq!(
                swept,
                Swept {
                    promises: 1,
                    rows: 1,
                    files: 7
                }
            );
            assert_eq!(place.files().len(), 7);
            assert!(image(&db, kept, id).await.shown.is_some());
        });
    }
}
