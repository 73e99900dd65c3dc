//! The life of a picture, from a signed address to its removal.

use chrono::TimeDelta;
use kernel::Clock;
use media::{Crop, Format, Picture, Size, State, Use};

use super::{
    Place, below, code, image, in_both_places, is_ready, papers_of, photo, photos_of, put, runtime,
    take,
};
use crate::haat::{Database, TestHaat, eventually};

/// The server and we share a database and the files.
fn server(place: &Place) -> TestHaat {
    let settings = place.settings();
    let settings: Vec<(&str, &str)> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    TestHaat::with(&Database::migrated, &settings)
}

/// The address on this server, whatever port it has.
fn on(haat: &TestHaat, url: &str) -> String {
    match url.find("/media/uploads/") {
        Some(at) => format!("http://{}{}", haat.server().address(), &url[at..]),
        None => url.to_owned(),
    }
}

#[test]
fn a_photo_is_sent_made_ready_shown_cut_and_taken_away() {
    for in_bucket in [false, true] {
        let place = Place::new(in_bucket);
        let haat = server(&place);
        let media = place.media(&haat.db().url(), Clock::system(), &[]);
        let db = super::db_of(haat.db());
        let (subject, file) = (photos_of(1), photo(600, 400));
        let runtime = runtime();
        let length = file.len() as u64;
        let owner = uuid::Uuid::from_u128(9);
        let offer = runtime
            .block_on(media::offer(&media, subject, owner, length))
            .unwrap();

        let sent = put(&on(&haat, &offer.url), &file);
        assert!([200, 202].contains(&sent.status), "{}", sent.text());
        assert_eq!(offer.tell_when_done, in_bucket);
        if in_bucket {
            runtime
                .block_on(media::received(&media, subject, offer.image))
                .unwrap();
        }
        let look = || runtime.block_on(image(&db, subject, offer.image));
        eventually("the photo is ready", || is_ready(&look()));
        assert_eq!(look().progress, 100);

        let shown = look().shown.unwrap();
        let picture = Picture::of(&media, &shown, Use::Page, "চাল", false).unwrap();
        assert_eq!((picture.width, picture.height), (600, 400));
        for (name, type_) in [
            (picture.src.clone(), "image/jpeg"),
            (picture.src.replace(".jpg", ".avif"), "image/avif"),
        ] {
            let packed = haat.server().request("GET", &name);
            let packed = packed.header("accept-encoding", "br, gzip");
            let answer = haat.server().send(packed, "");
            assert_eq!((answer.status, answer.header("content-type")), (200, type_));
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(
                answer.header("cache-control"),
                "public, max-age=31536000, immutable"
            );
            assert_eq!(answer.header("content-encoding"), "");
            let tag = answer.header("etag").to_owned();
            let again = haat
                .server()
                .request("GET", &name)
                .header("if-none-match", tag);
            assert_eq!(haat.server().send(again, "").status, 304);
            let head = haat.server().send(haat.server().request("HEAD", &name), "");
            assert_eq!((head.status, head.body.len()), (200, 0));
        }
        let jpeg = image::load_from_memory(&haat.get(&picture.src).body).unwrap();
        assert_eq!((jpeg.width(), jpeg.height()), (600, 400));

        // The address was good once.
        let again = put(&on(&haat, &offer.url), &file);
        if in_bucket {
            let told = runtime.block_on(media::received(&media, subject, offer.image));
            assert_eq!(code(&told.unwrap_err()), "media.not_awaited");
        } else {
            assert_eq!(
                (again.status, again.code().as_str()),
                (409, "media.not_awaited")
            );
        }

        let half = Crop::new(0.0, 0.0, 0.5, 1.0).unwrap();
        runtime
            .block_on(media::set_crop(&media, subject, offer.image, Some(half)))
            .unwrap();
        eventually("the half is ready", || is_ready(&look()));
        let cut = look().shown.unwrap();
        let narrow = cut.renditions.iter().find(|file| file.size == Size::Full);
        assert_eq!(
            narrow.map(|file| (file.width, file.height)),
            Some((300, 400))
        );
        assert_ne!(cut.hash, shown.hash);
        assert_eq!(
            haat.get(&picture.src).status,
            200,
            "pages in caches still name it"
        );

        runtime
            .block_on(media::remove(&media, subject, offer.image))
            .unwrap();
        let name = format!("/media/{}-480.jpg", cut.hash);
        eventually("its files are gone", || haat.get(&name).status == 404);
        haat.get(&name).assert_problem("a picture that is gone");
        assert_eq!(below("masters", &place.files()), 0);
    }
}

