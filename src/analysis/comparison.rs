//! Comparison: two lists side by side, and what one of them does not take up.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::overlap::taken_up;
use super::run;
use crate::error::Error;
use crate::table::schema::{AssignmentRow, ComparisonRow, CoverageRow, MatchRow, NoticeRow, TaskRow, UnmatchedRow};
use crate::table::{Tables, column as c, column_strings, from_rows, rows};

/// Two lists side by side: what both commit to with the figures beside each other, what only the left, what only the
/// right. A task of the left list stands once for each match, the best first.
///
/// The rows are [`ComparisonRow`]s, in the order of the left list, then of the right.
///
/// # Errors
/// [`Error::Selector`] where a list does not exist, [`Error::Table`] where a column of the contract is missing.
pub fn compare(tables: &Tables, left: &str, right: &str) -> Result<DataFrame, Error> {
    let tasks: Vec<TaskRow> = rows(&tables.tasks)?;
    let matches: Vec<MatchRow> = rows(&tables.matches)?;
    let by_id: BTreeMap<&str, &TaskRow> = tasks.iter().map(|task| (task.task_id.as_str(), task)).collect();
    let of = |list: &str| -> Result<Vec<&TaskRow>, Error> {
        let found: Vec<&TaskRow> = tasks.iter().filter(|task| task.list_id == list).collect();
        match found.is_empty() {
            true => Err(Error::Selector { selector: list.to_owned(), reason: "no such list".to_owned() }),
            false => Ok(found),
        }
    };
    let (left_tasks, right_tasks) = (of(left)?, of(right)?);
    // Matches may stand either way round.
    let mut common: Vec<(&TaskRow, &TaskRow, &MatchRow, bool)> = Vec::new();
    for found in &matches {
        let (Some(a), Some(b)) = (by_id.get(found.left_task_id.as_str()), by_id.get(found.right_task_id.as_str()))
        else {
            continue;
        };
        if a.list_id == left && b.list_id == right {
            common.push((a, b, found, false));
        } else if a.list_id == right && b.list_id == left {
            common.push((b, a, found, true));
        }
    }
    common.sort_by(|x, y| x.0.seq.cmp(&y.0.seq).then(y.2.score.total_cmp(&x.2.score)).then(x.1.seq.cmp(&y.1.seq)));
    let mut out = Vec::new();
    let mut seen: (BTreeSet<&str>, BTreeSet<&str>) = Default::default();
    for (a, b, found, swapped) in &common {
        seen.0.insert(&a.task_id);
        seen.1.insert(&b.task_id);
        let (left_value, right_value) =
            if *swapped { (found.right_value, found.left_value) } else { (found.left_value, found.right_value) };
        out.push(ComparisonRow {
            side: "common".to_owned(),
            score: Some(found.score),
            left_task_id: Some(a.task_id.clone()),
            left_number: a.number.clone(),
            left_text: Some(a.text.clone()),
            right_task_id: Some(b.task_id.clone()),
            right_number: b.number.clone(),
            right_text: Some(b.text.clone()),
            indicator: found.indicator.clone(),
            left_value,
            right_value,
            measure: found.measure.clone(),
            ratio: left_value.zip(right_value).filter(|(a, _)| found.ratio.is_some() && *a != 0.0).map(|(a, b)| b / a),
            figures: found.figures.clone(),
        });
    }
    for task in left_tasks.iter().filter(|task| !seen.0.contains(task.task_id.as_str())) {
        out.push(ComparisonRow {
            side: "left".to_owned(),
            left_task_id: Some(task.task_id.clone()),
            left_number: task.number.clone(),
            left_text: Some(task.text.clone()),
            ..ComparisonRow::default()
        });
    }
    for task in right_tasks.iter().filter(|task| !seen.1.contains(task.task_id.as_str())) {
        out.push(ComparisonRow {
            side: "right".to_owned(),
            right_task_id: Some(task.task_id.clone()),
            right_number: task.number.clone(),
            right_text: Some(task.text.clone()),
            ..ComparisonRow::default()
        });
    }
    Ok(from_rows(&out))
}

