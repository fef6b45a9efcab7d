//! Intake: files to rows.
//!
//! In:  paths of files and folders.
//! Out: the rows of every notice, whole or in parts; the files that could not be read.

pub mod reading;
mod rows;

use std::path::PathBuf;

use rayon::prelude::*;

use crate::error::Error;
use crate::meter::Meter;
use crate::table::Rows;

use self::reading::{Aside, Request, read_in_parts};
use self::rows::problems_of;
pub use self::rows::rows_of;

/// What was taken in.
#[derive(Debug, Default)]
pub struct Intake {
    pub rows: Rows,
    /// Files and folders that could not be read.
    pub failures: Vec<Error>,
    /// Folders in which reports or tables of ours were passed over.
    pub passed: Vec<PathBuf>,
}

/// Reads files and folders, with the corrections that are wanted; of paths alone with those that lie beside them.
///
/// # Errors
/// As [`crate::intake::reading::read`]. A file that cannot be read costs nothing else: it is among [`Intake::failures`].
pub fn take(request: impl Into<Request>, meter: &dyn Meter) -> Result<Intake, Error> {
    let mut intake = Intake::default();
    let aside = take_in_parts(request, meter, |part| {
        intake.rows.append(part);
        Ok(())
    })?;
    Ok(Intake { failures: aside.failures, passed: aside.passed, ..intake })
}

/// Reads files and folders and hands their rows on in parts, in order. Returns what was not read.
///
/// # Errors
/// As [`take`], and what `each` returns.
pub fn take_in_parts(
    request: impl Into<Request>,
    meter: &dyn Meter,
    mut each: impl FnMut(Rows) -> Result<(), Error>,
) -> Result<Aside, Error> {
    let mut aside = read_in_parts(request, meter, |notices| {
        let parts: Vec<Rows> = notices.into_par_iter().map(|notice| rows_of(&notice)).collect();
        let mut rows = Rows::default();
        for part in parts {
            rows.append(part);
        }
        each(rows)
    })?;
    let corrections = std::mem::take(&mut aside.overruled.rows);
    let problems = aside.overruled.papers.iter().flat_map(problems_of).collect();
    if !corrections.is_empty() || !aside.overruled.papers.is_empty() {
        each(Rows { problems, corrections, ..Rows::default() })?;
    }
    Ok(aside)
}
