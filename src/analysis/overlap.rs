//! Overlap: which share of a list's tasks another list takes up.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::*;

use super::{run, sorted};
use crate::error::Error;
use crate::table::schema::{MatchRow, OverlapRow, TaskRow};
use crate::table::{Tables, column as c, from_rows, rows};

/// Both directions of every match: the task, its list, and the list that takes it up.
pub(super) fn taken_up(tables: &Tables) -> LazyFrame {
    let lists = tables.tasks.clone().lazy().select([col(c::TASK_ID), col(c::LIST_ID)]);
    let matches = tables.matches.clone().lazy();
    let one_way = |from: &str, to: &str| {
        matches
            .clone()
            .select([col(from).alias(c::TASK_ID), col(to).alias("other")])
            .join(lists.clone(), [col(c::TASK_ID)], [col(c::TASK_ID)], JoinArgs::new(JoinType::Inner))
            .rename([c::LIST_ID], [c::LEFT_LIST], true)
            .join(lists.clone(), [col("other")], [col(c::TASK_ID)], JoinArgs::new(JoinType::Inner))
            .rename([c::LIST_ID], [c::RIGHT_LIST], true)
            .select([col(c::TASK_ID), col(c::LEFT_LIST), col(c::RIGHT_LIST)])
    };
    concat(
        [one_way(c::LEFT_TASK_ID, c::RIGHT_TASK_ID), one_way(c::RIGHT_TASK_ID, c::LEFT_TASK_ID)],
        UnionArgs::default(),
    )
    .unwrap_or_default()
    .unique(None, UniqueKeepStrategy::Any)
}

/// Lists whose matches are counted, in [`OverlapRow::relation`].
pub const COUNTED: &str = "counted";
/// Lists about one topic: their matches are ranked, not counted.
pub const SHARED_TOPIC: &str = "shared_topic";

/// Of all pairs of tasks of two lists, from which share on the lists are about one topic. Source: lists of work reports
/// reach 2 %, papers on one topic 9 %.
const TOPIC_SHARE: f64 = 0.15;
/// Fewer pairs of tasks say nothing about a topic.
const FEWEST_PAIRS: u64 = 100;

/// Pairs of tasks that match, over all pairs, of every two lists with a match, either way round.
pub fn pair_shares(tasks: &[TaskRow], matches: &[MatchRow]) -> PairShares {
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut list_of: HashMap<&str, &str> = HashMap::new();
    for task in tasks {
        *sizes.entry(&task.list_id).or_default() += 1;
        list_of.insert(&task.task_id, &task.list_id);
    }
    let mut counts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for row in matches {
        let lists = list_of.get(row.left_task_id.as_str()).zip(list_of.get(row.right_task_id.as_str()));
        if let Some((left, right)) = lists {
            *counts.entry((left.min(right), left.max(right))).or_default() += 1;
        }
    }
    let share = |((left, right), count): ((&str, &str), u64)| {
        let of = sizes[left] * sizes[right];
        ((left.to_owned(), right.to_owned()), PairShare { count, of })
    };
    PairShares(counts.into_iter().map(share).collect())
}

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

/// [`PairShare`]s by the ids of the lists.
#[derive(Debug, Clone, Default)]
pub struct PairShares(BTreeMap<(String, String), PairShare>);

impl PairShares {
    /// Of two lists, either way round; of lists without a match there is none.
    pub fn of(&self, left: &str, right: &str) -> Option<PairShare> {
        self.0.get(&(left.min(right).to_owned(), left.max(right).to_owned())).copied()
    }
}

/// Counts for every two lists how many tasks of the left one have a match in the right one, over all and by the function
/// of the task's first unit. Pairs of lists without a match are rows too: nothing found is a finding. Of lists about one topic
/// nothing is counted.
///
/// The rows are [`OverlapRow`]s.
///
/// # Errors
/// [`Error::Table`] where the tables do not have the columns of the contract.
pub fn overlap(tables: &Tables) -> Result<DataFrame, Error> {
    let tasks: Vec<TaskRow> = rows(&tables.tasks)?;
    let mut lists: Vec<&str> = Vec::new();
    for task in &tasks {
        if !lists.contains(&task.list_id.as_str()) {
            lists.push(&task.list_id);
        }
    }
    let functions = tables
        .assignments
        .clone()
        .lazy()
        .filter(col(c::ROLE).neq(lit("leader")))
        .group_by_stable([col(c::TASK_ID)])
        .agg([col(c::FUNCTION).first()]);
    let with_function = tables.tasks.clone().lazy().select([col(c::TASK_ID), col(c::LIST_ID)]).join(
        functions,
        [col(c::TASK_ID)],
        [col(c::TASK_ID)],
        JoinArgs::new(JoinType::Left),
    );
    let totals = with_function
        .clone()
        .group_by([col(c::LIST_ID), col(c::FUNCTION)])
        .agg([len().cast(DataType::UInt32).alias(c::OF)]);
    let found = taken_up(tables)
        .join(
            with_function.select([col(c::TASK_ID), col(c::FUNCTION)]),
            [col(c::TASK_ID)],
            [col(c::TASK_ID)],
            JoinArgs::new(JoinType::Left),
        )
        .group_by([col(c::LEFT_LIST), col(c::RIGHT_LIST), col(c::FUNCTION)])
        .agg([col(c::TASK_ID).n_unique().cast(DataType::UInt32).alias(c::FOUND)]);
    let totals = run(sorted(totals, &[(c::LIST_ID, false), (c::FUNCTION, false)]), "overlap")?;
    let found = run(sorted(found, &[(c::LEFT_LIST, false), (c::RIGHT_LIST, false), (c::FUNCTION, false)]), "overlap")?;
    let shares = pair_shares(&tasks, &rows(&tables.matches)?);
    Ok(from_rows(&pairs(&lists, &totals, &found, &shares)))
}

