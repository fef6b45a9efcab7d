//! The words behind a quantity that name what it counts.

use std::ops::Range;

use super::left::{before_note, begins_work, trim_blanks_back};
use crate::quantity::exclude::ends_here;
use crate::quantity::line::Line;
use crate::quantity::words::Class;

/// The words behind a quantity that name what is counted.
pub(super) fn right(line: &Line, end: usize, next: usize) -> Option<Range<usize>> {
    if ends_here(line, end) && !matches!(line.get(line.skip_blanks(end)), Some('“')) {
        return None;
    }
    let mut start = line.skip_blanks(end);
    if line.get(start) == Some('的') {
        start += 1;
    }
    let mut stop = line.clause_end(start).min(next.max(start));
    // 5个公园、3个广场: the list goes on with the next quantity.
    if stop == next {
        stop = line
            .any_before(stop, Class::RightJoint)
            .or((stop > 0 && line.get(stop - 1) == Some('、')).then(|| stop - 1))
            .map_or(stop, |earlier| earlier.max(start));
        if let Some(list) = (start..stop).find(|here| begins_work(line, *here)) {
            stop = list;
        } else if let Some(list) = (start..stop).rev().find(|here| {
            // 14个国、省考核断面: the ranks share the noun.
            line.get(*here) == Some('、') && !line.is(start..*here, Class::Level)
        }) {
            // 3个广场、公园5个: the words behind the mark belong to the next.
            stop = list;
        }
    }
    // 6条道路、建成天桥: the next work begins.
    if let Some(work) = ((start + 2).min(stop)..stop).find(|here| begins_work(line, *here)) {
        stop = work;
    }
    let mut stop = trim_blanks_back(line, start, stop);
    if let Some(build) = line.find(start + 2..stop, Class::Deed) {
        stop = build;
    }
    loop {
        match line.any_before(stop, Class::Tail) {
            // 48项重点任务: 重点 alone names nothing.
            Some(word) if word >= start + 2 && !line.is(start..word, Class::Adverb) => {
                stop = trim_blanks_back(line, start, word);
            }
            _ => break,
        }
    }
    stop = before_note(line, start, stop);
    // 3条建成通车: nothing is named.
    if line.is(start..stop, [Class::Verb, Class::Tail]) {
        return None;
    }
    // “武汉名品”: the marks are no part of the name.
    let last = stop.checked_sub(1)?;
    if line.get(start) == Some('“') && line.partner(last) == Some(start) {
        start += 1;
        stop -= 1;
    }
    (stop > start).then_some(start..stop)
}
