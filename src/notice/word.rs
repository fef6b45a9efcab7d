//! Words of printed forms: what lists, tables and letters print around tasks and names.
//!
//! In:  `datasets/lexicon/form-words.tsv`; its head tells what a word of each class does.
//! Out: the words by class, and patterns of them.
//! Not here: role words (`roles.tsv`), headings (`headings.tsv`), furniture of pages (`furniture.tsv`).

pub(super) use crate::lexicon::code::FormClass as Class;
use crate::lexicon::words::{self, Words};

words::words!(FORM_WORDS, Class);

pub(super) type Pattern = words::Pattern<Class>;

/// The words of printed forms.
pub(super) fn form() -> &'static Words<Class> {
    words()
}

/// A pattern of these words, for a static of a function that needs it.
pub(super) const fn pattern(template: &'static str) -> Pattern {
    Pattern::new(words, template)
}

#[cfg(test)]
mod tests;
