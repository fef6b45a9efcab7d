//! Grids with one cell a line: rows that each restart with a number.

use super::{Row, fit, is_personal_name, suits};
use crate::notice::column::{self, Column, is_section_line};
use crate::notice::han::is_han;
use crate::notice::line::Line;
use crate::notice::word::{Class, form};
use crate::notice::{Role, layout, noise};
use crate::source::traced::Traced;

/// A grid with one cell a line: a run of head lines, then rows that each restart with a number.
pub(in crate::notice) fn stacked(lines: &[Line]) -> Option<(Vec<Row>, usize)> {
    let (mut head, head_lines) = stacked_head(lines)?;
    let numbered = head.contains(&Column::Number);
    let again = |at: usize| stacked_head(&lines[at..]).filter(|(head, _)| head.first() == Some(&Column::Number));
    let mut rows = Vec::new();
    let mut at = head_lines;
    spread(&mut head, &lines[..at]);
    if !numbered {
        return None;
    }
    // `1*`: a star marks some tasks.
    let number = |line: &Line| line.scan().trim_end_matches('*').parse::<u32>().ok().filter(|_| line.scan().len() <= 4);
    let mut last = 0;
    let mut first_text = head.iter().position(|column| *column == Column::Number).unwrap_or(0);
    while at < lines.len() {
        let line = &lines[at];
        let scan = line.scan();
        if layout::is_annex(scan) || noise::is_end(scan) {
            break;
        }
        // The head again, over the next section's rows, which count anew.
        if let Some(next) = again(at) {
            // A head without rows is no table; the next head is read by itself.
            if !rows.iter().any(|row: &Row| row.cells.len() > 1) {
                return None;
            }
            let from = at;
            at += next.1;
            head = next.0;
            spread(&mut head, &lines[from..at]);
            (last, first_text) = (0, 0);
            continue;
        }
        match number(line) {
            Some(value) if value > last && value < last + 60 || number(line).is_some() && last == 0 => {
                let value = number(line).unwrap_or(0);
                last = value;
                let mut cells = vec![line.text.clone()];
                let start = line.number;
                at += 1;
                while let Some(next) = lines.get(at) {
                    let stop = number(next).is_some_and(|n| n > last && n < last + 60)
                        || layout::is_annex(next.scan())
                        || noise::is_end(next.scan())
                        || is_section_line(next.scan())
                        || again(at).is_some();
                    if stop {
                        break;
                    }
                    // `①…;②…` in one cell was parted into lines of one number.
                    match cells.last_mut().filter(|_| lines[at - 1].number == next.number) {
                        Some(cell) => cell.append(&next.text),
                        None => cells.push(next.text.clone()),
                    }
                    at += 1;
                }
                rows.extend(stack_rows(&head, first_text, cells).into_iter().map(|cells| Row { cells, line: start }));
            }
            _ => {
                if is_section_line(scan) || column::head(scan).is_none() {
                    rows.push(Row { cells: vec![(Column::Section, line.text.clone())], line: line.number });
                }
                at += 1;
            }
        }
    }
    (rows.iter().filter(|row| row.cells.len() > 1).count() >= 1).then_some((rows, at))
}

/// The columns of a head with one cell a line. Behind the column of numbers one name that no lexicon holds is the work's
/// own (`民生实事` beside `责任单位`), where no other column is. Besides the columns: how many lines they take.
fn stacked_head(lines: &[Line]) -> Option<(Vec<Column>, usize)> {
    /// No list has more columns.
    const MOST: usize = 16;
    let broken = |at: usize| column::broken_head(lines.get(at)?.scan(), lines.get(at + 1)?.scan());
    let mut head: Vec<Option<Column>> = Vec::new();
    let mut taken = 0;
    while let Some(line) = lines.get(taken).filter(|_| head.len() <= MOST) {
        if let Some(column) = broken(taken) {
            head.push(Some(column));
            taken += 2;
            continue;
        }
        let scan = line.scan();
        let column = column::head(scan);
        let first = head.first().copied().flatten();
        let next = || lines.get(taken + 1).and_then(|line| column::head(line.scan())).or_else(|| broken(taken + 1));
        let unknown = first == Some(Column::Number)
            && next().is_some()
            && (2..=12).contains(&scan.chars().filter(|c| is_han(*c)).count())
            && !scan.contains(['。', ',', ';', ':'])
            && !is_section_line(scan)
            && head.iter().flatten().count() == head.len();
        if column.is_none() && !unknown {
            break;
        }
        head.push(column);
        taken += 1;
    }
    let work = |column: &Option<Column>| matches!(column, Some(Column::Text | Column::Requirement));
    let has_work = head.iter().any(work);
    let head: Vec<Column> = head
        .into_iter()
        .map(|column| column.unwrap_or(if has_work { Column::Ignored } else { Column::Text }))
        .collect();
    let units = head.iter().any(|column| matches!(column, Column::Units(_)));
    let opens_with_units = head.first().is_some_and(|column| matches!(column, Column::Units(_)));
    (head.len() >= 2 && units && !opens_with_units).then_some((head, taken))
}

