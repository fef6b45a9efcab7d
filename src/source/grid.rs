//! Grids: tables of any format, printed as lines.
//!
//! In:  cells with the rows and columns they span.
//! Out: one line a row, ` | ` between cells and ` |` at the end. A cell that spans rows is repeated in each of them, one
//!      that spans columns stands in the first; a row that is one cell over all columns is a plain line.

use super::budget::{Budget, PLACE};

/// Most columns of one table.
pub(super) const MAX_COLUMNS: usize = 1000;

/// A cell as its format gives it.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>, rows: usize, columns: usize) -> Self {
        Self { text: text.into(), rows: rows.max(1), columns: columns.clamp(1, MAX_COLUMNS) }
    }
}

/// The texts of cells that go on into the rows below, by their columns, for formats that say so cell by cell.
#[derive(Debug, Default)]
pub(super) struct Above(Vec<(usize, String)>);

impl Above {
    /// The text of the next cell of a row: its own, or that of the cell above it where it is empty and goes on from there.
    /// `merge` says whether it goes on (`true`), begins something that may (`false`), or neither.
    pub(super) fn text(
        &mut self,
        columns: std::ops::Range<usize>,
        merge: Option<bool>,
        own: String,
        budget: &mut Budget,
    ) -> String {
        let goes_on = merge == Some(true) && own.is_empty();
        let text = match self.0.iter().find(|(at, _)| *at == columns.start) {
            Some((_, text)) if goes_on && budget.take(text.len()) => text.clone(),
            _ => own,
        };
        self.0.retain(|(at, _)| !columns.contains(at));
        if merge.is_some() {
            self.0.push((columns.start, text.clone()));
        }
        text
    }
}

/// What stands at one place.
#[derive(Debug, Clone, Default)]
enum Place {
    #[default]
    Free,
    /// The first column of a cell: its text and how many columns it spans.
    Text(String, usize),
    /// A further column of the cell to the left.
    Covered,
}

/// The lines of a table. What its spans repeat is taken from the budget; where that is spent, the table ends.
pub(super) fn lines(rows: Vec<Vec<Cell>>, budget: &mut Budget) -> Vec<String> {
    let n_rows = rows.len();
    let mut places: Vec<Vec<Place>> = vec![Vec::new(); n_rows];
    for (at, row) in rows.into_iter().enumerate() {
        let mut column = 0;
        for cell in row {
            while !matches!(places[at].get(column), None | Some(Place::Free)) {
                column += 1;
            }
            if column > MAX_COLUMNS {
                let is_said = !cell.text.is_empty();
                budget.leave_out(usize::from(is_said), || place(at, column));
                continue;
            }
            let n_spanned = cell.rows.min(n_rows - at);
            // The text itself was counted where it was read.
            let repeated = cell.text.len().saturating_mul(n_spanned - 1);
            if !budget.take(repeated.saturating_add(n_spanned * cell.columns * PLACE)) {
                break;
            }
            for spanned in &mut places[at..at + n_spanned] {
                if spanned.len() < column + cell.columns {
                    spanned.resize(column + cell.columns, Place::Free);
                }
                spanned[column] = Place::Text(cell.text.clone(), cell.columns);
                spanned[column + 1..column + cell.columns].fill(Place::Covered);
            }
            column += cell.columns;
        }
    }
    let width = places.iter().map(Vec::len).max().unwrap_or(0);
    places.iter().filter_map(|row| line(row, width)).collect()
}

