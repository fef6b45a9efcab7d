//! Heads of returned tables: which column holds what, of which quarter.
//!
//! In:  a [`Grid`].
//! Out: [`Table`]s: where each begins and ends, its columns, the lines above it.
//!
//! A head is known by its words, wherever it stands and however its columns are ordered: a row, or two where the upper one
//! names the quarters, in which at least a task and something to be filled in are named.

use std::ops::Range;

use super::grid::Grid;
use super::say::{folded, quarter};
use crate::ledger::words::{Class, HeadKind, progress_words};
use crate::lexicon::words::Code as _;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub at: usize,
    pub kind: HeadKind,
    /// Number of the quarter that its head names.
    pub quarter: Option<u8>,
}

/// A table within a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub columns: Vec<Column>,
    /// Columns whose heads say nothing that is known, with their heads.
    pub others: Vec<(usize, String)>,
    /// Rows behind the head.
    pub rows: Range<usize>,
    /// Rows above the head, up to the table before.
    pub above: Range<usize>,
}

impl Table {
    /// The first column of a kind.
    pub fn column(&self, kind: HeadKind) -> Option<usize> {
        self.columns.iter().find(|column| column.kind == kind).map(|column| column.at)
    }

    /// The quarters that the heads name; one without a number where none does.
    pub fn quarters(&self) -> Vec<Option<u8>> {
        let mut quarters: Vec<Option<u8>> =
            self.columns.iter().filter(|column| is_asked(column.kind)).map(|column| column.quarter).collect();
        quarters.sort_unstable();
        quarters.dedup();
        quarters
    }
}

/// Whether people fill such a column in.
pub(super) fn is_asked(kind: HeadKind) -> bool {
    matches!(kind, HeadKind::Words | HeadKind::Value | HeadKind::Status | HeadKind::Note)
}

/// The tables of a grid.
pub(super) fn tables(grid: &Grid) -> Vec<Table> {
    let mut heads: Vec<(usize, usize, Vec<Column>)> = Vec::new();
    let mut row = 0;
    while row < grid.rows.len() {
        match head(grid, row) {
            Some((first, columns)) => {
                heads.push((first, row, columns));
                row += 1;
            }
            None => row += 1,
        }
    }
    // two rows of one head, each telling enough: the lower one knows the upper
    let mut kept: Vec<(usize, usize, Vec<Column>)> = Vec::new();
    for head in heads {
        match kept.last_mut() {
            Some(last) if head.0 <= last.1 && head.2.len() >= last.2.len() => *last = head,
            Some(last) if head.0 <= last.1 => last.1 = head.1,
            _ => kept.push(head),
        }
    }
    let mut from = 0;
    let mut tables = Vec::new();
    for (at, (first, last, columns)) in kept.iter().enumerate() {
        let end = kept.get(at + 1).map_or(grid.rows.len(), |next| next.0);
        let is_other = |at: &usize| columns.iter().all(|column| column.at != *at) && !grid.cell(*last, *at).is_empty();
        let others = (0..grid.width()).filter(is_other).map(|at| (at, grid.cell(*last, at).to_owned())).collect();
        tables.push(Table { columns: columns.clone(), others, rows: last + 1..end, above: from..*first });
        from = last + 1;
    }
    tables
}

/// The columns that a row as the last of a head names, and the first row of the head.
fn head(grid: &Grid, row: usize) -> Option<(usize, Vec<Column>)> {
    let width = grid.width().min(400);
    let (mut columns, mut uses_above, mut group): (Vec<Column>, bool, Option<u8>) = (Vec::new(), false, None);
    for at in 0..width {
        let (own, upper) = (grid.cell(row, at), row.checked_sub(1).map_or("", |above| grid.cell(above, at)));
        let is_group = |text: &str| !text.is_empty() && folded(text).chars().count() <= 12;
        let above = Some(upper).filter(|upper| is_group(upper) && *upper != own).and_then(quarter);
        if above.is_some() {
            group = above;
        } else if !upper.is_empty() {
            group = None;
        }
        let kind = kind(own).or_else(|| {
            let kind = if own.is_empty() { kind(upper) } else { None };
            uses_above |= kind.is_some();
            kind
        });
        let Some(kind) = kind else { continue };
        let quarter = quarter(own).or(group).filter(|_| is_asked(kind));
        uses_above |= upper == own && !own.is_empty() || group.is_some() && is_asked(kind);
        columns.push(Column { at, kind, quarter });
    }
    let has = |fits: &dyn Fn(HeadKind) -> bool| columns.iter().any(|column| fits(column.kind));
    let is_head = has(&|kind| matches!(kind, HeadKind::Task | HeadKind::Id | HeadKind::Number))
        && has(&|kind| matches!(kind, HeadKind::Words | HeadKind::Value | HeadKind::Status))
        && columns.len() >= 2
        && is_short(grid, row);
    is_head.then(|| (if uses_above { row - 1 } else { row }, columns))
}

/// Whether a row says no more than heads do.
fn is_short(grid: &Grid, row: usize) -> bool {
    const LONGEST: usize = 24;
    grid.rows[row].iter().all(|cell| folded(cell).chars().count() <= LONGEST)
}

/// What a head says of its column: that of the longest word in it, the last of several.
pub(super) fn kind(text: &str) -> Option<HeadKind> {
    let mut text = folded(text);
    if let Some(at) = text.find(['(', '[']) {
        // a remark: 完成值（累计）; a head that is one is none
        text.truncate(at);
    }
    let length = text.chars().count();
    if length == 0 {
        return None;
    }
    let held = progress_words()
        .pairs(Class::Head)
        .filter_map(|(word, kind)| Some((word.chars().count(), text.rfind(word)?, kind)));
    let (said, _, kind) = held.max_by_key(|(length, at, _)| (*length, *at))?;
    // 一季度 and 截至本季度末 before the word, a verb or a noun beside it
    const MOST_BESIDE: usize = 7;
    (length - said <= MOST_BESIDE || said * 2 >= length).then(|| HeadKind::parse(kind).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Grid {
        let rows = text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect();
        Grid { rows, ..Grid::default() }
    }

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let got: Vec<String> = tables(&grid(text))
            .iter()
            .map(|table| {
                let columns = table.columns.iter().map(|column| {
                    let quarter = column.quarter.map(|number| number.to_string()).unwrap_or_default();
                    format!("{}{}{quarter}", column.at, column.kind.code())
                });
                format!("{:?} {}", table.rows, columns.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn heads_are_known_by_their_words() {
        check(
            "表\n序号|责任事项|完成情况|存在主要问题及下步工作打算\n1|修路|已修",
            &["2..3 0number 1task 2words 3note"],
        );
        check("状态|工作进展|任务内容\n已完成|甲|乙", &["1..2 0status 1words 2task"]);
        check(
            "序号|任务|一季度|一季度|二季度|二季度\n序号|任务|进展情况|完成值|进展情况|完成值\n1|修路||||",
            &["2..3 0number 1task 2words1 3value1 4words2 5value2"],
        );
        check(
            "序号|任务|一季度||二季度|\n||进展情况|状态|进展情况|状态\n1|修路||||",
            &["2..3 0number 1task 2words1 3status1 4words2 5status2"],
        );
        check("任务|一季度完成情况|2季度完成情况\n修路||", &["1..2 0task 1words1 2words2"]);
        check("序号|任务|责任单位|完成时限\n1|修路|甲局|", &[]);
    }
}
