//! The account: what every byte of a page is.
//!
//! In:  the page's lines, what the readers took of them, the tasks.
//! Out: [`Placed`] passages that partition the plain text, in order; the share of the working part that was read; a problem
//!      where much of it was not.
//! How: everything is [`Passage::Unread`] until a reader claims it; of two claims the later and closer one holds. White space
//!      and marks between passages go with the one before.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::column::{self, Column};
use super::han::is_han;
use super::layout::{self, Layout, PartKind};
use super::line::{Family, Line, Marker};
use super::word::headings::{self, Kind};
use super::{Code, Deadline, List, Passage, Placed, Problem, deadline, header, label};

/// Below this share of the working part a warning names what was not read.
const PARTLY: f64 = 0.95;
/// Below this share the reading cannot be trusted.
const HARDLY: f64 = 0.6;
/// How many unread passages a warning names.
const NAMED: usize = 3;

/// Characters at the head of a line that may name what it is about.
const LONGEST_HEAD: usize = 24;

/// What the readers know of a page.
pub(super) struct Page<'a> {
    pub plain: &'a str,
    /// Every line.
    pub all: &'a [Line],
    /// The lines without furniture.
    pub lines: &'a [Line],
    pub layout: &'a Layout,
    /// What a report's sentences are; empty for other notices.
    pub report: &'a [(Passage, Range<usize>)],
    pub lists: &'a [List],
    pub deadlines: &'a [Deadline],
}

/// Index of a list and of a task in it.
type TaskIndex = Option<(u32, u32)>;

/// A kind for each byte, and its task; what nobody claims is unread.
struct Canvas {
    kinds: Vec<(Passage, TaskIndex)>,
}

impl Canvas {
    fn paint(&mut self, span: Range<usize>, kind: Passage) {
        self.paint_task(span, kind, None);
    }

    fn paint_task(&mut self, span: Range<usize>, kind: Passage, task: Option<(u32, u32)>) {
        let end = span.end.min(self.kinds.len());
        if span.start < end {
            self.kinds[span.start..end].fill((kind, task));
        }
    }

    fn is_units(&self, at: usize) -> bool {
        self.kinds.get(at).is_some_and(|kind| kind.0 == Passage::Units)
    }

    fn is_open(&self, at: usize) -> bool {
        self.kinds[at].0 == Passage::Unread
    }
}

/// The passages of a page.
pub(super) fn passages(page: &Page<'_>) -> Vec<Placed> {
    let mut canvas = Canvas { kinds: vec![(Passage::Unread, None); page.plain.len()] };
    let kept: FxHashSet<usize> = page.lines.iter().map(|line| line.text.whole().start).collect();
    for line in page.all.iter().filter(|line| !kept.contains(&line.text.whole().start)) {
        canvas.paint(line.text.whole(), Passage::Furniture);
    }
    if page.report.is_empty() {
        divided(page, &mut canvas);
    }
    for (kind, span) in page.report {
        canvas.paint(span.clone(), *kind);
    }
    headings(page, &mut canvas);
    around(page, &mut canvas);
    tasks(page, &mut canvas);
    between(page, &mut canvas);
    signature(page, &mut canvas);
    for deadline in page.deadlines {
        canvas.paint(deadline.span.clone(), Passage::Deadline);
    }
    gathered(page.plain, &canvas)
}

/// Paints letter, forms, notes, furniture and the head of a notice.
fn divided(page: &Page<'_>, canvas: &mut Canvas) {
    let layout = page.layout;
    let paint = |canvas: &mut Canvas, lines: Range<usize>, kind| {
        for line in &page.lines[lines.start.min(page.lines.len())..lines.end.min(page.lines.len())] {
            canvas.paint(line.text.whole(), kind);
        }
    };
    let first = layout.parts.first().map_or(page.lines.len(), |part| part.lines.start);
    let letter = &layout.letter;
    paint(canvas, 0..if letter.is_empty() { first } else { letter.start.min(first) }, Passage::Head);
    paint(canvas, letter.clone(), Passage::Letter);
    let mut at = letter.end;
    for part in &layout.parts {
        // The lines of its title.
        paint(canvas, at..part.lines.start, Passage::Heading);
        match part.kind {
            PartKind::Body => {}
            PartKind::Form => paint(canvas, part.lines.clone(), Passage::Form),
            PartKind::Glossary => paint(canvas, part.lines.clone(), Passage::Glossary),
        }
        at = part.lines.end;
    }
}

