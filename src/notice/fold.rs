//! Folds: lines that were broken apart or run together.
//!
//! In:  the lines of a notice as printed.
//! Out: one line an item: hard line breaks joined, a notice in one line unfolded, items and annexes on one line parted.

use std::sync::LazyLock;

use regex::Regex;

use super::han::is_han;
use super::label::has_label;
use super::line::{Family, Line, Marker, opens_with_measure, rank};
use super::seam::{cut, unglue};
use super::word::{Class, Pattern, form, pattern};
use super::{Code, Problem, column, grid, verb};
use crate::source::traced::Traced;

/// Mends what breaks lines apart or runs them together: hard line breaks, tasks and headings on one line.
pub(super) fn mend_lines(lines: Vec<Line>, problems: &mut Vec<Problem>) -> Vec<Line> {
    let lines = unfold(grid::unroll(rejoin_rows(lines)));
    let lines = join_brackets(lines, problems);
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    // The last mark of each family so far: an unmarked line goes on with the item above it.
    let mut above: Vec<(Family, u32)> = Vec::new();
    for line in lines {
        let parts = unglue(line, &above, problems);
        for (marker, _) in parts.iter().filter_map(|part| Marker::split(part.scan())).filter(|(marker, _)| !marker.bare)
        {
            above.retain(|(family, _)| rank(Some(*family)) < rank(Some(marker.family)));
            above.push((marker.family, marker.value));
        }
        out.extend(parts);
    }
    out
}

/// Rejoins the rows of a table that was copied with every cell on a line of its own and a bar alone between the rows:
/// `|`, `1 |`, `修路 |`, `县交通局 |`, `|`, `2 |` …
fn rejoin_rows(lines: Vec<Line>) -> Vec<Line> {
    /// So many bars alone make a table.
    const FEWEST: usize = 3;
    let only_bars = |scan: &str| !scan.is_empty() && scan.chars().all(|c| c == '|' || c == ' ');
    if lines.iter().filter(|line| only_bars(line.scan())).count() < FEWEST {
        return lines;
    }
    let mut out = Vec::with_capacity(lines.len());
    let mut row: Option<Line> = None;
    for (index, line) in lines.iter().enumerate() {
        let scan = line.scan();
        if only_bars(scan) {
            out.extend(row.take());
            if index + 1 < lines.len() {
                row = Some(Line { text: Traced::default(), number: line.number, after_blank: line.after_blank });
            }
            continue;
        }
        // A cell that is broken over lines ends in one of the next lines of its row.
        let in_row = lines[index..]
            .iter()
            .take(4)
            .take_while(|line| !only_bars(line.scan()))
            .any(|line| line.scan().ends_with('|'));
        match &mut row {
            Some(row) if in_row => {
                row.number = if row.text.is_empty() { line.number } else { row.number };
                row.text.append(&line.text);
            }
            _ => {
                out.extend(row.take());
                out.push(line.clone());
            }
        }
    }
    out.extend(row);
    // A row of one cell is a title.
    for line in &mut out {
        if let Some(words) = line.scan().strip_suffix('|').filter(|words| !words.contains('|')).map(str::len) {
            line.text = line.text.slice(0..words).trim();
        }
    }
    out.retain(|line| !line.scan().is_empty());
    out
}

/// Unfolds a notice that was copied into one line: a space that stands between two sentences or a heading and its text
/// was a line break.
fn unfold(lines: Vec<Line>) -> Vec<Line> {
    /// From so many characters a line may hold a whole notice.
    const WHOLE: usize = 200;
    const LONGEST_TITLE: usize = 140;
    let total: usize = lines.iter().map(|line| line.scan().len()).sum();
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let scan = line.scan();
        let whole = scan.chars().count() >= WHOLE && scan.len() * 10 >= total * 8;
        if whole && scan.contains('|') {
            let rows = rows(&line);
            out.extend(if rows.len() > 2 { unfold(rows) } else { rows });
            continue;
        }
        if !whole {
            out.push(line);
            continue;
        }
        if is_wrapped_by_spaces(scan) {
            let spaces = scan.match_indices(' ').map(|(at, _)| at).collect();
            out.extend(cut(&line, spaces));
            continue;
        }
        let mut from = 0;
        let mut depth = 0i32;
        let mut cuts: Vec<usize> = Vec::new();
        let mut last = '\n';
        for (at, c) in scan.char_indices() {
            // Of a run of spaces the first decides.
            let first = last != ' ';
            last = c;
            match c {
                '(' | '[' | '〔' | '【' => depth += 1,
                ')' | ']' | '〕' | '】' => depth = (depth - 1).max(0),
                '。' => depth = 0,
                ' ' if first && depth == 0 && breaks_at(scan, from, at) => {
                    cuts.push(at);
                    from = at + 1;
                }
                _ => {}
            }
        }
        // The title of a notice ends with its kind, whatever follows.
        let head = scan.char_indices().nth(LONGEST_TITLE).map_or(scan.len(), |(at, _)| at);
        if let Some(end) = form().first(Class::TitleEnd, &scan[..head]).map(|title| title.end)
            && scan[end..].starts_with(is_han)
            && cuts.first().is_none_or(|&first| first > end)
        {
            cuts.insert(0, end);
        }
        out.extend(cut(&line, cuts));
    }
    out
}

