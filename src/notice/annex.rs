//! Annexes of a report: lists behind it that are printed in a form of their own.
//!
//! In:  the lines of a report's page.
//! Out: the [`Annex`]es that name units, which are read by their form, and those that tell of last year, which hold results.
//! Not here: annexed deeds without units, which the report's own reader takes as a part of the plan; notes on terms.

use std::ops::Range;

use super::forms;
use super::layout::{self, PartKind};
use super::line::{Line, Marker};
use super::stage::{self, Facts, Stage};
use super::{grid, header};

/// A list behind a report.
pub(super) struct Annex {
    pub title: String,
    /// Its lines with those of its title.
    pub whole: Range<usize>,
    pub body: Range<usize>,
    /// Whether it tells how last year's work went.
    pub past: bool,
}

/// The annexes of a report. `year` is the year that it plans.
///
/// An annex is announced (`附件1`), or stands behind the call that ends the report under a title: the name of a list, or a
/// line right above a table or a first number.
pub(super) fn annexes(lines: &[Line], year: Option<i32>) -> Vec<Annex> {
    let call = lines.iter().position(is_call);
    let titled = |at: usize| {
        call.is_some_and(|call| at > call) && (layout::is_list_title(lines[at].scan()) || opens_list(lines, at))
    };
    let parts = layout::parts(lines, call.unwrap_or(0), &titled);
    let mut from = call.unwrap_or(0);
    let mut out = Vec::new();
    for part in parts {
        let (title, body) = (part.title, part.lines);
        let whole = std::mem::replace(&mut from, body.end)..body.end;
        let listed = part.kind == PartKind::Body && !title.is_empty() && !body.is_empty();
        let past = listed && part.annex && tells_the_past(&title, year);
        if past || listed && names_units(&lines[body.clone()]) {
            out.push(Annex { title, whole, body, past });
        }
    }
    out
}

fn names_units(body: &[Line]) -> bool {
    forms::names_units(body) || forms::names_units_in_a_table(body)
}

/// Whether a line ends the report: it calls to unite.
fn is_call(line: &Line) -> bool {
    stage::report_words().within(stage::Class::LetUs, line.scan()) && Facts::of(line.scan()).closes()
}

/// Whether a line is a title right above a list: numbered lines or a table follow at once.
fn opens_list(lines: &[Line], at: usize) -> bool {
    let (scan, Some(next)) = (lines[at].scan(), lines.get(at + 1)) else { return false };
    let short = (5..=40).contains(&scan.chars().count()) && !scan.contains(['。', ';', ':', ',', '|', '!']);
    let first = |line: &Line| Marker::split(line.scan()).is_some_and(|(marker, _)| !marker.bare && marker.value == 1);
    short
        && Marker::split(scan).is_none()
        && (first(next) || grid::opens_stack(&lines[at + 1..]) || grid::cells(&next.text).is_some_and(|c| c.len() >= 3))
}

/// Whether a title is of what was done in a year before the report's: `2024年民生实事完成情况`.
fn tells_the_past(title: &str, year: Option<i32>) -> bool {
    let named = header::year(title);
    named.zip(year).is_some_and(|(named, year)| named < year) && stage::of_heading(title, year) == Some(Stage::Review)
}
