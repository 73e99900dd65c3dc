//! Pictures of goods: sent by the shop, shown to shoppers.

use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use serde_json::{Value, json};

use super::{Keeper, path_of};
use crate::haat::{MIRPUR, PATIENCE, Reply, Shop, TestHaat};
use crate::media::photo;

impl Keeper<'_> {
    fn agent() -> ureq::Agent {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        config.build().into()
    }

    /// Sends files as a form does.
    fn send_pictures(&self, offer: &Value, files: &[&[u8]]) -> Reply {
        let mut body = Vec::new();
        for file in files {
            body.extend(
                b"--edge\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n\r\n",
            );
            body.extend_from_slice(file);
            body.extend(b"\r\n");
        }
        body.extend(b"--edge--\r\n");
        let url = format!(
            "http://{}/api/v1/seller/shops/{}{}/pictures",
            self.haat.server().address(),
            self.shop.id,
            path_of(offer)
        );
        let request = Self::agent()
            .post(url)
            .header("authorization", format!("Bearer {}", self.device.token))
            .header("content-type", "multipart/form-data; boundary=edge");
        Reply::of(request.send(&body))
    }

    fn pictures(&self, offer: &Value) -> Vec<Value> {
        let list = self.see(&format!("{}/pictures", path_of(offer)));
        list["items"].as_array().unwrap().clone()
    }

    /// Sends small photos and waits until they can be shown; their ids.
    fn picture(&self, offer: &Value, count: u32) -> Vec<String> {
        let photos: Vec<Vec<u8>> = (0..count).map(|n| photo(64 + n, 48)).collect();
        let files: Vec<&[u8]> = photos.iter().map(Vec::as_slice).collect();
        let sent = self.send_pictures(offer, &files);
        assert_eq!(sent.status, 200, "{}", sent.text());
        self.wait_for_pictures(offer);
        let ids = self.pictures(offer).into_iter();
        ids.map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Files of a large picture take their time where others work as well.
    fn wait_for_pictures(&self, offer: &Value) {
        let started = Instant::now();
        let is_ready = |picture: &Value| picture["state"] == "ready";
        while !self.pictures(offer).iter().all(is_ready) {
            assert!(started.elapsed() < PATIENCE * 6, "still not ready");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// A page as somebody in Mirpur sees it.
fn page(haat: &TestHaat, path: &str, headers: &[(&str, &str)]) -> String {
    let place = format!("haat_place={}_{}_a_BD3026", MIRPUR.0, MIRPUR.1);
    let mut cookies = place;
    let mut request = haat.server().request("GET", path);
    for (name, value) in headers {
        if *name == "cookie" {
            cookies = format!("{cookies}; {value}");
        } else {
            request = request.header(*name, *value);
        }
    }
    let reply = haat.server().send(request.header("cookie", cookies), "");
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    assert!(reply.header("vary").contains("Save-Data"), "{path}");
    reply.text()
}

/// Every `attribute` of the pages' pictures.
fn all<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let before = format!("{attribute}=\"");
    let parts = html.split(before.as_str()).skip(1);
    parts.map(|rest| rest.split('"').next().unwrap()).collect()
}

/// What a phone of 360 CSS pixels with two device pixels each takes of `srcset`.
fn taken(srcset: &str, pixels: u32) -> String {
    let mut files: Vec<(u32, &str)> = srcset
        .split(", ")
        .map(|file| {
            let (url, width) = file.rsplit_once(' ').unwrap();
            (width.trim_end_matches('w').parse().unwrap(), url)
        })
        .collect();
    files.sort_unstable();
    let enough = files.iter().find(|(width, _)| *width >= pixels);
    enough.or(files.last()).unwrap().1.to_owned()
}

/// A photo with as much to see in a small part as in all of it.
fn grainy(width: u32, height: u32) -> Vec<u8> {
    let mut seed = 7_u32;
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (seed >> 24) / 4;
        let wave = (x / 7 + y / 5) % 2 * 60;
        Rgb([grain + wave, grain + 90, 160 - grain].map(|it| u8::try_from(it).unwrap_or(u8::MAX)))
    });
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, 85);
    pixels.write_with_encoder(encoder).unwrap();
    file
}

fn market(haat: &TestHaat) -> (Shop, Shop) {
    let ours = haat.shop("Karim Store").bn("করিম স্টোর").open();
    let theirs = haat.shop("Salma Store").bn("সালমা স্টোর").north(200.0).open();
    (ours, theirs)
}

