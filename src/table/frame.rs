//! Rows to frames and back.

use polars::prelude::*;

use super::cell::Cell;

/// A row of a table of the contract.
pub trait Row: Sized + Clone + Default + Send + Sync {
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
