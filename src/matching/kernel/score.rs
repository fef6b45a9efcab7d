//! The score: from signals to how likely two tasks hold the same commitment.
//!
//! In:  the [`Values`] of a pair and the weights learnt from labelled pairs, `datasets/matching/weights.tsv`.
//! Out: a figure between 0 and 1, and what each signal added to it.

use std::sync::LazyLock;

use super::signal::{SIGNALS, Signal, Values};

const WEIGHTS: &str = include_str!("../../../datasets/matching/weights.tsv");

/// What each signal adds to the log-odds at its full value, and where the log-odds start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    pub start: f32,
    pub each: [f32; SIGNALS],
}

static BUILT_IN: LazyLock<Weights> = LazyLock::new(|| Weights::parse(WEIGHTS));

impl Weights {
    /// The weights that come with the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a table of `signal` and `weight`; what it does not name weighs nothing.
    pub fn parse(table: &str) -> Self {
        let mut weights = Self { start: 0.0, each: [0.0; SIGNALS] };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, weight)) = line.split_once('\t') else { continue };
            let Ok(weight) = weight.trim().parse::<f32>() else { continue };
            if name == "start" {
                weights.start = weight;
            } else if let Some(signal) = Signal::ALL.iter().find(|signal| signal.name() == name) {
                weights.each[*signal as usize] = weight;
            }
        }
        weights
    }

    /// The table that [`Weights::parse`] reads, under comment lines.
    pub fn table(&self, comment: &str) -> String {
        let mut table = String::from("signal\tweight\n");
        for line in comment.lines() {
            table.push_str(&format!("# {line}\n"));
        }
        table.push_str(&format!("start\t{:.4}\n", self.start));
        for signal in Signal::ALL {
            table.push_str(&format!("{}\t{:.4}\n", signal.name(), self.each[signal as usize]));
        }
        table
    }

    /// The log-odds of a pair.
    pub fn log_odds(&self, values: &Values) -> f32 {
        let mut sum = self.start;
        for (at, weight) in self.each.iter().enumerate() {
            sum += weight * values[at];
        }
        sum
    }

    /// How likely a pair is the same commitment: 0.5 is as likely as not.
    pub fn score(&self, values: &Values) -> f32 {
        chance(self.log_odds(values))
    }

    /// What each signal adds to the log-odds, in order; the rest is [`Weights::start`].
    pub fn contributions(&self, values: &Values) -> Values {
        let mut added = [0.0; SIGNALS];
        for (added, (weight, value)) in added.iter_mut().zip(self.each.iter().zip(values)) {
            *added = weight * value;
        }
        added
    }
}

/// The chance behind log-odds.
pub fn chance(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_as_it_was_written() {
        let weights = Weights { start: -5.5, each: std::array::from_fn(|at| at as f32 / 4.0) };
        assert_eq!(Weights::parse(&weights.table("learnt from\ntwo pools")), weights);
    }

    #[test]
    fn built_in_weights_are_monotone_and_doubtful_of_strangers() {
        let weights = Weights::built_in();
        assert!(weights.each.iter().all(|weight| *weight >= 0.0));
        assert!(weights.score(&[0.0; SIGNALS]) < 0.02);
        assert!(weights.score(&[1.0; SIGNALS]) > 0.98);
    }

    #[test]
    fn contributions_add_up() {
        let weights = Weights::built_in();
        let values = [0.5; SIGNALS];
        let sum: f32 = weights.contributions(&values).iter().sum();
        assert!((weights.start + sum - weights.log_odds(&values)).abs() < 1e-4);
    }
}
