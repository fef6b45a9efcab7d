//! Measures: the word behind a number, 个 亩 % 美元 微克/立方米.
//!
//! Source: `datasets/lexicon/measures.tsv`. No measure is converted into another; 万 and 亿 belong to the number.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::line::{Line, starts};
use super::words::{self, Class};
use crate::lexicon;
pub(super) use crate::lexicon::code::Family;
use crate::lexicon::words::Code;

impl Family {
    /// The word for it in `indicators.tsv`.
    pub(super) fn counted_in(self) -> &'static str {
        match self {
            Self::Place => Self::Count.code(),
            _ => self.code(),
        }
    }

    /// Things that are counted one by one.
    pub(super) fn is_counted(self) -> bool {
        matches!(self, Self::Count | Self::Person | Self::Place)
    }

    /// A rate, a share, a change: no things are counted.
    pub(super) fn is_ratio(self) -> bool {
        matches!(self, Self::Share | Self::Points | Self::Index | Self::Times | Self::Rank)
    }

    /// How large something is: such a figure may describe a thing, 50亿元以上项目.
    pub(super) fn is_size(self) -> bool {
        matches!(
            self,
            Self::Money
                | Self::Length
                | Self::Area
                | Self::Volume
                | Self::Weight
                | Self::Power
                | Self::Energy
                | Self::Data
                | Self::Speed
                | Self::Rate
        )
    }
}

/// A measure as read: where it ends, its name in tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) end: usize,
    pub(super) name: String,
    pub(super) family: Family,
}

struct Entry {
    spelling: String,
    length: usize,
    name: &'static str,
    family: Family,
    not_before: Vec<&'static str>,
}

/// Entries by their first character, longest first.
fn entries() -> &'static FxHashMap<char, Vec<Entry>> {
    static ENTRIES: OnceLock<FxHashMap<char, Vec<Entry>>> = OnceLock::new();
    lexicon::once(&ENTRIES, &[lexicon::MEASURES], || {
        let mut entries: FxHashMap<char, Vec<Entry>> = FxHashMap::default();
        for row in lexicon::rows(lexicon::MEASURES) {
            let [name, family, aliases, not_before] = row[..] else { continue };
            for spelling in std::iter::once(name).chain(aliases.split('|')) {
                let Some(first) = spelling.chars().next() else { continue };
                entries.entry(first).or_default().push(Entry {
                    spelling: spelling.to_owned(),
                    length: spelling.chars().count(),
                    name,
                    family: Family::parse(family).expect("a lexicon is checked before it is used"),
                    not_before: not_before.split('|').filter(|word| !word.is_empty()).collect(),
                });
            }
        }
        for list in entries.values_mut() {
            list.sort_by(|left, right| right.length.cmp(&left.length).then(left.spelling.cmp(&right.spelling)));
        }
        entries
    })
}

/// The family of a measure by its name in tables.
pub(super) fn family(name: &str) -> Option<Family> {
    if let Some(entry) = name
        .chars()
        .next()
        .and_then(|first| entries().get(&first))
        .and_then(|list| list.iter().find(|entry| entry.name == name))
    {
        return Some(entry.family);
    }
    name.contains('/').then_some(Family::Rate)
}

/// Reads the measure that begins at `position`, blanks before it skipped.
pub(super) fn read(line: &Line, position: usize) -> Option<Measure> {
    let start = line.skip_blanks(position);
    let mut found = single(line, start)?;
    // 套(间): a second measure in brackets belongs to the word.
    if line.get(found.end) == Some('(')
        && let Some(inner) = single(line, found.end + 1)
        && line.get(inner.end) == Some(')')
        && inner.family != Family::Name
    {
        found.name = format!("{}({})", found.name, inner.name);
        found.end = inner.end + 1;
    }
    // 吨/日, 元/人, 件/万人.
    if line.get(found.end) == Some('/') {
        let mut under = found.end + 1;
        let mut scale = String::new();
        while let Some(c @ ('十' | '百' | '千' | '万' | '亿')) = line.get(under) {
            scale.push(c);
            under += 1;
        }
        if let Some(below) = single(line, under) {
            found = Measure {
                end: below.end,
                name: format!("{}/{scale}{}", found.name, below.name),
                family: if found.family == Family::Weight && below.family == Family::Volume {
                    Family::Concentration
                } else {
                    Family::Rate
                },
            };
        }
    }
    Some(found)
}

fn single(line: &Line, start: usize) -> Option<Measure> {
    let first = line.get(start)?;
    let rest = &line.chars[start..];
    let entry = entries().get(&first)?.iter().find(|entry| {
        starts(rest, &entry.spelling)
            && !entry.not_before.iter().any(|word| starts(rest, word))
            // m is a measure, mRNA is not.
            && !(first.is_ascii_alphabetic() && rest.get(entry.length).is_some_and(char::is_ascii_alphanumeric))
    })?;
    Some(Measure { end: start + entry.length, name: entry.name.to_owned(), family: entry.family })
}

/// The measure that people leave out where the noun says it: 就业60万以上 (人), 50万燃气用户 (户), 收入达到1000亿 (元).
pub(super) fn implied(line: &Line, number: std::ops::Range<usize>, scaled: bool) -> Option<Measure> {
    if !scaled {
        return None;
    }
    let end = number.end;
    let clause = line.clause_start(number.start);
    let head: String = line.chars[clause.max(number.start.saturating_sub(16))..number.start].iter().collect();
    let tail: String = line.chars[end..line.clause_end(end).min(end + 8)].iter().collect();
    let tail = tail.trim_start_matches(['以', '上', '左', '右', '内', '下', '余', '多']);
    let tail = words::behind(Class::Milestone, tail).unwrap_or(tail);
    let (name, family) = if tail.starts_with('户') || words::within(Class::HouseholdsBehind, tail) {
        ("户", Family::Count)
    } else if words::within(Class::PeopleBehind, tail) {
        ("人", Family::Person)
    } else if !tail.is_empty() {
        return None;
    } else if words::within(Class::PeopleBefore, &head) {
        ("人", Family::Person)
    } else if words::within(Class::HouseholdsBefore, &head) {
        ("户", Family::Count)
    } else if words::within(Class::MoneyBefore, &head) {
        ("元", Family::Money)
    } else {
        return None;
    };
    Some(Measure { end, name: name.to_owned(), family })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_word_wins() {
        for (text, want) in [
            ("平方公里", Some("平方公里")),
            ("方以上", Some("平方米")),
            ("人次以上", Some("人次")),
            ("吨/日", Some("吨/日")),
            ("套(间)", Some("套(间)")),
            ("微克/立方米以下", Some("微克/立方米")),
            ("美元", Some("美元")),
            ("元人民币", Some("元")),
            ("个百分点", Some("个百分点")),
            ("部门", None),
            ("件/万人", Some("件/万人")),
            ("mRNA", None),
        ] {
            let found = read(&Line::new(text), 0).map(|measure| measure.name);
            assert_eq!(found.as_deref(), want, "{text}");
        }
    }
}
