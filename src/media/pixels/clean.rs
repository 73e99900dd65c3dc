//! From an upload to a master: oriented, at most 2,560 pixels, nothing but
//! pixels in it.

use std::io::Cursor;

use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ExtendedColorType, ImageDecoder, Limits, RgbImage};

use super::{BUDGET, Kind, MASTER, MOST_BYTES, Refusal, check_size, jpeg, png, webp};

/// How well the master is kept: hardly told from the upload.
const MASTER_QUALITY: u8 = 90;

/// What is kept of an upload: its pixels, upright.
#[derive(Clone, Debug, PartialEq)]
pub struct Master {
    /// The picture.
    pub pixels: RgbImage,
    /// Its mean colour, `#rrggbb`: what is shown until it has come.
    pub colour: String,
}

impl Master {
    fn of(pixels: RgbImage) -> Self {
        let colour = mean_colour(&pixels);
        Self { pixels, colour }
    }

    /// As a JPEG without any metadata.
    pub fn to_jpeg(&self) -> Vec<u8> {
        encode_jpeg(&self.pixels, MASTER_QUALITY)
    }
}

/// Recognises, measures, decodes, turns upright and shrinks an upload.
/// Animations are refused. What is transparent becomes white; colour profiles
/// are dropped without converting.
pub fn clean(bytes: &[u8]) -> Result<Master, Refusal> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    let (pixels, turn) = match Kind::of(bytes)? {
        Kind::Jpeg => {
            let decoded = jpeg::decode(bytes)?;
            let turn = decoded.exif.and_then(|exif| orientation(&exif));
            let pixels = RgbImage::from_raw(decoded.width, decoded.height, decoded.rgb);
            (pixels.ok_or(Refusal::Broken)?, turn)
        }
        Kind::Png => {
            let essence = png::essence(bytes)?;
            let decoder = PngDecoder::with_limits(Cursor::new(&essence.png), limits());
            let turn = essence.exif.and_then(|exif| orientation(&exif));
            (decode(decoder.map_err(refusal)?, 1)?, turn)
        }
        Kind::Webp => {
            webp::check(bytes)?;
            let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(refusal)?;
            let turn = decoder.orientation().ok();
            // Its planes stand beside the result.
            (decode(decoder, 2)?, turn)
        }
    };
    let pixels = halved_to_fit(pixels);
    let (width, height) = fit(pixels.width(), pixels.height(), MASTER);
    let mut master = DynamicImage::ImageRgb8(resize(pixels, width, height));
    master.apply_orientation(turn.unwrap_or(Orientation::NoTransforms));
    Ok(Master::of(master.into_rgb8()))
}

/// Reads back what [`Master::to_jpeg`] wrote.
pub fn read_master(bytes: &[u8]) -> Result<Master, Refusal> {
    let decoded = jpeg::decode(bytes)?;
    RgbImage::from_raw(decoded.width, decoded.height, decoded.rgb)
        .map(Master::of)
        .ok_or(Refusal::Broken)
}

fn orientation(exif: &[u8]) -> Option<Orientation> {
    // Cameras put six bytes of name before the block itself.
    let block = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    Orientation::from_exif_chunk(block)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(BUDGET);
    limits
}

