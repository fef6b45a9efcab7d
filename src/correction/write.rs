//! Writing corrections down: rows added to a file, whole or not at all.

use std::path::Path;

use super::file::places;
use super::kind::{COLUMNS, Kind};
use crate::error::Error;
use crate::source;
use crate::swap::put;
use crate::table::harmless;

/// A row to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    pub subject: String,
    pub words: String,
    pub object: String,
    pub object_words: String,
    pub value: String,
    pub note: String,
    pub by: String,
    pub on: String,
}

impl Draft {
    /// A row about something that says nothing yet.
    pub fn new(kind: Kind, subject: impl Into<String>) -> Self {
        let none = String::new;
        Self {
            kind,
            subject: subject.into(),
            words: none(),
            object: none(),
            object_words: none(),
            value: none(),
            note: none(),
            by: none(),
            on: none(),
        }
    }

    /// Its cells in the order of [`COLUMNS`].
    fn cells(&self) -> [&str; COLUMNS.len()] {
        [
            self.kind.title(),
            &self.subject,
            &self.words,
            &self.object,
            &self.object_words,
            &self.value,
            &self.note,
            &self.by,
            &self.on,
        ]
    }
}

/// What stands above the heads of a new file.
const HEAD: &str = "\
# 更正：人工核定的结论，下次读取时照此办理。一行一条；“原文”写对象的文字或其开头，编号变了也能找到。
# 种类和填法见 docs/corrections.md，或 duibiao correct --help；写错的行不影响其他行。
";

/// Adds rows to a file of corrections, which is made where there is none. Its other lines stay as they are.
///
/// # Errors
/// [`Error::Refused`] for a workbook or a file without the columns, [`Error::Read`] and [`Error::Write`].
pub fn append(path: &Path, drafts: &[Draft]) -> Result<(), Error> {
    let is = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    if !is("tsv") && !is("csv") {
        return Err(Error::Refused {
            path: path.to_path_buf(),
            reason: "rows are only added to a .tsv or .csv file".to_owned(),
            help: "name another file with --file; workbooks beside it are read too".to_owned(),
        });
    }
    let delimiter = if is("tsv") { b'\t' } else { b',' };
    let (mut text, order) = match path.exists() {
        true => existing(path)?,
        false => {
            let heads: Vec<&str> = COLUMNS.iter().map(|column| column.title).collect();
            (format!("\u{feff}{HEAD}{}\n", line(&heads, delimiter, path)?), std::array::from_fn(Some))
        }
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let width = order.iter().flatten().max().map_or(0, |last| last + 1);
    for draft in drafts {
        let mut cells = vec![String::new(); width];
        for (cell, place) in draft.cells().into_iter().zip(order) {
            match place {
                Some(place) => cells[place] = on_one_line(cell),
                None if cell.is_empty() => {}
                None => return Err(no_column(path)),
            }
        }
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        text.push_str(&line(&cells, delimiter, path)?);
        text.push('\n');
    }
    put(path, text.as_bytes())
}

fn no_column(path: &Path) -> Error {
    let titles: Vec<&str> = COLUMNS.iter().map(|column| column.title).collect();
    Error::Refused {
        path: path.to_path_buf(),
        reason: "the head of this file lacks a column that is needed".to_owned(),
        help: format!("its columns are {}", titles.join("、")),
    }
}

/// The text of a file as it stands, and the place of each column.
fn existing(path: &Path) -> Result<(String, [Option<usize>; COLUMNS.len()]), Error> {
    let cells = source::cells(path)?;
    let head = cells.rows.iter().find(|(_, row)| !row[0].starts_with('#'));
    let order = head.map(|(_, row)| places(row)).filter(|places| places[0].is_some() && places[1].is_some());
    let order = order.ok_or_else(|| no_column(path))?;
    Ok((format!("\u{feff}{}", cells.text.trim_start_matches('\u{feff}')), order))
}

/// One line of a table.
fn line(cells: &[&str], delimiter: u8, path: &Path) -> Result<String, Error> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    let done = writer.write_record(cells).and_then(|()| writer.flush().map_err(Into::into));
    done.map_err(|error| Error::write(path)(error.into()))?;
    let bytes = writer.into_inner().map_err(|error| Error::write(path)(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned())
}

/// A cell on one line that no spreadsheet takes for a formula, and no reader for a remark. Figures stay as they are.
fn on_one_line(cell: &str) -> String {
    let cell = cell.replace(['\n', '\r', '\t'], " ");
    let is_number = cell.parse::<f64>().is_ok();
    match cell.starts_with('#') {
        _ if is_number => cell,
        true => format!("'{cell}"),
        false => harmless(&cell).into_owned(),
    }
}
