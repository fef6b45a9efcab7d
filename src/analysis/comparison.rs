//! Comparison: two lists side by side, and what one of them does not take up.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::lists::Lists;
use crate::error::Error;
use crate::notice::Role;
use crate::table::Rows;
use crate::table::schema::{ComparisonRow, CoverageRow, MatchRow, NoticeRow, TaskRow, UnmatchedRow};

/// Two lists side by side: what both commit to with the figures beside each other, what only the left, what only the
/// right. A task of the left list stands once for each match, the best first. In the order of the left list, then of the
/// right.
///
/// # Errors
/// [`Error::Selector`] where a list does not exist.
pub fn compare(rows: &Rows, left: &str, right: &str) -> Result<Vec<ComparisonRow>, Error> {
    let lists = Lists::new(rows);
    let of = |list: &str| -> Result<Vec<&TaskRow>, Error> {
        let place = lists.find(list);
        let missing = || Error::Selector { selector: list.to_owned(), reason: "no such list".to_owned() };
        let tasks = place.map(|at| lists.tasks[at].iter().map(|&task| &rows.tasks[task as usize]).collect());
        tasks.ok_or_else(missing)
    };
    let (left_tasks, right_tasks) = (of(left)?, of(right)?);
    // Matches may stand either way round.
    let mut common: Vec<(&TaskRow, &TaskRow, MatchRow, bool)> = Vec::new();
    for (at, pair) in rows.matches.pairs().enumerate() {
        let (a, b) = (&rows.tasks[pair.left as usize], &rows.tasks[pair.right as usize]);
        if a.list_id == left && b.list_id == right {
            common.push((a, b, rows.matches.row(at), false));
        } else if a.list_id == right && b.list_id == left {
            common.push((b, a, rows.matches.row(at), true));
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
    Ok(out)
}

/// The pairs of lists for which it matters what is not taken up: the lists of one notice, and the list of a region and
/// that of one below it in the same year, either way round; and what each takes up of the other.
pub struct Facing<'a> {
    rows: &'a Rows,
    lists: Lists,
    /// Places of the lists.
    pairs: Vec<(u32, u32)>,
    /// Each task with each list facing its own that takes it up.
    taken: FxHashSet<(u32, u32)>,
    /// The units that lead each task; where none leads, those that answer for it.
    units: FxHashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Facing<'a> {
    /// Follows the matches between lists that face each other.
    pub fn new(rows: &'a Rows) -> Self {
        let lists = Lists::new(rows);
        let pairs = facing(rows, &lists);
        let is_facing: FxHashSet<(u32, u32)> = pairs.iter().copied().collect();
        let mut taken = FxHashSet::default();
        for pair in rows.matches.pairs() {
            let (left, right) = (lists.of[pair.left as usize], lists.of[pair.right as usize]);
            if is_facing.contains(&(left, right)) {
                taken.extend([(pair.left, right), (pair.right, left)]);
            }
        }
        Self { rows, units: units(rows), lists, pairs, taken }
    }

    /// The tasks of a list, and whether the other one takes them up.
    fn tasks(&self, (list, against): (u32, u32)) -> impl Iterator<Item = (&'a TaskRow, bool)> + '_ {
        let tasks = self.lists.tasks[list as usize].iter();
        tasks.map(move |&task| (&self.rows.tasks[task as usize], self.taken.contains(&(task, against))))
    }

    fn id(&self, list: u32) -> String {
        self.lists.ids[list as usize].clone()
    }

    fn units(&self, task: &TaskRow) -> &[&'a str] {
        self.units.get(task.task_id.as_str()).map_or(&[], Vec::as_slice)
    }

    /// Tasks of a list that a facing list does not take up, in the order of the lists.
    pub fn unmatched(&self) -> Vec<UnmatchedRow> {
        let mut out = Vec::new();
        for &pair in &self.pairs {
            for (task, _) in self.tasks(pair).filter(|(_, is_taken)| !is_taken) {
                out.push(UnmatchedRow {
                    list_id: self.id(pair.0),
                    against: self.id(pair.1),
                    task_id: task.task_id.clone(),
                    number: task.number.clone(),
                    section: task.section.clone(),
                    units: self.units(task).iter().map(|unit| (*unit).to_owned()).collect(),
                    text: task.text.clone(),
                });
            }
        }
        out
    }

    /// Which share of each section, and of each unit's tasks, a facing list takes up: in the order of the lists and of their
    /// sections; units by their number of tasks.
    pub fn coverage(&self) -> Vec<CoverageRow> {
        let mut out = Vec::new();
        for &pair in &self.pairs {
            let mut sections: Vec<(&str, u32, u32)> = Vec::new();
            let mut carriers: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
            for (task, is_taken) in self.tasks(pair) {
                let found = u32::from(is_taken);
                let section = task.section.first().map_or("（无标题）", String::as_str);
                match sections.iter_mut().find(|(name, ..)| *name == section) {
                    Some((_, hits, of)) => (*hits, *of) = (*hits + found, *of + 1),
                    None => sections.push((section, found, 1)),
                }
                for unit in self.units(task) {
                    let (hits, of) = carriers.entry(unit).or_insert((0, 0));
                    (*hits, *of) = (*hits + found, *of + 1);
                }
            }
            let mut carriers: Vec<(&str, u32, u32)> =
                carriers.into_iter().map(|(name, (hits, of))| (name, hits, of)).collect();
            carriers.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(b.0)));
            for (by, groups) in [("section", sections), ("unit", carriers)] {
                out.extend(groups.into_iter().map(|(name, found, of)| CoverageRow {
                    left_list: self.id(pair.0),
                    right_list: self.id(pair.1),
                    by: by.to_owned(),
                    name: name.to_owned(),
                    found,
                    of,
                    share: f64::from(found) / f64::from(of.max(1)),
                }));
            }
        }
        out
    }
}

fn facing(rows: &Rows, lists: &Lists) -> Vec<(u32, u32)> {
    let of_notice: BTreeMap<&str, &NoticeRow> =
        rows.notices.iter().map(|notice| (notice.notice_id.as_str(), notice)).collect();
    let notices: Vec<Option<&NoticeRow>> = lists.notices.iter().map(|id| of_notice.get(id.as_str()).copied()).collect();
    let kin = |a: usize, b: usize| {
        let (Some(a), Some(b)) = (notices[a], notices[b]) else { return false };
        let below = |lower: &NoticeRow, upper: &NoticeRow| {
            !upper.region.is_empty()
                && lower.region.len() > upper.region.len()
                && lower.region.starts_with(&upper.region)
        };
        a.year.is_some() && a.year == b.year && (below(a, b) || below(b, a))
    };
    let mut out = Vec::new();
    for a in 0..lists.len() {
        for b in (0..lists.len()).filter(|&b| b != a && (lists.notices[b] == lists.notices[a] || kin(a, b))) {
            out.push((a as u32, b as u32));
        }
    }
    out
}

fn units(rows: &Rows) -> FxHashMap<&str, Vec<&str>> {
    let mut leads: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    let mut others: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for row in &rows.assignments {
        let units = match row.role {
            Role::Lead => leads.entry(&row.task_id),
            Role::Responsible => others.entry(&row.task_id),
            _ => continue,
        };
        let units = units.or_default();
        if !units.contains(&row.unit.as_str()) {
            units.push(&row.unit);
        }
    }
    for (task, units) in others {
        leads.entry(task).or_insert(units);
    }
    leads
}
