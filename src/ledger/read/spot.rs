//! Places in a returned file, and what is wrong there.

use crate::notice::Code;
use crate::table::schema::ProblemRow;

/// Where something stands in a returned file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Spot {
    /// The file as it was named.
    pub source: String,
    /// `台账!F7`, or `第12行`.
    pub cell: String,
    /// From 1; 0 where the whole file is meant.
    pub row: u32,
    pub column: u32,
}

impl Code {
    /// The row of what is wrong there.
    pub(super) fn at(self, spot: &Spot, message: impl Into<String>, help: impl Into<String>) -> ProblemRow {
        let message = message.into();
        ProblemRow {
            notice_id: String::new(),
            source: spot.source.clone(),
            line: spot.row,
            column: spot.column,
            code: self.id().to_owned(),
            severity: self.severity().name().to_owned(),
            message: if spot.cell.is_empty() { message } else { format!("{}：{message}", spot.cell) },
            help: help.into(),
            ..ProblemRow::default()
        }
    }
}
