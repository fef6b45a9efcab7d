//! The body of a document: paragraphs and tables as lines.

use super::numbering;
use super::plain;
use crate::source::budget::Budget;
use crate::source::grid::{self, Cell};
use crate::source::numbering::Numbering;
use crate::source::xml::{Element, Node};

/// A cell that is an article by itself, in characters.
const ARTICLE: usize = 400;

/// Deepest nesting of tables that hold data; each reads anew what is in it.
const MAX_TABLES: usize = 8;

/// What has been read of a body.
pub(super) struct Body<'a> {
    pub(super) lines: Vec<String>,
    pub(super) dropped: Vec<String>,
    numbering: Numbering,
    budget: &'a mut Budget,
    /// How many tables are open around what is read.
    n_tables: usize,
}

/// A paragraph while its runs are read.
#[derive(Default)]
struct Paragraph<'a> {
    text: String,
    hidden: String,
    /// Text boxes anchored in it; they come after it.
    boxes: Vec<&'a Element>,
}

impl<'a> Body<'a> {
    pub(super) fn new(numbering: Numbering, budget: &'a mut Budget) -> Self {
        Self { lines: Vec::new(), dropped: Vec::new(), numbering, budget, n_tables: 0 }
    }

    /// Reads the paragraphs and tables below an element.
    pub(super) fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            if self.budget.is_spent() {
                return;
            }
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => {
                    self.n_tables += 1;
                    self.table(element);
                    self.n_tables -= 1;
                }
                "sdt" if is_contents(element) => self.dropped.push(plain(element)),
                "sectPr" | "pPr" | "tcPr" | "trPr" | "tblPr" | "tblGrid" | "del" | "moveFrom" | "sdtPr"
                | "sdtEndPr" => {}
                "AlternateContent" => {
                    if let Some(choice) = choice(element) {
                        self.blocks(choice);
                    }
                }
                // Wrappers: content controls, custom XML, insertions.
                _ => self.blocks(element),
            }
        }
    }

    fn paragraph(&mut self, element: &Element) {
        let properties = element.child("pPr");
        // A paragraph whose mark was deleted still holds what was not; its number is gone only with all its words.
        let mut paragraph = Paragraph::default();
        runs(element, false, &mut paragraph);
        if numbering::is_contents(&self.numbering, properties) {
            self.dropped.push(grid::flat(&paragraph.text));
            return;
        }
        if !paragraph.hidden.trim().is_empty() {
            self.dropped.push(std::mem::take(&mut paragraph.hidden));
        }
        let is_empty = paragraph.text.trim().is_empty();
        // Word counts an empty numbered paragraph too.
        let number = numbering::next(&mut self.numbering, properties);
        if !is_empty {
            let text = paragraph.text.trim_end();
            let text = match number {
                Some(number) => format!("{number}{}", text.trim_start()),
                None => text.to_owned(),
            };
            for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
                self.push(line.to_owned());
            }
        }
        for content in paragraph.boxes {
            self.blocks(content);
        }
    }

    fn push(&mut self, line: String) {
        // What is longer is refused afterwards; there is no use in reading it to the end.
        if self.budget.take(line.len() + 1) {
            self.lines.push(line);
        }
    }

    fn table(&mut self, table: &Element) {
        if self.n_tables > MAX_TABLES || is_layout(table) {
            for row in rows(table) {
                for cell in cells(row) {
                    self.blocks(cell);
                }
            }
            return;
        }
        // Vertical merges: a cell that continues one takes the text of the cell that began it, column by column.
        let mut above = grid::Above::default();
        let mut printed = Vec::new();
        for row in rows(table) {
            if self.budget.is_spent() {
                break;
            }
            let skipped = row.descend(&["trPr", "gridBefore"]).and_then(|skipped| skipped.attribute("val"));
            let mut column: usize = skipped.and_then(|skipped| skipped.parse().ok()).unwrap_or(0).min(100);
            let mut line: Vec<Cell> = (0..column).map(|_| Cell::new("", 1, 1)).collect();
            for cell in cells(row) {
                if column > grid::MAX_COLUMNS {
                    self.budget.leave_out(1, || grid::place(printed.len(), column));
                    continue;
                }
                let properties = cell.child("tcPr");
                let span = properties.and_then(|properties| properties.value("gridSpan"));
                let span = span.and_then(|span| span.parse().ok()).unwrap_or(1usize).clamp(1, 1000);
                let merge = properties.and_then(|properties| properties.child("vMerge"));
                let continues = merge.is_some_and(|merge| merge.attribute("val") != Some("restart"));
                let own = self.cell(cell);
                let text = above.text(column..column + span, merge.map(|_| continues), own, self.budget);
                line.push(Cell::new(text, 1, span));
                column += span;
            }
            printed.push(line);
        }
        for line in grid::lines(printed, self.budget) {
            self.push(line);
        }
    }

    /// A cell's text on one line. Automatic numbers count on through it.
    fn cell(&mut self, cell: &Element) -> String {
        let lines = std::mem::take(&mut self.lines);
        let left = self.budget.left();
        self.blocks(cell);
        let own = std::mem::replace(&mut self.lines, lines);
        // Its words are counted where the row is printed.
        self.budget.give_back(left - self.budget.left());
        let own: Vec<&str> = own.iter().map(|line| line.trim_end_matches(" |")).collect();
        grid::flat(&own.join(" "))
    }
}

