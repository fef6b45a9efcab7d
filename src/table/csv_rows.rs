//! Rows of a CSV file that was written before, with heads and codes in either language.
//!
//! In:  the bytes of a file, as `parse` and `report` write them and a spreadsheet saves them.
//! Out: the rows, and the line of one that is no row.

use super::cell::{BETWEEN, Cell, FieldKind};
use super::codebook::{code_of, column};
use super::formula::unharmed;
use super::frame::{Field, Row};

/// The rows; else the line that is damaged, and what is wrong with it. A column that the table lacks is passed over; a cell
/// that does not fit its column is null, empty or zero.
pub(super) fn read<R: Row>(table: &str, bytes: &[u8]) -> Result<Vec<R>, (usize, csv::Error)> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let fields = R::fields();
    let known = |head: &str| {
        let head = head.trim();
        let is_called =
            |field: &&Field| field.name == head || column(table, field.name).is_some_and(|entry| entry.title == head);
        fields.iter().find(is_called)
    };
    let heads = reader.headers().map_err(|error| (1, error))?;
    let heads: Vec<Option<&Field>> = heads.iter().map(known).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| (error.position().map_or(0, |at| at.line() as usize), error))?;
        let mut row = R::default();
        for (field, text) in heads.iter().zip(&record) {
            if let Some(field) = field {
                row.set(field.name, cell(table, field, unharmed(text)));
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

fn cell(table: &str, field: &Field, text: &str) -> Cell {
    if text.is_empty() {
        return if field.kind == FieldKind::List { Cell::List(Vec::new()) } else { Cell::Null };
    }
    let set = column(table, field.name).and_then(|entry| entry.codes);
    let code = |text: &str| {
        set.and_then(|set| code_of(set, text)).map_or_else(|| text.to_owned(), std::borrow::Cow::into_owned)
    };
    match field.kind {
        FieldKind::Text => Cell::Text(code(text)),
        FieldKind::Integer => text.parse().map_or(Cell::Null, Cell::Integer),
        FieldKind::Number => text.parse().map_or(Cell::Null, Cell::Number),
        FieldKind::Bool => Cell::Bool(matches!(text, "true" | "TRUE" | "是")),
        FieldKind::List => Cell::List(text.split(BETWEEN).map(code).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::codebook::Lang;
    use super::super::file::{FileFormat, Files, Source};
    use super::super::folder::write_files;
    use super::super::schema::{AssignmentRow, TargetRow};
    use super::*;
    use crate::notice::Role;
    use crate::office::Function;
    use crate::quantity::Op;

    #[track_caller]
    fn comes_back<R: Row + PartialEq + std::fmt::Debug>(row: R) {
        for lang in [Lang::Zh, Lang::En] {
            let folder = tempfile::tempdir().expect("a folder for the test");
            let files = Files::all(&[FileFormat::Csv]).told_in(lang);
            let rows = [row.clone()];
            write_files(folder.path(), "x", &[Source::of(R::TABLE, &rows)], &files).expect("a table can be written");
            let bytes = std::fs::read(folder.path().join(format!("{}.csv", R::TABLE))).expect("it was written");
            assert_eq!(read::<R>(R::TABLE, &bytes).expect("rows"), rows, "{lang:?}");
        }
    }

    #[test]
    fn rows_come_back_in_either_language() {
        comes_back(AssignmentRow {
            task_id: "甲-2025/city/1".into(),
            role: Role::Lead,
            unit_raw: "=1+1".into(),
            functions: Function::all().take(2).collect(),
            ..AssignmentRow::default()
        });
        comes_back(TargetRow {
            target_id: "甲-2025/city/1#1".into(),
            op: Op::Exactly,
            value: 2.5,
            value_max: Some(1e9),
            year: Some(2025),
            main: true,
            raw: "'2.5万\n人".into(),
            ..TargetRow::default()
        });
    }
}
