//! Names of offices and people as a notice prints them.
//!
//! In:  what a tail, a heading or a cell says.
//! Out: [`Name`]s with role and place; [`Named`], all that a task's tails say.
//! Not here: reading them ([`super::assignment`]).

use std::ops::Range;

use super::tail::Above;
use super::{Level, Role, Stated};

/// A name as it stands in a tail, before the notice's other names have been seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub role: Option<Role>,
    pub level: Option<Level>,
    pub text: String,
    pub stated: Stated,
    pub clause: Option<String>,
    /// Bytes of the plain text.
    pub span: Range<usize>,
    /// Whether nothing stood behind it in its tail, so that a lost ending is possible.
    pub last: bool,
    /// Whether the first of its run.
    pub first: bool,
    /// How many commas or semicolons stand before it in its run.
    pub segment: usize,
    /// What it stands for, where that is more than its printed words: its lost ending completed, its level put in.
    pub full: Option<String>,
}

impl Name {
    /// A name that something other than a list of names tells.
    pub(super) fn told(role: Role, stated: Stated, text: String, span: Range<usize>) -> Self {
        Self {
            role: Some(role),
            level: None,
            text,
            stated,
            clause: None,
            span,
            last: false,
            first: false,
            segment: 0,
            full: None,
        }
    }

    /// The name as another item takes it over.
    pub(super) fn taken_over(&self, stated: Stated) -> Self {
        Self { stated, clause: None, ..self.clone() }
    }

    /// The name by which the office is looked up.
    pub(super) fn full(&self) -> &str {
        self.full.as_deref().unwrap_or(&self.text)
    }
}

/// What the tails of one task say.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub names: Vec<Name>,
    pub deadline: Option<String>,
    /// Names told in running text; they count where the notice names units at all.
    pub told: Vec<Name>,
    /// Whether the names are those of the item above: `责任单位:同上`.
    pub same: bool,
    /// Set where the names govern what stands above as well.
    pub above: Option<Above>,
}

impl Named {
    /// Adds what another line says of the same task.
    pub(super) fn take(&mut self, from: Named) {
        self.names.extend(from.names);
        self.told.extend(from.told);
        self.same |= from.same;
        self.above = self.above.or(from.above);
        if self.deadline.is_none() {
            self.deadline = from.deadline;
        }
    }
}
