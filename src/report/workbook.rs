//! `duibiao.xlsx`: the tables for people who work in Excel, with Chinese heads and no codes.
//!
//! Texts are written as string cells, so none of them is a formula. The creation date is fixed: same input, same bytes.

use std::path::Path;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::data::{Data, number};
use super::findings::headline;
use super::names;
use super::sheets::{MOST_ROWS, Sheet, sheets};
use crate::error::Error;
use crate::source::guarded;
use crate::table::{Cell, cell_text};

/// Excel's limit for one cell is 32,767 characters.
const LONGEST: usize = 32_000;

struct Formats {
    head: Format,
    plain: Format,
    wrapped: Format,
    share: Format,
    title: Format,
}

impl Formats {
    fn new() -> Self {
        let rule = Color::RGB(0x00DF_E5EA);
        let font = || Format::new().set_font_name("Microsoft YaHei").set_font_size(10).set_align(FormatAlign::Top);
        Self {
            head: font()
                .set_bold()
                .set_background_color(Color::RGB(0x0014_548C))
                .set_font_color(Color::White)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap(),
            plain: font().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(rule),
            wrapped: font().set_text_wrap().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(rule),
            share: font().set_num_format("0%").set_border_bottom(FormatBorder::Thin).set_border_bottom_color(rule),
            title: font().set_bold().set_font_size(14),
        }
    }
}

/// Writes the workbook.
///
/// # Errors
/// [`Error::Write`] with the path; [`Error::Table`] where the workbook cannot be made.
pub(super) fn write(data: &Data, path: &Path, title: &str) -> Result<(), Error> {
    // rows go through a file of the system's, and a full disk makes the writer panic
    let bytes = guarded(|| make(data, title)).map_err(Error::table(path))?.map_err(Error::table(path))?;
    std::fs::write(path, bytes).map_err(Error::write(path))
}

fn make(data: &Data, title: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(clip(title, 200)).set_creation_datetime(&day));
    let formats = Formats::new();
    let sheets = sheets(data);
    about(book.add_worksheet(), data, title, &sheets, &formats)?;
    for sheet in sheets {
        // cells go to a file of their own: there may be a million
        fill(book.add_worksheet_with_low_memory()?, sheet, &formats)?;
    }
    book.save_to_buffer()
}

fn clip(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// The first sheet: what this is, what was read, what each sheet holds.
fn about(
    page: &mut Worksheet,
    data: &Data,
    title: &str,
    sheets: &[Sheet<'_>],
    formats: &Formats,
) -> Result<(), XlsxError> {
    page.set_name("说明")?;
    page.set_column_width(0, 18)?.set_column_width(1, 12)?.set_column_width(2, 90)?;
    page.write_string_with_format(0, 0, clip(title, LONGEST), &formats.title)?;
    page.set_row_height(0, 24)?;
    let lines = [
        headline(data),
        "由机器读取，引用前请核对原文；“原文行号”指 tables/sources 中同名文件的行。".to_owned(),
        format!("由对标（Duibiao）{} 生成。", env!("CARGO_PKG_VERSION")),
    ];
    for (row, line) in (2..).zip(&lines) {
        page.write_string(row, 0, clip(line, LONGEST))?;
    }
    let head = 3 + lines.len() as u32;
    for (column, text) in (0..).zip(["工作表", "行数", "内容"]) {
        page.write_string_with_format(head, column, text, &formats.head)?;
    }
    for (row, sheet) in (head + 1..).zip(sheets) {
        page.write_url_with_text(row, 0, format!("internal:'{}'!A1", sheet.name).as_str(), sheet.name)?;
        let shown = sheet.total.min(MOST_ROWS);
        page.write_number_with_format(row, 1, shown as f64, &formats.plain)?;
        let what = match sheet.total - shown {
            0 => sheet.what.to_owned(),
            more => format!("{}。另有 {more} 行太多，只在 tables/ 的表格里", sheet.what),
        };
        page.write_string_with_format(row, 2, what, &formats.wrapped)?;
    }
    Ok(())
}

fn fill(page: &mut Worksheet, sheet: Sheet<'_>, formats: &Formats) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?;
    page.set_row_height(0, 22)?;
    for (column, (head, width)) in (0..).zip(&sheet.columns) {
        page.set_column_width(column, *width)?;
        page.write_string_with_format(0, column, *head, &formats.head)?;
    }
    let mut last = 0;
    for (row, cells) in (1..).zip(sheet.rows) {
        last = row;
        for (column, (cell, (head, width))) in (0..).zip(cells.iter().zip(&sheet.columns)) {
            let text = if *width >= 20.0 { &formats.wrapped } else { &formats.plain };
            match cell {
                Cell::Null => page.write_blank(row, column, text)?,
                Cell::Integer(value) => page.write_number_with_format(row, column, *value as f64, &formats.plain)?,
                Cell::Number(value) if value.is_finite() => {
                    let format =
                        if head.ends_with("比重") || *head == "右/左" { &formats.share } else { &formats.plain };
                    page.write_number_with_format(row, column, *value, format)?
                }
                cell => page.write_string_with_format(row, column, clip(&cell_text(cell), LONGEST), text)?,
            };
        }
    }
    page.set_freeze_panes(1, u16::from(sheet.columns.len() > 4))?;
    if last > 0 {
        page.autofilter(0, 0, last, sheet.columns.len() as u16 - 1)?;
    }
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

/// The number of a task as the other sheets call it.
pub(super) fn task_number(data: &Data, id: &str) -> Cell {
    data.task(id).map_or(Cell::Null, |task| Cell::Text(number(task)))
}

/// What a notice is called.
pub(super) fn notice_name(data: &Data, id: &str) -> Cell {
    Cell::Text(data.notice_at(id).map_or_else(|| id.to_owned(), |at| data.names[at].line()))
}

/// A name for a code that may be missing.
pub(super) fn function(code: Option<&str>) -> Cell {
    code.map_or(Cell::Null, |code| Cell::Text(names::function(code).to_owned()))
}
