//! Units known again: who filled a sheet in.
//!
//! In:  what a sheet, its titles and its file are called; the units of the ledger.
//! Out: the unit.

use std::collections::BTreeSet;

use super::say::folded;
use crate::ledger::words::{Class, progress_words};
use crate::notice::Role;
use crate::table::schema::AssignmentRow;

/// The units of a ledger by their names.
pub(super) struct Units<'a> {
    /// Name as written, folded, and canonical; the longest first.
    names: Vec<(String, &'a str)>,
}

impl<'a> Units<'a> {
    pub fn new(rows: &'a [AssignmentRow]) -> Self {
        let mut names: BTreeSet<(String, &str)> = BTreeSet::new();
        for row in rows.iter().filter(|row| row.role != Role::Leader) {
            names.insert((folded(&row.unit), &row.unit));
            names.insert((folded(&row.unit_raw), &row.unit));
        }
        let mut names: Vec<(String, &str)> = names.into_iter().filter(|(name, _)| name.chars().count() > 2).collect();
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Self { names }
    }

    /// The unit of exactly this name.
    pub fn named(&self, name: &str) -> Option<&'a str> {
        let name = folded(name);
        self.names.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
    }

    /// The unit that a text names: behind a label of units, else the longest name in it.
    pub fn within(&self, text: &str) -> Option<&'a str> {
        let text = folded(text);
        for (at, mark) in text.match_indices([':', '：']) {
            let behind = &text[at + mark.len()..];
            if progress_words().ends(Class::UnitLabel, &text[..at])
                && let Some((_, unit)) = self.names.iter().find(|(name, _)| behind.starts_with(name.as_str()))
            {
                return Some(unit);
            }
        }
        self.names.iter().find(|(name, _)| text.contains(name.as_str())).map(|(_, unit)| *unit)
    }
}
