//! What the API's description says of every operation alike, so that no handler
//! has to repeat it: how mistakes are told, and which of them any operation may
//! answer by what it takes.

use std::collections::BTreeMap;

use actix_web::http::Method;
use serde_json::{Map, Value, json};

/// Completes a description that handlers began.
pub fn complete(document: &mut Value) {
    document["components"]["schemas"]["Problem"] = problem();
    let paths = document["paths"].as_object_mut();
    for (path, operations) in paths.into_iter().flatten() {
        for operation in operations.as_object_mut().into_iter().flatten() {
            if let (method, Value::Object(operation)) = operation {
                operation.insert("operationId".into(), name(method, path).into());
                add_usual(method, path, operation);
                show_problems(operation);
            }
        }
    }
}

/// Handlers of several slices have the same name; addresses differ.
fn name(method: &str, path: &str) -> String {
    let words = path
        .trim_start_matches("/api/v1")
        .split(['/', '{', '}', '-', '.']);
    let words = words.filter(|word| !word.is_empty());
    words.fold(method.to_owned(), |name, word| name + "_" + word)
}

/// RFC 9457, as `platform::http::Problem` writes it.
fn problem() -> Value {
    let words = json!({
        "type": "object",
        "description": "For people",
        "required": ["bn", "en"],
        "properties": { "bn": { "type": "string" }, "en": { "type": "string" } },
    });
    let code = json!({ "type": "string", "description": "Stable and dotted", "example": "platform.missing" });
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457). Some have further members, which the operation names.",
        "required": ["type", "title", "status", "code", "message"],
        "properties": {
            "type": { "type": "string", "example": "/problems/platform.missing" },
            "title": { "type": "string" },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "code": code.clone(),
            "message": words.clone(),
            "errors": {
                "type": "array",
                "description": "The fields that are wrong, all of them",
                "items": {
                    "type": "object",
                    "required": ["field", "code", "message"],
                    "properties": { "field": { "type": "string" }, "code": code, "message": words },
                },
            },
        },
    })
}

/// Adds the answers that follow from what an operation takes, where it says
/// nothing of its own about them.
fn add_usual(method: &str, path: &str, operation: &mut Map<String, Value>) {
    let takes = |place: &str| {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        parameters.is_some_and(|all| all.iter().any(|one| one["in"] == place))
    };
    let (query, body) = (takes("query"), operation.contains_key("requestBody"));
    let is_counted = path.ends_with("/search") || path.ends_with("/suggest");
    let is_guarded = operation.contains_key("security");
    let usual = [
        (
            query || body,
            "400",
            "platform.broken_utf8, platform.broken_json: it cannot be read",
        ),
        (
            is_guarded,
            "401",
            "auth.not_signed_in, auth.bad_token, auth.session_over",
        ),
        (is_guarded, "403", "auth.not_allowed, auth.suspended"),
        (
            takes("path"),
            "404",
            "There is none, or the caller must not know of it",
        ),
        (
            method != "get",
            "408",
            "platform.timed_out: it came too slowly",
        ),
        (body, "413", "platform.too_large"),
        (body, "415", "platform.not_json"),
        (
            query || body,
            "422",
            "platform.invalid_fields: what is wrong with each field",
        ),
        (
            is_counted,
            "429",
            "platform.too_many_requests; see Retry-After",
        ),
        (true, "503", "platform.database_away; see Retry-After"),
    ];
    allow_blank(operation);
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    for (_, status, why) in usual.iter().filter(|(applies, ..)| *applies) {
        if responses[status].is_null() {
            responses[status] = json!({ "description": why });
        }
    }
}

/// Forms without scripts send their empty fields along: blank counts as absent.
fn allow_blank(operation: &mut Map<String, Value>) {
    let parameters = operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut);
    for parameter in parameters.into_iter().flatten() {
        if parameter["in"] == "query" && parameter["required"] != true {
            parameter["allowEmptyValue"] = true.into();
        }
    }
}

