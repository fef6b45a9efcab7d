//! Overlap: which share of a list's tasks another list takes up.

use polars::prelude::*;

use super::{run, sorted};
use crate::error::Error;
use crate::table::schema::{OverlapRow, TaskRow};
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

/// Counts for every two lists how many tasks of the left one have a match in the right one, over all and by the function
/// of the task's first unit. Pairs of lists without a match are rows too: nothing found is a finding.
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
    Ok(from_rows(&pairs(&lists, &totals, &found)))
}

/// One row a pair and function, and one for all functions.
fn pairs(lists: &[&str], totals: &DataFrame, found: &DataFrame) -> Vec<OverlapRow> {
    use std::collections::BTreeMap;
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
            let by_function = parts.into_iter().filter(|part| part.0.is_some() && part.1 > 0);
            for (function, found, of) in std::iter::once(all).chain(by_function) {
                let share = if of == 0 { 0.0 } else { f64::from(found) / f64::from(of) };
                out.push(OverlapRow {
                    left_list: (*left).to_owned(),
                    right_list: (*right).to_owned(),
                    function,
                    found,
                    of,
                    share,
                });
            }
        }
    }
    out
}
