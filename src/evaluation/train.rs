//! Learning the weights from graded pairs, and saying how good they are.
//!
//! In:  [`Pool`]s: two lists each, with pairs graded 2 (same commitment), 1 (related, counts neither way), 0.
//! Out: [`fit`] weights; [`cross_validate`] scores that no fold learnt from; [`Quality`] of any scores.
//!
//! A pair that a pool does not grade counts as 0: readers looked for what the pools had missed.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::matching::kernel::{self, Corpus, SIGNALS, Signal, Values, Weights};

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
        for (lefts, rights) in by_lists(corpus, pool) {
            for (left, row) in lefts.iter().zip(kernel::signals(corpus, &lefts, &rights)) {
                all.extend(rights.iter().zip(row).map(|(right, values)| {
                    let grade = grades.get(&(*left, *right)).copied();
                    let (graded, grade) = (grade.is_some(), grade.unwrap_or(0));
                    Example { pool: number, left: *left, right: *right, values, grade, graded, weight: 1.0 }
                }));
            }
        }
    }
    thin(&mut all);
    all
}

/// The tasks of a pool, by each pair of lists that they are of.
fn by_lists(corpus: &Corpus, pool: &Pool) -> Vec<(Vec<usize>, Vec<usize>)> {
    let group = |tasks: &[usize]| {
        let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for &task in tasks {
            groups.entry(corpus.list(task)).or_default().push(task);
        }
        groups
    };
    let (lefts, rights) = (group(&pool.left), group(&pool.right));
    let pair = |left: &Vec<usize>| rights.values().map(|right| (left.clone(), right.clone())).collect::<Vec<_>>();
    lefts.values().flat_map(pair).collect()
}

/// Of the pairs of each pool that stand out least, one in ten is learnt from and weighs as ten.
fn thin(examples: &mut [Example]) {
    const SHARE: f64 = 0.85;
    const EACH: usize = 10;
    for pool in examples.chunk_by_mut(|a, b| a.pool == b.pool) {
        let near = |example: &Example| example.values[Signal::Near as usize];
        let mut sorted: Vec<f32> = pool.iter().map(near).collect();
        sorted.sort_by(f32::total_cmp);
        let Some(&least) = sorted.get((sorted.len() as f64 * SHARE) as usize) else { continue };
        for (at, example) in pool.iter_mut().enumerate().filter(|(_, example)| example.grade == 0) {
            if near(example) < least {
                example.weight = if at % EACH == 0 { EACH as f64 } else { 0.0 };
            }
        }
    }
}

/// Logistic regression with weights kept at zero or above, by projected Newton steps.
///
/// `strength` is the L2 penalty on the weights (not on the start).
pub fn fit<'a>(examples: impl Iterator<Item = &'a Example>, strength: f64) -> Weights {
    /// Steps at most; some ten are enough.
    const STEPS: usize = 100;
    let rows: Vec<Row> = examples.filter(|example| example.grade != 1 && example.weight > 0.0).map(Row::of).collect();
    let mut point = [0.5f64; SIGNALS + 1];
    point[SIGNALS] = -5.0;
    let mut loss = loss_at(&rows, strength, &point);
    for _ in 0..STEPS {
        let (slope, curvature) = slope_and_curvature(&rows, strength, &point);
        // A weight at zero that would fall further stays where it is.
        let free: Vec<usize> =
            (0..=SIGNALS).filter(|&at| at == SIGNALS || point[at] > 0.0 || slope[at] < 0.0).collect();
        let step = solved(&free, &curvature, &slope);
        let mut length = 1.0;
        let moved = loop {
            let mut next = point;
            for (&at, step) in free.iter().zip(&step) {
                next[at] -= length * step;
                if at < SIGNALS {
                    next[at] = next[at].max(0.0);
                }
            }
            let then = loss_at(&rows, strength, &next);
            if then < loss {
                break Some((next, then));
            }
            length /= 2.0;
            if length < 1e-6 {
                break None;
            }
        };
        let Some((next, then)) = moved else { break };
        let gained = loss - then;
        (point, loss) = (next, then);
        if gained < 1e-9 * (1.0 + loss) {
            break;
        }
    }
    Weights { start: point[SIGNALS] as f32, each: std::array::from_fn(|at| point[at] as f32) }
}

type Point = [f64; SIGNALS + 1];

/// The signals of a pair and a 1 for the start, whether it is the same commitment, what it weighs.
struct Row {
    values: Point,
    truth: f64,
    weight: f64,
}

impl Row {
    fn of(example: &Example) -> Self {
        Self {
            values: std::array::from_fn(|at| example.values.get(at).map_or(1.0, |value| f64::from(*value))),
            truth: if example.grade == 2 { 1.0 } else { 0.0 },
            weight: example.weight * if example.graded { 1.0 } else { UNREAD },
        }
    }

    fn log_odds(&self, point: &Point) -> f64 {
        self.values.iter().zip(point).map(|(value, weight)| value * weight).sum()
    }
}

fn loss_at(rows: &[Row], strength: f64, point: &Point) -> f64 {
    let of_rows = rows.iter().map(|row| {
        let log_odds = row.log_odds(point);
        // ln(1 + e^z) without overflow
        let softplus = log_odds.max(0.0) + (-log_odds.abs()).exp().ln_1p();
        row.weight * (softplus - row.truth * log_odds)
    });
    of_rows.sum::<f64>() + strength / 2.0 * point[..SIGNALS].iter().map(|weight| weight * weight).sum::<f64>()
}

fn slope_and_curvature(rows: &[Row], strength: f64, point: &Point) -> (Point, [Point; SIGNALS + 1]) {
    let (mut slope, mut curvature) = ([0.0; SIGNALS + 1], [[0.0; SIGNALS + 1]; SIGNALS + 1]);
    for row in rows {
        let chance = 1.0 / (1.0 + (-row.log_odds(point)).exp());
        let (error, bend) = ((chance - row.truth) * row.weight, chance * (1.0 - chance) * row.weight);
        for (at, value) in row.values.iter().enumerate() {
            slope[at] += error * value;
            for (sum, other) in curvature[at].iter_mut().zip(&row.values) {
                *sum += bend * value * other;
            }
        }
    }
    for at in 0..SIGNALS {
        slope[at] += strength * point[at];
        curvature[at][at] += strength;
    }
    (slope, curvature)
}

/// The step `x` with `curvature · x = slope` over the free numbers, by elimination with pivots.
fn solved(free: &[usize], curvature: &[Point; SIGNALS + 1], slope: &Point) -> Vec<f64> {
    /// Keeps the system solvable where a signal never varies.
    const RIDGE: f64 = 1e-9;
    let n = free.len();
    let mut rows: Vec<Vec<f64>> = free
        .iter()
        .map(|&a| free.iter().map(|&b| curvature[a][b] + if a == b { RIDGE } else { 0.0 }).chain([slope[a]]).collect())
        .collect();
    for at in 0..n {
        let pivot = (at..n).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs())).unwrap_or(at);
        rows.swap(at, pivot);
        let own = rows[at].clone();
        for row in &mut rows[at + 1..] {
            let share = row[at] / own[at];
            for (value, own) in row.iter_mut().zip(&own).skip(at) {
                *value -= share * own;
            }
        }
    }
    let mut step = vec![0.0; n];
    for at in (0..n).rev() {
        let known: f64 = (at + 1..n).map(|other| rows[at][other] * step[other]).sum();
        step[at] = (rows[at][n] - known) / rows[at][at];
    }
    step
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
