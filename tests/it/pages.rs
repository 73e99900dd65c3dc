//! Pages: nothing inline, nothing from elsewhere, small, and safe with any name.

use std::collections::{BTreeSet, VecDeque};

use regex::Regex;

use crate::haat::{Reply, TestHaat, encode};

/// The place cookie of somebody in Mirpur.
const HERE: &str = "haat_place=23.8069_90.3687_a_loc-mirpur-10";

fn get(haat: &TestHaat, path: &str) -> Reply {
    let request = haat.server().request("GET", path).header("cookie", HERE);
    haat.server().send(request, "")
}

fn assert_protected(reply: &Reply, path: &str) {
    for (name, expected) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(reply.header(name), expected, "{name} of {path}");
    }
    assert!(reply.header("x-request-id").len() >= 8, "{path}");
    assert!(
        reply.header("permissions-policy").contains("camera=()"),
        "{path}"
    );
    let policy = reply.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") || path.contains("explorer"),
        "{path}: {policy}"
    );
    assert!(
        !policy.contains("unsafe-eval")
            && (!policy.contains("unsafe-inline") || path.contains("explorer")),
        "{path}: {policy}"
    );
    for needed in ["base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(needed), "{path}: {policy}");
    }
    assert!(
        !reply
            .headers
            .iter()
            .any(|(name, _)| name == "server" || name == "x-powered-by"),
        "{path}"
    );
}

