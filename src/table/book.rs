//! Tables as one workbook, for `--format xlsx`.
//!
//! In:  frames.
//! Out: a sheet each; no cell is a formula.
//! Not here: the workbook of a report ([`crate::report`]).

use std::fs;
use std::path::Path;

use polars::prelude::DataFrame;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::cell::{Cell, text};
use super::file::{cells, names};
use crate::error::Error;

/// One sheet a frame; a frame beyond a sheet's rows goes on in a second one.
pub(super) fn write_workbook(path: &Path, frames: &[(&str, DataFrame)]) -> Result<(), Error> {
    /// Excel's limit is 1,048,576 rows.
    const ROWS: usize = 1_000_000;
    let mut book = Workbook::new();
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1).map_err(Error::table(path))?;
    // The time of writing is no part of the result: same input, same bytes.
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&day));
    for (name, frame) in frames {
        for (part, start) in (0..frame.height().max(1)).step_by(ROWS).enumerate() {
            let name = if part == 0 { (*name).to_owned() } else { format!("{name}_{}", part + 1) };
            let sheet = book.add_worksheet();
            fill_sheet(sheet, &name, &frame.slice(start as i64, ROWS)).map_err(Error::table(path))?;
        }
    }
    let bytes = book.save_to_buffer().map_err(Error::table(path))?;
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
