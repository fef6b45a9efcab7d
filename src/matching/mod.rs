//! Matching: the same commitment found across lists.

pub mod candidate;
pub mod concept;
pub mod corpus;
mod grams;
pub mod score;
pub mod signal;
pub mod train;

/// A quantity that a task commits to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TargetKey {
    pub indicator: String,
    /// The canonical indicator, where it is known.
    pub indicator_id: Option<String>,
    pub measure: String,
    pub value: f64,
    /// First byte of its words in the task's text.
    pub at: usize,
}

/// One task as matching sees it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TaskText {
    pub task_id: String,
    /// Which list of the lists at hand.
    pub list: u32,
    pub text: String,
    /// Headings, joined.
    pub section: String,
    /// Function codes of the units that lead, the first one's first.
    pub functions: Vec<String>,
    pub targets: Vec<TargetKey>,
}
