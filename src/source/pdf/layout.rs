//! Layout: characters with their places to paragraphs and rows.

use super::interpret::{Glyph, Page};
use super::ruled::{self, Table};
use crate::source::grid;
use crate::source::lines::{self, Line};

/// The text of a file.
pub(super) struct LaidOut {
    pub(super) text: String,
    pub(super) n_joined: usize,
    pub(super) dropped: Vec<String>,
}

/// A line of characters on paper.
#[derive(Debug, Clone)]
struct Printed {
    text: String,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
}

/// What stands on a page, from top to bottom.
enum Item {
    Line(Printed),
    /// The rows of a table and how many columns it has.
    Rows(Vec<Vec<grid::Cell>>, usize),
}

/// Lays out the pages of a file one after another.
pub(super) fn lay_out(pages: Vec<Page>) -> LaidOut {
    let mut dropped: Vec<String> = pages.iter().map(|page| page.aside.clone()).filter(|aside| !aside.trim().is_empty()).collect();
    let mut pages: Vec<Vec<Item>> = pages.into_iter().map(items).collect();
    drop_edges(&mut pages, &mut dropped);
    let (left, size) = measure(&pages);
    let mut texts: Vec<(String, Option<(usize, usize)>)> = Vec::new();
    let mut table: Option<(Vec<Vec<grid::Cell>>, usize)> = None;
    let flush = |table: &mut Option<(Vec<Vec<grid::Cell>>, usize)>, texts: &mut Vec<(String, Option<(usize, usize)>)>| {
        if let Some((rows, _)) = table.take() {
            texts.extend(grid::lines(rows).into_iter().map(|line| (line, None)));
        }
    };
    for page in pages {
        for (at, item) in page.into_iter().enumerate() {
            match item {
                Item::Line(line) => {
                    flush(&mut table, &mut texts);
                    let columns = |x: f64| ((x - left) / size * 2.0).round().clamp(0.0, 10_000.0) as usize;
                    let place = (columns(line.left), columns(line.right));
                    texts.push((line.text, Some(place)));
                }
                Item::Rows(rows, n_columns) => match &mut table {
                    Some((before, columns)) if at == 0 && *columns == n_columns => go_on(before, rows),
                    _ => {
                        flush(&mut table, &mut texts);
                        table = Some((rows, n_columns));
                    }
                },
            }
        }
    }
    flush(&mut table, &mut texts);
    let lines: Vec<(Line, bool)> = texts
        .iter()
        .map(|(text, place)| match place {
            Some((indent, width)) => (Line::placed(text, *indent, *width), false),
            None => (Line::fixed(text), false),
        })
        .collect();
    let joined = lines::join(&lines);
    LaidOut { text: joined.text, n_joined: joined.n_joined, dropped }
}

/// A page's lines and tables.
fn items(page: Page) -> Vec<Item> {
    let mut tables = ruled::tables(&page.rules);
    let mut outside = Vec::new();
    let mut inside: Vec<Vec<Vec<Glyph>>> = tables.iter().map(|table| vec![Vec::new(); table.cells.len()]).collect();
    for glyph in page.glyphs {
        // The middle of a character, a third of its size above the base line.
        let (x, y) = ((glyph.left + glyph.right) / 2.0, glyph.y - glyph.size * 0.33);
        let cell = tables.iter().enumerate().find_map(|(at, table)| Some((at, cell_at(table, x, y)?)));
        match cell {
            Some((table, cell)) => inside[table][cell].push(glyph),
            None => outside.push(glyph),
        }
    }
    for (table, glyphs) in tables.iter_mut().zip(inside) {
        for (cell, glyphs) in table.cells.iter_mut().zip(glyphs) {
            cell.text = wrapped(lines_of(glyphs), cell.left, cell.right);
        }
    }
    // A box around text, or a rule under a heading, is no table: few of its cells say anything.
    let (mut items, mut loose): (Vec<(f64, Item)>, Vec<Item>) = (Vec::new(), Vec::new());
    for table in tables {
        let n_filled = table.cells.iter().filter(|cell| !cell.text.is_empty()).count();
        if n_filled > 0 {
            let (top, n_columns) = (table.top, table.n_columns);
            items.push((top, Item::Rows(table.rows(), n_columns)));
        }
    }
    items.extend(lines_of(outside).into_iter().map(|line| (line.y, Item::Line(line))));
    items.sort_by(|a, b| a.0.total_cmp(&b.0));
    loose.extend(items.into_iter().map(|(_, item)| item));
    loose
}

fn cell_at(table: &Table, x: f64, y: f64) -> Option<usize> {
    if !(table.left..=table.right).contains(&x) || !(table.top..=table.bottom).contains(&y) {
        return None;
    }
    table.cells.iter().position(|cell| (cell.left..=cell.right).contains(&x) && (cell.top..=cell.bottom).contains(&y))
}

/// Characters to lines: those on one base line, from left to right.
fn lines_of(mut glyphs: Vec<Glyph>) -> Vec<Printed> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if line.iter().rev().take(4).any(|other| (glyph.y - other.y).abs() <= other.size.max(glyph.size) * 0.4) => line.push(glyph),
            _ => lines.push(vec![glyph]),
        }
    }
    lines.into_iter().filter_map(line_of).collect()
}

