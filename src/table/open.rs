//! Frames to rows, for stages that work on rows.

use std::path::PathBuf;

use polars::prelude::*;

use super::frame::Row;
use crate::error::Error;

/// The rows of a frame.
///
/// # Errors
/// [`Error::Table`] where a column of the contract is missing or of another type.
pub fn rows<R: Row>(frame: &DataFrame) -> Result<Vec<R>, Error> {
    R::read(frame).map_err(|error| Error::Table { path: PathBuf::from(R::TABLE), reason: error.to_string() })
}

/// The texts of a column; null is empty.
pub fn column_strings(frame: &DataFrame, name: &str) -> Vec<String> {
    frame
        .column(name)
        .and_then(|column| {
            column.str().map(|values| values.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
        })
        .unwrap_or_default()
}

/// The numbers of a column, of any numeric type; null is 0.
pub fn column_f64(frame: &DataFrame, name: &str) -> Vec<f64> {
    frame
        .column(name)
        .and_then(|column| column.cast(&DataType::Float64))
        .and_then(|column| column.f64().map(|values| values.iter().map(Option::unwrap_or_default).collect()))
        .unwrap_or_default()
}
