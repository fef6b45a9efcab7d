//! Folders of tables: written whole or not at all, and read back.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use polars::prelude::*;
use rayon::prelude::*;

use super::file::{FileFormat, write};
use super::frame::{Row, Tables, from_rows};
use super::schema::{
    AssignmentRow, ClauseRow, DeadlineRow, MatchRow, NoticeRow, ProblemRow, TargetRow, TaskRow, ThemeRankingRow,
    ThemeRow,
};
use crate::error::Error;

/// Makes a new folder beside the old one, lets `fill` write into it, and swaps it in.
///
/// Files of the old folder that `fill` did not write stay: nobody's own file is lost. A `fill` that fails leaves the old
/// folder as it was.
///
/// # Errors
/// What `fill` returns, and [`Error::Write`].
pub fn replace_folder(folder: &Path, fill: impl FnOnce(&Path) -> Result<(), Error>) -> Result<(), Error> {
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    if folder.exists() && !folder.is_dir() {
        return Err(Error::Usage(format!("{}: is a file; give a folder", folder.display())));
    }
    fs::create_dir_all(&parent).map_err(Error::write(&parent))?;
    let made = tempfile::Builder::new().prefix(".duibiao-").tempdir_in(&parent).map_err(Error::write(&parent))?;
    fill(made.path())?;
    if folder.exists() {
        keep_others(folder, made.path())?;
        let mut old = OsString::from(".duibiao-old-");
        old.push(made.path().file_name().unwrap_or_default());
        let old = parent.join(old);
        fs::rename(folder, &old).map_err(Error::write(folder))?;
        let new = made.keep();
        if let Err(source) = fs::rename(&new, folder) {
            // The old folder comes back before anybody misses it.
            let _ = fs::rename(&old, folder);
            return Err(Error::Write { path: folder.to_path_buf(), source });
        }
        readable(folder)?;
        fs::remove_dir_all(&old).map_err(Error::write(&old))
    } else {
        let new = made.keep();
        fs::rename(&new, folder).map_err(Error::write(folder))?;
        readable(folder)
    }
}

/// A temporary folder is closed to others; a result is not.
fn readable(folder: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(Error::write(folder))?;
    }
    let _ = folder;
    Ok(())
}

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
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn write_folder(
    folder: &Path,
    tables: &Tables,
    more: &[(&str, &DataFrame)],
    formats: &[FileFormat],
) -> Result<(), Error> {
    replace_folder(folder, |folder| fill_folder(folder, tables, more, formats))
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

/// Tables that were written before: a folder of them, a report's folder, or a file of tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    Folder(PathBuf),
    /// A tasks table as JSON Lines on its own; its rows need nothing but `text`.
    Tasks(PathBuf),
}

/// Whether a path holds tables.
pub fn stored(path: &Path) -> Option<Stored> {
    let holds = |folder: &Path, ending: &str| {
        [TaskRow::TABLE, NoticeRow::TABLE].iter().all(|table| folder.join(format!("{table}.{ending}")).is_file())
    };
    if path.is_file() {
        return path.extension().is_some_and(|ending| ending == "jsonl").then(|| Stored::Tasks(path.to_path_buf()));
    }
    [path.to_path_buf(), path.join("tables")]
        .into_iter()
        .find(|folder| holds(folder, "parquet") || holds(folder, "jsonl"))
        .map(Stored::Folder)
}

/// Reads tables that were written before: Parquet, or JSON Lines where there is no Parquet.
///
/// # Errors
/// [`Error::Read`], and [`Error::Table`] where a file is damaged or lacks a column of the contract.
pub fn open_stored(stored: &Stored) -> Result<Tables, Error> {
    match stored {
        Stored::Folder(folder) => open_folder(folder),
        Stored::Tasks(file) => open_tasks(file),
    }
}

fn open_folder(folder: &Path) -> Result<Tables, Error> {
    let notices = open::<NoticeRow>(folder)?;
    let ids = super::rows::<NoticeRow>(&notices)?;
    let mut sources = Vec::with_capacity(ids.len());
    for row in ids {
        let path = folder.join("sources").join(format!("{}.txt", file_name(&row.notice_id)));
        // Tables without their texts still match; only the place of the words is lost.
        let text = if path.is_file() { fs::read_to_string(&path).map_err(Error::read(&path))? } else { String::new() };
        sources.push((row.notice_id, text));
    }
    Ok(Tables {
        notices,
        tasks: open::<TaskRow>(folder)?,
        clauses: open::<ClauseRow>(folder)?,
        assignments: open::<AssignmentRow>(folder)?,
        targets: open::<TargetRow>(folder)?,
        matches: open::<MatchRow>(folder)?,
        themes: open::<ThemeRow>(folder)?,
        theme_ranking: open::<ThemeRankingRow>(folder)?,
        deadlines: open::<DeadlineRow>(folder)?,
        problems: open::<ProblemRow>(folder)?,
        sources,
    })
}

