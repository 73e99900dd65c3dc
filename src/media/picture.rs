//! A picture on a page: `components/picture.html`.

use actix_web::http::header::HeaderMap;

use crate::media::Media;
use crate::model::{Shown, Size};
use crate::pixels::Rendition;
use crate::store::{Format, file_name};

/// Where on a page a picture stands, which tells how large it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A row of a long list, 56 CSS pixels wide.
    Row,
    /// A card in a list, 96 CSS pixels wide.
    Card,
    /// The picture of its own page, four fifths of a phone's screen wide, 320
    /// pixels on a larger one.
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
            (Self::Row, _) | (Self::Card, true) => &[Size::Thumb],
            (Self::Card, false) | (Self::Page, true) => &[Size::Thumb, Size::List],
            (Self::Page, false) => &[Size::List, Size::Full],
        }
    }

    const fn sizes(self) -> &'static str {
        match self {
            Self::Row => "56px",
            Self::Card => "96px",
            Self::Page => "(max-width: 640px) 80vw, 320px",
        }
    }
}

/// Whether the browser asks for fewer bytes (`Save-Data: on`).
pub fn saves_data(headers: &HeaderMap) -> bool {
    headers
        .get("save-data")
        .is_some_and(|told| told.as_bytes().eq_ignore_ascii_case(b"on"))
}

/// Where the JPEG of a public picture in this size lies, for those who only link
/// to it: the path, or the whole address where a network serves it, and its bytes.
pub fn file_of(media: &Media, shown: &Shown, size: Size) -> Option<(String, u32)> {
    let file = shown.renditions.iter().find(|file| file.size == size)?;
    let name = file_name(&shown.hash, file.size, Format::Jpeg);
    Some((format!("{}/media/{name}", media.base), file.jpeg_bytes))
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
            lazy: place != Use::Page,
        })
    }
}

#[cfg(test)]
mod tests {
    use askama::Template;
    use kernel::Clock;
    use platform::config::Config;
    use platform::db::Db;

    use super::*;

    #[derive(Template)]
    #[template(path = "components/picture.html")]
    struct Page {
        picture: Picture,
    }

    fn media(settings: &[(&str, &str)]) -> Media {
        let folder = std::env::temp_dir().join("haat-media-pictures");
        let folder = folder.display().to_string();
        let usual = [
            ("DATABASE_URL", "postgres:///none"),
            ("HAAT_DATA_DIR", &folder),
        ];
        let vars = usual.iter().chain(settings);
        let vars = vars.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let config = Config::from_vars(vars.collect()).unwrap();
        Media::new(&config, Db::new(&config.database), Clock::system()).unwrap()
    }

    fn shown(width: u32, height: u32) -> Shown {
        let renditions = Size::ALL.map(|size| {
            let (width, height) = crate::pixels::fit(width, height, size.pixels());
            Rendition {
                size,
                width,
                height,
                avif_bytes: width * height / 20,
                jpeg_bytes: width * height / 10,
            }
        });
        Shown {
            hash: "0123456789abcdef0123456789abcdef".into(),
            colour: "#a0b0c0".into(),
            renditions: renditions.to_vec(),
        }
    }

    #[test]
    fn a_page_reserves_the_place_and_leaves_the_choice_to_the_browser() {
        let alt = "মিনিকেট \"চাল\" <5 kg>";
        let picture = Picture::of(&media(&[]), &shown(4000, 3000), Use::Page, alt, false).unwrap();
        assert_eq!((picture.width, picture.height), (1_280, 960));
        let html = Page { picture }.render().unwrap();
        for part in [
            "-480.avif 480w, /media/0123456789abcdef0123456789abcdef-1280.avif 1280w",
            "width=\"1280\" height=\"960\"",
            "fill=\"#a0b0c0\"",
            "type=\"image/avif\"",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(
            !html.contains("<5 kg>") && !html.contains(" style="),
            "{html}"
        );
    }

    #[test]
    fn saving_data_halves_the_bytes_of_what_a_phone_takes() {
        let media = media(&[]);
        // The file that a browser takes for so many pixels.
        let taken = |place, save, pixels: u32| {
            let picture = Picture::of(&media, &shown(4000, 3000), place, "", save).unwrap();
            let widths: Vec<u32> = picture
                .avif
                .split(", ")
                .map(|file| {
                    file.rsplit_once(' ')
                        .unwrap()
                        .1
                        .trim_end_matches('w')
                        .parse()
                        .unwrap()
                })
                .collect();
            let enough = widths.iter().find(|&&width| width >= pixels);
            let width = enough.or(widths.last()).copied().unwrap();
            let shown = shown(4000, 3000);
            let file = shown
                .renditions
                .iter()
                .find(|file| file.width == width)
                .unwrap();
            file.avif_bytes
        };
        // Two device pixels for one of CSS, on a phone of 360.
        for (place, pixels) in [(Use::Card, 192), (Use::Page, 720)] {
            assert!(
                taken(place, true, pixels) * 2 <= taken(place, false, pixels),
                "{place:?}"
            );
        }
    }

    #[test]
    fn small_pictures_are_offered_once_and_a_network_is_named() {
        let media = media(&[("HAAT_MEDIA_CDN", "https://cdn.example/")]);
        let picture = Picture::of(&media, &shown(120, 80), Use::Card, "", false).unwrap();
        assert_eq!(
            picture.jpeg,
            "https://cdn.example/media/0123456789abcdef0123456789abcdef-160.jpg 120w"
        );
        let none = Shown {
            renditions: Vec::new(),
            ..shown(120, 80)
        };
        assert_eq!(Picture::of(&media, &none, Use::Card, "", false), None);
    }
}
