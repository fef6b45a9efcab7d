//! Finding what a correction is about: by its id, else by its words within the notice.

use std::ops::Range;

use super::super::ReadNotice;
use crate::correction::plain;
use crate::notice::Task;

/// A notice while it is corrected.
pub(super) struct Open {
    pub read: ReadNotice,
    /// The id that it has without corrections.
    pub machine: String,
    /// For each list the numbers that its tasks have without corrections; none for those that people put in.
    pub numbers: Vec<Vec<Option<usize>>>,
    /// Whether offices and targets have to be looked up again.
    pub is_stale: bool,
    /// What was corrected: the row, where it is to be told, and what was done.
    pub told: Vec<(usize, Range<usize>, String)>,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub list: usize,
    pub task: usize,
    /// Whether it was found by its words under another id.
    pub moved: bool,
}

/// What came of looking.
pub(super) enum Sought {
    /// The id is of another notice.
    Elsewhere,
    /// It should be here and is not: why.
    Missing(String),
    Here(Spot),
}

impl Open {
    pub fn new(read: ReadNotice, machine: &str) -> Self {
        let numbers = read.notice.lists.iter().map(|list| (1..=list.tasks.len()).map(Some).collect()).collect();
        Self { read, machine: machine.to_owned(), numbers, is_stale: false, told: Vec::new() }
    }

    /// The notice's ids: today's, then the one without corrections.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let own = self.read.id.as_str();
        std::iter::once(own).chain(Some(self.machine.as_str()).filter(|machine| *machine != own))
    }

    /// What stands in an id behind that of this notice: `district/5` of `洪山区-2025/district/5`, with whether the id is
    /// today's.
    pub fn behind<'a>(&self, id: &'a str) -> impl Iterator<Item = (&'a str, bool)> {
        let rest = |own: &str| id.strip_prefix(own).and_then(|rest| rest.strip_prefix('/'));
        let found: Vec<_> = self.ids().filter_map(|own| Some((rest(own)?, own == self.read.id))).collect();
        found.into_iter()
    }

    /// The place of a list by what stands behind the notice's id: `district`, `district~2`.
    pub fn list(&self, key: &str) -> Option<usize> {
        (0..self.read.notice.lists.len()).find(|&nth| self.read.list_key(nth) == key)
    }

    /// The task with an id whose words are, or begin with, those given; of another id the only one with these words.
    pub fn task(&self, id: &str, words: &str) -> Sought {
        let words = plain(words);
        let (mut is_own, mut stood) = (false, false);
        for (rest, of_today) in self.behind(id) {
            is_own = true;
            let Some((list, number)) = rest.rsplit_once('/') else { continue };
            let (Some(list), Ok(number)) = (self.list(list), number.parse::<usize>()) else { continue };
            let numbers = &self.numbers[list];
            let now = number.checked_sub(1).filter(|at| of_today && *at < numbers.len());
            let before = numbers.iter().position(|own| *own == Some(number));
            stood |= now.or(before).is_some();
            let is_sure = now == before || numbers.iter().enumerate().all(|(at, own)| *own == Some(at + 1));
            let fits = |task: usize| match words.is_empty() {
                true => is_sure && (of_today || before.is_some()),
                false => self.says(list, task, &words),
            };
            if let Some(task) = [now, before].into_iter().flatten().find(|task| fits(*task)) {
                return Sought::Here(Spot { list, task, moved: false });
            }
        }
        match (is_own, words.is_empty()) {
            (false, _) => Sought::Elsewhere,
            (true, true) if stood => Sought::Missing("清单的编号因其他更正变了，请写明原文".to_owned()),
            (true, true) => Sought::Missing("没有这个编号".to_owned()),
            (true, false) => self.by_words(&words),
        }
    }

    /// The only task with these words.
    fn by_words(&self, words: &str) -> Sought {
        let lists = self.read.notice.lists.iter().enumerate();
        let tasks = lists.flat_map(|(list, own)| (0..own.tasks.len()).map(move |task| (list, task)));
        let found: Vec<(usize, usize)> = tasks.filter(|&(list, task)| self.says(list, task, words)).collect();
        match found[..] {
            [(list, task)] => Sought::Here(Spot { list, task, moved: true }),
            [] => Sought::Missing("编号下和全文中都没有这些文字".to_owned()),
            _ => Sought::Missing(format!("编号下没有这些文字，而文件里有{}项任务这样开头；请写全原文", found.len())),
        }
    }

    /// Whether a task's words begin with these.
    fn says(&self, list: usize, task: usize, words: &str) -> bool {
        says(&self.read.notice.lists[list].tasks[task], words)
    }

    pub fn of(&self, spot: Spot) -> &Task {
        &self.read.notice.lists[spot.list].tasks[spot.task]
    }

    /// Notes what was corrected, once a row in a notice.
    pub fn tell(&mut self, row: usize, span: Range<usize>, words: String) {
        if self.told.iter().all(|(known, ..)| *known != row) {
            self.told.push((row, span, words));
        }
    }
}

/// Whether a task's words, as people are shown them, begin with these without white space.
pub(super) fn says(task: &Task, words: &str) -> bool {
    let mut printed = task.words.glyphs().iter().map(|glyph| glyph.shown).filter(|c| !c.is_whitespace());
    words.chars().all(|c| printed.next() == Some(c))
}
