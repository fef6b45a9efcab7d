//! Rules: what a notice says once about roles and units.
//!
//! In:  the scanned text of a notice.
//! Out: [`Rules`] (`列第一位者为牵头单位,下同`), and [`Blanket`] units (`以下任务均需各区政府落实,不再一一列出`).

use std::ops::Range;

use super::name::Name;
use super::word::{Class, Pattern, form, pattern};
use super::{Role, Stated, office};

/// What a notice says once about roles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    /// The first name of a list leads.
    pub first_listed: bool,
    /// The names before the first comma of a list lead.
    pub first_segment: bool,
    /// Where nobody leads, the responsible units lead.
    pub default_lead: bool,
}

impl Rules {
    /// Reads the rules from the whole notice, whatever their wording: a place in the list, and that it leads.
    pub(super) fn read(scan: &str) -> Self {
        static FIRST: Pattern = pattern(
            r"{:placed}[^。;,\n]{0,4}?{:first}(?P<gap>[^。;\n]{0,10}?){:leads}|{:first}{:counter}{0,2}{:of}?{:duty}?(?:(?:{:unit_noun}|{:who})[^。;\n:]{0,4})?{:copula}[^。;\n]{0,6}{:leads}",
        );
        static SEGMENT: Pattern =
            pattern(r"{:first}{:counter}?({:mark_name}){:before}[^。;\n]{0,10}{:copula}[^。;\n]{0,6}{:leads}");
        static DEFAULT: Pattern = pattern(
            r"{:none}{:stated}?{:leads}{:unit_noun}?{:of}[^。\n]{0,12}{:duty}{:unit_noun}[^。\n]{0,10}(?:{:leads}|{:copula})",
        );
        // `第一季度牵头…`: the first of a row of times, not of names.
        let of_names = |found: regex::Captures<'_>| {
            found.name("gap").is_none_or(|gap| !gap.as_str().contains(['季', '届', '批', '年']))
        };
        let ends = SEGMENT.captures(scan).and_then(|found| form().value(Class::MarkName, found.get(1)?.as_str()));
        Self {
            first_listed: ends == Some("name") || ends.is_none() && FIRST.captures_iter(scan).any(of_names),
            first_segment: ends == Some("segment"),
            default_lead: DEFAULT.is_match(scan),
        }
    }

    /// Whether a name leads by its place in its list.
    pub(super) fn leads(&self, name: &Name) -> bool {
        self.first_listed && name.first || self.first_segment && name.segment == 0
    }
}

/// Units that a notice names once for all tasks from there on: `以下任务均需各区政府落实，不再一一列出`.
#[derive(Debug, Clone)]
pub(super) struct Blanket {
    names: Vec<String>,
    /// The rule's words: bytes of the scanned text.
    range: Range<usize>,
}

impl Blanket {
    /// Reads the rule from the whole notice.
    pub(super) fn read(scan: &str) -> Option<Self> {
        static RULE: Pattern = pattern(
            r"{:all_of}{1,2}{:work_noun}?{:within}?,?{:all}{:need}{0,2}([\x{4e00}-\x{9fff}、<>()]{2,40}?){:by_duty}?{:carry}{1,2}[^。]{0,6}?,?{:no_more}{:one_by_one}?{:list_verb}",
        );
        let found = RULE.captures(scan)?;
        let names: Vec<String> = found[1]
            .split(['、', ','])
            .map(|name| office::without_and_others(name).to_owned())
            .filter(|name| office::is_office(name))
            .collect();
        (!names.is_empty()).then(|| Self { names, range: found.get(0).map_or(0..0, |whole| whole.range()) })
    }

    /// Where the rule stands: bytes of the scanned text.
    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Adds the blanket units to a task's names.
    pub(super) fn add(&self, names: &mut Vec<Name>, at: Range<usize>) {
        for text in &self.names {
            if !names.iter().any(|name| name.text == *text) {
                names.push(Name::told(Role::Responsible, Stated::Blanket, text.clone(), at.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests;
