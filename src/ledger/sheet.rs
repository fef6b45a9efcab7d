//! A sheet of tasks: what is known, and four columns a quarter to fill in.
//!
//! In:  tasks of a ledger, with the duty of one carrier or of all.
//! Out: the sheet: a title, a note, two rows of heads, a row a task; signatures where it is to be signed.
//!
//! | columns | hold |
//! |---|---|
//! | A, B, hidden | the task's id, the unit |
//! | from C | 序号 任务 目标值 (角色) 责任领导 牵头单位 责任单位 配合单位 完成时限 上级任务 原文位置 |
//! | then | 进展情况 完成值 状态 备注 of each quarter |
//!
//! Printed A4 across: what is known on the first page, two quarters on each of the next, number and task on all.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Worksheet, XlsxError};

use super::model::{Duty, Entry, Ledger};
use super::style::{Style, cell, colour, paper};
use super::words::{ASKED, ID, QUARTERS, Status, UNIT};
use crate::notice::Role;

/// Row of the first task, from 0.
const FIRST: u32 = 4;
/// Widths in characters.
const ASKED_WIDTHS: [f64; 4] = [30.0, 13.0, 10.0, 14.0];
/// Print scale at which each page's columns fit across A4.
const SCALE: u16 = 58;

/// One sheet of tasks.
pub(super) struct TaskSheet<'l> {
    pub title: String,
    pub note: String,
    /// Whose it is; none for all.
    pub unit: Option<&'l str>,
    /// What the carrier has to do, or all tasks.
    pub rows: Vec<(&'l Entry<'l>, Option<&'l Duty>)>,
    /// Lines for signatures under the table.
    pub signs: Vec<String>,
}

impl<'l> TaskSheet<'l> {
    /// All tasks of a ledger.
    pub fn all(ledger: &'l Ledger<'l>, title: String, note: String) -> Self {
        let rows = ledger.entries.iter().map(|entry| (entry, None)).collect();
        Self { title, note, unit: None, rows, signs: Vec::new() }
    }

    /// The tasks of some duties.
    pub fn of(ledger: &'l Ledger<'l>, duties: &'l [Duty], title: String, note: String, unit: Option<&'l str>) -> Self {
        let rows = duties.iter().map(|duty| (&ledger.entries[duty.entry], Some(duty))).collect();
        Self { title, note, unit, rows, signs: Vec::new() }
    }
}

