//! Which part of the country an admin looks after.

use areas::Gazetteer;

/// A set of areas, each with everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreaScope {
    /// The whole country.
    Everywhere,
    /// These areas and what lies in them.
    Below(Vec<String>),
}

impl AreaScope {
    /// Whether this area is one of them or lies in one.
    pub fn covers(&self, book: &Gazetteer, code: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Below(codes) => book
                .chain(code)
                .iter()
                .any(|area| codes.contains(&area.code)),
        }
    }

    /// Every area of the scope by its code, for `= ANY (…)`; `None` where nothing
    /// has to be filtered.
    pub fn codes(&self, book: &Gazetteer) -> Option<Vec<String>> {
        let Self::Below(codes) = self else {
            return None;
        };
        let mut all: Vec<String> = Vec::new();
        let mut next: Vec<&str> = codes.iter().map(String::as_str).collect();
        while let Some(code) = next.pop() {
            if all.iter().any(|known| known == code) {
                continue;
            }
            all.push(code.to_owned());
            let below = book.children(Some(code));
            next.extend(below.iter().map(|area| area.code.as_str()));
        }
        Some(all)
    }
}