/// What a policy without `unsafe-inline` would block anyway must not be there
/// in the first place. Reads tags as a browser does, so that escaped text in a
/// value is not taken for an attribute.
pub fn assert_plain(html: &str, path: &str) {
    let tag = Regex::new(r#"(?s)<([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>"#).unwrap();
    let attribute = Regex::new(r#"(?s)([^\s"'=<>/]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)"#).unwrap();
    for found in tag.captures_iter(html) {
        let (name, whole) = (found[1].to_lowercase(), &found[0]);
        let refused = ["style", "base", "iframe", "object", "embed", "math"];
        assert!(!refused.contains(&name.as_str()), "{path}: {whole}");
        let told = whole.contains("application/ld+json");
        let ours = name != "script" || told || whole.contains(" src=\"/assets/");
        assert!(ours, "{path}: {whole}");
        for found in attribute.captures_iter(&found[2]) {
            let (attribute, value) = (found[1].to_lowercase(), found[2].to_lowercase());
            let value = value.trim_matches(['"', '\'', ' ']);
            let runs = attribute.starts_with("on") || ["style", "srcdoc"].contains(&&*attribute);
            let leads = ["href", "src", "action", "formaction"].contains(&&*attribute)
                && ["javascript:", "vbscript:", "data:text"]
                    .iter()
                    .any(|bad| value.starts_with(bad));
            // Where else a page is found: nothing that a browser loads.
            let names = ["rel=\"canonical\"", "rel=\"alternate\""];
            let names = names.iter().any(|rel| whole.contains(rel));
            let fetches = !names
                && ["script", "link", "img", "use"].contains(&&*name)
                && (value.starts_with("//") || value.starts_with("http"));
            assert!(!runs && !leads && !fetches, "{path}: {whole}");
        }
    }
    let inside = Regex::new(r"(?s)<script[^>]*>(.*?)</script>").unwrap();
    for found in inside.captures_iter(html) {
        let told = found[0].starts_with("<script type=\"application/ld+json\">");
        let is_json = told && serde_json::from_str::<serde_json::Value>(&found[1]).is_ok();
        assert!(
            is_json || found[1].trim().is_empty(),
            "{path}: {}",
            &found[0]
        );
    }
}

fn links(html: &str) -> Vec<String> {
    let link = Regex::new(r#"(?:href|src)="(/[^"]*)""#).unwrap();
    link.captures_iter(html)
        .map(|found| found[1].replace("&amp;", "&").replace("&#38;", "&"))
        .collect()
}

/// Every kind of page once, so that a crawl does not end in a thousand shops.
fn kind_of(path: &str) -> String {
    let bare = Regex::new(r"(shp|prd)_[0-9a-f]{32}")
        .unwrap()
        .replace_all(path, "$1")
        .into_owned();
    let slug = Regex::new("/s/[^/?]+").unwrap();
    let bare = slug.replace_all(&bare, "/s/slug").into_owned();
    let (path, query) = bare.split_once('?').unwrap_or((&bare, ""));
    let names: BTreeSet<&str> = query
        .split('&')
        .filter_map(|pair| pair.split('=').next())
        .collect();
    let mut parts: Vec<&str> = path.split('/').collect();
    if ["place", "categories"].contains(parts.get(2).unwrap_or(&"")) {
        parts.truncate(3);
    }
    format!("{} {names:?}", parts.join("/"))
}

#[test]
fn every_page_that_links_lead_to_is_whole_safe_and_small() {
    let haat = TestHaat::seeded();
    let mut waiting = VecDeque::from(
        [
            "/bn/",
            "/en/",
            "/bn/search?q=chal",
            "/en/search?q=%E0%A6%9A%E0%A6%BE%E0%A6%B2",
            "/en/map",
        ]
        .map(str::to_owned),
    );
    let mut seen = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    while let Some(path) = waiting.pop_front() {
        if !seen.insert(path.clone())
            || (!path.starts_with("/assets/") && !kinds.insert(kind_of(&path)))
        {
            continue;
        }
        let reply = get(&haat, &path);
        if reply.status == 303 {
            // Only to where people sign in, for what is theirs alone.
            let to = reply.header("location").to_owned();
            assert!(to[3..].starts_with("/sign-in"), "{path}: {to}");
            waiting.push_back(to);
            continue;
        }
        assert_eq!(reply.status, 200, "{path}");
        assert_protected(&reply, &path);
        if reply.header("content-type").starts_with("text/html") {
            let html = reply.text();
            let lang = &path[1..3];
            assert!(
                html.starts_with("<!doctype html>")
                    && html.contains(&format!("<html lang=\"{lang}\">")),
                "{path}"
            );
            assert!(
                html.trim_end().ends_with("</html>") && html.matches("<h1").count() == 1,
                "{path}"
            );
            assert!(
                html.contains("মিরপুর ১০") || html.contains("Mirpur 10"),
                "{path}: the place is not visible"
            );
            assert_plain(&html, &path);
            assert_budget(&haat, &path);
            waiting.extend(links(&html));
        }
    }
    eprintln!("{} addresses of {} kinds", seen.len(), kinds.len());
    assert!(kinds.len() >= 20, "{kinds:#?}");
    for page in ["shops", "products", "categories", "place", "help", "map"] {
        assert!(
            kinds.iter().any(|kind| kind.contains(page)),
            "no link leads to {page}: {kinds:#?}"
        );
    }
}

/// 30 KB for the first HTML.
fn assert_budget(haat: &TestHaat, path: &str) {
    let request = haat
        .server()
        .request("GET", path)
        .header("cookie", HERE)
        .header("accept-encoding", "gzip");
    let reply = haat.server().send(request, "");
    assert!(
        reply.body.len() <= 30 * 1024,
        "{path}: {} bytes",
        reply.body.len()
    );
}

pub const NASTY: &[&str] = &[
    "<script>alert(1)</script>",
    "চাল <script>alert('হাট')</script>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "<a href=javascript:alert(1)>ক্লিক</a>",
    "\" autofocus onfocus=alert(1) x=\"",
    "' onmouseover='alert(1)",
    "দোকান\" onclick=\"alert(1)",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}${7*7}#{7*7}",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<b>গাঢ়</b>&lt;script&gt;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u{202e}<script>alert(1)</script>\u{2066}",
    "<ScRiPt >alert(1)</sCrIpT >",
    "<details open ontoggle=alert(1)>বিস্তারিত",
    "করিম & সন্স <করিম>",
];

/// Whether a page carries a piece of text in a way a browser would obey.
pub fn obeys(html: &str, nasty: &str) -> bool {
    nasty.contains(['<', '"']) && html.contains(nasty)
}

#[test]
fn names_of_shops_and_goods_are_text_and_nothing_else() {
    let haat = TestHaat::start();
    let mut shops = Vec::new();
    for nasty in NASTY {
        let shop = haat.shop(nasty).bn(nasty).open();
        let product = haat.product(nasty, nasty, None);
        haat.listing(&shop, &product, Some(100), None);
        shops.push((nasty, shop, product));
    }
    haat.settle();
    for lang in ["bn", "en"] {
        for path in [format!("/{lang}/?radius_m=500"), format!("/{lang}/map")] {
            let page = get(&haat, &path).text();
            assert_plain(&page, &path);
            assert!(NASTY.iter().all(|nasty| !obeys(&page, nasty)), "{path}");
        }
        for (nasty, shop, product) in &shops {
            for path in [
                format!("/{lang}/shops/{}", shop.id),
                format!("/{lang}/products/{}", product.id),
            ] {
                let page = get(&haat, &path);
                assert_eq!(page.status, 200, "{path}");
                assert_plain(&page.text(), nasty);
                assert!(!obeys(&page.text(), nasty), "{path}: {nasty}");
            }
        }
    }
    let api = haat.around("/api/v1/shops/nearby", &[("limit", "200")]);
    assert_eq!(api["total"], NASTY.len());
    let reply = haat.get(&format!("/api/v1/shops/{}", shops[0].1.id));
    assert!(reply.header("content-type").starts_with("application/json"));
    assert_protected(&reply, "the API");
}

#[test]
fn what_people_type_comes_back_as_text() {
    let haat = TestHaat::start();
    for nasty in NASTY {
        for path in [
            "/bn/search?q=",
            "/en/search?q=",
            "/en/place?q=",
            "/bn/search?q=chal&category=",
            "/en/?cursor=",
            "/en/nowhere/",
        ] {
            let reply = get(&haat, &format!("{path}{}", encode(nasty)));
            assert!(reply.status < 500, "{path} {nasty}: {}", reply.status);
            assert_plain(&reply.text(), nasty);
            assert!(!obeys(&reply.text(), nasty), "{path} {nasty}");
            assert_protected(&reply, path);
        }
        let reply = haat.ask(
            "/api/v1/search",
            &[("q", nasty), ("lat", "23.8"), ("lng", "90.4")],
        );
        assert!(reply.header("content-type").contains("json"), "{nasty}");
    }
}

#[test]
fn nobody_is_sent_to_another_site() {
    let haat = TestHaat::seeded();
    for back in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/bn//evil.example",
        "javascript:alert(1)",
        "/bn/\r\nX-Injected: 1",
    ] {
        let body = format!("area=BD3026&back={}", encode(back));
        let post = haat
            .server()
            .request("POST", "/bn/place")
            .header("content-type", "application/x-www-form-urlencoded");
        let reply = haat.server().send(post, &body);
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, "/bn/"),
            "{back}"
        );
        assert_eq!(reply.header("x-injected"), "");
    }
}

