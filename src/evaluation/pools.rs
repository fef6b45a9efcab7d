//! Matching against graded pairs.
//!
//! In:  pools of graded pairs, the prepared tasks, weights.
//! Out: precision, recall, F1 with its interval and average precision of each pool: by the weights at hand, cross-validated,
//!      by weights that never saw the pool; and the errors with their explanation.
//!
//! Grade 2 is right, grade 0 is wrong, grade 1 counts neither way. A pair of the two lists that nobody graded counts as 0; a
//! graded sample has no such pairs. A labelled pair whose task was not read counts as missed.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use super::extraction::Extraction;
use super::labels::Labels;
use super::names::Names;
use super::rounded;
use super::texts::{PoolTask, TextPool};
use super::train::{self, Example, Pool};
use crate::matching::Prepared;
use crate::matching::kernel::{self, Estimate, Signal, Weights};
use crate::table::schema::{MatchErrorRow, QualityRow, ReliabilityRow, SampleRow, TaskRow};

/// Samples drawn for an interval.
const SAMPLES: usize = 1000;
/// Parts of a cross-validation.
pub const FOLDS: usize = 5;
/// How strongly learning holds weights down; chosen on pools that the weights did not see.
pub const STRENGTH: f64 = 1.5;

/// What a pair of the pools of the five notices weighs in learning: they are few places and many pairs.
pub const FIVE: f64 = 0.5;

/// A pool of graded pairs with our tasks.
#[derive(Debug, Clone, Default)]
pub struct GradedPool {
    pub name: String,
    /// Whether it came with the guideline.
    pub shared: bool,
    /// Whether pairs that nobody graded count as 0.
    pub(super) whole: bool,
    /// What its pairs weigh in learning.
    pub(super) weight: f64,
    pub(super) pool: Pool,
    /// Pairs of grade 2 with a task that was not read.
    pub lost: usize,
    /// Names of tasks that were not read.
    pub unknown: Vec<String>,
    /// The words that meet, of the pairs that have them.
    pub(super) clauses: HashMap<(usize, usize), (String, String)>,
}

impl GradedPool {
    /// Adds a graded pair of two tasks with their names; where both were read, which they are.
    pub(super) fn add(
        &mut self,
        left: (Option<usize>, &str),
        right: (Option<usize>, &str),
        grade: u8,
    ) -> Option<(usize, usize)> {
        let both = left.0.zip(right.0);
        match both {
            Some((a, b)) => self.pool.graded.push((a, b, grade)),
            None => {
                self.lost += usize::from(grade == 2);
                let unread = [left, right].into_iter().filter(|(task, _)| task.is_none());
                self.unknown.extend(unread.map(|(_, name)| name.to_owned()));
            }
        }
        both
    }
}

/// Pools with every pair's signals.
#[derive(Debug, Clone, Default)]
pub struct Pools {
    pub pools: Vec<GradedPool>,
    pub examples: Vec<Example>,
}

/// A score and a grade for every pair of a pool.
pub type Scored = Vec<(f32, u8)>;

impl Pools {
    /// The pools of a folder of labels; those whose notices are not at hand are left out.
    pub fn of_labels(labels: &Labels, extraction: &Extraction, prepared: &Prepared, tasks: &[TaskRow]) -> Self {
        let names = Names::new(extraction, tasks);
        Self::new(labels.pools.iter().filter_map(|file| names.pool(file)).collect(), prepared)
    }

    /// The pools that carry their texts, whose tasks [`super::texts::rows`] put among those that were prepared.
    pub fn of_texts(pools: &[TextPool], prepared: &Prepared) -> Self {
        let places: HashMap<&str, usize> =
            prepared.tasks.iter().enumerate().map(|(at, task)| (task.task_id.as_str(), at)).collect();
        let graded = |own: &TextPool| {
            let task = |side: &str, id: &str| places.get(own.task_id(side, id).as_str()).copied();
            let side = |side: &str, tasks: &[PoolTask]| tasks.iter().filter_map(|row| task(side, &row.id)).collect();
            let mut pool = GradedPool { name: own.name.clone(), whole: true, weight: 1.0, ..GradedPool::default() };
            pool.pool = Pool {
                name: own.name.clone(),
                left: side("left", &own.tasks.left),
                right: side("right", &own.tasks.right),
                graded: Vec::new(),
            };
            for pair in &own.pairs {
                let Some((a, b)) = task("left", &pair.a).zip(task("right", &pair.b)) else { continue };
                pool.pool.graded.push((a, b, pair.grade.min(2)));
                pool.clauses.insert((a, b), (pair.left_clause.clone(), pair.right_clause.clone()));
            }
            pool
        };
        Self::new(pools.iter().map(graded).collect(), prepared)
    }

