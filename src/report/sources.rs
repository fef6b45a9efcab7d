//! Sources: the plain text of each notice as a page, line by line, with what was read in it marked.
//!
//! In:  the data of a report and the plain texts.
//! Out: `sources/NOTICE.html`; `#L44` is line 44. A task's line leads back to the report.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use minijinja::{Value, context};
use rayon::prelude::*;

use super::data::{Data, number};
use super::names;
use super::origins::{Origin, Origins};
use super::render;
use crate::diagnostic::{shown, visible};
use crate::error::Error;
use crate::notice::Passage;
use crate::quantity::Statement;

/// What a stretch of text is; the order is that of the legend.
const KINDS: [(&str, &str); 12] = [
    ("task", "任务"),
    ("units", "单位"),
    ("figure", "目标值"),
    ("result", "上年完成"),
    ("support", "支持措施"),
    ("deadline", "时限"),
    ("matched", "有对应的分句"),
    ("heading", "标题"),
    ("review", "回顾"),
    ("aside", "其他：函、要求、远景、注释、表格"),
    ("page", "页面文字"),
    ("unread", "没有读"),
];

/// The place of a kind in [`KINDS`].
fn kind(name: &str) -> usize {
    KINDS.iter().position(|(known, _)| *known == name).unwrap_or(KINDS.len() - 1)
}

fn passage(kind_of: Passage) -> Option<usize> {
    Some(kind(match kind_of {
        Passage::Task | Passage::Units | Passage::Deadline => return None,
        Passage::Heading => "heading",
        Passage::Review => "review",
        Passage::Furniture | Passage::Copy => "page",
        Passage::Unread => "unread",
        _ => "aside",
    }))
}

/// Where a kind begins or ends.
type Edge = (u32, usize, i32);

/// Writes a page for every notice whose text is at hand.
///
/// # Errors
/// [`Error::Write`] with the path, [`Error::Draw`] where the template fails.
pub(super) fn write(data: &Data, origins: &Origins, root: &Path) -> Result<(), Error> {
    let folder = root.join("sources");
    let some = (0..data.notices.len()).any(|at| origins.get(at).is_some());
    if !some {
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(Error::write(&folder))?;
    let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); data.notices.len()];
    gather(data, &mut |notice: &str, start, end, kind| {
        if let Some(at) = data.notice_at(notice).filter(|_| start < end) {
            edges[at].extend([(start, kind, 1), (end, kind, -1)]);
        }
    });
    let mut tasks: Vec<Vec<(u32, usize)>> = vec![Vec::new(); data.notices.len()];
    for (at, task) in data.tasks.iter().enumerate() {
        if let Some(notice) = data.notice_at(&task.notice_id) {
            tasks[notice].push((origins.line(notice, task.span_start, task.line), at));
        }
    }
    edges.into_par_iter().zip(tasks).enumerate().try_for_each(|(at, (mut edges, mut tasks))| {
        let Some(origin) = origins.get(at) else { return Ok(()) };
        edges.sort_unstable();
        tasks.sort_unstable();
        let page = page(data, at, origin, &edges, &tasks)?;
        let path = folder.join(format!("{}.html", origin.file));
        fs::write(&path, page).map_err(Error::write(&path))
    })
}

/// All that is marked: the notice, the bytes, the kind.
fn gather(data: &Data, mark: &mut dyn FnMut(&str, u32, u32, usize)) {
    for row in &data.passages {
        if let Some(kind) = passage(row.kind) {
            mark(&row.notice_id, row.span_start, row.span_end, kind);
        }
    }
    for row in &data.tasks {
        mark(&row.notice_id, row.span_start, row.span_end, kind("task"));
    }
    for row in &data.assignments {
        if let Some(task) = data.task(&row.task_id) {
            mark(&task.notice_id, row.span_start, row.span_end, kind("units"));
        }
    }
    for row in &data.targets {
        let name = match row.statement {
            Statement::Target => "figure",
            Statement::Result => "result",
            Statement::Support => "support",
        };
        mark(&row.notice_id, row.span_start, row.span_end, kind(name));
    }
    for row in &data.deadlines {
        mark(&row.notice_id, row.span_start, row.span_end, kind("deadline"));
    }
    // of each task the clause of its likeliest match
    for (at, task) in data.tasks.iter().enumerate() {
        let Some(&best) = data.matches_of(at).best.first() else { continue };
        let row = data.matches.row(best as usize);
        let (start, end) = match row.left_task_id == task.task_id {
            true => (row.left_clause_start, row.left_clause_end),
            false => (row.right_clause_start, row.right_clause_end),
        };
        if let Some((start, end)) = start.zip(end) {
            mark(&task.notice_id, start, end, kind("matched"));
        }
    }
}

