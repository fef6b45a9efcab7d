//! Tables of a page: those that hold data become rows, those that only lay out the page are unfolded.

use ego_tree::NodeRef;
use scraper::Node;

use super::blocks;
use crate::source::budget::Budget;
use crate::source::grid::{self, Cell};

/// A cell that is an article by itself, in characters.
const ARTICLE: usize = 400;
/// Most nodes that are looked at to judge a table.
const MAX_NODES: usize = 1 << 18;
/// Most characters of one cell that are counted.
const MAX_CHARS: usize = 1 << 18;

/// The rows of a table, also those in its sections; not those of tables within.
fn rows<'a>(table: NodeRef<'a, Node>) -> Vec<NodeRef<'a, Node>> {
    let named = |node: &NodeRef<'a, Node>, names: &[&str]| {
        node.value().as_element().is_some_and(|element| names.contains(&element.name()))
    };
    let mut rows = Vec::new();
    for child in table.children() {
        if named(&child, &["tr"]) {
            rows.push(child);
        } else if named(&child, &["tbody", "thead", "tfoot"]) {
            rows.extend(child.children().filter(|row| named(row, &["tr"])));
        }
    }
    rows
}

fn cells(row: NodeRef<'_, Node>) -> impl Iterator<Item = NodeRef<'_, Node>> {
    row.children().filter(|cell| cell.value().as_element().is_some_and(|element| matches!(element.name(), "td" | "th")))
}

/// What a cell holds, counted without printing it.
#[derive(Default, Clone, Copy)]
struct Content {
    n_chars: usize,
    n_paragraphs: usize,
    n_tables: usize,
    n_headings: usize,
}

fn content(cell: NodeRef<Node>) -> Content {
    let mut content = Content::default();
    for node in cell.descendants().take(MAX_NODES) {
        match node.value() {
            Node::Text(text) => {
                let code = node
                    .parent()
                    .and_then(|parent| parent.value().as_element().map(|element| element.name().to_owned()));
                if !matches!(code.as_deref(), Some("script" | "style" | "option" | "textarea")) {
                    content.n_chars += text.chars().filter(|c| !c.is_whitespace()).take(MAX_CHARS).count();
                }
            }
            Node::Element(element) => match element.name() {
                "p" | "div" | "br" | "li" => content.n_paragraphs += 1,
                "table" => content.n_tables += 1,
                "h1" | "h2" | "h3" => content.n_headings += 1,
                _ => {}
            },
            _ => {}
        }
        // Tables nest, and what is in the innermost is counted for all around it.
        if content.n_chars > MAX_CHARS {
            break;
        }
    }
    content
}

/// Whether a table only lays out the page: it has one column, holds other tables, or one of its cells is the article.
pub(super) fn is_layout(table: NodeRef<Node>) -> bool {
    let rows: Vec<Vec<Content>> = rows(table).into_iter().map(|row| cells(row).map(content).collect()).collect();
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    if widest < 2 {
        return true;
    }
    let all: Vec<Content> = rows.iter().flatten().copied().collect();
    let n_chars: usize = all.iter().map(|cell| cell.n_chars).sum();
    let n_regular =
        rows.iter().filter(|row| row.len() >= 2 && row.iter().filter(|cell| cell.n_chars > 0).count() >= 2).count();
    let is_regular = n_regular >= 3 && n_regular * 10 >= rows.len() * 6;
    let in_tables: usize = all.iter().filter(|cell| cell.n_tables > 0).map(|cell| cell.n_chars).sum();
    if in_tables > 0 && (!is_regular || in_tables * 2 > n_chars) {
        return true;
    }
    let largest = all.iter().max_by_key(|cell| cell.n_chars).copied().unwrap_or_default();
    let dominates = largest.n_chars >= ARTICLE && largest.n_chars * 10 >= n_chars * 6;
    dominates
        && (largest.n_paragraphs >= 4 && (rows.len() <= 8 || largest.n_paragraphs >= 20) || largest.n_headings > 0)
}

/// The lines of a table of data: text, cells that say something, share of links.
pub(super) fn read(table: NodeRef<Node>, depth: usize, budget: &mut Budget) -> Vec<(String, usize, f32)> {
    let mut lines = Vec::new();
    let caption =
        table.children().find(|node| node.value().as_element().is_some_and(|element| element.name() == "caption"));
    if let Some(caption) = caption {
        let (text, links) = blocks::cell(caption, depth + 1, budget);
        if !text.is_empty() {
            lines.push((text, 1, links));
        }
    }
    let (mut n_bytes, mut linked) = (0.0, 0.0);
    let mut grid_rows = Vec::new();
    for row in rows(table) {
        let mut printed = Vec::new();
        for cell in cells(row) {
            let (text, links) = blocks::cell(cell, depth + 3, budget);
            n_bytes += text.len() as f32;
            linked += links * text.len() as f32;
            let span = |name| cell.value().as_element()?.attr(name)?.trim().parse::<usize>().ok();
            // A span of no rows reaches down to the last one.
            let rows = span("rowspan").map_or(1, |rows| if rows == 0 { usize::MAX } else { rows });
            printed.push(Cell::new(text, rows, span("colspan").unwrap_or(1)));
        }
        grid_rows.push(printed);
    }
    let links = if n_bytes > 0.0 { linked / n_bytes } else { 0.0 };
    lines.extend(grid::lines(grid_rows, budget).into_iter().map(|text| {
        let n_cells =
            text.strip_suffix(" |").map_or(1, |row| row.split(" | ").filter(|cell| !cell.trim().is_empty()).count());
        let n_cells = if text.ends_with(" |") { n_cells.max(2) } else { n_cells };
        (text, n_cells, links)
    }));
    lines
}
