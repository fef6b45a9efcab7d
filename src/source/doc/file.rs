//! The file: its streams and the index of what stands where in them.
//!
//! In:  a compound file.
//! Out: a [`File`] with its streams, how long each story of it is, and the parts that the index names.
//! Source: [MS-DOC], the file information block (FIB).

use std::io::{Cursor, Read};

use super::bytes::{u16_at, u32_at};

/// Longest stream, in bytes; no stream is longer than its file.
const MAX_STREAM: u64 = 64 << 20;

/// Places in the index of what is read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Styles = 1,
    CharacterRuns = 12,
    ParagraphRuns = 13,
    Pieces = 33,
    Anchors = 40,
    TextBoxes = 56,
    Lists = 73,
    ListUses = 74,
}

/// Why the own reader cannot read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Encrypted,
    Damaged,
    /// Of Word 6 or 95, which writes another format.
    Old,
}

/// A Word file's streams with their index.
#[derive(Debug)]
pub(super) struct File {
    pub(super) word: Vec<u8>,
    pub(super) table: Vec<u8>,
    pub(super) data: Vec<u8>,
    pub(super) summary: Vec<u8>,
    /// The language it was made for.
    pub(super) language: u16,
    /// Characters of the body, footnotes, headers, macros, comments, endnotes, text boxes.
    pub(super) lengths: [u32; 7],
    index: Vec<(u32, u32)>,
}

impl File {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, Fault> {
        let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
        let mut stream = |name: &str| {
            let mut unpacked = Vec::new();
            if let Ok(stream) = file.open_stream(name) {
                // What stands before a fault can be read.
                let _ = stream.take(MAX_STREAM).read_to_end(&mut unpacked);
            }
            unpacked
        };
        let word = stream("/WordDocument");
        let flags = u16_at(&word, 0xa).ok_or(Fault::Damaged)?;
        match u16_at(&word, 0) {
            Some(0xa5ec) => {}
            Some(0xa5dc) => return Err(Fault::Old),
            _ => return Err(Fault::Damaged),
        }
        if flags & 0x100 != 0 {
            return Err(Fault::Encrypted);
        }
        let table = stream(if flags & 0x200 != 0 { "/1Table" } else { "/0Table" });
        let (data, summary) = (stream("/Data"), stream("/\u{5}SummaryInformation"));
        let language = u16_at(&word, 6).unwrap_or_default();
        let mut file = Self { word, table, data, summary, language, lengths: [0; 7], index: Vec::new() };
        file.read_index().ok_or(Fault::Damaged)?;
        Ok(file)
    }

    fn read_index(&mut self) -> Option<()> {
        let word = &self.word;
        let longs = 34 + 2 * u16_at(word, 32)? as usize + 2;
        let n_longs = u16_at(word, longs - 2)? as usize;
        for (at, length) in self.lengths.iter_mut().enumerate() {
            // Characters are counted from the fourth number on.
            *length = u32_at(word, longs + 4 * (3 + at))?;
        }
        let pairs = longs + 4 * n_longs + 2;
        let n_pairs = u16_at(word, pairs - 2)? as usize;
        self.index = (0..n_pairs)
            .map_while(|at| Some((u32_at(word, pairs + 8 * at)?, u32_at(word, pairs + 8 * at + 4)?)))
            .collect();
        Some(())
    }

    /// What the index names, as far as it is there.
    pub(super) fn part(&self, part: Part) -> &[u8] {
        let (start, length) = self.index.get(part as usize).copied().unwrap_or_default();
        let start = (start as usize).min(self.table.len());
        &self.table[start..(start + length as usize).min(self.table.len())]
    }

    /// All that follows the beginning of a part: the levels of lists follow the lists and are not counted.
    pub(super) fn from(&self, part: Part) -> &[u8] {
        let (start, length) = self.index.get(part as usize).copied().unwrap_or_default();
        if length == 0 { &[] } else { self.table.get(start as usize..).unwrap_or_default() }
    }

    /// Where a story begins in the characters of the file, by its place in [`File::lengths`].
    pub(super) fn story(&self, nth: usize) -> std::ops::Range<u32> {
        let start = self.lengths[..nth].iter().fold(0u32, |sum, length| sum.saturating_add(*length));
        start..start.saturating_add(self.lengths[nth])
    }

    /// The title that the file's own properties give.
    pub(super) fn title(&self) -> Option<String> {
        const TITLE: u32 = 2;
        const CODE_PAGE: u32 = 1;
        let section = self.summary.get(u32_at(&self.summary, 44)? as usize..)?;
        let n_properties = u32_at(section, 4)?.min(100) as usize;
        let place = |id: u32| {
            let at = (0..n_properties).find(|at| u32_at(section, 8 + 8 * at) == Some(id))?;
            Some(u32_at(section, 12 + 8 * at)? as usize)
        };
        let code_page = place(CODE_PAGE).and_then(|at| u16_at(section, at + 4));
        let at = place(TITLE)?;
        let length = u32_at(section, at + 4)? as usize;
        let title = match u32_at(section, at)? {
            0x1e => {
                let text = section.get(at + 8..(at + 8).checked_add(length)?)?;
                match code_page {
                    Some(65_001) => String::from_utf8_lossy(text).into_owned(),
                    Some(1200) => encoding_rs::UTF_16LE.decode_without_bom_handling(text).0.into_owned(),
                    _ => encoding_rs::GBK.decode_without_bom_handling(text).0.into_owned(),
                }
            }
            0x1f => {
                let text = section.get(at + 8..(at + 8).checked_add(length.checked_mul(2)?)?)?;
                encoding_rs::UTF_16LE.decode_without_bom_handling(text).0.into_owned()
            }
            _ => return None,
        };
        let title = title.trim_end_matches('\0').trim().to_owned();
        (!title.is_empty()).then_some(title)
    }
}
