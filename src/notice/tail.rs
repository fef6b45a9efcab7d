//! Tails: the parts of a line that name units.
//!
//! In:  a line's scanned words and where names stand in them.
//! Out: what a label introduces, runs of names under it, the parts of a line.
//! Not here: finding them ([`super::label`], [`super::verb`], [`super::role`]).

use std::ops::Range;

use super::bracket::{CLOSE, OPEN};
use super::word::{Class, form};
use super::{Level, Role};

/// What a label introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Role(Role),
    Deadline,
}

/// A run of names under one label, or a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// None where the names stand without a role word; position or a rule decides.
    pub label: Option<Label>,
    /// Level that the label names (`区级牵头单位`).
    pub level: Option<Level>,
    /// Bytes of the line's scanned text.
    pub names: Range<usize>,
}

/// A part of a line that names units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tail {
    /// What to cut from the words, brackets included.
    pub range: Range<usize>,
    pub runs: Vec<Run>,
    /// The part of the words that the units are tied to, where the tail does not govern the whole.
    pub clause: Option<Range<usize>>,
    /// Set where the tail governs what stands above it (`以上两项责任单位:…`).
    pub above: Option<Above>,
}

impl Tail {
    /// A whole text of some length whose names have a role.
    pub(super) fn whole(role: Role, length: usize) -> Self {
        let run = Run { label: Some(Label::Role(role)), level: None, names: 0..length };
        Self { range: 0..length, runs: vec![run], clause: None, above: None }
    }
}

/// What stands above and is governed by a label: so many items, or all of the section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Above {
    pub count: Option<usize>,
}

/// A line taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Split {
    /// The task's own words, in order.
    pub words: Vec<Range<usize>>,
    pub tails: Vec<Tail>,
    /// Sentences among the words that say who acts: `由市统计局牵头,市民政局参加`.
    pub told: Vec<Tail>,
}

/// Drops marks and spaces at both ends of a run of names.
pub(super) fn trim_names(scan: &str, range: Range<usize>) -> Range<usize> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '。' | ':' | '|' | '.');
    let text = &scan[range.clone()];
    let start = range.start + (text.len() - text.trim_start_matches(is_mark).len());
    let end = range.start + text.trim_end_matches(is_mark).len();
    let mut end = end.max(start);
    // An opening bracket before the next label belongs to that label.
    while scan[start..end].chars().next_back().is_some_and(|c| OPEN.contains(&c)) {
        end -= scan[start..end].chars().next_back().map_or(0, char::len_utf8);
        end = start + scan[start..end].trim_end_matches(is_mark).len();
    }
    // A closing bracket whose partner stands outside the run is the tail's own.
    let unmatched = |text: &str| {
        let opened = text.chars().filter(|c| OPEN.contains(c)).count();
        let closed = text.chars().filter(|c| CLOSE.contains(c)).count();
        closed > opened
    };
    while unmatched(&scan[start..end]) && scan[start..end].chars().next_back().is_some_and(|c| CLOSE.contains(&c)) {
        end -= scan[start..end].chars().next_back().map_or(0, char::len_utf8);
    }
    start..end
}

/// The words of a clause without marks and the 其中 at its head.
pub(super) fn trim_clause(scan: &str, range: Range<usize>) -> Range<usize> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '。' | ':' | ')' | '>' | ']');
    let text = &scan[range.clone()];
    let start = range.start + (text.len() - text.trim_start_matches(is_mark).len());
    let rest = &scan[start..range.end];
    let start = start + form().behind(Class::Among, rest).map_or(0, |behind| rest.len() - behind.len());
    let rest = &scan[start..range.end];
    let start = start + (rest.len() - rest.trim_start_matches(is_mark).len());
    let end = start + scan[start..range.end].trim_end_matches(is_mark).len();
    start..end
}
