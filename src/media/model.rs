//! Pictures as other slices see them, and the rules of their life.

use kernel::ImageId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::pixels::{Refusal, Rendition};

/// A kind of subject that has pictures. The slice that owns the subject
/// declares one as a constant, so that no handler can choose otherwise.
#[derive(Debug, PartialEq, Eq)]
pub struct Album {
    /// `slice.subject`, such as `catalog.product`; never changes once used.
    pub kind: &'static str,
    /// Who may see them.
    pub access: Access,
    /// Pictures of one subject at most.
    pub most: u16,
}

/// What a picture shows: a thing of the owning slice.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Which kind of thing.
    pub album: &'static Album,
    /// Its id there.
    pub id: Uuid,
}

/// Who may see a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, under a hashed address that never changes its content.
    Public,
    /// Whom the owning slice lets, through a handler of its own.
    Private,
}

/// Where a picture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The upload has been promised and has not come.
    Waiting,
    /// It has come and is being made ready.
    Processing,
    /// It can be shown.
    Ready,
    /// It was no picture we take.
    Refused(Refusal),
}

/// One picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Its id.
    pub id: ImageId,
    /// Where it stands.
    pub state: State,
    /// How far making it ready has come, in percent.
    pub progress: u8,
    /// The part that is shown; `None` is all of it.
    pub crop: Option<Crop>,
    /// What can be shown now; also while it is cut anew.
    pub shown: Option<Shown>,
}

/// The files of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Names the files.
    pub hash: String,
    /// Mean colour, `#rrggbb`.
    pub colour: String,
    /// The sizes, smallest first.
    pub renditions: Vec<Rendition>,
}

/// The sizes that are made, by their longest side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u32", try_from = "u32")]
pub enum Size {
    /// 160 pixels: baskets, rows of a table, lists where bytes are dear.
    Thumb,
    /// 480 pixels: cards of a list.
    List,
    /// 1,280 pixels: the picture by itself.
    Full,
}

/// A number that is no size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a size of pictures")]
pub struct UnknownSize;

/// A part of a picture, as fractions of its upright width and height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Fractions", into = "Fractions")]
pub struct Crop(Fractions);

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Fractions {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Fractions that are not inside the picture, or leave less than a twentieth
/// of a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a part of the picture")]
pub struct BadCrop;

impl Access {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }
}

impl Size {
    /// Smallest first.
    pub const ALL: [Self; 3] = [Self::Thumb, Self::List, Self::Full];

    /// The longest side.
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Thumb => 160,
            Self::List => 480,
            Self::Full => 1_280,
        }
    }

    /// What a file of this size may weigh.
    pub const fn most_bytes(self) -> usize {
        match self {
            Self::Thumb => 10 * 1024,
            Self::List => 40 * 1024,
            Self::Full => 250 * 1024,
        }
    }
}

impl From<Size> for u32 {
    fn from(size: Size) -> Self {
        size.pixels()
    }
}

impl TryFrom<u32> for Size {
    type Error = UnknownSize;

    fn try_from(pixels: u32) -> Result<Self, UnknownSize> {
        Self::ALL
            .into_iter()
            .find(|size| size.pixels() == pixels)
            .ok_or(UnknownSize)
    }
}

impl Crop {
    /// The part that begins at `x`, `y` from the upper left corner. At least a
    /// twentieth of each side must be left.
    pub fn new(x: f64, y: f64, width: f64, height: f64) -> Result<Self, BadCrop> {
        // Sums of fractions may miss one by the last digit.
        const WHOLE: f64 = 1.0 + 1e-9;
        let within = |start: f64, length: f64| {
            (0.0..=1.0).contains(&start) && length >= 0.05 && start + length <= WHOLE
        };
        (within(x, width) && within(y, height))
            .then_some(Self(Fractions {
                x,
                y,
                width,
                height,
            }))
            .ok_or(BadCrop)
    }

    /// Left, top, width and height in a picture of this size.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "fractions between 0 and 1 of a length that is an u32"
    )]
    pub(crate) fn pixels(self, width: u32, height: u32) -> (u32, u32, u32, u32) {
        let part = |start: f64, length: f64, whole: u32| {
            let first = ((start * f64::from(whole)).round() as u32).min(whole - 1);
            let length = ((length * f64::from(whole)).round() as u32).clamp(1, whole - first);
            (first, length)
        };
        let (x, across) = part(self.0.x, self.0.width, width);
        let (y, down) = part(self.0.y, self.0.height, height);
        (x, y, across, down)
    }
}

impl TryFrom<Fractions> for Crop {
    type Error = BadCrop;

    fn try_from(part: Fractions) -> Result<Self, BadCrop> {
        Self::new(part.x, part.y, part.width, part.height)
    }
}

impl From<Crop> for Fractions {
    fn from(crop: Crop) -> Self {
        crop.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_lies_inside_the_picture() {
        assert_eq!(
            Crop::new(0.25, 0.0, 0.5, 1.0).map(|crop| crop.pixels(400, 300)),
            Ok((100, 0, 200, 300))
        );
        for (x, y, width, height) in [
            (0.6, 0.0, 0.5, 1.0),
            (-0.1, 0.0, 0.5, 1.0),
            (0.0, 0.0, 0.01, 1.0),
            (f64::NAN, 0.0, 0.5, 1.0),
            (0.0, 0.0, f64::INFINITY, 1.0),
        ] {
            assert_eq!(Crop::new(x, y, width, height), Err(BadCrop));
        }
    }

    #[test]
    fn a_crop_of_the_last_pixels_is_not_empty() {
        let corner = Crop::new(0.95, 0.95, 0.05, 0.05).unwrap();
        assert_eq!(corner.pixels(3, 3), (2, 2, 1, 1));
    }
}
