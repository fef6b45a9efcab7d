//! Seams: where a line that holds several marked items goes on with the next.
//!
//! In:  a line, `1.修路。(责任单位:甲局)2.建桥。(责任单位:乙局)`.
//! Out: one line an item; items of one rank that end in one bracket share it.
//! Not here: lines that were broken apart ([`super::fold`]).

use super::han::is_han;
use super::label::has_label;
use super::line::{Family, Line, Marker, rank};
use super::word::{Pattern, pattern};
use super::{Code, Problem, column, role};
use crate::lexicon::words::NUMERALS;

/// Splits a line that holds several marked items, or an annex glued to a task's end. Items of one rank that end in one
/// bracket share it.
pub(super) fn unglue(line: Line, above: &[(Family, u32)], problems: &mut Vec<Problem>) -> Vec<Line> {
    let scan = line.scan();
    if scan.contains('|') {
        return vec![line];
    }
    // `1.项目内容:1.改造管网;2.更新设备` is what one label says.
    let labelled = Marker::split(scan).is_some_and(|(marker, at)| {
        !marker.bare && column::column_before_colon(&scan[at..]).is_some_and(|(_, from)| numbered(&scan[at + from..]))
    });
    if labelled {
        return vec![line];
    }
    let (seams, shared) = seams(scan, above);
    if seams.is_empty() {
        return vec![line];
    }
    problems.push(Problem::new(
        if scan[seams[0]..].starts_with('附') { Code::GluedHeading } else { Code::GluedTasks },
        line.text.span(seams[0]..scan.len().min(seams[0] + 1)),
        format!("一行中连排了{}项", seams.len() + 1),
        "已按编号分开",
    ));
    let units = shared.map(|from| line.text.slice(from..line.text.len()));
    let mut out = cut(&line, seams);
    if let (Some(units), [parts @ .., _]) = (units, out.as_mut_slice()) {
        for part in parts {
            part.text.append(&units);
        }
    }
    out
}

/// Whether words open with a first number.
fn numbered(words: &str) -> bool {
    Marker::split(words.trim_start()).is_some_and(|(marker, _)| !marker.bare && marker.value == 1)
}

/// A line cut at some bytes of its scanned text; empty parts go.
pub(super) fn cut(line: &Line, seams: Vec<usize>) -> Vec<Line> {
    let mut out = Vec::new();
    let mut from = 0;
    for to in seams.into_iter().chain([line.text.len()]) {
        let text = line.text.slice(from..to).trim();
        if !text.is_empty() {
            out.push(Line { text, number: line.number, after_blank: line.after_blank && from == 0 });
        }
        from = to;
    }
    out
}

/// Where a line goes on with the next item, and where the units stand that all its items share.
fn seams(scan: &str, above: &[(Family, u32)]) -> (Vec<usize>, Option<usize>) {
    let seams = marks(scan, false, above);
    let seams = if seams.is_empty() { run_on(scan) } else { seams };
    let Some(&(last, _)) = seams.last() else { return (Vec::new(), None) };
    let places: Vec<usize> = seams.iter().map(|(at, _)| *at).collect();
    let annex = scan[last..].starts_with('附');
    let units = if annex { Vec::new() } else { role::unit_places(scan) };
    // All units stand behind the last item.
    let Some(&from) = units.first().filter(|&&at| at > last) else { return (places, None) };
    let outer = Marker::split(scan).filter(|(marker, _)| !marker.bare).map(|(marker, _)| marker.family);
    let inner = |family: Option<Family>| rank(family) > rank(outer) || outer.is_none();
    if seams.iter().all(|(_, family)| inner(*family)) && !is_whole(scan, units.len()) {
        // `3.实施行动。(1)…;(2)…。(责任单位:…)` is one task.
        return (Vec::new(), None);
    }
    let siblings = outer.is_some() && seams.iter().all(|(_, family)| *family == outer);
    (places, siblings.then_some(from))
}

/// Whether a line is longer than a paragraph with a single mention of units would be.
fn is_whole(scan: &str, units: usize) -> bool {
    const LONGEST: usize = 1_500;
    units == 0 || scan.chars().nth(LONGEST).is_some()
}

/// Where the items of a short line begin that is no item itself: each has units of its own.
fn run_on(scan: &str) -> Vec<(usize, Option<Family>)> {
    let seams = marks(scan, true, &[]);
    if seams.len() < 2 {
        return Vec::new();
    }
    let units = role::unit_places(scan);
    let ends = seams.iter().skip(1).map(|(at, _)| *at).chain([scan.len()]);
    let each = seams.iter().zip(ends).all(|((from, _), to)| units.iter().any(|at| (*from..to).contains(at)));
    if each { seams } else { Vec::new() }
}

