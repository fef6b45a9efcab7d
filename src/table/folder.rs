//! Folders of tables: written whole or not at all.

use std::fs;
use std::path::Path;

use polars::prelude::*;

use super::file::{FileFormat, write};
use super::frame::{Row, Tables};
use super::schema::{
    AssignmentRow, ClauseRow, DeadlineRow, MatchRow, NoticeRow, ProblemRow, TargetRow, TaskRow, ThemeRankingRow,
    ThemeRow,
};
use super::stamp;
use crate::error::Error;
use crate::swap::Swap;

/// Copies what stands in the old folder and not in the new one, folder by folder.
fn keep_others(old: &Path, new: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(old).map_err(Error::read(old))? {
        let entry = entry.map_err(Error::read(old))?;
        let (from, to) = (entry.path(), new.join(entry.file_name()));
        if is_ours(&from) {
            continue;
        }
        if from.is_dir() {
            if !to.exists() {
                fs::create_dir(&to).map_err(Error::write(&to))?;
            }
            keep_others(&from, &to)?;
        } else if !to.exists() {
            fs::copy(&from, &to).map_err(Error::write(&to))?;
        }
    }
    Ok(())
}

/// Files that an earlier run of ours wrote and that a new run writes anew or not at all.
fn is_ours(path: &Path) -> bool {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    let parent =
        path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let known = names().contains(&stem.as_str());
    path.is_file()
        && (known && ["parquet", "csv", "jsonl", "xlsx"].contains(&ending.as_str())
            || path.ends_with(stamp::STAMP)
            || parent == "sources" && ending == "txt")
}

/// The names of all tables that we write.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = vec![
        NoticeRow::TABLE,
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
        keep_others(swap.target(), &swap.path())?;
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
