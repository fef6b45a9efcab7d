//! Files of blocks: what a distributed engine hands to `block` and takes from it.
//!
//! In:  [`BlockRow`]s, or Parquet from a file or a stream; matches with the numbers of their tasks.
//! Out: one Parquet file each; matches have `left_number` and `right_number` behind the columns of the contract.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::Path;

use polars::prelude::*;
use polars_arrow::array::PrimitiveArray;

use super::file::{FileFormat, Files, Source, write};
use super::frame::{Row, from_rows};
use super::matches::Matches;
use super::schema::{BlockRow, MatchRow};
use crate::error::Error;
use crate::source;

/// What stands for standard input and output.
const STREAM: &str = "-";

/// Reads a block from a Parquet file; `-` is standard input.
///
/// # Errors
/// [`Error::Read`], and [`Error::Table`] where the file is damaged or lacks a column of [`BlockRow`].
pub fn read_block(path: &Path) -> Result<Vec<BlockRow>, Error> {
    let mut bytes = Vec::new();
    let read = if path == Path::new(STREAM) {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(Error::read(path))?;
    // a damaged file may make the reader stumble
    source::guarded(|| ParquetReader::new(Cursor::new(bytes)).finish().and_then(|frame| BlockRow::read(&frame)))
        .map_err(Error::table(path))?
        .map_err(Error::table(path))
}

/// Writes a block as one Parquet file, whole or not at all; `-` is standard output.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn write_block(path: &Path, rows: &[BlockRow]) -> Result<(), Error> {
    write_one(path, &Source::of(BlockRow::TABLE, rows))
}

/// Writes the matches of two blocks as one Parquet file, whole or not at all; `numbers` are those of the tasks, by their
/// places. `-` is standard output.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn write_block_matches(path: &Path, matches: &Matches, numbers: &[u32]) -> Result<(), Error> {
    let mut empty = from_rows::<MatchRow>(&[]);
    for name in ["left_number", "right_number"] {
        empty.with_column(Column::new(name.into(), Vec::<u32>::new())).map_err(Error::table(path))?;
    }
    let table = Source::made(MatchRow::TABLE, matches.len(), |range| matches.rows(range).collect::<Vec<MatchRow>>())
        .with_columns(|range| {
            let mut columns = matches.columns(range.clone())?;
            let number = |task: u32| numbers[task as usize];
            let lefts = range.clone().map(|at| number(matches.pair(at).left)).collect();
            let rights = range.map(|at| number(matches.pair(at).right)).collect();
            columns.push(PrimitiveArray::<u32>::from_vec(lefts).boxed());
            columns.push(PrimitiveArray::<u32>::from_vec(rights).boxed());
            Some(columns)
        })
        .with_head(empty);
    write_one(path, &table)
}

/// One table as one file.
fn write_one(path: &Path, table: &Source<'_>) -> Result<(), Error> {
    let is_stream = path == Path::new(STREAM);
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let aside = if is_stream { std::env::temp_dir() } else { parent.to_path_buf() };
    let folder = tempfile::tempdir_in(&aside).map_err(Error::write(&aside))?;
    write(folder.path(), table.name(), std::slice::from_ref(table), &Files::all(&[FileFormat::Parquet]))?;
    let made = folder.path().join(format!("{}.{}", table.name(), FileFormat::Parquet.extension()));
    if !is_stream {
        return fs::rename(&made, path).map_err(Error::write(path));
    }
    let mut out = io::stdout().lock();
    let copied = File::open(&made).and_then(|mut file| io::copy(&mut file, &mut out)).and_then(|_| out.flush());
    copied.map_err(Error::write("stdout"))
}
