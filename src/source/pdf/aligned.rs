//! Aligned tables: columns without rules, told by what stands under a head that begins with a number column.
//!
//! In:  the lines of a page as characters, from top to bottom.
//! Out: [`Aligned`] tables: which lines they take up, their columns and rows.
//! How: below a head `序号 任务 牵头单位`, lines belong to the table while blank rivers run down between the columns. A row is
//!      what stands around a number of the first column; the widest gap between two numbers parts their rows. A line across
//!      the rivers is a section of the table where a number follows it, else the table ends above it.
//! Not here: tables with rules ([`super::ruled`]).

use std::ops::Range;

use super::interpret::Glyph;
use super::layout::is_digits;
use crate::lexicon::code::PageKind;
use crate::source::grid::Cell;
use crate::source::word;

/// A gap within words, in points: columns without padding lie a little further apart.
const WITHIN: f64 = 1.5;
/// A line further below the last one is no part of the table, in sizes of its characters.
const APART: f64 = 4.0;
/// Columns of a table at least.
const FEWEST: usize = 3;
/// Lines across all columns between two rows at most.
const MOST_ACROSS: usize = 2;

/// A table without rules.
#[derive(Debug)]
pub(super) struct Aligned {
    /// The lines that it takes up.
    pub(super) lines: Range<usize>,
    /// Where its columns begin, and at last where the table ends.
    pub(super) columns: Vec<f64>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// From where to where something stands on a line.
type Span = (f64, f64);

/// The tables of a page; `cell` makes one text of what stands between two places.
pub(super) fn tables(lines: &[Vec<Glyph>], cell: impl Fn(Vec<Glyph>, Span) -> String) -> Vec<Aligned> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match table(lines, at, &cell) {
            Some(table) => {
                at = table.lines.end;
                found.push(table);
            }
            None => at += 1,
        }
    }
    found
}

/// Where the characters of a line stand, those without a gap together.
fn spans(line: &[Glyph]) -> Vec<Span> {
    merged(line.iter().map(|glyph| (glyph.left, glyph.right)).collect())
}

/// Spans from left to right, those without a gap as one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<Span> = Vec::new();
    for (left, right) in spans {
        match out.last_mut() {
            Some(last) if left - last.1 < WITHIN => last.1 = last.1.max(right),
            _ => out.push((left, right)),
        }
    }
    out
}

/// The characters of a line that stand within a span.
fn within(line: &[Glyph], span: Span) -> impl Iterator<Item = &Glyph> {
    line.iter().filter(move |glyph| (span.0..=span.1).contains(&f64::midpoint(glyph.left, glyph.right)))
}

fn text_within(line: &[Glyph], span: Span) -> String {
    within(line, span).flat_map(|glyph| glyph.text.chars()).filter(|c| !c.is_whitespace()).collect()
}

fn is_number(text: &str) -> bool {
    text.len() <= 4 && is_digits(text)
}

/// How each line of a table stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// With a number in the first column.
    Number,
    /// More of the row of a number.
    More,
    /// Across the columns.
    Across,
}

