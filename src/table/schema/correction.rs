//! The table of [`crate::correction`]: what people overruled.

use super::super::cell::{Cell, Value};
use super::super::frame::{Field, Row};

table! {
    /// What people overruled, and what became of it. Made by [`crate::intake`], of pairs finished by [`crate::matching`].
    CorrectionRow = "corrections" {
        /// The file, as given.
        source: String,
        /// 1-based line of the file, row of the sheet.
        line: u32,
        /// See [`crate::correction::Kind`].
        kind: String,
        /// As written in the file; so are all up to `on`.
        subject: String,
        words: String,
        object: String,
        object_words: String,
        value: String,
        note: String,
        by: String,
        on: String,
        /// `yes`; `moved`: its words stand under another id now; `no`.
        applied: String,
        /// Rows that it fits, and how many of them it changed.
        rows: u32,
        changed: u32,
        /// Ids of today; null where there are none.
        subject_id: Option<String>,
        object_id: Option<String>,
        /// What was done, or why nothing was.
        message: String,
    }
}
