//! Grids of columns split by spaces.

use super::{Row, suits};
use crate::notice::Role;
use crate::notice::column::{Column, head, is_section_line};
use crate::notice::line::Line;
use crate::source::traced::Traced;

/// A grid of columns split by spaces: a head of known words, then rows `6 新建高标准农田900万亩 农业农村厅`.
pub(in crate::notice) fn spaced(lines: &[Line]) -> Option<(Vec<Row>, usize)> {
    let head = spaced_head(lines.first()?.scan())?;
    let units = head.iter().filter(|column| matches!(column, Column::Units(_))).count();
    if units == 0 {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut taken = 1;
    while let Some(line) = lines.get(taken) {
        let parts = words(&line.text);
        let Some(number) = parts.first().filter(|part| part.scan().chars().all(|c| c.is_ascii_digit())) else {
            if is_section_line(line.scan()) {
                rows.push(Row { cells: vec![(Column::Section, line.text.clone())], line: line.number });
                taken += 1;
                continue;
            }
            break;
        };
        if parts.len() < 3 {
            break;
        }
        let mut offices = 0;
        while offices < parts.len() - 2 && suits(Column::Units(Role::Lead), parts[parts.len() - 1 - offices].scan()) {
            offices += 1;
        }
        if offices == 0 {
            break;
        }
        let text_to = parts.len() - offices;
        let mut text = Traced::default();
        for part in &parts[1..text_to] {
            text.append(part);
        }
        let unit_columns: Vec<Column> =
            head.iter().copied().filter(|column| matches!(column, Column::Units(_))).collect();
        let mut cells = vec![(Column::Number, number.clone()), (Column::Text, text)];
        for (index, part) in parts[text_to..].iter().enumerate() {
            let column = unit_columns.get(index).or(unit_columns.last()).copied().unwrap_or(Column::Ignored);
            cells.push((column, part.clone()));
        }
        rows.push(Row { cells, line: line.number });
        taken += 1;
    }
    (!rows.is_empty()).then_some((rows, taken))
}

fn words(line: &Traced) -> Vec<Traced> {
    let scan = line.scan();
    let mut out = Vec::new();
    let mut from = 0;
    for part in scan.split(' ') {
        if !part.is_empty() {
            out.push(line.slice(from..from + part.len()));
        }
        from += part.len() + 1;
    }
    out
}

/// The columns of a head split by spaces, where words may be spaced themselves: `序号 工 作 任 务 牵头负责部门`.
fn spaced_head(scan: &str) -> Option<Vec<Column>> {
    let parts: Vec<&str> = scan.split_whitespace().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let longest = (1..=(parts.len() - at).min(10))
            .rev()
            .find_map(|count| head(&parts[at..at + count].concat()).map(|column| (column, count)));
        let (column, count) = longest?;
        out.push(column);
        at += count;
    }
    let units = out.iter().any(|column| matches!(column, Column::Units(_)));
    (out.len() >= 2 && units && out.iter().any(|column| matches!(column, Column::Text | Column::Number))).then_some(out)
}
