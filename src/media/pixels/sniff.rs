//! What a file is, by its first bytes. Names and declared types are not asked.

use super::Refusal;

/// How many bytes of the beginning are enough to tell.
pub const HEAD: usize = 512;

/// Formats that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
}

impl Kind {
    /// The format of a file that begins like this.
    pub fn of(head: &[u8]) -> Result<Self, Refusal> {
        let starts = |magic: &[u8]| head.starts_with(magic);
        if head.is_empty() {
            Err(Refusal::Empty)
        } else if starts(&[0xff, 0xd8, 0xff]) {
            Ok(Self::Jpeg)
        } else if starts(b"\x89PNG\r\n\x1a\n") {
            Ok(Self::Png)
        } else if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            Ok(Self::Webp)
        } else {
            Err(foreign(head))
        }
    }
}

/// The clearest words for a format that is not taken.
fn foreign(head: &[u8]) -> Refusal {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"GIF8") {
        Refusal::Gif
    } else if starts(b"BM") && head.get(6..10) == Some(&[0; 4]) {
        Refusal::Bmp
    } else if starts(b"II*\0") || starts(b"MM\0*") || starts(b"II+\0") {
        Refusal::Tiff
    } else if head.get(4..8) == Some(b"ftyp") {
        brand(head.get(8..12).unwrap_or_default())
    } else if is_svg(head) {
        Refusal::Svg
    } else {
        Refusal::NotAnImage
    }
}

/// ISO base media files tell their brand after `ftyp`.
fn brand(brand: &[u8]) -> Refusal {
    match brand {
        b"avif" | b"avis" => Refusal::Avif,
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => {
            Refusal::Heic
        }
        _ => Refusal::NotAnImage,
    }
}

/// A byte order mark, an XML declaration or a comment may stand before it.
fn is_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("<svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_apart_by_their_first_bytes() {
        let refused = |head: &[u8]| Kind::of(head).unwrap_err();
        assert_eq!(refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1"), Refusal::Heic);
        assert_eq!(refused(b"\0\0\0\x1cftypavif\0\0\0\0"), Refusal::Avif);
        assert_eq!(refused(b"\0\0\0\x18ftypmp42"), Refusal::NotAnImage);
        assert_eq!(refused(b"GIF89a\x01\0"), Refusal::Gif);
        assert_eq!(refused(b"MM\0*\0\0\0\x08"), Refusal::Tiff);
        assert_eq!(
            refused("\u{feff}<?xml version='1.0'?>\n<SVG>".as_bytes()),
            Refusal::Svg
        );
        assert_eq!(refused(b"<!doctype html>"), Refusal::NotAnImage);
        assert_eq!(refused(b""), Refusal::Empty);
        assert_eq!(Kind::of(&[0xff, 0xd8, 0xff, 0xe0]), Ok(Kind::Jpeg));
        assert_eq!(Kind::of(b"RIFF\0\0\0\0WEBPVP8 "), Ok(Kind::Webp));
    }
}
