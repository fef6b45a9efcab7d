//! Evidence: the clause of either task that is shown for a match.
//!
//! In:  two tasks of a [`Meeting`] and how alike their clauses are.
//! Out: [`Evidence`], one clause of each: those of one indicator that both count in one measure, else those that speak most
//!      for one commitment.
//! Not here: the score; evidence is chosen for matches only and changes nothing in it.
//!
//! What speaks for two clauses was learnt from those that readers named for 1,058 pairs: a choice among all pairs
//! of clauses of two tasks (a conditional logit; `docs/matching.md`).

use super::concept::Breadth;
use super::corpus::{Corpus, breadth};
use super::meeting::Meeting;
use super::signal::{Cell, clause_likeness, for_shared, same_indicator};

/// The clauses that meet, by their numbers in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) left: u32,
    pub(super) right: u32,
}

/// What the likeness of two clauses by meaning and by characters speaks for them.
const VECTOR: f32 = 5.9;
const DICE: f32 = 7.0;
/// The rarest concept that both name, by its breadth.
const SPECIFIC: f32 = 3.2;
const FIELD: f32 = 1.0;
/// One indicator, whatever the measure: firms are counted as 家 and as 户.
const INDICATOR: f32 = 2.6;
/// How far either stands from the beginning of its task: what is promised comes first, what it is good for comes last.
const LATE: f32 = -0.6;

/// Where two tasks meet; `cells` as [`super::signal::clauses`] gives them.
pub(super) fn evidence(meeting: &Meeting<'_>, left: usize, right: usize, cells: &[Cell]) -> Evidence {
    let corpus = meeting.corpus;
    let (a, b) = (&corpus.tasks[left], &corpus.tasks[right]);
    let first = Evidence { left: a.clauses.start, right: b.clauses.start };
    if cells.len() == 1 {
        return first;
    }
    let shares_things = a.things & b.things != 0;
    if shares_things && let Some(counted) = counted(corpus, left, right) {
        return counted;
    }
    let width = b.clauses.len();
    let things = if shares_things { things(meeting, left, right, cells.len()) } else { Vec::new() };
    let mut best = (f32::MIN, first);
    for (row, left_clause) in a.clauses.clone().enumerate() {
        for (column, right_clause) in b.clauses.clone().enumerate() {
            let at = row * width + column;
            let late = row as f32 / a.clauses.len() as f32 + column as f32 / width as f32;
            let [specific, field, indicator] = things.get(at).copied().unwrap_or_default();
            let alike = VECTOR * cells[at].vector + DICE * cells[at].dice;
            let named = SPECIFIC * specific + FIELD * field + INDICATOR * indicator;
            let speaks = alike + named + LATE * late;
            if speaks > best.0 {
                best = (speaks, Evidence { left: left_clause, right: right_clause });
            }
        }
    }
    best.1
}

/// For every two clauses, by the left one, then by the right one: how rare the rarest specific and field concepts are that both
/// name, and whether both count one indicator.
fn things(meeting: &Meeting<'_>, left: usize, right: usize, cells: usize) -> Vec<[f32; 3]> {
    let corpus = meeting.corpus;
    let (a, b) = (&corpus.tasks[left].clauses, &corpus.tasks[right].clauses);
    let place = |x: u32, y: u32| (x - a.start) as usize * b.len() + (y - b.start) as usize;
    let mut things = vec![[0.0f32; 3]; cells];
    for_shared(corpus.concepts_of(left), corpus.concepts_of(right), |x, y| {
        let kind = match breadth(x.what) {
            Breadth::Specific => 0,
            Breadth::Field => 1,
            Breadth::Broad => return,
        };
        let most = &mut things[place(x.clause, y.clause)][kind];
        *most = most.max(meeting.rare(x.what));
    });
    for x in corpus.quantities_of(left).iter().filter(|x| x.id.is_some()) {
        for y in corpus.quantities_of(right).iter().filter(|y| y.id == x.id) {
            things[place(x.clause, y.clause)][2] = 1.0;
        }
    }
    things
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
