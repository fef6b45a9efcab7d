//! Rows to frames and back.

use polars::prelude::*;

use super::cell::{Cell, FieldKind};

/// A column as the schema knows it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    /// What the schema says about it, in English; may be empty.
    pub doc: &'static str,
    pub kind: FieldKind,
    /// Whether it is never null.
    pub required: bool,
}

/// A row of a table of the contract.
pub trait Row: Sized + Clone + Default + Send + Sync {
    /// Name of the table and of its files.
    const TABLE: &'static str;
    /// Names of its columns, in order.
    const COLUMNS: &'static [&'static str];
    /// Its columns, in order.
    fn fields() -> Vec<Field>;
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

/// The rows of a frame, cell by cell.
pub fn cells(frame: &DataFrame) -> impl Iterator<Item = Vec<Cell>> + '_ {
    (0..frame.height()).map(move |row| {
        frame.columns().iter().map(|column| column.get(row).map_or(Cell::Null, |value| Cell::of(&value))).collect()
    })
}

/// The names of a frame's columns.
pub(super) fn names(frame: &DataFrame) -> impl Iterator<Item = &str> {
    frame.columns().iter().map(|column| column.name().as_str())
}
