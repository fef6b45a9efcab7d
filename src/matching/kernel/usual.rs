//! The usual: how alike a task's nearest others in a list are expected to be, where not all were looked at.
//!
//! In:  a [`Meeting`] or all of a [`Corpus`]; the likenesses that are known.
//! Out: what the mean likeness of the nearest comes to, [`filled`], by [`Close`] or by [`Usual`].

use rayon::prelude::*;

use super::corpus::Corpus;
use super::dense::{Vector, cosine_of, products};
use super::meeting::{CROWD as NEAREST, FEWEST, Meeting, USUAL, stands_out};

/// Pairs are named that are expected to stand out so much.
const STANDS: f32 = -0.4;

/// The mean likeness of a task's nearest others, of which some are known, best first; `usual` is the mean that is expected.
pub(super) fn filled(known: &[(u32, f32)], usual: f32) -> f32 {
    /// How far the nearest, the second … lie from the mean of all, in lists of work reports.
    const SPREAD: [f32; NEAREST] = [0.56, 0.08, -0.11, -0.22, -0.31];
    let expected = SPREAD.iter().map(|more| usual + more);
    let nearest = expected.enumerate().map(|(at, expected)| known.get(at).map_or(expected, |known| known.1));
    nearest.sum::<f32>() / NEAREST as f32
}

/// What tasks that are near by meaning as wholes usually have for likeness: the line that fits the tasks of work reports
/// best.
fn expected(cosine: f32) -> f32 {
    0.12 + 3.23 * cosine
}

/// All tasks of two lists held against each other by meaning, as wholes.
pub(super) struct Close {
    /// What the likeness of each task's nearest others is expected to be, by its place in its list.
    left: Vec<f32>,
    right: Vec<f32>,
    /// Pairs that stand out.
    pub(super) pairs: Vec<(u32, u32)>,
    lists: (u32, u32),
}

impl Close {
    pub(super) fn new(meeting: &Meeting<'_>, room: &mut Vec<i32>) -> Self {
        let corpus = meeting.corpus;
        let (lefts, rights) = (corpus.tasks_of(meeting.left), corpus.tasks_of(meeting.right));
        let vectors: Vec<Vector> = rights.iter().map(|right| *corpus.task_vector(*right as usize)).collect();
        room.resize(lefts.len() * rights.len(), 0);
        for (left, row) in lefts.iter().zip(room.chunks_mut(rights.len())) {
            products(corpus.task_vector(*left as usize), &vectors, row);
        }
        let width = rights.len();
        let left: Vec<f32> = room.chunks(width).map(|row| expected(nearest(row.iter().copied()))).collect();
        let column = |at: usize| room[at..].iter().copied().step_by(width);
        let right: Vec<f32> = (0..width).map(|at| expected(nearest(column(at)))).collect();
        let mut pairs = Vec::new();
        for ((row, own), a) in room.chunks(width).zip(lefts).zip(&left) {
            for ((product, other), b) in row.iter().zip(rights).zip(&right) {
                if own != other && stands_out(expected(cosine_of(*product)), *a, *b) >= STANDS {
                    pairs.push((*own, *other));
                }
            }
        }
        Self { left, right, pairs, lists: (meeting.left, meeting.right) }
    }

    /// What the likeness of a task's nearest in the other list is expected to be.
    pub(super) fn usual(&self, corpus: &Corpus, task: u32, other: u32) -> f32 {
        let own = corpus.list(task as usize);
        let usual = if other == self.lists.1 && own == self.lists.0 { &self.left } else { &self.right };
        corpus.tasks_of(own).binary_search(&task).map_or(USUAL, |place| usual[place])
    }
}

/// The mean cosine of the greatest products.
fn nearest(products: impl Iterator<Item = i32>) -> f32 {
    let mut best = [0; NEAREST];
    for product in products {
        if product > best[NEAREST - 1] {
            best[NEAREST - 1] = product;
            best.sort_unstable_by(|a, b| b.cmp(a));
        }
    }
    best.iter().map(|product| cosine_of(*product)).sum::<f32>() / NEAREST as f32
}

/// What is expected of each task's nearest others in any list, from tasks drawn evenly from all other lists.
pub(super) struct Usual {
    /// The mean cosine of the nearest of these.
    near: Vec<f32>,
}

impl Usual {
    pub(super) fn new(corpus: &Corpus) -> Self {
        /// Tasks drawn, and how many in a hundred are near: as five of a list.
        const DRAWN: usize = 512;
        const NEAR: usize = 4;
        let drawn = DRAWN.min(corpus.len());
        let drawn: Vec<usize> = (0..drawn).map(|at| at * corpus.len() / drawn).collect();
        let vectors: Vec<Vector> = drawn.iter().map(|task| *corpus.task_vector(*task)).collect();
        let near = |room: &mut Vec<i32>, task: usize| {
            products(corpus.task_vector(task), &vectors, room);
            let list = corpus.list(task);
            let mut others = 0;
            for (product, other) in room.iter_mut().zip(&drawn) {
                let apart = corpus.list(*other) != list;
                *product = if apart { *product } else { i32::MIN };
                others += usize::from(apart);
            }
            let number = others * NEAR / 100;
            if number == 0 {
                return 0.0;
            }
            room.select_nth_unstable_by(number - 1, |a, b| b.cmp(a));
            room[..number].iter().map(|product| cosine_of(*product)).sum::<f32>() / number as f32
        };
        let room = || vec![0; vectors.len()];
        Self { near: (0..corpus.len()).into_par_iter().map_init(room, near).collect() }
    }

    /// What the likeness of a task's nearest in a list of so many is expected to be.
    pub(super) fn of(&self, task: u32, tasks: usize) -> f32 {
        -0.99 + 2.44 * self.near[task as usize] + 0.3 * (tasks.max(FEWEST) as f32).ln()
    }
}
