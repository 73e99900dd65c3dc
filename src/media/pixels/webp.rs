//! WebP: told apart from an animation before it is decoded.

use super::Refusal;

/// Refuses animations and containers that end early.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut at = 12;
    while at + 8 <= bytes.len() {
        let (name, length) = (&bytes[at..at + 4], &bytes[at + 4..at + 8]);
        if matches!(name, b"ANIM" | b"ANMF") {
            return Err(Refusal::Animated);
        }
        let length = u32::from_le_bytes([length[0], length[1], length[2], length[3]]);
        let length = usize::try_from(length).map_err(|_| Refusal::Broken)?;
        // Chunks are padded to an even length.
        at = at
            .checked_add(8 + length + length % 2)
            .filter(|_| length <= bytes.len())
            .ok_or(Refusal::Broken)?;
    }
    // The padding of the last chunk may be missing.
    if at > bytes.len() + 1 {
        return Err(Refusal::Broken);
    }
    Ok(())
}
