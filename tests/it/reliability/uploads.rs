//! Run 16: files of strangers, through a real route. What each kind of file does to
//! the decoder, and in how much memory, is asked in `media`'s own tests.

use image::ImageDecoder as _;

use super::{FORM, applicant, form_with};
use crate::haat::{Database, Device, Reply, TestHaat, eventually};
use crate::media::photo;

/// What must not be left of a photo.
const WHERE: &[u8] = b"GPSLatitude 23.8069,90.3687";

fn send(haat: &TestHaat, device: &Device, path: &str, name: &str, file: &[u8]) -> Reply {
    let request = haat
        .server()
        .request("POST", &format!("{path}/photos"))
        .header("authorization", format!("Bearer {}", device.token))
        .header("content-type", FORM);
    haat.server().send(request, form_with("image", name, file))
}

/// A head of this size, with its sum, and a picture that has hardly begun.
fn png_claiming(width: u32, height: u32, sum: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend(b"\x08\x02\0\0\0");
    file.extend(sum.to_be_bytes());
    file.extend(b"\0\0\0\x02IDAT\x78\x01\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82");
    file
}

/// A photo that tells where it was taken, and carries a page.
fn telling_where() -> Vec<u8> {
    let whole = photo(64, 48);
    let block = [
        b"Exif\0\0MM\0*\0\0\0\x08\0\0<script>alert(1)</script>",
        WHERE,
    ]
    .concat();
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xff, 0xe1][..], &length, &block].concat();
    [&whole[..2], &segment, &whole[2..], WHERE].concat()
}

/// Name, content, and the code it is refused with by its first bytes.
fn refused_at_once() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let boxed = |brand: &[u8]| [b"\0\0\0\x18ftyp", brand, b"\0\0\0\0mif1", &[0; 64]].concat();
    let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    for _ in 0..10_000 {
        gif.extend(b"!\xf9\x04\0\x01\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0");
    }
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let mut heavy = photo(64, 48);
    heavy.resize(10 * 1024 * 1024 + 1, 0);
    vec![
        ("empty.jpg", vec![], "media.empty"),
        (
            "page.jpg",
            b"<!doctype html><script>alert(1)</script>".to_vec(),
            "media.not_an_image",
        ),
        (
            "shell.jpg.php",
            b"<?php system($_GET[0]);".to_vec(),
            "media.not_an_image",
        ),
        (
            "../../../etc/cron.d/haat",
            b"* * * * * root true".to_vec(),
            "media.not_an_image",
        ),
        (
            "..\\..\\boot.ini",
            b"[boot loader]".to_vec(),
            "media.not_an_image",
        ),
        ("con.jpg", b"%PDF-1.7\n".to_vec(), "media.not_an_image"),
        (
            "photo.zip.jpg",
            b"PK\x03\x04\x14\0".to_vec(),
            "media.not_an_image",
        ),
        (
            "a.jpg",
            b"\x7fELF\x02\x01\x01".to_vec(),
            "media.not_an_image",
        ),
        ("b.jpg", b"\0asm\x01\0\0\0".to_vec(), "media.not_an_image"),
        (
            "c.jpg",
            b"\0\0\0\x0cjP  \r\n\x87\n".to_vec(),
            "media.not_an_image",
        ),
        ("drawing.png", svg.to_vec(), "media.svg"),
        ("moving.png", gif, "media.gif"),
        ("IMG_0001.HEIC", boxed(b"heic"), "media.heic"),
        ("IMG_0002.jpg", boxed(b"mif1"), "media.heic"),
        ("IMG_0003.avif", boxed(b"avif"), "media.avif"),
        ("scan.tif", b"II*\0\x08\0\0\0".to_vec(), "media.tiff"),
        (
            "old.bmp",
            b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec(),
            "media.bmp",
        ),
        ("heavy.jpg", heavy, "media.too_large"),
    ]
}

/// Name and content of what looks like a picture until it is decoded.
fn refused_when_read() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let moving = [b"RIFF\x16\0\0\0WEBPANIM\x06\0\0\0", &[0; 6][..]].concat();
    let whole = photo(640, 480);
    vec![
        (
            "bomb.png",
            png_claiming(60_000, 60_000, 0x0fb0_e215),
            "media.too_many_pixels",
        ),
        (
            "thread.png",
            png_claiming(30_000, 1, 0x9833_4469),
            "media.too_small",
        ),
        (
            "half.jpg",
            whole[..whole.len() / 2].to_vec(),
            "media.broken",
        ),
        ("moving.webp", moving, "media.animated"),
    ]
}

