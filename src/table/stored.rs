//! Tables that were written before, read back.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use polars::prelude::*;
use rayon::prelude::*;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::csv_rows;
use super::folder::file_name;
use super::frame::Row;
use super::lists::lists as list_rows;
use super::matches::Matches;
use super::rows::Rows;
use super::schema::{ListRow, NoticeRow, TaskRow};
use crate::error::Error;
use crate::source;

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
        .find(|folder| ["parquet", "jsonl", "csv"].iter().any(|ending| holds(folder, ending)))
        .map(Stored::Folder)
}

/// Reads tables that were written before: Parquet, or where there is none JSON Lines, or CSV in
/// either language.
///
/// # Errors
/// [`Error::Read`], and [`Error::Table`] where a file is damaged or lacks a column of the contract.
pub fn open_rows(stored: &Stored) -> Result<Rows, Error> {
    match stored {
        Stored::Folder(folder) => open_folder(folder),
        Stored::Tasks(file) => open_tasks(file),
    }
}

fn open_folder(folder: &Path) -> Result<Rows, Error> {
    let notices: Vec<NoticeRow> = open(folder)?;
    let mut sources = Vec::with_capacity(notices.len());
    for row in &notices {
        let path = folder.join("sources").join(format!("{}.txt", file_name(&row.notice_id)));
        // Tables without their texts still match; only the place of the words is lost.
        let text = if path.is_file() { fs::read_to_string(&path).map_err(Error::read(&path))? } else { String::new() };
        sources.push((row.notice_id.clone(), text));
    }
    let tasks: Vec<TaskRow> = open(folder)?;
    let mut lists: Vec<ListRow> = open(folder)?;
    if lists.is_empty() {
        lists = list_rows(&notices, &tasks);
    }
    Ok(Rows {
        notices,
        lists,
        passages: open(folder)?,
        clauses: open(folder)?,
        assignments: open(folder)?,
        targets: open(folder)?,
        matches: Matches::of_rows(open(folder)?, &tasks),
        themes: open(folder)?,
        theme_ranking: open(folder)?,
        deadlines: open(folder)?,
        forms: open(folder)?,
        problems: open(folder)?,
        corrections: open(folder)?,
        tasks,
        sources,
    })
}

/// Whether a folder holds a table as Parquet or JSON Lines.
pub fn holds(folder: &Path, table: &str) -> bool {
    ["parquet", "jsonl"].iter().any(|ending| folder.join(format!("{table}.{ending}")).is_file())
}

/// The rows of one table of a folder: Parquet, or JSON Lines where there is no Parquet; none where it is not there.
///
/// # Errors
/// [`Error::Read`], and [`Error::Table`] where a file is damaged or lacks a column of the contract.
pub fn open<R: Row>(folder: &Path) -> Result<Vec<R>, Error> {
    let path = folder.join(format!("{}.parquet", R::TABLE));
    let lines = folder.join(format!("{}.jsonl", R::TABLE));
    if !path.is_file() {
        let table = folder.join(format!("{}.csv", R::TABLE));
        return match (lines.is_file(), table.is_file()) {
            (true, _) => json_rows(&lines),
            (_, true) => csv_file(&table),
            _ => Ok(Vec::new()),
        };
    }
    let file = File::open(&path).map_err(Error::read(&path))?;
    // a damaged file may make the reader stumble
    source::guarded(|| ParquetReader::new(file).finish().and_then(|frame| R::read(&frame)))
        .map_err(Error::table(&path))?
        .map_err(Error::table(&path))
}

/// The rows of a CSV file.
fn csv_file<R: Row>(path: &Path) -> Result<Vec<R>, Error> {
    let bytes = fs::read(path).map_err(Error::read(path))?;
    csv_rows::read(R::TABLE, &bytes).map_err(|(line, error)| Error::Lexicon {
        path: path.to_path_buf(),
        line,
        source: error.into(),
    })
}

/// The rows of a file of JSON Lines, in order. The file is read part by part, so that it never stands in memory whole.
fn json_rows<R: Row>(path: &Path) -> Result<Vec<R>, Error> {
    /// Bytes that one thread takes at a time.
    const PART: usize = 1 << 18;
    let mut file = BufReader::with_capacity(PART, File::open(path).map_err(Error::read(path))?);
    let (mut out, mut line) = (Vec::new(), 1);
    loop {
        let mut parts: Vec<(usize, Vec<u8>)> = Vec::new();
        for _ in 0..rayon::current_num_threads() * 2 {
            let mut part = Vec::with_capacity(PART + PART / 8);
            file.by_ref().take(PART as u64).read_to_end(&mut part).map_err(Error::read(path))?;
            file.read_until(b'\n', &mut part).map_err(Error::read(path))?;
            let first = line;
            line += part.iter().filter(|byte| **byte == b'\n').count();
            if !part.is_empty() {
                parts.push((first, part));
            }
        }
        if parts.is_empty() {
            return Ok(out);
        }
        let rows: Vec<Vec<R>> = parts
            .into_par_iter()
            .map(|(first, part)| {
                json_lines(&part, first).map_err(|(line, error)| Error::Lexicon {
                    path: path.to_path_buf(),
                    line,
                    source: error.into(),
                })
            })
            .collect::<Result<_, Error>>()?;
        out.extend(rows.into_iter().flatten());
    }
}

/// The rows of some lines, the first of which has the number `first`; else the number of a bad line, and what is wrong.
fn json_lines<R: Row>(part: &[u8], first: usize) -> Result<Vec<R>, (usize, serde_json::Error)> {
    let lines = part.split(|byte| *byte == b'\n').enumerate();
    lines
        .map(|(at, line)| (first + at, line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line).trim_ascii()))
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| match serde_json::from_slice::<Object<R>>(line) {
            Ok(object) => Ok(object.0),
            Err(error) => Err((number, error)),
        })
        .collect()
}

/// A row read from a JSON object; what the object lacks, or holds in another type, is null, empty or zero.
struct Object<R>(R);

impl<'de, R: Row> Deserialize<'de> for Object<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<R>(PhantomData<R>);

        impl<'de, R: Row> Visitor<'de> for Fields<R> {
            type Value = Object<R>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "an object, a row of {}", R::TABLE)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Object<R>, A::Error> {
                #[derive(serde::Deserialize)]
                struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

                let mut row = R::default();
                while let Some(Name(name)) = entries.next_key()? {
                    // tasks from elsewhere say which notice they are of, not its id
                    let name = if name == "notice" { "notice_id".into() } else { name };
                    if R::COLUMNS.contains(&&*name) {
                        row.set(&name, entries.next_value()?);
                    } else {
                        entries.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Object(row))
            }
        }

        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// Reads a file of tasks; ids are made where they are missing, and each notice is known by its id only.
fn open_tasks(path: &Path) -> Result<Rows, Error> {
    let mut tasks: Vec<TaskRow> = json_rows(path)?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    for (index, task) in tasks.iter_mut().enumerate() {
        if task.text.is_empty() {
            return Err(Error::Lexicon { path: path.to_path_buf(), line: index + 1, source: "no `text`".into() });
        }
        if task.notice_id.is_empty() {
            task.notice_id.clone_from(&stem);
        }
        if task.list_id.is_empty() {
            task.list_id = format!("{}/{}", task.notice_id, task.level.name());
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
            year: year.split('~').next().and_then(|year| year.parse().ok()).filter(|year| (1949..2100).contains(year)),
            source: path.display().to_string(),
            ..NoticeRow::default()
        });
    }
    Ok(Rows { lists: list_rows(&notices, &tasks), notices, tasks, ..Rows::default() })
}
