//! Folders of tables: written whole or not at all.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use polars::prelude::DataFrame;
use rayon::prelude::*;

use super::file::{FileFormat, Files, Out, Part, Source, write};
use super::frame::Row;
use super::rows::Rows;
use super::schema::{
    AssignmentRow, ClauseRow, DeadlineRow, MatchRow, NoticeRow, PassageRow, ProblemRow, TargetRow, TaskRow,
    ThemeRankingRow, ThemeRow,
};
use crate::error::Error;
use crate::swap::Swap;

/// Copies what stands in the old folder and not in the new one; `within` is the folder at hand, relative to both.
fn keep_others(old: &Path, new: &Path, within: &Path) -> Result<(), Error> {
    let folder = old.join(within);
    for entry in fs::read_dir(&folder).map_err(Error::read(&folder))? {
        let name = within.join(entry.map_err(Error::read(&folder))?.file_name());
        let (from, to) = (old.join(&name), new.join(&name));
        if from.is_dir() {
            if !to.exists() {
                fs::create_dir(&to).map_err(Error::write(&to))?;
            }
            keep_others(old, new, &name)?;
        } else if !is_ours(&name) && !to.exists() {
            fs::copy(&from, &to).map_err(Error::write(&to))?;
        }
    }
    Ok(())
}

/// What earlier versions wrote beside their tables.
const STAMP: &str = "made.json";

/// Whether an earlier run of ours wrote a file, by its path in the folder; a new run writes it anew or not at all.
fn is_ours(name: &Path) -> bool {
    let text = |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, ending) = (text(name.file_stem()), text(name.extension()));
    match name.parent() {
        Some(top) if top.as_os_str().is_empty() => {
            name == Path::new(STAMP)
                || names().contains(&stem.as_str()) && ["parquet", "csv", "jsonl", "xlsx"].contains(&ending.as_str())
        }
        Some(folder) => folder == Path::new("sources") && ending == "txt",
        None => false,
    }
}

/// The names of all tables that we write.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = vec![
        NoticeRow::TABLE,
        PassageRow::TABLE,
        TaskRow::TABLE,
        ClauseRow::TABLE,
        AssignmentRow::TABLE,
        TargetRow::TABLE,
        MatchRow::TABLE,
        ThemeRow::TABLE,
        ThemeRankingRow::TABLE,
        DeadlineRow::TABLE,
        ProblemRow::TABLE,
    ];
    names.extend([
        "workload",
        "workload_by_unit",
        "workload_by_function",
        "overlap",
        "coverage",
        "unmatched",
        "indicators",
        "indicator_ranking",
        "duibiao",
    ]);
    names
}

/// The tables of some rows, in the order of the contract.
fn sources(rows: &Rows) -> Vec<Source<'_>> {
    let matches = &rows.matches;
    vec![
        Source::of(NoticeRow::TABLE, &rows.notices),
        Source::of(PassageRow::TABLE, &rows.passages),
        Source::of(TaskRow::TABLE, &rows.tasks),
        Source::of(ClauseRow::TABLE, &rows.clauses),
        Source::of(AssignmentRow::TABLE, &rows.assignments),
        Source::of(TargetRow::TABLE, &rows.targets),
        Source::made(MatchRow::TABLE, matches.len(), |range| matches.rows(range).collect::<Vec<MatchRow>>()),
        Source::of(ThemeRow::TABLE, &rows.themes),
        Source::of(ThemeRankingRow::TABLE, &rows.theme_ranking),
        Source::of(DeadlineRow::TABLE, &rows.deadlines),
        Source::of(ProblemRow::TABLE, &rows.problems),
    ]
}

/// Writes all tables and the plain texts into a folder, in one swap. Returns the names of the tables that are too long for
/// CSV.
///
/// Files of the old folder that no run of ours wrote stay: nobody's own file is lost.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn write_folder<'a>(folder: &Path, rows: &'a Rows, files: &Files) -> Result<Vec<&'a str>, Error> {
    let swap = Swap::open(folder)?;
    let without = fill_folder(&swap.path(), rows, Vec::new(), files)?;
    close(swap)?;
    Ok(without)
}

