//! Tables as one workbook: a sheet and a named table each, with the columns of the contract.
//!
//! In:  tables whose rows are made part by part.
//! Out: the file. Cells go to files of the system's while they are written, so that it never stands in memory whole.
//! Not here: the workbook of a report, which is for reading.

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::cell::{Cell, FieldKind, text};
use super::codebook::{self, Lang, Words};
use super::describe::all_fields;
use super::file::Source;
use super::frame::cells;
use super::look::{LONGEST, Look, clip, height, is_wrapped, page_setup, printed, set_height};
use super::named::{self, Lasts};
use crate::error::Error;

/// Rows of a sheet; Excel's limit is 1,048,576.
const ROWS: usize = 1_000_000;

/// Writes the tables; one beyond a sheet's rows goes on in a second sheet.
///
/// # Errors
/// [`Error::Write`] and [`Error::Table`], with the path.
pub fn write(path: &Path, tables: &[Source<'_>], lang: Lang) -> Result<(), Error> {
    named::write(path, || make(tables, lang))
}

fn make(tables: &[Source<'_>], lang: Lang) -> Result<(Workbook, Lasts), XlsxError> {
    let mut book = Workbook::new();
    let mut lasts = Lasts::new();
    // The time of writing is no part of the result: same input, same bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    book.set_default_format(&Format::new().set_font_name("Arial").set_font_size(10), 17, 64)?;
    let look = Look::new();
    for table in tables {
        let title =
            codebook::table(table.name()).filter(|_| lang == Lang::Zh).map_or(table.name(), |known| known.title);
        let columns = columns(table, lang);
        let mut sheets = Vec::new();
        for start in (0..table.len().max(1)).step_by(ROWS) {
            let part = start / ROWS + 1;
            let name = if part == 1 { title.to_owned() } else { format!("{title}_{part}") };
            let (name, rows) = (clip(&name, 31), (table.len() - start).min(ROWS));
            sheets.push(begin(book.add_worksheet_with_low_memory()?, &name, &columns, rows, &look)?);
            lasts.insert(name, rows as u32);
        }
        let all = table.frames().flat_map(|frame| cells(&frame).collect::<Vec<_>>());
        let first = book.worksheets().len() - sheets.len();
        for (at, row) in all.enumerate() {
            let page = &mut book.worksheets_mut()[first + at / ROWS];
            put(page, (at % ROWS) as u32 + 1, &row, &columns, &look)?;
        }
    }
    Ok((book, lasts))
}

/// What columns are called, how wide they are in characters, which hold days.
struct Columns {
    words: Words,
    widths: Vec<f64>,
    dates: Vec<bool>,
}

fn columns(table: &Source<'_>, lang: Lang) -> Columns {
    let names: Vec<&str> = table.names().collect();
    let fields = all_fields(table.name());
    let width = |name: &str| match name {
        "text" | "what" | "message" | "left_clause" | "right_clause" | "values" | "title" | "left_text"
        | "right_text" | "own_text" | "purpose" => 60.0,
        "section" | "help" | "list_title" | "clause" | "units" | "signals" => 36.0,
        name if name.ends_with("_id") || name.ends_with("_list") => 22.0,
        name => match fields.iter().find(|field| field.name == name).map(|field| field.kind) {
            Some(FieldKind::Integer | FieldKind::Number | FieldKind::Bool) => 11.0,
            _ => 16.0,
        },
    };
    Columns {
        words: Words::new(table.name(), names.iter().copied(), lang),
        widths: names.iter().map(|name| width(name)).collect(),
        dates: names.iter().map(|name| name.ends_with("_on")).collect(),
    }
}

fn begin(page: &mut Worksheet, name: &str, columns: &Columns, rows: usize, look: &Look) -> Result<(), XlsxError> {
    page.set_name(name)?;
    for (column, width) in (0..).zip(&columns.widths) {
        page.set_column_width(column, *width)?;
    }
    let heads = columns.words.heads();
    page.set_row_height(
        0,
        height(heads.iter().map(String::as_str).zip(columns.widths.iter().map(|width| width - 2.0))) + 4.0,
    )?;
    let last = rows as u32;
    if rows > 0 {
        named::begin(page, name, heads.iter().map(String::as_str), look)?;
    } else {
        for (column, head) in (0..).zip(heads) {
            page.write_string_with_format(0, column, head, &look.head)?;
        }
        page.autofilter(0, 0, last, heads.len() as u16 - 1)?;
    }
    page.set_freeze_panes(1, 1)?;
    let widths: Vec<_> = columns.widths.iter().map(|width| ("".into(), *width)).collect();
    page_setup(page, name, Some((last, printed(&widths))))
}

fn put(page: &mut Worksheet, row: u32, cells: &[Cell], columns: &Columns, look: &Look) -> Result<(), XlsxError> {
    let texts: Vec<String> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| match cell {
            Cell::Null | Cell::Integer(_) | Cell::Number(_) => String::new(),
            cell => columns.words.cell(at, &text(cell)).into_owned(),
        })
        .collect();
    let height = height(texts.iter().map(String::as_str).zip(columns.widths.iter().copied()));
    set_height(page, row, height)?;
    for (at, (cell, text)) in cells.iter().zip(texts).enumerate() {
        let column = at as u16;
        let plain = if is_wrapped(columns.widths[at]) { &look.wrapped } else { &look.plain };
        match cell {
            Cell::Null => page.write_blank(row, column, plain)?,
            Cell::Integer(value) => page.write_number_with_format(row, column, *value as f64, &look.plain_number)?,
            Cell::Number(value) if value.is_finite() => {
                page.write_number_with_format(row, column, *value, &look.exact)?
            }
            _ => match ExcelDateTime::parse_from_str(&text) {
                Ok(day) if columns.dates[at] && text.len() == 10 => {
                    page.write_datetime_with_format(row, column, &day, &look.date)?
                }
                // Written as a string cell, a text never becomes a formula.
                _ => page.write_string_with_format(row, column, clip(&text, LONGEST), plain)?,
            },
        };
    }
    Ok(())
}
