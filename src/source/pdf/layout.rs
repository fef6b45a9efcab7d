//! Layout: characters with their places to paragraphs and rows.

use std::collections::BTreeMap;

use super::aligned;
use super::interpret::{Glyph, Page};
use super::ruled::{self, Table};
use crate::source::Document;
use crate::source::budget::Budget;
use crate::source::grid;
use crate::source::lines::{self, Line, Measure};

/// The text of a file.
pub(in crate::source) struct LaidOut {
    pub(in crate::source) text: String,
    pub(in crate::source) n_joined: usize,
    pub(in crate::source) dropped: Vec<String>,
}

impl LaidOut {
    /// The document with this text; `hints` are what else is known of it.
    pub(in crate::source) fn document(self, mut hints: Vec<(String, String)>) -> Document {
        if self.n_joined > 0 {
            hints.push(("mended:lines".to_owned(), self.n_joined.to_string()));
        }
        Document { text: self.text, dropped: self.dropped, hints, ..Document::default() }
    }
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
    Rows(Rows),
}

/// The rows of a table and the rules between its columns.
struct Rows {
    rows: Vec<Vec<grid::Cell>>,
    columns: Vec<f64>,
}

/// Lays out the pages of a file one after another.
pub(in crate::source) fn lay_out(pages: Vec<Page>, budget: &mut Budget) -> LaidOut {
    let width = pages.iter().map(|page| page.width).fold(0.0, f64::max);
    let mut dropped: Vec<String> =
        pages.iter().map(|page| page.aside.clone()).filter(|aside| !aside.trim().is_empty()).collect();
    let mut pages: Vec<Vec<Item>> = pages.into_iter().map(items).collect();
    drop_edges(&mut pages, &mut dropped);
    let (left, size) = measure(&pages);
    let columns = |x: f64| ((x - left) / size * 2.0).round().clamp(0.0, 10_000.0) as usize;
    let right = pages.iter().flatten().filter_map(Item::line).map(|line| line.right).fold(0.0, f64::max);
    let margin = (right - left > width * 0.6).then(|| columns(right));
    let mut texts: Vec<(String, Option<(usize, usize)>)> = Vec::new();
    let mut open: Option<Rows> = None;
    let mut print = |open: &mut Option<Rows>, texts: &mut Vec<(String, Option<(usize, usize)>)>| {
        if let Some(table) = open.take() {
            texts.extend(grid::lines(table.rows, budget).into_iter().map(|line| (line, None)));
        }
    };
    for page in pages {
        for (at, item) in page.into_iter().enumerate() {
            match item {
                Item::Line(line) => {
                    print(&mut open, &mut texts);
                    // What stands at the right margin, as a signature and its date, is a line by itself.
                    let is_apart = line.left - left > 0.45 * (right - left) && right - line.right < 4.0 * size;
                    let place = (!is_apart).then(|| (columns(line.left), columns(line.right)));
                    texts.push((line.text, place));
                }
                Item::Rows(table) => {
                    let left_over = match &mut open {
                        Some(before) if at == 0 => before.go_on(table),
                        _ => Some(table),
                    };
                    if left_over.is_some() {
                        print(&mut open, &mut texts);
                        open = left_over;
                    }
                }
            }
        }
    }
    print(&mut open, &mut texts);
    let lines: Vec<(Line, bool)> = texts
        .iter()
        .map(|(text, place)| match place {
            Some((indent, width)) => (Line::placed(text, *indent, *width), false),
            None => (Line::fixed(text), false),
        })
        .collect();
    let joined = lines::join(&lines, Measure::Placed(margin));
    LaidOut { text: joined.text, n_joined: joined.n_joined, dropped }
}

impl Item {
    fn line(&self) -> Option<&Printed> {
        match self {
            Self::Line(line) => Some(line),
            Self::Rows(_) => None,
        }
    }
}

/// A page's lines and tables.
fn items(page: Page) -> Vec<Item> {
    let mut tables = ruled::tables(&page.rules);
    let mut outside = Vec::new();
    let mut inside: Vec<Vec<Vec<Glyph>>> = tables.iter().map(|table| vec![Vec::new(); table.cells.len()]).collect();
    for glyph in page.glyphs {
        // The middle of a character, a third of its size above the base line.
        let (x, y) = (f64::midpoint(glyph.left, glyph.right), glyph.y - glyph.size * 0.33);
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
    let mut items: Vec<(f64, Item)> = Vec::new();
    for mut table in tables {
        if table.cells.iter().any(|cell| !cell.text.is_empty()) {
            let columns = std::mem::take(&mut table.columns);
            items.push((table.top, Item::Rows(Rows { columns, rows: table.rows() })));
        }
    }
    let lines = glyph_lines(outside);
    let cell = |glyphs: Vec<Glyph>, (left, right): (f64, f64)| wrapped(lines_of(glyphs), left, right);
    let mut at = 0;
    for table in aligned::tables(&lines, cell) {
        items.extend(lines[at..table.lines.start].iter().filter_map(|line| line_of(line.clone())).map(placed));
        at = table.lines.end;
        let y = lines[table.lines.start].first().map_or(0.0, |glyph| glyph.y);
        items.push((y, Item::Rows(Rows { columns: table.columns, rows: table.rows })));
    }
    items.extend(lines.into_iter().skip(at).filter_map(line_of).map(placed));
    items.sort_by(|a, b| a.0.total_cmp(&b.0));
    items.into_iter().map(|(_, item)| item).collect()
}

fn placed(line: Printed) -> (f64, Item) {
    (line.y, Item::Line(line))
}

fn cell_at(table: &Table, x: f64, y: f64) -> Option<usize> {
    if !(table.left..=table.right).contains(&x) || !(table.top..=table.bottom).contains(&y) {
        return None;
    }
    table.cell_at(x, y)
}

fn lines_of(glyphs: Vec<Glyph>) -> Vec<Printed> {
    glyph_lines(glyphs).into_iter().filter_map(line_of).collect()
}

/// Characters to lines: those on one base line.
fn glyph_lines(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line)
                if line
                    .iter()
                    .rev()
                    .take(4)
                    .any(|other| (glyph.y - other.y).abs() <= other.size.max(glyph.size) * 0.4) =>
            {
                line.push(glyph);
            }
            _ => lines.push(vec![glyph]),
        }
    }
    lines
}

