//! From a master to what pages show: three sizes, each as AVIF and JPEG.

use image::codecs::avif::AvifEncoder;
use image::{ExtendedColorType, ImageEncoder as _, RgbImage, imageops};
use serde::{Deserialize, Serialize};

use super::clean::{Master, encode_jpeg, fit, resize};
use crate::model::{Crop, Size};

/// Quick and still half the bytes of a JPEG; 10 is the quickest there is.
const AVIF_SPEED: u8 = 9;

/// One size of a picture, as it is kept in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// Which of the sizes.
    pub size: Size,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Length of the AVIF file.
    pub avif_bytes: u32,
    /// Length of the JPEG file.
    pub jpeg_bytes: u32,
}

/// One size of a picture with its files.
#[derive(Clone, Debug)]
pub struct Derived {
    /// What it is.
    pub rendition: Rendition,
    /// The AVIF file.
    pub avif: Vec<u8>,
    /// The JPEG file.
    pub jpeg: Vec<u8>,
}

/// One size of a master, cut first. Takes seconds for the largest.
pub fn derive(master: &Master, crop: Option<Crop>, size: Size) -> Derived {
    let cut = crop.map_or_else(|| master.pixels.clone(), |crop| cut(&master.pixels, crop));
    let (width, height) = fit(cut.width(), cut.height(), size.pixels());
    let mut pixels = resize(cut, width, height);
    loop {
        let jpeg = within(size, &[78, 65, 50, 35, 20], |q| encode_jpeg(&pixels, q));
        // AVIF takes a hundred times as long: only where JPEG fits already.
        if let Some(jpeg) = jpeg
            && let Some(avif) = within(size, &[60, 45, 30, 15], |q| encode_avif(&pixels, q))
        {
            return described(size, &pixels, avif, jpeg);
        }
        // Noise does not get small by quality alone.
        let (width, height) = fit(
            pixels.width(),
            pixels.height(),
            pixels.width().max(pixels.height()) * 3 / 4,
        );
        pixels = resize(pixels, width, height);
    }
}

fn described(size: Size, pixels: &RgbImage, avif: Vec<u8>, jpeg: Vec<u8>) -> Derived {
    let length = |file: &[u8]| u32::try_from(file.len()).unwrap_or(u32::MAX);
    let rendition = Rendition {
        size,
        width: pixels.width(),
        height: pixels.height(),
        avif_bytes: length(&avif),
        jpeg_bytes: length(&jpeg),
    };
    Derived {
        rendition,
        avif,
        jpeg,
    }
}

/// The file of the best quality that keeps within the bytes of its size.
fn within(size: Size, qualities: &[u8], encode: impl Fn(u8) -> Vec<u8>) -> Option<Vec<u8>> {
    qualities
        .iter()
        .map(|&quality| encode(quality))
        .find(|file| file.len() <= size.most_bytes())
}

fn cut(pixels: &RgbImage, crop: Crop) -> RgbImage {
    let (x, y, width, height) = crop.pixels(pixels.width(), pixels.height());
    imageops::crop_imm(pixels, x, y, width, height).to_image()
}

fn encode_avif(pixels: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    AvifEncoder::new_with_speed_quality(&mut bytes, AVIF_SPEED, quality)
        .with_num_threads(Some(1))
        .write_image(
            pixels.as_raw(),
            pixels.width(),
            pixels.height(),
            ExtendedColorType::Rgb8,
        )
        .expect("writing RGB of at most 1,280 pixels to memory cannot fail");
    bytes
}
