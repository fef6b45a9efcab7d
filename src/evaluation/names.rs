//! Names: from what labels call lists and tasks to our tasks.
//!
//! In:  a file of labelled pairs, the tasks that were read and how they stand to the labelled ones.
//! Out: a [`GradedPool`].

use std::collections::{BTreeSet, HashMap};

use super::align::{List, lists, nearest, plain};
use super::extraction::{Extraction, notice_id};
use super::labels::{LabelledPair, PairFile};
use super::pools::{FIVE, GradedPool};
use crate::table::schema::TaskRow;

/// From the names of labels to our tasks.
pub(super) struct Names<'a> {
    extraction: &'a Extraction,
    lists: Vec<List<'a>>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    pub(super) fn new(extraction: &'a Extraction, tasks: &'a [TaskRow]) -> Self {
        let places = tasks.iter().enumerate().map(|(at, task)| (task.task_id.as_str(), at)).collect();
        Self { extraction, lists: lists(tasks), places }
    }

    /// The list of a task's name, as `notice/level`.
    fn list(&self, name: &str) -> Option<&List<'a>> {
        let (notice, level) = name.rsplit_once('/')?;
        let id = notice_id(notice, &self.extraction.notices, &self.lists)?;
        self.lists.iter().find(|list| list.notice_id == id && list.level == level)
    }

    /// The tasks of a list that take part: those that a label stands for, or all where no label file has the list.
    fn tasks(&self, name: &str) -> Vec<usize> {
        let prefix = format!("{name}/");
        let mut labelled: Vec<usize> = self
            .extraction
            .tasks
            .iter()
            .filter(|(label, _)| label.strip_prefix(&prefix).is_some_and(|number| !number.contains('/')))
            .filter_map(|(_, id)| self.places.get(id.as_str()).copied())
            .collect();
        if labelled.is_empty() {
            let own = self.list(name).into_iter().flat_map(|list| &list.tasks);
            labelled = own.filter_map(|task| self.places.get(task.task_id.as_str()).copied()).collect();
        }
        labelled.sort_unstable();
        labelled.dedup();
        labelled
    }

    /// One task: by its label, else by its words where they are given, else by its printed number or its place in the list.
    fn task(&self, name: &str, text: &str) -> Option<usize> {
        if let Some(id) = self.extraction.tasks.get(name) {
            return self.places.get(id.as_str()).copied();
        }
        let (list_name, number) = name.rsplit_once('/')?;
        let list = self.list(list_name)?;
        let place = |task: &&TaskRow| self.places.get(task.task_id.as_str()).copied();
        if !text.is_empty() {
            let texts: Vec<&str> = list.tasks.iter().map(|task| task.text.as_str()).collect();
            return nearest(text, &texts).and_then(|at| place(&list.tasks[at]));
        }
        if let Some(place_in_list) = number.strip_prefix('r').and_then(|seq| seq.parse::<u32>().ok()) {
            return list.tasks.iter().find(|task| task.seq == place_in_list).and_then(place);
        }
        let number = plain(number);
        list.tasks
            .iter()
            .find(|task| task.number.as_deref().is_some_and(|printed| plain(printed) == number))
            .and_then(place)
    }

    /// The pool of a file of pairs; nothing where its lists are not at hand.
    pub(super) fn pool(&self, file: &PairFile) -> Option<GradedPool> {
        let mut pool = GradedPool {
            name: file.name.clone(),
            shared: file.shared,
            whole: true,
            weight: FIVE,
            ..GradedPool::default()
        };
        let side = |name: fn(&LabelledPair) -> &str| {
            let lists: BTreeSet<&str> =
                file.pairs.iter().filter_map(|pair| name(pair).rsplit_once('/')).map(|(list, _)| list).collect();
            let mut tasks: Vec<usize> = lists.into_iter().flat_map(|list| self.tasks(list)).collect();
            tasks.sort_unstable();
            tasks.dedup();
            tasks
        };
        (pool.pool.left, pool.pool.right) = (side(|pair| &pair.a), side(|pair| &pair.b));
        pool.pool.name.clone_from(&file.name);
        if pool.pool.left.is_empty() || pool.pool.right.is_empty() {
            return None;
        }
        for pair in &file.pairs {
            let (a, b) = (self.task(&pair.a, &pair.left_text), self.task(&pair.b, &pair.right_text));
            if let Some(tasks) = pool.add((a, &pair.a), (b, &pair.b), pair.grade.min(2)) {
                pool.clauses.insert(tasks, (pair.left_clause.clone(), pair.right_clause.clone()));
            }
        }
        pool.unknown.sort();
        pool.unknown.dedup();
        Some(pool)
    }
}

#[cfg(test)]
mod tests {
    use super::super::train;
    use super::*;
    use crate::evaluation::extraction::extraction;
    use crate::evaluation::labels::{LabelFile, Labels};
    use crate::lexicon::words::Code as _;
    use crate::matching::kernel::{Corpus, TaskText};
    use crate::place::Level;

    fn task(list: &str, seq: u32, number: Option<&str>, text: &str) -> TaskRow {
        let (notice, level) = list.split_once('/').unwrap();
        TaskRow {
            task_id: format!("{list}/{seq}"),
            notice_id: notice.into(),
            list_id: list.into(),
            level: Level::parse(level).unwrap(),
            number: number.map(str::to_owned),
            seq,
            text: text.into(),
            ..TaskRow::default()
        }
    }

    #[test]
    fn names_of_labels_find_our_tasks() {
        let tasks = [
            task("A-2020/city", 1, Some("1"), "修路。"),
            task("A-2020/city", 2, Some("（二）"), "植树。"),
            task("B-2021/district", 1, None, "看戏。"),
        ];
        let labelled = crate::evaluation::labels::LabelledTask {
            list: "city".into(),
            number: Some("7".into()),
            text: "植树".into(),
            ..Default::default()
        };
        let labels = Labels {
            files: vec![LabelFile { name: "a.city".into(), tasks: vec![labelled] }],
            notices: vec![("b".into(), "B-2021".into())],
            ..Labels::default()
        };
        let extraction = extraction(&labels, &tasks, &[], &[]);
        let names = Names::new(&extraction, &tasks);
        for (name, want) in [
            ("a/city/7", Some(1)),
            ("b/district/r1", Some(2)),
            ("A-2020/city/(二)", Some(1)),
            ("A-2020/city/1", Some(0)),
            ("A-2020/city/9", None),
            ("c/city/1", None),
        ] {
            assert_eq!(names.task(name, ""), want, "{name}");
        }
        assert_eq!(names.task("A-2020/city/r9", "植树"), Some(1));
        assert_eq!(names.task("A-2020/city/1", "普查"), None);
        assert_eq!(names.tasks("a/city"), [1]);
        assert_eq!(names.tasks("b/district"), [2]);
        let pair =
            |a: &str, b: &str, grade| LabelledPair { a: a.into(), b: b.into(), grade, ..LabelledPair::default() };
        let file = PairFile {
            name: "a__b".into(),
            shared: true,
            pairs: vec![pair("a/city/7", "b/district/r1", 2), pair("a/city/8", "b/district/r1", 2)],
        };
        let pool = names.pool(&file).unwrap();
        assert_eq!(
            (pool.pool.graded.as_slice(), pool.lost, pool.unknown.as_slice()),
            (&[(1, 2, 2)][..], 1, &["a/city/8".to_owned()][..])
        );
        let corpus = Corpus::new(&[TaskText::default(), TaskText::default(), TaskText::default()]);
        assert_eq!(train::examples(&corpus, &[pool.pool]).len(), 1);
    }
}