/// The table whose head is a line.
fn table(lines: &[Vec<Glyph>], head: usize, cell: &impl Fn(Vec<Glyph>, Span) -> String) -> Option<Aligned> {
    let heads = spans(&lines[head]);
    let first = *heads.first()?;
    if heads.len() < FEWEST || !word::words().is(PageKind::NumberHead, &text_within(&lines[head], first)) {
        return None;
    }
    let mut cover = heads.clone();
    let mut places: Vec<Place> = Vec::new();
    for at in head + 1..lines.len() {
        let (line, before) = (&lines[at], &lines[at - 1]);
        let size = line.first()?.size;
        if line.first()?.y - before.first()?.y > APART * size {
            break;
        }
        let own = spans(line);
        let wider = merged([&cover[..], &own].concat());
        let keeps = heads.iter().all(|head| {
            let with = wider.iter().find(|span| span.0 <= head.0 && head.1 <= span.1);
            with.is_some_and(|span| heads.iter().filter(|other| span.0 <= other.0 && other.1 <= span.1).count() == 1)
        });
        let number = text_within(line, wider[0]);
        let place = match (keeps, is_number(&number)) {
            (true, true) => Place::Number,
            (true, false) if number.is_empty() => Place::More,
            _ => Place::Across,
        };
        if place == Place::Across {
            if places.iter().rev().take_while(|place| **place == Place::Across).count() == MOST_ACROSS {
                break;
            }
        } else {
            cover = wider;
        }
        places.push(place);
    }
    // what stands below the last row is no part of it
    let end = places.iter().rposition(|place| *place != Place::Across)? + 1;
    places.truncate(end);
    // nothing between a line across and the next number
    let breaks = places.windows(2).position(|two| two == [Place::Across, Place::More]);
    places.truncate(breaks.unwrap_or(end));
    let end = places.iter().rposition(|place| *place != Place::Across)? + 1;
    places.truncate(end);
    let columns = columns(&cover, &heads, &lines[head + 1..head + 1 + end]);
    if columns.len() < FEWEST || !places.contains(&Place::Number) {
        return None;
    }
    let mut rows = vec![row(&[&lines[head]], &columns, cell)];
    let mut at = 0;
    for group in places.chunk_by(|a, b| (*a == Place::Across) == (*b == Place::Across)) {
        let own = &lines[head + 1 + at..head + 1 + at + group.len()];
        if group[0] == Place::Across {
            let all = (columns[0].0, columns[columns.len() - 1].1);
            rows.extend(own.iter().map(|line| vec![Cell::new(cell(line.clone(), all), 1, columns.len())]));
        } else {
            rows.extend(parted(own, group).into_iter().map(|range| {
                let lines: Vec<&Vec<Glyph>> = own[range].iter().collect();
                row(&lines, &columns, cell)
            }));
        }
        at += group.len();
    }
    let mut places: Vec<f64> = columns.iter().map(|column| column.0).collect();
    places.push(columns.last()?.1);
    Some(Aligned { lines: head..head + 1 + end, columns: places, rows })
}

/// The columns: what stands under a head, and what stands under none and beside something that does.
fn columns(cover: &[Span], heads: &[Span], lines: &[Vec<Glyph>]) -> Vec<Span> {
    let has_head = |span: &Span| heads.iter().any(|head| span.0 <= head.0 && head.1 <= span.1);
    let mut columns: Vec<Span> = Vec::new();
    for span in cover {
        let meets = |other: Span| {
            lines.iter().any(|line| !text_within(line, other).is_empty() && !text_within(line, *span).is_empty())
        };
        match columns.last_mut() {
            // a short text beside the middle of its column, where a head stands
            Some(last) if has_head(last) != has_head(span) && !meets(*last) => last.1 = span.1,
            _ => columns.push(*span),
        }
    }
    columns
}

