//! `台账.xlsx`: the supervision office's own workbook.
//!
//! In:  a ledger.
//! Out: the workbook: an index with counts and links, all tasks, the calendar, a sheet a unit.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, Worksheet, XlsxError};

use super::model::{Carrier, Ledger, Rank};
use super::sheet::{self, TaskSheet};
use super::style::{Style, cell, paper, workbook};
use super::{month, names};
use crate::notice::Role;

const INDEX: &str = "目录";
const ALL: &str = "台账";
const CALENDAR: &str = "月历";

/// The workbook's bytes.
///
/// # Errors
/// As the writer's.
pub(super) fn book(ledger: &Ledger) -> Result<Vec<u8>, XlsxError> {
    let title = format!("{}政府工作报告目标任务督查台账", ledger.name());
    let (mut book, style) = (workbook(&title)?, Style::new());
    let mut used = BTreeSet::new();
    for own in [INDEX, ALL, CALENDAR] {
        names::sheet(own, &mut used);
    }
    let sheets: Vec<String> = ledger.units.iter().map(|unit| names::sheet(&unit.name, &mut used)).collect();
    index(book.add_worksheet(), ledger, &title, &sheets, &style)?;
    let page = book.add_worksheet();
    page.set_name(ALL)?.set_tab_color(Color::RGB(0x001F_5C99));
    sheet::fill(page, &TaskSheet::all(ledger, title.clone(), note(ledger)), &style)?;
    let page = book.add_worksheet();
    page.set_name(CALENDAR)?.set_tab_color(Color::RGB(0x00C5_5A11));
    month::fill(page, ledger, &style)?;
    for (unit, name) in ledger.units.iter().zip(&sheets) {
        let page = book.add_worksheet();
        page.set_name(name)?;
        let title = format!("{}目标任务（{}）", ledger.name(), unit.name);
        sheet::fill(page, &TaskSheet::of(ledger, &unit.duties, title, unit_note(unit), Some(&unit.name)), &style)?;
    }
    book.save_to_buffer()
}

/// How the sheets are filled in.
pub(super) fn note(ledger: &Ledger) -> String {
    let to = ledger.receiver().map(|to| format!("报{to}。")).unwrap_or_default();
    format!(
        "淡黄格由单位填写：完成值填年初至本季度末的累计数，状态从下拉列表中选（已完成、正常推进、滞后、未启动）。{to}\
         本表由机器据通知编成，以原文为准；隐藏的两列用来对号，请勿删除。"
    )
}

fn unit_note(unit: &Carrier) -> String {
    let counts = [Role::Lead, Role::Responsible, Role::Support]
        .map(|role| (super::words::role(role), unit.count(role)))
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(role, count)| format!("{role}{count}项"));
    format!("{}：共{}项任务，{}。", unit.rank.title(), unit.duties.len(), counts.collect::<Vec<_>>().join("、"))
}

/// The first sheet: what it is, and the units with their counts and links.
fn index(
    page: &mut Worksheet,
    ledger: &Ledger,
    title: &str,
    sheets: &[String],
    style: &Style,
) -> Result<(), XlsxError> {
    page.set_name(INDEX)?;
    let heads: [(&str, f64); 8] = [
        ("序号", 7.0),
        ("单位（点击打开）", 34.0),
        ("类别", 11.0),
        ("条线", 15.0),
        ("牵头", 9.0),
        ("责任", 9.0),
        ("配合", 9.0),
        ("任务数", 9.0),
    ];
    for (column, (_, width)) in (0..).zip(heads) {
        page.set_column_width(column, width)?;
    }
    page.merge_range(0, 0, 0, 7, &cell(title), &style.title)?;
    page.set_row_height(0, 34)?;
    page.merge_range(1, 0, 1, 7, &cell(&headline(ledger)), &style.note)?;
    page.set_row_height(1, 34)?;
    page.merge_range(2, 0, 2, 7, &cell(&note(ledger)), &style.note)?;
    page.set_row_height(2, 46)?;
    for (column, name) in [(1, ALL), (2, CALENDAR)] {
        page.write_url_with_format(3, column, link(name).as_str(), &style.link)?;
        page.write_string_with_format(3, column, name, &style.link)?;
    }
    page.set_row_height(3, 22)?;
    const HEAD: u32 = 5;
    for (column, (head, _)) in (0..).zip(heads) {
        page.write_string_with_format(HEAD, column, head, &style.head)?;
    }
    page.set_row_height(HEAD, 22)?;
    let mut row = HEAD + 1;
    for ((at, unit), name) in ledger.units.iter().enumerate().zip(sheets) {
        page.write_number_with_format(row, 0, (at + 1) as f64, &style.centre)?;
        page.write_url_with_format(row, 1, link(name).as_str(), &style.link)?;
        page.write_string_with_format(row, 1, cell(&unit.name), &style.link)?;
        counts(page, row, unit, unit.rank.title(), style)?;
        row += 1;
    }
    if !ledger.units.is_empty() {
        page.autofilter(HEAD, 0, row - 1, 7)?;
    }
    if !ledger.leaders.is_empty() {
        row += 1;
        page.write_string_with_format(row, 1, "责任领导", &style.bold)?;
        row += 1;
    }
    for (at, leader) in ledger.leaders.iter().enumerate() {
        page.write_number_with_format(row, 0, (at + 1) as f64, &style.centre)?;
        page.write_string_with_format(row, 1, cell(&leader.name), &style.text)?;
        counts(page, row, leader, "责任领导", style)?;
        row += 1;
    }
    page.set_freeze_panes(HEAD + 1, 0)?;
    paper(page);
    page.set_portrait().set_print_fit_to_pages(1, 0).set_repeat_rows(HEAD, HEAD)?;
    Ok(())
}

fn counts(page: &mut Worksheet, row: u32, unit: &Carrier, kind: &str, style: &Style) -> Result<(), XlsxError> {
    page.write_string_with_format(row, 2, kind, &style.centre)?;
    page.write_string_with_format(row, 3, unit.function.title(), &style.centre)?;
    for (column, role) in (4..).zip([Role::Lead, Role::Responsible, Role::Support]) {
        match unit.count(role) {
            0 => page.write_blank(row, column, &style.centre)?,
            count => page.write_number_with_format(row, column, count as f64, &style.centre)?,
        };
    }
    page.write_number_with_format(row, 7, unit.duties.len() as f64, &style.centre)?;
    page.set_row_height(row, 20)?;
    Ok(())
}

/// What the ledger holds, in a sentence.
fn headline(ledger: &Ledger) -> String {
    let of = |rank: Rank| ledger.units.iter().filter(|unit| unit.rank == rank).count();
    let targets: usize = ledger.entries.iter().map(|entry| entry.targets.len()).sum();
    let without = ledger.entries.iter().filter(|entry| entry.units.is_empty()).count();
    let upper = ledger.entries.iter().filter(|entry| !entry.upper.is_empty()).count();
    let mut said = format!(
        "{}项任务，{targets}个目标值；{}个本级单位、{}个统称、{}个上级单位",
        ledger.entries.len(),
        of(Rank::Own),
        of(Rank::Group),
        of(Rank::Upper)
    );
    if upper > 0 {
        said.push_str(&format!("；{upper}项有对应的上级任务"));
    }
    if without > 0 {
        said.push_str(&format!("；{without}项没有写明单位，只在“台账”表中"));
    }
    said.push('。');
    said
}

fn link(sheet: &str) -> String {
    format!("internal:'{}'!A1", sheet.replace('\'', "''"))
}
