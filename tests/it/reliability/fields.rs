//! Run 12, what an answer may hold: the description is the list of allowed fields,
//! so that no column reaches anybody because somebody added it to a row.

use serde_json::{Map, Value, json};

use crate::haat::{TestHaat, encode};

/// Members of an answer that its description does not name.
fn undescribed(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = resolved(document, schema);
    match value {
        Value::Array(items) => {
            let inner = arrays(document, &schema);
            let each = items.iter().enumerate();
            each.flat_map(|(n, item)| undescribed(document, &inner, item, &format!("{at}[{n}]")))
                .collect()
        }
        Value::Object(members) => {
            let Some(known) = properties(document, &schema) else {
                return Vec::new();
            };
            let unknown = |(name, value): (&String, &Value)| match known.get(name) {
                Some(schema) => undescribed(document, schema, value, &format!("{at}.{name}")),
                None => vec![format!("{at}.{name}")],
            };
            members.iter().flat_map(unknown).collect()
        }
        _ => Vec::new(),
    }
}

fn resolved(document: &Value, schema: &Value) -> Value {
    let Some(name) = schema["$ref"].as_str() else {
        return schema.clone();
    };
    let pointer = name.trim_start_matches('#');
    document
        .pointer(pointer)
        .unwrap_or_else(|| panic!("{name} is not there"))
        .clone()
}

/// Every way in which a schema is put together from others.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["allOf", "oneOf", "anyOf"].map(|word| schema[word].as_array());
    lists.into_iter().flatten().flatten()
}

/// All members that an object may have; `None` where it may have any.
fn properties(document: &Value, schema: &Value) -> Option<Map<String, Value>> {
    let mut all = schema["properties"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let mut is_open = all.is_empty() && schema["$ref"].is_null();
    for part in parts(schema) {
        if part["type"] == "null" {
            continue;
        }
        is_open = false;
        all.extend(properties(document, &resolved(document, part))?);
    }
    (!is_open).then_some(all)
}

fn arrays(document: &Value, schema: &Value) -> Value {
    let found = parts(schema)
        .map(|part| resolved(document, part))
        .find(|part| !part["items"].is_null());
    found.map_or_else(|| schema["items"].clone(), |part| part["items"].clone())
}

/// The query of examples; what has none is left out.
fn query(operation: &Value) -> String {
    let none = Vec::new();
    let parameters = operation["parameters"].as_array().unwrap_or(&none).iter();
    let asked = parameters.filter(|one| one["in"] == "query" && !one["example"].is_null());
    let pairs = asked.map(|one| {
        let example = one["example"]
            .as_str()
            .map_or_else(|| one["example"].to_string(), str::to_owned);
        format!("{}={}", one["name"].as_str().unwrap(), encode(&example))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A market, and somebody who may see all of it.
struct Eye {
    haat: TestHaat,
    token: String,
    ids: [(&'static str, String); 5],
}

impl Eye {
    fn open() -> Self {
        let haat = TestHaat::seeded();
        let row = "SELECT replace(shop_id::text, '-', ''), replace(id::text, '-', ''), replace(product_id::text, '-', ''), shop_id::text
            FROM listings ORDER BY shop_id, id LIMIT 1";
        let row = haat.db().connect().query_one(row, &[]).unwrap();
        let person = haat.with_role("super_admin");
        let shop: String = row.get(3);
        haat.sql(
            "INSERT INTO shop_staff (shop_id, user_id, role) VALUES ($1::text::uuid, $2::text::uuid, 'owner')",
            &[&shop, &person.uuid],
        );
        let token = haat.device_of(&person).token;
        let begun = haat.server().say(
            "POST",
            "/api/v1/shops/applications",
            Some(&token),
            &json!({}),
        );
        let named =
            |prefix: &str, column: usize| format!("{prefix}_{}", row.get::<_, String>(column));
        let ids = [
            ("{shop}", named("shp", 0)),
            ("/shops/{id}", format!("/shops/{}", named("shp", 0))),
            ("{offer}", named("lst", 1)),
            ("/products/{id}", format!("/products/{}", named("prd", 2))),
            (
                "/applications/{id}",
                format!("/applications/{}", begun.json()["id"].as_str().unwrap()),
            ),
        ];
        Self { haat, token, ids }
    }

    fn real(&self, path: &str) -> String {
        let known = path.replace("{shelf}", "grocery");
        self.ids
            .iter()
            .fold(known, |path, (name, id)| path.replace(name, id))
    }
}

#[test]
fn answers_hold_nothing_that_is_not_described() {
    let eye = Eye::open();
    let document = eye.haat.get("/api/v1/openapi.json").json();
    let (mut asked, mut wrong) = (0, Vec::new());
    for (path, operations) in document["paths"].as_object().unwrap() {
        let operation = &operations["get"];
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            continue;
        }
        let url = format!("{}?{}", eye.real(path), query(operation));
        let reply = eye
            .haat
            .server()
            .say("GET", &url, Some(&eye.token), &Value::Null);
        if reply.status == 200 {
            asked += 1;
            wrong.extend(undescribed(&document, schema, &reply.json(), path));
        }
    }
    assert!(asked >= 20, "only {asked} were answered");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_member_too_many_is_found() {
    let document = json!({ "components": { "schemas": {
        "Name": { "type": "object", "properties": { "bn": {}, "en": {} } },
    }}});
    let schema = json!({ "type": "object", "properties": {
        "names": { "type": "array", "items": { "$ref": "#/components/schemas/Name" } },
        "one": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Name" }] },
        "any": { "type": "object" },
    }});
    let found = |value: Value| undescribed(&document, &schema, &value, "");
    assert_eq!(
        found(json!({ "names": [{ "bn": 1 }], "one": null, "any": { "x": 1 } })),
        Vec::<String>::new()
    );
    let wrong = found(json!({ "names": [{ "phone": 1 }], "one": { "sealed": 1 }, "id": 1 }));
    assert_eq!(wrong, [".id", ".names[0].phone", ".one.sealed"]);
}
