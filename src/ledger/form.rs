//! The notice's own forms, filled with a unit's tasks.
//!
//! In:  a blank form as the notice prints it, the tasks of a unit.
//! Out: the form with the unit's name and its tasks; everything that the notice does not say stays blank.
//!
//! A column is filled where its head says what it wants (number, task, goal, units, leader, date); the others are the unit's
//! to fill in. A form whose rows name people (`分管领导`, `经办人`) keeps its rows; one whose rows name quarters has them for
//! each task.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::model::{Carrier, Duty, Entry, Ledger};
use super::style::{Style, cell, clip, paper};
use super::words::{Class, HeadKind, QUARTERS, progress_words};
use crate::lexicon::words::Code as _;
use crate::notice::Role;
use crate::table::schema::FormRow;

/// A form filled for one unit.
pub(super) struct Filled {
    /// A short name.
    pub sheet: String,
    pub title: String,
    pub columns: Vec<String>,
    /// Cells row by row; a cell with how many rows it spans, 0 where one above spans it.
    pub rows: Vec<Vec<(String, u32)>>,
    /// Lines over and under the table.
    pub over: Vec<String>,
    pub under: Vec<String>,
}

/// What stands for the name of the unit in a title.
const BLANKS: [&str; 4] = ["×××", "××", "XX", "xx"];

/// Fills a form for a unit.
pub(super) fn fill(form: &FormRow, ledger: &Ledger, unit: &Carrier) -> Filled {
    let title = named(&form.title, &unit.name);
    let (over, under): (Vec<String>, Vec<String>) =
        form.around.iter().cloned().partition(|line: &String| line.ends_with([':', '：']));
    let rows = match () {
        () if form.form == "contacts" || names_people(form) => people(form),
        () => tasks(form, ledger, unit),
    };
    let over = over.into_iter().map(|line| with_unit(line, &unit.name)).collect();
    Filled { sheet: sheet_name(form), title, columns: form.columns.clone(), rows, over, under }
}

/// A title with the unit's name for its first blank; a second one (`×季度`) stays.
fn named(title: &str, unit: &str) -> String {
    let blanks = BLANKS.iter().filter_map(|blank| title.find(blank).map(|at| (at, blank.len())));
    let Some((at, length)) = blanks.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length))) else {
        return title.to_owned();
    };
    let rest = &title[at + length..];
    // `XX(单位)…`: the bracket only says what the blank is
    let rest = ["（单位）", "(单位)", "单位"].iter().find_map(|noun| rest.strip_prefix(noun)).unwrap_or(rest);
    format!("{}{unit}{rest}", &title[..at])
}

/// `单位:` with the unit behind it; other lines stay blank.
fn with_unit(line: String, unit: &str) -> String {
    let label = line.trim_end_matches([':', '：']).trim();
    if progress_words().is(Class::UnitLabel, label) { format!("{line}{unit}") } else { line }
}

fn sheet_name(form: &FormRow) -> String {
    match form.form.as_str() {
        "work_plan" => "办理工作方案".to_owned(),
        "progress" => "季度完成情况".to_owned(),
        "contacts" => "联络人员名单".to_owned(),
        _ => clip(&form.title, 20),
    }
}

/// Whether the rows of a form are people or matters and no tasks.
fn names_people(form: &FormRow) -> bool {
    let is_task_row = |row: &String| row.chars().all(|c| c.is_ascii_digit() || "….、.(（)）".contains(c));
    let quarters = quarters(form);
    form.rows.iter().any(|row| !is_task_row(row) && !quarters.contains(row))
}

/// The quarters that a form prints in its rows.
fn quarters(form: &FormRow) -> Vec<String> {
    let is_quarter = |row: &&String| QUARTERS.iter().any(|quarter| row.trim_start_matches('第') == *quarter);
    form.rows.iter().filter(is_quarter).cloned().collect()
}

fn people(form: &FormRow) -> Vec<Vec<(String, u32)>> {
    let blank = |row: &String| {
        let mut cells = vec![(String::new(), 1); form.columns.len().max(1)];
        cells[0].0.clone_from(row);
        cells
    };
    form.rows.iter().map(blank).collect()
}

fn tasks(form: &FormRow, ledger: &Ledger, unit: &Carrier) -> Vec<Vec<(String, u32)>> {
    let quarters = quarters(form);
    let of_quarters = form.columns.iter().position(|head| head.contains("季度")).filter(|_| !quarters.is_empty());
    let mut rows = Vec::new();
    for (at, duty) in unit.duties.iter().enumerate() {
        let entry = &ledger.entries[duty.entry];
        let cells: Vec<String> = form.columns.iter().map(|head| told(head, at, entry, duty)).collect();
        match of_quarters {
            None => rows.push(cells.into_iter().map(|text| (text, 1)).collect()),
            Some(column) => rows.extend(quarters.iter().enumerate().map(|(nth, quarter)| {
                let span = if nth == 0 { quarters.len() as u32 } else { 0 };
                let cell = |(at, text): (usize, &String)| match at == column {
                    true => (format!("{quarter}："), 1),
                    false if span == 0 => (String::new(), 0),
                    false => (text.clone(), span),
                };
                cells.iter().enumerate().map(cell).collect()
            })),
        }
    }
    rows
}