fn page(data: &Data, at: usize, origin: &Origin, edges: &[Edge], tasks: &[(u32, usize)]) -> Result<String, Error> {
    let (row, name) = (&data.notices[at], &data.names[at]);
    let used: Vec<bool> = (0..KINDS.len()).map(|kind| edges.iter().any(|(_, own, _)| *own == kind)).collect();
    let legend = KINDS.iter().zip(used).filter(|(_, used)| *used).map(|(&(name, title), _)| context! { name, title });
    let values = context! {
        title => visible(&row.title),
        name => visible(&name.line()),
        file => visible(super::card::file_name(&row.source)),
        number => row.doc_number.as_deref().map(visible),
        kind => names::notice_kind(row.kind.name()),
        url => row.url.as_deref().map(visible),
        style => Value::from_safe_string(include_str!("source.css").to_owned()),
        legend => legend.collect::<Value>(),
        lines => Value::from_safe_string(lines(data, origin.text, edges, tasks)),
    };
    render::fill("source.html", include_str!("source.html"), values)
}

/// The lines with their numbers, their tasks and the marked stretches.
fn lines(data: &Data, text: &str, edges: &[Edge], tasks: &[(u32, usize)]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut open = [0i32; KINDS.len()];
    let (mut edge, mut task, mut at) = (0, 0, 0usize);
    for (number_of_line, line) in (1u32..).zip(text.split('\n')) {
        // Writing into a string does not fail.
        let _ = write!(out, "<p id=\"L{number_of_line}\"><a href=\"#L{number_of_line}\">{number_of_line}</a><span>");
        while task < tasks.len() && tasks[task].0 == number_of_line {
            let row = &data.tasks[tasks[task].1];
            out.push_str("<a class=\"task\" href=\"../index.html#t-");
            address(&mut out, &row.task_id);
            out.push_str("\">");
            escape(&mut out, &number(row));
            out.push_str("</a>");
            task += 1;
        }
        let end = at + line.len();
        while at < end {
            while edge < edges.len() && edges[edge].0 as usize <= at {
                open[edges[edge].1] += edges[edge].2;
                edge += 1;
            }
            let next = edges.get(edge).map_or(end, |edge| (edge.0 as usize).min(end));
            // an edge within a character stands behind it: no word is lost
            let next = (next..=end).find(|at| text.is_char_boundary(*at)).unwrap_or(end);
            let words = text.get(at..next).unwrap_or_default();
            let mut kinds =
                KINDS.iter().zip(&open).filter(|(_, open)| **open > 0).map(|((name, _), _)| *name).peekable();
            if kinds.peek().is_none() {
                escape(&mut out, words);
            } else {
                out.push_str("<span class=\"");
                for (at, kind) in kinds.enumerate() {
                    let _ = write!(out, "{}{kind}", if at > 0 { " " } else { "" });
                }
                out.push_str("\">");
                escape(&mut out, words);
                out.push_str("</span>");
            }
            at = next;
        }
        out.push_str("</span></p>\n");
        at = end + 1;
    }
    out
}

/// Words within a page.
fn escape(out: &mut String, words: &str) {
    for c in words.chars().map(shown) {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// An id within an address, as `encodeURIComponent` writes it.
pub(super) fn address(out: &mut String, id: &str) {
    for byte in id.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Rows;

    #[test]
    fn marks_stand_within_their_lines() {
        let rows = Rows::default();
        let data = Data::new(&rows);
        let text = "一<二\n三四\n";
        let mut edges =
            vec![(3, kind("task"), 1), (14, kind("task"), -1), (8, kind("figure"), 1), (11, kind("figure"), -1)];
        edges.sort_unstable();
        let html = lines(&data, text, &edges, &[]);
        let want = "<p id=\"L1\"><a href=\"#L1\">1</a><span>一<span class=\"task\">&lt;二</span></span></p>\n\
                    <p id=\"L2\"><a href=\"#L2\">2</a><span><span class=\"task figure\">三</span><span class=\"task\">四</span></span></p>\n\
                    <p id=\"L3\"><a href=\"#L3\">3</a><span></span></p>\n";
        assert_eq!(html, want);
    }
}
