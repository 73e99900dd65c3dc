//! The pages through their real routes, with real areas, no shops and no
//! database.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use actix_http::Request;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{LOCATION, SET_COOKIE};
use actix_web::test::{self, TestRequest};
use actix_web::web::Data;
use actix_web::{App, Error, cookie::Cookie};
use areas::{Areas, Gazetteer};
use kernel::Clock;
use media::Media;
use platform::config::Config;
use platform::cursor::Cursors;
use platform::db::Db;
use search::Search;

use crate::{Storefront, routes, site};

const MIRPUR: &str = "23.8069_90.3687_a_BD3026";

/// Building the book takes a while, and nobody changes it.
static AREAS: LazyLock<Arc<Areas>> =
    LazyLock::new(|| Arc::new(Areas::of(Gazetteer::new(areas::seed_entries().unwrap()))));

fn folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "haat-storefront-{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    std::env::temp_dir().join(name)
}

async fn haat() -> impl Service<Request, Response = ServiceResponse<impl MessageBody>, Error = Error>
{
    let data = folder().display().to_string();
    let vars = [
        ("DATABASE_URL", "postgres://127.0.0.1:1/nothing"),
        ("HAAT_DB_TIMEOUT_MS", "50"),
        ("HAAT_DATA_DIR", &data),
    ];
    let config = Config::from_vars(
        vars.map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
    )
    .unwrap();
    let db = Db::new(&config.database);
    let media = Media::new(&config, db.clone(), Clock::system()).unwrap();
    let app = App::new()
        .app_data(Data::from(Search::new(&folder(), Clock::system()).unwrap()))
        .app_data(Data::from(Arc::clone(&AREAS)))
        .app_data(Data::new(db))
        .app_data(Data::new(media))
        .app_data(Data::new(Cursors::new(&config.secret)))
        .app_data(Data::new(Storefront {
            clock: Clock::system(),
            site: "https://haat.example".into(),
            tile_url: None,
        }))
        .configure(site)
        .configure(|cfg| pages::in_each_language(cfg, routes));
    test::init_service(app).await
}