/// One row a pair and function, and one for all functions.
fn pairs(lists: &[&str], totals: &DataFrame, found: &DataFrame, shares: &PairShares) -> Vec<OverlapRow> {
    let texts = |frame: &DataFrame, name: &str| crate::table::column_strings(frame, name);
    let mut of: BTreeMap<(String, String), u32> = BTreeMap::new();
    let counts = crate::table::column_f64(totals, c::OF);
    for ((list, function), count) in texts(totals, c::LIST_ID).into_iter().zip(texts(totals, c::FUNCTION)).zip(counts) {
        of.insert((list, function), count as u32);
    }
    let mut hits: BTreeMap<(String, String, String), u32> = BTreeMap::new();
    let keys = texts(found, c::LEFT_LIST).into_iter().zip(texts(found, c::RIGHT_LIST)).zip(texts(found, c::FUNCTION));
    for (((left, right), function), count) in keys.zip(crate::table::column_f64(found, c::FOUND)) {
        hits.insert((left, right, function), count as u32);
    }
    let mut out = Vec::new();
    for left in lists {
        for right in lists.iter().filter(|right| *right != left) {
            let mut parts: Vec<(Option<String>, u32, u32)> = Vec::new();
            for ((_, function), of) in
                of.range(((*left).to_owned(), String::new())..).take_while(|((list, _), _)| list == left)
            {
                let found =
                    hits.get(&((*left).to_owned(), (*right).to_owned(), function.clone())).copied().unwrap_or(0);
                parts.push((Some(function.clone()).filter(|function| !function.is_empty()), found, *of));
            }
            let all = (None, parts.iter().map(|part| part.1).sum(), parts.iter().map(|part| part.2).sum());
            // A function without a match says no more than the total does, and there are very many.
            let pair_share = shares.of(left, right).unwrap_or_default();
            let is_topic = pair_share.is_shared_topic();
            let by_function = parts.into_iter().filter(|part| part.0.is_some() && part.1 > 0 && !is_topic);
            for (function, found, of) in std::iter::once(all).chain(by_function) {
                let share = if of == 0 { 0.0 } else { f64::from(found) / f64::from(of) };
                out.push(OverlapRow {
                    left_list: (*left).to_owned(),
                    right_list: (*right).to_owned(),
                    pair_share: function.is_none().then(|| pair_share.share()),
                    function,
                    found: (!is_topic).then_some(found),
                    of,
                    share: (!is_topic).then_some(share),
                    relation: if is_topic { SHARED_TOPIC } else { COUNTED }.to_owned(),
                });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::schema::{
        AssignmentRow, ClauseRow, DeadlineRow, NoticeRow, PassageRow, ProblemRow, TargetRow, ThemeRankingRow, ThemeRow,
    };

    fn tables(size: usize, is_match: impl Fn(usize, usize) -> bool) -> Tables {
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
        let matches: Vec<MatchRow> = pairs.map(found).collect();
        Tables {
            notices: from_rows::<NoticeRow>(&[]),
            passages: from_rows::<PassageRow>(&[]),
            tasks: from_rows(&tasks),
            clauses: from_rows::<ClauseRow>(&[]),
            assignments: from_rows::<AssignmentRow>(&[]),
            targets: from_rows::<TargetRow>(&[]),
            matches: from_rows(&matches),
            themes: from_rows::<ThemeRow>(&[]),
            theme_ranking: from_rows::<ThemeRankingRow>(&[]),
            deadlines: from_rows::<DeadlineRow>(&[]),
            problems: from_rows::<ProblemRow>(&[]),
            sources: Vec::new(),
            compared: None,
        }
    }

    fn check(size: usize, is_match: impl Fn(usize, usize) -> bool, want: (Option<u32>, f64, &str)) {
        let found: Vec<OverlapRow> = rows(&overlap(&tables(size, is_match)).unwrap()).unwrap();
        assert_eq!(found.len(), 2);
        for row in found {
            assert_eq!((row.found, row.pair_share.unwrap(), row.relation.as_str()), want, "{size}");
            assert_eq!(row.share.is_some(), row.found.is_some());
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
