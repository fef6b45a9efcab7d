//! Handed down: what became of the tasks of the list above in a place's own list.
//!
//! In:  rows with their matches.
//! Out: [`HandedDownRow`]s: a row a task of a city's or province's list and a place below that was read for the same year.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::panel::rounded;
use crate::notice::Role;
use crate::place::Level;
use crate::table::Rows;
use crate::table::schema::{HandedDownRow, ListRow, TaskRow};

/// For every task of a list above: the units of the place below that it names, and its likeliest match in the place's own list.
///
/// Lists are one above the other within one notice, or where their places are and they are of one year.
pub fn handed_down(rows: &Rows) -> Vec<HandedDownRow> {
    let lists: HashMap<&str, usize> =
        rows.lists.iter().enumerate().map(|(at, row)| (row.list_id.as_str(), at)).collect();
    let list_of: Vec<Option<usize>> = rows.tasks.iter().map(|task| lists.get(task.list_id.as_str()).copied()).collect();
    let mut tasks_of: Vec<Vec<u32>> = vec![Vec::new(); rows.lists.len()];
    for (at, list) in list_of.iter().enumerate() {
        if let Some(list) = list {
            tasks_of[*list].push(at as u32);
        }
    }
    let pairs = above_below(&rows.lists);
    let wanted: BTreeSet<(usize, usize)> = pairs.iter().copied().collect();
    // the best match of a task of the list above within a list below
    let mut best: BTreeMap<(u32, usize), (f32, u32, usize)> = BTreeMap::new();
    for (at, pair) in rows.matches.pairs().enumerate() {
        for (upper, lower) in [(pair.left, pair.right), (pair.right, pair.left)] {
            let (Some(above), Some(below)) = (list_of[upper as usize], list_of[lower as usize]) else { continue };
            if wanted.contains(&(above, below)) {
                let known = best.entry((upper, below)).or_insert((pair.score, lower, at));
                if pair.score > known.0 {
                    *known = (pair.score, lower, at);
                }
            }
        }
    }
    let units = units(rows);
    let mut out = Vec::new();
    for (above, below) in pairs {
        for &task in &tasks_of[above] {
            out.push(row(rows, (task, &rows.lists[below]), best.get(&(task, below)), &units));
        }
    }
    out
}

/// A task of a list and its likeliest match in one list above; places are those of [`Rows::tasks`] and [`Rows::matches`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Above {
    pub task: u32,
    pub upper: u32,
    pub score: f32,
    /// The place of the match.
    pub pair: usize,
}

/// For every task its likeliest match in each list above its own, in the order of the tasks, then of the lists.
///
/// Lists are one above the other as in [`handed_down`].
pub fn above(rows: &Rows) -> Vec<Above> {
    let lists: HashMap<&str, usize> =
        rows.lists.iter().enumerate().map(|(at, row)| (row.list_id.as_str(), at)).collect();
    let list_of = |task: u32| lists.get(rows.tasks[task as usize].list_id.as_str()).copied();
    let wanted: BTreeSet<(usize, usize)> = above_below(&rows.lists).into_iter().collect();
    let mut best: BTreeMap<(u32, usize), Above> = BTreeMap::new();
    for (at, pair) in rows.matches.pairs().enumerate() {
        for (upper, task) in [(pair.left, pair.right), (pair.right, pair.left)] {
            let (Some(above), Some(below)) = (list_of(upper), list_of(task)) else { continue };
            if !wanted.contains(&(above, below)) {
                continue;
            }
            let found = Above { task, upper, score: pair.score, pair: at };
            let known = best.entry((task, above)).or_insert(found);
            if (found.score, Reverse(found.upper)) > (known.score, Reverse(known.upper)) {
                *known = found;
            }
        }
    }
    best.into_values().collect()
}

/// Lists above and below, in the order of the lists.
fn above_below(lists: &[ListRow]) -> Vec<(usize, usize)> {
    let is_above = |upper: &ListRow, lower: &ListRow| {
        if upper.level >= lower.level || lower.level > Level::District || upper.level == Level::Nation {
            return false;
        }
        upper.notice_id == lower.notice_id || upper.year.is_some() && upper.year == lower.year && covers(upper, lower)
    };
    let all = || lists.iter().enumerate();
    // a list of one's own notice says more than the same list elsewhere
    let within = |lower: &ListRow, level: Level| {
        lists
            .iter()
            .any(|upper| upper.notice_id == lower.notice_id && upper.level == level && upper.level < lower.level)
    };
    all()
        .flat_map(|(a, upper)| {
            all()
                .filter(move |(_, lower)| {
                    is_above(upper, lower) && (upper.notice_id == lower.notice_id || !within(lower, upper.level))
                })
                .map(move |(b, _)| (a, b))
        })
        .collect()
}

/// Whether the place of one list holds that of the other, by their codes.
fn covers(upper: &ListRow, lower: &ListRow) -> bool {
    holds(upper.region_code.as_deref(), lower.region_code.as_deref())
}

/// Whether a place holds another one, by their codes of GB/T 2260; not where a code is unknown.
pub fn holds(upper: Option<&str>, lower: Option<&str>) -> bool {
    let (Some(upper), Some(lower)) = (upper, lower) else { return false };
    let stem = upper.trim_end_matches("00");
    upper != lower && !stem.is_empty() && lower.starts_with(stem)
}

/// The units of each task, those that lead first.
fn units(rows: &Rows) -> HashMap<&str, Vec<&str>> {
    let mut units: HashMap<&str, Vec<&str>> = HashMap::new();
    for lead in [true, false] {
        for row in rows.assignments.iter().filter(|row| row.role != Role::Leader && (row.role == Role::Lead) == lead) {
            let of = units.entry(&row.task_id).or_default();
            if !of.contains(&row.unit.as_str()) {
                of.push(&row.unit);
            }
        }
    }
    units
}

fn row(
    rows: &Rows,
    (task, below): (u32, &ListRow),
    best: Option<&(f32, u32, usize)>,
    units: &HashMap<&str, Vec<&str>>,
) -> HandedDownRow {
    let upper: &TaskRow = &rows.tasks[task as usize];
    let same_notice = upper.notice_id == below.notice_id;
    // units in the upper place's own notice are the upper place's
    let named = units.get(upper.task_id.as_str()).filter(|_| same_notice);
    let mut row = HandedDownRow {
        task_id: upper.task_id.clone(),
        list_id: upper.list_id.clone(),
        region: below.region.clone(),
        year: below.year,
        text: upper.text.clone(),
        units: named.into_iter().flatten().map(|unit| (*unit).to_owned()).collect(),
        own_list: below.list_id.clone(),
        ..HandedDownRow::default()
    };
    if let Some(&(score, lower, at)) = best {
        let found = rows.matches.row(at);
        let forth = found.left_task_id == upper.task_id;
        let (value, own) =
            if forth { (found.left_value, found.right_value) } else { (found.right_value, found.left_value) };
        row.own_task_id = Some(rows.tasks[lower as usize].task_id.clone());
        row.own_text = Some(rows.tasks[lower as usize].text.clone());
        row.score = Some((f64::from(score) * 1e4).round() / 1e4);
        row.indicator = found.indicator;
        (row.value, row.own_value, row.measure) = (value, own, found.measure);
        let ratio = value.zip(own).filter(|(value, _)| found.ratio.is_some() && *value != 0.0);
        row.share = ratio.map(|(value, own)| rounded(own / value));
    }
    row
}
