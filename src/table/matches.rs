//! Matches as rows that are made when somebody asks for them.
//!
//! There may be millions, each with ids, clauses and signals in words: nobody needs all of these at once. What is kept of
//! each are its two tasks, its score and numbers.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::match_columns::MatchColumns;
use super::parquet::Array;
use super::schema::{MatchRow, TaskRow};

/// Two tasks with the same commitment, by their places in [`Rows::tasks`](super::Rows::tasks).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    pub left: u32,
    pub right: u32,
    /// To four digits, as in [`MatchRow::score`].
    pub score: f32,
}

/// Matches among the tasks of some rows, by left task, best first, then by right task; and how their rows are made.
pub trait Maker: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// A match by its place.
    fn pair(&self, at: usize) -> Pair;

    /// The row of a match.
    fn row(&self, at: usize) -> MatchRow;

    /// The columns of some rows, where they need not be made of rows.
    fn columns(&self, _: Range<usize>) -> Option<MatchColumns<'_>> {
        None
    }
}

/// Matches that are rows already.
impl Maker for Vec<(Pair, MatchRow)> {
    fn count(&self) -> usize {
        self.len()
    }

    fn pair(&self, at: usize) -> Pair {
        self[at].0
    }

    fn row(&self, at: usize) -> MatchRow {
        self[at].1.clone()
    }
}

/// The matches among the tasks of some rows.
#[derive(Clone, Default)]
pub struct Matches(Option<Arc<dyn Maker>>);

impl fmt::Debug for Matches {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.pairs()).finish()
    }
}

impl Matches {
    pub fn new(maker: impl Maker + 'static) -> Self {
        Self(Some(Arc::new(maker)))
    }

    /// Matches that are rows already. One of a task that is not among `tasks` is left out.
    pub fn of_rows(rows: Vec<MatchRow>, tasks: &[TaskRow]) -> Self {
        let places: HashMap<&str, u32> = (0..).zip(tasks).map(|(at, task)| (task.task_id.as_str(), at)).collect();
        let pair = |row: MatchRow| {
            let (left, right) = (*places.get(row.left_task_id.as_str())?, *places.get(row.right_task_id.as_str())?);
            Some((Pair { left, right, score: row.score as f32 }, row))
        };
        Self::new(rows.into_iter().filter_map(pair).collect::<Vec<_>>())
    }

    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |maker| maker.count())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All matches.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = Pair> + '_ {
        (0..self.len()).map(|at| self.pair(at))
    }

    /// A match by its place.
    pub fn pair(&self, at: usize) -> Pair {
        self.maker().pair(at)
    }

    /// The row of a match by its place.
    pub fn row(&self, at: usize) -> MatchRow {
        self.maker().row(at)
    }

    fn maker(&self) -> &dyn Maker {
        self.0.as_deref().expect("who has a place has matches")
    }

    /// The rows of some matches.
    pub fn rows(&self, range: Range<usize>) -> impl ExactSizeIterator<Item = MatchRow> + '_ {
        range.map(|at| self.row(at))
    }

    /// The columns of some matches, where they need not be made of rows.
    pub(super) fn columns(&self, range: Range<usize>) -> Option<Vec<Array>> {
        Some(self.0.as_ref()?.columns(range)?.arrays())
    }
}
