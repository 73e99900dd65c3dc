//! JPEG: measured by its markers, decoded at the scale that fits.

use jpeg_decoder::{Decoder, PixelFormat};

use super::clean::master_memory;
use super::{BUDGET, MASTER, Refusal, check_size};

/// Progressive files may repeat the whole picture as often as they like, and
/// each scan costs a pass over it. Encoders use about ten.
const MOST_SCANS: usize = 32;

/// What the markers of a file say.
#[derive(Debug, PartialEq)]
struct Header {
    width: u16,
    height: u16,
    progressive: bool,
    components: u8,
    /// Samples per hundred pixels, all components together.
    samples: u64,
}

/// Pixels of a JPEG as RGB, possibly scaled down, with its EXIF block.
pub(super) struct Decoded {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
    pub exif: Option<Vec<u8>>,
}

/// Decodes a JPEG within the budget; large ones at a half, a quarter or an
/// eighth of their size.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Refusal> {
    let header = read_header(bytes)?;
    if header.components == 4 {
        return Err(Refusal::PrintColours);
    }
    let scale = header.scale();
    check_size(
        header.width.into(),
        header.height.into(),
        header.memory(scale),
    )?;
    let mut decoder = Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(
        usize::try_from(BUDGET).expect("56 MB fit every address space"),
    );
    let (width, height) = decoder
        .scale(header.width.div_ceil(scale), header.height.div_ceil(scale))
        .map_err(|_| Refusal::Broken)?;
    let pixels = decoder.decode().map_err(|_| Refusal::Broken)?;
    let format = decoder.info().ok_or(Refusal::Broken)?.pixel_format;
    let rgb = match format {
        PixelFormat::RGB24 => pixels,
        PixelFormat::L8 => pixels.iter().flat_map(|&grey| [grey; 3]).collect(),
        PixelFormat::L16 | PixelFormat::CMYK32 => return Err(Refusal::PrintColours),
    };
    Ok(Decoded {
        width: width.into(),
        height: height.into(),
        rgb,
        exif: decoder.exif_data().map(<[u8]>::to_vec),
    })
}

impl Header {
    /// The smallest picture that still has the sides of a master, smaller where
    /// that does not fit the budget.
    fn scale(&self) -> u16 {
        let longest = u32::from(self.width.max(self.height));
        let enough = [8_u16, 4, 2, 1]
            .into_iter()
            .find(|&scale| longest / u32::from(scale) >= MASTER)
            .unwrap_or(1);
        [1_u16, 2, 4, 8]
            .into_iter()
            .find(|&scale| scale >= enough && self.memory(scale) <= BUDGET)
            .unwrap_or(8)
    }

    /// Bytes that it takes: coefficients of the whole picture, twice, where they
    /// are refined scan by scan; planes of each component; the result; or what
    /// making a master of that takes.
    fn memory(&self, scale: u16) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let samples = pixels * self.samples / 100;
        let coefficients = if self.progressive { samples * 4 } else { 0 };
        let shown = u64::from(scale) * u64::from(scale);
        let (width, height) = (self.width.div_ceil(scale), self.height.div_ceil(scale));
        let decoding = coefficients + samples / shown + pixels * 3 / shown;
        decoding.max(master_memory(width.into(), height.into()))
    }
}

/// Walks the markers to the end of the image.
fn read_header(bytes: &[u8]) -> Result<Header, Refusal> {
    let mut at = 2;
    let mut header = None;
    let mut scans = 0;
    loop {
        let (marker, body, next) = segment(bytes, at)?;
        match marker {
            0xd9 => break,
            0xc0..=0xc2 if header.is_none() => header = Some(frame(marker, body)?),
            // A second frame could contradict the one that was measured; the
            // others are lossless, hierarchical or arithmetic.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Err(Refusal::Broken),
            0xda => scans += 1,
            _ => {}
        }
        if scans > MOST_SCANS {
            return Err(Refusal::Broken);
        }
        at = next;
    }
    header.filter(|_| scans > 0).ok_or(Refusal::Broken)
}

/// The marker at or after `at`, its body, and where the next one may begin.
fn segment(bytes: &[u8], at: usize) -> Result<(u8, &[u8], usize), Refusal> {
    let rest = bytes.get(at..).ok_or(Refusal::Broken)?;
    // What stands between markers is picture, stuffed so that it holds none.
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xff | 0xd0..=0xd7);
    let found = rest.windows(2).position(is_marker).ok_or(Refusal::Broken)?;
    let (marker, body) = (rest[found + 1], at + found + 2);
    if matches!(marker, 0xd8 | 0xd9 | 0x01) {
        return Ok((marker, &[], body));
    }
    let length = bytes.get(body..body + 2).ok_or(Refusal::Broken)?;
    let end = body + usize::from(u16::from_be_bytes([length[0], length[1]]));
    let inside = bytes.get(body + 2..end).ok_or(Refusal::Broken)?;
    Ok((marker, inside, end))
}

fn frame(marker: u8, body: &[u8]) -> Result<Header, Refusal> {
    let &[8, h1, h0, w1, w0, components, ref factors @ ..] = body else {
        return Err(Refusal::Broken);
    };
    let factors: Vec<(u64, u64)> = factors
        .chunks_exact(3)
        .map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)))
        .collect();
    let (across, down) = factors
        .iter()
        .fold((0, 0), |(a, d), &(h, v)| (a.max(h), d.max(v)));
    if factors.len() != usize::from(components) || across * down == 0 {
        return Err(Refusal::Broken);
    }
    let samples = factors
        .iter()
        .map(|(h, v)| h * v * 100 / (across * down))
        .sum();
    Ok(Header {
        width: u16::from_be_bytes([w1, w0]),
        height: u16::from_be_bytes([h1, h0]),
        progressive: marker == 0xc2,
        components,
        samples,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn of(width: u16, height: u16, progressive: bool, samples: u64) -> Header {
        Header {
            width,
            height,
            progressive,
            components: 3,
            samples,
        }
    }

    #[test]
    fn photos_of_phones_fit() {
        assert_eq!(of(3200, 2400, false, 150).scale(), 1);
        // 12 megapixels as most phones make them keep 2,000 of 4,000 pixels.
        assert_eq!(of(4000, 3000, false, 150).scale(), 2);
        // 40 megapixels keep 1,825 of 7,300 pixels.
        assert_eq!(of(7300, 5470, false, 150).scale(), 4);
        assert!(of(7300, 5470, false, 300).memory(4) < BUDGET);
    }

    #[test]
    fn large_progressive_photos_do_not_fit_at_any_scale() {
        let header = of(7300, 5470, true, 300);
        assert!(header.memory(header.scale()) > BUDGET);
        let header = of(3000, 2300, true, 150);
        assert!(header.memory(header.scale()) <= BUDGET);
    }
}
