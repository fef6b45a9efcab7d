//! Frames to rows, for stages that work on rows.

use polars::prelude::*;

use super::frame::Row;
use crate::error::Error;

/// The rows of a frame.
///
/// # Errors
/// [`Error::Table`] where a column of the contract is missing or of another type.
pub fn rows<R: Row>(frame: &DataFrame) -> Result<Vec<R>, Error> {
    R::read(frame).map_err(Error::table(R::TABLE))
}
