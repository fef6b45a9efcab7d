//! Learning: new weights from graded pairs, with what is known about how good they are.
//!
//! In:  [`Pools`] over the tasks as read.
//! Out: [`Learnt`]: the weights, and the table of them with where they come from.

use std::fmt::Write;

use super::pools::{FIVE, FOLDS, Pools, STRENGTH};
use super::train;
use crate::matching::kernel::{MIN_SCORE, Weights};
use crate::table::schema::QualityRow;

/// Weights and their provenance.
#[derive(Debug, Clone)]
pub struct Learnt {
    pub weights: Weights,
    /// Cross-validated, and each pool by the weights of the others.
    pub validated: Vec<QualityRow>,
    /// The table of weights under its provenance.
    pub table: String,
}

/// Learns weights from all pools. `command` is what was called, for whoever reads the table.
pub fn learn(pools: &Pools, command: &str) -> Learnt {
    let weights = train::fit(pools.examples.iter(), STRENGTH);
    let validated = pools.validated(MIN_SCORE);
    let table = weights.table(&provenance(pools, &validated, command));
    Learnt { weights, validated, table }
}

/// Where weights come from: the pools, their pairs and grades, figures that no fold learnt from, the command.
fn provenance(pools: &Pools, validated: &[QualityRow], command: &str) -> String {
    let (pairs, [unrelated, related, same]) = pools.counts();
    let names: Vec<&str> = pools.pools.iter().map(|pool| pool.name.as_str()).collect();
    let mut text = String::new();
    // Writing into a string does not fail.
    let _ = writeln!(text, "Written by `{command}`.");
    let _ = writeln!(text, "Pools: {}.", names.join(", "));
    let _ = writeln!(
        text,
        "{pairs} pairs; graded: {same} of grade 2, {related} of grade 1 (not learnt), {unrelated} of grade 0."
    );
    let _ = writeln!(
        text,
        "Logistic regression, weights not below 0, L2 strength {STRENGTH}; pairs that nobody graded weigh {}, pairs of the five notices {FIVE}.",
        train::UNREAD
    );
    for (way, title) in [
        ("cv_shared", format!("{FOLDS}-fold cross-validated on the shared pools alone")),
        ("cv_all", format!("{FOLDS}-fold cross-validated on all pools")),
        ("left_out", "each pool by the weights of the others".to_owned()),
    ] {
        let figures: Vec<String> = validated
            .iter()
            .filter(|row| row.weights == way)
            .map(|row| format!("{} F1 {:.3} AP {:.3}", row.pool, row.f1, row.average_precision))
            .collect();
        if !figures.is_empty() {
            let _ = writeln!(text, "At {MIN_SCORE}, {title}: {}.", figures.join(", "));
        }
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_nothing_still_reads() {
        let learnt = learn(&Pools::default(), "duibiao train");
        assert!(learnt.table.starts_with("signal\tweight\n# Written by `duibiao train`.\n# Pools: .\n# 0 pairs"));
        assert_eq!(
            Weights::parse(&learnt.table).each.map(|weight| weight > 0.0),
            [false; crate::matching::kernel::SIGNALS]
        );
    }
}
