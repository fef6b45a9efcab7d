//! Folders of tables: written whole or not at all.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use polars::prelude::*;

use super::file::{FileFormat, write};
use super::frame::{Row, Tables};
use super::schema::{
    AssignmentRow, ClauseRow, DeadlineRow, MatchRow, NoticeRow, PassageRow, ProblemRow, TargetRow, TaskRow,
    ThemeRankingRow, ThemeRow,
};
use super::stamp;
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

/// Whether an earlier run of ours wrote a file, by its path in the folder; a new run writes it anew or not at all.
fn is_ours(name: &Path) -> bool {
    let text = |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, ending) = (text(name.file_stem()), text(name.extension()));
    match name.parent() {
        Some(top) if top.as_os_str().is_empty() => {
            name == Path::new(stamp::STAMP)
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

/// Writes all tables, the plain texts and further frames into a folder, in one swap.
///
/// Files of the old folder that no run of ours wrote stay: nobody's own file is lost.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn write_folder(
    folder: &Path,
    tables: &Tables,
    more: &[(&str, &DataFrame)],
    formats: &[FileFormat],
) -> Result<(), Error> {
    let swap = Swap::open(folder)?;
    fill_folder(&swap.path(), tables, more, formats)?;
    if swap.target().exists() {
        keep_others(swap.target(), &swap.path(), Path::new(""))?;
    }
    swap.finish()
}

/// Writes all tables, the plain texts and further frames into a folder that is being made.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn fill_folder(
    folder: &Path,
    tables: &Tables,
    more: &[(&str, &DataFrame)],
    formats: &[FileFormat],
) -> Result<(), Error> {
    let frames: Vec<(&str, &DataFrame)> = tables.named().into_iter().chain(more.iter().copied()).collect();
    write(folder, "duibiao", &frames, formats)?;
    stamp::write(folder, tables.compared.as_ref())?;
    let sources = folder.join("sources");
    fs::create_dir_all(&sources).map_err(Error::write(&sources))?;
    for (id, text) in &tables.sources {
        let path = sources.join(format!("{}.txt", file_name(id)));
        fs::write(&path, text).map_err(Error::write(&path))?;
    }
    Ok(())
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
    use crate::table::Rows;

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
        write_folder(&folder, &Rows::default().frames(), &[], &[FileFormat::JsonLines]).expect("tables can be written");
        for name in own {
            assert_eq!(fs::read_to_string(folder.join(name)).ok().as_deref(), Some("old"), "{name}");
        }
        for name in old {
            assert_ne!(fs::read_to_string(folder.join(name)).ok().as_deref(), Some("old"), "{name}");
        }
    }
}