#[test]
fn big_answers_are_compressed_as_the_client_likes() {
    let haat = TestHaat::seeded();
    let css = links(&get(&haat, "/bn/").text())
        .into_iter()
        .find(|link| link.contains("/styles/"))
        .unwrap();
    for path in [
        "/bn/",
        "/api/v1/openapi.json",
        "/api/v1/areas/outlines",
        &css,
    ] {
        let plain = get(&haat, path).body.len();
        for encoding in ["br", "gzip", "zstd"] {
            let request = haat
                .server()
                .request("GET", path)
                .header("cookie", HERE)
                .header("accept-encoding", encoding);
            let reply = haat.server().send(request, "");
            assert_eq!(reply.header("content-encoding"), encoding, "{path}");
            let vary = reply.header_list("vary");
            assert!(
                vary.contains(&"accept-encoding".to_owned()),
                "{path}: {vary:?}"
            );
            assert!(
                reply.body.len() * 2 < plain,
                "{path} {encoding}: {} of {plain}",
                reply.body.len()
            );
        }
    }
}

#[test]
fn assets_are_kept_for_ever_under_names_that_change_with_them() {
    let haat = TestHaat::start();
    let assets: BTreeSet<String> = ["/bn/", "/bn/map", "/bn/?lite=1"]
        .iter()
        .flat_map(|path| links(&get(&haat, path).text()))
        .filter(|link| link.starts_with("/assets/"))
        .collect();
    assert!(assets.len() >= 4, "{assets:?}");
    for path in assets {
        let path = path.split('#').next().unwrap();
        let reply = haat.get(path);
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(
            reply.header("cache-control"),
            "public, max-age=31536000, immutable",
            "{path}"
        );
        let again = haat
            .server()
            .request("GET", path)
            .header("if-none-match", reply.header("etag"));
        let again = haat.server().send(again, "");
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        assert_eq!(haat.get(&path.replacen('.', ".0", 1)).status, 404, "{path}");
    }
}

