//! Why an upload is not taken.

/// Why a file is refused. Each has a code for programs and words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.code())]
pub enum Refusal {
    /// Nothing came.
    Empty,
    /// More than [`MOST_BYTES`](super::MOST_BYTES).
    TooLarge,
    /// More pixels than are decoded, or more memory than they may take.
    TooManyPixels,
    /// A side below [`LEAST_SIDE`](super::LEAST_SIDE).
    TooSmall,
    /// HEIC or HEIF, what some phones make unless told otherwise.
    Heic,
    /// AVIF: we write it and do not read it.
    Avif,
    /// GIF.
    Gif,
    /// SVG: a program rather than a picture.
    Svg,
    /// TIFF and the raw formats of cameras built on it.
    Tiff,
    /// Windows bitmap.
    Bmp,
    /// Anything else: pages, papers, archives, text, noise.
    NotAnImage,
    /// More than one frame.
    Animated,
    /// CMYK: made for printing.
    PrintColours,
    /// It ends early or contradicts itself.
    Broken,
    /// Decoding did not end in time.
    TookTooLong,
}

impl Refusal {
    /// Every one of them.
    pub const ALL: [Self; 15] = [
        Self::Empty,
        Self::TooLarge,
        Self::TooManyPixels,
        Self::TooSmall,
        Self::Heic,
        Self::Avif,
        Self::Gif,
        Self::Svg,
        Self::Tiff,
        Self::Bmp,
        Self::NotAnImage,
        Self::Animated,
        Self::PrintColours,
        Self::Broken,
        Self::TookTooLong,
    ];

    /// The stable dotted code, also in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "media.empty",
            Self::TooLarge => "media.too_large",
            Self::TooManyPixels => "media.too_many_pixels",
            Self::TooSmall => "media.too_small",
            Self::Heic => "media.heic",
            Self::Avif => "media.avif",
            Self::Gif => "media.gif",
            Self::Svg => "media.svg",
            Self::Tiff => "media.tiff",
            Self::Bmp => "media.bmp",
            Self::NotAnImage => "media.not_an_image",
            Self::Animated => "media.animated",
            Self::PrintColours => "media.print_colours",
            Self::Broken => "media.broken",
            Self::TookTooLong => "media.took_too_long",
        }
    }

    /// The refusal with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }
}
