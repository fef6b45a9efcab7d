//! Evidence: the clause of either task that is shown for a match.
//!
//! In:  two tasks of a [`Meeting`] and how alike their clauses are.
//! Out: [`Evidence`], one clause of each: those of one indicator that both count in one measure, else those that speak most
//!      for one commitment.
//! Not here: the score; evidence is chosen for matches only and changes nothing in it.
//!
//! What speaks for two clauses was learnt from the clauses that readers named for 1,212 graded pairs: a choice among all pairs of
//! clauses of two tasks (a conditional logit; `docs/matching.md`).

use super::concept::Breadth;
use super::corpus::{Corpus, Quantity, breadth};
use super::meeting::Meeting;
use super::signal::{Cell, HALF_CHARS, LOGS, clause_likeness, for_shared, same_indicator};

/// The clauses that meet, by their numbers in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) left: u32,
    pub(super) right: u32,
}

/// What the likeness of two clauses by meaning speaks for them, and what the character pairs do that both hold.
const VECTOR: f32 = 5.1;
const SHARED: f32 = 7.4;
/// The rarest concept that both name, by its breadth.
const SPECIFIC: f32 = 3.0;
const FIELD: f32 = 1.0;
/// One indicator, whatever the measure: firms are counted as 家 and as 户.
const INDICATOR: f32 = 2.0;
/// Both hold figures.
const FIGURES: f32 = 0.8;
/// How far either stands from the end of its task: what is promised comes first, what it is good for comes last.
const EARLY: f32 = 0.55;
/// The logarithm of the character pairs of the shorter clause: a long one shares much with everything.
const LENGTH: f32 = -0.5;

/// Where two tasks meet; `cells` as [`super::signal::clauses`] gives them.
pub(super) fn evidence(meeting: &Meeting<'_>, left: usize, right: usize, cells: &[Cell]) -> Evidence {
    let corpus = meeting.corpus;
    let (a, b) = (&corpus.tasks[left], &corpus.tasks[right]);
    let first = Evidence { left: a.clauses.start, right: b.clauses.start };
    if cells.len() == 1 {
        return first;
    }
    let shares_things = a.things & b.things != 0;
    if let Some(counted) = Some(()).filter(|()| shares_things).and_then(|()| counted(corpus, left, right)) {
        return counted;
    }
    let width = b.clauses.len();
    let mut best = (f32::MIN, first);
    for (row, left_clause) in a.clauses.clone().enumerate() {
        for (column, right_clause) in b.clauses.clone().enumerate() {
            let late = row as f32 / a.clauses.len() as f32 + column as f32 / width as f32;
            let mut speaks = likeness(corpus, left_clause, right_clause, cells[row * width + column]) - EARLY * late;
            if shares_things {
                speaks += things(meeting, (left, left_clause), (right, right_clause));
            }
            if speaks > best.0 {
                best = (speaks, Evidence { left: left_clause, right: right_clause });
            }
        }
    }
    best.1
}

/// What the words of two clauses speak for them.
fn likeness(corpus: &Corpus, left: u32, right: u32, cell: Cell) -> f32 {
    let (x, y) = (corpus.wording(left), corpus.wording(right));
    let shorter = corpus.grams_in(x).len().min(corpus.grams_in(y).len()) + 1;
    let length = LOGS.get(shorter).copied().unwrap_or_else(|| (shorter as f32).ln());
    let figures = if x.has_figure && y.has_figure { FIGURES } else { 0.0 };
    VECTOR * cell.vector + SHARED * cell.shared / (cell.shared + HALF_CHARS) + figures + LENGTH * length
}

/// What the concepts and indicators speak that a clause of either task names.
fn things(meeting: &Meeting<'_>, (left, left_clause): (usize, u32), (right, right_clause): (usize, u32)) -> f32 {
    let corpus = meeting.corpus;
    let (mut specific, mut field) = (0.0f32, 0.0f32);
    for_shared(corpus.concepts_of(left), corpus.concepts_of(right), |x, y| {
        if (x.clause, y.clause) == (left_clause, right_clause) {
            match breadth(x.what) {
                Breadth::Specific => specific = specific.max(meeting.rare(x.what)),
                Breadth::Field => field = field.max(meeting.rare(x.what)),
                Breadth::Broad => (),
            }
        }
    });
    let own = corpus.quantities_of(left).iter().filter(|x| x.clause == left_clause && x.id.is_some());
    let counts = |x: &Quantity| corpus.quantities_of(right).iter().any(|y| y.clause == right_clause && y.id == x.id);
    let indicator = if own.into_iter().any(counts) { INDICATOR } else { 0.0 };
    SPECIFIC * specific + FIELD * field + indicator
}

/// The clauses of one canonical indicator that both tasks count in one measure.
fn counted(corpus: &Corpus, left: usize, right: usize) -> Option<Evidence> {
    let (a, b) = same_indicator(corpus, left, right)?;
    let (x, y) = (&corpus.quantities_of(left)[a], &corpus.quantities_of(right)[b]);
    (x.id.is_some() && x.id == y.id).then_some(Evidence { left: x.clause, right: y.clause })
}

/// The clauses of two tasks that are most alike whatever the lists.
pub(super) fn nearest_clauses(corpus: &Corpus, left: usize, right: usize) -> Evidence {
    let (a, b) = (&corpus.tasks[left], &corpus.tasks[right]);
    let pairs = a.clauses.clone().flat_map(|left| b.clauses.clone().map(move |right| Evidence { left, right }));
    let first = Evidence { left: a.clauses.start, right: b.clauses.start };
    let likeness = |pair: Evidence| (clause_likeness(corpus, pair.left, pair.right), pair);
    pairs.map(likeness).reduce(|best, next| if next.0 > best.0 { next } else { best }).map_or(first, |(_, pair)| pair)
}