#[test]
fn the_front_door_speaks_the_language_of_the_browser_and_bengali_otherwise() {
    let haat = TestHaat::start();
    for (sent, cookie, expected) in [
        ("", "", "/bn/"),
        ("en-GB,en;q=0.9", "", "/en/"),
        ("fr-FR", "", "/bn/"),
        ("en", "haat_lang=bn", "/bn/"),
        ("bn", "haat_lang=en", "/en/"),
    ] {
        let request = haat
            .server()
            .request("GET", "/")
            .header("accept-language", sent)
            .header("cookie", cookie);
        let reply = haat.server().send(request, "");
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, expected),
            "{sent} {cookie}"
        );
        assert_protected(&reply, "/");
    }
}

#[test]
fn a_page_in_low_data_mode_is_under_fifteen_kilobytes_with_all_it_loads() {
    let resource =
        Regex::new(r#"<(?:link rel="stylesheet"|script|img)[^>]*(?:href|src)="(/[^"]+)""#).unwrap();
    let haat = TestHaat::seeded();
    for path in [
        "/bn/?lite=1",
        "/bn/search?q=chal&lite=1",
        "/en/search?q=rice&lite=1",
    ] {
        let mut bytes = 0;
        let mut loaded = Vec::new();
        let page = get(&haat, path).text();
        assert!(!page.contains("<script"), "{path}");
        let parts = resource
            .captures_iter(&page)
            .map(|found| found[1].to_owned());
        for part in [path.to_owned()].into_iter().chain(parts) {
            let request = haat
                .server()
                .request("GET", &part)
                .header("cookie", HERE)
                .header("accept-encoding", "br");
            let size = haat.server().send(request, "").body.len();
            bytes += size;
            loaded.push((part, size));
        }
        assert!(bytes < 15 * 1024, "{path}: {bytes} bytes in {loaded:?}");
    }
}

#[test]
fn another_site_may_read_the_api_only_when_it_is_named() {
    let named = [("HAAT_CORS_ORIGINS", "https://partner.example")];
    let haat = TestHaat::with(&crate::haat::Database::migrated, &named);
    let ask = |origin: &str| {
        let request = haat
            .server()
            .request("GET", "/api/v1/areas")
            .header("origin", origin);
        haat.server()
            .send(request, "")
            .header("access-control-allow-origin")
            .to_owned()
    };
    assert_eq!(ask("https://partner.example"), "https://partner.example");
    for other in [
        "https://evil.example",
        "https://partner.example.evil.example",
        "http://partner.example",
        "null",
    ] {
        assert_eq!(ask(other), "", "{other}");
    }
}

#[test]
fn an_address_that_leads_nowhere_is_a_page_for_people_and_a_problem_for_programs() {
    let haat = TestHaat::start();
    for (path, language, lang) in [
        ("/nowhere", "", "bn"),
        ("/nowhere", "en-GB,en;q=0.9", "en"),
        ("/wp-login.php?x=1", "", "bn"),
        ("/apiary", "", "bn"),
        ("/en/nowhere", "", "en"),
    ] {
        let request = haat
            .server()
            .request("GET", path)
            .header("accept-language", language);
        let reply = haat.server().send(request, "");
        assert_eq!(reply.status, 404, "{path}");
        let html = reply.text();
        assert!(
            html.contains(&format!("<html lang=\"{lang}\">")),
            "{path} {language}: {html}"
        );
        assert_plain(&html, path);
        assert_protected(&reply, path);
    }
    for path in ["/api", "/api/", "/api/v2/shops", "/api/v1/nothing"] {
        let reply = haat.get(path);
        assert_eq!(reply.status, 404, "{path}");
        reply.assert_problem(path);
    }
}

#[test]
fn a_product_shows_the_way_through_its_categories() {
    let haat = TestHaat::seeded();
    let found = haat.around("/api/v1/search", &[("q", "miniket"), ("in_stock", "true")]);
    let id = found["items"][0]["product"]["id"].as_str().unwrap();
    let html = get(&haat, &format!("/en/products/{id}")).text();
    let crumbs = html
        .split("class=\"crumbs\"")
        .nth(1)
        .and_then(|rest| rest.split("</ol>").next())
        .unwrap_or_default();
    let way = links(crumbs);
    assert!(way.len() >= 3 && way[0] == "/en/categories", "{way:?}");
    for link in way {
        assert!([200, 303].contains(&get(&haat, &link).status), "{link}");
    }
}
