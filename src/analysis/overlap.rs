//! Overlap: which share of a list's tasks another list takes up.

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
    takers: Takers,
    /// Tasks found and pairs of tasks that match, by the left list, then by the right one.
    pairs: Vec<[u32; 2]>,
    /// How many rows there are.
    rows: usize,
}

/// The lists that take up each task, once for each match.
#[derive(Debug, Clone, Default)]
struct Takers {
    /// Where the lists of each task begin, and at last where they end.
    starts: Vec<u32>,
    lists: Vec<u32>,
}

impl Takers {
    fn new(rows: &Rows, lists: &Lists) -> Self {
        let mut starts = vec![0u32; rows.tasks.len() + 1];
        for pair in rows.matches.pairs() {
            starts[pair.left as usize] += 1;
            starts[pair.right as usize] += 1;
        }
        // first where the lists of each task end; they are filled in from behind
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let mut takers = vec![0; end as usize];
        let mut add = |task: u32, list: u32| {
            let place = &mut starts[task as usize];
            *place -= 1;
            takers[*place as usize] = list;
        };
        for pair in rows.matches.pairs() {
            add(pair.left, lists.of[pair.right as usize]);
            add(pair.right, lists.of[pair.left as usize]);
        }
        Self { starts, lists: takers }
    }

    fn of(&self, task: u32) -> &[u32] {
        &self.lists[self.starts[task as usize] as usize..self.starts[task as usize + 1] as usize]
    }
}

/// What other lists take up of one.
struct Counts {
    /// By list: tasks found, and pairs of tasks that match.
    pairs: Vec<[u32; 2]>,
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
        let mut first: FxHashMap<&str, Function> = FxHashMap::default();
        for row in rows.assignments.iter().filter(|row| row.role != Role::Leader) {
            first.entry(&row.task_id).or_insert(row.function);
        }
        let function = rows.tasks.iter().map(|task| first.get(task.task_id.as_str()).copied());
        let function = function.collect();
        let takers = Takers::new(rows, &lists);
        let mut overlaps = Self { lists, function, takers, ..Self::default() };
        let counted = (0..overlaps.lists.len()).into_par_iter().map(|left| {
            let counts = overlaps.counts_of(left);
            let rows = overlaps.others(left).map(|right| {
                match overlaps.pair_of(left, right, counts.pairs[right]).pairs.is_shared_topic() {
                    true => 1,
                    false => 1 + Function::all().filter(|function| counts.of(right, *function) > 0).count(),
                }
            });
            (rows.sum::<usize>(), counts.pairs)
        });
        let (numbers, pairs): (Vec<usize>, Vec<Vec<[u32; 2]>>) = counted.unzip();
        (overlaps.rows, overlaps.pairs) = (numbers.iter().sum(), pairs.concat());
        overlaps
    }

    /// What each list takes up of one.
    fn counts_of(&self, left: usize) -> Counts {
        let (lists, functions) = (self.lists.len(), Function::count());
        let mut counts = Counts { pairs: vec![[0; 2]; lists], by_function: vec![0; lists * functions] };
        // the last task that each list was counted for, from 1
        let mut last = vec![0; lists];
        for (number, &task) in (1..).zip(&self.lists.tasks[left]) {
            let function = self.function[task as usize];
            for &right in self.takers.of(task) {
                let right = right as usize;
                counts.pairs[right][1] += 1;
                if std::mem::replace(&mut last[right], number) == number {
                    continue;
                }
                counts.pairs[right][0] += 1;
                if let Some(function) = function {
                    counts.by_function[right * functions + function.index()] += 1;
                }
            }
        }
        counts
    }

    /// The places of all lists but one.
    fn others(&self, left: usize) -> impl Iterator<Item = usize> + use<> {
        (0..self.lists.len()).filter(move |right| *right != left)
    }

    fn pair_of(&self, left: usize, right: usize, [found, count]: [u32; 2]) -> PairOverlap {
        let of = |list: usize| self.lists.tasks[list].len() as u32;
        let pairs = PairShare { count: u64::from(count), of: u64::from(of(left)) * u64::from(of(right)) };
        PairOverlap { left: left as u32, right: right as u32, found, of: of(left), pairs }
    }

    /// Every two lists, either way round, over all functions.
    pub fn pairs(&self) -> impl Iterator<Item = PairOverlap> + '_ {
        let lists = self.lists.len();
        let of =
            move |left| self.others(left).map(move |right| self.pair_of(left, right, self.pairs[left * lists + right]));
        (0..lists).flat_map(of)
    }

    /// The ids of the lists: rows are made of each on its own.
    pub fn lists(&self) -> &[String] {
        &self.lists.ids
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
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
        for right in self.others(left) {
            let pair = self.pair_of(left, right, counts.pairs[right]);
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
