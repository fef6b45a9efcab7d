//! Rows: what a grid's row says, as an item of the outline.
//!
//! In:  a [`grid::Row`], its cells under the roles of their columns.
//! Out: one [`Item`]: the words of its text and requirement with their measure, the names of its unit columns.
//! Not here: finding grids ([`super::grid`]).

use std::sync::LazyLock;

use regex::Regex;

use super::column::Column;
use super::han::is_han;
use super::item::{Item, item, marker};
use super::line::{Family, Marker};
use super::name::{Name, Named};
use super::tail::Tail;
use super::{Problem, Role, Stated, assignment, grid, office, role};
use crate::source::traced::{Glyph, Traced};

/// The items of a grid's row: one task, or the heading that stands over rows.
pub(super) fn row_items(row: grid::Row, problems: &mut Vec<Problem>) -> Vec<Item> {
    let section = row.first(Column::Section);
    if row.first(Column::Text).is_none() && row.first(Column::Requirement).is_none() {
        return section.map(|title| heading(title, row.line, problems)).into_iter().collect();
    }
    let mut named = Named::default();
    let words = row_words(&row, &mut named, problems);
    let mut number = None;
    for (column, text) in row.cells.iter().filter(|(_, text)| !text.is_empty()) {
        match column {
            Column::Number => number = number.or(text.scan().trim_end_matches(['.', '、', '*']).parse().ok()),
            Column::Units(role) => named.take(units(text, *role, problems)),
            Column::Deadline => {
                named.deadline.get_or_insert_with(|| text.shown());
            }
            _ => {}
        }
    }
    // The text cell may hold its own mark: `1.推进…`.
    let (inner, at) = marker(words.scan(), 0, None, &[]);
    let printed = words.shown_at(0..at);
    let marker = match number {
        Some(value) => Some(Marker { family: Family::Arabic, value, bare: false, range: 0..0 }),
        None => inner.filter(|marker| !marker.bare),
    };
    let marked = printed.trim().chars().any(|c| !c.is_ascii_digit());
    let words = if marked { words.slice(at..words.len()) } else { words };
    let section = section.map(Traced::shown);
    vec![Item { marker, row: true, section, ..Item::of(words, named, row.line) }]
}

/// The heading that a row of one cell is; it may name who leads all rows below it.
fn heading(title: &Traced, line: usize, problems: &mut Vec<Problem>) -> Item {
    let (marker, at) = marker(title.scan(), 0, None, &[]);
    let printed = title.shown_at(0..at).trim().to_owned();
    let words = title.slice(at..title.len());
    let led = item(&words, line, problems);
    let (words, named) =
        if led.only_leaders() && !led.words.is_empty() { (led.words, led.named) } else { (words, Named::default()) };
    Item { marker, printed, ..Item::of(words, named, line) }
}

/// The words of a row's task in printed order, whichever column comes first; the names that its text names itself.
fn row_words(row: &grid::Row, named: &mut Named, problems: &mut Vec<Problem>) -> Traced {
    let mut parts: Vec<&(Column, Traced)> = row
        .cells
        .iter()
        .filter(|(column, text)| matches!(column, Column::Text | Column::Requirement) && !text.is_empty())
        .collect();
    parts.sort_by_key(|(column, text)| (text.whole().start, *column == Column::Requirement));
    let mut words = Traced::default();
    for (index, (column, text)) in parts.into_iter().enumerate() {
        // A text cell may hold brackets with units of its own.
        let part = item(text, row.line, problems);
        named.take(part.named);
        if index > 0 && !words.is_empty() && !part.words.is_empty() {
            join_cells(&mut words, &part.words, *column == Column::Requirement);
        }
        words.append(&part.words);
    }
    // `新增规上工业企业(家)` and `35` in the next cell: the name holds the measure.
    let of_name = || {
        row.first(Column::Requirement)?;
        bracketed_measure(row.first(Column::Text)?)
    };
    if let Some(measure) = row.first(Column::Measure).cloned().or_else(of_name) {
        append_measure(&mut words, &measure);
    }
    words
}

/// The names of a cell of units; a label in it counts before its column.
fn units(text: &Traced, role: Role, problems: &mut Vec<Problem>) -> Named {
    let split = role::split(text, &mut Vec::new());
    let labelled = split.tails.iter().any(|tail| tail.runs.iter().any(|run| run.label.is_some()));
    let mut tails = if labelled { split.tails } else { vec![Tail::whole(role, text.len())] };
    // `县公安局;配合单位:县司法局`: those before the first label are the column's.
    let first = tails.first().map_or(0, |tail| tail.range.start);
    if labelled && first > 0 {
        tails.insert(0, Tail::whole(role, first));
    }
    if role == Role::Leader { leaders(text, &tails, problems) } else { assignment::names(text, &tails, problems) }
}