/// A line's characters, from left to right.
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

/// The lines of a cell as one. A line that was full goes on without a space: the next word would not have fitted in it.
fn wrapped(lines: Vec<Printed>, left: f64, right: f64) -> String {
    let mut text = String::new();
    let padding = lines.iter().map(|line| line.left - left).fold(f64::MAX, f64::min).clamp(0.0, 12.0);
    let mut before: Option<&Printed> = None;
    for line in &lines {
        if let Some(before) = before {
            let free = right - left - 2.0 * padding - (before.right - before.left);
            let full = free < first_word(&line.text) * before.size + 0.4 * before.size;
            let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            let words = is_letter(before.text.chars().last()) && is_letter(line.text.chars().next());
            if !full || words || is_stacked(&before.text, &line.text) {
                text.push(' ');
            }
        }
        text.push_str(&line.text);
        before = Some(line);
    }
    grid::flat(&text)
}

/// Width of what cannot be parted from the first character of a line, in sizes of the font: signs that begin no line, what
/// stands behind signs that end none, and figures with what follows them.
fn first_word(text: &str) -> f64 {
    let mut width = 0.0;
    let mut in_figure = true;
    for (at, c) in text.chars().enumerate() {
        let narrow = c.is_ascii_graphic();
        let closes = "，。；：、！？）》〉”’】〕%,.;:!?)".contains(c);
        if at > 0 && !closes && !(narrow && in_figure) {
            break;
        }
        in_figure = narrow;
        width += if narrow { 0.55 } else { 1.0 };
    }
    width
}

/// Whether two lines of a cell are the names of two offices: one ends as they end, the other begins as they begin.
fn is_stacked(before: &str, next: &str) -> bool {
    let ends = [
        "局", "办", "委", "部", "厅", "院", "会", "道", "镇", "乡", "府", "司", "心", "处", "队", "社", "行", "所",
        "区", "县", "市",
    ];
    let begins = ["区", "市", "县", "省", "各", "州", "旗", "镇", "乡"];
    ends.iter().any(|end| before.ends_with(end)) && begins.iter().any(|begin| next.starts_with(begin))
}

/// Whether the first row of a page is the rest of the last row of the page before: it has no number of its own, or only
/// one of its cells goes on.
fn is_cut(first: &[grid::Cell], last: &[String]) -> bool {
    if first.iter().any(|cell| cell.rows > 1 || is_digits(&cell.text)) {
        return false;
    }
    let filled: Vec<usize> = (0..first.len()).filter(|&at| !first[at].text.is_empty()).collect();
    let goes_on = |at: usize| !last[at].is_empty() && !last[at].ends_with(['。', '；', '）', ')']);
    match filled.as_slice() {
        [only] if first.len() > 1 => goes_on(*only),
        _ => first[0].text.is_empty() && is_digits(&last[0]),
    }
}

