//! Which matches are kept: one partner a task, or the best of each.
//!
//! One partner a task: of all matches between two lists the best is taken first, and both tasks are then taken.
//! Greedy, not optimal: a person who pairs two lists takes the surest pair first as well, and the surest pair stays the
//! same whatever is matched beside it. Of equal scores the smaller task numbers win.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Corpus, Match};

/// Keeps at most one match a task for each pair of lists; the order of `rows` stays.
pub fn one_to_one(corpus: &Corpus, rows: Vec<Match>) -> Vec<Match> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&rows[a], &rows[b]);
        b.score.total_cmp(&a.score).then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    // a task is taken for the other side's list only
    let mut taken: FxHashSet<(u32, u32)> = FxHashSet::default();
    let mut kept = vec![false; rows.len()];
    for at in order {
        let row = &rows[at];
        let left = (row.left, corpus.list(row.right as usize));
        let right = (row.right, corpus.list(row.left as usize));
        if !taken.contains(&left) && !taken.contains(&right) {
            taken.insert(left);
            taken.insert(right);
            kept[at] = true;
        }
    }
    rows.into_iter().zip(kept).filter_map(|(row, kept)| kept.then_some(row)).collect()
}

/// Keeps a match while it is among the `top` best of either of its tasks.
pub(super) fn keep_best(rows: &mut Vec<Match>, tasks: usize, top: usize) {
    /// Tasks that one thread takes at a time.
    const PART: usize = 2048;
    // the rows of each task, one task after the other
    let mut starts = vec![0u32; tasks + 1];
    for task in rows.iter().flat_map(|row| [row.left, row.right]) {
        starts[task as usize + 1] += 1;
    }
    for task in 0..tasks {
        starts[task + 1] += starts[task];
    }
    let mut next = starts.clone();
    let mut held = vec![0u32; rows.len() * 2];
    for (at, row) in rows.iter().enumerate() {
        for task in [row.left, row.right] {
            let place = &mut next[task as usize];
            held[*place as usize] = at as u32;
            *place += 1;
        }
    }
    let order = |a: &u32, b: &u32| {
        let (a, b) = (&rows[*a as usize], &rows[*b as usize]);
        b.score.total_cmp(&a.score).then((a.left, a.right).cmp(&(b.left, b.right)))
    };
    let mut parts = Vec::new();
    let mut rest = &mut held[..];
    for ends in starts[1..].chunks(PART) {
        let start = starts[parts.len() * PART] as usize;
        let (part, after) = rest.split_at_mut(ends[ends.len() - 1] as usize - start);
        parts.push((start, ends, part));
        rest = after;
    }
    let best: Vec<Vec<u32>> = parts
        .into_par_iter()
        .map(|(start, ends, mut part)| {
            let (mut start, mut best) = (start, Vec::new());
            for &end in ends {
                let (own, after) = part.split_at_mut(end as usize - start);
                if own.len() > top {
                    own.select_nth_unstable_by(top, order);
                }
                best.extend(own.iter().take(top));
                (start, part) = (end as usize, after);
            }
            best
        })
        .collect();
    let mut kept = vec![false; rows.len()];
    for at in best.into_iter().flatten() {
        kept[at as usize] = true;
    }
    let mut kept = kept.into_iter();
    rows.retain(|_| kept.next().unwrap_or(true));
}
