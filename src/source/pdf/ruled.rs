//! Ruled tables: rules on a page to cells.
//!
//! In:  level and upright rules.
//! Out: [`Table`]s with the box, rows and columns of every cell; a cell goes on where no rule parts it from the next.

use std::collections::BTreeMap;

use super::interpret::Rule;
use crate::source::grid::Cell;

/// How far apart two rules may lie and still be one, in points.
pub(super) const NEAR: f64 = 3.0;
/// Most rules across and down in one table.
const MAX_LINES: usize = 400;

/// A table's place and its cells.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    /// The rules between columns, from left to right.
    pub(super) columns: Vec<f64>,
    pub(super) cells: Vec<Ruled>,
    /// The rules between rows, from top to bottom.
    rows: Vec<f64>,
    /// For every row and column the cell that covers it.
    cell_of: Vec<usize>,
}

/// A cell with its box and its place in the grid.
#[derive(Debug)]
pub(super) struct Ruled {
    pub(super) left: f64,
    pub(super) right: f64,
    row: usize,
    rows: usize,
    columns: usize,
    pub(super) text: String,
}

impl Table {
    /// The cell in which a place within the table lies; on a rule, the one above or left of it.
    pub(super) fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let within = |rules: &[f64], at: f64| rules[1..].partition_point(|&rule| rule < at).min(rules.len() - 2);
        let (row, column) = (within(&self.rows, y), within(&self.columns, x));
        self.cell_of.get(row * (self.columns.len() - 1) + column).copied()
    }

    /// The rows of cells, as [`grid`](crate::source::grid) prints them.
    pub(super) fn rows(self) -> Vec<Vec<Cell>> {
        let mut rows: Vec<Vec<Cell>> = (1..self.rows.len()).map(|_| Vec::new()).collect();
        for cell in self.cells {
            rows[cell.row].push(Cell::new(cell.text, cell.rows, cell.columns));
        }
        rows
    }
}

/// The tables of a page, from top to bottom.
pub(super) fn tables(rules: &[Rule]) -> Vec<Table> {
    let mut found: Vec<Table> = groups(rules).into_iter().filter_map(|group| table(&group)).collect();
    found.sort_by(|a, b| a.top.total_cmp(&b.top));
    found
}

/// Rules that touch one another, directly or through others.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let bounds = |rule: &Rule| match *rule {
        Rule::Level { y, left, right } => (left, y, right, y),
        Rule::Upright { x, top, bottom } => (x, top, x, bottom),
    };
    let mut order: Vec<Rule> = rules.to_vec();
    order.sort_by(|a, b| bounds(a).1.total_cmp(&bounds(b).1).then(bounds(a).0.total_cmp(&bounds(b).0)));
    let mut group_of: Vec<usize> = (0..order.len()).collect();
    fn root(group_of: &mut [usize], mut at: usize) -> usize {
        while group_of[at] != at {
            group_of[at] = group_of[group_of[at]];
            at = group_of[at];
        }
        at
    }
    // Rules are sorted by their top, so those that may touch lie close: the lowest bottom so far ends the search.
    let mut open: Vec<usize> = Vec::new();
    for at in 0..order.len() {
        let (left, top, right, _) = bounds(&order[at]);
        open.retain(|&before| bounds(&order[before]).3 + NEAR >= top);
        for &before in &open {
            let (other_left, _, other_right, _) = bounds(&order[before]);
            if other_left <= right + NEAR && left <= other_right + NEAR {
                let (a, b) = (root(&mut group_of, before), root(&mut group_of, at));
                group_of[b.max(a)] = a.min(b);
            }
        }
        open.push(at);
    }
    // The root of a group is its first rule, so groups come in their order.
    let mut groups: BTreeMap<usize, Vec<Rule>> = BTreeMap::new();
    for (at, &rule) in order.iter().enumerate() {
        groups.entry(root(&mut group_of, at)).or_default().push(rule);
    }
    groups.into_values().collect()
}

