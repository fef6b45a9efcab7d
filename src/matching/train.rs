//! Learning the weights from graded pairs, and saying how good they are.
//!
//! In:  [`Pool`]s: two lists each, with pairs graded 2 (same commitment), 1 (related, counts neither way), 0.
//! Out: [`fit`] weights; [`cross_validate`] scores that no fold learnt from; [`Quality`] of any scores.
//!
//! A pair that a pool does not grade counts as 0: readers looked for what the pools had missed.

use std::fmt::Write as _;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::corpus::Corpus;
use super::score::Weights;
use super::signal::{SIGNALS, Values, measure};
use crate::text;

/// Graded pairs of tasks of two lists.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    pub name: String,
    /// Task numbers in the corpus.
    pub left: Vec<usize>,
    pub right: Vec<usize>,
    pub graded: Vec<(usize, usize, u8)>,
}

/// One pair to learn from.
#[derive(Debug, Clone)]
pub struct Example {
    pub pool: usize,
    pub left: usize,
    pub right: usize,
    pub values: Values,
    /// 0, 1 or 2; pairs of grade 1 are there to be listed, not to be learnt.
    pub grade: u8,
    /// Whether a reader graded it.
    pub graded: bool,
    /// What a pair of its pool weighs in learning.
    pub weight: f64,
}

/// What a pair that nobody graded weighs in learning: some of them hold the same commitment after all. Chosen on pools
/// that the weights did not see.
pub const UNREAD: f64 = 0.7;

/// Every pair of every pool with its signals.
pub fn examples(corpus: &Corpus, pools: &[Pool]) -> Vec<Example> {
    let mut all = Vec::new();
    for (number, pool) in pools.iter().enumerate() {
        let grades: FxHashMap<(usize, usize), u8> =
            pool.graded.iter().map(|&(left, right, grade)| ((left, right), grade)).collect();
        let found: Vec<Vec<Example>> = pool
            .left
            .par_iter()
            .map(|&left| {
                let example = |&right: &usize| {
                    let grade = grades.get(&(left, right));
                    let values = measure(corpus, left, right).0;
                    let (graded, grade) = (grade.is_some(), grade.copied().unwrap_or(0));
                    Example { pool: number, left, right, values, grade, graded, weight: 1.0 }
                };
                pool.right.iter().map(example).collect()
            })
            .collect();
        all.extend(found.into_iter().flatten());
    }
    all
}

/// Logistic regression with weights kept at zero or above, by accelerated projected gradients.
///
/// `strength` is the L2 penalty on the weights (not on the start).
pub fn fit<'a>(examples: impl Iterator<Item = &'a Example>, strength: f64) -> Weights {
    let rows = examples.filter(|example| example.grade != 1).map(|example| {
        let truth = if example.grade == 2 { 1.0 } else { 0.0 };
        (&example.values, truth, example.weight * if example.graded { 1.0 } else { UNREAD })
    });
    // pairs without any signal are many and alike: one row with their number stands for them
    let mut alike: FxHashMap<[u32; SIGNALS], usize> = FxHashMap::default();
    let mut unique: Vec<(&Values, f64, f64)> = Vec::new();
    for (values, truth, weight) in rows {
        let mut key = values.map(f32::to_bits);
        // signals are never negative: their sign tells the truths apart
        key[0] ^= (truth as u32) << 31;
        let at = *alike.entry(key).or_insert(unique.len());
        if at == unique.len() {
            unique.push((values, truth, weight));
        } else {
            unique[at].2 += weight;
        }
    }
    let mut point = [0.0f64; SIGNALS + 1];
    point[SIGNALS] = -4.0;
    let mut ahead = point;
    let mut pace = 1.0f64;
    let curvature: f64 = unique
        .iter()
        .map(|(values, _, count)| count * (1.0 + values.iter().map(|v| f64::from(v * v)).sum::<f64>()))
        .sum::<f64>()
        * 0.25
        + strength;
    // the bound on the curvature is far too careful here: few pairs are near the border
    let step = 20.0 / curvature;
    for _ in 0..6000 {
        let mut slope = [0.0f64; SIGNALS + 1];
        for (values, truth, count) in &unique {
            let mut log_odds = ahead[SIGNALS];
            for (weight, value) in ahead.iter().zip(values.iter()) {
                log_odds += weight * f64::from(*value);
            }
            let error = (1.0 / (1.0 + (-log_odds).exp()) - truth) * count;
            for (slope, value) in slope.iter_mut().zip(values.iter()) {
                *slope += error * f64::from(*value);
            }
            slope[SIGNALS] += error;
        }
        let before = point;
        for at in 0..=SIGNALS {
            let penalty = if at < SIGNALS { strength * ahead[at] } else { 0.0 };
            point[at] = ahead[at] - step * (slope[at] + penalty);
            if at < SIGNALS {
                point[at] = point[at].max(0.0);
            }
        }
        let next = (1.0 + (1.0 + 4.0 * pace * pace).sqrt()) / 2.0;
        let turned: f64 = (0..=SIGNALS).map(|at| (ahead[at] - point[at]) * (point[at] - before[at])).sum();
        let (momentum, kept) = if turned > 0.0 { (0.0, 1.0) } else { ((pace - 1.0) / next, next) };
        for at in 0..=SIGNALS {
            ahead[at] = point[at] + momentum * (point[at] - before[at]);
        }
        pace = kept;
    }
    Weights { start: point[SIGNALS] as f32, each: std::array::from_fn(|at| point[at] as f32) }
}

