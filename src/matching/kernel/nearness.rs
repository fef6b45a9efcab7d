//! Nearness: how near all tasks of two lists are to each other, every pair looked at.
//!
//! In:  a [`Meeting`].
//! Out: a [`Nearness`]: how much more alike two tasks are than either is to its nearest others, and the most that signals of
//!      their clauses come to.
//!
//! The right list is turned round, so that a left clause is held against all right ones at once.

use std::ops::Range;

use rayon::prelude::*;

use super::dense::{Vector, cosine, cosine_of, products};
use super::meeting::{Meeting, USUAL, crowd, dice, greater, stands_out, together, worth};
#[cfg(doc)]
use super::signal::Signal;
use super::signal::backed;

impl Meeting<'_> {
    /// How near all tasks are to each other.
    pub(super) fn nearness(&self) -> Nearness {
        let side = Side::new(self);
        let lefts = &self.list(self.left).tasks;
        let width = self.list(self.right).tasks.len();
        let mut likeness = vec![0.0f32; lefts.len() * width];
        let mut most = vec![[0u8; 2]; lefts.len() * width];
        if width > 0 {
            let rows = likeness.par_chunks_mut(width).zip(most.par_chunks_mut(width)).zip(lefts);
            rows.for_each_init(
                || Desk::new(&side),
                |desk, ((row, most), &task)| side.row(self, task as usize, desk, row, most),
            );
        }
        let left_crowd = likeness.par_chunks(width.max(1)).map(|row| crowd(row.iter().copied(), USUAL)).collect();
        let column = |at: usize| likeness[at..].iter().copied().step_by(width);
        let right_crowd = (0..width).into_par_iter().map(|at| crowd(column(at), USUAL)).collect();
        Nearness { width, likeness, most, left_crowd, right_crowd }
    }

    /// How near one task of the left list is to all of the right.
    pub(super) fn row(&self, task: usize) -> Vec<f32> {
        let side = Side::new(self);
        let width = self.list(self.right).tasks.len();
        let (mut row, mut most) = (vec![0.0; width], vec![[0; 2]; width]);
        side.row(self, task, &mut Desk::new(&side), &mut row, &mut most);
        row
    }
}

/// How near all tasks of two lists are.
pub(super) struct Nearness {
    width: usize,
    likeness: Vec<f32>,
    /// The most that two clauses of the tasks have of [`Signal::ClauseChars`] and of [`Signal::ClauseVectors`], in steps.
    most: Vec<[u8; 2]>,
    left_crowd: Vec<f32>,
    right_crowd: Vec<f32>,
}

impl Nearness {
    /// The most that two tasks have of [`Signal::ClauseChars`] and of [`Signal::ClauseVectors`], or a little more.
    #[inline]
    pub(super) fn most(&self, left: usize, right: usize) -> [f32; 2] {
        self.most[left * self.width + right].map(|steps| f32::from(steps) / STEPS)
    }

    /// How much more alike two tasks are than either is to its nearest others, by their places in their lists.
    #[inline]
    pub(super) fn of(&self, left: usize, right: usize) -> f32 {
        stands_out(self.likeness[left * self.width + right], self.left_crowd[left], self.right_crowd[right])
    }
}

/// Steps from 0 to 1 in which it is kept what signals come to at most.
const STEPS: f32 = 254.0;

/// So many steps that a value is below them.
#[inline]
fn steps(value: f32) -> u8 {
    (value * STEPS) as u8 + 1
}

/// The right list turned round: for each character pair the clauses and tasks that hold it.
struct Side {
    tasks: Vec<u32>,
    /// For each task of the list its clauses, counted through the list.
    clauses: Vec<Range<usize>>,
    /// Of each clause its vector and what its character pairs are worth.
    vectors: Vec<Vector>,
    clause_sums: Vec<u32>,
    task_sums: Vec<u32>,
    /// For each character pair of the corpus its place among those of the list, from 1; 0 where the list does not hold it.
    places: Vec<u32>,
    /// For each of these: where its holders begin among those of clauses and of tasks.
    heads: Vec<(u32, u32)>,
    clause_holders: Vec<u32>,
    task_holders: Vec<u32>,
}

/// What one thread works with.
struct Desk {
    /// Of one left clause and each right one.
    shared: Vec<u32>,
    products: Vec<i32>,
    /// The greatest of any left clause and each right one: both likenesses together, by characters, by vectors.
    meet: Vec<f32>,
    chars: Vec<f32>,
    vectors: Vec<f32>,
    by_task: Vec<u32>,
}

impl Desk {
    fn new(side: &Side) -> Self {
        let clauses = side.vectors.len();
        Self {
            shared: vec![0; clauses],
            products: vec![0; clauses],
            meet: vec![0.0; clauses],
            chars: vec![0.0; clauses],
            vectors: vec![0.0; clauses],
            by_task: vec![0; side.tasks.len()],
        }
    }
}

