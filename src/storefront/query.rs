//! The query of a page, as it goes into links.

use pages::say;

/// Names and values in order; setting a name again replaces its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(&'static str, String)>);

impl Query {
    /// With this value, or without the name where there is none.
    pub(crate) fn set(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        self.0.retain(|(known, _)| *known != name);
        if let Some(value) = value {
            self.0.push((name, value.to_string()));
        }
        self
    }

    /// Without these names.
    pub(crate) fn without(&self, names: &[&str]) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(name, _)| !names.contains(name))
                .cloned()
                .collect(),
        )
    }

    /// As hidden fields of a form.
    pub(crate) fn fields(&self) -> Vec<(&'static str, String)> {
        self.0.clone()
    }

    /// This path with the query behind it.
    pub(crate) fn href(&self, path: &str) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={}", say::query_value(value)))
            .collect();
        if pairs.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", pairs.join("&"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_and_replaced() {
        let query = Query::default()
            .set("q", Some("চাল & ডাল"))
            .set("page", Some(2))
            .set("page", None::<u8>);
        assert_eq!(
            query.href("/bn/search"),
            "/bn/search?q=%E0%A6%9A%E0%A6%BE%E0%A6%B2%20%26%20%E0%A6%A1%E0%A6%BE%E0%A6%B2"
        );
        assert_eq!(query.without(&["q"]).href("/bn/"), "/bn/");
    }
}