/// A column of what is known: head, width, whether short and centred, text.
type Known = (&'static str, f64, bool, fn(&Entry, Option<&Duty>) -> String);

/// The columns of what is known.
fn known(sheet: &TaskSheet<'_>) -> Vec<Known> {
    let with_role = sheet.rows.iter().any(|(_, duty)| duty.is_some());
    let mut columns: Vec<Known> = vec![
        ("序号", 7.0, true, |entry, _| entry.number.clone()),
        ("任务", 46.0, false, |entry, _| entry.task.text.clone()),
        ("目标值", 23.0, false, |entry, _| entry.goals()),
    ];
    if with_role {
        columns.push(("角色", 9.0, true, |_, duty| duty.map(Duty::role).unwrap_or_default()));
    }
    columns.extend::<[Known; 7]>([
        ("责任领导", 9.0, true, |entry, _| entry.names(Role::Leader)),
        ("牵头单位", 15.0, false, |entry, _| entry.names(Role::Lead)),
        ("责任单位", 17.0, false, |entry, _| entry.names(Role::Responsible)),
        ("配合单位", 13.0, false, |entry, _| entry.names(Role::Support)),
        ("完成时限", 9.0, true, |entry, _| entry.due().to_owned()),
        ("上级任务", 24.0, false, |entry, _| entry.upper.clone()),
        ("原文位置", 12.0, false, |entry, _| entry.place.clone()),
    ]);
    // what no task of the sheet says needs no room
    const EMPTY: f64 = 6.0;
    for (_, width, _, text) in &mut columns {
        if sheet.rows.iter().all(|(entry, duty)| text(entry, *duty).is_empty()) {
            *width = EMPTY;
        }
    }
    columns
}

/// Writes a sheet of tasks.
///
/// # Errors
/// As the writer's.
pub(super) fn fill(page: &mut Worksheet, sheet: &TaskSheet<'_>, style: &Style) -> Result<(), XlsxError> {
    let known = known(sheet);
    let open = 2 + known.len() as u16;
    let last_column = open + (ASKED.len() * QUARTERS.len()) as u16 - 1;
    heads(page, sheet, &known, style)?;
    for (row, (entry, duty)) in (FIRST..).zip(&sheet.rows) {
        page.write_string_with_format(row, 0, &entry.task.task_id, &style.small)?;
        page.write_string_with_format(row, 1, sheet.unit.unwrap_or_default(), &style.small)?;
        for (column, (_, _, is_short, text)) in (2..).zip(&known) {
            let format = if *is_short { &style.centre } else { &style.text };
            put(page, (row, column), &text(entry, *duty), format)?;
        }
        for column in open..=last_column {
            let is_short = matches!((column - open) % 4, 1 | 2);
            page.write_blank(row, column, if is_short { &style.open_centre } else { &style.open })?;
        }
        page.set_row_height(row, height(entry, &known, *duty))?;
    }
    let end = FIRST + sheet.rows.len() as u32;
    if !sheet.rows.is_empty() {
        asks(page, sheet, open, end - 1)?;
        page.autofilter(FIRST - 1, 2, end - 1, last_column)?;
    }
    for (row, sign) in (end + 1..).zip(&sheet.signs) {
        page.write_string_with_format(row, 2, sign, &style.plain)?;
        page.set_row_height(row, 26)?;
    }
    page.set_freeze_panes(FIRST, 4)?;
    paper(page);
    page.set_print_scale(SCALE).set_repeat_rows(0, FIRST - 1)?.set_repeat_columns(2, 3)?;
    page.set_vertical_page_breaks(&[u32::from(open), u32::from(open) + 8])?;
    page.set_print_area(0, 2, (end + sheet.signs.len() as u32).max(FIRST), last_column)?;
    Ok(())
}

fn put(page: &mut Worksheet, (row, column): (u32, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
    match text.is_empty() {
        true => page.write_blank(row, column, format).map(drop),
        false => page.write_string_with_format(row, column, cell(text), format).map(drop),
    }
}

/// Title, note and the two rows of heads.
fn heads(page: &mut Worksheet, sheet: &TaskSheet<'_>, known: &[Known], style: &Style) -> Result<(), XlsxError> {
    let open = 2 + known.len() as u16;
    for (column, head) in [(0, ID), (1, UNIT)] {
        page.set_column_width(column, 12)?.set_column_hidden(column)?;
        page.write_string_with_format(FIRST - 1, column, head, &style.small)?;
    }
    page.merge_range(0, 2, 0, open - 1, &cell(&sheet.title), &style.title)?;
    page.set_row_height(0, 32)?;
    page.merge_range(1, 2, 1, open - 1, &cell(&sheet.note), &style.note)?;
    page.set_row_height(1, 30)?;
    for (column, (head, width, ..)) in (2..).zip(known) {
        page.set_column_width(column, *width)?;
        page.merge_range(FIRST - 2, column, FIRST - 1, column, head, &style.head)?;
    }
    for (at, quarter) in QUARTERS.iter().enumerate() {
        let (first, shade) = (open + at as u16 * 4, &style.quarters[at % 2]);
        page.merge_range(FIRST - 2, first, FIRST - 2, first + 3, quarter, shade)?;
        for (column, (head, width)) in (first..).zip(ASKED.iter().zip(ASKED_WIDTHS)) {
            page.set_column_width(column, width)?;
            page.write_string_with_format(FIRST - 1, column, *head, shade)?;
        }
    }
    page.set_row_height(FIRST - 2, 20)?.set_row_height(FIRST - 1, 20)?;
    Ok(())
}

/// Drop-downs, colours and hints of the cells that are to be filled in.
fn asks(page: &mut Worksheet, sheet: &TaskSheet<'_>, open: u16, last: u32) -> Result<(), XlsxError> {
    let statuses = DataValidation::new()
        .allow_list_strings(&Status::EVERY.map(Status::title))?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("状态")?
        .set_error_message("请从下拉列表中选：已完成、正常推进、滞后、未启动")?;
    for quarter in 0..QUARTERS.len() as u16 {
        let (value, status) = (open + quarter * 4 + 1, open + quarter * 4 + 2);
        page.add_data_validation(FIRST, status, last, status, &statuses)?;
        colour(page, FIRST, last, status)?;
        for (row, (entry, _)) in (FIRST..).zip(&sheet.rows) {
            let hint = match entry.targets.as_slice() {
                [] => continue,
                [only] => format!("填年初至本季度末的累计数，计量单位：{}", only.measure),
                several => format!("有{}个目标值，按序号分行填累计数，如：①98 ②4", several.len()),
            };
            let hint = DataValidation::new().allow_any_value().set_input_title("完成值")?.set_input_message(&hint)?;
            page.add_data_validation(row, value, row, value, &hint)?;
        }
    }
    Ok(())
}

/// The height of a row, in points: programs do not make room by themselves where cells are merged, and not all do where none is.
fn height(entry: &Entry, known: &[Known], duty: Option<&Duty>) -> f64 {
    /// Points of a line, and the most that a row may have.
    const LINE: f64 = 14.5;
    const MOST: f64 = 400.0;
    let lines = |text: &str, width: f64| {
        // a Han character is as wide as two digits
        let wide = |line: &str| line.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
        text.lines().map(|line| (wide(line) * 1.08 / (width - 1.5)).ceil().max(1.0)).sum::<f64>()
    };
    let most = known.iter().map(|(_, width, _, text)| lines(&text(entry, duty), *width)).fold(1.0, f64::max);
    (most * LINE + 6.0).clamp(32.0, MOST)
}
