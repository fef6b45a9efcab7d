//! A task that people point at.
//!
//! In:  a document, and the bytes of its plain text that hold the task's words.
//! Out: the task, its words mended and cut into clauses as those of any other; no units, for no form says where they stand.

use std::ops::Range;

use super::{Task, clause, deadline, mend};
use crate::source::Document;
use crate::source::traced::Traced;

/// The task in a stretch of the plain text.
pub(crate) fn given(document: &Document, span: Range<usize>, section: Vec<String>, year: Option<i32>) -> Task {
    let text = mend::mend(&document.text, &mut Vec::new());
    let is_in = |start: u32| span.contains(&(start as usize));
    let words = text.glyphs().iter().copied().filter(|glyph| is_in(glyph.start) && !matches!(glyph.scan, '\n' | '\r'));
    let words = words.collect::<Traced>().trim();
    let before = document.text.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count();
    Task {
        section,
        number: None,
        clauses: clause::clauses(&words),
        deadline: deadline::in_task(words.scan(), year),
        words,
        assignments: Vec::new(),
        line: before + 1,
        span,
    }
}
