//! The body of a document: characters to paragraphs and tables.
//!
//! In:  the characters of a story with their properties.
//! Out: its [`Block`]s. Hidden words and contents are dropped; deleted words are gone.

use std::collections::BTreeMap;
use std::ops::Range;

use super::pieces::{Pieces, Sign};
use super::properties::{Paragraph, Runs};
use crate::source::blocks::{Block, Table};
use crate::source::budget::Budget;
use crate::source::grid;
use crate::source::numbering::Numbering;

/// Deepest nesting of tables.
const MAX_TABLES: u32 = 8;

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
            let Some(table) = self.open.pop() else { return };
            let blocks = self.open.last_mut().map_or(&mut self.blocks, |outer| &mut outer.cell);
            blocks.push(table.close());
        }
    }
}