/// Paints what stands around the tasks of a notice: before the first the reasons and requirements, behind the last how the
/// work is to be led, checked and reported. A numbered item or a line with units is none of it.
fn around(page: &Page<'_>, canvas: &mut Canvas) {
    let closes = |head: &str| [Kind::Bid, Kind::Provision].iter().any(|kind| headings::words().within(*kind, head));
    let tasks = || page.lists.iter().flat_map(|list| &list.tasks);
    let (Some(first), Some(last)) =
        (tasks().map(|task| task.span.start).min(), tasks().map(|task| task.span.end).max())
    else {
        return;
    };
    let item = |line: &Line| {
        label::has_label(line.scan())
            || Marker::split(line.scan())
                .is_some_and(|(marker, _)| matches!(marker.family, Family::Arabic) && !marker.bare)
    };
    let mut closing = false;
    for line in page.lines {
        let span = line.text.whole();
        if span.end <= first {
            if !item(line) {
                fill(canvas, span, Passage::Requirement, None);
            }
        } else if span.start >= last {
            let head: String = line.scan().chars().take(LONGEST_HEAD).collect();
            closing |= Marker::split(line.scan()).is_some() && closes(&head);
            if closing && !label::has_label(line.scan()) {
                fill(canvas, span, Passage::Requirement, None);
            }
        }
    }
}

/// Paints what is printed between tasks and says nothing of its own: heads of tables, numbers on lines of their own, dates in
/// cells, labels, headings over no task.
fn between(page: &Page<'_>, canvas: &mut Canvas) {
    /// A longer cell is more than a date.
    const LONGEST_DATE: usize = 12;
    let mut starts: Vec<(usize, (u32, u32))> = Vec::new();
    for (nth, list) in page.lists.iter().enumerate() {
        let tasks = list.tasks.iter().enumerate();
        starts.extend(tasks.map(|(index, task)| (task.span.start, (nth as u32, index as u32))));
    }
    starts.sort_unstable();
    let (Some(&(first, _)), Some(last)) =
        (starts.first(), page.lists.iter().flat_map(|list| &list.tasks).map(|task| task.span.end).max())
    else {
        return;
    };
    for (index, line) in page.lines.iter().enumerate() {
        let (scan, span) = (line.scan(), line.text.whole());
        if is_table_head(page.lines, index) {
            fill(canvas, span, Passage::Heading, None);
            continue;
        }
        let digits = scan.trim_end_matches(['*', '.', '、']);
        if !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            let next = starts.partition_point(|(start, _)| *start < span.end);
            if let Some(&(start, task)) = starts.get(next).filter(|(start, _)| *start >= span.end) {
                let near = !page.plain[span.end..start].chars().any(char::is_alphanumeric);
                fill(canvas, if near { span } else { 0..0 }, Passage::Task, Some(task));
            }
            continue;
        }
        let dated = scan.chars().count() <= LONGEST_DATE && deadline::task_date(scan, Some(2000)).is_some();
        if span.start >= last {
            // The last row's date stands behind its units.
            let row = dated && index > 0 && canvas.is_units(page.lines[index - 1].text.whole().start);
            fill(canvas, if row { span } else { 0..0 }, Passage::Deadline, None);
            continue;
        }
        if span.end <= first {
            continue;
        }
        let marked = Marker::split(scan).filter(|(marker, _)| !marker.bare);
        let words = &scan[marked.as_ref().map_or(0, |(_, at)| *at)..];
        match column::column_before_colon(words) {
            Some((Column::Deadline, _)) => fill(canvas, span, Passage::Deadline, None),
            Some((Column::Units(_), _)) => fill(canvas, span, Passage::Units, None),
            // The label's own words; what it announces was read, or was not.
            Some((Column::Text | Column::Requirement, at)) => {
                let at = scan.len() - words.len() + at;
                fill(canvas, line.text.span(0..at), Passage::Heading, None);
            }
            _ if dated => fill(canvas, span, Passage::Deadline, None),
            _ => {
                let outer = marked.is_some_and(|(marker, _)| matches!(marker.family, Family::Comma | Family::Part));
                let title = words.split('(').next().unwrap_or(words);
                if outer && words.chars().filter(|c| is_han(*c)).count() <= LONGEST_HEAD && !title.contains(['。', ';'])
                {
                    fill(canvas, span, Passage::Heading, None);
                }
            }
        }
    }
}

