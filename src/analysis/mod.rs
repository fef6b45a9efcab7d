//! Analysis: what the rows come to, as rows.
//!
//! In:  [`Rows`], matches and themes among them.
//! Out: rows: workload, overlap, coverage, recurrence, comparison, panel, promises. They are sorted, so the same input gives the same rows.
//!      Grouping and joining of columns is lazy polars; what follows matches is plain.
//! Not here: which tasks match; that is [`crate::matching::kernel`].

mod board;
mod calendar;
mod comparison;
mod completion;
mod handed;
mod lists;
mod overlap;
mod panel;
mod recurrence;
mod repeats;
mod reported;
mod shares;
mod support;
mod topic;
mod verdict;
mod workload;

use polars::prelude::*;

pub use board::{board, unreported};
pub use calendar::{Event, EventKind, calendar};
pub use comparison::{Facing, compare};
pub use completion::{Quarter, completion};
pub use handed::{Above, above, handed_down, holds};
pub use overlap::{COUNTED, Overlaps, PairOverlap, PairShare, SHARED_TOPIC};
pub use panel::{Wide, WideRow, panel, promises, wide};
pub use recurrence::indicator_ranking;
pub use repeats::{Repeat, repeats};
pub use reported::{Fault, Figure, Told, figures, tracked};
pub use shares::shares;
pub use support::supports;
pub use topic::topics;
pub use verdict::{Direction, Met, Rule, is_rate};
pub use workload::{By, workload};

use crate::error::Error;
use crate::table::schema::NoticeRow;
use crate::table::{Rows, column as c};

/// Runs a lazy frame; a failure names the analysis.
fn run(frame: LazyFrame, what: &'static str) -> Result<DataFrame, Error> {
    frame.collect().map_err(Error::table(what))
}

/// A column of texts: its name, and what it is of a row.
type Texts<'a, R> = (&'static str, fn(&'a R) -> Option<&'a str>);

/// Some columns of some rows, for grouping and joining.
fn frame<'a, R>(rows: &'a [R], texts: &[Texts<'a, R>]) -> DataFrame {
    let column =
        |(name, of): &Texts<'a, R>| StringChunked::from_iter_options((*name).into(), rows.iter().map(of)).into_column();
    DataFrame::new(rows.len(), texts.iter().map(column).collect()).expect("columns are differently named")
}

/// Region and year of each notice.
fn places(rows: &Rows) -> LazyFrame {
    let mut places = frame(
        &rows.notices,
        &[(c::NOTICE_ID, |row: &NoticeRow| Some(&row.notice_id)), (c::REGION, |row| Some(&row.region))],
    );
    let years: Vec<Option<i32>> = rows.notices.iter().map(|row| row.year).collect();
    places.with_column(Column::new(c::YEAR.into(), years)).expect("a year for every notice");
    places.lazy()
}

/// Sorts by columns, ascending unless it stands in `descending`, nulls last.
fn sorted(frame: LazyFrame, by: &[(&str, bool)]) -> LazyFrame {
    let names: Vec<PlSmallStr> = by.iter().map(|(name, _)| (*name).into()).collect();
    let options = SortMultipleOptions::default()
        .with_order_descending_multi(by.iter().map(|(_, descending)| *descending).collect::<Vec<_>>())
        .with_nulls_last(true);
    frame.sort(names, options)
}
