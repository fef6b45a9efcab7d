//! The body of a document: characters to paragraphs, and paragraphs to lines and tables.
//!
//! In:  the characters of a story with their properties.
//! Out: lines, and the rows of tables as lines. Hidden words and contents are dropped; deleted words are gone.

use std::collections::BTreeMap;
use std::ops::Range;

use super::pieces::{Pieces, Sign};
use super::properties::{CellShape, Paragraph, RowShape, Runs};
use crate::source::budget::Budget;
use crate::source::grid::{self, Cell};
use crate::source::numbering::Numbering;

/// A cell that is an article by itself, in characters.
const ARTICLE: usize = 400;
/// Deepest nesting of tables.
const MAX_TABLES: u32 = 8;
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

/// A story while it is read.
pub(super) struct Body<'a> {
    pieces: &'a Pieces<'a>,
    runs: &'a Runs<'a>,
    pub(super) numbering: Numbering,
    /// Lines of text boxes by the character that they hang on.
    pub(super) boxes: BTreeMap<u32, Vec<String>>,
    pub(super) dropped: Vec<String>,
    /// Text boxes of the paragraph that is read.
    hanging: Vec<String>,
    text: String,
    hidden: String,
    /// For every field that is open whether its result is read: before it stands what computes it.
    fields: Vec<bool>,
    blocks: Vec<Block>,
    /// Tables that are open, outermost first.
    open: Vec<Table>,
}

/// A table while it is read.
#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    cells: Vec<Vec<Block>>,
    cell: Vec<Block>,
}

impl<'a> Body<'a> {
    pub(super) fn new(pieces: &'a Pieces<'a>, runs: &'a Runs<'a>, numbering: Numbering) -> Self {
        Self {
            pieces,
            runs,
            numbering,
            boxes: BTreeMap::new(),
            dropped: Vec::new(),
            hanging: Vec::new(),
            text: String::new(),
            hidden: String::new(),
            fields: Vec::new(),
            blocks: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Reads the characters of a story, as far as the work allows.
    pub(super) fn story(&mut self, range: Range<u32>, work: &mut Budget) -> Vec<Block> {
        let pieces = self.pieces;
        let mut last = None;
        pieces.each(range, work, |sign| {
            self.sign(sign);
            last = Some(sign);
        });
        // A story that was cut has no mark at its end.
        if let Some(last) = last.filter(|_| !self.text.is_empty()) {
            self.end(&Paragraph::default(), last.c == '\u{7}');
        }
        self.close(0);
        self.fields.clear();
        std::mem::take(&mut self.blocks)
    }

    fn sign(&mut self, sign: Sign) {
        let own = self.pieces.own(sign.own);
        match sign.c {
            '\r' | '\u{7}' | '\u{c}' => {
                let paragraph = self.runs.paragraph(sign.byte, &own);
                let is_deleted = self.runs.look(sign.byte, &own).is_deleted;
                // Paragraphs whose mark was deleted are one.
                if !(is_deleted && sign.c == '\r' && paragraph.depth() == 0) {
                    self.end(&paragraph, sign.c == '\u{7}');
                }
            }
            '\u{13}' => self.fields.push(false),
            '\u{14}' => {
                if let Some(last) = self.fields.last_mut() {
                    *last = true;
                }
            }
            '\u{15}' => {
                self.fields.pop();
            }
            _ => {
                if let Some(lines) = self.boxes.remove(&sign.at) {
                    self.hanging.extend(lines);
                }
                let c = match sign.c {
                    '\u{b}' | '\u{e}' => '\n',
                    '\u{1e}' => '-',
                    '\u{a0}' => ' ',
                    '\u{1}'..='\u{8}' | '\u{1f}' => return,
                    c => c,
                };
                let look = self.runs.look(sign.byte, &own);
                if look.is_deleted || look.is_special || self.fields.contains(&false) {
                    return;
                }
                if look.is_hidden { self.hidden.push(c) } else { self.text.push(c) }
            }
        }
    }

    /// Ends a paragraph, and the cell or row that ends with it.
    fn end(&mut self, paragraph: &Paragraph, is_cell_mark: bool) {
        let depth = paragraph.depth().min(MAX_TABLES) as usize;
        let depth = if is_cell_mark { depth.max(1) } else { depth };
        self.close(depth);
        self.open.resize_with(depth, Table::default);
        let ends_row = paragraph.ends_inner_row || is_cell_mark && depth <= 1 && paragraph.ends_row;
        if ends_row {
            self.text.clear();
        } else {
            self.paragraph(paragraph);
        }
        let ends_cell = is_cell_mark && depth <= 1 || paragraph.ends_inner_cell;
        let Some(table) = self.open.last_mut() else { return };
        if ends_row {
            table.end_row(paragraph.row.clone());
        } else if ends_cell {
            let cell = std::mem::take(&mut table.cell);
            table.cells.push(cell);
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = std::mem::take(&mut self.text);
        let style = paragraph.style.to_string();
        let hidden = std::mem::take(&mut self.hidden);
        let hanging = std::mem::take(&mut self.hanging);
        if self.numbering.is_contents(Some(&style)) {
            self.dropped.push(grid::flat(&text));
            return;
        }
        if !hidden.trim().is_empty() {
            self.dropped.push(hidden);
        }
        let list = paragraph.list.map(|list| list.to_string());
        // An empty numbered paragraph counts too.
        let number = self.numbering.count(Some(&style), list.as_deref(), paragraph.level.map(usize::from));
        let blocks = self.open.last_mut().map_or(&mut self.blocks, |table| &mut table.cell);
        if !text.trim().is_empty() {
            let text = text.trim_end();
            let text = match number {
                Some(number) => format!("{number}{}", text.trim_start()),
                None => text.to_owned(),
            };
            let lines = text.split('\n').filter(|line| !line.trim().is_empty());
            blocks.extend(lines.map(|line| Block::Line(line.to_owned())));
        }
        blocks.extend(hanging.into_iter().map(Block::Line));
    }

    /// Closes the tables that are deeper than this.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(mut table) = self.open.pop() else { return };
            if !table.cells.is_empty() || !table.cell.is_empty() {
                let cell = std::mem::take(&mut table.cell);
                if !cell.is_empty() {
                    table.cells.push(cell);
                }
                table.end_row(RowShape::default());
            }
            let blocks = self.open.last_mut().map_or(&mut self.blocks, |outer| &mut outer.cell);
            blocks.push(Block::Table(table.rows));
        }
    }
}

impl Table {
    fn end_row(&mut self, shape: RowShape) {
        let mut cells = std::mem::take(&mut self.cells);
        // Words behind the last cell's mark are of that cell.
        if let Some(last) = cells.last_mut() {
            last.append(&mut self.cell);
        }
        self.rows.push(Row { cells, shape });
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