/// A place in a table as spreadsheets name it: `C7`. Both count from 0.
pub(crate) fn place(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

/// One row as a line; `None` where nothing is in it.
fn line(row: &[Place], width: usize) -> Option<String> {
    if let [Place::Text(text, columns), ..] = row
        && *columns == width
    {
        return (!text.is_empty()).then(|| text.clone());
    }
    let texts: Vec<&str> = row
        .iter()
        .map(|place| match place {
            Place::Text(text, _) => text.as_str(),
            Place::Free | Place::Covered => "",
        })
        .collect();
    bars(&texts)
}

/// Cells as a line; `None` where all are empty.
pub(super) fn bars<T: AsRef<str>>(cells: &[T]) -> Option<String> {
    if cells.iter().all(|cell| cell.as_ref().is_empty()) {
        return None;
    }
    let mut line = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            line.push_str(" | ");
        }
        line.push_str(cell.as_ref());
    }
    line.push_str(" |");
    Some(line)
}

/// A cell's text on one line: white space of any kind is one space, and bars cannot be mistaken for edges.
pub(super) fn flat(text: &str) -> String {
    let mut flat = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() && c != '\u{3000}').filter(|word| !word.is_empty()) {
        if !flat.is_empty() {
            flat.push(' ');
        }
        flat.extend(word.chars().map(|c| if c == '|' { '｜' } else { c }));
    }
    flat.trim_matches(|c: char| c.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[&[(&str, usize, usize)]], want: &[&str]) {
        let rows = rows
            .iter()
            .map(|row| row.iter().map(|&(text, rows, columns)| Cell::new(text, rows, columns)).collect())
            .collect();
        assert_eq!(lines(rows, &mut Budget::new()), want);
    }

    #[test]
    fn spans_are_resolved() {
        check(
            &[
                &[("序号", 2, 1), ("任务", 2, 1), ("单位", 1, 2)],
                &[("牵头", 1, 1), ("配合", 1, 1)],
                &[("一、城建", 1, 4)],
                &[("1", 1, 1), ("建公园", 1, 1), ("区园林局", 3, 1), ("各街道", 1, 1)],
                &[("2", 1, 1), ("", 1, 1), ("", 1, 1)],
                &[("3", 1, 1)],
            ],
            &[
                "序号 | 任务 | 单位 |  |",
                "序号 | 任务 | 牵头 | 配合 |",
                "一、城建",
                "1 | 建公园 | 区园林局 | 各街道 |",
                "2 |  | 区园林局 |  |",
                "3 |  | 区园林局 |",
            ],
        );
    }

    #[test]
    fn hostile_spans_are_cut() {
        check(
            &[&[("a", 65_534, 65_534), ("b", 1, 1)]],
            &["a |".replace("a |", &format!("a | {}b |", " | ".repeat(999))).as_str()],
        );
        check(&[&[("", 9, 9)], &[]], &[]);
    }

    #[test]
    fn columns_beyond_the_last_are_told() {
        let mut budget = Budget::new();
        let lines = lines(vec![vec![Cell::new("1", 1, 1); MAX_COLUMNS + 4]], &mut budget);
        assert_eq!(lines[0].matches('1').count(), MAX_COLUMNS + 1);
        assert_eq!(budget.hints().iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["3", "ALN1"]);
        assert_eq!([place(0, 0), place(6, 25), place(0, 26), place(0, 16_383)], ["A1", "Z7", "AA1", "XFD1"]);
    }

    #[test]
    fn what_spans_repeat_is_bounded() {
        let table = |text: &str| {
            let mut rows = vec![vec![Cell::new(text, 1000, 1), Cell::new("1", 1, 1)]];
            rows.resize_with(1000, || vec![Cell::new("2", 1, 1)]);
            rows
        };
        for (n_bytes, is_spent) in [(9, false), (9000, true)] {
            let mut budget = Budget::of(1 << 20);
            let lines = lines(table(&"a".repeat(n_bytes)), &mut budget);
            assert_eq!(budget.is_spent(), is_spent);
            assert!(lines.iter().map(String::len).sum::<usize>() < 2 << 20);
        }
    }

    #[test]
    fn cells_stay_on_one_line() {
        assert_eq!(flat(" 何 平\n李文涛\t a|b "), "何 平 李文涛 a｜b");
    }
}
