//! What people corrected: a sheet of its own, and a column in those of what was read.

use super::super::data::Data;
use super::super::names;
use super::entry::{Entry, maybe, text, whole};
use super::sheets::{MOST_ROWS, Sheet};
use crate::correction;

/// The head of the column that tells what people corrected.
const CORRECTED: &str = "人工更正";

/// The sheets, without the column where nobody corrected anything, with a sheet of corrections where somebody did.
pub(super) fn with_corrections<'a>(data: &'a Data<'a>, sheets: impl Iterator<Item = Sheet<'a>>) -> Vec<Sheet<'a>> {
    if data.corrections.is_empty() {
        return sheets.map(without_marks).collect();
    }
    sheets.chain([sheet(data)]).collect()
}

fn without_marks(mut sheet: Sheet<'_>) -> Sheet<'_> {
    if sheet.columns.pop_if(|(head, _)| head == CORRECTED).is_some() {
        sheet.rows = Box::new(sheet.rows.map(|mut row| {
            row.pop();
            row
        }));
    }
    sheet
}

fn sheet<'a>(data: &'a Data<'a>) -> Sheet<'a> {
    let columns = [
        ("出处", 24.0),
        ("种类", 16.0),
        ("对象", 24.0),
        ("改为", 20.0),
        ("执行", 12.0),
        ("情况", 44.0),
        ("原文", 36.0),
        ("另一方", 24.0),
        ("相符", 8.0),
        ("改动", 8.0),
        ("现在的编号", 24.0),
        ("说明", 30.0),
        ("核定人", 10.0),
        ("日期", 12.0),
    ];
    Sheet {
        name: "更正",
        what: "人工核定的结论，各执行了没有",
        columns: columns.map(|(head, width)| (head.into(), width)).into(),
        kept: 1,
        across: None,
        most: MOST_ROWS,
        total: data.corrections.len(),
        rows: Box::new(data.corrections.iter().map(|row| -> Vec<Entry> {
            vec![
                text(correction::mark(&row.source, row.line)),
                text(correction::Kind::title_of(&row.kind)),
                text(&row.subject),
                text(&row.value),
                text(names::applied(&row.applied)),
                text(&row.message),
                text(&row.words),
                text(&row.object),
                whole(row.rows),
                whole(row.changed),
                maybe(&row.subject_id),
                text(&row.note),
                text(&row.by),
                text(&row.on),
            ]
        })),
    }
}
