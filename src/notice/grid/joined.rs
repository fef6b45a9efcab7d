//! Grids that were copied into running lines: heads and cells one behind the other without any mark between.
//!
//! In:  `…分解表工作任务工作要求牵头单位配合单位一、公开信息1.公开清单。县财政局县直各单位2.…`
//! Out: a line of bars for the head and for each row, as [`super::piped`] reads them.
//! How: the heads are known words; rows begin with numbers that count on; names of offices stand behind a row's last stop,
//!      and where two of them meet a column ends.

use std::collections::HashSet;

use crate::notice::column::{Column, head, heads};
use crate::notice::line::{Family, Line, Marker};
use crate::notice::roster::{split_glued, split_outside_brackets};
use crate::notice::word::{Class, Pattern, form, pattern};
use crate::notice::{label, office};
use crate::source::traced::{Glyph, Traced};

/// Turns running tables into lines of bars.
pub(in crate::notice) fn unroll(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| joined_head(line.scan()).is_some()) {
        return lines;
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut table: Option<Table> = None;
    for line in lines {
        let found = joined_head(line.scan());
        if let Some(cells) = found {
            let (start, end) = (cells[0].0.start, cells[cells.len() - 1].0.end);
            out.extend(title(&line, start));
            let columns: Vec<Column> = cells.iter().map(|(_, column)| *column).collect();
            out.push(bars(&line, cells.into_iter().map(|(range, _)| range)));
            let mut open = Table { columns, ..Table::default() };
            open.rows(&line, end, &mut out);
            table = Some(open);
        } else if let Some(open) = table.as_mut().filter(|open| open.goes_on(line.scan())) {
            open.rows(&line, 0, &mut out);
        } else {
            table = None;
            out.push(line);
        }
    }
    out
}

/// The heads of a running table: at least three known names of columns, one behind the other, with work and units.
fn joined_head(scan: &str) -> Option<Vec<(std::ops::Range<usize>, Column)>> {
    /// Heads stand near the beginning, and no name of a column is longer.
    const FARTHEST: usize = 400;
    const LONGEST: usize = 8;
    const FEWEST: usize = 3;
    const MOST: usize = 16;
    if scan.len() < 60 || scan.contains('|') || !form().within(Class::UnitNoun, scan) {
        return None;
    }
    let name = |at: usize| {
        let (mut ends, mut count) = ([at; LONGEST], 0);
        for (to, c) in scan[at..].char_indices().take(LONGEST) {
            ends[count] = at + to + c.len_utf8();
            count += 1;
        }
        ends[..count].iter().skip(1).rev().copied().find(|&end| heads().contains_key(&scan[at..end]))
    };
    for (start, _) in scan.char_indices().take(FARTHEST) {
        let mut cells: Vec<(std::ops::Range<usize>, Column)> = Vec::new();
        let mut at = start;
        while let Some(mut end) = name(at).filter(|_| cells.len() < MOST) {
            // `配合/责任单位` is one head.
            if let Some(rest) = scan[end..].strip_prefix(['/', '及', '和', '、'])
                && let Some(more) = name(scan.len() - rest.len())
            {
                end = more;
            }
            let Some(column) = head(&scan[at..end]) else { break };
            cells.push((at..end, column));
            at = end;
        }
        let units = cells.iter().any(|(_, column)| matches!(column, Column::Units(_)));
        let work = cells.iter().any(|(_, column)| *column == Column::Text);
        if cells.len() >= FEWEST && units && work && scan.len() > at {
            return Some(cells);
        }
    }
    None
}

/// What stands before the heads: the table's title, `附件` on a line of its own.
fn title(line: &Line, end: usize) -> Vec<Line> {
    let scan = &line.scan()[..end];
    let rest = form().behind(Class::Annex, scan).filter(|rest| rest.starts_with("20"));
    let annex = rest.map_or(0, |rest| scan.len() - rest.len());
    [0..annex, annex..end]
        .into_iter()
        .map(|range| line.text.slice(range).trim())
        .filter(|text| !text.is_empty())
        .map(|text| Line { text, number: line.number, after_blank: line.after_blank })
        .collect()
}

/// A line of bars with some parts of a line as its cells.
fn bars(line: &Line, cells: impl Iterator<Item = std::ops::Range<usize>>) -> Line {
    let mut text = Traced::default();
    for cell in cells {
        let printed = line.text.slice(cell).trim();
        let at =
            printed.glyphs().last().or(text.glyphs().last()).map_or(line.text.whole().start as u32, |glyph| glyph.end);
        text.append(&printed);
        text.push(Glyph { scan: '|', shown: '|', start: at, end: at });
    }
    Line { text, number: line.number, after_blank: false }
}

