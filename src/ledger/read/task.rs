//! Tasks known again: by our id, by their words, by words that are nearly theirs, by their number.
//!
//! In:  the cells of a row that may name a task; the tasks of the ledger.
//! Out: the task, and how it was known.
//!
//! Words win over an id where they are exactly another task's: people sort the columns that they see, and hidden ones stay.

use rustc_hash::FxHashMap;

use super::say::folded;
use crate::matching::kernel::likeness;
use crate::table::schema::TaskRow;

/// From which likeness on words are taken for a task's, and how far the next task must be behind.
/// Source: returned workbooks with texts cut or changed by hand; see `docs/ledger.md`.
const ALIKE: f32 = 0.55;
const AHEAD: f32 = 0.08;
/// Shorter beginnings are no task's.
const SHORTEST: usize = 8;

/// How a task was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Id,
    Text,
    Alike,
    Number,
}

impl By {
    /// The code in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::Alike => "alike",
            Self::Number => "number",
        }
    }
}

/// A task that a row names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// Its place in the tasks.
    pub at: usize,
    pub by: By,
    /// Its words are not the task's.
    pub is_changed: bool,
    /// The id was another task's.
    pub is_swapped: bool,
}

/// The tasks of a ledger by what names them.
pub(super) struct Tasks<'a> {
    rows: &'a [TaskRow],
    ids: FxHashMap<&'a str, usize>,
    texts: FxHashMap<String, Vec<usize>>,
    bare: Vec<String>,
    numbers: FxHashMap<String, Vec<usize>>,
}

/// What a text says, without marks.
fn bare(text: &str) -> String {
    folded(text).chars().filter(|c| c.is_alphanumeric() || *c == '%').collect()
}

impl<'a> Tasks<'a> {
    /// `numbers` are those that the ledger prints.
    pub fn new(rows: &'a [TaskRow], numbers: &[String]) -> Self {
        let mut tasks = Self {
            rows,
            ids: rows.iter().enumerate().map(|(at, row)| (row.task_id.as_str(), at)).collect(),
            texts: FxHashMap::default(),
            bare: rows.iter().map(|row| bare(&row.text)).collect(),
            numbers: FxHashMap::default(),
        };
        for (at, text) in tasks.bare.iter().enumerate() {
            tasks.texts.entry(text.clone()).or_default().push(at);
        }
        for (at, number) in numbers.iter().enumerate() {
            tasks.numbers.entry(folded(number)).or_default().push(at);
        }
        tasks
    }

    /// The task of a row: `id` is any cell that is one of our ids, `is_own` whether the unit has a task.
    pub fn find(&self, id: Option<&str>, text: &str, number: &str, is_own: impl Fn(usize) -> bool) -> Option<Known> {
        let by_id = id.and_then(|id| self.ids.get(id).copied());
        let words = bare(text);
        let same = self.texts.get(&words).map(Vec::as_slice).unwrap_or_default();
        if let Some(at) = by_id {
            let is_same = words.is_empty() || same.contains(&at);
            let other = (!is_same).then(|| self.choose(same, number, &is_own)).flatten();
            return Some(match other {
                Some(other) => Known { at: other, by: By::Text, is_changed: false, is_swapped: true },
                None => Known { at, by: By::Id, is_changed: !is_same, is_swapped: false },
            });
        }
        if words.is_empty() {
            let of_number = self.numbers.get(&folded(number)).map(Vec::as_slice).unwrap_or_default();
            let own: Vec<usize> = of_number.iter().copied().filter(|at| is_own(*at)).collect();
            let [only] = own.as_slice() else { return None };
            return Some(Known { at: *only, by: By::Number, is_changed: false, is_swapped: false });
        }
        if let Some(at) = self.choose(same, number, &is_own) {
            return Some(Known { at, by: By::Text, is_changed: false, is_swapped: false });
        }
        let at = self.alike(&words, text, number, &is_own)?;
        Some(Known { at, by: By::Alike, is_changed: true, is_swapped: false })
    }

    /// One of several tasks with the same words: the unit's own, then the one with the row's number.
    fn choose(&self, same: &[usize], number: &str, is_own: &impl Fn(usize) -> bool) -> Option<usize> {
        let own: Vec<usize> = same.iter().copied().filter(|at| is_own(*at)).collect();
        let of = if own.is_empty() { same } else { &own };
        let numbered = self.numbers.get(&folded(number)).map(Vec::as_slice).unwrap_or_default();
        of.iter().copied().find(|at| numbered.contains(at)).or(of.first().copied())
    }

    /// The one task whose words are nearly these: it begins with them, or they are alike and no other is as much.
    fn alike(&self, words: &str, text: &str, number: &str, is_own: &impl Fn(usize) -> bool) -> Option<usize> {
        let length = words.chars().count();
        let begins = |own: &String| {
            let shorter = length.min(own.chars().count());
            shorter >= SHORTEST && shorter * 3 >= length && (own.starts_with(words) || words.starts_with(own.as_str()))
        };
        let begun: Vec<usize> = (0..self.rows.len()).filter(|at| begins(&self.bare[*at])).collect();
        if let Some(at) = self.choose(&begun, number, is_own).filter(|_| begun.len() == 1 || !number.is_empty()) {
            return Some(at);
        }
        let mut scores: Vec<(f32, usize)> = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| (likeness(text, &row.text) + if is_own(at) { 0.02 } else { 0.0 }, at))
            .filter(|(score, _)| *score >= ALIKE - AHEAD)
            .collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let (best, at) = *scores.first()?;
        let next = scores
            .iter()
            .skip(1)
            .find(|(_, other)| self.bare[*other] != self.bare[at])
            .map_or(0.0, |(score, _)| *score);
        (best >= ALIKE && best - next >= AHEAD).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_known_again() {
        let task = |id: &str, text: &str| TaskRow { task_id: id.into(), text: text.into(), ..TaskRow::default() };
        let rows = [
            task("a/1", "新建农村公路20公里，改造桥梁3座。"),
            task("a/2", "推进老旧小区改造，完成57个小区改造任务。"),
            task("a/3", "城镇新增就业2.3万人。"),
        ];
        let numbers = ["1", "2", "3"].map(str::to_owned);
        let tasks = Tasks::new(&rows, &numbers);
        let find = |id: Option<&str>, text: &str, number: &str| {
            tasks.find(id, text, number, |_| true).map(|known| (known.at, known.by, known.is_changed, known.is_swapped))
        };
        assert_eq!(find(Some("a/1"), "新建农村公路20公里，改造桥梁3座。", ""), Some((0, By::Id, false, false)));
        assert_eq!(find(Some("a/1"), "新建公路20公里。", ""), Some((0, By::Id, true, false)));
        assert_eq!(find(Some("a/1"), "城镇新增就业2.3万人", ""), Some((2, By::Text, false, true)));
        assert_eq!(find(None, "城镇新增 就业２.３万人", ""), Some((2, By::Text, false, false)));
        assert_eq!(find(None, "推进老旧小区改造,完成57个", ""), Some((1, By::Alike, true, false)));
        assert_eq!(
            find(None, "大力推进老旧小区的改造，完成57个小区改造任务（调整）", ""),
            Some((1, By::Alike, true, false))
        );
        assert_eq!(find(None, "开展安全生产专项整治行动", ""), None);
        assert_eq!(find(None, "", "3"), Some((2, By::Number, false, false)));
    }
}
