//! Cutting: tasks into clauses, and clauses that say the same into one wording.
//!
//! In:  [`TaskText`]s.
//! Out: a [`Cut`]: the distinct wordings, and for each task its clauses by their wordings.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::TaskText;
use super::concept::Concepts;
use crate::notice::clause_ranges;

/// All tasks cut into clauses, and the distinct wordings of these.
pub(super) struct Cut {
    pub(super) wordings: Vec<String>,
    /// For each task its clauses: bytes and wording.
    pub(super) clauses: Vec<Vec<(Range<u32>, u32)>>,
}

/// Cuts all tasks, on as many threads as the pool has.
pub(super) fn cut(tasks: &[TaskText]) -> Cut {
    /// Tasks that one thread takes at a time, and all of them before their wordings are put together.
    const PART: usize = 512;
    const ROUND: usize = 16 * PART;
    let mut number: FxHashMap<String, u32> = FxHashMap::default();
    let mut clauses = Vec::with_capacity(tasks.len());
    for tasks in tasks.chunks(ROUND) {
        let parts: Vec<Cut> = tasks.par_chunks(PART).map(cut_part).collect();
        for part in parts {
            let number_of = |wording| {
                let next = number.len() as u32;
                *number.entry(wording).or_insert(next)
            };
            let numbers: Vec<u32> = part.wordings.into_iter().map(number_of).collect();
            clauses.extend(part.clauses.into_iter().map(|mut task| {
                for (_, wording) in &mut task {
                    *wording = numbers[*wording as usize];
                }
                task
            }));
        }
    }
    Cut { wordings: in_order(number), clauses }
}

/// As [`cut`], on one thread. A task without clauses is one clause.
fn cut_part(tasks: &[TaskText]) -> Cut {
    let mut number: FxHashMap<String, u32> = FxHashMap::default();
    let mut room = String::new();
    let mut own = |text: &str, range: Range<usize>| {
        room.clear();
        write_wording(&text[range.clone()], &mut room);
        let next = number.len() as u32;
        let wording = number.get(&room).copied().unwrap_or_else(|| *number.entry(room.clone()).or_insert(next));
        (range.start as u32..range.end as u32, wording)
    };
    let clauses = tasks
        .iter()
        .map(|task| {
            let mut ranges = clause_ranges(&task.text);
            if ranges.is_empty() {
                ranges.push(0..task.text.len());
            }
            ranges.into_iter().map(|range| own(&task.text, range)).collect()
        })
        .collect();
    Cut { wordings: in_order(number), clauses }
}

fn in_order(number: FxHashMap<String, u32>) -> Vec<String> {
    let mut wordings = vec![String::new(); number.len()];
    for (wording, at) in number {
        wordings[at as usize] = wording;
    }
    wordings
}

/// A clause with every figure put to 0; figures in names (`5G`, `“323”`) and those that a concept is called by stay.
fn write_wording(clause: &str, wording: &mut String) {
    let kept = Concepts::all();
    let mut rest = clause;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let len = from.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let (figure, after) = from.split_at(len);
        wording.push_str(before);
        let in_name =
            |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '“' | '”' | '"' | '.' | '-'));
        if in_name(before.chars().next_back()) || in_name(after.chars().next()) || kept.is_called_by(figure) {
            wording.push_str(figure);
        } else {
            wording.push('0');
        }
        rest = after;
    }
    wording.push_str(rest);
}
