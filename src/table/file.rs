//! Tables to files, part by part: Parquet, CSV, JSON Lines, XLSX.
//!
//! A [`Source`] makes the rows of a table when they are wanted, so that a long table never stands in memory whole: each
//! part becomes a row group of Parquet and some lines of text.
//!
//! What comes from a notice is hostile: no cell of a CSV or XLSX file starts a formula.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use polars::prelude::*;
use rayon::prelude::*;

use super::cell::{Cell, text};
use super::codebook::{Lang, Words};
use super::formula::harmless;
use super::frame::{Row, cells, from_rows, names};
use super::parquet::{Array, ParquetFile, RowGroup, arrays};
use super::xlsx;
use crate::error::Error;

/// A file format for tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    Parquet,
    Csv,
    JsonLines,
    Xlsx,
}

impl FromStr for FileFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name.trim().to_ascii_lowercase().as_str() {
            "parquet" => Ok(Self::Parquet),
            "csv" => Ok(Self::Csv),
            "jsonl" | "ndjson" | "json" => Ok(Self::JsonLines),
            "xlsx" => Ok(Self::Xlsx),
            other => Err(format!("`{other}` is no table format; choose from parquet, csv, jsonl, xlsx")),
        }
    }
}

impl FileFormat {
    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Which files of a table are wanted.
#[derive(Debug, Clone)]
pub struct Files {
    pub formats: Vec<FileFormat>,
    /// A table with more rows gets no CSV: Excel opens none of a million rows, and Parquet holds them all.
    pub most_csv_rows: Option<usize>,
    /// The language of what people open: CSV and XLSX.
    pub lang: Lang,
}

impl Files {
    /// Files of every table, however long, with the names and codes of the schema.
    pub fn all(formats: &[FileFormat]) -> Self {
        Self { formats: formats.to_vec(), most_csv_rows: None, lang: Lang::En }
    }

    /// The same in a language.
    pub fn told_in(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// The file that a reader of a table is sent to, by its ending: what a spreadsheet opens comes first.
    pub fn offered(&self, table: &Source) -> Option<&'static str> {
        let order = [FileFormat::Csv, FileFormat::Parquet, FileFormat::JsonLines];
        order.into_iter().find(|format| self.wants(*format, table.rows)).map(FileFormat::extension)
    }

    pub(super) fn wants(&self, format: FileFormat, rows: usize) -> bool {
        self.formats.contains(&format)
            && (format != FileFormat::Csv || self.most_csv_rows.is_none_or(|most| rows <= most))
    }
}

/// Rows of a part: a row group of Parquet.
pub const PART: usize = 1 << 14;
/// Tables of more than `LONG` rows have longer parts, so that what stands in many rows is seldom written anew.
const LONG: usize = 1 << 20;
const LONG_PART: usize = 1 << 16;

/// One part of a table in each format that is wanted.
#[derive(Default)]
pub(super) struct Part {
    frame: Option<DataFrame>,
    group: Option<RowGroup>,
    csv: Vec<u8>,
    lines: Vec<u8>,
}

impl Part {
    fn new<R: Row>(rows: &[R], formats: &[FileFormat], words: &Words) -> Result<Self, Error> {
        let wants = |format| formats.contains(&format);
        let frame = (wants(FileFormat::Parquet) || wants(FileFormat::JsonLines)).then(|| from_rows(rows));
        let mut part = Self::default();
        if wants(FileFormat::Csv) {
            part.csv = csv_text::<R, _>(rows.iter(), words)?;
        }
        if let Some(frame) = frame.as_ref().filter(|_| wants(FileFormat::JsonLines)) {
            json_lines(&mut part.lines, frame).map_err(Error::write("json"))?;
        }
        part.frame = frame;
        Ok(part)
    }

    /// A whole frame as a part.
    fn of(frame: DataFrame, formats: &[FileFormat], words: &Words) -> Result<Self, Error> {
        let mut part = Self::default();
        if formats.contains(&FileFormat::Csv) {
            csv_lines(&mut part.csv, &frame, words).map_err(Error::write("csv"))?;
        }
        if formats.contains(&FileFormat::JsonLines) {
            json_lines(&mut part.lines, &frame).map_err(Error::write("json"))?;
        }
        part.frame = Some(frame);
        Ok(part)
    }
}

type MakePart<'a> = dyn Fn(usize, &[FileFormat], &Words) -> Result<Part, Error> + Send + Sync + 'a;
type MakeColumns<'a> = dyn Fn(Range<usize>) -> Option<Vec<Array>> + Send + Sync + 'a;

/// A table to be written: its rows are made part by part.
pub struct Source<'a> {
    name: &'a str,
    rows: usize,
    /// Rows of a part, where parts are of one length.
    length: usize,
    parts: usize,
    part: Box<MakePart<'a>>,
    /// Makes the columns of some rows where they need not be made of rows.
    columns: Option<Box<MakeColumns<'a>>>,
    /// The columns, without a row.
    empty: DataFrame,
}