#[test]
fn hostile_files_are_refused_each_with_its_code() {
    let haat = TestHaat::start();
    let (device, path) = applicant(&haat);
    let mut wrong = Vec::new();
    let files = refused_at_once();
    assert!(files.len() >= 18, "{}", files.len());
    for (name, file, code) in files {
        let reply = send(&haat, &device, &path, name, &file);
        let told = reply.code();
        if told != code {
            wrong.push(format!("{name}: {} {told} instead of {code}", reply.status));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (name, file, code) in refused_when_read() {
        assert_eq!(
            send(&haat, &device, &path, name, &file).status,
            200,
            "{name}"
        );
        let refused = format!("SELECT count(*) FROM images WHERE refusal = '{code}'");
        eventually(name, || haat.count(&refused) == 1);
    }
    assert_eq!(
        haat.count("SELECT count(*) FROM images WHERE state = 'ready'"),
        0
    );
}

#[test]
fn what_comes_out_is_a_picture_and_nothing_else() {
    let haat = TestHaat::start();
    let (device, path) = applicant(&haat);
    let sent = send(&haat, &device, &path, "../<script>.jpg", &telling_where());
    assert_eq!(sent.status, 200, "{}", sent.text());
    let id = sent.json()["application"]["photos"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let ready = "SELECT count(*) FROM images WHERE state = 'ready'";
    eventually("the photo is ready", || haat.count(ready) == 1);
    let shown = haat.server().say(
        "GET",
        &format!("{path}/photos/{id}"),
        Some(&device.token),
        &serde_json::Value::Null,
    );
    assert_eq!(
        (shown.status, shown.header("content-type")),
        (200, "image/jpeg")
    );
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert_eq!(shown.header("cache-control"), "private, no-store");
    let holds = |part: &[u8]| shown.body.windows(part.len()).any(|window| window == part);
    for part in [WHERE, b"Exif", b"GPS", b"<script", b"90.3687"] {
        assert!(!holds(part), "{}", String::from_utf8_lossy(part));
    }
    let mut decoder =
        image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(&shown.body)).unwrap();
    assert_eq!(decoder.dimensions(), (64, 48));
    assert_eq!(decoder.exif_metadata().unwrap(), None);
}

/// One address, counted without Redis, three requests with files in five minutes.
fn counted() -> TestHaat {
    let settings = [
        ("HAAT_RATE_FILES", "3"),
        ("HAAT_RATE_LOOPBACK", "true"),
        ("REDIS_URL", ""),
    ];
    TestHaat::with(&Database::migrated, &settings)
}

#[test]
fn too_many_files_are_refused_before_they_are_read_and_everything_else_is_not() {
    let haat = counted();
    let (device, path) = applicant(&haat);
    for n in 0..3 {
        let sent = send(&haat, &device, &path, "a.jpg", b"<html>");
        assert_eq!(sent.status, 415, "{n}: {}", sent.text());
    }
    let refused = send(&haat, &device, &path, "a.jpg", &photo(64, 48));
    assert_eq!(
        (refused.status, &*refused.code()),
        (429, "platform.sent_enough")
    );
    refused.assert_problem("too many files");
    let wait: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=300).contains(&wait), "{wait}");
    // Signed addresses are counted with forms, and pages tell it to people.
    let address =
        "/media/uploads/img_00000000000070008000000000000000?length=1&until=1&signature=x";
    let put = haat
        .server()
        .send(haat.server().request("PUT", address), "x");
    assert_eq!(put.status, 429, "{}", put.text());
    let page = haat
        .server()
        .request("POST", "/bn/sell/applications/app_0/photos")
        .header("content-type", FORM);
    let page = haat.server().send(page, form_with("image", "a.jpg", b"x"));
    assert_eq!(page.status, 429);
    assert!(page.text().contains("যথেষ্ট ফাইল"), "{}", page.text());
    // Nothing else is held up, the same person's documents included.
    haat.around("/api/v1/search", &[("q", "chal")]);
    let saved = haat.server().say(
        "PATCH",
        &path,
        Some(&device.token),
        &serde_json::json!({ "version": 1, "name_en": "Karim" }),
    );
    assert_eq!(saved.status, 200, "{}", saved.text());
    // No place was kept for what was not read.
    assert_eq!(haat.count("SELECT count(*) FROM images"), 3);
}

#[test]
fn another_address_may_go_on_and_a_forged_one_is_none() {
    let settings = [
        ("HAAT_RATE_FILES", "3"),
        ("HAAT_PROXY_HOPS", "1"),
        ("REDIS_URL", ""),
    ];
    let haat = TestHaat::with(&Database::migrated, &settings);
    let from = |chain: String| {
        let request = haat
            .server()
            .request("PUT", "/media/uploads/img_0?length=1&until=1&signature=x")
            .header("x-forwarded-for", chain);
        haat.server().send(request, "x").status
    };
    let forged: Vec<u16> = (0..6)
        .map(|n| from(format!("10.0.0.{n}, 203.0.113.7")))
        .collect();
    assert_eq!(forged, [404, 404, 404, 429, 429, 429]);
    assert_eq!(from("203.0.113.8".to_owned()), 404);
}
