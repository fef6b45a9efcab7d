//! Corrections: where people overrule the machine, written down once.
//!
//! In:  files that people fill in, beside the notices or named: `corrections.xlsx`, `.csv`, `.tsv`, or `更正` for the name.
//! Out: [`Corrections`]: one [`Correction`] a row, with what it says as a type; rows that say nothing are [`Fault`]s with
//!      their place.
//! Not here: where a correction applies ([`crate::intake`]) and what a verdict on a pair does ([`crate::matching`]).
//!
//! The file is for Excel: few columns, Chinese heads. English heads and codes are understood too.

mod file;
mod kind;
mod say;
mod template;
mod write;

use std::path::{Path, PathBuf};

pub use file::{Wanted, is_corrections, open};
pub use kind::{COLUMNS, Column, Kind};
pub use say::Say;
pub use template::workbook;
pub use write::{Draft, append};

/// One row of a file of corrections.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The file, as it was named.
    pub source: PathBuf,
    /// 1-based line of the file, row of the sheet.
    pub line: usize,
    pub kind: Kind,
    /// What it is about: the id of a task, target or notice, or a unit's name.
    pub subject: String,
    /// The printed words under that id, or their beginning.
    pub words: String,
    /// The other task, the unit, or the one notice in which a unit is meant.
    pub object: String,
    pub object_words: String,
    pub value: String,
    pub note: String,
    pub by: String,
    pub on: String,
    pub say: Say,
}

impl Correction {
    /// Its place as outputs mark it: `corrections.tsv:3`.
    pub fn mark(&self) -> String {
        mark(&self.source.to_string_lossy(), self.line as u32)
    }

    /// Its place for people: `corrections.tsv 第3行`.
    pub fn place(&self) -> String {
        format!("{} 第{}行", self.file_name(), self.line)
    }

    fn file_name(&self) -> String {
        let name = self.source.file_name().unwrap_or(self.source.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

/// A line of a file as outputs mark it: the file's name and the line.
pub fn mark(source: &str, line: u32) -> String {
    let name = source.rsplit(['/', '\\']).next().unwrap_or(source);
    format!("{name}:{line}")
}

/// A row that cannot be used, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub source: PathBuf,
    pub line: usize,
    pub message: String,
    pub help: String,
}

/// All corrections that apply, in the order of their files and lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corrections {
    pub rows: Vec<Correction>,
    pub faults: Vec<Fault>,
    /// The files with their text line by line, to point at.
    pub files: Vec<(PathBuf, String)>,
}

impl Corrections {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.faults.is_empty()
    }
}

/// Words as they are compared: without white space, and without the dots of a beginning that goes on.
pub fn plain(words: &str) -> String {
    let words = words.trim().trim_end_matches(['…', '.']);
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether printed words are those that a row names, or begin with them. No words fit any.
pub fn fits(printed: &str, words: &str) -> bool {
    let mut printed = printed.chars().filter(|c| !c.is_whitespace());
    plain(words).chars().all(|c| printed.next() == Some(c))
}

/// The name of a file of corrections that the program itself makes.
pub const FILE: &str = "corrections.tsv";

/// The file of corrections beside an input.
pub fn beside(input: &Path) -> PathBuf {
    if input.is_dir() { input.join(FILE) } else { input.parent().unwrap_or(Path::new("")).join(FILE) }
}

#[cfg(test)]
mod tests;
