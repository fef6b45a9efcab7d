//! How two tasks are scored: the same commitment found across levels, districts and years, and why.
//!
//! In:  tasks as [`TaskText`], lists as [`ListInfo`].
//! Out: [`find`] gives the pairs of tasks that hold the same commitment, each with its score, the words that meet and what
//!      each signal added; [`theme::themes`] gives the commitments that recur over districts and years.
//! Not here: frames and files; ids stand in the tables, here tasks and lists are numbers.
//!
//! The way of a pair: [`plan`] chooses the lists to compare, [`shortlist`] names the pairs worth scoring where there are
//! too many, [`signal`] measures a pair, [`score`] weighs what was measured, [`assign`] keeps one partner a task where that
//! is asked for. Scores do not depend on what else is matched, and nothing depends on the number of threads.

pub mod assign;
pub mod background;
pub mod candidate;
pub mod concept;
pub mod corpus;
mod cut;
pub mod dense;
mod evidence;
mod grams;
mod list;
mod meeting;
mod nearness;
mod overrule;
mod pile;
pub mod plan;
pub mod score;
mod shortlist;
pub mod signal;
mod spread;
pub mod theme;
mod usual;
mod vectors;

use std::cmp::Ordering;
use std::ops::Range;

use rayon::prelude::*;

pub use self::corpus::Corpus;
pub use self::grams::likeness;
pub use self::overrule::Overrule;
pub use self::pile::Sorted;
pub use self::score::Weights;
pub use self::signal::{SIGNALS, Signal, Values};
use crate::meter::Meter;
use crate::quantity::Kind;

use self::evidence::evidence;
use self::meeting::{Meeting, Tables, USUAL, crowd};
use self::pile::Pile;
use self::signal::{Cell, Clauses, Sieve, clauses, measure, measure_where};

/// A quantity that a task commits to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TargetKey {
    pub indicator: String,
    /// The canonical indicator, where it is known.
    pub indicator_id: Option<String>,
    pub measure: String,
    pub value: f64,
    /// What it counts; of two figures of a task the one of the other's kind is held against it.
    pub kind: Kind,
    /// First byte of its words in the task's text.
    pub at: usize,
}

/// One task as matching sees it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskText {
    pub task_id: String,
    /// Number of its list among the lists at hand.
    pub list: u32,
    pub text: String,
    /// Headings, joined.
    pub section: String,
    /// Function codes of the units that lead, the first one's first.
    pub functions: Vec<String>,
    pub targets: Vec<TargetKey>,
}

/// One list as matching sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListInfo {
    pub list_id: String,
    pub notice_id: String,
    /// `province`, `city`, `district` …
    pub level: String,
    /// Whose notice it is, as people say it.
    pub region: String,
    /// The region that it belongs to.
    pub parent: String,
    pub year: Option<i32>,
}

/// What [`find`] is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// At most so many matches for a task; a pair stays while it is among the best of either side. `None` keeps all.
    pub top: Option<usize>,
    /// Lowest score that is a match.
    pub min_score: f32,
    /// At most one partner a task for each pair of lists.
    pub one_to_one: bool,
    /// Up to so many pairs all are scored, some five seconds on two cores; above it each task gets a shortlist.
    pub all_pairs: u64,
    /// Length of a shortlist.
    pub shortlist: usize,
}

/// The score from which on a pair is taken for the same commitment.
pub const MIN_SCORE: f32 = 0.5;

impl Default for Options {
    fn default() -> Self {
        Self { top: None, min_score: MIN_SCORE, one_to_one: false, all_pairs: 30_000_000, shortlist: 80 }
    }
}

/// Two tasks with the same commitment.
///
/// Small, because there may be very many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Task numbers.
    pub left: u32,
    pub right: u32,
    /// 0 to 1, to four digits; 0.5 means as likely as not the same commitment.
    pub score: f32,
    /// The pieces that meet, by their places in the two tasks.
    pub meet: Option<(u16, u16)>,
    /// What each signal added to the log-odds, in hundredths, in the order of [`Signal::ALL`].
    pub added: [i16; SIGNALS],
}

