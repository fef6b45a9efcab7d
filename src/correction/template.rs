//! The empty file of corrections as a workbook, with choices to pick from.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

use super::kind::{COLUMNS, Kind};
use super::say;
use crate::error::Error;
use crate::office::Function;

/// Rows that have choices.
const ROWS: u32 = 500;

/// An empty file of corrections: the heads, a choice of kinds, and a sheet that says how each is filled in.
///
/// # Errors
/// [`Error::Table`] where the workbook cannot be made.
pub fn workbook() -> Result<Vec<u8>, Error> {
    make().map_err(Error::table("更正"))
}

fn make() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The time of writing is no part of the result: same input, same bytes.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let grey = Color::RGB(0x00BF_BFBF);
    let head = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(Color::RGB(0x001F_4E79))
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_border_color(grey);
    let cell = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@")
        .set_border(FormatBorder::Thin)
        .set_border_color(grey);
    let needed = cell.clone().set_background_color(Color::RGB(0x00FF_F4CC));
    let sheet = book.add_worksheet();
    sheet.set_name("更正")?;
    for (at, column) in (0..).zip(COLUMNS) {
        let format = if at < 3 { &needed } else { &cell };
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.write_string_with_format(0, at, column.title, &head)?;
        for row in 1..=ROWS {
            sheet.write_blank(row, at, format)?;
        }
    }
    let titles: Vec<&str> = Kind::ALL.iter().map(|kind| kind.title()).collect();
    let kinds = DataValidation::new()
        .allow_list_strings(&titles)?
        .set_input_title("种类")?
        .set_input_message("从列表中选；填法见“说明”表")?
        .set_error_title("没有这个种类")?
        .set_error_message("请从列表中选一项")?;
    sheet.add_data_validation(1, 0, ROWS, 0, &kinds)?;
    sheet.set_row_height(0, 22)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, ROWS, COLUMNS.len() as u16 - 1)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;

    let top = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let note = book.add_worksheet();
    note.set_name("说明")?;
    note.set_column_width(0, 18)?;
    note.set_column_width(1, 96)?;
    let functions: Vec<&str> = Function::all().map(Function::title).collect();
    let roles: Vec<&str> = say::role_words().collect();
    let mut lines: Vec<(&str, String)> = NOTE.iter().map(|(name, words)| (*name, (*words).to_owned())).collect();
    lines.extend(Kind::ALL.iter().map(|kind| (kind.title(), kind.what().to_owned())));
    lines.push(("角色", roles.join("、")));
    lines.push(("职能", functions.join("、")));
    for (row, (name, words)) in (0..).zip(&lines) {
        note.write_string_with_format(row, 0, *name, &bold)?;
        note.write_string_with_format(row, 1, words, &top)?;
    }
    note.set_landscape();
    note.set_paper_size(9);
    note.set_print_fit_to_pages(1, 0);
    book.save_to_buffer()
}

/// What the file is for, for the sheet beside the rows.
const NOTE: &[(&str, &str)] = &[
    (
        "这是什么",
        "人工核定的结论，一行一条。与通知放在同一个文件夹，命名为 更正.xlsx 或 corrections.xlsx，以后每次读取都照此办理。",
    ),
    (
        "对象",
        "表格和网页中的编号：任务 洪山区-2025/district/5，目标 洪山区-2025/district/5#1，文件 洪山区-2025；单位填原文中的名称。",
    ),
    ("原文", "对象的文字或其开头。编号变了，程序在同一份文件里按文字找；找不到会提醒。"),
    ("另一方原文", "另一项任务的文字或其开头；更正目标时填目标所在任务的文字。"),
    ("核对", "填好后运行 duibiao correct check：每条更正现在改了什么，哪些已无对象。"),
];
