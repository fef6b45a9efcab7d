//! `duibiao.xlsx`: the tables for people who work in Excel, WPS or `LibreOffice`, with Chinese heads and no codes.
//!
//! In:  the rows and what was counted in them.
//! Out: a workbook of named tables ([`sheets`]), laid out for the screen and for A4 paper ([`crate::table::look`]); rows lead to the page of their
//!      notice.
//! Not here: what stands in a sheet.
//!
//! Texts are written as string cells, so none of them is a formula; links to the pages of notices are formulas of ours. The
//! creation date is fixed: same input, same bytes.

mod board;
mod compared;
mod corrections;
mod entry;
mod panel;
mod read;
mod repeats;
mod scale;
mod sheets;

use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Url, Workbook, Worksheet, XlsxError};

use rayon::prelude::*;

use super::data::Data;
use super::findings::headline;
use crate::error::Error;
use crate::table::look::{self, Look, clip, is_wrapped, page_setup};
use crate::table::named::{self, Lasts};
use entry::Entry;
use sheets::{Book, Sheet, sheets};

/// Writes the workbook.
///
/// # Errors
/// [`Error::Write`] with the path; [`Error::Table`] where the workbook cannot be made.
pub(super) fn write(data: &Data, path: &Path, title: &str) -> Result<(), Error> {
    named::write(path, || make(data, title))
}