/// The rows of a table that was copied into one line: before its head, and before each number that counts on.
fn rows(line: &Line) -> Vec<Line> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\| ?(\d{1,4}) ?\|").expect("a fixed pattern"));
    let scan = line.scan();
    let mut cuts: Vec<usize> = column::number_head(scan).into_iter().collect();
    let (mut at, mut next) = (cuts.first().copied().unwrap_or(0), 1u32);
    while let Some(found) = NUMBER.captures_at(scan, at) {
        let Some(number) = found.get(1) else { break };
        if number.as_str().parse() == Ok(next) {
            cuts.push(number.start());
            next += 1;
        }
        at = number.end();
    }
    let mut from = 0;
    let mut out = Vec::new();
    for to in cuts.into_iter().chain([scan.len()]) {
        let text = line.text.slice(from..to).trim();
        if !text.is_empty() {
            out.push(Line { text, number: line.number, after_blank: line.after_blank && from == 0 });
        }
        from = to;
    }
    out
}

/// Whether a space of a line that holds a whole notice was a line break: not behind a number, nor inside a name.
fn breaks_at(scan: &str, from: usize, at: usize) -> bool {
    // What stands just before decides; a heading is no longer.
    let near = scan[from..at].char_indices().rev().nth(60).map_or(from, |(offset, _)| from + offset);
    let before = scan[near..at].trim();
    let after = scan[at..].trim_start();
    let closed = before.ends_with(['。', ';', ':', '!', ')', ']', '】', '〕', '”']);
    let only_mark = Marker::split(before).is_some_and(|(_, words)| words >= before.len());
    let opens = Marker::split(after).is_some_and(|(marker, _)| !marker.bare)
        || form().list_of(Class::Annex, "sure").any(|annex| after.starts_with(annex))
        || form().opens(Class::Assembly, after);
    let long = before.chars().filter(|c| is_han(*c)).count() >= 5
        && before.ends_with(|c: char| is_han(c) || c.is_ascii_digit());
    // `增长 6.5‰`: digits open a line only as a year or as a mark.
    let dated = super::header::year(&after.chars().take(5).collect::<String>()).is_some();
    let word = dated || after.starts_with(|c: char| is_han(c) || matches!(c, '《' | '“' | '(' | '—'));
    // `增加 1 名指标`: a figure and its measure.
    let measured = before.ends_with(|c: char| c.is_ascii_digit()) && opens_with_measure(after);
    let breaks = closed || opens || long && word && !before.ends_with([',', '、']) && !measured;
    let goes_on = closed && !opens && goes_on_with_units(&scan[from..at], after);
    !before.is_empty() && !only_mark && breaks && !goes_on
}

/// Whether what follows a marked item's units is more of the item: words that end in units of their own before the next
/// mark.
fn goes_on_with_units(item: &str, after: &str) -> bool {
    /// A clause with its units is no longer.
    const LONGEST: usize = 500;
    static MARK: Pattern = pattern(r"[(〔][{#}]{1,3}[)〕]|(?:^|[ 。;)\]])(?:[{#}]{1,3}、|\d{1,3}[.、])|{:annex=sure}");
    if !item.ends_with([')', ']', '】', '〕']) || Marker::split(item.trim_start()).is_none_or(|(marker, _)| marker.bare)
    {
        return false;
    }
    let end = after.char_indices().nth(LONGEST).map_or(after.len(), |(at, _)| at);
    let end = MARK.find(&after[..end]).map_or(end, |found| found.start());
    let words =
        after[..end].find(['(', '[', '【', '〔']).map_or(0, |at| after[..at].chars().filter(|c| is_han(*c)).count());
    words >= 4 && has_label(&after[..end])
}

/// Joins a line whose last bracket is open with the next one, where that goes on with names and closes it.
fn join_brackets(lines: Vec<Line>, problems: &mut Vec<Problem>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let scan = line.scan();
        let halves =
            out.last().and_then(|last| Some((&last.scan()[open_at(last.scan())?..], &scan[..closed_at(scan)?])));
        let plain = Marker::split(scan).is_none() && !scan.contains('|');
        let listed = out.last().is_some_and(|last| verb::goes_on_with_names(last.scan(), scan));
        let broken = plain && (listed || halves.is_some_and(|(open, rest)| verb::is_broken_bracket(open, rest)));
        match out.last_mut().filter(|_| broken) {
            Some(last) => {
                problems.push(Problem::new(Code::BrokenLine, line.text.span(0..0), "括号被换行断开", "已接到上一行"));
                last.text.append(&line.text);
            }
            None => out.push(line),
        }
    }
    out
}