/// `times`: how often the decoder holds the picture beside the result.
fn decode(mut decoder: impl ImageDecoder, times: u64) -> Result<RgbImage, Refusal> {
    let (width, height) = decoder.dimensions();
    let whole = decoder.total_bytes().saturating_mul(times);
    let copied = match decoder.color_type() {
        ColorType::Rgb8 | ColorType::Rgba8 => 0,
        _ => u64::from(width) * u64::from(height) * 4,
    };
    check_size(width, height, whole.saturating_add(copied))?;
    decoder.set_limits(limits()).map_err(refusal)?;
    let image = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    Ok(on_white(image))
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands errors over")]
fn refusal(error: image::ImageError) -> Refusal {
    match error {
        image::ImageError::Limits(_) => Refusal::TooManyPixels,
        _ => Refusal::Broken,
    }
}

/// Without transparency. Done in place: a second copy would not fit the budget.
fn on_white(image: DynamicImage) -> RgbImage {
    let DynamicImage::ImageRgba8(rgba) = image else {
        return match image {
            DynamicImage::ImageLumaA8(_)
            | DynamicImage::ImageLumaA16(_)
            | DynamicImage::ImageRgba16(_) => {
                on_white(DynamicImage::ImageRgba8(image.into_rgba8()))
            }
            opaque => opaque.into_rgb8(),
        };
    };
    let (width, height) = rgba.dimensions();
    let mut bytes = rgba.into_raw();
    for pixel in 0..bytes.len() / 4 {
        let alpha = u16::from(bytes[pixel * 4 + 3]);
        for channel in 0..3 {
            let seen = u16::from(bytes[pixel * 4 + channel]) * alpha + 255 * (255 - alpha);
            bytes[pixel * 3 + channel] = u8::try_from(seen / 255).unwrap_or(u8::MAX);
        }
    }
    bytes.truncate(bytes.len() / 4 * 3);
    bytes.shrink_to_fit();
    RgbImage::from_raw(width, height, bytes).expect("three bytes of every four are left")
}

/// Bytes that making a master of a picture takes: itself, a narrower one, and
/// the master.
pub(super) fn master_memory(width: u32, height: u32) -> u64 {
    let (across, down) = fit(width, height, MASTER);
    let pixels = |width: u32, height: u32| u64::from(width) * u64::from(height) * 3;
    pixels(width, height) + pixels(across, height) + pixels(across, down)
}

/// A picture of which a master can be made within the budget: each pixel the
/// mean of four where it has to be. In place, for the same reason.
fn halved_to_fit(pixels: RgbImage) -> RgbImage {
    let (width, height) = pixels.dimensions();
    if master_memory(width, height) <= BUDGET {
        return pixels;
    }
    let mut bytes = pixels.into_raw();
    let line = width as usize * 3;
    let mut to = 0;
    for y in 0..(height / 2) as usize {
        for x in 0..(width / 2) as usize {
            let from = 2 * y * line + 6 * x;
            for channel in from..from + 3 {
                let four = [channel, channel + 3, channel + line, channel + line + 3];
                let sum: u16 = four.iter().map(|&at| u16::from(bytes[at])).sum();
                bytes[to] = u8::try_from(sum / 4).unwrap_or(u8::MAX);
                to += 1;
            }
        }
    }
    bytes.truncate(to);
    bytes.shrink_to_fit();
    RgbImage::from_raw(width / 2, height / 2, bytes).expect("a quarter of the pixels is left")
}

/// The size within a square of `side` pixels, never larger than it was.
pub fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scaled = |length: u32| {
        let length = u64::from(length) * u64::from(side) + u64::from(longest) / 2;
        u32::try_from(length / u64::from(longest)).map_or(1, |length| length.max(1))
    };
    (scaled(width), scaled(height))
}

/// The picture in another size.
pub(super) fn resize(pixels: RgbImage, width: u32, height: u32) -> RgbImage {
    if pixels.dimensions() == (width, height) {
        return pixels;
    }
    let (old_width, old_height) = pixels.dimensions();
    let from = Image::from_vec_u8(old_width, old_height, pixels.into_raw(), PixelType::U8x3)
        .expect("an RGB image has three bytes a pixel");
    let mut to = Image::new(width, height, PixelType::U8x3);
    Resizer::new()
        .resize(&from, &mut to, &ResizeOptions::default())
        .expect("both images are RGB and not empty");
    RgbImage::from_raw(width, height, to.into_vec())
        .expect("the resizer filled an image of this size")
}

/// A plain JPEG: no EXIF, no profile, no comment.
pub(super) fn encode_jpeg(pixels: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(
            pixels.as_raw(),
            pixels.width(),
            pixels.height(),
            ExtendedColorType::Rgb8,
        )
        .expect("writing RGB of at most 2,560 pixels to memory cannot fail");
    bytes
}

fn mean_colour(pixels: &RgbImage) -> String {
    let one = resize(pixels.clone(), 1, 1);
    let [red, green, blue] = one.get_pixel(0, 0).0;
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_shape_and_are_never_enlarged() {
        assert_eq!(fit(4000, 3000, 480), (480, 360));
        assert_eq!(fit(100, 50, 480), (100, 50));
        assert_eq!(fit(10_000, 16, 160), (160, 1));
    }

    #[test]
    fn glass_becomes_white() {
        let clear = image::RgbaImage::from_pixel(20, 20, image::Rgba([255, 0, 0, 0]));
        let seen = on_white(DynamicImage::ImageRgba8(clear));
        assert_eq!(seen.get_pixel(3, 3).0, [255, 255, 255]);
        assert_eq!(mean_colour(&seen), "#ffffff");
    }
}