impl Rows {
    /// Takes in a table that goes on from the page before; gives it back if it is another one.
    ///
    /// Its head is not printed again, a row that the page cut is one row, and a cell that spans both pages holds in both.
    fn go_on(&mut self, mut table: Self) -> Option<Self> {
        let near = |a: f64, b: f64| (a - b).abs() <= 2.0 * ruled::NEAR;
        // Some programs do not draw the left side of a cell that goes on.
        let skipped = self.columns.iter().position(|&column| near(column, table.columns[0]));
        let Some(skipped) = skipped.filter(|&skipped| {
            let rest = &self.columns[skipped..];
            rest.len() == table.columns.len() && rest.iter().zip(&table.columns).all(|(&a, &b)| near(a, b))
        }) else {
            return Some(table);
        };
        let (last, own) = self.last_row();
        if skipped > 0 {
            for row in &mut table.rows {
                let kept: Vec<grid::Cell> =
                    last[..skipped].iter().map(|text| grid::Cell::new(text.as_str(), 1, 1)).collect();
                row.splice(0..0, kept);
            }
        }
        let texts = |row: &[grid::Cell]| -> Vec<String> { row.iter().map(|cell| cell.text.clone()).collect() };
        let is_head = |at: usize, table: &Self| {
            table.rows.get(at).is_some_and(|row| self.rows.get(at).is_some_and(|own| texts(own) == texts(row)))
        };
        if is_head(0, &table) {
            let n_head = if is_head(1, &table) { 2 } else { 1 };
            table.rows.drain(..n_head);
        }
        if let Some(first) = table.rows.first_mut()
            && first.len() == last.len()
            && first.len() > 1
        {
            if is_cut(&first[skipped..], &last[skipped..])
                && let Some(row) = self.rows.last_mut()
            {
                for (more, at) in first.iter().zip(&own).skip(skipped) {
                    if let Some(cell) = at.and_then(|at| row.get_mut(at)) {
                        cell.text.push_str(&more.text);
                    }
                }
                table.rows.remove(0);
            } else if first[0].text.is_empty() {
                first[0].text.clone_from(&last[0]);
            }
        }
        self.rows.append(&mut table.rows);
        None
    }

    /// The text that stands in each column of the last row, and which of the row's own cells begins there; cells that
    /// span the row from above have a text only.
    fn last_row(&self) -> (Vec<String>, Vec<Option<usize>>) {
        let n_columns = self.columns.len() - 1;
        let mut texts = vec![String::new(); n_columns];
        let mut own = vec![None; n_columns];
        let mut left: Vec<usize> = vec![0; n_columns];
        for row in &self.rows {
            own.fill(None);
            let mut cells = row.iter().enumerate();
            let mut column = 0;
            while column < n_columns {
                if left[column] > 0 {
                    left[column] -= 1;
                    column += 1;
                    continue;
                }
                let Some((at, cell)) = cells.next() else { break };
                own[column] = Some(at);
                for spanned in column..(column + cell.columns).min(n_columns) {
                    texts[spanned] = if spanned == column { cell.text.clone() } else { String::new() };
                    left[spanned] = cell.rows - 1;
                }
                column += cell.columns;
            }
        }
        (texts, own)
    }
}

/// Drops page numbers and what most pages repeat at their edges.
fn drop_edges(pages: &mut [Vec<Item>], dropped: &mut Vec<String>) {
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect() };
    let text_of = |item: Option<&Item>| item.and_then(Item::line).map(|line| line.text.clone());
    for last in [false, true] {
        // Numbers may stand under or over a running head: look twice.
        for _ in 0..2 {
            let edge = |page: &Vec<Item>| text_of(if last { page.last() } else { page.first() });
            let edges: Vec<Option<String>> = pages.iter().map(edge).collect();
            let n_pages = pages.len();
            let mut n_equal: BTreeMap<String, usize> = BTreeMap::new();
            for text in edges.iter().flatten() {
                *n_equal.entry(plain(text)).or_default() += 1;
            }
            for (page, text) in pages.iter_mut().zip(&edges) {
                let Some(text) = text else { continue };
                let is_number = lines::is_page_number(text) || lines::is_lone_number(text) || is_browsers(text);
                let n_same = n_equal.get(&plain(text)).copied().unwrap_or(0);
                let repeats = n_pages >= 3 && n_same * 2 > n_pages && n_same >= 3 && text.chars().count() < 60;
                if is_number || repeats {
                    dropped.push(text.clone());
                    page.remove(if last { page.len() - 1 } else { 0 });
                }
            }
        }
    }
}

/// Whether a line is what a browser prints at the edges of a page: `2025/3/5 10:22` before the page's title, and its address
/// before `1/3`.
fn is_browsers(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_figures = |word: &str, by: char, n: usize| {
        let figures: Vec<&str> = word.split(by).collect();
        figures.len() == n && figures.iter().all(|figure| (1..=4).contains(&figure.len()) && is_digits(figure))
    };
    let counts = |word: &&str| {
        let pages = word.split_once('/').filter(|(page, all)| is_digits(page) && is_digits(all));
        pages.is_some_and(|(page, all)| page.len() <= all.len() && all.len() <= 4)
    };
    let is_address = |word: &&str| ["http://", "https://", "file:///"].iter().any(|head| word.starts_with(head));
    match words.as_slice() {
        [date, time, ..] if is_figures(date.trim_end_matches(','), '/', 3) && is_figures(time, ':', 2) => true,
        [address, .., last] => is_address(address) && counts(last),
        _ => false,
    }
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Left margin and usual size of the characters.
fn measure(pages: &[Vec<Item>]) -> (f64, f64) {
    let lines: Vec<&Printed> = pages.iter().flatten().filter_map(Item::line).collect();
    let mut lefts: Vec<f64> = lines.iter().map(|line| line.left).collect();
    let mut sizes: Vec<f64> = lines.iter().map(|line| line.size).collect();
    lefts.sort_by(f64::total_cmp);
    sizes.sort_by(f64::total_cmp);
    let left = lefts.get(lefts.len() / 20).copied().unwrap_or(0.0);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
    (left, size.max(1.0))
}