    /// One pool: a sample that was graded by hand. Pairs without a grade are left out.
    pub fn of_sample(name: &str, rows: &[SampleRow], prepared: &Prepared) -> Self {
        let mut pool = GradedPool { name: name.to_owned(), weight: 1.0, ..GradedPool::default() };
        let places: HashMap<&str, usize> =
            prepared.tasks.iter().enumerate().map(|(at, task)| (task.task_id.as_str(), at)).collect();
        for row in rows {
            let Some(grade) = row.grade else { continue };
            let place = |id: &str| places.get(id).copied();
            pool.add((place(&row.a), &row.a), (place(&row.b), &row.b), grade.min(2) as u8);
        }
        Self::new(vec![pool], prepared)
    }

    fn new(pools: Vec<GradedPool>, prepared: &Prepared) -> Self {
        let mut examples = Vec::new();
        for (number, pool) in pools.iter().enumerate() {
            if pool.whole {
                let own = train::examples(&prepared.corpus, std::slice::from_ref(&pool.pool));
                let weighed =
                    |example: Example| Example { pool: number, weight: example.weight * pool.weight, ..example };
                examples.extend(own.into_iter().map(weighed));
            } else {
                examples.extend(pool.pool.graded.iter().map(|&(left, right, grade)| {
                    let why = kernel::explain(&prepared.corpus, Weights::built_in(), left as u32, right as u32);
                    Example { pool: number, left, right, values: why.values, grade, graded: true, weight: 1.0 }
                }));
            }
        }
        Self { pools, examples }
    }

    /// Both together.
    pub fn and(mut self, other: Self) -> Self {
        let before = self.pools.len();
        self.pools.extend(other.pools);
        self.examples
            .extend(other.examples.into_iter().map(|example| Example { pool: example.pool + before, ..example }));
        self
    }

    /// Scores by given weights.
    pub fn scores(&self, weights: &Weights) -> Vec<f32> {
        self.examples.iter().map(|example| weights.score(&example.values)).collect()
    }

    /// The scores of a pool, with the pairs that were lost.
    pub fn scored(&self, pool: usize, scores: &[f32]) -> Scored {
        let own = self.examples.iter().zip(scores).filter(|(example, _)| example.pool == pool);
        let lost = std::iter::repeat_n((-1.0, 2), self.pools[pool].lost);
        own.map(|(example, score)| (*score, example.grade)).chain(lost).collect()
    }

    /// What weights that learnt from some of the pools say of each pair: within these by cross-validation.
    ///
    /// Pairs of other pools are scored `None`.
    fn cross_validated(&self, chosen: impl Fn(&GradedPool) -> bool) -> Vec<Option<f32>> {
        let places: Vec<usize> =
            (0..self.examples.len()).filter(|&at| chosen(&self.pools[self.examples[at].pool])).collect();
        let examples: Vec<Example> = places.iter().map(|&at| self.examples[at].clone()).collect();
        let mut scores = vec![None; self.examples.len()];
        for (at, score) in places.into_iter().zip(train::cross_validate(&examples, FOLDS, STRENGTH)) {
            scores[at] = Some(score);
        }
        scores
    }

    /// One row a pool and way of learning: `built_in`; and with `validate` also `cv_shared` (cross-validated within the
    /// shared pools), `cv_all` (within all) and `left_out` (learnt from the other pools).
    pub fn qualities(&self, weights: &Weights, threshold: f32, validate: bool) -> Vec<QualityRow> {
        let mut rows = Vec::new();
        let built_in = self.scores(weights);
        for (at, pool) in self.pools.iter().enumerate() {
            rows.push(quality_row(pool, "built_in", &self.scored(at, &built_in), threshold));
        }
        if validate {
            rows.extend(self.validated(threshold));
        }
        rows
    }