/// No half of a bracket that a line end broke is longer.
const HALF: usize = 200;

/// Where the bracket opened that a line leaves open.
fn open_at(scan: &str) -> Option<usize> {
    let mut closed = 0usize;
    for (at, c) in scan.char_indices().rev().take(HALF) {
        match c {
            ')' | ']' | '〕' | '】' => closed += 1,
            '(' | '[' | '〔' | '【' if closed == 0 => return Some(at),
            '(' | '[' | '〔' | '【' => closed -= 1,
            '。' => return None,
            _ => {}
        }
    }
    None
}

/// Where a line closes a bracket that it did not open.
fn closed_at(scan: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, c) in scan.char_indices().take(HALF) {
        match c {
            '(' | '[' | '〔' | '【' => open += 1,
            ')' | ']' | '〕' | '】' if open == 0 => return Some(at),
            ')' | ']' | '〕' | '】' => open -= 1,
            '。' => return None,
            _ => {}
        }
    }
    None
}

/// How many columns a text takes where a Chinese character takes two.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// The width that lines of a page cut at a fixed width have; pages of fewer than ten such lines tell nothing.
fn usual_width(widths: &[usize]) -> Option<usize> {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    (sorted.len() >= 10).then(|| sorted[sorted.len() * 3 / 4])
}

/// Whether a line is as wide as the usual one: a wide mark or a number more or less.
fn is_full(width: usize, usual: usize) -> bool {
    width.abs_diff(usual) <= 8
}

/// Whether the spaces of a line are the line breaks of a page that was cut at a fixed width.
fn is_wrapped_by_spaces(scan: &str) -> bool {
    let widths: Vec<usize> = scan.split_whitespace().map(columns).filter(|width| *width >= 30).collect();
    usual_width(&widths).is_some_and(|usual| {
        (50..=120).contains(&usual)
            && widths.iter().filter(|width| is_full(**width, usual)).count() * 10 >= widths.len() * 7
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::line;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let lines = mend_lines(line::lines(&Traced::plain(text)), &mut Vec::new());
        assert_eq!(lines.iter().map(Line::scan).collect::<Vec<_>>(), want);
    }

    #[test]
    fn a_notice_in_one_line_is_unfolded() {
        let filler = "建设社区食堂和口袋公园".repeat(20);
        let task = format!("1.{filler}。(责任单位:区发改局)");
        let text =
            format!("一、主要目标{task}2.新建学校3所。(责任单位:区教育局)二、重点任务3.修路。(责任单位:区住建局)");
        check(
            &text,
            &[
                "一、主要目标",
                task.as_str(),
                "2.新建学校3所。(责任单位:区教育局)",
                "二、重点任务",
                "3.修路。(责任单位:区住建局)",
            ],
        );
    }

    #[test]
    fn a_run_of_spaces_is_one_break() {
        let text = format!("{}。{}2.修路3公里。", "建设社区食堂和口袋公园".repeat(20), " ".repeat(50));
        check(&text, &[&format!("{}。", "建设社区食堂和口袋公园".repeat(20)), "2.修路3公里。"]);
    }

    #[test]
    fn brackets_broken_by_a_line_end_are_joined() {
        check("1.修路。(市交\n通局负责)\n2.建桥。\n", &["1.修路。(市交通局负责)", "2.建桥。"]);
        check("1.修路(责任单位:市交通局\n2建桥5座。)\n", &["1.修路(责任单位:市交通局", "2建桥5座。)"]);
    }

    #[test]
    fn numerals_within_words_open_no_item() {
        let text = format!("{}对国家级一、二、三等奖给予奖励。(责任单位:甲局)", "建设社区食堂".repeat(50));
        check(&text, &[&text]);
    }

    #[test]
    fn rows_with_a_cell_a_line_between_bars_are_rejoined() {
        check(
            "附件:\n|\n2023年任务清单 |\n||||\n|\n序号 |\n任务 |\n责任单位 |\n|\n1 |\n修路\n3公里。 |\n县交通局 |\n|\n2 |\n建校。 |\n县教育局 |\n",
            &[
                "附件:",
                "2023年任务清单",
                "序号 |任务 |责任单位 |",
                "1 |修路3公里。 |县交通局 |",
                "2 |建校。 |县教育局 |",
            ],
        );
        check("|\n关于印发的通知\n一、修路。\n", &["|", "关于印发的通知", "一、修路。"]);
    }

    #[test]
    fn a_sentence_that_counts_its_parts_is_one_task() {
        check("1.坚持三个导向,(一)问题导向,(二)目标导向。", &["1.坚持三个导向,(一)问题导向,(二)目标导向。"]);
    }
}
