//! Folders of tables: written whole or not at all.

use std::fs;
use std::path::Path;

use polars::prelude::DataFrame;
use rayon::prelude::*;
use serde_json::Map;

use super::describe;
use super::file::{FileFormat, Files, Out, Part, Source, write};
use super::frame::Row;
use super::rows::Rows;
use super::schema::{
    AssignmentRow, ClauseRow, CorrectionRow, DeadlineRow, FormRow, ListRow, MatchRow, NoticeRow, PassageRow,
    ProblemRow, TargetRow, TaskRow, ThemeRankingRow, ThemeRow,
};
use crate::diagnostic::steers;
use crate::error::Error;
use crate::swap::{Kind, Swap};

/// The tables of some rows, in the order of the contract.
pub fn sources(rows: &Rows) -> Vec<Source<'_>> {
    let matches = &rows.matches;
    vec![
        Source::of(NoticeRow::TABLE, &rows.notices),
        Source::of(ListRow::TABLE, &rows.lists),
        Source::of(PassageRow::TABLE, &rows.passages),
        Source::of(TaskRow::TABLE, &rows.tasks),
        Source::of(ClauseRow::TABLE, &rows.clauses),
        Source::of(AssignmentRow::TABLE, &rows.assignments),
        Source::of(TargetRow::TABLE, &rows.targets),
        Source::made(MatchRow::TABLE, matches.len(), |range| matches.rows(range).collect::<Vec<MatchRow>>())
            .with_columns(|range| matches.columns(range)),
        Source::of(ThemeRow::TABLE, &rows.themes),
        Source::of(ThemeRankingRow::TABLE, &rows.theme_ranking),
        Source::of(DeadlineRow::TABLE, &rows.deadlines),
        Source::of(FormRow::TABLE, &rows.forms),
        Source::of(ProblemRow::TABLE, &rows.problems),
        Source::of(CorrectionRow::TABLE, &rows.corrections),
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
    let swap = Swap::open(folder, Kind::Tables)?;
    let without = fill_folder(&swap.path(), rows, Vec::new(), files).map_err(|error| swap.named(error))?;
    swap.finish(Map::new())?;
    Ok(without)
}

/// Adds tables to a folder, in one swap: those of the same names are replaced. XLSX is one workbook, `name.xlsx`.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path; [`Error::Refused`] where a file that is not ours has the name of a
/// new one.
pub fn write_files(folder: &Path, name: &str, tables: &[Source<'_>], files: &Files) -> Result<(), Error> {
    let swap = Swap::add(folder)?;
    write(&swap.path(), name, tables, files).map_err(|error| swap.named(error))?;
    swap.finish(Map::new()).map(drop)
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
    let written: Vec<(&str, usize)> = tables.iter().map(|table| (table.name(), table.len())).collect();
    describe::write(folder, &written, files)?;
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

/// Writes a folder of tables while notices are still being read, so that these never stand in memory together.
pub struct FolderWriter {
    swap: Swap,
    tables: Vec<Out>,
    files: Files,
}

impl FolderWriter {
    /// Begins a folder of tables.
    ///
    /// # Errors
    /// [`Error::Write`] and [`Error::Refused`], with the path; [`Error::Usage`] for a format that needs all rows at once.
    pub fn open(folder: &Path, files: &Files) -> Result<Self, Error> {
        if files.formats.contains(&FileFormat::Xlsx) {
            return Err(Error::Usage("a workbook is written whole".to_owned()));
        }
        let swap = Swap::open(folder, Kind::Tables)?;
        let out = |name: &str, empty: &DataFrame| Out::create(&swap.path(), name, empty, 0, files);
        let none = Rows::default();
        let tables = sources(&none).iter().map(|table| out(table.name(), table.empty())).collect::<Result<_, _>>();
        let tables = tables.map_err(|error| swap.named(error))?;
        Ok(Self { swap, tables, files: files.clone() })
    }

    /// Writes the rows of some notices.
    ///
    /// # Errors
    /// [`Error::Write`] and [`Error::Table`], with the path.
    pub fn put(&mut self, rows: &Rows) -> Result<(), Error> {
        self.write(rows).map_err(|error| self.swap.named(error))
    }

    fn write(&mut self, rows: &Rows) -> Result<(), Error> {
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
        let sources = self.swap.path().join("sources");
        let written = self.tables.into_iter().try_for_each(Out::finish);
        let written = written.and_then(|()| fs::create_dir_all(&sources).map_err(Error::write(&sources)));
        let none = Rows::default();
        let names: Vec<(&str, usize)> = super::folder::sources(&none).iter().map(|table| (table.name(), 0)).collect();
        let written = written.and_then(|()| describe::write(&self.swap.path(), &names, &self.files));
        written.map_err(|error| self.swap.named(error))?;
        self.swap.finish(Map::new()).map(drop)
    }
}

/// An id as a file's name.
pub fn file_name(id: &str) -> String {
    id.chars()
        .map(|c| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || steers(c) { '_' } else { c })
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
