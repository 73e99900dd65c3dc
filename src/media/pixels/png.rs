//! PNG: only the chunks that make the picture reach the decoder, so profiles
//! and texts that unpack to gigabytes are never unpacked.

use super::Refusal;

/// What a PNG comes down to.
pub(super) struct Essence {
    /// The same picture without anything that is not picture.
    pub png: Vec<u8>,
    /// Its EXIF block, which may say how it was held.
    pub exif: Option<Vec<u8>>,
}

const SIGNATURE: usize = 8;
/// Length, type and checksum around the content of a chunk.
const FRAME: usize = 12;

/// Copies what is picture and notes the rest.
pub(super) fn essence(bytes: &[u8]) -> Result<Essence, Refusal> {
    let mut png = bytes.get(..SIGNATURE).ok_or(Refusal::Broken)?.to_vec();
    png.reserve(bytes.len());
    let mut exif = None;
    let mut at = SIGNATURE;
    loop {
        let head = bytes.get(at..at + 8).ok_or(Refusal::Broken)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let length = usize::try_from(length).map_err(|_| Refusal::Broken)?;
        let end = at
            .checked_add(FRAME)
            .and_then(|after| after.checked_add(length));
        let chunk = end
            .and_then(|end| bytes.get(at..end))
            .ok_or(Refusal::Broken)?;
        match &head[4..8] {
            b"acTL" => return Err(Refusal::Animated),
            b"eXIf" => exif = Some(chunk[8..8 + length].to_vec()),
            b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" => png.extend_from_slice(chunk),
            b"IEND" => {
                png.extend_from_slice(chunk);
                return Ok(Essence { png, exif });
            }
            _ => {}
        }
        at += chunk.len();
    }
}
