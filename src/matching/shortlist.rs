//! Shortlists: which pairs are worth scoring where there are too many tasks to score them all.
//!
//! In:  a [`Corpus`] and pairs of lists.
//! Out: the matches among each task's shortlist, and how many pairs were scored.
//!
//! A task names the tasks that hold a near neighbour of one of its clauses, by the kernel of [`super::candidate`], and those
//! that share an indicator, a concept or a quoted name with it; the ones with most in common are scored.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidate::{Docs, Neighbours, neighbours};
use super::concept::Breadth;
use super::corpus::{Corpus, breadth};
use super::meeting::{Meeting, Tables, crowd, stands_out};
use super::score::Weights;
use super::signal::at_most;
use super::{Match, Options, keep_best, log_odds_of, pair};
use crate::meter::Meter;

/// Neighbours of a wording, and how near they must be.
const NEIGHBOURS: usize = 24;
const FLOOR: f32 = 0.4;
/// The wordings near one wording nominate at most so many tasks; a concept, name or indicator fewer, because what very many
/// tasks share says little.
const CROWD: usize = 96;
const THING_CROWD: usize = 48;
/// Wordings whose words are worth less are templates and nominate nobody.
const LEAST_WORTH: f32 = 4.0;

/// Things that tasks share, each with the tasks that hold it.
#[derive(Default)]
struct Holders {
    starts: Vec<u32>,
    tasks: Vec<u32>,
}

impl Holders {
    /// From pairs of thing and task, in any order.
    fn new(mut held: Vec<(u32, u32)>, things: usize) -> Self {
        held.sort_unstable();
        held.dedup();
        let mut starts = vec![0; things + 1];
        for &(thing, _) in &held {
            starts[thing as usize + 1] += 1;
        }
        for thing in 0..things {
            starts[thing + 1] += starts[thing];
        }
        Self { starts, tasks: held.into_iter().map(|(_, task)| task).collect() }
    }

    fn of(&self, thing: u32) -> &[u32] {
        let thing = thing as usize;
        &self.tasks[self.starts[thing] as usize..self.starts[thing + 1] as usize]
    }
}

/// Everything that nominates.
struct Nominees {
    /// The vector of each wording, where it is worth anything.
    vector: Vec<Option<u32>>,
    near: Neighbours,
    wordings: Holders,
    /// Concepts, then names, then indicators.
    shared: Holders,
    names: u32,
    indicators: u32,
    /// The list of each task.
    lists: Vec<u32>,
}

impl Nominees {
    fn new(corpus: &Corpus) -> Self {
        let (mut docs, mut vector) = (Docs::default(), Vec::new());
        let mut row = Vec::new();
        for wording in &corpus.wordings {
            if wording.worth < LEAST_WORTH {
                vector.push(None);
                continue;
            }
            vector.push(Some(docs.len() as u32));
            row.clear();
            let worth = |word: &u32| corpus.worths[*word as usize] as f32;
            let norm = corpus.words_in(wording).iter().map(|word| worth(word).powi(2)).sum::<f32>().sqrt();
            row.extend(corpus.words_in(wording).iter().map(|word| (*word, worth(word) / norm)));
            docs.push(&row);
        }
        let names = super::concept::Concepts::all().len() as u32;
        let indicators = names + corpus.name_count() as u32;
        let things_of_all = indicators as usize + corpus.indicators.len();
        let (near, (wordings, shared)) = rayon::join(
            || neighbours(&docs, &docs, NEIGHBOURS, FLOOR),
            || {
                let (mut held, mut shared) = (Vec::new(), Vec::new());
                for task in 0..corpus.len() {
                    for clause in corpus.tasks[task].clauses.clone() {
                        let vector = vector[corpus.clauses[clause as usize].wording as usize];
                        held.extend(vector.map(|vector| (vector, task as u32)));
                    }
                    shared.extend(things(corpus, task, names, indicators).map(|thing| (thing, task as u32)));
                }
                (Holders::new(held, docs.len()), Holders::new(shared, things_of_all))
            },
        );
        let lists = corpus.tasks.iter().map(|task| task.list).collect();
        Self { vector, near, wordings, shared, names, indicators, lists }
    }

