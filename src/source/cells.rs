//! Cells: a table that people fill in, row by row, with the line of each.
//!
//! In:  a CSV, TSV or XLSX file in any encoding that the program knows.
//! Out: its rows as texts, and the file as lines to point at.
//! Not here: what the columns mean; whoever asks knows.

use std::path::Path;

use csv::ReaderBuilder;

use super::budget::Budget;
use super::{Refusal, csv as tables, encoding, has_extension, open, refused, xlsx};
use crate::error::Error;

/// The rows of a table that people filled in.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// 1-based line of the file (row of the sheet) and its cells; rows without any word are left out.
    pub rows: Vec<(usize, Vec<String>)>,
    /// The file line by line, a sheet's rows with tabs between the cells.
    pub text: String,
}

/// Reads the cells of a file: of a workbook the first sheet that is not hidden and holds something.
///
/// # Errors
/// [`Error::Missing`], [`Error::Read`], and [`Error::Refused`] for a file that is no table or too large.
pub fn cells(path: &Path) -> Result<Cells, Error> {
    let opened = open(path)?;
    let bytes = &*opened.bytes;
    let found = if xlsx::is_workbook(bytes) { sheet(bytes) } else { text(bytes, path) };
    found.map_err(|refusal| refusal.error(path))
}

fn sheet(bytes: &[u8]) -> Result<Cells, Refusal> {
    let mut budget = Budget::new();
    let sheets = xlsx::bounded_sheets(bytes, &mut budget)?;
    budget.check()?;
    let shown = sheets.into_iter().find(|sheet| !sheet.is_hidden && sheet.rows.iter().any(|row| !row.is_empty()));
    let rows = shown.map(|sheet| sheet.rows).unwrap_or_default();
    let flat = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = rows.iter().map(|row| row.iter().map(flat).collect::<Vec<_>>().join("\t") + "\n").collect();
    Ok(Cells { rows: filled((1..).zip(rows)), text })
}

fn text(bytes: &[u8], path: &Path) -> Result<Cells, Refusal> {
    let (text, _) = encoding::decode(bytes, None).ok_or_else(refused::unknown)?;
    let delimiter = if has_extension(path, &["tsv"]) { b'\t' } else { tables::delimiter(&text) };
    let mut budget = Budget::new();
    if !budget.take_places("", text.bytes().filter(|&byte| byte == delimiter || byte == b'\n').count()) {
        return Err(Refusal::too_long());
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let rows = reader.records().flatten().map(|record| {
        let from = record.position().map_or(0, |position| position.byte() as usize);
        let line = ends.partition_point(|end| *end < begins(&text, from)) + 1;
        (line, record.iter().map(str::to_owned).collect())
    });
    Ok(Cells { rows: filled(rows), text: text.replace('\r', "") })
}

/// Where the row begins that is read from some byte on: behind empty lines and remarks.
fn begins(text: &str, mut at: usize) -> usize {
    while let Some(rest) = text.get(at..) {
        at += match rest.as_bytes().first() {
            Some(b'\n' | b'\r') => 1,
            Some(b'#') => rest.find('\n').map_or(rest.len(), |end| end + 1),
            _ => break,
        };
    }
    at
}

/// The rows that hold a word, their cells without white space around.
fn filled(rows: impl Iterator<Item = (usize, Vec<String>)>) -> Vec<(usize, Vec<String>)> {
    let trimmed = rows.map(|(line, row)| (line, row.iter().map(|cell| cell.trim().to_owned()).collect()));
    trimmed.filter(|(_, row): &(usize, Vec<String>)| row.iter().any(|cell| !cell.is_empty())).collect()
}
