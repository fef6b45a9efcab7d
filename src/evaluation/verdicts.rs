//! Corrections as labels: what people said of pairs, units and figures.
//!
//! In:  what became of each correction.
//! Out: graded pairs; and of all other kinds, of how many the machine alone had said the same.

use std::collections::BTreeMap;

use crate::correction::Kind;
use crate::table::schema::{CorrectionRow, SampleRow};

/// The name of the pool that verdicts on pairs make.
pub const POOL: &str = "corrections";

/// Pairs that people said are the same (2) or not (0), by today's ids.
pub fn pairs(corrections: &[CorrectionRow]) -> Vec<SampleRow> {
    let graded = |row: &CorrectionRow| {
        let kind = Kind::parse(&row.kind).filter(|kind| kind.is_pair() && row.applied != "no")?;
        let (a, b) = (row.subject_id.clone()?, row.object_id.clone()?);
        let grade = Some(if kind == Kind::Same { 2 } else { 0 });
        Some(SampleRow {
            a,
            b,
            left_text: row.words.clone(),
            right_text: row.object_words.clone(),
            grade,
            ..SampleRow::default()
        })
    };
    corrections.iter().filter_map(graded).collect()
}

/// Of each kind but pairs how many corrections only confirm what the machine alone reads, and how many there are that fit
/// something.
pub fn confirmed(corrections: &[CorrectionRow]) -> Vec<(Kind, usize, usize)> {
    let mut counts: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    for row in corrections.iter().filter(|row| row.applied != "no") {
        let Some(kind) = Kind::parse(&row.kind).filter(|kind| !kind.is_pair()) else { continue };
        let (right, all) = counts.entry(kind).or_default();
        *right += usize::from(row.changed == 0);
        *all += 1;
    }
    counts.into_iter().map(|(kind, (right, all))| (kind, right, all)).collect()
}
