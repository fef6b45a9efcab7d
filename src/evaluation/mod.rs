//! Evaluation: how good the tables and the matches are, against labels that people made; and learning from them.
//!
//! In:  a folder of [`labels`] or a graded sample, and the rows of the tables.
//! Out: [`extraction::extraction`] compares tasks, units and targets; [`pools::Pools`] compares matches; [`learning::learn`]
//!      gives new weights with what is known about them; [`sample::uncertain`] names the pairs that are worth grading.
//! Not here: how likely a pair is ([`crate::matching::kernel`]).

mod align;
mod check;
pub mod extraction;
pub mod labels;
pub mod learning;
mod names;
pub mod pools;
pub mod sample;
pub mod texts;
mod train;
pub mod verdicts;

/// Shares and scores as tables hold them.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
