//! One partner a task: of all matches between two lists the best is taken first, and both tasks are then taken.
//!
//! Greedy, not optimal: a person who pairs two lists takes the surest pair first as well, and the surest pair stays the
//! same whatever is matched beside it. Of equal scores the smaller task numbers win.

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
