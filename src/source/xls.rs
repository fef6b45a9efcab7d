//! XLS: how the cells of a binary workbook show their numbers.
//!
//! In:  a compound file with a stream `Workbook`.
//! Out: the code of the number format of each cell that has one, by sheet; nothing of a file that is damaged.
//! Not here: the cells; [`xlsx`](super::xlsx) reads them, and does not say of this format how they are shown.
//! Source: [MS-XLS], records FORMAT, XF, BOUNDSHEET8, NUMBER, RK, MULRK, FORMULA.

use std::collections::HashMap;
use std::io::{Cursor, Read};

/// Longest stream, in bytes; no stream is longer than its file.
const MAX_STREAM: u64 = 64 << 20;

/// Number formats of a workbook.
#[derive(Debug, Default)]
pub(super) struct Formats {
    /// By number, with those that are built in.
    codes: HashMap<u16, String>,
    /// By sheet, row and column.
    cells: HashMap<String, HashMap<(u32, u32), u16>>,
}

impl Formats {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut formats = Self::default();
        let mut stream = Vec::new();
        if let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes))
            && let Ok(workbook) = file.open_stream("/Workbook")
        {
            // What stands before a fault can be read.
            let _ = workbook.take(MAX_STREAM).read_to_end(&mut stream);
        }
        let mut styles: Vec<u16> = Vec::new();
        let mut sheets: Vec<(String, usize)> = Vec::new();
        for (kind, record) in records(&stream) {
            match kind {
                0x041e => {
                    let code = u16_at(record, 0).zip(text(record.get(4..).unwrap_or_default(), u16_at(record, 2)));
                    formats.codes.extend(code);
                }
                0x00e0 => styles.push(u16_at(record, 2).unwrap_or_default()),
                0x0085 => {
                    let name = text(record.get(7..).unwrap_or_default(), record.get(6).map(|&n| u16::from(n)));
                    sheets.extend(name.zip(u32_at(record, 0).map(|at| at as usize)));
                }
                END => break,
                _ => {}
            }
        }
        for (name, at) in sheets {
            let mut cells = HashMap::new();
            for (kind, record) in records(stream.get(at..).unwrap_or_default()).take_while(|(kind, _)| *kind != END) {
                let (Some(row), Some(column)) = (u16_at(record, 0), u16_at(record, 2)) else { continue };
                let mut put = |column: usize, at: usize| {
                    let style = u16_at(record, at).and_then(|style| styles.get(style as usize));
                    if let Some(&style) = style.filter(|&&style| style != 0) {
                        cells.insert((u32::from(row), column as u32), style);
                    }
                };
                match kind {
                    0x0203 | 0x027e | 0x0006 => put(column as usize, 4),
                    0x00bd => {
                        let n_cells = record.len().saturating_sub(6) / 6;
                        (0..n_cells).for_each(|nth| put(column as usize + nth, 4 + 6 * nth));
                    }
                    _ => {}
                }
            }
            formats.cells.entry(name).or_insert(cells);
        }
        formats
    }

    /// The code of a cell's format.
    pub(super) fn of(&self, sheet: &str, row: u32, column: u32) -> Option<&str> {
        let style = self.cells.get(sheet)?.get(&(row, column))?;
        self.codes.get(style).map(String::as_str).or_else(|| built_in(*style))
    }
}

/// The last record of the workbook's part and of each sheet's.
const END: u16 = 0x000a;

/// The records of a stream, in order.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, 0)?, u16_at(stream, 2)? as usize);
        let record = stream.get(4..4 + length)?;
        stream = &stream[4 + length..];
        Some((kind, record))
    })
}

/// A text of so many characters behind a byte that says how wide they are.
fn text(bytes: &[u8], n_chars: Option<u16>) -> Option<String> {
    let n_chars = n_chars? as usize;
    let (is_wide, text) = (bytes.first()? & 1 == 1, &bytes[1..]);
    if is_wide {
        let text = text.get(..2 * n_chars)?;
        Some(encoding_rs::UTF_16LE.decode_without_bom_handling(text).0.into_owned())
    } else {
        Some(text.get(..n_chars)?.iter().copied().map(char::from).collect())
    }
}

/// The codes of formats that no file spells, as a Chinese Excel shows them.
fn built_in(number: u16) -> Option<&'static str> {
    Some(match number {
        9 => "0%",
        10 => "0.00%",
        27 | 36 | 50 | 52 | 57 => "yyyy\"\u{5e74}\"m\"\u{6708}\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"\u{6708}\"d\"\u{65e5}\"",
        31 => "yyyy\"\u{5e74}\"m\"\u{6708}\"d\"\u{65e5}\"",
        _ => return None,
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
