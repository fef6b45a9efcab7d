//! Blocks: the paragraphs and tables of a document that flows over its pages, to lines.
//!
//! In:  what readers of Word's older formats made of a file: paragraphs, and rows whose cells tell their edges.
//! Out: lines, and the rows of tables as lines.

use super::budget::Budget;
use super::grid::{self, Cell};

/// A cell that is an article by itself, in characters.
const ARTICLE: usize = 400;
/// Edges of cells that lie no farther apart are one, in twentieths of a point: half a character of small print.
const NEAR: i16 = 100;

/// What stands in a document or in a cell.
#[derive(Debug)]
pub(super) enum Block {
    Line(String),
    Table(Vec<Row>),
}

#[derive(Debug, Default)]
pub(super) struct Row {
    cells: Vec<Vec<Block>>,
    shape: RowShape,
}

/// The cells of a row as it defines them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RowShape {
    /// Left edges and the last right edge, in twentieths of a point.
    pub(super) edges: Vec<i16>,
    pub(super) cells: Vec<CellShape>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CellShape {
    /// Whether it is merged into the one to its left.
    pub(super) goes_left: bool,
    /// Whether it goes on from the row above (`true`) or begins what may go on (`false`).
    pub(super) merge: Option<bool>,
}

/// A table while it is read.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// Cells of the row that is read, and what stands in its last one.
    pub(super) cells: Vec<Vec<Block>>,
    pub(super) cell: Vec<Block>,
}

impl Table {
    pub(super) fn end_row(&mut self, shape: RowShape) {
        let mut cells = std::mem::take(&mut self.cells);
        // Words behind the last cell's mark are of that cell.
        if let Some(last) = cells.last_mut() {
            last.append(&mut self.cell);
        }
        self.rows.push(Row { cells, shape });
    }

    /// Its rows; what stands behind the last one is one more.
    pub(super) fn close(mut self) -> Block {
        if !self.cells.is_empty() || !self.cell.is_empty() {
            let cell = std::mem::take(&mut self.cell);
            if !cell.is_empty() {
                self.cells.push(cell);
            }
            self.end_row(RowShape::default());
        }
        Block::Table(self.rows)
    }
}

/// The lines of blocks, as far as the budget reaches.
pub(super) fn lines(blocks: Vec<Block>, budget: &mut Budget) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Line(line) => push(&mut lines, line, budget),
            Block::Table(rows) if is_layout(&rows) => {
                for cell in rows.into_iter().flat_map(|row| row.cells) {
                    lines.extend(self::lines(cell, budget));
                }
            }
            Block::Table(rows) => {
                let rows = grid_rows(rows, budget);
                for line in grid::lines(rows, budget) {
                    push(&mut lines, line, budget);
                }
            }
        }
        if budget.is_spent() {
            break;
        }
    }
    lines
}

fn push(lines: &mut Vec<String>, line: String, budget: &mut Budget) {
    if budget.take(line.len() + 1) {
        lines.push(line);
    }
}

/// Rows of a table with the columns that their cells span.
fn grid_rows(rows: Vec<Row>, budget: &mut Budget) -> Vec<Vec<Cell>> {
    let columns = edges(&rows);
    let mut above = grid::Above::default();
    let mut printed = Vec::new();
    for row in rows {
        if budget.is_spent() {
            break;
        }
        let Row { cells, shape } = row;
        let is_shaped = shape.cells.len() == cells.len();
        let column_of = |at: usize| columns.partition_point(|&edge| edge <= shape.edges[at].saturating_add(NEAR)) - 1;
        let mut line: Vec<Cell> = Vec::new();
        let mut column = 0;
        for (at, cell) in cells.into_iter().enumerate() {
            let CellShape { goes_left, merge } = shape.cells.get(at).copied().unwrap_or_default();
            let text = flat(cell, budget);
            let mut span = 1;
            if is_shaped {
                let from = column_of(at);
                if at == 0 {
                    line.extend((0..from).map(|_| Cell::new("", 1, 1)));
                    column = from;
                }
                span = column_of(at + 1).saturating_sub(column.max(from)).max(1);
            }
            if goes_left && let Some(last) = line.last_mut() {
                last.columns += span;
                last.text.push_str(&text);
            } else {
                let text = above.text(column..column + span, merge, text, budget);
                line.push(Cell::new(text, 1, span));
            }
            column += span;
        }
        printed.push(line);
    }
    printed
}

/// The edges of a table's columns, from left to right; those near one another are one.
fn edges(rows: &[Row]) -> Vec<i16> {
    let mut all: Vec<i16> = rows.iter().flat_map(|row| row.shape.edges.iter().copied()).collect();
    all.sort_unstable();
    let mut edges: Vec<i16> = Vec::new();
    for edge in all {
        if edges.last().is_none_or(|last| edge.saturating_sub(*last) > NEAR) {
            edges.push(edge);
        }
    }
    edges
}

/// A cell's text on one line.
fn flat(cell: Vec<Block>, budget: &mut Budget) -> String {
    let left = budget.left();
    let lines = lines(cell, budget);
    // Its words are counted where the row is printed.
    budget.give_back(left - budget.left());
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end_matches(" |")).collect();
    grid::flat(&lines.join(" "))
}

/// Whether a table only frames text: one cell a row, or a cell that is an article.
fn is_layout(rows: &[Row]) -> bool {
    if rows.iter().map(|row| row.cells.len()).max().unwrap_or(0) < 2 {
        return true;
    }
    let lengths: Vec<(usize, usize)> = rows.iter().flat_map(|row| &row.cells).map(|cell| length(cell)).collect();
    let n_chars: usize = lengths.iter().map(|(length, _)| length).sum();
    let (largest, n_paragraphs) = lengths.iter().copied().max().unwrap_or_default();
    largest >= ARTICLE && largest * 10 >= n_chars * 6 && n_paragraphs >= 4 && (rows.len() <= 8 || n_paragraphs >= 20)
}

/// Characters below blocks, and how many paragraphs stand in them directly.
fn length(blocks: &[Block]) -> (usize, usize) {
    blocks.iter().fold((0, 0), |(n_chars, n_lines), block| match block {
        Block::Line(line) => (n_chars + line.chars().count(), n_lines + 1),
        Block::Table(rows) => {
            let inner: usize = rows.iter().flat_map(|row| &row.cells).map(|cell| length(cell).0).sum();
            (n_chars + inner, n_lines)
        }
    })
}
