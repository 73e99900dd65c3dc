//! The description of the API is complete and true.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use crate::guards::sources;
use crate::haat::{Reply, TestHaat, encode};

/// `/api/v1/shops/{id}` for every route that a slice registers, but for those of the
/// private address.
fn registered() -> BTreeSet<String> {
    let route = Regex::new(r#"(?m)^\s*#\[(?:get|post|put|patch|delete)\("(/[^"]*)"\)\]"#).unwrap();
    let slices = [
        "areas", "auth", "bulk", "catalog", "geocoder", "search", "shops",
    ];
    let found = slices
        .iter()
        .flat_map(|slice| sources(&format!("src/{slice}"), "rs"));
    found
        .filter(|(path, _)| !path.ends_with("private.rs"))
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
    assert!(registered.len() >= 12, "{registered:?}");
    assert_eq!(described, registered);
    assert!(document["openapi"].as_str().unwrap().starts_with("3."));
}

/// A second type of one name would stand in for the first in every answer, and
/// programs made from the description would have one operation instead of two.
#[test]
fn names_in_the_description_are_given_once() {
    let type_ = Regex::new(r"derive\([^)]*ToSchema[^)]*\)\]\s*((?:#\[[^\]]*\]\s*|///[^\n]*\s*)*)(?:pub(?:\([^)]*\))? )?(?:struct|enum) (\w+)").unwrap();
    let other_name = Regex::new(r"schema\(as = (\w+)\)").unwrap();
    let mut names = Vec::new();
    for (_, source) in sources("src", "rs") {
        for found in type_.captures_iter(&source) {
            let other = other_name
                .captures(&found[1])
                .map(|other| other[1].to_owned());
            names.push(other.unwrap_or_else(|| found[2].to_owned()));
        }
    }
    assert!(names.len() > 100, "{names:?}");
    assert_eq!(twice(names), Vec::<String>::new());

    let haat = TestHaat::start();
    let document = haat.get("/api/v1/openapi.json").json();
    let paths = document["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|path| path.as_object().unwrap().values());
    let ids: Vec<String> = operations
        .map(|operation| operation["operationId"].as_str().unwrap().to_owned())
        .collect();
    assert!(ids.len() > 80, "{ids:?}");
    assert_eq!(twice(ids), Vec::<String>::new());
}

fn twice(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    let pairs = names.windows(2).filter(|pair| pair[0] == pair[1]);
    pairs.map(|pair| pair[0].clone()).collect()
}

/// Every refusal is the one document, whatever handlers say about it.
#[test]
fn every_refusal_is_described_as_a_problem() {
    let haat = TestHaat::start();
    let document = haat.get("/api/v1/openapi.json").json();
    let mut refusals = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            for (status, answer) in operation["responses"].as_object().unwrap() {
                if status.starts_with(['4', '5']) {
                    let schema = &answer["content"]["application/problem+json"]["schema"]["$ref"];
                    assert_eq!(schema, "#/components/schemas/Problem", "{path} {status}");
                    refusals += 1;
                }
            }
        }
    }
    assert!(refusals > 300, "{refusals}");
}

#[test]
fn other_methods_are_told_which_there_are() {
    let haat = TestHaat::start();
    let request = haat.server().request("DELETE", "/api/v1/shops/nearby");
    let refused = haat.server().send(request, "");
    assert_eq!(
        (refused.status, &*refused.code()),
        (405, "platform.other_method")
    );
    assert_eq!(refused.header("allow"), "GET");
    refused.assert_problem("another method");
    assert_eq!(haat.get("/api/v1/nothing").status, 404);
}

#[test]
fn every_example_runs() {
    let haat = TestHaat::seeded();
    let shop = haat.around("/api/v1/shops/nearby", &[])["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let offers = haat.around("/api/v1/search", &[("q", "chal"), ("in_stock", "true")]);
    let id = |part: &str| offers["items"][0][part]["id"].as_str().unwrap().to_owned();
    let (product, offer) = (id("product"), id("listing"));
    let document = haat.get("/api/v1/openapi.json").json();
    for (path, operations) in document["paths"].as_object().unwrap() {
        // What needs somebody who is signed in, or a code that was just sent, is
        // asked by the tests of who may do what.
        let operation = operations.as_object().unwrap().values().next().unwrap();
        if operation["tags"][0] == "auth" || !operation["security"].is_null() {
            continue;
        }
        // Ids are made when a market is filled, so no example can know them.
        let real = path
            .replace("/shops/{id}", &format!("/shops/{shop}"))
            .replace("/products/{id}", &format!("/products/{product}"))
            .replace("{offer}", &offer);
        if !operations["get"].is_null() {
            let url = format!("{real}?{}", examples(&operations["get"]["parameters"]));
            let reply = haat.get(&url);
            assert_eq!(reply.status, 200, "{url}: {}", reply.text());
            assert!(!reply.json().is_null());
        }
        if !operations["post"].is_null() {
            let reply = post_example(&haat, &document, path, &operations["post"]);
            assert_eq!(reply.status, 201, "{path}: {}", reply.text());
        }
    }
}

/// Sends the example of each member of a body, and of each header.
fn post_example(haat: &TestHaat, document: &Value, path: &str, operation: &Value) -> Reply {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let name = schema["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
    let members = document["components"]["schemas"][name]["properties"].as_object();
    let body: serde_json::Map<String, Value> = members
        .unwrap()
        .iter()
        .map(|(name, member)| (name.clone(), member["example"].clone()))
        .collect();
    assert!(body.values().all(|value| !value.is_null()), "{body:?}");
    let mut request = haat.server().request("POST", path);
    request = request.header("content-type", "application/json");
    for parameter in operation["parameters"].as_array().unwrap() {
        assert_eq!(parameter["in"], "header", "{path}: {parameter}");
        let example = parameter["example"].as_str().unwrap();
        request = request.header(parameter["name"].as_str().unwrap(), example);
    }
    haat.server().send(request, Value::Object(body).to_string())
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
