//! Files of corrections: which they are, and their rows.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::kind::{COLUMNS, Kind};
use super::{Correction, Corrections, Fault, say};
use crate::error::Error;
use crate::source::{self, Cells};

/// Which corrections are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Those in the folders of the inputs, and these files besides.
    Beside(Vec<PathBuf>),
    /// None: the machine alone.
    Nothing,
}

impl Default for Wanted {
    fn default() -> Self {
        Self::Beside(Vec::new())
    }
}

/// Whether a file is one of corrections by its name, and no notice.
pub fn is_corrections(path: &Path) -> bool {
    let part = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().to_lowercase());
    let named = part(path.file_stem()).is_some_and(|stem| stem == "corrections" || stem == "更正");
    named && part(path.extension()).is_some_and(|ending| ["xlsx", "csv", "tsv"].contains(&ending.as_str()))
}

/// Reads files of corrections, in their order, each once.
///
/// A row that says nothing usable is among [`Corrections::faults`] and costs nothing else.
///
/// # Errors
/// [`Error::Missing`], [`Error::Read`] and [`Error::Refused`] for a file that is none; [`Error::Lexicon`] with the line for
/// one without the columns.
pub fn open(paths: &[PathBuf]) -> Result<Corrections, Error> {
    let mut corrections = Corrections::default();
    let mut seen = HashSet::new();
    for path in paths {
        if !path.exists() {
            return Err(Error::Missing { path: path.clone() });
        }
        if seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())) {
            add(path, source::cells(path)?, &mut corrections)?;
        }
    }
    Ok(corrections)
}

/// The place of each column in a head; nothing where it is no head.
pub(super) fn places(head: &[String]) -> [Option<usize>; COLUMNS.len()] {
    COLUMNS.map(|column| {
        let is = |cell: &String| cell.trim() == column.title || cell.trim().eq_ignore_ascii_case(column.name);
        head.iter().position(is)
    })
}

/// What a file lacks that has no head.
fn no_head(path: &Path, line: usize) -> Error {
    let titles: Vec<&str> = COLUMNS.iter().map(|column| column.title).collect();
    Error::Lexicon {
        path: path.to_path_buf(),
        line,
        source: format!(
            "no columns 种类 and 对象 here; the first row names the columns: {} (`duibiao correct template -o 更正.xlsx` \
             writes such a file)",
            titles.join("、")
        )
        .into(),
    }
}

/// Adds the rows of a file.
fn add(path: &Path, cells: Cells, corrections: &mut Corrections) -> Result<(), Error> {
    let Cells { rows, text } = cells;
    corrections.files.push((path.to_path_buf(), text));
    let mut rows = rows.into_iter().filter(|(_, row)| !row[0].starts_with('#'));
    let Some((line, head)) = rows.next() else { return Ok(()) };
    let places = places(&head);
    if places[0].is_none() || places[1].is_none() {
        return Err(no_head(path, line));
    }
    for (line, row) in rows {
        let cell = |at: usize| {
            let text = places[at].and_then(|place| row.get(place)).map_or("", |cell| cell.trim());
            // what keeps a spreadsheet from reading a text as a formula
            text.strip_prefix('\'').unwrap_or(text).to_owned()
        };
        let mut fault = |message: String, help: String| {
            corrections.faults.push(Fault { source: path.to_path_buf(), line, message, help });
        };
        let [named, subject, words, object, object_words, value, note, by, on] = std::array::from_fn(cell);
        let Some(kind) = Kind::parse(&named) else {
            let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.title()).collect();
            fault(format!("没有“{named}”这个种类"), format!("可用：{}", kinds.join("、")));
            continue;
        };
        let row = say::Row { kind, subject: &subject, words: &words, object: &object, value: &value };
        match row.read() {
            Ok(say) => {
                let source = path.to_path_buf();
                let row =
                    Correction { source, line, kind, subject, words, object, object_words, value, note, by, on, say };
                corrections.rows.push(row);
            }
            Err(message) => fault(message, format!("“{}”的填法：{}", kind.title(), kind.what())),
        }
    }
    Ok(())
}
