//! Rows to frames and back.

use polars::prelude::*;

use super::cell::Cell;
use super::schema::{
    AssignmentRow, ClauseRow, DeadlineRow, MatchRow, NoticeRow, PassageRow, ProblemRow, TargetRow, TaskRow,
    ThemeRankingRow, ThemeRow,
};
use super::stamp::Compared;

/// A row of a table of the contract.
pub trait Row: Sized + Clone + Default {
    /// Name of the table and of its files.
    const TABLE: &'static str;
    /// Names of its columns, in order.
    const COLUMNS: &'static [&'static str];
    /// The columns of some rows.
    fn columns(rows: &[Self]) -> Vec<Column>;
    /// The rows of a frame.
    ///
    /// # Errors
    /// Where a column is missing or of another type.
    fn read(frame: &DataFrame) -> PolarsResult<Vec<Self>>;
    /// Puts a cell into a column; what fits no column is left out.
    fn set(&mut self, column: &str, cell: Cell);
    /// Hands each cell's text on, in the order of the columns; see [`Value::text`](super::cell::Value::text).
    fn texts(&self, room: &mut String, take: &mut dyn FnMut(&str, bool));
}

/// A frame of rows. The frame of no rows has all columns.
pub fn from_rows<R: Row>(rows: &[R]) -> DataFrame {
    DataFrame::new(rows.len(), R::columns(rows)).expect("columns of one table are equally long and differently named")
}

/// The tables of the contract.
#[derive(Debug, Clone)]
pub struct Tables {
    pub notices: DataFrame,
    pub passages: DataFrame,
    pub tasks: DataFrame,
    pub clauses: DataFrame,
    pub assignments: DataFrame,
    pub targets: DataFrame,
    pub matches: DataFrame,
    pub themes: DataFrame,
    pub theme_ranking: DataFrame,
    pub deadlines: DataFrame,
    pub problems: DataFrame,
    /// The plain text of each notice, by its id; spans count its bytes.
    pub sources: Vec<(String, String)>,
    /// How the matches were found; none where they were not, or where some were left out.
    pub compared: Option<Compared>,
}

impl Tables {
    /// The frames by the names of their files, in the order of the contract.
    pub fn named(&self) -> [(&'static str, &DataFrame); 11] {
        [
            (NoticeRow::TABLE, &self.notices),
            (PassageRow::TABLE, &self.passages),
            (TaskRow::TABLE, &self.tasks),
            (ClauseRow::TABLE, &self.clauses),
            (AssignmentRow::TABLE, &self.assignments),
            (TargetRow::TABLE, &self.targets),
            (MatchRow::TABLE, &self.matches),
            (ThemeRow::TABLE, &self.themes),
            (ThemeRankingRow::TABLE, &self.theme_ranking),
            (DeadlineRow::TABLE, &self.deadlines),
            (ProblemRow::TABLE, &self.problems),
        ]
    }
}