    /// The rows of [`Pools::qualities`] whose weights did not see what they score.
    pub fn validated(&self, threshold: f32) -> Vec<QualityRow> {
        let mut rows = Vec::new();
        let mut add = |way: &str, scores: Vec<Option<f32>>| {
            let flat: Vec<f32> = scores.iter().map(|score| score.unwrap_or(-1.0)).collect();
            for (at, pool) in self.pools.iter().enumerate() {
                if self.examples.iter().zip(&scores).any(|(example, score)| example.pool == at && score.is_some()) {
                    rows.push(quality_row(pool, way, &self.scored(at, &flat), threshold));
                }
            }
        };
        let shared = self.pools.iter().filter(|pool| pool.shared).count();
        if shared > 0 && shared < self.pools.len() {
            add("cv_shared", self.cross_validated(|pool| pool.shared));
        }
        add("cv_all", self.cross_validated(|_| true));
        if let Some(scores) = self.left_out() {
            add("left_out", scores.into_iter().map(Some).collect());
        }
        rows
    }

    /// What weights that learnt from the other pools say of each pair; nothing where there is one pool.
    pub fn left_out(&self) -> Option<Vec<f32>> {
        if self.pools.len() < 2 {
            return None;
        }
        let others = |pool: usize| train::fit(self.examples.iter().filter(|example| example.pool != pool), STRENGTH);
        let weights: Vec<Weights> = (0..self.pools.len()).into_par_iter().map(others).collect();
        Some(self.examples.iter().map(|example| weights[example.pool].score(&example.values)).collect())
    }

    /// What pairs of each tenth of the score turned out to be, over all pools.
    pub fn reliability(&self, way: &str, scores: &[f32]) -> Vec<ReliabilityRow> {
        let mut tenths = [(0u32, 0u32, 0.0f64); 10];
        for (example, score) in self.examples.iter().zip(scores).filter(|(example, _)| example.grade != 1) {
            let (pairs, right, sum) = &mut tenths[((score * 10.0) as usize).min(9)];
            *pairs += 1;
            *right += u32::from(example.grade == 2);
            *sum += f64::from(*score);
        }
        let row = |(at, (pairs, right, sum)): (usize, &(u32, u32, f64))| ReliabilityRow {
            weights: way.to_owned(),
            low: at as f64 / 10.0,
            high: (at + 1) as f64 / 10.0,
            pairs: *pairs,
            right: *right,
            share: rounded(f64::from(*right) / f64::from((*pairs).max(1))),
            expected: rounded(sum / f64::from((*pairs).max(1))),
        };
        tenths.iter().enumerate().map(row).collect()
    }

    /// How good the pairs from a score on are, by the scores alone.
    pub fn estimate(&self, scores: &[f32], threshold: f32) -> Option<Estimate> {
        let (mut matches, mut found, mut all) = (0u32, 0.0, 0.0);
        for score in scores {
            all += f64::from(*score);
            if *score >= threshold {
                (matches, found) = (matches + 1, found + f64::from(*score));
            }
        }
        // a graded sample holds chosen pairs only
        let recall = self.pools.iter().all(|pool| pool.whole).then(|| found / all);
        (matches > 0).then(|| Estimate { precision: found / f64::from(matches), recall })
    }

    /// Each pool at the thresholds 0.1 to 0.9.
    pub fn thresholds(&self, weights: &Weights) -> Vec<QualityRow> {
        let scores = self.scores(weights);
        let row = |at: usize, tenth: u8| {
            quality_row(&self.pools[at], "built_in", &self.scored(at, &scores), f32::from(tenth) / 10.0)
        };
        (0..self.pools.len())
            .flat_map(|at| (1..=9).map(move |tenth| (at, tenth)))
            .map(|(at, tenth)| row(at, tenth))
            .collect()
    }

    /// The errors of each pool, the gravest first: wrong pairs with the highest and right ones with the lowest score.
    pub fn errors(&self, prepared: &Prepared, weights: &Weights, threshold: f32, most: usize) -> Vec<MatchErrorRow> {
        let scores = self.scores(weights);
        let mut rows = Vec::new();
        for (at, pool) in self.pools.iter().enumerate() {
            let own = || self.examples.iter().zip(&scores).filter(move |(example, _)| example.pool == at);
            let mut wrong: Vec<_> =
                own().filter(|(example, score)| example.grade == 0 && **score >= threshold).collect();
            let mut missed: Vec<_> =
                own().filter(|(example, score)| example.grade == 2 && **score < threshold).collect();
            wrong.sort_by(|a, b| b.1.total_cmp(a.1).then((a.0.left, a.0.right).cmp(&(b.0.left, b.0.right))));
            missed.sort_by(|a, b| a.1.total_cmp(b.1).then((a.0.left, a.0.right).cmp(&(b.0.left, b.0.right))));
            for (kind, errors) in [("false_positive", wrong), ("missed", missed)] {
                for (example, score) in errors.into_iter().take(most) {
                    rows.push(error_row(pool, kind, example, *score, prepared, weights));
                }
            }
        }
        rows
    }

