//! Line ends: those that end nothing are taken out. This is the one place that does so for plain text and for web pages.
//!
//! In:  text as a page breaks it: at its full width, or in the middle of a sentence.
//! Out: one line a paragraph, and how many line ends were taken out.
//! Not here: cells of a table that were copied one to a line; [`crate::notice`] knows what a table is.

mod broken;
mod hard;
mod shape;

pub(super) use hard::{Line, Measure, join};
pub(super) use shape::{is_lone_number, is_page_number};

/// Text with its broken lines joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joined {
    pub(super) text: String,
    /// How many line breaks were taken out.
    pub(super) n_joined: usize,
    /// Page numbers that were taken out.
    pub(super) dropped: Vec<String>,
}

/// Joins the lines of a text; `None` where every line end is one.
pub(super) fn unwrap(text: &str) -> Option<Joined> {
    let hard = hard::is_hard(text).then(|| hard::unwrap(text));
    let broken = broken::unwrap(hard.as_ref().map_or(text, |joined| &joined.text));
    match (hard, broken) {
        (Some(hard), Some((text, n_joined))) => {
            Some(Joined { text, n_joined: hard.n_joined + n_joined, dropped: hard.dropped })
        }
        (hard, None) => hard,
        (None, Some((text, n_joined))) => Some(Joined { text, n_joined, dropped: Vec::new() }),
    }
}
