//! Grids: the tables of a returned file, whatever its kind.
//!
//! In:  a file.
//! Out: [`Grid`]s: cells by row and column, those of a merged range each with its text.
//! Not here: what a cell means ([`super::head`]).

use std::path::Path;

use super::spot::Spot;
use crate::error::Error;
use crate::source;

/// Rows of cells.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    pub source: String,
    /// Name of the sheet; empty for a text.
    pub sheet: String,
    pub rows: Vec<Vec<String>>,
    /// Number of the first row; those of a text are its lines.
    pub is_text: bool,
}

/// Largest merged range that is filled: what lies beyond is no answer.
const MOST_MERGED: usize = 10_000;

impl Grid {
    /// A cell; empty beyond the table.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|cells| cells.get(column)).map_or("", String::as_str)
    }

    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The place of a cell for people.
    pub fn spot(&self, row: usize, column: usize) -> Spot {
        let cell = match self.is_text {
            true => format!("第{}行", row + 1),
            false => format!("{}!{}", self.sheet, source::place(row, column)),
        };
        Spot { source: self.source.clone(), cell, row: row as u32 + 1, column: column as u32 + 1 }
    }
}

/// The tables of a file. Hidden sheets are no answers.
///
/// # Errors
/// [`Error::Read`], [`Error::Refused`], with what to do.
pub(super) fn grids(path: &Path) -> Result<Vec<Grid>, Error> {
    let opened = source::open(path)?;
    let name = path.display().to_string();
    if let Some(sheets) = opened.sheets()? {
        let shown = sheets.into_iter().filter(|sheet| !sheet.is_hidden);
        return Ok(shown.map(|sheet| of_sheet(&name, sheet)).collect());
    }
    Ok(opened.documents()?.iter().map(|document| of_text(&name, &document.text)).collect())
}

fn of_sheet(source: &str, sheet: source::Sheet) -> Grid {
    let mut rows = sheet.rows;
    for (top, left, bottom, right) in sheet.merges {
        let Some(text) = rows.get(top).and_then(|cells| cells.get(left)).filter(|text| !text.is_empty()).cloned()
        else {
            continue;
        };
        let bottom = bottom.min(rows.len().saturating_sub(1));
        if bottom < top || right < left || (bottom - top + 1).saturating_mul(right - left + 1) > MOST_MERGED {
            continue;
        }
        for cells in &mut rows[top..=bottom] {
            if cells.len() <= right {
                cells.resize(right + 1, String::new());
            }
            cells[left..=right].fill(text.clone());
        }
    }
    Grid { source: source.to_owned(), sheet: sheet.name, rows, is_text: false }
}

/// A text's lines; those of its tables have bars between the cells.
fn of_text(source: &str, text: &str) -> Grid {
    let row = |line: &str| match line.trim().strip_suffix('|') {
        Some(cells) => cells.split('|').map(|cell| cell.trim().to_owned()).collect(),
        None => vec![line.trim().to_owned()],
    };
    Grid { source: source.to_owned(), sheet: String::new(), rows: text.lines().map(row).collect(), is_text: true }
}
