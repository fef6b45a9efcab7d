//! Assigning: names become assignments under the notice's rules.
//!
//! In:  a task's names, the notice's [`Rules`], the government that issued it.
//! Out: one [`Assignment`] a name: its role, its level, the level prefix that a list prints only once.
//! Not here: reading the names ([`super::assignment`]).

use super::name::Name;
use super::rule::Rules;
use super::word::roles::{self, Kind};
use super::word::{Class, form};
use super::{Assignment, Level, Role, Stated};
use crate::lexicon::words;

/// The government that issued a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Issuer {
    pub level: Level,
    /// Whether its offices are known by their prefix: not where the place is unknown, nor in a county-level city, whose
    /// own offices are 市….
    pub certain: bool,
}

/// Turns a task's names into assignments under the notice's rules.
///
/// `own` is the government that issued the notice: a label without a level means its level.
pub(super) fn assign(names: &[Name], rules: &Rules, own: Issuer) -> Vec<Assignment> {
    let mut out: Vec<Assignment> = Vec::new();
    let any_lead = names.iter().any(|name| name.role == Some(Role::Lead));
    let mut prefix: Option<char> = None;
    for name in names {
        let (role, stated) = match name.role {
            Some(Role::Responsible) if name.stated == Stated::Starred => (Role::Lead, Stated::Starred),
            Some(Role::Responsible) if rules.leads(name) && !any_lead => (Role::Lead, Stated::FirstListed),
            Some(Role::Responsible) if rules.default_lead && !any_lead => (Role::Lead, Stated::DefaultRule),
            Some(role) => (role, name.stated),
            None if rules.leads(name) => (Role::Lead, Stated::FirstListed),
            None => (Role::Responsible, name.stated),
        };
        if name.first {
            prefix = None;
        }
        let full = with_prefix(name.full(), &mut prefix);
        let assignment = Assignment {
            role,
            level: name.level.or_else(|| level_above(&full, own)).unwrap_or(own.level),
            unit_raw: name.text.clone(),
            name: full,
            stated,
            clause: name.clause.clone(),
            span: name.span.clone(),
        };
        let known = |other: &Assignment| {
            other.role == assignment.role
                && other.name == assignment.name
                && other.level == assignment.level
                && other.clause == assignment.clause
        };
        if !out.iter().any(known) {
            out.push(assignment);
        }
    }
    out
}

/// The level of an office that names a higher one than the notice's own: 市商务局 in a district's notice.
///
/// A branch of it in the district (市生态环境局青岚区分局) is the district's.
fn level_above(name: &str, own: Issuer) -> Option<Level> {
    let name = name.strip_prefix('团').unwrap_or(name);
    if form().opens(Class::NoLevel, name) {
        return None;
    }
    let level = match name.chars().next()? {
        '省' => Level::Province,
        '市' => Level::City,
        _ => return None,
    };
    let branch = name.contains(['区', '县', '街']) || form().within(Class::Branch, name);
    (level < own.level && own.certain && !branch).then_some(level)
}

/// A name with the level prefix that a list prints only once: `市发改委、财政局` are 市发改委 and 市财政局.
///
/// Only plain departments take it; names with a place, a street or a company's name keep their own, and so do branches
/// that are led from the capital (`金融监管总局某地监管局`, `税务局`).
fn with_prefix(name: &str, prefix: &mut Option<char>) -> String {
    static PLAIN: words::Pattern<Kind> =
        words::Pattern::new(roles::words, r"^{:duty}[\u{4e00}-\u{9fff}]{0,12}{:bureau}$");
    let first = name.chars().next();
    match first {
        Some(c @ ('市' | '区' | '县' | '省')) if !form().opens(Class::NoLevel, name) => {
            *prefix = Some(c);
            name.to_owned()
        }
        _ => match *prefix {
            Some(c)
                if PLAIN.is_match(name)
                    && !form().within(Class::Branch, name)
                    && !form().within(Class::National, name) =>
            {
                format!("{c}{name}")
            }
            _ => name.to_owned(),
        },
    }
}