impl Match {
    /// The words that meet: bytes of either task's text; empty where none do.
    pub fn clauses(&self, corpus: &Corpus) -> (Range<usize>, Range<usize>) {
        self.clause_numbers(corpus).map_or((0..0, 0..0), |(left, right)| (corpus.range(left), corpus.range(right)))
    }

    /// The clauses that meet, by their numbers in the corpus.
    pub fn clause_numbers(&self, corpus: &Corpus) -> Option<(u32, u32)> {
        let number = |task: u32, place: u16| corpus.tasks[task as usize].clauses.start + u32::from(place);
        self.meet.map(|(left, right)| (number(self.left, left), number(self.right, right)))
    }
}

/// Log-odds in hundredths.
pub fn cents(log_odds: f32) -> i16 {
    // rounding half away from zero without a call
    (log_odds * 100.0 + 0.5f32.copysign(log_odds)) as i16
}

/// A score as tables hold it, so that matches read back stand where they stood.
fn rounded(score: f32) -> f32 {
    (score * 1e4).round() / 1e4
}

/// Why a pair has its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    pub score: f32,
    /// Where the log-odds start, before any signal.
    pub start: f32,
    /// Each signal, 0 to 1, in the order of [`Signal::ALL`].
    pub values: Values,
    /// What each signal adds to the log-odds, in the same order.
    pub added: Values,
    pub left_clause: Range<usize>,
    pub right_clause: Range<usize>,
}

/// What [`find`] found, and how much it looked at.
#[derive(Debug, Default)]
pub struct Matches {
    pub rows: Sorted,
    /// Pairs of tasks in the pairs of lists asked for.
    pub considered: u64,
    /// Pairs whose signals were measured.
    pub scored: u64,
    /// Sum of the scores of pairs that were measured and are no matches, in millionths; nothing where shortlists left pairs
    /// out.
    pub below: Option<u64>,
}

/// A score in millionths: sums of whole numbers are the same in any order.
fn millionths(score: f32) -> u64 {
    (f64::from(score) * 1e6).round() as u64
}

/// What scores say of themselves: how many of the matches are right, and how much of what is right they hold.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// The mean score of the matches.
    pub precision: f64,
    /// The matches' scores over those of all pairs. At most so much: pairs that were never measured count as nothing. None
    /// where shortlists left pairs out.
    pub recall: Option<f64>,
}

impl Matches {
    /// Pairs that no shortlist named.
    pub fn pruned(&self) -> u64 {
        self.considered.saturating_sub(self.scored)
    }

    /// How good the matches are by their own scores; nothing where there is none.
    pub fn estimate(&self) -> Option<Estimate> {
        let sum: f64 = self.rows.pairs().map(|(_, _, score)| f64::from(score)).sum();
        let recall = self.below.map(|below| sum / (sum + below as f64 / 1e6));
        (!self.rows.is_empty()).then(|| Estimate { precision: sum / self.rows.len() as f64, recall })
    }
}

/// Finds the tasks of each pair of lists that hold the same commitment.
///
/// `pairs` are numbers of lists, left and right; the left task of a match is of the left list.
pub fn find(corpus: &Corpus, weights: &Weights, pairs: &[(u32, u32)], options: &Options, meter: &dyn Meter) -> Matches {
    find_with(corpus, weights, pairs, options, &Overrule::default(), meter)
}

/// As [`find`], with what people overruled.
pub fn find_with(
    corpus: &Corpus,
    weights: &Weights,
    pairs: &[(u32, u32)],
    options: &Options,
    overrule: &Overrule,
    meter: &dyn Meter,
) -> Matches {
    let size = |&(left, right): &(u32, u32)| (corpus.tasks_of(left).len() * corpus.tasks_of(right).len()) as u64;
    let considered = pairs.iter().map(size).sum();
    let mut pile = Pile::new(corpus.len(), options.top);
    let settling = Settling { corpus, weights, options, overrule };
    if considered > options.all_pairs {
        let scored = shortlist::find(&settling, pairs, &mut pile, meter);
        return Matches { rows: pile.sorted(), considered, scored, below: None };
    }
    meter.begin(considered);
    let mut all_below = 0;
    for round in pairs.chunks(ROUND) {
        let tables = || Tables::new(corpus);
        let found = round.par_iter().map_init(tables, |tables, lists| {
            let mut found = Default::default();
            if size(lists) > 0 {
                found = all_of(&Meeting::new(corpus, lists.0, lists.1, tables), weights, options.min_score);
                meter.advance(size(lists));
            }
            (settling.settle(*lists, found.0), found.1)
        });
        for (found, below) in found.collect::<Vec<(Vec<Match>, u64)>>() {
            pile.add(&found);
            all_below += below;
        }
    }
    Matches { rows: pile.sorted(), considered, scored: considered, below: Some(all_below) }
}

