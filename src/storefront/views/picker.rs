//! Choosing a place without GPS: by typing, by a popular city, by area.

/// What follows when one taps a place.
#[derive(Clone, Debug)]
pub(crate) enum Then {
    /// Its parts are shown.
    Open(String),
    /// It becomes the place; the value is the area's code.
    Choose(String),
}

/// A place to tap.
#[derive(Clone, Debug)]
pub(crate) struct PlaceRow {
    pub name: String,
    /// What it belongs to, or its name in the other script.
    pub note: Option<String>,
    pub then: Then,
}

/// A division with its districts.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    pub name: String,
    pub rows: Vec<PlaceRow>,
}

/// The picker, on its own page and inside pages that need a place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Picker {
    /// Where one goes afterwards, with the language.
    pub back: String,
    pub asked: String,
    /// What typing found; `None` before anything was typed.
    pub found: Option<Vec<PlaceRow>>,
    pub popular: Vec<PlaceRow>,
    pub divisions: Vec<Fold>,
}