impl<'a> Source<'a> {
    /// A table of rows that stand in memory.
    pub fn of<R: Row>(name: &'a str, rows: &'a [R]) -> Self {
        let range = |at: usize| at * PART..((at + 1) * PART).min(rows.len());
        Self {
            name,
            rows: rows.len(),
            length: PART,
            parts: rows.len().div_ceil(PART),
            part: Box::new(move |at, formats, words| Part::new(&rows[range(at)], formats, words)),
            columns: None,
            empty: from_rows::<R>(&[]),
        }
    }

    /// A table that is a frame already.
    pub fn frame_of(name: &'a str, frame: DataFrame) -> Self {
        let (rows, empty) = (frame.height(), frame.head(Some(0)));
        let part = move |_: usize, formats: &[FileFormat], words: &Words| Part::of(frame.clone(), formats, words);
        Self { name, rows, length: rows, parts: usize::from(rows > 0), part: Box::new(part), columns: None, empty }
    }

    /// A table whose rows are made by their places.
    pub fn made<R: Row>(name: &'a str, rows: usize, make: impl Fn(Range<usize>) -> Vec<R> + Send + Sync + 'a) -> Self {
        let length = if rows > LONG { LONG_PART } else { PART };
        let range = move |at: usize| at * length..((at + 1) * length).min(rows);
        Self { length, ..Self::in_parts(name, rows, rows.div_ceil(length), move |at| make(range(at))) }
    }

    /// A table of so many rows that are made in parts of any length.
    pub fn in_parts<R: Row>(
        name: &'a str,
        rows: usize,
        parts: usize,
        make: impl Fn(usize) -> Vec<R> + Send + Sync + 'a,
    ) -> Self {
        Self {
            name,
            rows,
            length: PART,
            parts,
            part: Box::new(move |at, formats, words| Part::new(&make(at), formats, words)),
            columns: None,
            empty: from_rows::<R>(&[]),
        }
    }

    /// The same table, whose columns `make` may know without its rows, for Parquet. It is one that [`Self::made`] gives.
    pub(super) fn with_columns(self, make: impl Fn(Range<usize>) -> Option<Vec<Array>> + Send + Sync + 'a) -> Self {
        Self { columns: Some(Box::new(make)), ..self }
    }

    /// The same table with other columns, as [`Source::with_columns`] makes them.
    pub(super) fn with_head(self, empty: DataFrame) -> Self {
        Self { empty, ..self }
    }

    /// The name of the table and of its files.
    pub fn name(&self) -> &'a str {
        self.name
    }

    pub(super) fn empty(&self) -> &DataFrame {
        &self.empty
    }

    /// Its parts in the formats of `out`.
    pub(super) fn make(&self, out: &Out) -> Result<Vec<Part>, Error> {
        (0..self.parts).map(|at| self.make_part(at, out)).collect()
    }

    fn make_part(&self, at: usize, out: &Out) -> Result<Part, Error> {
        let rows = at * self.length..((at + 1) * self.length).min(self.rows);
        let columns = out.parquet.as_ref().and_then(|_| (self.columns.as_ref()?)(rows.clone()));
        let of_rows = |format: &&FileFormat| **format != FileFormat::Parquet || columns.is_none();
        let formats: Vec<FileFormat> = out.formats.iter().filter(of_rows).copied().collect();
        let mut part = if formats.is_empty() { Part::default() } else { (self.part)(at, &formats, &out.words)? };
        if let Some(parquet) = &out.parquet {
            let (height, columns) = match (columns, part.frame.take()) {
                (Some(columns), _) => (rows.len(), columns),
                (None, Some(frame)) => (frame.height(), arrays(&frame)),
                (None, None) => (0, Vec::new()),
            };
            if height > 0 {
                part.group = Some(parquet.layout.row_group(height, &columns).map_err(Error::table(self.name))?);
            }
        }
        part.frame = None;
        Ok(part)
    }

    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// All rows.
    pub fn frame(&self) -> DataFrame {
        let mut frame = self.empty.clone();
        for part in self.frames() {
            frame.vstack_mut(&part).expect("parts of one table have the same columns");
        }
        frame
    }

    /// Its rows as frames, part by part.
    pub(super) fn frames(&self) -> impl Iterator<Item = DataFrame> + '_ {
        let none = Words::default();
        (0..self.parts).filter_map(move |at| (self.part)(at, &[FileFormat::Parquet], &none).ok()?.frame)
    }

    /// The names of its columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        names(&self.empty)
    }
}

