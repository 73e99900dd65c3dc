//! The description of the API is complete and true.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use crate::guards::sources;
use crate::haat::{TestHaat, encode};

/// `/api/v1/shops/{id}` for every route that a slice registers.
fn registered() -> BTreeSet<String> {
    let route = Regex::new(r#"(?m)^\s*#\[(?:get|post|put|patch|delete)\("(/[^"]*)"\)\]"#).unwrap();
    let slices = ["areas", "catalog", "search", "shops"];
    let found = slices
        .iter()
        .flat_map(|slice| sources(&format!("src/{slice}"), "rs"));
    found
        .flat_map(|(_, source)| {
            route
                .captures_iter(&source)
                .map(|c| format!("/api/v1{}", &c[1]))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_route_is_described() {
    let haat = TestHaat::start();
    let document = haat.get("/api/v1/openapi.json").json();
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let registered = registered();
    assert!(registered.len() >= 11, "{registered:?}");
    assert_eq!(described, registered);
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
}

#[test]
fn every_example_runs() {
    let haat = TestHaat::seeded();
    let shop = haat.around("/api/v1/shops/nearby", &[])["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let offers = haat.around("/api/v1/search", &[("q", "chal"), ("in_stock", "true")]);
    let product = offers["items"][0]["product"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let document = haat.get("/api/v1/openapi.json").json();
    for (path, operations) in document["paths"].as_object().unwrap() {
        // Ids are made when a market is filled, so no example can know them.
        let real = path
            .replace("/shops/{id}", &format!("/shops/{shop}"))
            .replace("/products/{id}", &format!("/products/{product}"));
        let url = format!("{real}?{}", examples(&operations["get"]["parameters"]));
        let reply = haat.get(&url);
        assert_eq!(reply.status, 200, "{url}: {}", reply.text());
        assert!(!reply.json().is_null());
    }
}

fn examples(parameters: &Value) -> String {
    let none = Vec::new();
    let parameters = parameters.as_array().unwrap_or(&none).iter();
    let pairs = parameters
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| {
            let example = match &parameter["example"] {
                Value::Null => {
                    assert_ne!(parameter["required"], true, "{parameter} has no example");
                    return None;
                }
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            Some(format!(
                "{}={}",
                parameter["name"].as_str().unwrap(),
                encode(&example)
            ))
        });
    pairs.collect::<Vec<_>>().join("&")
}

#[test]
fn the_explorer_is_served_from_here() {
    let haat = TestHaat::start();
    let page = haat.get("/api/explorer/");
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(
        !page.text().contains("https://"),
        "nothing from elsewhere: {}",
        page.text()
    );
}
