//! The tables of [`crate::evaluation`]: how good the tables and the matches are.

use super::super::cell::{Cell, Value};
use super::super::frame::{Field, Row};

table! {
    /// How good extraction is on one labelled list. Made by [`crate::evaluation`].
    ExtractionRow = "extraction" {
        labels: String,
        /// The list that the labels were aligned to; null where none holds their texts, and for the total.
        list_id: Option<String>,
        labelled: u32,
        found: u32,
        task_precision: f64,
        task_recall: f64,
        task_f1: f64,
        /// Share of aligned tasks with equal text, number, headings.
        text: f64,
        number: f64,
        section: f64,
        assignment_precision: f64,
        assignment_recall: f64,
        assignment_f1: f64,
        target_precision: f64,
        target_recall: f64,
        target_f1: f64,
        /// Share of right targets with the right op, indicator.
        op: f64,
        indicator: f64,
    }
}

table! {
    /// What extraction got wrong. Made by [`crate::evaluation`].
    ExtractionErrorRow = "extraction_errors" {
        labels: String,
        level: String,
        number: Option<String>,
        /// `task_missed`, `task_extra`, `text`, `number`, `section`, `assignment_missed`, `assignment_extra`,
        /// `target_missed`, `target_extra`, `op`, `indicator`, `function`.
        kind: String,
        words: String,
    }
}

table! {
    /// How good matching is on one pool of graded pairs. Made by [`crate::evaluation`].
    QualityRow = "matching_quality" {
        pool: String,
        /// `built_in`, or how the weights were learnt without the pairs they score: `cv_shared`, `cv_all`, `left_out`.
        weights: String,
        threshold: f64,
        gold: u32,
        printed: u32,
        precision: f64,
        recall: f64,
        f1: f64,
        /// 95 % interval of `f1`.
        f1_low: f64,
        f1_high: f64,
        average_precision: f64,
        /// Over the printed pairs alone.
        average_precision_printed: f64,
    }
}

table! {
    /// What pairs of one tenth of the score turned out to be, over all pools. Made by [`crate::evaluation`].
    ReliabilityRow = "matching_reliability" {
        /// As in `matching_quality`.
        weights: String,
        /// The tenth: from `low` to below `high`.
        low: f64,
        high: f64,
        /// Pairs graded 2 or 0; pairs that nobody graded are 0 where a pool was read as a whole.
        pairs: u32,
        right: u32,
        share: f64,
        /// What the scores said: their mean.
        expected: f64,
    }
}

table! {
    /// A pair that matching got wrong, and why. Made by [`crate::evaluation`].
    MatchErrorRow = "matching_errors" {
        pool: String,
        /// `false_positive` or `missed`.
        kind: String,
        /// Null where nobody graded the pair.
        graded: Option<u32>,
        score: f64,
        left_task_id: String,
        right_task_id: String,
        left_text: String,
        right_text: String,
        left_clause: String,
        right_clause: String,
        /// The words that meet by the labels.
        wanted_left: Option<String>,
        wanted_right: Option<String>,
        signals: Vec<String>,
    }
}

table! {
    /// A figure of an evaluation, and what was asked of it. Made by [`crate::evaluation`].
    FigureRow = "figures" {
        name: String,
        value: f64,
        needed: Option<f64>,
    }
}

table! {
    /// A pair that is worth grading, or was graded. Made by [`crate::evaluation::sample`].
    SampleRow = "sample" {
        a: String,
        b: String,
        left_text: String,
        right_text: String,
        left_clause: String,
        right_clause: String,
        score: f64,
        /// 2 same commitment, 1 related, 0 unrelated; null until somebody grades it.
        grade: Option<u32>,
    }
}
