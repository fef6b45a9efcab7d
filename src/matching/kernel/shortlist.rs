//! Shortlists: which pairs are worth scoring where there are too many tasks to score them all.
//!
//! In:  a [`Corpus`] and pairs of lists.
//! Out: the matches among each task's shortlist, and how many pairs were scored.
//!
//! A task names the tasks that hold a near neighbour of one of its clauses, by the kernels of [`super::candidate`] and
//! [`super::dense`], and those that share an indicator, a concept or a quoted name with it; the ones with most in common are
//! scored. Up to [`WHOLLY`] pairs, all tasks are held against each other by the vectors of whole tasks instead of clauses:
//! pairs that stand out are scored too, and a task's crowd in a list is filled up with what its nearest there lead to
//! expect. Above it the crowd is filled up with what tasks drawn from all lists lead to expect.
//!
//! Held against scoring all 540 million pairs of 206 reports (32,974 tasks, `all_pairs` raised): of 2.23 million matches 96.9 %
//! are found, of those of 0.9 and more 98.9 %, of those from 0.5 to 0.6 88.6 %; their scores are off by 0.007 in the mean, and
//! 1.6 % of what is found does not reach 0.5 where all is scored. Among 57 of these reports it was 99.1 %, 0.006 and 1.4 %; with
//! forty partners, a fixed crowd and no vectors 64.5 %, 0.034 and 4.1 %. Where `top` is small or there are more than [`WHOLLY`]
//! pairs this was not measured.
//!
use rayon::prelude::*;

use super::candidate::{Docs, Neighbours, neighbours};
use super::concept::Breadth;
use super::corpus::{Corpus, breadth};
use super::dense;
use super::meeting::{Meeting, RIGHTS, Tables, USUAL, stands_out};
use super::pile::Pile;
use super::signal::{Cell, Sieve};
use super::spread::{Likeness, Spread};
use super::usual::{Close, NONE, Usual, filled, keep};
use super::{Match, Options, ROUND, Settling, log_odds_of, pair};
use crate::meter::Meter;

/// Neighbours of a wording, and how near they must be.
const NEIGHBOURS: usize = 24;
const FLOOR: f32 = 0.4;
/// The wordings near one wording nominate at most so many tasks; a concept, name or indicator fewer, because what very many
/// tasks share says little.
const CROWD: usize = 96;
const THING_CROWD: usize = 48;
/// Up to so many pairs of tasks all are held against each other as wholes, some two seconds on two cores.
const WHOLLY: u64 = 600_000_000;
/// Up to so many wordings all are held against each other by meaning, some two seconds on two cores, and how near
/// neighbours must be.
const DENSE: usize = 32_768;
const DENSE_FLOOR: f32 = 0.6;
/// Wordings whose words are worth less are templates and nominate nobody.
const TEMPLATE: f32 = 4.0;

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
    /// As `near`, by meaning; or nothing.
    meant: Neighbours,
    wordings: Holders,
    /// Concepts, then names, then indicators.
    shared: Holders,
    /// The list of each task.
    lists: Vec<u32>,
}