/// A running table whose rows are being read.
#[derive(Default)]
struct Table {
    columns: Vec<Column>,
    /// The last number of each family.
    last: Vec<(Family, u32)>,
    /// What the last column of units has held.
    known: HashSet<String>,
}

impl Table {
    /// Whether a line goes on with the table: it opens with the next mark.
    fn goes_on(&self, scan: &str) -> bool {
        !scan.contains('|')
            && !label::has_label(scan)
            && Marker::split(scan).is_some_and(|(marker, _)| !marker.bare && self.follows(&marker))
    }

    /// Whether a mark counts on, or opens a list below another mark.
    fn follows(&self, marker: &Marker) -> bool {
        let last = self.last.iter().find(|(family, _)| *family == marker.family).map(|(_, value)| *value);
        marker.value == last.map_or(1, |last| last + 1) || marker.value == 1 && marker.family == Family::Bracket
    }

    /// Adds the rows of a line from some byte on.
    fn rows(&mut self, line: &Line, from: usize, out: &mut Vec<Line>) {
        static MARK: Pattern = pattern(r"[{#}]{1,3}、|[(〔][{#}]{1,3}[)〕]|\d{1,3}[.、]");
        let scan = line.scan();
        let mut starts: Vec<usize> = Vec::new();
        for found in MARK.find_iter(&scan[from..]) {
            let at = from + found.start();
            // `1.50` is a figure.
            let Some((marker, _)) = Marker::split(&scan[at..]).filter(|(marker, _)| !marker.bare) else { continue };
            if self.follows(&marker) {
                self.last.retain(|(family, _)| *family != marker.family);
                self.last.push((marker.family, marker.value));
                starts.push(at);
            }
        }
        let ends = starts.iter().skip(1).copied().chain([scan.len()]);
        for (&start, end) in starts.iter().zip(ends) {
            out.push(self.row(line, start..end));
        }
    }

    /// One row: its words up to the last stop, then the offices of each column; a heading where no office follows.
    fn row(&mut self, line: &Line, range: std::ops::Range<usize>) -> Line {
        let scan = line.scan();
        let stop = scan[range.clone()].rfind(['。', ';', '!']).map(|at| range.start + at);
        let words = stop.map(|at| at + scan[at..].chars().next().map_or(1, char::len_utf8));
        let Some(words) = words.filter(|&words| is_names(scan[words..range.end].trim())) else {
            return Line { text: line.text.slice(range).trim(), number: line.number, after_blank: false };
        };
        let units: Vec<std::ops::Range<usize>> = self.units(scan, words..range.end);
        let work = self.columns.iter().position(|column| matches!(column, Column::Text)).unwrap_or(0);
        let mut units = units.into_iter();
        let cells: Vec<_> = (0..self.columns.len())
            .map(|at| match self.columns[at] {
                Column::Units(_) => units.next().unwrap_or(range.end..range.end),
                _ if at == work => range.start..words,
                _ => words..words,
            })
            .collect();
        bars(line, cells.into_iter())
    }

    /// The offices of each column of units: a column ends at a space or where two names meet.
    fn units(&mut self, scan: &str, range: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
        let columns = self.columns.iter().filter(|column| matches!(column, Column::Units(_))).count();
        let text = &scan[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let mut seams: Vec<usize> = Vec::new();
        for piece in split_outside_brackets(scan, start..range.end, &['、', ',', ' ']) {
            if scan[..piece.start].ends_with(' ') && piece.start > start {
                seams.push(piece.start);
            }
            seams.extend(split_glued(scan, piece).into_iter().skip(1).map(|part| part.start));
        }
        seams.truncate(columns.saturating_sub(1));
        let first = seams.first().copied().unwrap_or(range.end);
        // The first column is empty where a space stands for it, or where the last column is known to hold these names.
        let empty = seams.is_empty()
            && columns > 1
            && (start > range.start || self.known.contains(scan[start..range.end].trim()));
        let mut out = Vec::with_capacity(columns);
        if empty {
            out.resize(columns - 1, start..start);
            out.push(start..range.end);
        } else {
            out.push(start..first);
        }
        for (at, seam) in seams.iter().enumerate() {
            out.push(*seam..seams.get(at + 1).copied().unwrap_or(range.end));
        }
        if let Some(last) = out.last().filter(|_| out.len() == columns) {
            self.known.insert(scan[last.clone()].trim().to_owned());
        }
        out
    }
}

/// Whether a text is nothing but names of offices, run together or not.
fn is_names(text: &str) -> bool {
    let names = split_outside_brackets(text, 0..text.len(), &['、', ',', ' ']);
    !names.is_empty() && names.into_iter().all(|name| office::is_office(&text[name]))
}

#[cfg(test)]
mod tests;
