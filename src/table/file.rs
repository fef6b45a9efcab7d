//! Frames to files: Parquet, CSV, JSON Lines, XLSX.
//!
//! What comes from a notice is hostile: no cell of a CSV or XLSX file starts a formula.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::str::FromStr;

use polars::prelude::*;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::cell::{Cell, text};
use super::frame::{Row, from_rows};
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

/// The rows of a frame, cell by cell.
pub fn cells(frame: &DataFrame) -> impl Iterator<Item = Vec<Cell>> + '_ {
    (0..frame.height()).map(move |row| {
        frame.columns().iter().map(|column| column.get(row).map_or(Cell::Null, |value| Cell::of(&value))).collect()
    })
}

/// The names of a frame's columns.
fn names(frame: &DataFrame) -> impl Iterator<Item = &str> {
    frame.columns().iter().map(|column| column.name().as_str())
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> Cow<'_, str> {
    match text.as_bytes() {
        [b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r', ..] => Cow::Owned(format!("'{text}")),
        _ => Cow::Borrowed(text),
    }
}

fn failed(path: &Path) -> impl Fn(String) -> Error + '_ {
    move |reason| Error::Table { path: path.to_path_buf(), reason }
}

/// Writes named frames into a folder, one file a frame and format; XLSX is one workbook, `name.xlsx`.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn write(folder: &Path, name: &str, frames: &[(&str, &DataFrame)], formats: &[FileFormat]) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::write(folder))?;
    for format in formats {
        if *format == FileFormat::Xlsx {
            write_workbook(&folder.join(format!("{name}.xlsx")), frames)?;
            continue;
        }
        for (table, frame) in frames {
            let ending = match format {
                FileFormat::Parquet => "parquet",
                FileFormat::Csv => "csv",
                FileFormat::JsonLines | FileFormat::Xlsx => "jsonl",
            };
            let path = folder.join(format!("{table}.{ending}"));
            let mut out = BufWriter::new(File::create(&path).map_err(Error::write(&path))?);
            match format {
                FileFormat::Parquet => parquet(&mut out, frame),
                FileFormat::Csv => csv(&mut out, frame),
                FileFormat::JsonLines | FileFormat::Xlsx => json_lines(&mut out, frame),
            }
            .map_err(failed(&path))?;
            out.flush().map_err(Error::write(&path))?;
        }
    }
    Ok(())
}

/// Writes one frame as text.
///
/// # Errors
/// [`Error::Table`] where the output is gone or the format holds no text.
pub fn write_text(out: &mut dyn Write, frame: &DataFrame, format: FileFormat) -> Result<(), Error> {
    let path = Path::new("stdout");
    match format {
        FileFormat::Csv => csv(out, frame).map_err(failed(path)),
        FileFormat::JsonLines => json_lines(out, frame).map_err(failed(path)),
        FileFormat::Parquet | FileFormat::Xlsx => {
            Err(Error::Usage("parquet and xlsx need a folder: give -o DIR".to_owned()))
        }
    }
}

/// Rows as text, without a head: for tables that are too long to stand in memory whole.
///
/// # Errors
/// [`Error::Usage`] where the format holds no text.
pub fn rows_text<R: Row>(rows: impl ExactSizeIterator<Item = R>, format: FileFormat) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(rows.len() * 384);
    if format != FileFormat::Csv {
        write_text(&mut out, &from_rows(&rows.collect::<Vec<_>>()), format)?;
        return Ok(out);
    }
    let mut room = String::new();
    let mut writer = csv::Writer::from_writer(&mut out);
    let mut written = Ok(());
    for row in rows {
        row.texts(&mut room, &mut |text, words| {
            let field = if words { harmless(text) } else { text.into() };
            if let (Ok(()), Err(error)) = (&written, writer.write_field(&*field)) {
                written = Err(error);
            }
        });
        if let (Ok(()), Err(error)) = (&written, writer.write_record(None::<&[u8]>)) {
            written = Err(error);
        }
    }
    written.map_err(|error| failed(Path::new("stdout"))(error.to_string()))?;
    writer.flush().map_err(Error::write("stdout"))?;
    drop(writer);
    Ok(out)
}

