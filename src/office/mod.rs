//! Units: who a task is given to, and what that office does.
//!
//! In:  a unit's name as printed, the level of the list it stands in, and the region of the notice.
//! Out: an [`Office`]: canonical name, functions, kind, and how sure that is.
//! Not here: where a name begins and ends in the notice; that is [`crate::notice`].
//! Source: `units.tsv` and `functions.tsv`; street, zone, company and group names go by the words of `office-words.tsv`.

mod directory;
mod ending;
mod group;
mod locality;
mod name;
mod stems;

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub use directory::{Directory, Unified};

use crate::lexicon::code::OfficeClass;
pub use crate::lexicon::code::UnitKind;
use crate::lexicon::words::{Code, words};
use crate::lexicon::{self, FUNCTIONS};

words!(OFFICE_WORDS, OfficeClass);

/// The code of what is none of the others.
const OTHER: &str = "other";

/// What an office does: one row of `functions.tsv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Function(u8);

fn functions() -> &'static [(&'static str, &'static str)] {
    static ALL: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    lexicon::once(&ALL, &[FUNCTIONS], || {
        let rows = lexicon::rows(FUNCTIONS).into_iter();
        let mut functions: Vec<_> = rows.filter(|row| row.len() > 1).map(|row| (row[0], row[1])).take(254).collect();
        if !functions.iter().any(|(code, _)| *code == OTHER) {
            functions.push((OTHER, OTHER));
        }
        functions
    })
    .as_slice()
}

impl Function {
    /// Every function, in the order of the file.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..functions().len()).filter_map(|index| u8::try_from(index).ok()).map(Self)
    }

    /// How many there are.
    pub fn count() -> usize {
        functions().len()
    }

    /// Its place among all.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The function with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|function| function.code() == code)
    }

    /// The functions of a cell with / between; `other` where it names none.
    fn of_cell(cell: &str) -> Vec<Self> {
        let functions: Vec<Self> = cell.split('/').filter_map(Self::from_code).collect();
        if functions.is_empty() { vec![Self::other()] } else { functions }
    }

    /// What is none of the others.
    pub fn other() -> Self {
        Self::of(OTHER)
    }

    /// The function with this code, `other` where the file has none.
    fn of(code: &str) -> Self {
        Self::from_code(code).or_else(|| Self::from_code(OTHER)).unwrap_or(Self(0))
    }

    /// The code in tables, `development_reform`.
    pub fn code(self) -> &'static str {
        functions().get(usize::from(self.0)).map_or(OTHER, |function| function.0)
    }

    /// The name for people, `发展改革`.
    pub fn title(self) -> &'static str {
        functions().get(usize::from(self.0)).map_or(OTHER, |function| function.1)
    }
}

impl Default for Function {
    fn default() -> Self {
        Self::other()
    }
}

impl UnitKind {
    /// The code in tables.
    pub fn name(self) -> &'static str {
        self.code()
    }
}

/// How an office is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// Its name stands in the lexicon.
    Lexicon,
    /// Its name is made of known parts, or its ending tells.
    Rule,
    /// It is only like a known name; to be looked at.
    Likeness,
    /// Nothing is known; the function is `other`.
    Unknown,
}

/// One office, as its name tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Canonical name: `区发改局` is `区发展和改革局`.
    pub unit: String,
    /// The primary function.
    pub function: Function,
    /// All functions, the primary one first.
    pub functions: Vec<Function>,
    pub kind: UnitKind,
    pub known: Known,
    /// The known name likest to one that is not known.
    pub nearest: Option<String>,
}

/// Makes the table of units ready, on whatever thread has time for it.
pub(crate) fn warm_up() {
    stems::stems();
}