#[test]
fn a_shop_s_picture_is_shown_wherever_its_goods_are() {
    let haat = TestHaat::start();
    let (ours, theirs) = market(&haat);
    let karim = haat.keeper(&ours, "manager");
    let salma = haat.keeper(&theirs, "manager");
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    let offer = karim.list(&dal.id, &json!({ "price": 7_200, "stock": 5 }));
    let other = salma.list(&dal.id, &json!({ "price": 8_000, "stock": 5 }));
    karim.picture(&offer, 2);
    haat.settle();

    let product = page(&haat, &format!("/bn/products/{}", dal.id), &[]);
    assert_eq!(
        all(&product, "type")
            .iter()
            .filter(|it| **it == "image/avif")
            .count(),
        2
    );
    assert!(
        product.contains("alt=\"মসুর ডাল\""),
        "the name in the page's language"
    );
    assert!(product.contains("ছবি: করিম স্টোর"));
    let lazy = product.matches("loading=\"lazy\"").count();
    assert_eq!(lazy, 1, "the first is loaded at once");
    let facts = product.split("ld+json").nth(1).unwrap();
    assert!(facts.contains("\"image\":[\"http"), "{facts}");

    // Who has none shows the product in another shop's hands.
    let search = page(&haat, "/bn/search?q=masoor", &[]);
    assert_eq!(search.matches("<picture>").count(), 2);
    assert_eq!(search.matches("loading=\"lazy\"").count(), 2);
    for shop in [&ours, &theirs] {
        let html = page(&haat, &format!("/bn/shops/{}", shop.id), &[]);
        assert_eq!(html.matches("<picture>").count(), 1, "{}", shop.id);
    }
    let file = taken(all(&product, "srcset")[0], 576);
    let picture = haat.get(&file);
    assert_eq!(picture.header("content-type"), "image/avif");
    assert!(picture.header("cache-control").contains("immutable"));

    // A shop that shoppers do not find shows nobody anything.
    haat.sql(
        "UPDATE shops SET status = 'hidden' WHERE id = $1::text::uuid",
        &[&ours.uuid],
    );
    haat.settle();
    let html = page(&haat, &format!("/bn/shops/{}", theirs.id), &[]);
    assert_eq!(html.matches("<picture>").count(), 0);
    haat.sql(
        "UPDATE shops SET status = 'listed' WHERE id = $1::text::uuid",
        &[&ours.uuid],
    );

    // When the last picture goes, another shop's takes its place.
    salma.picture(&other, 1);
    for picture in karim.pictures(&offer) {
        let path = format!(
            "{}/pictures/{}",
            path_of(&offer),
            picture["id"].as_str().unwrap()
        );
        assert_eq!(karim.ask("DELETE", &path, &Value::Null).status, 204);
    }
    let html = page(&haat, &format!("/bn/shops/{}", ours.id), &[]);
    assert_eq!(html.matches("<picture>").count(), 1);
    let cover = haat.count(
        "SELECT count(*) FROM products p JOIN listings l ON l.id = p.cover_listing_id
         JOIN shops s ON s.id = l.shop_id WHERE s.name_en = 'Salma Store'",
    );
    assert_eq!(cover, 1);
}

#[test]
fn saving_data_halves_the_bytes() {
    let haat = TestHaat::start();
    let (ours, _) = market(&haat);
    let karim = haat.keeper(&ours, "manager");
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    let offer = karim.list(&dal.id, &json!({ "price": 7_200 }));
    let sent = karim.send_pictures(&offer, &[&grainy(900, 600)]);
    assert_eq!(sent.status, 200, "{}", sent.text());
    karim.wait_for_pictures(&offer);
    haat.settle();
    let path = format!("/bn/products/{}", dal.id);
    let bytes = |html: &str| {
        let pictures: usize = all(html, "srcset")
            .iter()
            .filter(|set| set.contains(".avif"))
            .map(|set| haat.get(&taken(set, 576)).body.len())
            .sum();
        html.len() + pictures
    };
    let full = page(&haat, &path, &[]);
    let saving = page(
        &haat,
        &path,
        &[("save-data", "on"), ("cookie", "haat_lite=0")],
    );
    let pictures_only = |html: &str| bytes(html) - html.len();
    assert!(
        pictures_only(&saving) * 2 <= pictures_only(&full),
        "{} of {} bytes",
        pictures_only(&saving),
        pictures_only(&full)
    );
    // Who has said nothing gets text, and a link to the picture with its weight.
    let text = page(&haat, &path, &[("save-data", "on")]);
    assert!(!text.contains("<img"));
    assert!(text.contains("কিলোবাইট"), "{text}");
    assert!(bytes(&text) * 2 <= bytes(&full));
}

