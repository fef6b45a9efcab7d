//! Pieces: where the characters of a file stand.
//!
//! In:  a [`File`].
//! Out: its characters in printed order, each with its place in the stream, by which its properties are found. Files that
//!      were saved fast have their words in many pieces out of order.
//! Source: [MS-DOC], the piece table (CLX).

use std::ops::Range;

use super::bytes::{parts, u16_at, u32_at};
use super::file::{File, Part};
use crate::source::budget::Budget;

/// The pieces of a file in printed order.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    file: &'a File,
    pieces: Vec<Piece>,
    /// Properties that pieces have beside those of their characters.
    shared: Vec<&'a [u8]>,
}

#[derive(Debug)]
struct Piece {
    characters: Range<u32>,
    /// First byte in the stream.
    start: usize,
    is_narrow: bool,
    properties: u16,
}

/// A character with its places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    pub(super) c: char,
    /// Which character of the file it is.
    pub(super) at: u32,
    /// Its byte in the stream.
    pub(super) byte: u32,
    /// What its piece says of properties; see [`Pieces::own`].
    pub(super) own: u16,
}

impl<'a> Pieces<'a> {
    /// `None` where the table of pieces is missing or says nothing.
    pub(super) fn read(file: &'a File) -> Option<Self> {
        let mut rest = file.part(Part::Pieces);
        let mut shared = Vec::new();
        while let [1, after @ ..] = rest {
            let length = u16_at(after, 0)? as usize;
            shared.push(after.get(2..2 + length)?);
            rest = &after[2 + length..];
        }
        let [2, after @ ..] = rest else { return None };
        let length = (u32_at(after, 0)? as usize).min(after.len() - 4);
        let mut pieces = Vec::new();
        for (start, end, piece) in parts(&after[4..4 + length], 8) {
            let place = u32_at(piece, 2)?;
            let is_narrow = place & 0x4000_0000 != 0;
            let place = (place & 0x3fff_ffff) as usize;
            let place = if is_narrow { place / 2 } else { place };
            pieces.push(Piece { characters: start..end, start: place, is_narrow, properties: u16_at(piece, 6)? });
        }
        (!pieces.is_empty()).then_some(Self { file, pieces, shared })
    }

    /// Hands on the characters of a range, in order, as far as they are there and the budget of bytes to look at reaches.
    pub(super) fn each(&self, range: Range<u32>, budget: &mut Budget, mut take: impl FnMut(Sign)) {
        let first = self.pieces.partition_point(|piece| piece.characters.end <= range.start);
        for piece in &self.pieces[first..] {
            let from = piece.characters.start.max(range.start);
            let to = piece.characters.end.min(range.end);
            if from >= to {
                break;
            }
            let width = if piece.is_narrow { 1 } else { 2 };
            let start = piece.start.saturating_add((from - piece.characters.start) as usize * width);
            let word = &self.file.word;
            let bytes = word.get(start..(start + (to - from) as usize * width).min(word.len())).unwrap_or_default();
            if !budget.take(bytes.len()) {
                break;
            }
            let sign = |c: char, at: usize| Sign {
                c,
                at: from + (at / width) as u32,
                byte: (start + at) as u32,
                own: piece.properties,
            };
            if piece.is_narrow {
                narrow(bytes, self.file.language, |c, at| take(sign(c, at)));
            } else {
                wide(bytes, |c, at| take(sign(c, at)));
            }
        }
    }

    /// The properties that a piece has beside those of its characters: one change packed into the number, or a list of them.
    pub(super) fn own(&self, number: u16) -> Own<'a> {
        if number & 1 == 1 {
            return Own::Shared(self.shared.get((number >> 1) as usize).copied().unwrap_or_default());
        }
        let value = (number >> 8) as u8;
        match (number >> 1) & 0x7f {
            0x18 => Own::One(0x2416, value),
            0x19 => Own::One(0x2417, value),
            0x41 => Own::One(0x0800, value),
            0x5c => Own::One(0x083c, value),
            _ => Own::Shared(&[]),
        }
    }
}

/// Properties of a piece.
pub(super) enum Own<'a> {
    One(u16, u8),
    Shared(&'a [u8]),
}

/// One byte a character: Western, or Chinese of two bytes where a program wrote that instead.
fn narrow(bytes: &[u8], language: u16, mut take: impl FnMut(char, usize)) {
    if is_gbk(bytes, language) {
        let (text, _) = encoding_rs::GBK.decode_without_bom_handling(bytes);
        let mut at = 0;
        for c in text.chars() {
            take(c, at);
            at += if c.is_ascii() { 1 } else { 2 };
        }
        return;
    }
    for (at, byte) in bytes.iter().enumerate() {
        let c = match byte {
            0x80..=0x9f => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[*byte]).0.chars().next(),
            byte => Some(char::from(*byte)),
        };
        take(c.unwrap_or('\u{fffd}'), at);
    }
}

/// Whether the bytes of a file made for Chinese are nearly all pairs of the common part of GBK.
fn is_gbk(bytes: &[u8], language: u16) -> bool {
    const CHINESE: u16 = 0x04;
    if language & 0x3ff != CHINESE {
        return false;
    }
    let (mut n_high, mut n_paired, mut at) = (0, 0, 0);
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            at += 1;
            continue;
        }
        let is_pair =
            (0xa1..=0xf7).contains(&bytes[at]) && bytes.get(at + 1).is_some_and(|next| (0xa1..=0xfe).contains(next));
        let n_bytes = if is_pair { 2 } else { 1 };
        n_high += n_bytes;
        n_paired += if is_pair { n_bytes } else { 0 };
        at += n_bytes;
    }
    n_paired >= 4 && n_paired * 10 >= n_high * 9
}

/// UTF-16.
fn wide(bytes: &[u8], mut take: impl FnMut(char, usize)) {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut at = 0;
    for c in char::decode_utf16(units) {
        let c = c.unwrap_or('\u{fffd}');
        take(c, at);
        at += 2 * c.len_utf16();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], language: u16) -> String {
        let mut text = String::new();
        narrow(bytes, language, |c, _| text.push(c));
        text
    }

    #[test]
    fn narrow_pieces_are_western_unless_they_are_chinese() {
        assert_eq!(text(b"6.5%\x93a\x94\x85", 0x804), "6.5%“a”…");
        let (gbk, ..) = encoding_rs::GBK.encode("新增学位900个，");
        assert_eq!(text(&gbk, 0x804), "新增学位900个，");
        assert_ne!(text(&gbk, 0x409), "新增学位900个，");
    }
}
