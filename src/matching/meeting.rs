//! Meeting: two lists, and what words, character pairs and near neighbours are worth between them.
//!
//! In:  a [`Corpus`] and two of its lists.
//! Out: a [`Meeting`]: worths by how many tasks of the two lists hold a thing; a [`Nearness`]: how much nearer two tasks are
//!      than either is to its nearest others.
//!
//! Nothing here hangs on other lists, and turning the lists round changes nothing. Sums are of whole numbers, so that their
//! order changes nothing either.

use std::ops::Range;

use rayon::prelude::*;

use super::background::PARTS_OF_WORTH;
use super::corpus::{Corpus, LEAST_WORTH, List, Wording, as_usize, cosine};

/// How much more a word may be worth than its rarity between two lists says: a word of few tasks may still be common
/// elsewhere, a word of many is common here.
const PLUS: f32 = 0.25;
/// Two lists of fewer tasks than this together are read as if others stood beside them that hold nothing: in two lists of one
/// task each nothing would be rare.
const FEWEST: usize = 60;
/// Neighbours whose nearness a task's own is held against.
pub(super) const CROWD: usize = 5;
/// What a neighbour that a short list does not have is taken for: the mean over lists of work reports.
const USUAL: f32 = 1.9;
/// What the likeness of whole tasks counts beside that of their best clauses.
const WHOLE: f32 = 2.0;

/// How many tasks of the two lists at hand hold each word and character pair; used again for the next two lists.
#[derive(Debug)]
pub(super) struct Tables {
    words: Vec<u32>,
    grams: Vec<u32>,
}

impl Tables {
    pub(super) fn new(corpus: &Corpus) -> Self {
        Self { words: vec![0; corpus.words.len()], grams: vec![0; corpus.gram_count] }
    }
}

/// Two lists that are compared.
pub(super) struct Meeting<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) left: u32,
    pub(super) right: u32,
    tables: &'a Tables,
    /// By how many tasks hold a thing: the log of how rare it is, in 256ths.
    rarity: Vec<u32>,
}

impl<'a> Meeting<'a> {
    pub(super) fn new(corpus: &'a Corpus, left: u32, right: u32, tables: &'a mut Tables) -> Self {
        let (a, b) = (&corpus.lists[left as usize], &corpus.lists[right as usize]);
        fill(&mut tables.words, &a.words, &b.words, left == right);
        fill(&mut tables.grams, &a.grams, &b.grams, left == right);
        let tasks = if left == right { a.tasks.len() } else { a.tasks.len() + b.tasks.len() };
        let rarity = (0..=tasks).map(|held| (rarity(tasks.max(FEWEST), held) * PARTS_OF_WORTH) as u32).collect();
        Self { corpus, left, right, tables: &*tables, rarity }
    }

