//! Intake: files to rows.
//!
//! In:  paths of files and folders.
//! Out: the rows of every notice, whole or in parts; the files that could not be read.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::error::Error;
use crate::meter::Meter;
use crate::reading::read_in_parts;
use crate::table::Rows;

/// What was taken in.
#[derive(Debug, Default)]
pub struct Intake {
    pub rows: Rows,
    /// Files that could not be read, in path order.
    pub failures: Vec<Error>,
}

/// Reads files and folders.
///
/// # Errors
/// [`Error::Missing`] and [`Error::EmptyFolder`]. A file that cannot be read costs nothing else: it is among
/// [`Intake::failures`].
pub fn take(inputs: &[PathBuf], meter: &dyn Meter) -> Result<Intake, Error> {
    let mut intake = Intake::default();
    intake.failures = take_in_parts(inputs, meter, |part| {
        intake.rows.append(part);
        Ok(())
    })?;
    Ok(intake)
}

/// Reads files and folders and hands their rows on in parts, in order. Returns the files that could not be read.
///
/// # Errors
/// As [`take`], and what `each` returns.
pub fn take_in_parts(
    inputs: &[PathBuf],
    meter: &dyn Meter,
    mut each: impl FnMut(Rows) -> Result<(), Error>,
) -> Result<Vec<Error>, Error> {
    read_in_parts(inputs, meter, |notices| {
        let parts: Vec<Rows> = notices.into_par_iter().map(|notice| Rows::from(&notice)).collect();
        let mut rows = Rows::default();
        parts.into_iter().for_each(|part| rows.append(part));
        each(rows)
    })
}