/// Whether a line is a head of a table: a row of heads, or one of several heads on lines of their own.
fn is_table_head(lines: &[Line], index: usize) -> bool {
    let scan = |at: usize| lines.get(at).map_or("", Line::scan);
    if scan(index).contains('|') {
        let cells: Vec<&str> = scan(index).trim_matches(['|', ' ']).split('|').collect();
        return column::columns(&cells).is_some();
    }
    let head = |at: usize| {
        column::is_head(scan(at))
            || column::broken_head(scan(at), scan(at + 1)).is_some()
            || at > 0 && column::broken_head(scan(at - 1), scan(at)).is_some()
    };
    head(index) && (head(index + 1) || index > 0 && head(index - 1))
}

/// Paints the issuer's name and the date that stand behind the tasks: they sign the letter.
fn signature(page: &Page<'_>, canvas: &mut Canvas) {
    for pair in page.lines.windows(2) {
        if layout::is_signer(pair[0].scan()) && header::is_date_line(pair[1].scan()) {
            for line in pair {
                fill(canvas, line.text.whole(), Passage::Letter, None);
            }
        }
    }
}

/// Words as headings are told by.
fn bare(text: &str) -> String {
    text.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).collect()
}

/// Paints the lines that are headings of tasks.
fn headings(page: &Page<'_>, canvas: &mut Canvas) {
    let titles: FxHashSet<&String> = page
        .lists
        .iter()
        .flat_map(|list| list.tasks.iter().flat_map(|task| &task.section).chain([&list.title]))
        .collect();
    let sections: FxHashSet<String> =
        titles.into_iter().map(|title| bare(title)).filter(|title| !title.is_empty()).collect();
    for line in page.lines {
        if !line.text.whole().into_iter().all(|at| canvas.is_open(at)) {
            continue;
        }
        let unmarked = || Marker::split(line.scan()).map(|(_, at)| bare(&line.text.shown_at(at..line.text.len())));
        // `一、工业(牵头领导:某某)`: the names in the bracket are painted as units.
        let led = || {
            let before = line.scan().find('(').map(|at| bare(&line.text.shown_at(0..at)));
            before.is_some_and(|words| sections.contains(&words)) && label::has_label(line.scan())
        };
        if sections.contains(&bare(&line.text.shown()))
            || unmarked().is_some_and(|words| sections.contains(&words))
            || led()
        {
            canvas.paint(line.text.whole(), Passage::Heading);
        }
    }
}

/// Paints tasks with their units: between a task's words and its last unit stand labels and brackets.
fn tasks(page: &Page<'_>, canvas: &mut Canvas) {
    let lines: Vec<Range<usize>> = page.all.iter().map(|line| line.text.whole()).collect();
    let line_of = |at: usize| lines.partition_point(|line| line.start <= at).checked_sub(1).map(|index| &lines[index]);
    for (nth, list) in page.lists.iter().enumerate() {
        for (index, task) in list.tasks.iter().enumerate() {
            let id = Some((nth as u32, index as u32));
            let units = task.assignments.iter().map(|assignment| assignment.span.clone());
            let units: Vec<Range<usize>> = units.filter(|span| span.end > span.start).collect();
            canvas.paint_task(task.span.clone(), Passage::Task, id);
            // A task's number stands before its words on their line.
            if let Some(line) = line_of(task.span.start) {
                fill(canvas, line.start..task.span.start, Passage::Task, id);
            }
            for span in &units {
                canvas.paint_task(span.clone(), Passage::Units, id);
            }
            if let Some(last) = units.iter().map(|span| span.end).filter(|end| *end > task.span.end).max() {
                fill(canvas, task.span.end..last, Passage::Units, id);
            }
            let end = units.iter().map(|span| span.end).max().unwrap_or(0).max(task.span.end);
            if let Some(line) = line_of(end.saturating_sub(1)).filter(|line| line.end > end) {
                let rest = &page.plain[end..line.end];
                // What closes the bracket, a score, a period.
                let short = rest.chars().filter(|c| is_han(*c)).count() <= if units.is_empty() { 0 } else { 12 };
                if short {
                    fill(canvas, end..line.end, if units.is_empty() { Passage::Task } else { Passage::Units }, id);
                }
            }
        }
    }
}

