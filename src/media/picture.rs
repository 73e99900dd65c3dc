//! A picture on a page: `components/picture.html`.

use actix_web::http::header::HeaderMap;

use crate::media::Media;
use crate::model::{Shown, Size};
use crate::pixels::Rendition;
use crate::store::{Format, file_name};

/// Where on a page a picture stands, which tells how large it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A card in a list, 96 CSS pixels wide.
    Card,
    /// The picture of its own page, as wide as the screen up to 640 pixels.
    Page,
}

/// A picture as the template shows it. Pages that show one answer with
/// `Vary: Save-Data`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// AVIF files with their widths.
    pub avif: String,
    /// JPEG files with their widths.
    pub jpeg: String,
    /// The JPEG file for browsers that choose none.
    pub src: String,
    /// How wide it gets, for the browser's choice.
    pub sizes: &'static str,
    /// Pixels across, so that nothing moves when it comes.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What it shows, in words; the name of the thing.
    pub alt: String,
    /// What stands there until it comes, `#rrggbb`.
    pub colour: String,
    /// Whether the browser may wait until it comes into view.
    pub lazy: bool,
}

impl Use {
    /// The sizes that are offered: with `save`, the next smaller ones.
    const fn offered(self, save: bool) -> &'static [Size] {
        match (self, save) {
            (Self::Card, true) => &[Size::Thumb],
            (Self::Card, false) | (Self::Page, true) => &[Size::Thumb, Size::List],
            (Self::Page, false) => &[Size::List, Size::Full],
        }
    }

    const fn sizes(self) -> &'static str {
        match self {
            Self::Card => "96px",
            Self::Page => "(max-width: 640px) 100vw, 640px",
        }
    }
}

/// Whether the browser asks for fewer bytes (`Save-Data: on`).
pub fn saves_data(headers: &HeaderMap) -> bool {
    headers
        .get("save-data")
        .is_some_and(|told| told.as_bytes().eq_ignore_ascii_case(b"on"))
}

impl Picture {
    /// A public picture in this place of a page. `alt` is what it shows, `save`
    /// is [`saves_data`].
    pub fn of(media: &Media, shown: &Shown, place: Use, alt: &str, save: bool) -> Option<Self> {
        let offered = place.offered(save);
        let mut files: Vec<&Rendition> = shown
            .renditions
            .iter()
            .filter(|rendition| offered.contains(&rendition.size))
            .collect();
        // A small picture is the same in two sizes.
        files.dedup_by_key(|rendition| rendition.width);
        let address = |file: &Rendition, format| {
            let name = file_name(&shown.hash, file.size, format);
            format!("{}/media/{name}", media.base)
        };
        let set = |format| {
            let files = files
                .iter()
                .map(|file| format!("{} {}w", address(file, format), file.width));
            files.collect::<Vec<_>>().join(", ")
        };
        let largest = files.last()?;
        Some(Self {
            avif: set(Format::Avif),
            jpeg: set(Format::Jpeg),
            src: address(largest, Format::Jpeg),
            sizes: place.sizes(),
            width: largest.width,
            height: largest.height,
            alt: alt.to_owned(),
            colour: shown.colour.clone(),
            lazy: place == Use::Card,
        })
    }
}