    /// The tasks worth scoring against one, in no order, among the lists on the other side.
    fn of(&self, corpus: &Corpus, task: usize, most: usize, desk: &mut Desk) -> Vec<u32> {
        let Desk { sums, reached, sides, .. } = desk;
        let mut add = |other: u32, more: f32| {
            let own = other as usize == task || sides[self.lists[other as usize] as usize] == Side::Apart;
            if !own {
                let sum = &mut sums[other as usize];
                if *sum == 0.0 {
                    reached.push(other);
                }
                *sum += more;
            }
        };
        for clause in corpus.tasks[task].clauses.clone() {
            let wording = corpus.clauses[clause as usize].wording as usize;
            let Some(vector) = self.vector[wording] else { continue };
            let worth = corpus.wordings[wording].worth;
            let trust = worth / (worth + LEAST_WORTH);
            let mut left = CROWD;
            for near in self.near.of(vector as usize) {
                let holders = self.wordings.of(near.right);
                for &other in window(holders, task, left) {
                    add(other, near.score * trust);
                }
                left = left.saturating_sub(holders.len());
                if left == 0 {
                    break;
                }
            }
        }
        for thing in things(corpus, task, self.names, self.indicators) {
            // what few tasks share says more
            let more = if thing < self.names && breadth(thing) == Breadth::Field { 0.3 } else { 0.6 };
            let holders = self.shared.of(thing);
            let rare = 1.0 / (1.0 + holders.len() as f32 / 500.0);
            for &other in window(holders, task, THING_CROWD) {
                add(other, more * (0.5 + 0.5 * rare));
            }
        }
        let mut best: Vec<(f32, u32)> = reached.iter().map(|&other| (sums[other as usize], other)).collect();
        for &other in reached.iter() {
            sums[other as usize] = 0.0;
        }
        reached.clear();
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if best.len() > most {
            best.select_nth_unstable_by(most, order);
            best.truncate(most);
        }
        best.into_iter().map(|(_, other)| other).collect()
    }
}

/// At most `most` holders, those around the task's own place: every task sees others than its neighbours do.
fn window(holders: &[u32], task: usize, most: usize) -> &[u32] {
    let place = holders.partition_point(|&holder| (holder as usize) < task);
    let start = place.saturating_sub(most / 2).min(holders.len().saturating_sub(most));
    &holders[start..(start + most).min(holders.len())]
}

/// What one thread works with.
struct Desk {
    sums: Vec<f32>,
    reached: Vec<u32>,
    /// The list whose sides these are.
    list: Option<u32>,
    sides: Vec<Side>,
}

impl Desk {
    /// Takes up a task of a list; `others` are the lists on the other side of each list.
    fn turn_to(&mut self, list: u32, others: &[Vec<(u32, Side)>]) {
        if self.list != Some(list) {
            self.sides.fill(Side::Apart);
            for &(other, side) in &others[list as usize] {
                self.sides[other as usize] = side;
            }
            self.list = Some(list);
        }
    }
}

/// How another list stands to the list at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Apart,
    /// The list at hand is on the left.
    Right,
    Left,
}