/// Every mistake is told in one form, and how long to wait in one header.
fn show_problems(operation: &mut Map<String, Value>) {
    let responses = operation
        .get_mut("responses")
        .and_then(Value::as_object_mut);
    for (status, response) in responses.into_iter().flatten() {
        if !status.starts_with(['4', '5']) {
            continue;
        }
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        response["content"] = json!({ "application/problem+json": { "schema": schema } });
        if matches!(status.as_str(), "429" | "503") {
            let seconds = json!({ "type": "integer", "minimum": 1 });
            response["headers"] =
                json!({ "Retry-After": { "description": "Seconds", "schema": seconds } });
        }
    }
}

/// Which methods each described path has.
pub struct Methods(BTreeMap<String, Vec<String>>);

impl Methods {
    /// Those of this description.
    pub fn of(document: &Value) -> Self {
        let paths = document["paths"].as_object().into_iter().flatten();
        let methods = |operations: &Value| {
            let names = operations.as_object().into_iter().flatten();
            names
                .map(|(name, _)| name.to_uppercase())
                .filter(|name| name != "PARAMETERS")
                .collect()
        };
        Self(
            paths
                .map(|(path, operations)| (path.clone(), methods(operations)))
                .collect(),
        )
    }

    /// The methods of this path for an `Allow` header, when it is there and has
    /// another one than this; where several templates fit, of the one with the
    /// fewest gaps.
    pub fn instead_of(&self, method: &Method, path: &str) -> Option<String> {
        let fitting = self.0.iter().filter(|(template, _)| fits(template, path));
        let (_, methods) = fitting.min_by_key(|(template, _)| template.matches('{').count())?;
        (!methods.iter().any(|one| one == method.as_str())).then(|| methods.join(", "))
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    let same =
        |(name, part): (&&str, &&str)| name == part || (name.starts_with('{') && !part.is_empty());
    template.len() == path.len() && template.iter().zip(&path).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({ "components": { "schemas": {} }, "paths": {
            "/shops/{id}": {
                "get": { "parameters": [{ "in": "path", "name": "id" }], "responses": { "200": {}, "404": { "description": "shops.not_found" } } },
                "patch": { "security": [{}], "requestBody": {}, "responses": {} },
            },
            "/shops/nearby": { "get": { "parameters": [{ "in": "query", "name": "lat" }], "responses": { "200": {} } } },
        }})
    }

    #[test]
    fn what_an_operation_takes_tells_how_it_may_refuse() {
        let mut document = document();
        complete(&mut document);
        let statuses = |path: &str, method: &str| -> Vec<String> {
            let responses = document["paths"][path][method]["responses"].as_object();
            responses.unwrap().keys().cloned().collect()
        };
        assert_eq!(statuses("/shops/{id}", "get"), ["200", "404", "503"]);
        assert_eq!(
            statuses("/shops/nearby", "get"),
            ["200", "400", "422", "503"]
        );
        let changed = ["400", "401", "403", "408", "413", "415", "422", "503"];
        assert_eq!(statuses("/shops/{id}", "patch"), changed);
        let missing = &document["paths"]["/shops/{id}"]["get"]["responses"]["404"];
        assert_eq!(
            missing["description"], "shops.not_found",
            "handlers know better"
        );
        let id = &document["paths"]["/shops/{id}"]["patch"]["operationId"];
        assert_eq!(id, "patch_shops_id");
        let problem = &missing["content"]["application/problem+json"]["schema"]["$ref"];
        assert_eq!(problem, "#/components/schemas/Problem");
    }

    #[test]
    fn other_methods_are_told_which_there_are() {
        let methods = Methods::of(&document());
        let instead = |method: Method, path: &str| methods.instead_of(&method, path);
        assert_eq!(
            instead(Method::PUT, "/shops/shp_1").as_deref(),
            Some("GET, PATCH")
        );
        assert_eq!(
            instead(Method::PATCH, "/shops/nearby").as_deref(),
            Some("GET")
        );
        assert_eq!(
            instead(Method::GET, "/shops/shp_1"),
            None,
            "it is there: not found is not about it"
        );
        assert_eq!(instead(Method::PUT, "/shops/"), None);
        assert_eq!(instead(Method::PUT, "/shops/a/b"), None);
    }
}