impl Nominees {
    fn new(corpus: &Corpus, by_meaning: bool) -> Self {
        let (mut docs, mut vectors, mut vector) = (Docs::default(), Vec::new(), Vec::new());
        let mut row = Vec::new();
        for (wording, own) in corpus.wordings.iter().zip(&corpus.wording_vectors) {
            if wording.worth < TEMPLATE {
                vector.push(None);
                continue;
            }
            vector.push(Some(docs.len() as u32));
            row.clear();
            let worth = |word: &u32| corpus.worths[*word as usize] as f32;
            let norm = corpus.words_in(wording).iter().map(|word| worth(word).powi(2)).sum::<f32>().sqrt();
            row.extend(corpus.words_in(wording).iter().map(|word| (*word, worth(word) / norm)));
            docs.push(&row);
            vectors.push(*own);
        }
        let mut meant = Neighbours::default();
        if by_meaning && vectors.len() <= DENSE {
            meant = dense::neighbours(&vectors, NEIGHBOURS, DENSE_FLOOR);
        }
        drop(vectors);
        let (near, (wordings, shared)) = rayon::join(
            || neighbours(&docs, &docs, NEIGHBOURS, FLOOR),
            || {
                let (mut held, mut shared) = (Vec::new(), Vec::new());
                for task in 0..corpus.len() {
                    for clause in corpus.tasks[task].clauses.clone() {
                        let vector = vector[corpus.clauses[clause as usize].wording as usize];
                        held.extend(vector.map(|vector| (vector, task as u32)));
                    }
                    shared.extend(things(corpus, task).map(|thing| (thing, task as u32)));
                }
                (Holders::new(held, docs.len()), Holders::new(shared, corpus.thing_count()))
            },
        );
        let lists = corpus.tasks.iter().map(|task| task.list).collect();
        Self { vector, near, meant, wordings, shared, lists }
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
            let trust = worth / (worth + TEMPLATE);
            for neighbours in [self.near.of(vector as usize), self.meant.of(vector as usize)] {
                let mut left = CROWD;
                for near in neighbours {
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
        }
        for thing in things(corpus, task) {
            // what few tasks share says more
            let more = if thing < corpus.name_thing(0) && breadth(thing) == Breadth::Field { 0.3 } else { 0.6 };
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
fn things(corpus: &Corpus, task: usize) -> impl Iterator<Item = u32> {
    let is_broad = |thing: u32| thing < corpus.name_thing(0) && breadth(thing) == Breadth::Broad;
    corpus.things_of(task).into_iter().filter(move |thing| !is_broad(*thing))
}

/// Puts the matches among all shortlists on a pile, those of each pair of lists as they are settled; gives the number of pairs
/// scored.
///
/// A task's nearest others in another list are those of its shortlist; what that lacks is taken for the usual, so scores
/// may be a little higher than where all pairs are scored.
pub(super) fn find(settling: &Settling<'_>, pairs: &[(u32, u32)], pile: &mut Pile, meter: &dyn Meter) -> u64 {
    let Settling { corpus, weights, options, overrule } = *settling;
    let size = |&(left, right): &(u32, u32)| (corpus.tasks_of(left).len() * corpus.tasks_of(right).len()) as u64;
    let wholly = pairs.iter().map(size).sum::<u64>() <= WHOLLY;
    let named = named(corpus, pairs, options, !wholly);
    let usual = (!wholly).then(|| Usual::new(corpus));
    let lists = |&(left, right): &(u32, u32)| (corpus.list(left as usize), corpus.list(right as usize));
    meter.begin(named.len() as u64);
    let groups: Vec<&[(u32, u32)]> = named.chunk_by(|a, b| lists(a) == lists(b)).collect();
    let sieve = Sieve::new(weights, log_odds_of(options.min_score));
    let mut all_scored = 0;
    for round in groups.chunks(ROUND) {
        let bench = || Bench::new(corpus);
        let found = round.par_iter().map_init(bench, |bench, group| {
            let (found, scored) = among(corpus, group, usual.as_ref(), bench, &sieve, options.min_score);
            meter.advance(group.len() as u64);
            (settling.settle(lists(&group[0]), found), scored)
        });
        for (found, scored) in found.collect::<Vec<(Vec<Match>, u64)>>() {
            pile.add(&found);
            all_scored += scored;
        }
    }
    // no shortlist named a pair of these, but people did
    let mut unmet = overrule.about(corpus, pairs);
    unmet.retain(|own| !groups.iter().any(|group| lists(&group[0]) == *own));
    for own in unmet {
        pile.add(&settling.settle(own, Vec::new()));
    }
    all_scored
}

/// What one thread scores with; room that is used again.
struct Bench {
    tables: Tables,
    spread: Spread,
    /// For products, and for what clauses of pairs are like.
    room: Vec<i32>,
    cells: Vec<Cell>,
    pairs: Vec<(u32, u32)>,
    held: Vec<Held>,
    found: Vec<Match>,
}

/// A pair held against each other.
struct Held {
    likeness: Likeness,
    /// The places of the tasks in their lists.
    places: (u32, u32),
    /// Where its cells begin.
    cells: usize,
}

impl Bench {
    fn new(corpus: &Corpus) -> Self {
        Self {
            tables: Tables::new(corpus),
            spread: Spread::new(),
            room: Vec::new(),
            cells: Vec::new(),
            pairs: Vec::new(),
            held: Vec::new(),
            found: Vec::new(),
        }
    }
}

/// The matches among some pairs of two lists, by left task, which are each task's shortlist; and how many were scored.
fn among(
    corpus: &Corpus,
    named: &[(u32, u32)],
    usual: Option<&Usual>,
    bench: &mut Bench,
    sieve: &Sieve,
    min_score: f32,
) -> (Vec<Match>, u64) {
    let Bench { tables, spread, room, cells, pairs, held, found } = bench;
    let meeting = &Meeting::new(corpus, corpus.list(named[0].0 as usize), corpus.list(named[0].1 as usize), tables);
    spread.meet(meeting);
    let close = if usual.is_none() { Some(Close::new(meeting, room)) } else { None };
    either(named, close.as_ref().map_or(&[], |close| &close.pairs), pairs);
    let lists = [meeting.list(meeting.left), meeting.list(meeting.right)];
    let mut nearest = lists.map(|list| vec![NONE; list.tasks.len()]);
    held.clear();
    cells.clear();
    for own in pairs.chunk_by(|a, b| a.0 == b.0) {
        spread.turn_to(meeting, own[0].0 as usize);
        let left = lists[0].place(own[0].0).unwrap_or_default();
        for pair in own {
            let right = lists[1].place(pair.1).unwrap_or_default();
            let start = cells.len();
            let likeness = spread.likeness(meeting, pair.1 as usize, right, cells);
            keep(&mut nearest[0][left], likeness.whole);
            keep(&mut nearest[1][right], likeness.whole);
            held.push(Held { likeness, places: (left as u32, right as u32), cells: start });
        }
    }
    let crowds = |side: usize| {
        let usual = |place: usize| match (&close, usual) {
            (Some(close), _) => [&close.left, &close.right][side][place],
            (None, Some(usual)) => usual.of(lists[side].tasks[place], lists[1 - side].tasks.len()),
            (None, None) => USUAL,
        };
        let known = nearest[side].iter().enumerate();
        known.map(|(place, known)| if known[0] > NONE[0] { filled(known, usual(place)) } else { USUAL }).collect()
    };
    let (lefts, rights): (Vec<f32>, Vec<f32>) = (crowds(0), crowds(1));
    for (at, &(left, right)) in pairs.iter().enumerate() {
        let Held { likeness, places, cells: start } = &held[at];
        let near = stands_out(likeness.whole, lefts[places.0 as usize], rights[places.1 as usize]);
        let most = [likeness.clauses.chars, likeness.clauses.vectors];
        if !sieve.lets(corpus, (left as usize, right as usize), near, most) {
            continue;
        }
        let end = held.get(at + 1).map_or(cells.len(), |next| next.cells);
        let clauses = || (likeness.clauses, &cells[*start..end]);
        found.extend(pair(meeting, sieve, (left, right), near, most, clauses, min_score).ok());
    }
    let scored = pairs.len() as u64;
    // the room stays for the next lists
    let own = found.clone();
    found.clear();
    (own, scored)
}

/// The pairs that stand in one of two rows or in both; all ascend.
fn either(a: &[(u32, u32)], b: &[(u32, u32)], all: &mut Vec<(u32, u32)>) {
    all.clear();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        all.push(x.min(y));
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    all.extend_from_slice(&a[i..]);
    all.extend_from_slice(&b[j..]);
}

/// The pairs that either task names, each once, by their lists in the order that spares laying lists out.
fn named(corpus: &Corpus, pairs: &[(u32, u32)], options: &Options, by_meaning: bool) -> Vec<(u32, u32)> {
    /// Tasks that one thread takes at a time: most of them are of one list.
    const PART: usize = 64;
    let nominees = Nominees::new(corpus, by_meaning);
    // where few matches are wanted, few need scoring: four more hold 99.9 % of the ten best
    let most = options.top.map_or(options.shortlist, |top| options.shortlist.min(top + 4));
    let lists = (0..corpus.len()).map(|task| corpus.list(task) as usize + 1).max().unwrap_or(0);
    let mut others: Vec<Vec<(u32, Side)>> = vec![Vec::new(); lists];
    for &(left, right) in pairs.iter().filter(|(left, right)| (*left.max(right) as usize) < lists) {
        others[right as usize].push((left, Side::Left));
        others[left as usize].push((right, Side::Right));
    }
    let desk =
        || Desk { sums: vec![0.0; corpus.len()], reached: Vec::new(), list: None, sides: vec![Side::Apart; lists] };
    // room for all at once, because pieces put together would stand there twice
    const NOBODY: (u32, u32) = (u32::MAX, u32::MAX);
    let most = most.min(corpus.len()).max(1);
    let mut named = vec![NOBODY; corpus.len() * most];
    named.par_chunks_mut(PART * most).enumerate().for_each_init(desk, |desk, (part, rows)| {
        for (place, row) in rows.chunks_mut(most).enumerate() {
            let one = (part * PART + place) as u32;
            desk.turn_to(corpus.list(one as usize), &others);
            for (other, pair) in nominees.of(corpus, one as usize, most, desk).into_iter().zip(row) {
                let side = desk.sides[nominees.lists[other as usize] as usize];
                *pair = if side == Side::Right { (one, other) } else { (other, one) };
            }
        }
    });
    named.retain(|pair| *pair != NOBODY);
    named.par_sort_unstable_by_key(|pair| {
        let list = |task: u32| nominees.lists[task as usize];
        (list(pair.1) as usize / RIGHTS, list(pair.0), list(pair.1), *pair)
    });
    named.dedup();
    named
}
