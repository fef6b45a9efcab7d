//! Vocabulary: the names of a notice, mended by each other.
//!
//! In:  the names of all tasks of a notice.
//! Out: the same with lost endings completed and two names that run together parted, where the notice prints them whole
//!      elsewhere.

use std::collections::BTreeMap;

use super::name::Name;
use super::roster::{balanced, is_national};
use super::{Code, Problem, office};

/// How often each name is printed in a notice; what a lost ending or a lost separator is mended from.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    counts: BTreeMap<String, usize>,
}

impl Vocabulary {
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut counts = BTreeMap::new();
        for name in names {
            *counts.entry(name.to_owned()).or_insert(0) += 1;
        }
        Self { counts }
    }

    fn count(&self, name: &str) -> usize {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// The full name of one whose ending was lost: the commonest name that goes on by one or two characters.
    fn completed(&self, name: &str) -> Option<&str> {
        let own = self.count(name);
        let weak = name.ends_with('街') || !office::has_office_ending(name);
        if !weak || name.chars().count() < 2 {
            return None;
        }
        self.counts
            .range(name.to_owned()..)
            .take_while(|(longer, _)| longer.starts_with(name))
            .filter(|(longer, count)| {
                let more = longer.chars().count() - name.chars().count();
                (1..=2).contains(&more) && **count >= own && balanced(longer) && office::has_office_ending(longer)
            })
            .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))
            .map(|(longer, _)| longer.as_str())
    }

    /// Where a name is two names of the notice run together: bytes of the seam.
    fn seam(&self, name: &str) -> Option<usize> {
        let own = self.count(name);
        name.char_indices().map(|(at, _)| at).skip(2).find(|&at| {
            let (before, after) = name.split_at(at);
            let known = |part: &str| {
                self.count(part) > own.max(1) || self.count(part) >= own && self.count(part) > 0 && own == 1
            };
            office::is_office(before)
                && office::is_office(after)
                && before.chars().count() >= 3
                && after.chars().count() >= 4
                && known(after)
                && (known(before) || before.ends_with(['局', '办', '委', '会', '心', '司', '道', '部']))
                && !after.strip_suffix('局').is_some_and(|branch| branch.ends_with('分'))
                && !office::is_group_noun(after)
                && !is_national(before)
        })
    }
}

/// Mends the names of all tasks of a notice by each other.
pub(super) fn mend_names(tasks: &mut [&mut Vec<Name>], problems: &mut Vec<Problem>) {
    let vocabulary = Vocabulary::new(tasks.iter().flat_map(|names| names.iter().map(|name| name.text.as_str())));
    for names in tasks.iter_mut() {
        let mut mended = Vec::with_capacity(names.len());
        for mut name in names.drain(..) {
            if let Some(full) = vocabulary.completed(&name.text) {
                problems.push(Problem::new(
                    Code::TruncatedUnit,
                    name.span.clone(),
                    format!("“{}”的末尾缺字", name.text),
                    format!("按本通知中的“{full}”补全"),
                ));
                name.full = Some(full.to_owned());
                mended.push(name);
            } else if let Some(at) = vocabulary.seam(&name.text) {
                problems.push(Problem::new(
                    Code::GluedUnits,
                    name.span.clone(),
                    format!("“{}”中两个单位之间缺分隔符", name.text),
                    "按本通知中的单位名分开",
                ));
                let (before, after) = name.text.split_at(at);
                mended.push(Name { text: before.to_owned(), last: false, ..name.clone() });
                mended.push(Name { text: after.to_owned(), first: false, ..name.clone() });
            } else {
                mended.push(name);
            }
        }
        **names = mended;
    }
}

#[cfg(test)]
mod tests;