impl Side {
    fn new(meeting: &Meeting<'_>) -> Self {
        let corpus = meeting.corpus;
        let list = meeting.list(meeting.right);
        let tasks = list.tasks.clone();
        let (mut clauses, mut clause) = (Vec::with_capacity(tasks.len()), Vec::new());
        for &task in &tasks {
            let first = clause.len();
            clause.extend(corpus.tasks[task as usize].clauses.clone());
            clauses.push(first..clause.len());
        }
        let of_clause = |clause: &u32| corpus.grams_in(corpus.wording(*clause));
        let of_task = |task: &u32| corpus.grams_of(*task as usize);
        let mut places = vec![0; corpus.gram_count];
        for (at, (gram, _)) in list.grams.iter().enumerate() {
            places[*gram as usize] = at as u32 + 1;
        }
        // one more before and after, so that the end of one is the start of the next
        let mut heads = vec![(0u32, 0u32); list.grams.len() + 2];
        for gram in clause.iter().flat_map(of_clause) {
            heads[places[*gram as usize] as usize + 1].0 += 1;
        }
        for gram in tasks.iter().flat_map(of_task) {
            heads[places[*gram as usize] as usize + 1].1 += 1;
        }
        for at in 1..heads.len() {
            heads[at].0 += heads[at - 1].0;
            heads[at].1 += heads[at - 1].1;
        }
        let mut next = heads.clone();
        let (clause_count, task_count) = heads[heads.len() - 1];
        let mut clause_holders = vec![0; clause_count as usize];
        for (at, clause) in clause.iter().enumerate() {
            for gram in of_clause(clause) {
                let place = &mut next[places[*gram as usize] as usize].0;
                clause_holders[*place as usize] = at as u32;
                *place += 1;
            }
        }
        let mut task_holders = vec![0; task_count as usize];
        for (at, task) in tasks.iter().enumerate() {
            for gram in of_task(task) {
                let place = &mut next[places[*gram as usize] as usize].1;
                task_holders[*place as usize] = at as u32;
                *place += 1;
            }
        }
        Self {
            vectors: clause.iter().map(|clause| *corpus.vector(*clause)).collect(),
            clause_sums: clause.iter().map(|clause| meeting.grams(of_clause(clause))).collect(),
            task_sums: tasks.iter().map(|task| meeting.grams(of_task(task))).collect(),
            tasks,
            clauses,
            places,
            heads,
            clause_holders,
            task_holders,
        }
    }

    /// The place of a character pair that the list holds.
    #[inline]
    fn place(&self, gram: u32) -> Option<usize> {
        let place = self.places[gram as usize] as usize;
        (place > 0).then_some(place)
    }

    /// [`Meeting::likeness`] of one left task and every right one, and what [`Nearness::most`] tells.
    fn row(&self, meeting: &Meeting<'_>, left: usize, desk: &mut Desk, row: &mut [f32], most: &mut [[u8; 2]]) {
        let corpus = meeting.corpus;
        for most in [&mut desk.meet, &mut desk.chars, &mut desk.vectors] {
            most.fill(0.0);
        }
        for x in corpus.tasks[left].clauses.clone() {
            self.clause(meeting, x, desk);
        }
        let grams = corpus.grams_of(left);
        let sum = meeting.grams(grams);
        desk.by_task.fill(0);
        for (gram, place) in grams.iter().filter_map(|gram| Some((*gram, self.place(*gram)?))) {
            let worth = meeting.gram(gram);
            for &holder in &self.task_holders[self.heads[place].1 as usize..self.heads[place + 1].1 as usize] {
                desk.by_task[holder as usize] += worth;
            }
        }
        let vector = corpus.task_vector(left);
        for (at, (value, most)) in row.iter_mut().zip(most).enumerate() {
            let best = |of: &[f32]| of[self.clauses[at].clone()].iter().fold(0.0, |best, own| greater(*own, best));
            let characters = dice(desk.by_task[at], sum, self.task_sums[at]);
            let vectors = cosine(vector, corpus.task_vector(self.tasks[at] as usize));
            *value = together(best(&desk.meet), vectors, characters);
            *most = [steps(best(&desk.chars)), steps(best(&desk.vectors))];
        }
    }

    /// Holds one left clause against every right one.
    fn clause(&self, meeting: &Meeting<'_>, clause: u32, desk: &mut Desk) {
        let corpus = meeting.corpus;
        let grams = corpus.grams_in(corpus.wording(clause));
        let own = meeting.grams(grams);
        desk.shared.fill(0);
        for (gram, place) in grams.iter().filter_map(|gram| Some((*gram, self.place(*gram)?))) {
            let worth = meeting.gram(gram);
            for &holder in &self.clause_holders[self.heads[place].0 as usize..self.heads[place + 1].0 as usize] {
                desk.shared[holder as usize] += worth;
            }
        }
        products(corpus.vector(clause), &self.vectors, &mut desk.products);
        let number = self.clause_sums.len();
        let (shared, products) = (&desk.shared[..number], &desk.products[..number]);
        let (meet, chars) = (&mut desk.meet[..number], &mut desk.chars[..number]);
        let all_vectors = &mut desk.vectors[..number];
        for (at, &sum) in self.clause_sums.iter().enumerate() {
            let (vectors, dice) = (cosine_of(products[at]), dice(shared[at], own, sum));
            meet[at] = greater(vectors + dice, meet[at]);
            chars[at] = greater(backed(dice, worth(shared[at])), chars[at]);
            all_vectors[at] = greater(vectors, all_vectors[at]);
        }
    }
}