/// What people say, and whom a task may have: settled where two lists meet.
struct Settling<'a> {
    corpus: &'a Corpus,
    weights: &'a Weights,
    options: &'a Options,
    overrule: &'a Overrule,
}

impl Settling<'_> {
    fn settle(&self, lists: (u32, u32), mut found: Vec<Match>) -> Vec<Match> {
        self.overrule.apply(&mut found, self.corpus, self.weights, &[lists]);
        if self.options.one_to_one { assign::one_to_one(self.corpus, found) } else { found }
    }
}

/// Pairs of lists whose matches stand in memory before they go to the pile.
const ROUND: usize = 4096;

/// The matches of two lists, every pair looked at, and the sum of the scores of measured pairs that are none.
fn all_of(meeting: &Meeting<'_>, weights: &Weights, min_score: f32) -> (Vec<Match>, u64) {
    let corpus = meeting.corpus;
    let nearness = meeting.nearness();
    let sieve = Sieve::new(weights, log_odds_of(min_score.min(MEASURED)));
    let (lefts, rights) = (corpus.tasks_of(meeting.left), corpus.tasks_of(meeting.right));
    let found: Vec<(Vec<Match>, u64)> = lefts
        .par_iter()
        .enumerate()
        .map(|(row, &left)| {
            let (mut found, mut below, mut cells) = (Vec::new(), 0, Vec::new());
            for (column, &right) in rights.iter().enumerate() {
                let (near, most) = (nearness.of(row, column), nearness.most(row, column));
                let tasks = (left as usize, right as usize);
                if sieve.lets(corpus, tasks, near, most) {
                    cells.clear();
                    let room = &mut cells;
                    let found_pair = pair(
                        meeting,
                        &sieve,
                        (left, right),
                        near,
                        most,
                        move || {
                            let clauses = clauses(meeting, tasks.0, tasks.1, room);
                            (clauses, room.as_slice())
                        },
                        min_score,
                    );
                    match found_pair {
                        Ok(pair) => found.push(pair),
                        Err(score) => below += millionths(score),
                    }
                }
            }
            (found, below)
        })
        .collect();
    let below = found.iter().map(|(_, below)| below).sum();
    (found.into_iter().flat_map(|(rows, _)| rows).collect(), below)
}

/// Pairs that may come to this score are measured even where more is asked for: their scores say how many are missed.
const MEASURED: f32 = 0.1;

/// The log-odds that a score needs at least.
fn log_odds_of(score: f32) -> f32 {
    /// Sums of signals may differ by rounding.
    const ROUNDING: f32 = 0.001;
    // a score of 1 is reached by rounding only
    (score / (1.0 - score)).ln().min(12.0) - ROUNDING
}

/// Tells why a pair has its score, whatever the score; as if all pairs of the two lists were scored.
pub fn explain(corpus: &Corpus, weights: &Weights, left: u32, right: u32) -> Explanation {
    let (own, other) = (corpus.list(left as usize), corpus.list(right as usize));
    let place = |list: u32, task: u32| corpus.tasks_of(list).binary_search(&task).unwrap_or(0);
    let back = Meeting::new(corpus, other, own, &mut Tables::new(corpus)).row(right as usize);
    let mut tables = Tables::new(corpus);
    let meeting = Meeting::new(corpus, own, other, &mut tables);
    let forth = meeting.row(left as usize);
    let likeness = forth[place(other, right)];
    let near = meeting::stands_out(likeness, crowd(forth.into_iter(), USUAL), crowd(back.into_iter(), USUAL));
    let mut cells = Vec::new();
    let values = measure(&meeting, left as usize, right as usize, near, &mut cells);
    let evidence = evidence(&meeting, left as usize, right as usize, &cells);
    Explanation {
        score: score_of(corpus, weights, &values, left, right),
        start: weights.start,
        values,
        added: weights.contributions(&values),
        left_clause: corpus.range(evidence.left),
        right_clause: corpus.range(evidence.right),
    }
}