/// The pairs of lists for which it matters what is not taken up: the lists of one notice, and the list of a region and
/// that of one below it in the same year, either way round.
fn facing(tables: &Tables, tasks: &[TaskRow]) -> Result<Vec<(String, String)>, Error> {
    let notices: Vec<NoticeRow> = rows(&tables.notices)?;
    let of_notice: BTreeMap<&str, &NoticeRow> =
        notices.iter().map(|notice| (notice.notice_id.as_str(), notice)).collect();
    let mut lists: Vec<(&str, &str)> = Vec::new();
    let mut seen = BTreeSet::new();
    for task in tasks {
        if seen.insert(&task.list_id) {
            lists.push((&task.list_id, &task.notice_id));
        }
    }
    let kin = |a: &str, b: &str| {
        let (Some(a), Some(b)) = (of_notice.get(a), of_notice.get(b)) else { return false };
        let below = |lower: &NoticeRow, upper: &NoticeRow| {
            !upper.region.is_empty()
                && lower.region.len() > upper.region.len()
                && lower.region.starts_with(&upper.region)
        };
        a.year.is_some() && a.year == b.year && (below(a, b) || below(b, a))
    };
    let mut out = Vec::new();
    for a in &lists {
        for b in lists.iter().filter(|b| b.0 != a.0 && (b.1 == a.1 || kin(a.1, b.1))) {
            out.push((a.0.to_owned(), b.0.to_owned()));
        }
    }
    Ok(out)
}

/// Tasks of a list that a facing list does not take up: one of the same notice, or of the region above or below in the
/// same year. In the order of the lists.
///
/// The rows are [`UnmatchedRow`]s.
///
/// # Errors
/// [`Error::Table`] where a column of the contract is missing.
pub fn unmatched(tables: &Tables) -> Result<DataFrame, Error> {
    let tasks: Vec<TaskRow> = rows(&tables.tasks)?;
    let units = units_of(tables)?;
    let taken = taken(tables)?;
    let mut out = Vec::new();
    for (list, against) in facing(tables, &tasks)? {
        for task in tasks.iter().filter(|task| task.list_id == list) {
            if taken.contains(&(task.task_id.clone(), against.clone())) {
                continue;
            }
            out.push(UnmatchedRow {
                list_id: list.clone(),
                against: against.clone(),
                task_id: task.task_id.clone(),
                number: task.number.clone(),
                section: task.section.clone(),
                units: units.get(&task.task_id).cloned().unwrap_or_default(),
                text: task.text.clone(),
            });
        }
    }
    Ok(from_rows(&out))
}

/// Which share of each section, and of each unit's tasks, a facing list takes up (see [`unmatched`]).
///
/// The rows are [`CoverageRow`]s, in the order of the lists and of their sections; units by their number of tasks.
///
/// # Errors
/// [`Error::Table`] where a column of the contract is missing.
pub fn coverage(tables: &Tables) -> Result<DataFrame, Error> {
    let tasks: Vec<TaskRow> = rows(&tables.tasks)?;
    let units = units_of(tables)?;
    let taken = taken(tables)?;
    let mut out = Vec::new();
    for (list, against) in facing(tables, &tasks)? {
        let mut sections: Vec<(String, u32, u32)> = Vec::new();
        let mut carriers: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for task in tasks.iter().filter(|task| task.list_id == list) {
            let found = u32::from(taken.contains(&(task.task_id.clone(), against.clone())));
            let section = task.section.first().cloned().unwrap_or_else(|| "（无标题）".to_owned());
            match sections.iter_mut().find(|(name, ..)| *name == section) {
                Some((_, hits, of)) => (*hits, *of) = (*hits + found, *of + 1),
                None => sections.push((section, found, 1)),
            }
            for unit in units.get(&task.task_id).into_iter().flatten() {
                let (hits, of) = carriers.entry(unit.clone()).or_insert((0, 0));
                (*hits, *of) = (*hits + found, *of + 1);
            }
        }
        let mut carriers: Vec<(String, u32, u32)> =
            carriers.into_iter().map(|(name, (hits, of))| (name, hits, of)).collect();
        carriers.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        for (by, groups) in [("section", sections), ("unit", carriers)] {
            out.extend(groups.into_iter().map(|(name, found, of)| CoverageRow {
                left_list: list.clone(),
                right_list: against.clone(),
                by: by.to_owned(),
                name,
                found,
                of,
                share: f64::from(found) / f64::from(of.max(1)),
            }));
        }
    }
    Ok(from_rows(&out))
}

/// The units that lead a task; where none leads, those that answer for it.
fn units_of(tables: &Tables) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let mut leads: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut others: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows::<AssignmentRow>(&tables.assignments)? {
        let units = match row.role.as_str() {
            "lead" => leads.entry(row.task_id),
            "responsible" => others.entry(row.task_id),
            _ => continue,
        };
        let units = units.or_default();
        if !units.contains(&row.unit) {
            units.push(row.unit);
        }
    }
    for (task, units) in others {
        leads.entry(task).or_insert(units);
    }
    Ok(leads)
}

/// Each task with each list that takes it up.
fn taken(tables: &Tables) -> Result<BTreeSet<(String, String)>, Error> {
    let frame = run(taken_up(tables), "coverage")?;
    Ok(column_strings(&frame, c::TASK_ID).into_iter().zip(column_strings(&frame, c::RIGHT_LIST)).collect())
}