#[test]
fn pictures_are_put_in_order_cut_and_removed() {
    let haat = TestHaat::start();
    let (ours, theirs) = market(&haat);
    let karim = haat.keeper(&ours, "manager");
    let packer = haat.keeper(&ours, "packer");
    let salma = haat.keeper(&theirs, "owner");
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    let offer = karim.list(&dal.id, &json!({ "price": 7_200 }));
    let path = format!("{}/pictures", path_of(&offer));
    let ids = karim.picture(&offer, 3);

    let order = json!({ "order": [ids[2], ids[0], ids[1]] });
    let arranged = karim.ask("PUT", &path, &order);
    assert_eq!(arranged.json()["items"][0]["id"], ids[2].as_str());
    let stale = karim.ask("PUT", &path, &json!({ "order": [ids[2]] }));
    assert_eq!(
        (stale.status, stale.code()),
        (409, "media.order_changed".to_owned())
    );
    for bad in [
        json!({}),
        json!({ "order": "first" }),
        json!({ "order": [7] }),
    ] {
        let refused = karim.ask("PUT", &path, &bad);
        assert_eq!(refused.status, 422, "{bad}");
    }

    let one = format!("{path}/{}", ids[0]);
    let before = karim.pictures(&offer)[1]["url"].clone();
    let part = json!({ "x": 0.25, "y": 0.0, "width": 0.5, "height": 1.0 });
    let cut = karim.ask("PATCH", &one, &json!({ "crop": part }));
    assert_eq!(cut.status, 200, "{}", cut.text());
    karim.wait_for_pictures(&offer);
    let after = karim.pictures(&offer)[1].clone();
    assert_eq!(after["crop"], part);
    assert_ne!(after["url"], before, "another file has another name");
    let too_small = json!({ "crop": { "x": 0.0, "y": 0.0, "width": 0.01, "height": 1.0 } });
    assert_eq!(karim.ask("PATCH", &one, &too_small).status, 422);
    assert_eq!(karim.ask("PATCH", &one, &json!({})).status, 422);
    let nothing = format!("{path}/img_{}", "0".repeat(32));
    assert_eq!(karim.ask("DELETE", &nothing, &Value::Null).status, 404);
    assert_eq!(
        karim
            .ask("PATCH", &nothing, &json!({ "crop": null }))
            .status,
        404
    );

    assert_eq!(packer.pictures(&offer).len(), 3, "packers look");
    assert_eq!(packer.ask("DELETE", &one, &Value::Null).status, 403);
    assert_eq!(salma.ask("GET", &path, &Value::Null).status, 404);
    assert_eq!(karim.ask("DELETE", &one, &Value::Null).status, 204);
    assert_eq!(karim.pictures(&offer).len(), 2);
}

#[test]
fn what_is_no_picture_is_refused_and_says_why() {
    let haat = TestHaat::start();
    let (ours, _) = market(&haat);
    let karim = haat.keeper(&ours, "manager");
    let dal = haat.product("মসুর ডাল", "Masoor Dal", None);
    let offer = karim.list(&dal.id, &json!({ "price": 7_200 }));
    let good = photo(64, 48);
    let sent = karim.send_pictures(&offer, &[b"<html>", &good]);
    assert_eq!(sent.json()["refused"], json!(["media.not_an_image"]));
    assert_eq!(sent.json()["items"].as_array().unwrap().len(), 1);
    let path = format!("{}/pictures", path_of(&offer));
    let no_form = karim.ask("POST", &path, &Value::Null);
    assert_eq!(
        (no_form.status, no_form.code()),
        (400, "media.broke_off".to_owned())
    );
    let full: Vec<&[u8]> = vec![&good; 8];
    let sent = karim.send_pictures(&offer, &full);
    assert_eq!(
        sent.json()["refused"],
        json!(["media.album_full"]),
        "{}",
        sent.text()
    );
    karim.wait_for_pictures(&offer);
}