    fn list(&self, list: u32) -> &'a List {
        &self.corpus.lists[list as usize]
    }

    /// What a word is worth between the two lists, in 256ths.
    #[inline]
    pub(super) fn word(&self, word: u32) -> u32 {
        let here = self.rarity[self.tables.words[word as usize] as usize] + (PLUS * PARTS_OF_WORTH) as u32;
        self.corpus.worths[word as usize].min(here)
    }

    /// What a character pair is worth.
    #[inline]
    fn gram(&self, gram: u32) -> u32 {
        self.rarity[self.tables.grams[gram as usize] as usize].max((LEAST_WORTH * PARTS_OF_WORTH) as u32)
    }

    fn grams(&self, grams: &[u32]) -> u32 {
        grams.iter().map(|gram| self.gram(*gram)).sum()
    }

    /// What is shared by both, in 256ths.
    fn shared(&self, a: &[u32], b: &[u32], worth: impl Fn(&Self, u32) -> u32) -> u32 {
        let mut sum = 0;
        for_shared(a, b, |what| sum += worth(self, what));
        sum
    }

    /// Worth of the words that both tasks hold.
    pub(super) fn shared_words(&self, left: usize, right: usize) -> f32 {
        let shared = self.shared(self.corpus.words_of(left), self.corpus.words_of(right), Self::word);
        shared as f32 / PARTS_OF_WORTH
    }

    /// How rare a thing is that so many tasks of either list hold, as a share of what there could be; at most 1, so that no
    /// thing decides alone.
    pub(super) fn rare(&self, what: u32, things: impl Fn(&List) -> &[(u32, u32)]) -> f32 {
        /// Rarity from which on a thing says all.
        const ALL: f32 = 5.0;
        let held = |list: &'a List| {
            let things = things(list);
            things.binary_search_by_key(&what, |(own, _)| *own).map_or(0, |at| things[at].1)
        };
        let (left, right) = (self.list(self.left), self.list(self.right));
        let held = if self.left == self.right { held(left) } else { held(left) + held(right) };
        (self.rarity[held as usize] as f32 / PARTS_OF_WORTH / ALL).min(1.0)
    }

    /// How alike two clauses are by characters: twice what they share over what they hold, and what they share.
    pub(super) fn characters(&self, x: &Wording, y: &Wording) -> (f32, f32) {
        let (x, y) = (self.corpus.grams_in(x), self.corpus.grams_in(y));
        let shared = self.shared(x, y, Self::gram);
        (dice(shared, self.grams(x), self.grams(y)), shared as f32 / PARTS_OF_WORTH)
    }

    /// How alike two tasks are: their best clauses and both as wholes.
    pub(super) fn likeness(&self, left: usize, right: usize) -> f32 {
        let corpus = self.corpus;
        let (a, b) = (&corpus.tasks[left], &corpus.tasks[right]);
        let mut best = 0.0f32;
        for x in a.clauses.clone() {
            let own = corpus.grams_in(corpus.wording(x));
            let sum = self.grams(own);
            for y in b.clauses.clone() {
                let other = corpus.grams_in(corpus.wording(y));
                let shared = self.shared(own, other, Self::gram);
                let meet = cosine(corpus.vector(x), corpus.vector(y)) + dice(shared, sum, self.grams(other));
                best = best.max(meet);
            }
        }
        let (x, y) = (corpus.grams_of(left), corpus.grams_of(right));
        let characters = dice(self.shared(x, y, Self::gram), self.grams(x), self.grams(y));
        together(best, cosine(&corpus.task_vectors[left], &corpus.task_vectors[right]), characters)
    }

    /// How near all tasks are to each other.
    pub(super) fn nearness(&self) -> Nearness {
        let side = Side::new(self);
        let lefts = &self.list(self.left).tasks;
        let width = self.list(self.right).tasks.len();
        let mut likeness = vec![0.0f32; lefts.len() * width];
        if width > 0 {
            likeness
                .par_chunks_mut(width)
                .zip(lefts)
                .for_each_init(|| Desk::new(&side), |desk, (row, &task)| side.row(self, task as usize, desk, row));
        }
        let left_crowd = likeness.par_chunks(width.max(1)).map(|row| crowd(row.iter().copied())).collect();
        let column = |at: usize| likeness[at..].iter().copied().step_by(width);
        let right_crowd = (0..width).into_par_iter().map(|at| crowd(column(at))).collect();
        Nearness { width, likeness, left_crowd, right_crowd }
    }

    /// How near one task of the left list is to all of the right.
    pub(super) fn row(&self, task: usize) -> Vec<f32> {
        let side = Side::new(self);
        let mut row = vec![0.0; self.list(self.right).tasks.len()];
        side.row(self, task, &mut Desk::new(&side), &mut row);
        row
    }
}

/// Counts of the things of two lists, whatever stood there before.
fn fill(counts: &mut [u32], left: &[(u32, u32)], right: &[(u32, u32)], same: bool) {
    for (what, _) in right {
        counts[*what as usize] = 0;
    }
    for (what, held) in left {
        counts[*what as usize] = *held;
    }
    for (what, held) in right.iter().filter(|_| !same) {
        counts[*what as usize] += held;
    }
}

/// The log of how rare a thing is that so many of all tasks hold.
fn rarity(tasks: usize, held: usize) -> f32 {
    ((tasks as f32 + 1.0) / (held as f32 + 1.0)).ln()
}