/// Writes tables into a folder, one file a table and format; XLSX is one workbook, `name.xlsx`. Returns the names of the
/// tables that are too long for CSV.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn write<'a>(folder: &Path, name: &str, tables: &[Source<'a>], files: &Files) -> Result<Vec<&'a str>, Error> {
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    let mut without = Vec::new();
    for table in tables {
        let mut out = Out::create(folder, table.name, &table.empty, table.rows, files)?;
        // some parts at once: as many as threads make while the ones before are written
        let at_once = rayon::current_num_threads();
        for start in (0..table.parts).step_by(at_once) {
            let made: Vec<Part> = (start..table.parts.min(start + at_once))
                .into_par_iter()
                .map(|at| table.make_part(at, &out))
                .collect::<Result<_, _>>()?;
            made.into_iter().try_for_each(|part| out.put(part))?;
        }
        out.finish()?;
        if files.formats.contains(&FileFormat::Csv) && !files.wants(FileFormat::Csv, table.rows) {
            without.push(table.name);
        }
    }
    if files.formats.contains(&FileFormat::Xlsx) {
        xlsx::write(&folder.join(format!("{name}.xlsx")), tables, files.lang)?;
    }
    Ok(without)
}

/// The files of one table while they are written.
pub(super) struct Out {
    words: Words,
    formats: Vec<FileFormat>,
    parquet: Option<ParquetFile>,
    texts: Vec<(FileFormat, PathBuf, BufWriter<File>)>,
}

impl Out {
    pub fn create(folder: &Path, name: &str, empty: &DataFrame, rows: usize, files: &Files) -> Result<Self, Error> {
        let words = Words::new(name, names(empty), files.lang);
        let mut out = Self { words, formats: Vec::new(), parquet: None, texts: Vec::new() };
        for format in [FileFormat::Parquet, FileFormat::Csv, FileFormat::JsonLines] {
            if !files.wants(format, rows) {
                continue;
            }
            out.formats.push(format);
            let path = folder.join(format!("{name}.{}", format.extension()));
            let mut file = BufWriter::with_capacity(1 << 18, File::create(&path).map_err(Error::write(&path))?);
            if format == FileFormat::Parquet {
                out.parquet = Some(ParquetFile::begin(path, file, empty)?);
            } else {
                file.write_all(&head(&out.words, format)).map_err(Error::write(&path))?;
                out.texts.push((format, path, file));
            }
        }
        Ok(out)
    }

    /// Writes a part.
    pub fn put(&mut self, part: Part) -> Result<(), Error> {
        if let (Some(parquet), Some(group)) = (&mut self.parquet, &part.group) {
            parquet.put(group)?;
        }
        for (format, path, file) in &mut self.texts {
            let bytes = if *format == FileFormat::Csv { &part.csv } else { &part.lines };
            file.write_all(bytes).map_err(Error::write(&*path))?;
        }
        Ok(())
    }

    pub fn finish(self) -> Result<(), Error> {
        if let Some(parquet) = self.parquet {
            parquet.finish()?;
        }
        for (_, path, mut file) in self.texts {
            file.flush().map_err(Error::write(&path))?;
        }
        Ok(())
    }
}

/// Writes one frame as text.
///
/// # Errors
/// [`Error::Write`] where the output is gone, [`Error::Usage`] where the format holds no text.
pub fn write_text(out: &mut dyn Write, frame: &DataFrame, format: FileFormat) -> Result<(), Error> {
    write_text_in(out, frame, format, &Words::new("", names(frame), Lang::En))
}

