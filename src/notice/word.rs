//! Words of printed forms: what lists, tables and letters print around tasks and names.
//!
//! In:  `datasets/lexicon/form-words.tsv`; its head tells what a word of each class does.
//! Out: the words by class, and patterns of them.
//!      In [`roles`] and [`headings`] the words of `roles.tsv` and `headings.tsv`.
//! Not here: words of heads ([`super::header`]), of reports ([`super::stage`]), furniture of pages ([`super::noise`]).

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

/// Role words: how a notice says who leads, answers or helps.
pub(super) mod roles {
    pub(in crate::notice) use crate::lexicon::code::{RoleKind as Kind, RoleWord};
    use crate::lexicon::words::{self, Code};
    use crate::notice::Role;

    words::words!(pub(in crate::notice) ROLES, Kind);

    /// The words of a kind with what they say of the names beside them.
    pub(in crate::notice) fn said(kind: Kind) -> impl Iterator<Item = (&'static str, RoleWord)> {
        words().pairs(kind).filter_map(|(word, said)| Some((word, RoleWord::parse(said).ok()?)))
    }

    /// The role that a word gives; none where it gives none.
    pub(in crate::notice) fn role(said: RoleWord) -> Option<Role> {
        match said {
            RoleWord::Lead => Some(Role::Lead),
            RoleWord::Responsible => Some(Role::Responsible),
            RoleWord::Support => Some(Role::Support),
            RoleWord::Leader => Some(Role::Leader),
            _ => None,
        }
    }

    /// The words of a kind that give a role, longest first.
    pub(in crate::notice) fn of(kind: Kind) -> Vec<(&'static str, Role)> {
        let mut found: Vec<_> = said(kind).filter_map(|(word, said)| Some((word, role(said)?))).collect();
        found.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        found
    }
}

/// Words that tell what a heading is of.
pub(super) mod headings {
    pub(in crate::notice) use crate::lexicon::code::HeadingKind as Kind;
    use crate::lexicon::words;

    words::words!(pub(in crate::notice) HEADINGS, Kind);
}

#[cfg(test)]
mod tests;