#[test]
fn signed_addresses_expire_and_hold_for_nothing_else() {
    let place = Place::new(false);
    let haat = server(&place);
    let clock = Clock::frozen(Clock::system().now() - TimeDelta::minutes(16));
    let media = place.media(&haat.db().url(), clock.clone(), &[]);
    let file = photo(60, 40);
    let length = file.len() as u64;
    let owner = uuid::Uuid::from_u128(9);
    let runtime = runtime();
    let ask = || {
        runtime
            .block_on(media::offer(&media, photos_of(1), owner, length))
            .unwrap()
    };
    let refused = |url: &str, file: &[u8]| {
        let reply = put(&on(&haat, url), file);
        reply.assert_problem(url);
        (reply.status, reply.code())
    };
    let old = ask().url;
    assert_eq!(refused(&old, &file), (404, "media.bad_address".into()));

    clock.set(Clock::system().now());
    let offer = ask();
    for (part, other) in [
        ("until=", "until=9"),
        ("signature=", "signature=A"),
        ("img_", "img_f"),
        ("length=", "length=1"),
    ] {
        let forged = offer.url.replace(part, other);
        assert_eq!(
            refused(&forged, &file),
            (404, "media.bad_address".into()),
            "{part}"
        );
    }
    let longer = [&file[..], b"x"].concat();
    assert_eq!(
        refused(&offer.url, &longer),
        (422, "media.wrong_length".into())
    );
    let heic = [b"\0\0\0\x18ftypheic", &vec![0; file.len() - 12][..]].concat();
    assert_eq!(refused(&offer.url, &heic), (415, "media.heic".into()));
    // What was refused may be sent again, in another form.
    assert_eq!(put(&on(&haat, &offer.url), &file).status, 202);
    let db = super::db_of(haat.db());
    let look = || runtime.block_on(image(&db, photos_of(1), offer.image));
    eventually("it is ready", || is_ready(&look()));
}

#[test]
fn addresses_of_a_bucket_expire_too() {
    let place = Place::new(true);
    let database = Database::migrated();
    let media = place.media(&database.url(), Clock::system(), &[]);
    let runtime = runtime();
    let offer = runtime
        .block_on(media::offer(
            &media,
            photos_of(1),
            uuid::Uuid::from_u128(9),
            4,
        ))
        .unwrap();
    assert!(offer.url.contains("X-Amz-Expires=900"), "{}", offer.url);
    let forged = offer.url.replace("X-Amz-Expires=900", "X-Amz-Expires=9000");
    assert_eq!(put(&forged, b"abcd").status, 403);
    let key = offer.url.replace("/incoming/", "/public/");
    assert_eq!(put(&key, b"abcd").status, 403);
    assert_eq!(put(&offer.url, b"abcd").status, 200);
    let long = vec![0; 10 * 1024 * 1024 + 1];
    assert_eq!(
        put(&offer.url, &long).status,
        200,
        "a bucket does not count"
    );
    let told = runtime.block_on(media::received(&media, photos_of(1), offer.image));
    assert_eq!(code(&told.unwrap_err()), "media.too_large");
    assert_eq!(place.files(), Vec::<String>::new());
    let told = runtime.block_on(media::received(&media, photos_of(1), offer.image));
    assert_eq!(code(&told.unwrap_err()), "media.not_arrived");
}

#[test]
fn what_is_no_picture_is_refused_by_the_job_with_its_code() {
    in_both_places(async |place, media, db| {
        let subject = photos_of(2);
        let cut_short = &photo(600, 400)[..4_000];
        let id = take(media, subject, 1, cut_short).await.unwrap();
        media::process(media, id).await.unwrap();
        let found = image(db, subject, id).await;
        assert_eq!(found.state, State::Refused(media::Refusal::Broken));
        assert_eq!(place.files(), Vec::<String>::new(), "nothing of it is kept");
        media::process(media, id).await.unwrap();
    });
}

#[test]
fn private_pictures_have_no_public_address() {
    in_both_places(async |place, media, db| {
        let subject = papers_of(3);
        let id = take(media, subject, 1, &photo(200, 100)).await.unwrap();
        media::process(media, id).await.unwrap();
        assert_eq!(below("public", &place.files()), 0);
        let found = image(db, subject, id).await;
        let answer = media::show_private(media, &found, Size::List, Format::Jpeg)
            .await
            .unwrap();
        let cached = answer.headers().get("cache-control").unwrap();
        assert_eq!(cached, "private, no-store");
        // The public route looks in another folder of the store.
        let wrong = photos_of(3);
        let mut conn = db.get().await.unwrap();
        assert_eq!(media::find_image(&mut conn, wrong, id).await.unwrap(), None);
    });
}

#[test]
fn pictures_are_ordered_and_the_first_is_the_cover() {
    in_both_places(async |_, media, db| {
        let subject = photos_of(4);
        let mut ids = Vec::new();
        for _ in 0..2 {
            let id = take(media, subject, 1, &photo(64, 48)).await.unwrap();
            media::process(media, id).await.unwrap();
            ids.push(id);
        }
        let [first, second] = ids[..] else {
            unreachable!("two were taken")
        };
        media::arrange(media, subject, &[second, first])
            .await
            .unwrap();
        let mut conn = db.get().await.unwrap();
        let there = media::images_of(&mut conn, subject).await.unwrap();
        assert_eq!(
            there.iter().map(|image| image.id).collect::<Vec<_>>(),
            [second, first]
        );
        let covers = media::covers_of(&mut conn, "test.product", &[subject.id])
            .await
            .unwrap();
        assert_eq!(Some(&covers[0].1), there[0].shown.as_ref());
        for order in [vec![first], vec![first, first], vec![]] {
            let refused = media::arrange(media, subject, &order).await.unwrap_err();
            assert_eq!(code(&refused), "media.order_changed");
        }
        let foreign = photos_of(5);
        let refused = media::remove(media, foreign, first).await.unwrap_err();
        assert_eq!(code(&refused), "media.not_found");
    });
}