/// What the notice says for a column of a task's row; nothing where the unit is to say it.
fn told(head: &str, at: usize, entry: &Entry, duty: &Duty) -> String {
    let said = progress_words().pairs(Class::Head).filter(|(word, _)| head.contains(word));
    let kind =
        said.max_by_key(|(word, _)| word.len()).and_then(|(word, kind)| Some((word, HeadKind::parse(kind).ok()?)));
    match kind {
        // the notice asks for the numbers of its own lists where the column is one of tasks
        Some((_, HeadKind::Number)) if head.contains("任务") => entry.number.clone(),
        Some((_, HeadKind::Number)) => (at + 1).to_string(),
        Some((_, HeadKind::Task)) => entry.task.text.clone(),
        Some((_, HeadKind::Goal)) => entry.goals(),
        Some(("角色", _)) => duty.role(),
        Some(("责任领导" | "牵头领导", _)) => entry.names(Role::Leader),
        Some(("牵头单位", _)) => entry.names(Role::Lead),
        Some(("责任单位", _)) => entry.names(Role::Responsible),
        Some(("配合单位", _)) => entry.names(Role::Support),
        Some(("完成时限", _)) => entry.due().to_owned(),
        _ => String::new(),
    }
}

/// Writes a filled form on a sheet.
///
/// # Errors
/// As the writer's.
pub(super) fn write(page: &mut Worksheet, form: &Filled, style: &Style) -> Result<(), XlsxError> {
    let last = (form.columns.len().max(2) - 1) as u16;
    page.merge_range(0, 0, 0, last, &cell(&form.title), &style.title)?;
    page.set_row_height(0, 34)?;
    let mut row = 1;
    for line in &form.over {
        page.write_string_with_format(row, 0, cell(line), &style.plain)?;
        row += 1;
    }
    let widths = widths(form);
    for (column, (head, width)) in (0..).zip(form.columns.iter().zip(&widths)) {
        page.set_column_width(column, *width)?;
        page.write_string_with_format(row, column, cell(head), &style.head)?;
    }
    page.set_row_height(row, 24)?;
    let head = row;
    row += 1;
    for cells in &form.rows {
        for (column, (text, span)) in (0..).zip(cells) {
            let format = if text.is_empty() { &style.open } else { &style.text };
            match span {
                0 => {}
                1 if text.is_empty() => drop(page.write_blank(row, column, format)?),
                1 => drop(page.write_string_with_format(row, column, cell(text), format)?),
                rows => drop(page.merge_range(row, column, row + rows - 1, column, &cell(text), format)?),
            }
        }
        let wide = |(text, _): &(String, u32), width: &f64| (text.chars().count() as f64 * 2.0 / (width - 2.0)).ceil();
        let spanned = cells.iter().map(|(_, span)| *span).max().unwrap_or(1).max(1);
        let lines = cells.iter().zip(&widths).map(|(cell, width)| wide(cell, width)).fold(1.0, f64::max);
        let shares = if cells.iter().any(|(_, span)| *span != 1) { f64::from(spanned.max(4)) } else { 1.0 };
        page.set_row_height(row, (lines * 13.5 / shares + 8.0).clamp(24.0, 400.0))?;
        row += 1;
    }
    for line in &form.under {
        page.write_string_with_format(row, 0, cell(line), &style.remark)?;
        row += 1;
    }
    paper(page);
    page.set_print_fit_to_pages(1, 0).set_repeat_rows(head, head)?;
    Ok(())
}

/// Widths of the columns, in characters: that of the tasks is the widest.
fn widths(form: &Filled) -> Vec<f64> {
    let longest = |at: usize| form.rows.iter().map(|row| row.get(at).map_or(0, |(text, _)| text.chars().count())).max();
    let width = |(at, head): (usize, &String)| match longest(at).unwrap_or(0) {
        long if long > 30 => 52.0,
        _ if head.contains("序号") || head.contains("编号") => 9.0,
        _ => (head.chars().count() as f64 * 2.0 + 6.0).clamp(16.0, 34.0),
    };
    form.columns.iter().enumerate().map(width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_stands_where_the_blank_was() {
        for (title, want) in [
            ("×××(单位)办理工作方案", "区水务局办理工作方案"),
            ("XX(单位)关于报告前X季度完成情况", "区水务局关于报告前X季度完成情况"),
            ("XX单位联络名单", "区水务局联络名单"),
            ("季度完成情况表", "季度完成情况表"),
        ] {
            assert_eq!(named(title, "区水务局"), want);
        }
        assert_eq!(with_unit("单位:".into(), "区水务局"), "单位:区水务局");
        assert_eq!(with_unit("填报时间:".into(), "区水务局"), "填报时间:");
    }
}
