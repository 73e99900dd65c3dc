//! Answers.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ureq::http::Response;
use ureq::{Body, Error};

/// An answer; status 0 where the connection was closed without one.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As it came.
    pub body: Vec<u8>,
}

impl Reply {
    /// What the client got.
    pub fn of(result: Result<Response<Body>, Error>) -> Self {
        let mut response = result.unwrap();
        let headers = response.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        });
        Self {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: response
                .body_mut()
                .with_config()
                .limit(64 << 20)
                .read_to_vec()
                .unwrap(),
        }
    }

    /// The first answer in what a connection brought.
    pub fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let (head, body) = bytes.split_at(end.map_or(bytes.len(), |end| end + 4));
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
        Self {
            status: status.unwrap_or(0),
            headers: headers.collect(),
            body: body.to_vec(),
        }
    }

    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// Every value of a header that may come more than once.
    pub fn header_list(&self, name: &str) -> Vec<String> {
        let found = self.headers.iter().filter(|(known, _)| known == name);
        let values = found.flat_map(|(_, value)| value.split(','));
        values.map(|value| value.trim().to_lowercase()).collect()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text()))
    }

    /// The dotted code of a problem; of its first field, where there is one.
    pub fn code(&self) -> String {
        let document = self.json();
        let field = &document["errors"][0]["code"];
        let code = if field.is_null() {
            &document["code"]
        } else {
            field
        };
        code.as_str().unwrap_or_default().to_owned()
    }

    /// Asserts that this is a problem that programs and people understand.
    pub fn assert_problem(&self, context: &str) {
        let type_ = self.header("content-type");
        assert_eq!(
            type_,
            "application/problem+json",
            "{context}: {}",
            self.text()
        );
        let document = self.json();
        assert_eq!(document["status"], self.status, "{context}");
        assert!(
            document["code"].as_str().unwrap().contains('.'),
            "{context}: {document}"
        );
        for words in [&document["message"], &document["errors"][0]["message"]] {
            assert_words(words, &document, context);
        }
    }
}

/// Bengali in Bengali letters, English in Latin ones, never a bare key.
fn assert_words(words: &serde_json::Value, document: &serde_json::Value, context: &str) {
    if words.is_null() && document["errors"].is_null() {
        return;
    }
    let (bn, en) = (words["bn"].as_str().unwrap(), words["en"].as_str().unwrap());
    let bengali = |text: &str| text.chars().any(|c| ('\u{980}'..='\u{9ff}').contains(&c));
    assert!(
        bengali(bn) && !bengali(en) && en.contains(' '),
        "{context}: {document}"
    );
}

/// A value for a query.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