fn parquet(out: &mut dyn Write, frame: &DataFrame) -> Result<(), String> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .finish(&mut frame.clone())
        .map_err(|error| error.to_string())?;
    out.write_all(&bytes).map_err(|error| error.to_string())
}

/// UTF-8 with a byte-order mark, which Excel needs to read Chinese.
fn csv(out: &mut dyn Write, frame: &DataFrame) -> Result<(), String> {
    out.write_all("\u{feff}".as_bytes()).map_err(|error| error.to_string())?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(names(frame)).map_err(|error| error.to_string())?;
    for row in cells(frame) {
        let row = row.iter().map(|cell| match cell {
            Cell::Text(_) | Cell::List(_) => harmless(&text(cell)).into_owned(),
            _ => text(cell),
        });
        writer.write_record(row).map_err(|error| error.to_string())?;
    }
    writer.flush().map_err(|error| error.to_string())
}

/// The rows of a frame as JSON objects.
pub fn objects(frame: &DataFrame) -> impl Iterator<Item = serde_json::Map<String, serde_json::Value>> + '_ {
    let names: Vec<String> = names(frame).map(str::to_owned).collect();
    cells(frame).map(move |row| names.iter().cloned().zip(row.iter().map(Cell::json)).collect())
}

fn json_lines(out: &mut dyn Write, frame: &DataFrame) -> Result<(), String> {
    for object in objects(frame) {
        serde_json::to_writer(&mut *out, &object).map_err(|error| error.to_string())?;
        out.write_all(b"\n").map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// One sheet a frame; a frame beyond a sheet's rows goes on in a second one.
fn write_workbook(path: &Path, frames: &[(&str, &DataFrame)]) -> Result<(), Error> {
    /// Excel's limit is 1,048,576 rows.
    const ROWS: usize = 1_000_000;
    let mut book = Workbook::new();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| failed(path)(error.to_string()))?;
    // The time of writing is no part of the result: same input, same bytes.
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&day));
    for (name, frame) in frames {
        for (part, start) in (0..frame.height().max(1)).step_by(ROWS).enumerate() {
            let name = if part == 0 { (*name).to_owned() } else { format!("{name}_{}", part + 1) };
            let sheet = book.add_worksheet();
            fill_sheet(sheet, &name, &frame.slice(start as i64, ROWS))
                .map_err(|error| failed(path)(error.to_string()))?;
        }
    }
    let bytes = book.save_to_buffer().map_err(|error| failed(path)(error.to_string()))?;
    fs::write(path, bytes).map_err(Error::write(path))
}

fn fill_sheet(sheet: &mut Worksheet, name: &str, frame: &DataFrame) -> Result<(), rust_xlsxwriter::XlsxError> {
    /// Excel's limit for one cell, in characters.
    const LONGEST: usize = 32_000;
    sheet.set_name(name.chars().take(31).collect::<String>())?;
    let bold = Format::new().set_bold();
    for (column, title) in names(frame).enumerate() {
        sheet.write_string_with_format(0, column as u16, title, &bold)?;
        let wide = matches!(
            title,
            "text" | "what" | "message" | "left_clause" | "right_clause" | "values" | "title" | "任务" | "对应任务"
        );
        sheet.set_column_width(column as u16, if wide { 60.0 } else { 16.0 })?;
    }
    for (row, values) in cells(frame).enumerate() {
        let row = row as u32 + 1;
        for (column, cell) in values.iter().enumerate() {
            let column = column as u16;
            match cell {
                Cell::Null => {}
                Cell::Integer(value) => {
                    sheet.write_number(row, column, *value as f64)?;
                }
                Cell::Number(value) if value.is_finite() => {
                    sheet.write_number(row, column, *value)?;
                }
                // Written as a string cell, a text never becomes a formula.
                cell => {
                    sheet.write_string(row, column, text(cell).chars().take(LONGEST).collect::<String>())?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if frame.height() > 0 {
        sheet.autofilter(0, 0, frame.height() as u32, frame.width().saturating_sub(1) as u16)?;
    }
    Ok(())
}
