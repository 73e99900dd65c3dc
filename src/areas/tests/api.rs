//! The JSON faces, asked through the router over the seed areas.
#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use std::sync::Arc;

use actix_web::App;
use actix_web::body::MessageBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Compress;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Data;
use haat_areas::{Areas, Gazetteer};
use serde_json::{Value, json};
use utoipa_actix_web::{AppExt as _, scope};

/// Sends one request to an application with the seed areas.
async fn send(request: TestRequest) -> ServiceResponse<impl MessageBody + use<>> {
    let areas = Arc::new(Areas::of(Gazetteer::new(
        haat_areas::seed_entries().unwrap(),
    )));
    let (app, _) = App::new()
        .wrap(Compress::default())
        .app_data(Data::from(areas))
        .into_utoipa_app()
        .service(scope::scope("/api/v1").configure(haat_areas::api))
        .split_for_parts();
    call_service(&init_service(app).await, request.to_request()).await
}

async fn get(path: &str) -> (StatusCode, Value) {
    let answer = send(TestRequest::get().uri(path)).await;
    let status = answer.status();
    let body = read_body(answer).await;
    (status, serde_json::from_slice(&body).unwrap())
}

#[actix_web::test]
async fn three_taps_lead_from_a_division_to_a_locality() {
    let (status, divisions) = get("/api/v1/areas").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(divisions["items"].as_array().unwrap().len(), 8);
    let (_, thanas) = get("/api/v1/areas?parent=BD3026").await;
    let mirpur = thanas["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["code"] == "BD302648")
        .unwrap();
    assert_eq!(mirpur["name"], json!({ "bn": "মিরপুর", "en": "Mirpur" }));
    assert_eq!(mirpur["kind"], "thana");
    assert_eq!(mirpur["parent"], "BD3026");
    assert!(mirpur["children"].as_u64().unwrap() > 0);
    assert!(mirpur["location"]["lat"].is_number());
    let (_, localities) = get("/api/v1/areas?parent=BD302648").await;
    assert!(
        localities["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|a| a["code"] == "loc-mirpur-10")
    );
}

#[actix_web::test]
async fn an_unknown_parent_is_not_found() {
    let (status, problem) = get("/api/v1/areas?parent=BD99").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(problem["code"], "areas.not_found");
    assert_eq!(problem["message"]["en"], "There is no such area.");
    assert_ne!(problem["message"]["bn"], problem["message"]["en"]);
}

#[actix_web::test]
async fn a_search_answers_with_the_chain() {
    let (_, found) = get("/api/v1/areas/search?q=jessore&limit=1").await;
    let items = found["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["code"], "BD4041");
    assert_eq!(items[0]["within"][0]["code"], "BD40");
}

#[actix_web::test]
async fn bad_searches_say_what_is_wrong() {
    let long = format!("/api/v1/areas/search?q={}", "a".repeat(101));
    for (path, code) in [
        ("/api/v1/areas/search", "platform.missing"),
        ("/api/v1/areas/search?q=%20", "platform.missing"),
        (
            "/api/v1/areas/search?q=dhaka&limit=0",
            "platform.out_of_range",
        ),
        (long.as_str(), "platform.too_long"),
    ] {
        let (status, problem) = get(path).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert_eq!(problem["errors"][0]["code"], code, "{path}");
    }
}

#[actix_web::test]
async fn a_point_is_located_part_by_part() {
    let (status, found) = get("/api/v1/areas/locate?lat=23.8070&lng=90.3686").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(found["division"]["code"], "BD30");
    assert_eq!(found["district"]["code"], "BD3026");
    assert_eq!(found["district"]["how"], "boundary");
    assert_eq!(found["upazila"]["code"], "BD302648");
    assert_eq!(found["upazila"]["how"], "nearest");
    assert!(found["upazila"]["distance_m"].as_f64().unwrap() < 2_000.0);
    assert_eq!(found["locality"]["code"], "loc-mirpur-10");
    assert_eq!(found["how"], "nearest");
}

#[actix_web::test]
async fn points_that_are_nowhere_are_told_apart() {
    for (path, status, code) in [
        (
            "/api/v1/areas/locate?lat=22.57&lng=88.36",
            StatusCode::NOT_FOUND,
            "areas.outside",
        ),
        (
            "/api/v1/areas/locate?lat=NaN&lng=90",
            StatusCode::UNPROCESSABLE_ENTITY,
            "platform.invalid_fields",
        ),
        (
            "/api/v1/areas/locate?lat=23",
            StatusCode::UNPROCESSABLE_ENTITY,
            "platform.invalid_fields",
        ),
        (
            "/api/v1/areas/locate",
            StatusCode::UNPROCESSABLE_ENTITY,
            "platform.invalid_fields",
        ),
    ] {
        let (answered, problem) = get(path).await;
        assert_eq!(
            (answered, problem["code"].as_str()),
            (status, Some(code)),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn outlines_fit_a_slow_phone_and_are_fetched_once() {
    let first = send(
        TestRequest::get()
            .uri("/api/v1/areas/outlines")
            .insert_header((header::ACCEPT_ENCODING, "gzip")),
    )
    .await;
    assert_eq!(
        first.headers().get(header::CONTENT_ENCODING).unwrap(),
        "gzip"
    );
    let tag = first.headers().get(header::ETAG).unwrap().clone();
    let packed = read_body(first).await.len();
    eprintln!("outlines: {packed} bytes with gzip");
    assert!(
        (5_000..40_000).contains(&packed),
        "{packed} bytes with gzip"
    );

    let again = TestRequest::get()
        .uri("/api/v1/areas/outlines")
        .insert_header((header::IF_NONE_MATCH, tag));
    let again = send(again).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(read_body(again).await.is_empty());
}

#[actix_web::test]
async fn every_route_is_described() {
    let (_, described) = App::new()
        .into_utoipa_app()
        .service(scope::scope("/api/v1").configure(haat_areas::api))
        .split_for_parts();
    let paths: Vec<&str> = described.paths.paths.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "/api/v1/areas",
            "/api/v1/areas/locate",
            "/api/v1/areas/outlines",
            "/api/v1/areas/search"
        ]
    );
}
