//! The usual: how alike a task's nearest others in a list are expected to be, where not all were looked at.
//!
//! In:  a [`Meeting`] or all of a [`Corpus`]; the likenesses that are known.
//! Out: what the mean likeness of the nearest comes to, [`filled`], by [`Close`] or by [`Usual`].

use rayon::prelude::*;

use super::corpus::Corpus;
use super::dense::{ONE, Vector, cosine_of, products};
use super::meeting::{CROWD as NEAREST, FEWEST, Meeting, stands_out};

/// Pairs are named that are expected to stand out so much.
const STANDS: f32 = -0.4;

/// The greatest of some numbers, best first; where there are fewer, what it began with.
pub(super) type Best<T> = [T; NEAREST];

/// No likeness is known.
pub(super) const NONE: Best<f32> = [f32::MIN; NEAREST];

/// Puts a number in its place if it is among the greatest.
#[expect(clippy::inline_always, reason = "most calls end at its first comparison")]
#[inline(always)]
pub(super) fn keep<T: Copy + PartialOrd>(best: &mut Best<T>, value: T) {
    if value > best[NEAREST - 1] {
        let mut at = NEAREST - 1;
        while at > 0 && best[at - 1] < value {
            best[at] = best[at - 1];
            at -= 1;
        }
        best[at] = value;
    }
}

/// The mean likeness of a task's nearest others, of which some are known; `usual` is the mean that is expected.
pub(super) fn filled(known: &Best<f32>, usual: f32) -> f32 {
    /// How far the nearest, the second … lie from the mean of all, in lists of work reports.
    const SPREAD: Best<f32> = [0.56, 0.08, -0.11, -0.22, -0.31];
    let mut sum = 0.0;
    for at in 0..NEAREST {
        sum += if known[at] > NONE[at] { known[at] } else { usual + SPREAD[at] };
    }
    sum / NEAREST as f32
}

/// What tasks that are near by meaning as wholes usually have for likeness: the line that fits the tasks of work reports
/// best.
fn expected(cosine: f32) -> f32 {
    0.12 + 3.23 * cosine
}

/// All tasks of two lists held against each other by meaning, as wholes.
pub(super) struct Close {
    /// What the likeness of each task's nearest others is expected to be, by its place in its list.
    pub(super) left: Vec<f32>,
    pub(super) right: Vec<f32>,
    /// Pairs that stand out, ascending.
    pub(super) pairs: Vec<(u32, u32)>,
}

impl Close {
    pub(super) fn new(meeting: &Meeting<'_>, room: &mut Vec<i32>) -> Self {
        let corpus = meeting.corpus;
        let (lefts, rights) = (corpus.tasks_of(meeting.left), corpus.tasks_of(meeting.right));
        let vectors: Vec<Vector> = rights.iter().map(|right| *corpus.task_vector(*right as usize)).collect();
        let width = rights.len();
        room.resize(lefts.len() * width, 0);
        let (mut left, mut columns) = (Vec::with_capacity(lefts.len()), vec![[0; NEAREST]; width]);
        for (at, task) in lefts.iter().enumerate() {
            let row = &mut room[at * width..(at + 1) * width];
            products(corpus.task_vector(*task as usize), &vectors, row);
            let mut own = [0; NEAREST];
            for (at, column) in columns.iter_mut().enumerate() {
                keep(&mut own, row[at]);
                keep(column, row[at]);
            }
            left.push(expected(nearest(&own)));
        }
        let right: Vec<f32> = columns.iter().map(|column| expected(nearest(column))).collect();
        let mut pairs = Vec::new();
        // most pairs are far from standing out, which whole numbers show
        let shares: Vec<i32> = right.iter().map(|right| least_product(*right)).collect();
        for (at, task) in lefts.iter().enumerate() {
            let row = &room[at * width..(at + 1) * width];
            let own = least_product(left[at]);
            for (at_right, share) in shares.iter().enumerate() {
                let product = row[at_right].max(0);
                if product < own + share {
                    continue;
                }
                let stands = stands_out(expected(cosine_of(product)), left[at], right[at_right]) >= STANDS;
                if stands && *task != rights[at_right] {
                    pairs.push((*task, rights[at_right]));
                }
            }
        }
        Self { left, right, pairs }
    }
}

/// What a task whose nearest are expected to be so alike adds to the least product with which a pair stands out, a little less
/// for rounding.
fn least_product(usual: f32) -> i32 {
    /// More than what rounding may come to.
    const LESS: f32 = 256.0;
    let cosine = f32::midpoint(usual - expected(0.0), STANDS) / (expected(1.0) - expected(0.0));
    (cosine * ONE * ONE - LESS) as i32
}

/// The mean cosine of the greatest products.
fn nearest(best: &Best<i32>) -> f32 {
    let mut sum = 0.0;
    for product in best {
        sum += cosine_of(*product);
    }
    sum / NEAREST as f32
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
