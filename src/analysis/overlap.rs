//! Overlap: which share of a list's tasks another list takes up.

use std::collections::HashMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::lists::Lists;
use crate::notice::Role;
use crate::office::Function;
use crate::table::Rows;
use crate::table::schema::OverlapRow;

/// Lists whose matches are counted, in [`OverlapRow::relation`].
pub const COUNTED: &str = "counted";
/// Lists about one topic: their matches are ranked, not counted.
pub const SHARED_TOPIC: &str = "shared_topic";

/// Of all pairs of tasks of two lists, from which share on the lists are about one topic. Source: lists of work reports
/// reach 2 %, papers on one topic 9 %.
const TOPIC_SHARE: f64 = 0.15;
/// Fewer pairs of tasks say nothing about a topic.
const FEWEST_PAIRS: u64 = 100;

/// How many pairs of tasks of two lists match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairShare {
    pub count: u64,
    pub of: u64,
}

impl PairShare {
    /// 0 to 1.
    pub fn share(self) -> f64 {
        self.count as f64 / self.of.max(1) as f64
    }

    /// Whether the lists are about one topic.
    pub fn is_shared_topic(self) -> bool {
        self.of >= FEWEST_PAIRS && self.share() > TOPIC_SHARE
    }
}

/// How much of one list another takes up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PairOverlap {
    /// Places of the lists.
    pub left: u32,
    pub right: u32,
    /// Tasks of the left list with a match in the right one, whatever the lists are about.
    pub found: u32,
    pub of: u32,
    pub pairs: PairShare,
}

impl PairOverlap {
    /// What counts as found: nothing can be said of lists about one topic.
    pub fn counted(&self) -> Option<u32> {
        (!self.pairs.is_shared_topic()).then_some(self.found)
    }
}

/// How many tasks of every list have a match in every other one, over all and by the function of the task's first unit. Pairs
/// of lists without a match count too: nothing found is a finding. Of lists about one topic nothing is counted.
///
/// There may be millions of rows: they are made list by list.
#[derive(Debug, Clone, Default)]
pub struct Overlaps {
    lists: Lists,
    /// The function of each task's first unit.
    function: Vec<Option<Function>>,
    /// Each task with each list that takes it up, once, sorted.
    taken: Vec<(u32, u32)>,
    /// How many pairs of tasks match, by the places of their lists, the lower one first.
    counts: FxHashMap<(u32, u32), u64>,
}

/// Tasks of one list that each other list takes up.
struct Counts {
    found: Vec<u32>,
    /// By list, then by [`Function::index`].
    by_function: Vec<u32>,
}

impl Counts {
    fn of(&self, right: usize, function: Function) -> u32 {
        self.by_function[right * Function::count() + function.index()]
    }
}

impl Overlaps {
    /// Follows the matches.
    pub fn new(rows: &Rows) -> Self {
        let lists = Lists::new(rows);
        let mut first: HashMap<&str, Function> = HashMap::new();
        for row in rows.assignments.iter().filter(|row| row.role != Role::Leader) {
            first.entry(&row.task_id).or_insert(row.function);
        }
        let function = rows.tasks.iter().map(|task| first.get(task.task_id.as_str()).copied());
        let function = function.collect();
        let mut counts: FxHashMap<(u32, u32), u64> = FxHashMap::default();
        let mut taken = Vec::with_capacity(2 * rows.matches.len());
        for pair in rows.matches.pairs() {
            let (left, right) = (lists.of[pair.left as usize], lists.of[pair.right as usize]);
            *counts.entry((left.min(right), left.max(right))).or_default() += 1;
            taken.extend([(pair.left, right), (pair.right, left)]);
        }
        taken.par_sort_unstable();
        taken.dedup();
        Self { lists, function, taken, counts }
    }

    /// The lists that take up a task.
    fn takers(&self, task: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.taken.partition_point(|(other, _)| *other < task);
        self.taken[from..].iter().take_while(move |(other, _)| *other == task).map(|(_, list)| *list)
    }

    /// What each list takes up of one.
    fn counts_of(&self, left: usize) -> Counts {
        let (lists, functions) = (self.lists.len(), Function::count());
        let mut counts = Counts { found: vec![0; lists], by_function: vec![0; lists * functions] };
        for &task in &self.lists.tasks[left] {
            let function = self.function[task as usize];
            for right in self.takers(task) {
                counts.found[right as usize] += 1;
                if let Some(function) = function {
                    counts.by_function[right as usize * functions + function.index()] += 1;
                }
            }
        }
        counts
    }

    fn pair(&self, left: usize, right: usize, found: u32) -> PairOverlap {
        let of = |list: usize| self.lists.tasks[list].len() as u32;
        let (a, b) = (left.min(right) as u32, left.max(right) as u32);
        let count = self.counts.get(&(a, b)).copied().unwrap_or(0);
        let pairs = PairShare { count, of: u64::from(of(left)) * u64::from(of(right)) };
        PairOverlap { left: left as u32, right: right as u32, found, of: of(left), pairs }
    }

