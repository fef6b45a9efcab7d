//! Evidence: the clause of either task that is shown for a match.
//!
//! In:  two tasks of a [`Meeting`] and how alike their clauses are.
//! Out: [`Evidence`], one clause of each: those of one indicator that both count in one measure, else those that speak most
//!      for one commitment.
//! Not here: the score; evidence is chosen for matches only and changes nothing in it.
//!
//! What speaks for two clauses was learnt from the clauses that readers named for 1,212 graded pairs: a choice among all pairs of
//! clauses of two tasks (conditional logit, `datasets/scripts/evidence.py`).

use super::concept::Breadth;
use super::corpus::{Corpus, breadth};
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
    let mut speaks: Vec<f32> = Vec::with_capacity(cells.len());
    for (row, x) in a.clauses.clone().enumerate() {
        for (column, y) in b.clauses.clone().enumerate() {
            let (x, y) = (corpus.wording(x), corpus.wording(y));
            let shorter = corpus.grams_in(x).len().min(corpus.grams_in(y).len()) + 1;
            let length = LOGS.get(shorter).copied().unwrap_or_else(|| (shorter as f32).ln());
            let late = row as f32 / a.clauses.len() as f32 + column as f32 / width as f32;
            let figures = if x.has_figure && y.has_figure { FIGURES } else { 0.0 };
            let Cell { vector, shared } = cells[row * width + column];
            let alike = VECTOR * vector + SHARED * shared / (shared + HALF_CHARS);
            speaks.push(alike + figures - EARLY * late + LENGTH * length);
        }
    }
    if shares_things {
        add_things(meeting, left, right, &mut speaks);
    }
    let best =
        speaks.iter().enumerate().fold((0, f32::MIN), |best, (at, &own)| if own > best.1 { (at, own) } else { best });
    Evidence { left: first.left + (best.0 / width) as u32, right: first.right + (best.0 % width) as u32 }
}

/// Adds what the things speak that both clauses of a pair name.
fn add_things(meeting: &Meeting<'_>, left: usize, right: usize, speaks: &mut [f32]) {
    let corpus = meeting.corpus;
    let (a, b) = (&corpus.tasks[left].clauses, &corpus.tasks[right].clauses);
    let place = |x: u32, y: u32| (x - a.start) as usize * b.len() + (y - b.start) as usize;
    // the rarest of each breadth only
    let mut named: Vec<(usize, bool, f32)> = Vec::new();
    for_shared(corpus.concepts_of(left), corpus.concepts_of(right), |x, y| {
        let breadth = breadth(x.what);
        if breadth != Breadth::Broad {
            named.push((place(x.clause, y.clause), breadth == Breadth::Specific, meeting.rare(x.what)));
        }
    });
    named.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    named.dedup_by_key(|(at, is_specific, _)| (*at, *is_specific));
    for (at, is_specific, rare) in named {
        speaks[at] += rare * if is_specific { SPECIFIC } else { FIELD };
    }
    let mut counted: Vec<usize> = Vec::new();
    for x in corpus.quantities_of(left).iter().filter(|quantity| quantity.id.is_some()) {
        let same = corpus.quantities_of(right).iter().filter(|y| y.id == x.id);
        counted.extend(same.map(|y| place(x.clause, y.clause)));
    }
    counted.sort_unstable();
    counted.dedup();
    for at in counted {
        speaks[at] += INDICATOR;
    }
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
