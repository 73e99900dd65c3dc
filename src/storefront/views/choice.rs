//! Links one chooses from.

/// A link that is on or off: a radius, a sort order, a filter.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub label: String,
    pub href: String,
    pub on: bool,
}

/// A way onward.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub label: String,
    pub href: String,
}

/// One stop of the path to a page; the last has no link.
#[derive(Clone, Debug)]
pub(crate) struct Crumb {
    pub label: String,
    pub href: Option<String>,
}

impl Choice {
    pub(crate) fn new(label: impl Into<String>, href: impl Into<String>, on: bool) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            on,
        }
    }
}

impl Step {
    pub(crate) fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

impl Crumb {
    pub(crate) fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: Some(href.into()),
        }
    }

    pub(crate) fn last(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: None,
        }
    }
}
