//! The table that a distributed engine hands to `block`.

use super::{Cell, Field, Level, Row, Value};

table! {
    /// One task with all that matching needs of it, so that a part of a large corpus can be matched anywhere.
    ///
    /// Lists of one kind (`figure_…`) are equally long; where a figure has no text, its place in a list of texts is empty.
    BlockRow = "block" {
        /// Its place among all tasks of the job, from 0: of equal scores the smaller number is better, and lists stand in the
        /// order of their first tasks.
        number: u32,
        task_id: String,
        list_id: String,
        notice_id: String,
        level: Level,
        /// Full name of the notice's place.
        region: String,
        /// Full name of the place that it belongs to.
        parent: String,
        year: Option<i32>,
        section: Vec<String>,
        text: String,
        /// Codes of the functions of the units that lead, else of those that answer.
        functions: Vec<String>,
        figure_indicator: Vec<String>,
        figure_indicator_id: Vec<String>,
        figure_op: Vec<String>,
        figure_value: Vec<f64>,
        figure_measure: Vec<String>,
        figure_raw: Vec<String>,
        figure_horizon: Vec<String>,
        /// First byte of its words in the text.
        figure_start: Vec<u32>,
        /// Where the text was printed: five numbers a stretch, first byte and end in the text, first byte and end in the plain
        /// text, 1 where it was printed as it stands.
        printed: Vec<u32>,
    }
}