/// Where marks count on from the one before, behind the end of a sentence. A first mark within a line counts where the
/// line is a whole notice, or where `anywhere` says so.
fn marks(scan: &str, anywhere: bool, above: &[(Family, u32)]) -> Vec<(usize, Option<Family>)> {
    static MARK: Pattern = pattern(
        r"[(〔][{#}]{1,3}[)〕]|[{#}]{1,3}、|\d{1,3}[.、](?:[^\d]|$)|\d{1,3}\.20\d\d{:year}|{:ordinal}[{#100}]{1,5}{:mark_noun=article}[: ]|[(〔]\d{1,2}[)〕]|[①-⑳]|{:annex=sure}\d?[{#}]?$|{:annex=sure}\d ?20\d\d{:year}",
    );
    // In a line that is the whole notice, headings have no mark at their end; there a first `(一)` or `1.` may follow words.
    let whole = scan.chars().nth(250).is_some();
    let mut last: Vec<(Family, u32)> = Vec::new();
    if let Some((marker, _)) = Marker::split(scan)
        && !marker.bare
    {
        last.push((marker.family, marker.value));
    } else {
        last.extend(above.last().filter(|(family, _)| *family == Family::Bracket));
    }
    let mut out = Vec::new();
    let mut at = 0;
    // The mark that opened the part so far, and its place.
    let mut from: (Option<Family>, usize) = (last.first().map(|(family, _)| *family), 0);
    let mut chains: Vec<(Family, usize)> = Vec::new();
    while let Some(found) = MARK.find_at(scan, at) {
        at = found.start() + scan[found.start()..].chars().next().map_or(1, char::len_utf8);
        if found.start() == 0 {
            continue;
        }
        let before = scan[..found.start()].trim_end();
        let closed = before.ends_with(['。', ';', '!', ')', ']', '】', '〕', '>']);
        if found.as_str().starts_with('附') {
            if closed {
                out.push((found.start(), None));
            }
            continue;
        }
        let Some((marker, words)) = Marker::split(&scan[found.start()..]) else { continue };
        if marker.bare || !closed && counts_within_words(before, &scan[found.start() + words..]) {
            continue;
        }
        let counts_on = last
            .iter()
            .rev()
            .find(|(family, _)| *family == marker.family)
            .is_some_and(|(_, value)| marker.value == value + 1);
        let restarts = marker.value == 1
            && (whole && (closed || before.ends_with(is_han)) || anywhere && last.is_empty() && closed);
        let follows_heading = whole && counts_on && !matches!(marker.family, Family::Circled);
        // `二、提升城市品质16.新建…`, `责任单位:区财政局2.新建…`: nothing stands between a heading or names and the mark.
        let since = &scan[from.1..found.start()];
        let heading = matches!(from.0, Some(Family::Part | Family::Comma | Family::Bracket));
        let near = since.len() <= 150 && !since.contains('。') && from.0 != Some(marker.family);
        let run_on = whole && counts_on && before.ends_with(is_han) && (heading && near || has_label(since));
        // `(一)…,(二)…` inside a sentence is one task; behind a full stop or a bracket it is the next.
        let splits = counts_on && closed
            || run_on
            || restarts && starts_chain(scan, found.start(), marker.family, &mut chains)
            || follows_heading && before.ends_with(is_han) && matches!(marker.family, Family::Comma);
        if splits {
            if marker.value == 1 {
                last.retain(|(family, _)| *family != marker.family);
            }
            last.push((marker.family, marker.value));
            from = (Some(marker.family), found.start());
            out.push((found.start(), Some(marker.family)));
        }
    }
    out
}

/// Whether a numeral counts within words and opens no item: `国家级一、二、三等奖`.
fn counts_within_words(before: &str, after: &str) -> bool {
    let numeral = |c: char| NUMERALS.contains(&c);
    let next = after.trim_start_matches(numeral);
    let chained = next.len() < after.len()
        && next.starts_with(['、', '和', '及', '等', '级', '类', '期', '批', '号', '线', '产', '次', '档']);
    chained || before.strip_suffix('、').is_some_and(|rest| rest.ends_with(numeral))
}

/// Whether a first mark is followed by a second of its family.
///
/// `last` remembers where the last second mark of each family stands.
fn starts_chain(scan: &str, at: usize, family: Family, last: &mut Vec<(Family, usize)>) -> bool {
    if let Some((_, place)) = last.iter().find(|(known, _)| *known == family) {
        return *place > at;
    }
    let second = Marker::print(family, 2).unwrap_or_default();
    let sign = match family {
        Family::Comma => format!("{second}、"),
        Family::Arabic => second,
        _ => second,
    };
    let place = scan.rfind(&sign).unwrap_or(0);
    last.push((family, place));
    place > at
}

#[cfg(test)]
mod tests;
