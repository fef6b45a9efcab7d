//! Rows: what a grid's row says, as an item of the outline.
//!
//! In:  a [`grid::Row`], its cells under the roles of their columns.
//! Out: one [`Item`]: the words of its text and requirement with their measure, the names of its unit columns.
//! Not here: finding grids ([`super::grid`]).

use std::sync::LazyLock;

use regex::Regex;

use super::assignment::{self, Name, Named};
use super::grid::{self, Column};
use super::item::{Item, item, marker, take_names};
use super::line::{Family, Marker};
use super::mend::is_han;
use super::role::{self, Label, Run, Tail};
use super::{Problem, Role, Stated, office};
use crate::source::traced::{Glyph, Traced};

/// The items of a grid's row.
pub(super) fn row_items(row: grid::Row, problems: &mut Vec<Problem>) -> Vec<Item> {
    let cell = |wanted: Column| {
        row.cells
            .iter()
            .filter(|(column, text)| *column == wanted && !text.is_empty())
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
    };
    let texts = cell(Column::Text);
    let requirements = cell(Column::Requirement);
    // A task's words stand in printed order, whichever column comes first.
    let mut parts: Vec<(&Traced, bool)> = texts.iter().map(|text| (*text, false)).collect();
    parts.extend(requirements.iter().map(|text| (*text, true)));
    parts.sort_by_key(|(text, _)| text.whole().start);
    let section = cell(Column::Section).first().map(|text| text.shown());
    if texts.is_empty() && requirements.is_empty() {
        let Some(title) = cell(Column::Section).first().map(|text| (*text).clone()) else { return Vec::new() };
        let (marker, at) = marker(title.scan(), 0, None, &[]);
        let printed = title.shown_at(0..at).trim().to_owned();
        let words = title.slice(at..title.len());
        let led = item(&words, row.line, problems);
        let (words, named) = if led.only_leaders() && !led.words.is_empty() {
            (led.words, led.named)
        } else {
            (words, Named::default())
        };
        return vec![Item {
            marker,
            printed,
            words,
            named,
            line: row.line,
            row: false,
            section: None,
            labelled: None,
            shared: false,
            unread: false,
        }];
    }
    let mut words = Traced::default();
    let mut named = Named::default();
    let measure = cell(Column::Measure).first().map(|text| (*text).clone());
    for (index, (text, requirement)) in parts.into_iter().enumerate() {
        // A text cell may hold brackets with units of its own.
        let part = item(text, row.line, problems);
        take_names(&mut named, part.named);
        if index > 0 && !words.is_empty() && !part.words.is_empty() {
            join_cells(&mut words, &part.words, requirement);
        }
        words.append(&part.words);
    }
    // `新增规上工业企业(家)` and `35` in the next cell: the name holds the measure.
    let measure =
        measure.or_else(|| texts.first().filter(|_| !requirements.is_empty()).and_then(|text| bracketed_measure(text)));
    if let Some(measure) = measure {
        append_measure(&mut words, &measure);
    }
    let mut number = None;
    for (column, text) in &row.cells {
        match column {
            Column::Number => number = number.or(text.scan().trim_end_matches(['.', '、', '*']).parse().ok()),
            Column::Units(role) if !text.is_empty() => {
                let split = role::split(text, &mut Vec::new());
                let labelled = split.tails.iter().any(|tail| tail.runs.iter().any(|run| run.label.is_some()));
                let tails = if labelled {
                    split.tails
                } else {
                    vec![Tail {
                        range: 0..text.len(),
                        runs: vec![Run { label: Some(Label::Role(*role)), level: None, names: 0..text.len() }],
                        clause: None,
                        above: None,
                    }]
                };
                let read = if *role == Role::Leader {
                    leaders(text, &tails, problems)
                } else {
                    assignment::names(text, &tails, problems)
                };
                take_names(&mut named, read);
            }
            Column::Deadline if !text.is_empty() => {
                named.deadline.get_or_insert_with(|| text.shown());
            }
            _ => {}
        }
    }
    // The text cell may hold its own mark: `1.推进…`.
    let (inner, at) = marker(words.scan(), 0, None, &[]);
    let printed = words.shown_at(0..at);
    let marker = match (number, inner) {
        (Some(value), _) => Some(Marker { family: Family::Arabic, value, bare: false, range: 0..0 }),
        (None, inner) => inner.filter(|marker| !marker.bare),
    };
    let words = if at > 0 && !printed.trim().is_empty() && printed.trim().chars().any(|c| !c.is_ascii_digit()) {
        words.slice(at..words.len())
    } else {
        words
    };
    vec![Item {
        marker,
        printed: String::new(),
        words,
        named,
        line: row.line,
        row: true,
        section,
        labelled: None,
        shared: false,
        unread: false,
    }]
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

/// Names of leaders in a cell: two-character names are padded with a space, several run together.
fn leaders(text: &Traced, tails: &[Tail], problems: &mut Vec<Problem>) -> Named {
    static PADDED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([\x{4e00}-\x{9fff}]) ([\x{4e00}-\x{9fff}])(?:$|[ 、,;]|[\x{4e00}-\x{9fff}])")
            .expect("a fixed pattern")
    });
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
            out.names.push(Name {
                role: Some(Role::Leader),
                level: None,
                text: name,
                stated: Stated::Explicit,
                clause: None,
                span: text.span(range),
                last: false,
                first: false,
                segment: 0,
                full: None,
            });
            at = to;
        }
        return out;
    }
    assignment::names(text, tails, problems)
}

#[cfg(test)]
mod tests;