fn for_shared(a: &[u32], b: &[u32], mut call: impl FnMut(u32)) {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        if x == y {
            call(x);
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
}

#[inline]
fn dice(shared: u32, a: u32, b: u32) -> f32 {
    2.0 * shared as f32 / (a + b).max(1) as f32
}

#[inline]
fn together(clauses: f32, vectors: f32, characters: f32) -> f32 {
    clauses + WHOLE * (vectors + characters)
}

/// The mean of the greatest likenesses; what a short list lacks is taken for the usual.
pub(super) fn crowd(likeness: impl Iterator<Item = f32>) -> f32 {
    let mut best = [f32::MIN; CROWD];
    let mut number = 0;
    for value in likeness {
        number += 1;
        if value > best[CROWD - 1] {
            best[CROWD - 1] = value;
            best.sort_by(|a, b| b.total_cmp(a));
        }
    }
    let own: f32 = best.iter().take(number).sum();
    (own + USUAL * CROWD.saturating_sub(number) as f32) / CROWD as f32
}

/// How near all tasks of two lists are.
pub(super) struct Nearness {
    width: usize,
    likeness: Vec<f32>,
    left_crowd: Vec<f32>,
    right_crowd: Vec<f32>,
}

impl Nearness {
    /// How alike two tasks are, by their places in their lists.
    #[inline]
    pub(super) fn likeness(&self, left: usize, right: usize) -> f32 {
        self.likeness[left * self.width + right]
    }

    /// How much more alike two tasks are than either is to its nearest others, by their places in their lists.
    #[inline]
    pub(super) fn of(&self, left: usize, right: usize) -> f32 {
        stands_out(self.likeness(left, right), self.left_crowd[left], self.right_crowd[right])
    }
}

#[inline]
pub(super) fn stands_out(likeness: f32, left_crowd: f32, right_crowd: f32) -> f32 {
    likeness - (left_crowd + right_crowd) / 2.0
}

/// The right list turned round: for each character pair the clauses and tasks that hold it.
struct Side {
    tasks: Vec<u32>,
    /// For each task of the list its clauses, counted through the list.
    clauses: Vec<Range<usize>>,
    /// Numbers of the clauses in the corpus.
    clause: Vec<u32>,
    clause_sums: Vec<u32>,
    task_sums: Vec<u32>,
    /// For each character pair: where its holders begin among those of clauses and of tasks.
    heads: Vec<(u32, u32)>,
    clause_holders: Vec<u32>,
    task_holders: Vec<u32>,
}

/// What one thread works with.
struct Desk {
    by_clause: Vec<u32>,
    by_task: Vec<u32>,
    best: Vec<f32>,
}

impl Desk {
    fn new(side: &Side) -> Self {
        Self {
            by_clause: vec![0; side.clause.len()],
            by_task: vec![0; side.tasks.len()],
            best: vec![0.0; side.tasks.len()],
        }
    }
}

impl Side {
    fn new(meeting: &Meeting<'_>) -> Self {
        let corpus = meeting.corpus;
        let tasks = meeting.list(meeting.right).tasks.clone();
        let (mut clauses, mut clause) = (Vec::with_capacity(tasks.len()), Vec::new());
        for &task in &tasks {
            let first = clause.len();
            clause.extend(corpus.tasks[task as usize].clauses.clone());
            clauses.push(first..clause.len());
        }
        let of_clause = |clause: &u32| corpus.grams_in(corpus.wording(*clause));
        let of_task = |task: &u32| corpus.grams_of(*task as usize);
        let mut heads = vec![(0u32, 0u32); corpus.gram_count + 1];
        for gram in clause.iter().flat_map(of_clause) {
            heads[*gram as usize + 1].0 += 1;
        }
        for gram in tasks.iter().flat_map(of_task) {
            heads[*gram as usize + 1].1 += 1;
        }
        for gram in 0..corpus.gram_count {
            heads[gram + 1].0 += heads[gram].0;
            heads[gram + 1].1 += heads[gram].1;
        }
        let mut next = heads.clone();
        let mut clause_holders = vec![0; heads[corpus.gram_count].0 as usize];
        for (at, clause) in clause.iter().enumerate() {
            for gram in of_clause(clause) {
                let place = &mut next[*gram as usize].0;
                clause_holders[*place as usize] = at as u32;
                *place += 1;
            }
        }
        let mut task_holders = vec![0; heads[corpus.gram_count].1 as usize];
        for (at, task) in tasks.iter().enumerate() {
            for gram in of_task(task) {
                let place = &mut next[*gram as usize].1;
                task_holders[*place as usize] = at as u32;
                *place += 1;
            }
        }
        Self {
            clause_sums: clause.iter().map(|clause| meeting.grams(of_clause(clause))).collect(),
            task_sums: tasks.iter().map(|task| meeting.grams(of_task(task))).collect(),
            tasks,
            clauses,
            clause,
            heads,
            clause_holders,
            task_holders,
        }
    }

    /// [`Meeting::likeness`] of one left task and every right one.
    fn row(&self, meeting: &Meeting<'_>, left: usize, desk: &mut Desk, row: &mut [f32]) {
        let corpus = meeting.corpus;
        desk.best.fill(0.0);
        for x in as_usize(&corpus.tasks[left].clauses) {
            let x = x as u32;
            let grams = corpus.grams_in(corpus.wording(x));
            let sum = meeting.grams(grams);
            desk.by_clause.fill(0);
            for &gram in grams {
                let worth = meeting.gram(gram);
                let holders = self.heads[gram as usize].0 as usize..self.heads[gram as usize + 1].0 as usize;
                for &holder in &self.clause_holders[holders] {
                    desk.by_clause[holder as usize] += worth;
                }
            }
            let vector = corpus.vector(x);
            for (best, clauses) in desk.best.iter_mut().zip(&self.clauses) {
                for y in clauses.clone() {
                    let characters = dice(desk.by_clause[y], sum, self.clause_sums[y]);
                    *best = best.max(cosine(vector, corpus.vector(self.clause[y])) + characters);
                }
            }
        }
        let grams = corpus.grams_of(left);
        let sum = meeting.grams(grams);
        desk.by_task.fill(0);
        for &gram in grams {
            let worth = meeting.gram(gram);
            let holders = self.heads[gram as usize].1 as usize..self.heads[gram as usize + 1].1 as usize;
            for &holder in &self.task_holders[holders] {
                desk.by_task[holder as usize] += worth;
            }
        }
        let vector = &corpus.task_vectors[left];
        for (at, value) in row.iter_mut().enumerate() {
            let characters = dice(desk.by_task[at], sum, self.task_sums[at]);
            let vectors = cosine(vector, &corpus.task_vectors[self.tasks[at] as usize]);
            *value = together(desk.best[at], vectors, characters);
        }
    }
}