/// The score of every example from weights that learnt from other folds. A left task's pairs are all in one fold.
pub fn cross_validate(examples: &[Example], folds: usize, strength: f64) -> Vec<f32> {
    let fold = |example: &Example| (example.left * 7919 + example.pool * 31) % folds;
    let weights: Vec<Weights> = (0..folds)
        .into_par_iter()
        .map(|held_out| fit(examples.iter().filter(|example| fold(example) != held_out), strength))
        .collect();
    examples.iter().map(|example| weights[fold(example)].score(&example.values)).collect()
}

/// How good scores are at a threshold.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quality {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// Average precision, whatever the threshold.
    pub average_precision: f64,
    pub printed: usize,
    pub gold: usize,
}

/// Precision, recall and average precision of scored grades; grade 1 counts neither way.
pub fn quality(scored: &[(f32, u8)], threshold: f32) -> Quality {
    let gold = scored.iter().filter(|(_, grade)| *grade == 2).count();
    let printed: Vec<u8> = scored.iter().filter(|(score, _)| *score >= threshold).map(|(_, grade)| *grade).collect();
    let right = printed.iter().filter(|grade| **grade == 2).count() as f64;
    let wrong = printed.iter().filter(|grade| **grade == 0).count() as f64;
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 1.0 };
    let (precision, recall) = (share(right, right + wrong), share(right, gold as f64));
    let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    let mut ranked: Vec<_> = scored.iter().filter(|(_, grade)| *grade != 1).collect();
    // of equal scores the wrong ones first: luck is not counted
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (mut hits, mut sum) = (0.0, 0.0);
    for (rank, (_, grade)) in ranked.iter().enumerate() {
        if *grade == 2 {
            hits += 1.0;
            sum += hits / (rank + 1) as f64;
        }
    }
    let average_precision = sum / (gold.max(1) as f64);
    Quality { precision, recall, f1, average_precision, printed: printed.len(), gold }
}

/// The middle 95 % of F1 over samples drawn again from the same pairs, by a fixed seed.
pub fn interval(scored: &[(f32, u8)], threshold: f32, samples: usize) -> (f64, f64) {
    let rows: Vec<(bool, u8)> = scored.iter().map(|(score, grade)| (*score >= threshold, *grade)).collect();
    let rows: Vec<_> = rows.into_iter().filter(|(printed, grade)| *printed || *grade == 2).collect();
    if rows.is_empty() {
        return (0.0, 0.0);
    }
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut drawn: Vec<f64> = (0..samples.max(1))
        .map(|_| {
            let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
            for _ in 0..rows.len() {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                match rows[(state >> 11) as usize % rows.len()] {
                    (true, 2) => right += 1.0,
                    (true, 0) => wrong += 1.0,
                    (false, 2) => missed += 1.0,
                    _ => {}
                }
            }
            let all: f64 = 2.0 * right + wrong + missed;
            if all > 0.0 { 2.0 * right / all } else { 1.0 }
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    let at = |share: f64| drawn[((drawn.len() - 1) as f64 * share).round() as usize];
    (at(0.025), at(0.975))
}

/// The table of word counts over the pieces of `texts`, words of two pieces or more; see [`super::corpus::worth`].
pub fn background<'a>(texts: impl Iterator<Item = &'a str>, comment: &str) -> String {
    let mut pieces = 0u32;
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for text in texts {
        for range in text::pieces(text) {
            pieces += 1;
            let mut words: Vec<&str> = text::words(&text[range]).into_iter().map(|word| word.text).collect();
            words.sort_unstable();
            words.dedup();
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    let mut rows: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    rows.sort_unstable();
    let mut table = String::from("word\tpieces\n");
    for line in comment.lines() {
        let _ = writeln!(table, "# {line}");
    }
    let _ = writeln!(table, "*\t{pieces}");
    for (word, count) in rows {
        let _ = writeln!(table, "{word}\t{count}");
    }
    table
}