/// The runs of a paragraph as they are printed.
fn runs<'a>(parent: &'a Element, is_hidden: bool, paragraph: &mut Paragraph<'a>) {
    for node in &parent.children {
        let Node::Element(element) = node else { continue };
        match element.name.as_str() {
            "t" => {
                let into = if is_hidden { &mut paragraph.hidden } else { &mut paragraph.text };
                for node in &element.children {
                    if let Node::Text(text) = node {
                        into.extend(text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).filter(|&c| c != '\n'));
                    }
                }
            }
            "tab" | "ptab" if !is_hidden => paragraph.text.push('\t'),
            "br" | "cr" if !is_hidden => paragraph.text.push('\n'),
            "noBreakHyphen" if !is_hidden => paragraph.text.push('-'),
            "sym" | "softHyphen" => {}
            "pPr" | "rPr" | "del" | "moveFrom" | "instrText" | "delText" | "rt" | "footnoteReference"
            | "endnoteReference" | "commentReference" | "sdtPr" | "tblPr" => {}
            "txbxContent" => paragraph.boxes.push(element),
            "AlternateContent" => {
                if let Some(choice) = choice(element) {
                    runs(choice, is_hidden, paragraph);
                }
            }
            "r" => {
                let vanish = element.descend(&["rPr", "vanish"]);
                let hidden =
                    vanish.is_some_and(|vanish| !matches!(vanish.attribute("val"), Some("0" | "false" | "off")));
                runs(element, is_hidden || hidden, paragraph);
            }
            _ => runs(element, is_hidden, paragraph),
        }
    }
}

/// Of two ways to say the same, the first that has words.
fn choice(element: &Element) -> Option<&Element> {
    let says = |element: &&Element| element.find("t").is_some();
    element.elements().find(says).or_else(|| element.elements().next())
}

/// Whether a content control is the table of contents.
fn is_contents(sdt: &Element) -> bool {
    let gallery = sdt.descend(&["sdtPr", "docPartObj"]).and_then(|part| part.value("docPartGallery"));
    gallery.is_some_and(|gallery| gallery.eq_ignore_ascii_case("Table of Contents"))
}

/// Elements of one name directly below or in wrappers.
fn wrapped<'a>(parent: &'a Element, name: &'static str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for element in parent.elements() {
        match element.name.as_str() {
            own if own == name => found.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" | "smartTag" => found.extend(wrapped(element, name)),
            _ => {}
        }
    }
    found
}

/// Rows that were not deleted.
fn rows(table: &Element) -> Vec<&Element> {
    let mut rows = wrapped(table, "tr");
    rows.retain(|row| row.descend(&["trPr", "del"]).is_none());
    rows
}

fn cells(row: &Element) -> Vec<&Element> {
    wrapped(row, "tc")
}

/// Whether a table only frames text: one cell a row, or a cell that is an article.
fn is_layout(table: &Element) -> bool {
    let rows = rows(table);
    let widest = rows.iter().map(|row| cells(row).len()).max().unwrap_or(0);
    if widest < 2 {
        return true;
    }
    let lengths: Vec<(usize, usize)> = rows
        .iter()
        .flat_map(|row| cells(row))
        .map(|cell| (plain(cell).chars().count(), wrapped(cell, "p").len()))
        .collect();
    let n_chars: usize = lengths.iter().map(|(length, _)| length).sum();
    let (largest, n_paragraphs) = lengths.iter().copied().max().unwrap_or_default();
    largest >= ARTICLE && largest * 10 >= n_chars * 6 && n_paragraphs >= 4 && (rows.len() <= 8 || n_paragraphs >= 20)
}
