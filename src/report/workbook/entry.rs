//! Entries: what a cell of the workbook shows, and as what.

use super::super::data;
use crate::table::schema::TaskRow;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    None,
    Text(String),
    /// Without marks between its digits.
    Year(i32),
    Whole(i64),
    Number(f64),
    /// 0 to 1, or above; shown as per cent.
    Share(f64),
    /// 0 to 1.
    Score(f64),
    /// `2025-03-01`; shown as text where it is no day.
    Date(String),
    /// A place relative to the workbook.
    Link {
        to: String,
        text: String,
    },
}

impl Entry {
    /// The words that need room; none of numbers.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Link { text, .. } | Self::Date(text) => text,
            _ => "",
        }
    }
}

pub(super) fn text(value: impl Into<String>) -> Entry {
    match value.into() {
        value if value.is_empty() => Entry::None,
        value => Entry::Text(value),
    }
}

pub(super) fn maybe(value: &Option<String>) -> Entry {
    value.as_ref().map_or(Entry::None, text)
}

pub(super) fn whole(value: u32) -> Entry {
    Entry::Whole(i64::from(value))
}

pub(super) fn year(value: Option<i32>) -> Entry {
    value.map_or(Entry::None, Entry::Year)
}

pub(super) fn share(value: Option<f64>) -> Entry {
    value.map_or(Entry::None, Entry::Share)
}

/// A score with the two digits that it is worth.
pub(super) fn score(value: f64) -> Entry {
    Entry::Score((value * 100.0).round() / 100.0)
}

pub(super) fn date(value: &Option<String>) -> Entry {
    let is_day = |text: &str| text.len() == 10 && text.split('-').count() == 3;
    match value {
        Some(text) if is_day(text) => Entry::Date(text.clone()),
        other => maybe(other),
    }
}

pub(super) fn several(values: &[String]) -> Entry {
    text(values.join("、"))
}

/// The number that a task is called by; a plain one is a number, which sorts.
pub(super) fn number(task: &TaskRow) -> Entry {
    match task.number.as_deref().map(str::parse::<u32>) {
        Some(Ok(number)) => whole(number),
        _ => text(data::number(task)),
    }
}