fn line_of(mut glyphs: Vec<Glyph>) -> Option<Printed> {
    glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
    // Bold type is sometimes one character printed twice.
    glyphs.dedup_by(|b, a| a.text == b.text && (b.left - a.left).abs() < a.size * 0.2);
    let is_blank = |glyph: &Glyph| glyph.text.chars().all(char::is_whitespace);
    let first = glyphs.iter().position(|glyph| !is_blank(glyph))?;
    let last = glyphs.iter().rposition(|glyph| !is_blank(glyph))?;
    let glyphs = &glyphs[first..=last];
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs {
        if let Some(before) = before {
            let wide = |c: Option<char>| c.is_some_and(|c| c > '\u{2e7f}');
            let (left_wide, right_wide) = (wide(before.text.chars().last()), wide(glyph.text.chars().next()));
            let least = match (left_wide, right_wide) {
                (true, true) => 0.8,
                (false, false) => 0.2,
                _ => 0.5,
            };
            let gap = glyph.left - before.right;
            if gap > least * glyph.size.max(before.size) && !text.ends_with(' ') && !is_blank(glyph) {
                text.push(' ');
            }
        }
        text.extend(glyph.text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).filter(|c| !c.is_control()));
        before = Some(glyph);
    }
    let mut sizes: Vec<f64> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let (first, last) = (glyphs.first()?, glyphs.last()?);
    let text = text.replace('|', "｜");
    Some(Printed { text, left: first.left, right: last.right, y: first.y, size: sizes[sizes.len() / 2] })
}

/// The lines of a cell as one: where a line fills the cell, the next goes on without a space.
fn wrapped(lines: Vec<Printed>, left: f64, right: f64) -> String {
    let mut text = String::new();
    let widest = lines.iter().map(|line| line.right - line.left).fold(0.0, f64::max);
    let mut full = false;
    for line in &lines {
        let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if !text.is_empty() && (!full || is_ascii(text.chars().last()) && is_ascii(line.text.chars().next())) {
            text.push(' ');
        }
        text.push_str(&line.text);
        let length = line.right - line.left;
        full = right - left - length < line.size * 2.2 || length + line.size * 1.2 >= widest && right - left - length < line.size * 3.2;
    }
    grid::flat(&text)
}

/// Rows of a table that goes on from the page before: its head is not printed again, and a row that was cut is one.
fn go_on(before: &mut Vec<Vec<grid::Cell>>, mut rows: Vec<Vec<grid::Cell>>) {
    let texts = |row: &[grid::Cell]| -> Vec<String> { row.iter().map(|cell| cell.text.clone()).collect() };
    while let (Some(head), Some(first)) = (before.first(), rows.first())
        && texts(head) == texts(first)
    {
        rows.remove(0);
        // A head of two rows comes again as a whole.
        if let (Some(second), Some(first)) = (before.get(1), rows.first())
            && texts(second) == texts(first)
        {
            rows.remove(0);
        }
        break;
    }
    if let (Some(last), Some(first)) = (before.last_mut(), rows.first())
        && last.len() == first.len()
        && first.len() > 1
        && first[0].text.is_empty()
        && !last[0].text.is_empty()
        && first.iter().all(|cell| cell.rows == 1 && !cell.text.bytes().all(|byte| byte.is_ascii_digit()) || cell.text.is_empty())
    {
        let first = rows.remove(0);
        for (cell, more) in last.iter_mut().zip(first) {
            cell.text.push_str(&more.text);
        }
    }
    before.extend(rows);
}

/// Drops page numbers and what most pages repeat at their edges.
fn drop_edges(pages: &mut [Vec<Item>], dropped: &mut Vec<String>) {
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect() };
    let text_of = |item: Option<&Item>| match item {
        Some(Item::Line(line)) => Some(line.text.clone()),
        _ => None,
    };
    for last in [false, true] {
        // Numbers may stand under or over a running head: look twice.
        for _ in 0..2 {
            let edge = |page: &Vec<Item>| text_of(if last { page.last() } else { page.first() });
            let edges: Vec<Option<String>> = pages.iter().map(edge).collect();
            let n_pages = pages.len();
            for (page, text) in pages.iter_mut().zip(&edges) {
                let Some(text) = text else { continue };
                let is_number = lines::is_page_number(text) || lines::is_lone_number(text);
                let n_same = edges.iter().flatten().filter(|other| plain(other) == plain(text)).count();
                let repeats = n_pages >= 3 && n_same * 2 > n_pages && n_same >= 3 && text.chars().count() < 60;
                if is_number || repeats {
                    dropped.push(text.clone());
                    page.remove(if last { page.len() - 1 } else { 0 });
                }
            }
        }
    }
}

/// Left margin and usual size of the characters.
fn measure(pages: &[Vec<Item>]) -> (f64, f64) {
    let lines: Vec<&Printed> = pages
        .iter()
        .flatten()
        .filter_map(|item| match item {
            Item::Line(line) => Some(line),
            Item::Rows(..) => None,
        })
        .collect();
    let mut lefts: Vec<f64> = lines.iter().map(|line| line.left).collect();
    let mut sizes: Vec<f64> = lines.iter().map(|line| line.size).collect();
    lefts.sort_by(f64::total_cmp);
    sizes.sort_by(f64::total_cmp);
    let left = lefts.get(lefts.len() / 20).copied().unwrap_or(0.0);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
    (left, size.max(1.0))
}