/// Paints what nobody claimed.
fn fill(canvas: &mut Canvas, span: Range<usize>, kind: Passage, task: Option<(u32, u32)>) {
    for at in span.start..span.end.min(canvas.kinds.len()) {
        if canvas.is_open(at) {
            canvas.kinds[at] = (kind, task);
        }
    }
}

/// Joins bytes of one kind into passages; what is only space or marks goes with the passage before.
fn gathered(plain: &str, canvas: &Canvas) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::new();
    for (at, c) in plain.char_indices() {
        let end = at + c.len_utf8();
        let (kind, task) = canvas.kinds[at];
        let says = is_han(c) || c.is_alphanumeric();
        match out.last_mut() {
            Some(last) if !says && kind == Passage::Unread || last_is(last, kind, task) => {
                last.span.end = end;
            }
            _ => out.push(Placed { kind, span: at..end, task }),
        }
    }
    // A page that opens with space: it belongs to what follows.
    if out.len() > 1 && out[0].kind == Passage::Unread && !plain[out[0].span.clone()].chars().any(char::is_alphanumeric)
    {
        out[1].span.start = out[0].span.start;
        out.remove(0);
    }
    out
}

fn last_is(last: &Placed, kind: Passage, task: Option<(u32, u32)>) -> bool {
    last.kind == kind && last.task == task
}

/// Han characters of a passage.
fn han(plain: &str, placed: &Placed) -> usize {
    plain[placed.span.clone()].chars().filter(|c| is_han(*c)).count()
}

/// The share of the working part's Han characters that stand in tasks, headings, units or deadlines; 1 where there is none.
pub(crate) fn read_share(plain: &str, passages: &[Placed]) -> f64 {
    let (mut read, mut unread) = (0, 0);
    for placed in passages {
        match placed.kind {
            Passage::Task | Passage::Heading | Passage::Units | Passage::Deadline => read += han(plain, placed),
            Passage::Unread => unread += han(plain, placed),
            _ => {}
        }
    }
    if unread == 0 { 1.0 } else { read as f64 / (read + unread) as f64 }
}

/// The problem of a page of which much was not read: names the largest unread passages.
pub(super) fn problem(plain: &str, passages: &[Placed], share: f64) -> Option<Problem> {
    // A page without any task has its own problem.
    let tasks = passages.iter().any(|placed| placed.kind == Passage::Task);
    if share >= PARTLY || !tasks {
        return None;
    }
    let mut unread: Vec<(usize, &Placed)> = passages
        .iter()
        .filter(|placed| placed.kind == Passage::Unread)
        .map(|placed| (han(plain, placed), placed))
        .filter(|(han, _)| *han > 0)
        .collect();
    unread.sort_by_key(|(han, placed)| (std::cmp::Reverse(*han), placed.span.start));
    let (_, largest) = unread.first()?;
    let line_of = |placed: &Placed| {
        let start = placed.span.start + plain[placed.span.clone()].find(is_han).unwrap_or(0);
        plain.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1
    };
    let largest_first = unread.iter().take(NAMED);
    let code = if share < HARDLY { Code::HardlyRead } else { Code::PartlyRead };
    Some(Problem::new(
        code,
        largest.span.clone(),
        format!(
            "正文只读入{:.0}%，未读{}处：{}",
            (share * 100.0).floor(),
            unread.len(),
            largest_first
                .map(|(han, placed)| format!("第{}行起{han}字", line_of(placed)))
                .collect::<Vec<_>>()
                .join("、")
        ),
        "用 parse --show-source 查看各段读作什么；未读部分请人工核对",
    ))
}

#[cfg(test)]
mod tests;