async fn get(uri: &str, place: Option<&str>) -> (StatusCode, String) {
    let mut req = TestRequest::get().uri(uri);
    if let Some(place) = place {
        req = req.cookie(Cookie::new("haat_place", place.to_owned()));
    }
    let answer = test::call_service(&haat().await, req.to_request()).await;
    let status = answer.status();
    let body = test::read_body(answer).await;
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[actix_web::test]
async fn every_page_opens_in_both_languages_with_and_without_a_place() {
    for language in ["bn", "en"] {
        for path in [
            "/",
            "/search",
            "/search?q=chal",
            "/place",
            "/place?q=mirpur",
            "/place/BD3026",
            "/categories",
            "/help",
        ] {
            for place in [None, Some(MIRPUR)] {
                let (status, html) = get(&format!("/{language}{path}"), place).await;
                assert_eq!(status, StatusCode::OK, "{language} {path} {place:?}");
                assert!(
                    html.contains(&format!("<html lang=\"{language}\"")),
                    "{language} {path}"
                );
                assert!(
                    !html.contains(">storefront-"),
                    "{language} {path}: a key shows"
                );
            }
        }
    }
}

#[actix_web::test]
async fn what_is_not_there_is_a_page_too() {
    for (uri, status) in [
        ("/bn/nothing", 404),
        ("/en/shops/shp_0", 404),
        ("/en/products/prd_00000000000000000000000000000000", 404),
        ("/en/place/BD9999", 404),
        ("/en/categories/none/such", 404),
        ("/bn/?radius_m=0", 422),
        ("/bn/?radius_m=NaN", 422),
        ("/bn/search?kind=castle", 422),
        ("/bn/search?q=a&category=none", 422),
        ("/bn/search?q=%E0%A6", 400),
        ("/bn/?cursor=abc", 422),
        ("/en/shops/shp_01890a5dac96774bbcceb302099a8057", 503),
    ] {
        let (got, html) = get(uri, Some(MIRPUR)).await;
        assert_eq!(got.as_u16(), status, "{uri}");
        assert!(html.starts_with("<!doctype html>"), "{uri}: {html:.80}");
    }
}

#[actix_web::test]
async fn the_front_door_leads_to_bengali() {
    let answer = test::call_service(&haat().await, TestRequest::get().uri("/").to_request()).await;
    assert_eq!(answer.headers().get(LOCATION).unwrap(), "/bn/");
}

#[actix_web::test]
async fn nothing_found_leads_on_by_farther_places_and_fewer_filters() {
    let uri = "/en/search?q=chal&radius_m=3000&open_now=1&max_price=50";
    let (_, html) = get(uri, Some(MIRPUR)).await;
    // Twice the distance was searched, so the way on leads beyond that.
    assert!(html.contains("within 3 km, nor within 6 km"), "{html}");
    let panel = html.split("class=\"panel\"").nth(1).unwrap();
    let panel = panel.split("</div>").next().unwrap();
    let mut ways: Vec<String> = panel
        .split("/en/search?")
        .skip(1)
        .map(|rest| {
            let query = rest.split('"').next().unwrap_or_default();
            query.replace("&#38;", "&").replace("&amp;", "&")
        })
        .collect();
    ways.sort();
    assert_eq!(
        ways,
        [
            "q=chal",
            "q=chal&max_price=50",
            "q=chal&max_price=50&open_now=true&radius_m=10000",
            "q=chal&open_now=true",
        ]
    );
    assert!(panel.contains("/en/categories") && panel.contains("/en/place?back="));
}

#[actix_web::test]
async fn exact_words_lead_back_to_similar_ones() {
    let (_, html) = get("/bn/search?q=chal&literal=1", Some(MIRPUR)).await;
    assert!(html.contains("হুবহু “chal” খোঁজা হয়েছে"), "{html}");
    assert!(html.contains("href=\"/bn/search?q=chal\""));
    let ask = html.split("role=\"search\"").nth(1).unwrap();
    let ask = ask.split("</form>").next().unwrap();
    assert!(!ask.contains("literal"), "new words are read as always");
}

#[actix_web::test]
async fn browsers_and_crawlers_find_what_they_ask_every_site_for() {
    let app = haat().await;
    let ask = |uri| test::call_service(&app, TestRequest::get().uri(uri).to_request());
    let icon = ask("/favicon.ico").await;
    assert_eq!(icon.status(), StatusCode::FOUND);
    let to = icon.headers().get(LOCATION).unwrap().to_str().unwrap();
    assert!(to.starts_with("/assets/icons/favicon."), "{to}");
    let robots = test::read_body(ask("/robots.txt").await).await;
    let lines: Vec<&[u8]> = robots.split(|byte| *byte == b'\n').collect();
    assert!(lines.contains(&&b"Disallow: /api"[..]) && !lines.contains(&&b"Disallow: /"[..]));
}

async fn post(uri: &str, form: &[(&str, &str)]) -> (StatusCode, String, String) {
    let req = TestRequest::post().uri(uri).set_form(form).to_request();
    let answer = test::call_service(&haat().await, req).await;
    let header = |name| {
        answer
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    (answer.status(), header(LOCATION), header(SET_COOKIE))
}

#[actix_web::test]
async fn a_chosen_area_is_remembered_and_one_comes_back() {
    let form = [("area", "BD3026"), ("back", "/bn/search?q=chal")];
    let (status, to, cookie) = post("/bn/place", &form).await;
    assert_eq!((status, &*to), (StatusCode::SEE_OTHER, "/bn/search?q=chal"));
    assert!(
        cookie.starts_with("haat_place=23.")
            && cookie.contains("_a_BD3026")
            && cookie.contains("HttpOnly"),
        "{cookie}"
    );
}

#[actix_web::test]
async fn lists_around_a_new_place_begin_with_their_first_page() {
    for (back, expected) in [
        ("/bn/?cursor=abc", "/bn/"),
        ("/bn/?radius_m=500&cursor=abc", "/bn/?radius_m=500"),
        ("/en/search?page=3&q=chal", "/en/search?q=chal"),
        ("/en/search?q=page%3D2", "/en/search?q=page%3D2"),
    ] {
        let (_, to, _) = post("/bn/place", &[("area", "BD3026"), ("back", back)]).await;
        assert_eq!(to, expected, "{back}");
    }
}

#[actix_web::test]
async fn a_form_of_another_site_chooses_nothing() {
    let req = TestRequest::post()
        .uri("/bn/place")
        .insert_header(("sec-fetch-site", "cross-site"))
        .set_form([("area", "BD3026")])
        .to_request();
    let answer = test::call_service(&haat().await, req).await;
    assert!(answer.status().is_client_error());
    let cookies = answer.headers().get_all(SET_COOKIE);
    assert!(
        cookies
            .into_iter()
            .all(|cookie| !cookie.to_str().unwrap().contains("haat_place"))
    );
}

#[actix_web::test]
async fn a_position_is_rounded_and_named_after_what_is_near() {
    let form = [
        ("lat", "23.80691234"),
        ("lng", "90.36871234"),
        ("back", "https://evil.example/"),
    ];
    let (status, to, cookie) = post("/en/place", &form).await;
    assert_eq!((status, &*to), (StatusCode::SEE_OTHER, "/en/"));
    assert!(
        cookie.starts_with("haat_place=23.8069_90.3687_g_"),
        "{cookie}"
    );
}

#[actix_web::test]
async fn a_position_that_is_none_of_ours_shows_the_areas_instead() {
    for (lat, lng) in [("51.5", "0"), ("NaN", "90"), ("", ""), ("999", "90")] {
        let (status, _, cookie) = post("/bn/place", &[("lat", lat), ("lng", lng)]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{lat},{lng}");
        assert!(!cookie.contains("haat_place"), "{lat},{lng}");
    }
}

#[actix_web::test]
async fn three_taps_lead_from_nowhere_to_a_thana() {
    // One opens a division, which is there already; two opens its district.
    let (_, html) = get("/bn/", None).await;
    assert!(html.contains("<details class=\"fold\">") && html.contains("/bn/place/BD3026?back="));
    // Three is a button that chooses.
    let (_, html) = get("/bn/place/BD3026", None).await;
    assert!(
        html.matches("name=\"area\"").count() > 20,
        "thanas of Dhaka"
    );
}

#[actix_web::test]
async fn places_are_found_in_any_script_and_old_spellings() {
    for (typed, name) in [
        ("jessore", "যশোর"),
        ("Chittagong", "চট্টগ্রাম"),
        ("%E0%A6%B8%E0%A6%BF%E0%A6%B2%E0%A7%87%E0%A6%9F", "সিলেট"),
    ] {
        let (_, html) = get(&format!("/bn/place?q={typed}"), None).await;
        let found = html
            .split("aria-live")
            .nth(1)
            .unwrap_or_default()
            .split("</section>")
            .next()
            .unwrap();
        assert!(found.contains(name), "{typed}");
    }
}

#[actix_web::test]
async fn typed_text_never_becomes_markup() {
    let attack = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    for uri in [
        format!("/en/search?q={attack}"),
        format!("/en/place?q={attack}"),
        format!("/en/?x={attack}"),
    ] {
        let (_, html) = get(&uri, Some(MIRPUR)).await;
        assert!(!html.contains("<script>alert"), "{uri}");
    }
}

#[actix_web::test]
async fn the_low_data_switch_comes_back_without_scripts() {
    let (status, to, cookie) =
        post("/bn/lite", &[("lite", "1"), ("back", "/bn/help?lite=1")]).await;
    assert_eq!((status, &*to), (StatusCode::SEE_OTHER, "/bn/help"));
    assert!(cookie.starts_with("haat_lite=1"));
    let (_, html) = get("/bn/help?lite=1", None).await;
    assert!(!html.contains("<script") && !html.contains("<svg"));
}
