//! Overruling: pairs that people said are, or are not, the same commitment.

use std::collections::{BTreeMap, HashSet};

use super::{Corpus, Match, Weights, cents, explain};

/// Verdicts on pairs of tasks by their numbers, the lower one first: whether they are the same commitment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrule(pub BTreeMap<(u32, u32), bool>);

impl Overrule {
    /// Of some pairs of lists those that verdicts are about.
    pub(super) fn about(&self, corpus: &Corpus, pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let lists = |&(a, b): &(u32, u32)| (corpus.list(a as usize), corpus.list(b as usize));
        let about: HashSet<(u32, u32)> = self.0.keys().map(lists).flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        if about.is_empty() { Vec::new() } else { pairs.iter().filter(|pair| about.contains(pair)).copied().collect() }
    }

    /// Takes out the matches that are none, and puts those in that are some, with the score 1: those of two lists that are
    /// compared at all.
    pub(super) fn apply(&self, rows: &mut Vec<Match>, corpus: &Corpus, weights: &Weights, pairs: &[(u32, u32)]) {
        if self.0.is_empty() {
            return;
        }
        let verdict = |row: &Match| self.0.get(&(row.left.min(row.right), row.left.max(row.right))).copied();
        rows.retain(|row| verdict(row) != Some(false));
        let mut found = HashSet::new();
        for row in rows.iter_mut().filter(|row| verdict(row) == Some(true)) {
            row.score = 1.0;
            found.insert((row.left.min(row.right), row.left.max(row.right)));
        }
        let compared: HashSet<(u32, u32)> = pairs.iter().copied().collect();
        for &(a, b) in self.0.iter().filter(|(pair, same)| **same && !found.contains(pair)).map(|(pair, _)| pair) {
            let lists = (corpus.list(a as usize), corpus.list(b as usize));
            let (left, right) = match (compared.contains(&lists), compared.contains(&(lists.1, lists.0))) {
                (true, _) => (a, b),
                (_, true) => (b, a),
                _ => continue,
            };
            rows.push(given(corpus, weights, left, right));
        }
    }
}

/// The match of two tasks that people said are the same.
fn given(corpus: &Corpus, weights: &Weights, left: u32, right: u32) -> Match {
    let why = explain(corpus, weights, left, right);
    let place = |task: u32, range: &std::ops::Range<usize>| {
        let mut clauses = corpus.tasks[task as usize].clauses.clone();
        clauses.position(|clause| corpus.range(clause) == *range).and_then(|at| u16::try_from(at).ok())
    };
    let meet = place(left, &why.left_clause).zip(place(right, &why.right_clause));
    Match { left, right, score: 1.0, meet, added: why.added.map(cents) }
}
