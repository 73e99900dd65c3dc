//! What search engines and people with a link find: structured data, sitemaps,
//! short addresses, posters.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use crate::haat::{Reply, TestHaat};

/// Addresses in a sitemap.
fn addresses(reply: &Reply) -> Vec<String> {
    let loc = Regex::new("<loc>([^<]*)</loc>").unwrap();
    let text = reply.text();
    loc.captures_iter(&text)
        .map(|it| it[1].to_owned())
        .collect()
}

/// The path of an address of the site.
fn path(url: &str) -> &str {
    let behind = url.splitn(4, '/').nth(3);
    &url[url.len() - behind.unwrap_or_default().len() - 1..]
}

fn facts(html: &str) -> Option<Value> {
    let start = "<script type=\"application/ld+json\">";
    let (_, rest) = html.split_once(start)?;
    let (json, _) = rest.split_once("</script>")?;
    Some(serde_json::from_str(json).unwrap())
}

/// Shops and products that are not made up, as a map knows them.
fn market() -> TestHaat {
    let haat = TestHaat::seeded();
    haat.sql("UPDATE shops SET demo = false", &[]);
    haat.sql("UPDATE products SET demo = false", &[]);
    haat
}

#[test]
fn a_hundred_pages_tell_what_they_are_about() {
    let haat = market();
    let shops = addresses(&haat.get("/sitemaps/shops-0.xml"));
    let products = addresses(&haat.get("/sitemaps/products-0.xml"));
    assert!(shops.len() >= 50 && products.len() >= 50);
    for url in shops.iter().take(50).chain(products.iter().take(50)) {
        let reply = haat.get(path(url));
        assert_eq!(reply.status, 200, "{url}");
        let html = reply.text();
        let told = facts(&html).unwrap_or_else(|| panic!("{url} tells nothing"));
        assert_eq!(told["@context"], "https://schema.org");
        assert_eq!(told["url"], *url, "one address each");
        assert!(told["name"].as_str().is_some_and(|name| !name.is_empty()));
        if url.contains("/products/") {
            assert_eq!(told["@type"], "Product");
        } else {
            let at = &told["geo"];
            assert!(
                at["latitude"].is_f64() && at["longitude"].is_f64(),
                "{told}"
            );
            assert_eq!(told["address"]["addressCountry"], "BD");
            for period in told["openingHoursSpecification"]
                .as_array()
                .into_iter()
                .flatten()
            {
                assert!(
                    period["dayOfWeek"]
                        .as_str()
                        .unwrap()
                        .starts_with("https://schema.org/")
                );
            }
        }
        let canonical = format!("<link rel=\"canonical\" href=\"{url}\">");
        assert!(html.contains(&canonical), "{url}");
        for language in ["bn", "en", "x-default"] {
            assert!(html.contains(&format!("hreflang=\"{language}\"")), "{url}");
        }
    }
}

#[test]
fn the_sitemap_holds_every_page_once_and_none_that_is_hidden() {
    let haat = market();
    let hide = "UPDATE shops SET status = 'hidden' WHERE ord = (SELECT min(ord) FROM shops)";
    assert_eq!(haat.sql(hide, &[]), 1);
    let parts = addresses(&haat.get("/sitemap.xml"));
    let robots = haat.get("/robots.txt").text();
    assert!(robots.contains("Sitemap: "), "{robots}");
    let mut seen = BTreeSet::new();
    for part in &parts {
        let reply = haat.get(path(part));
        assert_eq!(reply.status, 200, "{part}");
        let urls = addresses(&reply);
        assert!(urls.len() <= 50_000);
        for url in urls {
            assert!(seen.insert(url.clone()), "{url} stands there twice");
        }
    }
    let count = |table: &str| {
        let listed = format!("SELECT count(*) FROM {table} WHERE status = 'listed'");
        usize::try_from(haat.count(&listed)).unwrap()
    };
    let of = |what: &str| seen.iter().filter(|url| url.contains(what)).count();
    assert_eq!(of("/s/"), 2 * count("shops"));
    assert_eq!(of("/products/"), 2 * count("products"));
    for url in seen
        .iter()
        .filter(|url| url.contains("/categories") || url.ends_with("/help"))
    {
        assert_eq!(haat.get(path(url)).status, 200, "{url}");
    }
    for nothing in [
        "/sitemaps/shops--1.xml",
        "/sitemaps/riders-0.xml",
        "/sitemaps/shops-9223372036854775807.xml",
    ] {
        assert_eq!(haat.get(nothing).status, 404, "{nothing}");
    }
}

#[test]
fn a_short_address_finds_its_shop_also_after_a_change_of_name() {
    let haat = TestHaat::start();
    let shop = haat.shop("Karim Store").bn("করিম স্টোর").open();
    let short = haat.get("/s/karim-store-1");
    assert_eq!(
        (short.status, short.header("location")),
        (303, "/bn/s/karim-store-1")
    );
    let page = haat.get("/bn/s/karim-store-1");
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("/s/karim-store-1\""),
        "the link people share"
    );
    haat.sql("UPDATE shops SET name_en = 'Rahim Store'", &[]);
    let moved = haat.get("/bn/s/karim-store-1");
    assert_eq!(
        (moved.status, moved.header("location")),
        (301, "/bn/s/rahim-store-1")
    );
    assert_eq!(haat.get(&format!("/bn/shops/{}", shop.id)).status, 200);
    haat.sql("UPDATE shops SET status = 'hidden'", &[]);
    for gone in [
        "/bn/s/rahim-store-1",
        "/bn/s/rahim-store-1/poster",
        "/s/rahim-store-1/qr.png",
        "/bn/s/-",
        "/s/x-O",
    ] {
        assert_eq!(haat.get(gone).status, 404, "{gone}");
    }
}

#[test]
fn a_poster_speaks_both_languages_and_its_code_comes_as_a_picture() {
    let haat = TestHaat::start();
    haat.shop("Karim Store").bn("করিম স্টোর").open();
    let poster = haat.get("/bn/s/karim-store-1/poster").text();
    for part in [
        "<svg",
        "দাম",
        "lang=\"en\"",
        "/s/karim-store-1",
        "/s/karim-store-1/qr.png",
    ] {
        assert!(poster.contains(part), "{part}");
    }
    let png = haat.get("/s/karim-store-1/qr.png");
    assert_eq!(png.header("content-type"), "image/png");
    assert_eq!(&png.body[..8], b"\x89PNG\r\n\x1a\n");
    let svg = haat.get("/s/karim-store-1/qr.svg");
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.text().starts_with("<svg"));
}