/// The table that a group of rules draws, if it has at least two columns and two rows.
fn table(rules: &[Rule]) -> Option<Table> {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for rule in rules {
        match rule {
            Rule::Level { y, .. } => across.push(*y),
            Rule::Upright { x, .. } => down.push(*x),
        }
    }
    let (mut ys, xs) = (merged(across), merged(down));
    cut_rows(rules, xs.len(), &mut ys);
    // A page may hold no more than one row of a table.
    let fewest = if xs.len() > 3 { 2 } else { 3 };
    if ys.len() < fewest || xs.len() < 3 || ys.len() > MAX_LINES || xs.len() > MAX_LINES {
        return None;
    }
    let (n_rows, n_columns) = (ys.len() - 1, xs.len() - 1);
    // Whether a rule runs above each cell, and left of it.
    let (mut above, mut beside) = (vec![false; (n_rows + 1) * n_columns], vec![false; n_rows * (n_columns + 1)]);
    let near = |lines: &[f64], place: f64| lines.iter().position(|line| (line - place).abs() <= NEAR);
    for rule in rules {
        match *rule {
            Rule::Level { y, left, right } => {
                let Some(row) = near(&ys, y) else { continue };
                for column in 0..n_columns {
                    let middle = f64::midpoint(xs[column], xs[column + 1]);
                    above[row * n_columns + column] |= (left - NEAR..=right + NEAR).contains(&middle);
                }
            }
            Rule::Upright { x, top, bottom } => {
                let Some(column) = near(&xs, x) else { continue };
                for row in 0..n_rows {
                    let middle = f64::midpoint(ys[row], ys[row + 1]);
                    beside[row * (n_columns + 1) + column] |= (top - NEAR..=bottom + NEAR).contains(&middle);
                }
            }
        }
    }
    const FREE: usize = usize::MAX;
    let mut cell_of = vec![FREE; n_rows * n_columns];
    let mut cells = Vec::new();
    for row in 0..n_rows {
        for column in 0..n_columns {
            if cell_of[row * n_columns + column] != FREE {
                continue;
            }
            let mut columns = 1;
            while column + columns < n_columns
                && !beside[row * (n_columns + 1) + column + columns]
                && cell_of[row * n_columns + column + columns] == FREE
            {
                columns += 1;
            }
            let mut rows = 1;
            while row + rows < n_rows && (column..column + columns).all(|at| !above[(row + rows) * n_columns + at]) {
                rows += 1;
            }
            for taken_row in row..row + rows {
                cell_of[taken_row * n_columns + column..taken_row * n_columns + column + columns].fill(cells.len());
            }
            cells.push(Ruled {
                left: xs[column],
                right: xs[column + columns],
                row,
                rows,
                columns,
                text: String::new(),
            });
        }
    }
    Some(Table {
        left: xs[0],
        right: xs[n_columns],
        top: ys[0],
        bottom: ys[n_rows],
        columns: xs,
        cells,
        rows: ys,
        cell_of,
    })
}

/// Adds the edges of rows that a page cuts: no rule is drawn there, but those between columns reach beyond the last one.
fn cut_rows(rules: &[Rule], n_columns: usize, ys: &mut Vec<f64>) {
    /// The least that such a row is high, in points.
    const HIGH: f64 = 9.0;
    let ends = |of: fn(f64, f64) -> f64, worst: f64, pick: fn(&Rule) -> Option<f64>| {
        let edge = rules.iter().filter_map(pick).fold(worst, of);
        let n_there = rules.iter().filter_map(pick).filter(|at| (at - edge).abs() <= NEAR).count();
        (2 * n_there > n_columns).then_some(edge)
    };
    let top = ends(f64::min, f64::MAX, |rule| if let Rule::Upright { top, .. } = rule { Some(*top) } else { None });
    let bottom =
        ends(f64::max, f64::MIN, |rule| if let Rule::Upright { bottom, .. } = rule { Some(*bottom) } else { None });
    if let (Some(top), Some(&first)) = (top, ys.first())
        && first - top > HIGH
    {
        ys.insert(0, top);
    }
    if let (Some(bottom), Some(&last)) = (bottom, ys.last())
        && bottom - last > HIGH
    {
        ys.push(bottom);
    }
}

/// Places in order, those near one another as one.
fn merged(mut places: Vec<f64>) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    let mut merged: Vec<f64> = Vec::new();
    for place in places {
        match merged.last() {
            Some(last) if place - last <= NEAR => {}
            _ => merged.push(place),
        }
    }
    merged
}