/// Lines of rows by the numbers among them: two rows part at the widest gap between their numbers.
fn parted(lines: &[Vec<Glyph>], places: &[Place]) -> Vec<Range<usize>> {
    let y = |at: usize| lines[at].first().map_or(0.0, |glyph| glyph.y);
    let numbers: Vec<usize> = (0..places.len()).filter(|&at| places[at] == Place::Number).collect();
    let mut starts = vec![0];
    for two in numbers.windows(2) {
        let gap = |at: &usize| y(*at) - y(at - 1);
        starts.extend((two[0] + 1..=two[1]).max_by(|a, b| gap(a).total_cmp(&gap(b))));
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn row(lines: &[&Vec<Glyph>], columns: &[Span], cell: &impl Fn(Vec<Glyph>, Span) -> String) -> Vec<Cell> {
    let of = |column: &Span| {
        let glyphs = lines.iter().flat_map(|line| within(line, *column)).cloned().collect();
        Cell::new(cell(glyphs, *column), 1, 1)
    };
    columns.iter().map(of).collect()
}

#[cfg(test)]
pub(in crate::source) mod tests {
    use super::*;

    /// Words at places, ten points a character, as the lines of a page.
    fn lines(rows: &[(f64, &[(f64, &str)])]) -> Vec<Vec<Glyph>> {
        let glyph = |y: f64, left: f64, c: char| Glyph { text: c.to_string(), left, right: left + 10.0, y, size: 10.0 };
        let word = |y: f64, (left, word): (f64, &str)| {
            let places = (0u32..).zip(word.chars().collect::<Vec<_>>());
            places.map(|(at, c)| glyph(y, left + f64::from(at) * 10.0, c)).collect::<Vec<_>>()
        };
        rows.iter().map(|(y, words)| words.iter().flat_map(|&placed| word(*y, placed)).collect()).collect()
    }

    fn read(lines: &[Vec<Glyph>]) -> Vec<(Range<usize>, Vec<String>)> {
        let text = |glyphs: Vec<Glyph>, _| glyphs.into_iter().map(|glyph| glyph.text).collect::<String>();
        let row = |row: Vec<Cell>| row.into_iter().map(|cell| cell.text).collect::<Vec<_>>().join("|");
        tables(lines, text).into_iter().map(|own| (own.lines, own.rows.into_iter().map(row).collect())).collect()
    }

    /// What a page is read as whose table begins with this head.
    pub(in crate::source) fn under(head: &str) -> String {
        let head: &[(f64, &str)] = &[(0.0, head), (60.0, "任务"), (120.0, "单位")];
        format!("{:?}", read(&lines(&[(0.0, head), (20.0, &[(5.0, "1"), (50.0, "修路三条"), (120.0, "区局")])])))
    }

    #[test]
    fn columns_stand_under_a_head_with_numbers() {
        let page = lines(&[
            (0.0, &[(0.0, "各单位要抓好落实并按时报送不得有误")]),
            (40.0, &[(0.0, "序号"), (60.0, "工作任务"), (140.0, "牵头单位"), (200.0, "配合单位")]),
            (60.0, &[(0.0, "一、主要目标由两位领导负责，各单位配合")]),
            (80.0, &[(5.0, "1"), (23.0, "生产总值增长百分之九"), (140.0, "发改局"), (200.0, "统计局")]),
            // a text of two lines around its number
            (100.0, &[(23.0, "新建学校三所、改造六"), (200.0, "财政局、")]),
            (106.0, &[(5.0, "2"), (140.0, "教育局")]),
            (112.0, &[(23.0, "所"), (200.0, "住建局")]),
            (152.0, &[(0.0, "主办单位是区政府办公室联系电话在下面")]),
        ]);
        let want = [
            "序号|工作任务|牵头单位|配合单位",
            "一、主要目标由两位领导负责，各单位配合",
            "1|生产总值增长百分之九|发改局|统计局",
            "2|新建学校三所、改造六所|教育局|财政局、住建局",
        ];
        assert_eq!(read(&page), [(1..7, want.map(str::to_owned).to_vec())]);
    }

    #[test]
    fn what_is_no_table_stays_lines() {
        let head: &[(f64, &str)] = &[(0.0, "序号"), (60.0, "任务"), (120.0, "单位")];
        for page in [
            // no number under it; two columns; another head; lines across
            lines(&[(0.0, head), (20.0, &[(50.0, "修路"), (120.0, "区局")])]),
            lines(&[(0.0, &head[..2]), (20.0, &[(5.0, "1"), (60.0, "修路")])]),
            lines(&[(0.0, &[(0.0, "甲乙"), (60.0, "任务"), (120.0, "单位")]), (20.0, &[(5.0, "1"), (60.0, "修路")])]),
            lines(&[(0.0, head), (20.0, &[(0.0, "1修路三条并新建公园九处由区局负责")])]),
        ] {
            assert!(read(&page).is_empty(), "{:?}", read(&page));
        }
    }
}