/// Joins the name of a target and what is required of it: a comma unless the name ends a sentence.
pub(super) fn join_cells(words: &mut Traced, next: &Traced, requirement: bool) {
    let Some(last) = words.glyphs().last().copied() else { return };
    let closed = matches!(last.scan, '。' | ';' | ',' | ':' | '、');
    if !closed {
        let c = if requirement || next.scan().starts_with(is_han) { ',' } else { ' ' };
        let shown = if c == ',' { '，' } else { c };
        words.push(Glyph { scan: c, shown, start: last.end, end: last.end });
    }
}

/// The measure that a name carries in a bracket at its end: `高标准农田(万亩)`.
fn bracketed_measure(name: &Traced) -> Option<Traced> {
    let scan = name.scan();
    let inner = scan.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let measure = &inner[open + 1..];
    let length = measure.chars().count();
    let plain = (1..=5).contains(&length) && measure.chars().all(|c| is_han(c) || matches!(c, '%' | '‰' | '/'));
    plain.then(|| name.slice(open + 1..inner.len()))
}

/// Adds the measure that a grid's own column holds behind a figure without one: `≥620` in 万株.
fn append_measure(words: &mut Traced, measure: &Traced) {
    let bare = measure.scan().trim();
    if bare.is_empty() || bare == "-" || bare == "/" || bare == "—" {
        return;
    }
    // The measure's own place lies before the figure: its characters count as printed right behind it.
    if let Some(last) = words.glyphs().last().copied().filter(|last| last.scan.is_ascii_digit()) {
        words.extend(measure.glyphs().iter().map(|glyph| Glyph { start: last.end, end: last.end, ..*glyph }));
    }
}

/// A text with one space for every run of spaces and of `?`.
fn with_one_space(text: &Traced) -> Traced {
    let mut out = Traced::default();
    for glyph in text.glyphs() {
        match glyph.scan {
            ' ' | '?' if out.scan().ends_with(' ') => {}
            '?' => out.push(Glyph { scan: ' ', shown: ' ', ..*glyph }),
            _ => out.push(*glyph),
        }
    }
    out.trim()
}

/// Names of leaders in a cell: two-character names are padded with a space, several run together.
fn leaders(text: &Traced, tails: &[Tail], problems: &mut Vec<Problem>) -> Named {
    static PADDED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([\x{4e00}-\x{9fff}]) ([\x{4e00}-\x{9fff}])(?:$|[ 、,;]|[\x{4e00}-\x{9fff}])")
            .expect("a fixed pattern")
    });
    // Pages print `?` for a wide space that they could not.
    let wide = text.scan().contains('?') && text.scan().chars().all(|c| is_han(c) || matches!(c, ' ' | '?'));
    let text = &if wide { with_one_space(text) } else { text.clone() };
    let scan = text.scan();
    let mut out = Named::default();
    let han: Vec<char> = scan.chars().filter(|c| is_han(*c)).collect();
    let plain = scan.chars().all(|c| is_han(c) || c == ' ');
    if plain
        && !scan.trim().is_empty()
        && han.len() <= 16
        && (PADDED.is_match(scan) || han.len().is_multiple_of(3) && han.len() >= 6)
        && !office::holds_title(scan)
    {
        let mut at = 0;
        let characters: Vec<(usize, char)> = scan.char_indices().collect();
        while at < characters.len() {
            if characters[at].1 == ' ' {
                at += 1;
                continue;
            }
            // `何 平` is a name of two; otherwise three characters are one.
            let padded = characters.get(at + 1).is_some_and(|(_, c)| *c == ' ')
                && characters.get(at + 2).is_some_and(|(_, c)| *c != ' ');
            let mut to = if padded { at + 3 } else { (at + 3).min(characters.len()) };
            if !padded && let Some(space) = (at..to).find(|&index| characters[index].1 == ' ') {
                to = space;
            }
            let end = characters.get(to).map_or(scan.len(), |(end, _)| *end);
            let range = characters[at].0..end;
            let name: String = scan[range.clone()].chars().filter(|c| *c != ' ').collect();
            out.names.push(Name::told(Role::Leader, Stated::Explicit, name, text.span(range)));
            at = to;
        }
        return out;
    }
    assignment::names(text, tails, problems)
}

#[cfg(test)]
mod tests;
