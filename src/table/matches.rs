//! Matches as rows that are made when somebody asks for them.
//!
//! There may be millions, each with ids, clauses and signals in words: nobody needs all of these at once. What is kept of
//! each are its two tasks and its score.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::schema::{MatchRow, TaskRow};

/// Two tasks with the same commitment, by their places in [`Rows::tasks`](super::Rows::tasks).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    pub left: u32,
    pub right: u32,
    /// To four digits, as in [`MatchRow::score`].
    pub score: f32,
}

/// Gives the row of a match by its place.
type Maker = dyn Fn(usize) -> MatchRow + Send + Sync;

/// The matches among the tasks of some rows, by left task, best first, then by right task.
#[derive(Clone, Default)]
pub struct Matches {
    pairs: Vec<Pair>,
    maker: Option<Arc<Maker>>,
}

impl fmt::Debug for Matches {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Matches").field("pairs", &self.pairs).finish_non_exhaustive()
    }
}

impl Matches {
    /// Matches whose rows `maker` makes.
    pub fn new(pairs: Vec<Pair>, maker: impl Fn(usize) -> MatchRow + Send + Sync + 'static) -> Self {
        Self { pairs, maker: Some(Arc::new(maker)) }
    }

    /// Matches that are rows already. One of a task that is not among `tasks` is left out.
    pub fn of_rows(rows: Vec<MatchRow>, tasks: &[TaskRow]) -> Self {
        let places: HashMap<&str, u32> = (0..).zip(tasks).map(|(at, task)| (task.task_id.as_str(), at)).collect();
        let pair = |row: MatchRow| {
            let (left, right) = (*places.get(row.left_task_id.as_str())?, *places.get(row.right_task_id.as_str())?);
            Some((Pair { left, right, score: row.score as f32 }, row))
        };
        let (pairs, rows): (Vec<Pair>, Vec<MatchRow>) = rows.into_iter().filter_map(pair).unzip();
        Self::new(pairs, move |at| rows[at].clone())
    }

    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The row of one match, by its place in [`Self::pairs`].
    pub fn row(&self, at: usize) -> MatchRow {
        self.maker.as_ref().map(|make| make(at)).unwrap_or_default()
    }

    /// The rows of some matches.
    pub fn rows(&self, range: Range<usize>) -> impl ExactSizeIterator<Item = MatchRow> + '_ {
        range.map(|at| self.row(at))
    }
}
