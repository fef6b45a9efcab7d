//! The words behind a quantity that name what it counts.

use std::ops::Range;

use super::left::trim_blanks_back;
use crate::quantity::exclude::ends_here;
use crate::quantity::line::Line;
use crate::quantity::words::{NEXT_WORKS, TAILS};

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
            .any_before(stop, &["以及", "和", "及", "与", "、", "并", "约", "近", "共"])
            .map_or(stop, |earlier| earlier.max(start));
        if let Some(list) = line.find(start..stop, NEXT_WORKS) {
            stop = list;
        } else if let Some(list) = (start..stop).rev().find(|here| line.get(*here) == Some('、')) {
            // 3个广场、公园5个: the words behind the mark belong to the next.
            stop = list;
        }
    }
    // 6条道路、建成天桥: the next work begins.
    if let Some(work) = line.find((start + 2).min(stop)..stop, NEXT_WORKS) {
        stop = work;
    }
    let mut stop = trim_blanks_back(line, start, stop);
    if let Some(build) = line.find(start + 2..stop, &["建设和", "建设与", "建设及", "担任", "免费", "开展", "提供"])
    {
        stop = build;
    }
    loop {
        match line.any_before(stop, TAILS) {
            Some(word) if word >= start + 2 => stop = trim_blanks_back(line, start, word),
            _ => break,
        }
    }
    // “武汉名品”: the marks are no part of the name.
    let last = stop.checked_sub(1)?;
    if line.get(start) == Some('“') && line.partner(last) == Some(start) {
        start += 1;
        stop -= 1;
    }
    (stop > start).then_some(start..stop)
}