fn make(data: &Data, title: &str) -> Result<(Workbook, Lasts), XlsxError> {
    let mut out = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    out.set_properties(&DocProperties::new().set_title(clip(title, 200)).set_creation_datetime(&day));
    // Widths are counted in its digits: a font that every system has, or has one as wide for.
    out.set_default_format(&Format::new().set_font_name("Arial").set_font_size(10), 17, 64)?;
    let look = Look::new();
    let book = Book::new(data);
    let sheets = sheets(&book);
    about(out.add_worksheet(), data, title, &sheets, &look)?;
    number_formats(&mut out, &look)?;
    let sheets = sheets.into_iter().filter(|sheet| sheet.total > 0);
    // cells go to a file of each sheet, texts within them: there may be a million
    let pages = sheets.map(|sheet| Ok((out.new_worksheet_with_constant_memory()?, sheet)));
    let pages: Vec<(Worksheet, Sheet<'_>)> = pages.collect::<Result<_, XlsxError>>()?;
    let lasts = pages.iter().map(|(_, sheet)| (sheet.name.to_owned(), sheet.last())).collect();
    let filled = pages.into_par_iter().map(|(mut page, sheet)| {
        fill(&mut page, sheet, &look, title)?;
        Ok(page)
    });
    for page in filled.collect::<Result<Vec<Worksheet>, XlsxError>>()? {
        out.push_worksheet(page);
    }
    Ok((out, lasts))
}

/// Formats get their numbers as they are met, and sheets are filled side by side: a sheet that is thrown away meets all of
/// them first, so that the same input gives the same bytes.
fn number_formats(out: &mut Workbook, look: &Look) -> Result<(), XlsxError> {
    let mut page = out.new_worksheet_with_constant_memory()?;
    for (column, format) in (0..).zip(look.all()) {
        page.write_blank(0, column, format)?;
    }
    Ok(())
}

/// The first sheet: what this is, what was read, what each sheet holds.
fn about(page: &mut Worksheet, data: &Data, title: &str, sheets: &[Sheet<'_>], look: &Look) -> Result<(), XlsxError> {
    page.set_name("说明")?;
    let widths = [16.0, 10.0, 96.0];
    for (column, width) in (0..).zip(widths) {
        page.set_column_width(column, width)?;
    }
    page.merge_range(0, 0, 0, 2, &clip(title, look::LONGEST), &look.title)?;
    page.set_row_height(0, 30)?;
    let empty: Vec<&str> = sheets.iter().filter(|sheet| sheet.total == 0).map(|sheet| sheet.name).collect();
    let mut lines = vec![
        headline(data),
        "由机器读取，引用前请核对原文：“原文”一列指向 sources/ 里同一份文件的那一行，须与本工作簿放在同一文件夹。".to_owned(),
        "每张表都是命名的表格（名称同工作表），可直接做透视表；前面的列可在 A4 横向打印，编号等列在打印区域之外。".to_owned(),
        "“数值”按指标统一为亿、万或原单位，单位在旁边一列；“原数值”“原单位”是不换算的数。全部数据见 tables/，列的含义见 tables/codebook.md。"
            .to_owned(),
    ];
    if sheets.iter().any(|sheet| sheet.total.min(sheet.most) > look::MOST_PRINTED as usize) {
        let most = look::MOST_PRINTED;
        lines.push(format!("超过 {most} 行的表只印前 {most} 行；先筛选再印，或清除“打印区域”印全部。"));
    }
    if !empty.is_empty() {
        lines.push(format!("没有内容的表不列出：{}。", empty.join("、")));
    }
    lines.push(format!("由对标（Duibiao）{} 生成。", env!("CARGO_PKG_VERSION")));
    let width: f64 = widths.iter().sum();
    for (row, line) in (1..).zip(&lines) {
        page.merge_range(row, 0, row, 2, &clip(line, look::LONGEST), &look.words)?;
        page.set_row_height(row, look::height([(line.as_str(), width)].into_iter()))?;
    }
    let head = 2 + lines.len() as u32;
    for (column, text) in (0..).zip(["工作表", "行数", "内容"]) {
        page.write_string_with_format(head, column, text, &look.head)?;
    }
    for (row, sheet) in (head + 1..).zip(sheets.iter().filter(|sheet| sheet.total > 0)) {
        let url = Url::new(format!("internal:'{}'!A1", sheet.name)).set_text(sheet.name);
        page.write_url_with_format(row, 0, url, &look.link)?;
        let shown = sheet.total.min(sheet.most);
        page.write_number_with_format(row, 1, shown as f64, &look.whole)?;
        let what = match sheet.total - shown {
            0 => sheet.what.to_owned(),
            more => format!("{}。另有 {more} 行太多，只在 tables/ 的表格里", sheet.what),
        };
        page.set_row_height(row, look::height([(what.as_str(), widths[2])].into_iter()))?;
        page.write_string_with_format(row, 2, what, &look.wrapped)?;
    }
    page_setup(page, title, None)
}

fn fill(page: &mut Worksheet, sheet: Sheet<'_>, look: &Look, title: &str) -> Result<(), XlsxError> {
    page.set_name(sheet.name)?;
    let heads = sheet.columns.iter().map(|(head, width)| (head.as_ref(), *width - 2.0));
    page.set_row_height(0, look::height(heads) + 4.0)?;
    for (column, (_, width)) in (0..).zip(&sheet.columns) {
        page.set_column_width(column, *width)?;
    }
    let (last, columns) = (sheet.last(), sheet.columns.len() as u16);
    named::begin(page, sheet.name, sheet.columns.iter().map(|(head, _)| head.as_ref()), look)?;
    for (row, cells) in (1..=last).zip(sheet.rows) {
        let texts = cells.iter().zip(&sheet.columns).filter(|(_, (_, width))| is_wrapped(*width));
        look::set_height(page, row, look::height(texts.map(|(cell, (_, width))| (cell.text(), *width))))?;
        for (column, (cell, (_, width))) in (0..).zip(cells.into_iter().zip(&sheet.columns)) {
            put(page, (row, column), cell, *width, look)?;
        }
    }
    page.set_freeze_panes(1, sheet.kept)?;
    let printed = look::printed(&sheet.columns);
    page_setup(page, title, Some((last, printed)))?;
    if let Some(kept) = sheet.across {
        // Wider than a sheet of paper: it goes on to the right, with the names again.
        page.set_print_area(0, 0, last.min(look::MOST_PRINTED), columns - 1)?;
        page.set_print_fit_to_pages(0, 0).set_print_scale(look::LEAST_SCALE);
        page.set_repeat_columns(0, kept - 1)?;
    }
    Ok(())
}

/// A link as a formula, the only kind in the workbook: of 55,000 links in cells LibreOffice makes 55,000 fields, which takes
/// it four times as long as all the rest, and a sheet may hold no more than 65,530. A place and words of ours, never of a
/// notice.
fn link(to: &str, text: &str) -> Formula {
    let quoted = |words: &str| words.replace('"', "\"\"");
    Formula::new(format!("=HYPERLINK(\"{}\",\"{}\")", quoted(to), quoted(text))).set_result(text)
}

fn put(page: &mut Worksheet, (row, column): (u32, u16), cell: Entry, width: f64, look: &Look) -> Result<(), XlsxError> {
    let plain = if is_wrapped(width) { &look.wrapped } else { &look.plain };
    match cell {
        Entry::None => page.write_blank(row, column, plain)?,
        Entry::Year(value) => page.write_number_with_format(row, column, f64::from(value), &look.plain_number)?,
        Entry::Whole(value) => page.write_number_with_format(row, column, value as f64, &look.whole)?,
        Entry::Number(value) if value.is_finite() => {
            let format = if value.fract() == 0.0 { &look.whole } else { &look.number };
            page.write_number_with_format(row, column, value, format)?
        }
        Entry::Share(value) if value.is_finite() => page.write_number_with_format(row, column, value, &look.share)?,
        Entry::Number(_) | Entry::Share(_) => page.write_blank(row, column, plain)?,
        Entry::Score(value) => page.write_number_with_format(row, column, value, &look.score)?,
        Entry::Date(text) => match ExcelDateTime::parse_from_str(&text) {
            Ok(date) => page.write_datetime_with_format(row, column, &date, &look.date)?,
            Err(_) => page.write_string_with_format(row, column, clip(&text, look::LONGEST), plain)?,
        },
        Entry::Link { to, text } => page.write_formula_with_format(row, column, link(&to, &text), &look.link)?,
        Entry::Text(text) => page.write_string_with_format(row, column, clip(&text, look::LONGEST), plain)?,
    };
    Ok(())
}