    /// Of the pairs of grade 2 with clauses that a reader named: in how many those are shown, and how many there are. A task
    /// of one clause is no choice, a pair of two such is not counted.
    pub fn evidence(&self, prepared: &Prepared) -> (usize, usize) {
        let (mut right, mut all) = (0, 0);
        for pool in &self.pools {
            let of_grade = pool.pool.graded.iter().filter(|(_, _, grade)| *grade == 2);
            let pairs: Vec<(usize, usize)> =
                of_grade.map(|&(a, b, _)| (a, b)).filter(|pair| pool.clauses.contains_key(pair)).collect();
            for (&(a, b), (left, right_clause)) in pairs.iter().zip(kernel::shown(&prepared.corpus, &pairs)) {
                let (wanted_left, wanted_right) = &pool.clauses[&(a, b)];
                let (left_text, right_text) = (&prepared.tasks[a].text, &prepared.tasks[b].text);
                let whole = left.len() == left_text.len() && right_clause.len() == right_text.len();
                let places = named_at(left_text, wanted_left).zip(named_at(right_text, wanted_right));
                let Some((wanted_left, wanted_right)) = places.filter(|_| !whole) else { continue };
                all += 1;
                right += usize::from(meets(&left, &wanted_left) && meets(&right_clause, &wanted_right));
            }
        }
        (right, all)
    }

    /// Every graded pair, by ids; also turned round.
    pub fn graded_ids(&self, prepared: &Prepared) -> BTreeSet<(String, String)> {
        let id = |at: usize| prepared.tasks[at].task_id.clone();
        let pairs = self.pools.iter().flat_map(|pool| &pool.pool.graded);
        pairs.flat_map(|&(a, b, _)| [(id(a), id(b)), (id(b), id(a))]).collect()
    }

    /// Pairs in all pools, and pairs by grade 0, 1, 2 that a reader graded.
    pub fn counts(&self) -> (usize, [usize; 3]) {
        let mut grades = [0; 3];
        for (_, _, grade) in self.pools.iter().flat_map(|pool| &pool.pool.graded) {
            grades[usize::from((*grade).min(2))] += 1;
        }
        (self.examples.len(), grades)
    }
}

/// Where the words that a reader named stand in a task.
fn named_at(text: &str, words: &str) -> Option<Range<usize>> {
    let start = text.find(words).filter(|_| !words.is_empty())?;
    Some(start..start + words.len())
}

/// Whether what is shown and what was named are mostly the same: they have more than half of the shorter one in common.
fn meets(shown: &Range<usize>, named: &Range<usize>) -> bool {
    let common = shown.end.min(named.end).saturating_sub(shown.start.max(named.start));
    common * 2 > shown.len().min(named.len())
}

fn quality_row(pool: &GradedPool, way: &str, scored: &[(f32, u8)], threshold: f32) -> QualityRow {
    let quality = train::quality(scored, threshold);
    let (low, high) = train::interval(scored, threshold, SAMPLES);
    // what a reader of the printed matches sees: a pair below the threshold is never reached
    let printed: Vec<(f32, u8)> =
        scored.iter().copied().filter(|(score, grade)| *score >= threshold || *grade == 2).collect();
    let reached = average_precision_of(&printed, threshold);
    QualityRow {
        pool: pool.name.clone(),
        weights: way.to_owned(),
        threshold: rounded(f64::from(threshold)),
        gold: quality.gold as u32,
        printed: quality.printed as u32,
        precision: rounded(quality.precision),
        recall: rounded(quality.recall),
        f1: rounded(quality.f1),
        f1_low: rounded(low),
        f1_high: rounded(high),
        average_precision: rounded(quality.average_precision),
        average_precision_printed: rounded(reached),
    }
}

/// Average precision over the printed pairs alone; right pairs that are not printed add nothing.
fn average_precision_of(scored: &[(f32, u8)], threshold: f32) -> f64 {
    let gold = scored.iter().filter(|(_, grade)| *grade == 2).count();
    let printed: Vec<(f32, u8)> = scored.iter().copied().filter(|(score, _)| *score >= threshold).collect();
    let right = printed.iter().filter(|(_, grade)| *grade == 2).count();
    train::quality(&printed, threshold).average_precision * right as f64 / gold.max(1) as f64
}

