//! Numbers in bytes, as Word writes them: little-endian.

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A text of UTF-16 led by its length.
pub(super) fn counted(bytes: &[u8], at: usize) -> Option<String> {
    let n_units = u16_at(bytes, at)? as usize;
    let units = bytes.get(at + 2..at + 2 + 2 * n_units)?;
    let units: Vec<u16> = units.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

/// A table of places with what belongs to the part between each and the next: `n + 1` places of four bytes, then `n` times
/// `size` bytes. Places that run backwards end it.
pub(super) fn parts(bytes: &[u8], size: usize) -> impl Iterator<Item = (u32, u32, &[u8])> {
    let n = bytes.len().saturating_sub(4) / (4 + size);
    (0..n).map_while(move |at| {
        let (start, end) = (u32_at(bytes, 4 * at)?, u32_at(bytes, 4 * at + 4)?);
        let from = 4 * (n + 1) + size * at;
        (start <= end).then_some((start, end, bytes.get(from..from + size)?))
    })
}