/// Whether a numbered table with one cell a line begins at the first of some lines.
pub(in crate::notice) fn opens_stack(lines: &[Line]) -> bool {
    stacked_head(lines).is_some_and(|(head, _)| head.first() == Some(&Column::Number) && head.len() >= 3)
}

/// Puts the columns of a head's second row (`第一季度` …) where its first row names them all in one (`时间节点安排`).
fn spread(head: &mut Vec<Column>, lines: &[Line]) {
    let quarter = |line: &Line| form().within(Class::Quarter, line.scan());
    let first = lines.iter().position(quarter);
    let first = first.filter(|_| head.len() == lines.len());
    let Some(first) = first.filter(|&first| lines[first..].iter().all(quarter) && lines.len() - first >= 2) else {
        return;
    };
    let over = lines[..first].iter().position(|line| form().within(Class::Schedule, line.scan()));
    let Some(over) = over else { return };
    let quarters = head.split_off(first).len();
    head.splice(over..=over, std::iter::repeat_n(Column::Ignored, quarters));
}

/// Fits the cells of one stacked row. A text cell may have been broken over lines; names of offices may be stacked. Work
/// behind the last column is a second row whose number and units span both.
fn stack_rows(head: &[Column], number_at: usize, cells: Vec<Traced>) -> Vec<Vec<(Column, Traced)>> {
    let head = &head[number_at..];
    if cells.len() == head.len() {
        let all = cells
            .iter()
            .zip(head)
            .all(|(cell, column)| suits(*column, cell.scan()) || !matches!(column, Column::Units(_)));
        if all {
            return vec![head.iter().copied().zip(cells).collect()];
        }
    }
    if cells.len() <= head.len() {
        return vec![fit(head, cells)];
    }
    // More cells than columns: words before the first office, names stacked in the unit columns, the rest behind them.
    let is_leader = |column: &Column| matches!(column, Column::Units(Role::Leader));
    let is_unit = |column: &Column| matches!(column, Column::Units(_)) && !is_leader(column);
    let leader_at = head.iter().position(is_leader);
    let first_unit = head.iter().position(is_unit).unwrap_or(head.len());
    let last_unit = head.iter().rposition(is_unit).unwrap_or(head.len());
    let before: Vec<Column> = head[..first_unit].iter().copied().filter(|column| !is_leader(column)).collect();
    let behind = &head[(last_unit + 1).min(head.len())..];
    let unit_columns: Vec<Column> = head.iter().copied().filter(is_unit).collect();
    let mut rows: Vec<Vec<(Column, Traced)>> = Vec::new();
    let mut out: Vec<(Column, Traced)> = Vec::new();
    let (mut words, mut units, mut rest) = (0usize, 0, 0);
    let mut section = None;
    let count = cells.len();
    for (index, cell) in cells.into_iter().enumerate() {
        let scan = cell.scan();
        let office = index >= before.len().min(2) && index > 0 && suits(Column::Units(Role::Lead), scan);
        // Leaders stand before the offices or behind them, as their column does.
        let led = leader_at.is_some_and(|at| if at < first_unit { units == 0 } else { units > 0 });
        let column = if led && index > 1 && !office && is_personal_name(scan) && !suits(Column::Deadline, scan) {
            Column::Units(Role::Leader)
        } else if office && (rest == 0 || units == 0) {
            let column = unit_columns.get(units).or(unit_columns.last()).copied();
            units += 1;
            column.unwrap_or(Column::Ignored)
        } else if units == 0 {
            // More words than columns for them: a cell broken over lines, or a name over its requirement. A cell that no
            // date suits goes on with the one above.
            let last = words.checked_sub(1).and_then(|at| before.get(at)).copied();
            let column = before.get(words).copied();
            match (column, last) {
                (Some(Column::Deadline), Some(last)) if !suits(Column::Deadline, scan) => last,
                (None, Some(last)) if matches!(last, Column::Deadline | Column::Ignored) => last,
                _ => {
                    words += 1;
                    column.unwrap_or(Column::Text)
                }
            }
        } else if let Some(place) = (rest..behind.len()).find(|&at| suits(behind[at], scan)) {
            rest = place + 1;
            behind[place]
        } else if number_at > 0 && index + 1 == count && !scan.ends_with('。') {
            // A category stands before its first number: behind the last cell of the row above.
            section = Some(cell);
            continue;
        } else if scan.chars().filter(|c| is_han(*c)).count() >= 4 && !behind.is_empty() {
            let shared: Vec<(Column, Traced)> =
                out.iter().filter(|(column, _)| *column == Column::Number || is_unit(column)).cloned().collect();
            rows.push(std::mem::replace(&mut out, shared));
            rest = 0;
            Column::Text
        } else {
            unit_columns.last().copied().unwrap_or(Column::Ignored)
        };
        out.push((column, cell));
    }
    rows.push(out);
    rows.extend(section.map(|cell| vec![(Column::Section, cell)]));
    rows
}