/// The specific and field concepts, names and indicators of a task, by their numbers among the things shared.
fn things(corpus: &Corpus, task: usize, names: u32, indicators: u32) -> impl Iterator<Item = u32> {
    let concepts = corpus.concepts_of(task).iter().map(|mention| mention.what);
    let mut all: Vec<u32> = concepts.filter(|concept| breadth(*concept) != Breadth::Broad).collect();
    all.extend(corpus.names_of(task).iter().map(|name| names + name.what));
    all.extend(corpus.quantities_of(task).iter().filter_map(|quantity| quantity.id).map(|id| indicators + id));
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// The matches among all shortlists, and the number of pairs scored.
///
/// A task's nearest others in another list are those of its shortlist; what that lacks is taken for the usual, so scores
/// may be a little higher than where all pairs are scored.
pub(super) fn find(
    corpus: &Corpus,
    weights: &Weights,
    pairs: &[(u32, u32)],
    options: &Options,
    meter: &dyn Meter,
) -> (Vec<Match>, u64) {
    /// Pairs of lists whose matches stand in memory before those are dropped that cannot be among the best.
    const ROUND: usize = 4096;
    let mut named = named(corpus, pairs, options);
    let lists = |&(left, right): &(u32, u32)| (corpus.list(left as usize), corpus.list(right as usize));
    named.par_sort_unstable_by_key(|pair| (lists(pair), *pair));
    meter.begin(named.len() as u64);
    let groups: Vec<&[(u32, u32)]> = named.chunk_by(|a, b| lists(a) == lists(b)).collect();
    let mut rows: Vec<Match> = Vec::new();
    let mut limit = options.top.map_or(0, |top| top * corpus.len());
    for round in groups.chunks(ROUND) {
        let found: Vec<Vec<Match>> = round
            .par_iter()
            .map_init(
                || Tables::new(corpus),
                |tables, group| {
                    let (left, right) = lists(&group[0]);
                    let found = among(&Meeting::new(corpus, left, right, tables), group, weights, options.min_score);
                    meter.advance(group.len() as u64);
                    found
                },
            )
            .collect();
        rows.extend(found.into_iter().flatten());
        // what is not among the best by now will not be later
        if let Some(top) = options.top.filter(|_| rows.len() > limit && !options.one_to_one) {
            keep_best(&mut rows, corpus.len(), top);
            limit = limit.max(rows.len() * 3 / 2);
        }
    }
    (rows, named.len() as u64)
}

/// The matches among some pairs of two lists, which are each task's shortlist.
fn among(meeting: &Meeting<'_>, pairs: &[(u32, u32)], weights: &Weights, min_score: f32) -> Vec<Match> {
    let likeness: Vec<f32> =
        pairs.iter().map(|&(left, right)| meeting.likeness(left as usize, right as usize)).collect();
    let mut by_task: FxHashMap<u32, Vec<f32>> = FxHashMap::default();
    for (&(left, right), &likeness) in pairs.iter().zip(&likeness) {
        by_task.entry(left).or_default().push(likeness);
        by_task.entry(right).or_default().push(likeness);
    }
    let crowds: FxHashMap<u32, f32> =
        by_task.into_iter().map(|(task, likeness)| (task, crowd(likeness.into_iter()))).collect();
    let least = log_odds_of(min_score);
    let found = pairs.iter().zip(likeness).filter_map(|(&(left, right), likeness)| {
        let near = stands_out(likeness, crowds[&left], crowds[&right]);
        let most = at_most(meeting.corpus, left as usize, right as usize, near, likeness);
        if weights.log_odds(&most) < least {
            return None;
        }
        pair(meeting, weights, left, right, near, min_score)
    });
    found.collect()
}

/// The pairs that either task names, each once, in order.
fn named(corpus: &Corpus, pairs: &[(u32, u32)], options: &Options) -> Vec<(u32, u32)> {
    /// Tasks that one thread takes at a time: most of them are of one list.
    const PART: usize = 64;
    let nominees = Nominees::new(corpus);
    // where few matches are wanted, few need scoring: four more hold 99.9 % of the ten best
    let most = options.top.map_or(options.shortlist, |top| options.shortlist.min(top + 4));
    let lists = (0..corpus.len()).map(|task| corpus.list(task) as usize + 1).max().unwrap_or(0);
    let mut others: Vec<Vec<(u32, Side)>> = vec![Vec::new(); lists];
    for &(left, right) in pairs.iter().filter(|(left, right)| (*left.max(right) as usize) < lists) {
        others[right as usize].push((left, Side::Left));
        others[left as usize].push((right, Side::Right));
    }
    let tasks: Vec<u32> = (0..corpus.len() as u32).collect();
    let found: Vec<Vec<(u32, u32)>> = tasks
        .par_chunks(PART)
        .map_init(
            || Desk { sums: vec![0.0; corpus.len()], reached: Vec::new(), list: None, sides: vec![Side::Apart; lists] },
            |desk, part| {
                let mut rows = Vec::with_capacity(part.len() * most);
                for &one in part {
                    desk.turn_to(corpus.list(one as usize), &others);
                    for other in nominees.of(corpus, one as usize, most, desk) {
                        let side = desk.sides[nominees.lists[other as usize] as usize];
                        rows.push(if side == Side::Right { (one, other) } else { (other, one) });
                    }
                }
                rows
            },
        )
        .collect();
    let mut named = found.concat();
    named.par_sort_unstable();
    named.dedup();
    named
}