/// Reads one table; only notices and tasks must be there.
fn open<R: Row + Send>(folder: &Path) -> Result<DataFrame, Error> {
    let path = folder.join(format!("{}.parquet", R::TABLE));
    let lines = folder.join(format!("{}.jsonl", R::TABLE));
    if !path.is_file() {
        return match lines.is_file() {
            true => Ok(from_rows::<R>(&json_rows(&lines)?)),
            false => Ok(from_rows::<R>(&[])),
        };
    }
    let file = File::open(&path).map_err(Error::read(&path))?;
    let failed = |reason: String| Error::Table { path: path.clone(), reason };
    let frame = ParquetReader::new(file).finish().map_err(|error| failed(error.to_string()))?;
    R::read(&frame).map_err(|error| failed(error.to_string()))?;
    Ok(frame)
}

/// The rows of a file of JSON Lines, in order. The file is read part by part, so that it never stands in memory whole.
fn json_rows<R: Row + Send>(path: &Path) -> Result<Vec<R>, Error> {
    const PART: usize = 4096;
    let mut lines = BufReader::new(File::open(path).map_err(Error::read(path))?).lines().enumerate();
    let mut out: Vec<R> = Vec::new();
    loop {
        let mut part = Vec::with_capacity(PART);
        for (index, line) in lines.by_ref().take(PART) {
            part.push((index, line.map_err(Error::read(path))?));
        }
        if part.is_empty() {
            return Ok(out);
        }
        let rows: Vec<Option<R>> = part
            .into_par_iter()
            .map(|(index, line)| {
                let line = line.trim_start_matches('\u{feff}');
                if line.trim().is_empty() {
                    return Ok(None);
                }
                let object = serde_json::from_str(line).map_err(|error| Error::Table {
                    path: path.to_path_buf(),
                    reason: format!("line {}: {error}", index + 1),
                })?;
                Ok(Some(R::from_json(&object)))
            })
            .collect::<Result<_, Error>>()?;
        out.extend(rows.into_iter().flatten());
    }
}

/// Reads a file of tasks; ids are made where they are missing, and each notice is known by its id only.
fn open_tasks(path: &Path) -> Result<Tables, Error> {
    let mut tasks: Vec<TaskRow> = json_rows(path)?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    for (index, task) in tasks.iter_mut().enumerate() {
        if task.text.is_empty() {
            return Err(Error::Table { path: path.to_path_buf(), reason: format!("line {}: no `text`", index + 1) });
        }
        for (value, made) in [(&mut task.notice_id, stem.clone()), (&mut task.level, "district".to_owned())] {
            if value.is_empty() {
                *value = made;
            }
        }
        if task.list_id.is_empty() {
            task.list_id = format!("{}/{}", task.notice_id, task.level);
        }
        if task.task_id.is_empty() {
            task.task_id = format!("{}/{}", task.list_id, index + 1);
        }
    }
    let mut notices: Vec<NoticeRow> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for task in &tasks {
        if !seen.insert(&task.notice_id) {
            continue;
        }
        let (region, year) = task.notice_id.rsplit_once('-').unwrap_or((&task.notice_id, ""));
        notices.push(NoticeRow {
            notice_id: task.notice_id.clone(),
            title: task.notice_id.clone(),
            region: region.to_owned(),
            district: Some(region.to_owned()),
            year: year.split('~').next().and_then(|year| year.parse().ok()),
            kind: "other".to_owned(),
            source: path.display().to_string(),
            ..NoticeRow::default()
        });
    }
    let frame = from_rows(&tasks);
    drop(tasks);
    Ok(Tables {
        notices: from_rows(&notices),
        tasks: frame,
        clauses: from_rows::<ClauseRow>(&[]),
        assignments: from_rows::<AssignmentRow>(&[]),
        targets: from_rows::<TargetRow>(&[]),
        matches: from_rows::<MatchRow>(&[]),
        themes: from_rows::<ThemeRow>(&[]),
        theme_ranking: from_rows::<ThemeRankingRow>(&[]),
        deadlines: from_rows::<DeadlineRow>(&[]),
        problems: from_rows::<ProblemRow>(&[]),
        sources: Vec::new(),
    })
}