fn error_row(
    pool: &GradedPool,
    kind: &str,
    example: &Example,
    score: f32,
    prepared: &Prepared,
    weights: &Weights,
) -> MatchErrorRow {
    let (left, right) = (&prepared.tasks[example.left], &prepared.tasks[example.right]);
    let why = kernel::explain(&prepared.corpus, weights, example.left as u32, example.right as u32);
    let mut signals: Vec<(f32, &str)> =
        why.added.iter().zip(Signal::ALL).map(|(added, signal)| (*added, signal.label())).collect();
    signals.retain(|(added, _)| *added >= 0.005);
    signals.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let (wanted_left, wanted_right) = pool.clauses.get(&(example.left, example.right)).cloned().unzip();
    MatchErrorRow {
        pool: pool.name.clone(),
        kind: kind.to_owned(),
        graded: if example.graded { Some(u32::from(example.grade)) } else { None },
        score: (f64::from(score) * 1e4).round() / 1e4,
        left_task_id: left.task_id.clone(),
        right_task_id: right.task_id.clone(),
        left_text: left.text.clone(),
        right_text: right.text.clone(),
        left_clause: left.text.get(why.left_clause).unwrap_or_default().to_owned(),
        right_clause: right.text.get(why.right_clause).unwrap_or_default().to_owned(),
        wanted_left: wanted_left.filter(|words| !words.is_empty()),
        wanted_right: wanted_right.filter(|words| !words.is_empty()),
        signals: signals.into_iter().take(5).map(|(added, name)| format!("{name} {added:+.2}")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, want: f64) {
        assert!((found - want).abs() < 1e-5, "{found} for {want}");
    }

    #[test]
    fn quality_by_hand() {
        let pool = GradedPool::default();
        // printed: right, wrong, related, right; missed: one right, one that was not read
        let scored = [(0.9, 2), (0.8, 0), (0.75, 1), (0.7, 2), (0.4, 2), (0.3, 0), (-1.0, 2)];
        let row = quality_row(&pool, "built_in", &scored, 0.5);
        assert_eq!((row.gold, row.printed), (4, 4));
        close(row.precision, 2.0 / 3.0);
        close(row.recall, 0.5);
        close(row.f1, 4.0 / 7.0);
        // ranks of right pairs among the graded: 1, 3, 4, 6
        close(row.average_precision, (1.0 + 2.0 / 3.0 + 3.0 / 4.0 + 4.0 / 6.0) / 4.0);
        close(row.average_precision_printed, (1.0 + 2.0 / 3.0) / 4.0);
        assert!(row.f1_low <= row.f1 && row.f1 <= row.f1_high);
    }

    #[test]
    fn tenths_hold_what_scores_say() {
        let example = |grade| Example {
            pool: 0,
            left: 0,
            right: 0,
            values: [0.0; crate::matching::kernel::SIGNALS],
            grade,
            graded: true,
            weight: 1.0,
        };
        let examples = [2, 0, 1, 2, 0].map(example).to_vec();
        let pools = Pools { pools: vec![GradedPool { whole: true, ..GradedPool::default() }], examples };
        let scores = [0.95, 0.92, 0.91, 1.0, 0.05];
        let rows = pools.reliability("built_in", &scores);
        let tenths: Vec<_> = rows.iter().map(|row| (row.pairs, row.right)).collect();
        assert_eq!((tenths[0], tenths[9], tenths[1..9].iter().all(|tenth| *tenth == (0, 0))), ((1, 0), (3, 2), true));
        close(rows[9].expected, 2.87 / 3.0);
        let estimate = pools.estimate(&scores, 0.5).unwrap();
        close(estimate.precision, 3.78 / 4.0);
        close(estimate.recall.unwrap(), 3.78 / 3.83);
        assert_eq!(pools.estimate(&[0.1], 0.5), None);
        assert_eq!(pools.left_out(), None);
    }

    #[test]
    fn what_is_shown_meets_what_was_named() {
        let text = "新建公厕5座,推进垃圾分类";
        let named = named_at(text, "推进垃圾分类").unwrap();
        assert!(meets(&named, &named) && meets(&(0..text.len()), &named));
        assert!(!meets(&named_at(text, "新建公厕5座").unwrap(), &named));
        assert_eq!((named_at(text, ""), named_at(text, "公园")), (None, None));
    }

    #[test]
    fn nothing_printed_and_nothing_wanted() {
        let row = quality_row(&GradedPool::default(), "built_in", &[(0.1, 0)], 0.5);
        assert_eq!((row.precision, row.recall, row.f1, row.average_precision), (1.0, 1.0, 1.0, 0.0));
    }
}
