//! RFC 9457 problem documents with stable dotted codes.

use actix_web::http::StatusCode;
use kernel::Locale;
use serde_json::{Map, Value, json};

use crate::i18n::Words;

/// What went wrong, for programs (the code) and for people (words in both
/// languages, looked up by the code).
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The HTTP status it is answered with.
    pub status: StatusCode,
    /// `slice.situation`; never changes once published.
    pub code: &'static str,
    /// Values a program may want, such as the limit that was passed.
    pub extra: Map<String, Value>,
    /// The fields that are wrong, all of them.
    pub fields: Vec<FieldProblem>,
    /// When trying again makes sense.
    pub retry_after_s: Option<u32>,
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The parameter's name.
    pub field: String,
    /// `slice.situation`.
    pub code: &'static str,
}

impl Problem {
    /// A problem with nothing but its code.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self {
            status,
            code,
            extra: Map::new(),
            fields: Vec::new(),
            retry_after_s: None,
        }
    }

    /// 422 for one field.
    pub fn field(field: &str, code: &'static str) -> Self {
        Self::fields(vec![FieldProblem {
            field: field.to_owned(),
            code,
        }])
    }

    /// 422 for these fields together.
    pub fn fields(fields: Vec<FieldProblem>) -> Self {
        Self {
            fields,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "platform.invalid_fields")
        }
    }

    /// 404: it does not exist, or the caller must not know that it does.
    pub fn not_found(code: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code)
    }

    /// 503: something we need is away; trying again helps.
    pub fn unavailable(code: &'static str) -> Self {
        Self {
            retry_after_s: Some(2),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, code)
        }
    }

    /// 429 with the time to wait.
    pub fn too_many(code: &'static str, retry_after_s: u32) -> Self {
        Self {
            retry_after_s: Some(retry_after_s),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, code)
        }
    }

    /// Adds a value for programs.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// The document.
    pub fn document(&self) -> Value {
        let mut document = json!({
            "type": format!("/problems/{}", self.code),
            "title": Words(Locale::En).problem(self.code),
            "status": self.status.as_u16(),
            "code": self.code,
            "message": messages(self.code),
        });
        let errors: Vec<Value> = self.fields.iter().map(FieldProblem::document).collect();
        let members = document
            .as_object_mut()
            .expect("json! above makes an object");
        if !errors.is_empty() {
            members.insert("errors".into(), errors.into());
        }
        members.extend(self.extra.clone());
        document
    }
}

impl FieldProblem {
    fn document(&self) -> Value {
        json!({ "field": self.field, "code": self.code, "message": messages(self.code) })
    }
}

fn messages(code: &str) -> Value {
    json!({ "bn": Words(Locale::Bn).problem(code), "en": Words(Locale::En).problem(code) })
}