/// Writes all tables, the plain texts and further tables into a folder that is being made. Returns the names of the tables
/// that are too long for CSV.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn fill_folder<'a>(
    folder: &Path,
    rows: &'a Rows,
    more: Vec<Source<'a>>,
    files: &Files,
) -> Result<Vec<&'a str>, Error> {
    let mut tables = sources(rows);
    tables.extend(more);
    let without = write(folder, "duibiao", &tables, files)?;
    write_texts(folder, &rows.sources)?;
    Ok(without)
}

fn write_texts(folder: &Path, sources: &[(String, String)]) -> Result<(), Error> {
    let folder = folder.join("sources");
    fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
    for (id, text) in sources {
        let path = folder.join(format!("{}.txt", file_name(id)));
        fs::write(&path, text).map_err(Error::write(&path))?;
    }
    Ok(())
}

/// Swaps a new folder in, with what others put into the old one.
fn close(swap: Swap) -> Result<(), Error> {
    if swap.target().exists() {
        keep_others(swap.target(), &swap.path(), Path::new(""))?;
    }
    swap.finish()
}

/// Writes a folder of tables while notices are still being read, so that these never stand in memory together.
pub struct FolderWriter {
    swap: Swap,
    tables: Vec<Out>,
}

impl FolderWriter {
    /// Begins a folder of tables.
    ///
    /// # Errors
    /// [`Error::Write`] and [`Error::Refused`], with the path; [`Error::Usage`] for a format that needs all rows at once.
    pub fn open(folder: &Path, formats: &[FileFormat]) -> Result<Self, Error> {
        if formats.contains(&FileFormat::Xlsx) {
            return Err(Error::Usage("a workbook is written whole".to_owned()));
        }
        let swap = Swap::open(folder)?;
        let files = Files::all(formats);
        let out = |name: &str, empty: &DataFrame| Out::create(&swap.path(), name, empty, 0, &files);
        let none = Rows::default();
        let tables = sources(&none).iter().map(|table| out(table.name(), table.empty())).collect::<Result<_, _>>()?;
        Ok(Self { swap, tables })
    }

    /// Writes the rows of some notices.
    ///
    /// # Errors
    /// [`Error::Write`] and [`Error::Table`], with the path.
    pub fn put(&mut self, rows: &Rows) -> Result<(), Error> {
        let parts: Vec<Vec<Part>> =
            sources(rows).par_iter().zip(&self.tables).map(|(table, out)| table.make(out)).collect::<Result<_, _>>()?;
        for (out, parts) in self.tables.iter_mut().zip(parts) {
            parts.into_iter().try_for_each(|part| out.put(part))?;
        }
        write_texts(&self.swap.path(), &rows.sources)
    }

    /// Puts the folder into its place; files of the old folder that no run of ours wrote stay.
    ///
    /// # Errors
    /// [`Error::Write`] and [`Error::Table`], with the path.
    pub fn finish(self) -> Result<(), Error> {
        self.tables.into_iter().try_for_each(Out::finish)?;
        let sources = self.swap.path().join("sources");
        fs::create_dir_all(&sources).map_err(Error::write(&sources))?;
        close(self.swap)
    }
}

/// An id as a file's name.
pub fn file_name(id: &str) -> String {
    id.chars()
        .map(
            |c| {
                if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control() {
                    '_'
                } else {
                    c
                }
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_own_file_is_lost() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let folder = folder.path().join("tables");
        let own = ["note.txt", "mine/tasks.csv", "mine/made.json", "mine/sources/a.txt", "sources/a.md"];
        let old = ["tasks.csv", "matches.parquet", "made.json", "sources/a.txt"];
        for name in own.iter().chain(&old) {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder can be made");
            fs::write(&path, "old").expect("a file can be written");
        }
        let files = Files::all(&[FileFormat::JsonLines]);
        write_folder(&folder, &Rows::default(), &files).expect("tables can be written");
        for name in own {
            assert_eq!(fs::read_to_string(folder.join(name)).ok().as_deref(), Some("old"), "{name}");
        }
        for name in old {
            assert_ne!(fs::read_to_string(folder.join(name)).ok().as_deref(), Some("old"), "{name}");
        }
    }
}