/// The signals of every pair of some tasks of two lists: a row a left task, in the order of `rights`.
///
/// # Panics
/// Where the tasks of a side are not all of one list.
pub fn signals(corpus: &Corpus, lefts: &[usize], rights: &[usize]) -> Vec<Vec<Values>> {
    let (Some(&left), Some(&right)) = (lefts.first(), rights.first()) else { return Vec::new() };
    let mut tables = Tables::new(corpus);
    let meeting = Meeting::new(corpus, corpus.list(left), corpus.list(right), &mut tables);
    let nearness = meeting.nearness();
    let place = |list: u32, task: usize| {
        corpus.tasks_of(list).binary_search(&(task as u32)).expect("the tasks of a side are of one list")
    };
    let row = |&left: &usize| {
        let own = place(meeting.left, left);
        let near = |right: usize| nearness.of(own, place(meeting.right, right));
        let mut cells = Vec::new();
        let mut values = |right: usize| {
            cells.clear();
            measure(&meeting, left, right, near(right), &mut cells)
        };
        rights.iter().map(|&right| values(right)).collect()
    };
    lefts.par_iter().map(row).collect()
}

/// The clauses that are shown for pairs of tasks, whatever their score: bytes of either task's text.
pub fn shown(corpus: &Corpus, pairs: &[(usize, usize)]) -> Vec<(Range<usize>, Range<usize>)> {
    let (mut tables, mut cells) = (Tables::new(corpus), Vec::new());
    let mut shown = |&(left, right): &(usize, usize)| {
        let meeting = Meeting::new(corpus, corpus.list(left), corpus.list(right), &mut tables);
        cells.clear();
        clauses(&meeting, left, right, &mut cells);
        let found = evidence(&meeting, left, right, &cells);
        (corpus.range(found.left), corpus.range(found.right))
    };
    pairs.iter().map(&mut shown).collect()
}

/// The targets of two tasks that count the same thing in the same measure: their numbers among either task's targets.
pub fn same_indicator(corpus: &Corpus, left: u32, right: u32) -> Option<(usize, usize)> {
    signal::same_indicator(corpus, left as usize, right as usize)
}

/// The score of a pair: only the same words are wholly sure.
fn score_of(corpus: &Corpus, weights: &Weights, values: &Values, left: u32, right: u32) -> f32 {
    /// Shown as 0.99.
    const SUREST: f32 = 0.9949;
    let score = weights.score(values);
    if score > SUREST && !corpus.says_the_same(left as usize, right as usize) { SUREST } else { score }
}

/// The match of two tasks that stand out so much, where they reach the score, else that score, 0 where the sieve shows that it
/// is not enough; `most` and `clauses` as for [`measure_where`].
fn pair<'a>(
    meeting: &Meeting<'_>,
    sieve: &Sieve,
    (left, right): (u32, u32),
    near: f32,
    most: [f32; 2],
    clauses: impl FnOnce() -> (Clauses, &'a [Cell]),
    min_score: f32,
) -> Result<Match, f32> {
    let weights = &sieve.weights;
    let enough = |values: &Values| weights.log_odds(values) >= sieve.least;
    let tasks = (left as usize, right as usize);
    let (values, cells) = measure_where(meeting, tasks, near, most, clauses, enough).ok_or(0.0f32)?;
    let score = score_of(meeting.corpus, weights, &values, left, right);
    if score < min_score {
        return Err(score);
    }
    let evidence = evidence(meeting, tasks.0, tasks.1, cells);
    let place = |task: u32, clause: u32| u16::try_from(clause - meeting.corpus.tasks[task as usize].clauses.start).ok();
    let meet = place(left, evidence.left).zip(place(right, evidence.right));
    Ok(Match { left, right, score: rounded(score), meet, added: weights.contributions(&values).map(cents) })
}

/// By left task, best first, then by right task.
pub fn order(a: &Match, b: &Match) -> Ordering {
    a.left.cmp(&b.left).then(b.score.total_cmp(&a.score)).then(a.right.cmp(&b.right))
}

#[cfg(test)]
mod tests;