/// Writes one frame as text, CSV with these words.
///
/// # Errors
/// As [`write_text`].
pub fn write_text_in(out: &mut dyn Write, frame: &DataFrame, format: FileFormat, words: &Words) -> Result<(), Error> {
    let lost = Error::write("stdout");
    match format {
        FileFormat::Csv => csv(out, frame, words).map_err(lost),
        FileFormat::JsonLines => json_lines(out, frame).map_err(lost),
        FileFormat::Parquet | FileFormat::Xlsx => Err(no_text()),
    }
}

fn no_text() -> Error {
    Error::Usage("parquet and xlsx need a folder: give -o DIR".to_owned())
}

/// Rows as text, without a head: for tables that are too long to stand in memory whole.
///
/// # Errors
/// [`Error::Usage`] where the format holds no text.
pub fn rows_text<R: Row, B: std::borrow::Borrow<R>>(
    rows: impl ExactSizeIterator<Item = B>,
    format: FileFormat,
) -> Result<Vec<u8>, Error> {
    match format {
        FileFormat::Csv => csv_text(rows, &Words::default()),
        FileFormat::JsonLines => {
            let mut out = Vec::with_capacity(rows.len() * 384);
            let rows: Vec<R> = rows.map(|row| row.borrow().clone()).collect();
            json_lines(&mut out, &from_rows(&rows)).map_err(Error::write("json"))?;
            Ok(out)
        }
        FileFormat::Parquet | FileFormat::Xlsx => Err(no_text()),
    }
}

fn csv_text<R: Row, B: std::borrow::Borrow<R>>(
    rows: impl ExactSizeIterator<Item = B>,
    words: &Words,
) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(rows.len() * 384);
    let mut room = String::new();
    let mut writer = csv::Writer::from_writer(&mut out);
    let mut written = Ok(());
    for row in rows {
        let mut column = 0;
        row.borrow().texts(&mut room, &mut |text, is_words| {
            let told = words.cell(column, text);
            column += 1;
            let field = if is_words { harmless(&told) } else { told };
            if let (Ok(()), Err(error)) = (&written, writer.write_field(&*field)) {
                written = Err(error);
            }
        });
        if let (Ok(()), Err(error)) = (&written, writer.write_record(None::<&[u8]>)) {
            written = Err(error);
        }
    }
    written.map_err(|error| Error::write("csv")(error.into()))?;
    writer.flush().map_err(Error::write("csv"))?;
    drop(writer);
    Ok(out)
}

/// What stands before the rows of a text. CSV begins with a byte-order mark, which Excel needs to read Chinese.
fn head(words: &Words, format: FileFormat) -> Vec<u8> {
    let mut out = Vec::new();
    if format == FileFormat::Csv {
        // writing into memory does not fail
        let _ = csv_head(&mut out, words);
    }
    out
}

fn csv_head(out: &mut dyn Write, words: &Words) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(words.heads()).map_err(io_error)?;
    writer.flush()
}

fn csv(out: &mut dyn Write, frame: &DataFrame, words: &Words) -> io::Result<()> {
    csv_head(out, words)?;
    csv_lines(out, frame, words)
}

/// The rows of a frame as CSV, without its head.
fn csv_lines(out: &mut dyn Write, frame: &DataFrame, words: &Words) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    for row in cells(frame) {
        let row = row.iter().enumerate().map(|(at, cell)| {
            let text = text(cell);
            let told = words.cell(at, &text);
            match cell {
                Cell::Text(_) | Cell::List(_) => harmless(&told).into_owned(),
                _ => told.into_owned(),
            }
        });
        writer.write_record(row).map_err(io_error)?;
    }
    writer.flush()
}

/// What the file below a CSV writer failed with.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// The rows of a frame as JSON objects.
pub fn objects(frame: &DataFrame) -> impl Iterator<Item = serde_json::Map<String, serde_json::Value>> + '_ {
    let names: Vec<String> = names(frame).map(str::to_owned).collect();
    cells(frame).map(move |row| names.iter().cloned().zip(row.iter().map(Cell::json)).collect())
}

fn json_lines(out: &mut dyn Write, frame: &DataFrame) -> io::Result<()> {
    // The name of each column as it stands in an object.
    let keys: Vec<String> = names(frame).map(|name| format!("{}:", serde_json::Value::from(name))).collect();
    for row in cells(frame) {
        let mut before = b"{";
        for (key, cell) in keys.iter().zip(&row) {
            out.write_all(before)?;
            out.write_all(key.as_bytes())?;
            serde_json::to_writer(&mut *out, &cell.json())?;
            before = b",";
        }
        out.write_all(b"}\n")?;
    }
    Ok(())
}
