//! Analysis: what the tables come to, as frames.
//!
//! In:  the frames of [`Tables`](crate::table::Tables).
//! Out: frames: workload, overlap, coverage, recurrence, comparison. All lazy polars; rows are sorted, so the same
//!      input gives the same frame.
//! Not here: which tasks match; that is [`crate::matching`].

mod comparison;
mod overlap;
mod recurrence;
mod topic;
mod workload;

use std::path::PathBuf;

use polars::prelude::*;

pub use comparison::{compare, coverage, unmatched};
pub use overlap::{COUNTED, PairShare, PairShares, SHARED_TOPIC, overlap, pair_shares};
pub use recurrence::{indicator_ranking, indicators};
pub use topic::topics;
pub use workload::{By, workload};

use crate::error::Error;

/// Runs a lazy frame; a failure names the analysis.
fn run(frame: LazyFrame, what: &'static str) -> Result<DataFrame, Error> {
    frame.collect().map_err(|error| Error::Table { path: PathBuf::from(what), reason: error.to_string() })
}

/// Sorts by columns, ascending unless it stands in `descending`, nulls last.
fn sorted(frame: LazyFrame, by: &[(&str, bool)]) -> LazyFrame {
    let names: Vec<PlSmallStr> = by.iter().map(|(name, _)| (*name).into()).collect();
    let options = SortMultipleOptions::default()
        .with_order_descending_multi(by.iter().map(|(_, descending)| *descending).collect::<Vec<_>>())
        .with_nulls_last(true);
    frame.sort(names, options)
}