    /// Every two lists, either way round, over all functions.
    pub fn pairs(&self) -> Vec<PairOverlap> {
        let of = |left: usize| {
            let counts = self.counts_of(left);
            let others = (0..self.lists.len()).filter(move |right| *right != left);
            others.map(|right| self.pair(left, right, counts.found[right])).collect::<Vec<_>>()
        };
        (0..self.lists.len()).into_par_iter().flat_map_iter(of).collect()
    }

    /// The ids of the lists: rows are made of each on its own.
    pub fn lists(&self) -> &[String] {
        &self.lists.ids
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        let of = |left: usize| {
            let counts = self.counts_of(left);
            let rows = |right: usize| match self.pair(left, right, counts.found[right]).pairs.is_shared_topic() {
                true => 1,
                false => 1 + Function::all().filter(|function| counts.of(right, *function) > 0).count(),
            };
            (0..self.lists.len()).filter(|right| *right != left).map(rows).sum::<usize>()
        };
        (0..self.lists.len()).into_par_iter().map(of).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.lists.len() < 2
    }

    /// The rows of one list: for every other list one over all functions, then one for each function with a match. A function
    /// without a match says no more than the total does, and there are very many.
    pub fn rows(&self, left: usize) -> Vec<OverlapRow> {
        let mut totals = vec![0; Function::count()];
        for function in self.lists.tasks[left].iter().filter_map(|&task| self.function[task as usize]) {
            totals[function.index()] += 1;
        }
        let mut functions: Vec<Function> = Function::all().filter(|function| totals[function.index()] > 0).collect();
        functions.sort_unstable_by_key(|function| function.code());
        let counts = self.counts_of(left);
        let mut out = Vec::new();
        for right in (0..self.lists.len()).filter(|right| *right != left) {
            let pair = self.pair(left, right, counts.found[right]);
            let is_topic = pair.pairs.is_shared_topic();
            let row = |function: Option<Function>, found: u32, of: u32| OverlapRow {
                left_list: self.lists.ids[left].clone(),
                right_list: self.lists.ids[right].clone(),
                function: function.map(|function| function.code().to_owned()),
                found: (!is_topic).then_some(found),
                of,
                share: (!is_topic).then(|| if of == 0 { 0.0 } else { f64::from(found) / f64::from(of) }),
                pair_share: function.is_none().then(|| pair.pairs.share()),
                relation: if is_topic { SHARED_TOPIC } else { COUNTED }.to_owned(),
            };
            out.push(row(None, pair.found, pair.of));
            if !is_topic {
                let parts = functions.iter().map(|function| (*function, counts.of(right, *function)));
                let parts = parts.filter(|(_, found)| *found > 0);
                out.extend(parts.map(|(function, found)| row(Some(function), found, totals[function.index()])));
            }
        }
        out
    }

    /// All rows.
    pub fn all_rows(&self) -> Vec<OverlapRow> {
        (0..self.lists.len()).flat_map(|left| self.rows(left)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Matches;
    use crate::table::schema::{MatchRow, TaskRow};

    fn rows(size: usize, is_match: impl Fn(usize, usize) -> bool) -> Rows {
        let task = |list: &str, at: usize| TaskRow {
            task_id: format!("{list}/{at}"),
            list_id: list.to_owned(),
            ..TaskRow::default()
        };
        let tasks: Vec<TaskRow> = ["a", "b"].iter().flat_map(|list| (0..size).map(|at| task(list, at))).collect();
        let pairs = (0..size).flat_map(|a| (0..size).map(move |b| (a, b))).filter(|&(a, b)| is_match(a, b));
        let found = |(a, b)| MatchRow {
            left_task_id: format!("a/{a}"),
            right_task_id: format!("b/{b}"),
            ..MatchRow::default()
        };
        let matches = Matches::of_rows(pairs.map(found).collect(), &tasks);
        Rows { tasks, matches, ..Rows::default() }
    }

    fn check(size: usize, is_match: impl Fn(usize, usize) -> bool, want: (Option<u32>, f64, &str)) {
        let overlaps = Overlaps::new(&rows(size, is_match));
        let found = overlaps.all_rows();
        assert_eq!((found.len(), overlaps.len()), (2, 2));
        for (row, pair) in found.iter().zip(overlaps.pairs()) {
            assert_eq!((row.found, row.pair_share.unwrap(), row.relation.as_str()), want, "{size}");
            assert_eq!(row.share.is_some(), row.found.is_some());
            assert_eq!((pair.counted(), pair.of), (row.found, row.of));
        }
    }

    #[test]
    fn lists_about_one_topic_are_not_counted() {
        check(10, |a, b| a == b, (Some(10), 0.1, COUNTED));
        check(10, |a, b| a == b || a + 1 == b, (None, 0.19, SHARED_TOPIC));
        // a few tasks match by chance
        check(4, |a, b| a == b, (Some(4), 0.25, COUNTED));
        check(10, |_, _| false, (Some(0), 0.0, COUNTED));
    }
}
