//! Board: how far the work is, and who has not reported.
//!
//! In:  tasks and assignments; answers and completion.
//! Out: [`BoardRow`]s by quarter, unit, function, leader and section; the units that have not reported.
//!
//! A unit is to report on the tasks that it leads or is responsible for; groups (各街道) and offices of the places above report
//! to others. An answer in the ledger itself counts for who leads, or for all responsible where nobody does. A task's status
//! is that of the answer that stands highest: the ledger's or the leading unit's, then the responsible units'.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::completion::{Quarter, Ranks};
use crate::notice::Role;
use crate::office::UnitKind;
use crate::table::Rows;
use crate::table::schema::{AssignmentRow, BoardRow, CompletionRow, ListRow, ProgressRow, TaskRow};

/// What tasks are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum By {
    Quarter,
    Unit,
    Function,
    Leader,
    Section,
}

impl By {
    fn code(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Unit => "unit",
            Self::Function => "function",
            Self::Leader => "leader",
            Self::Section => "section",
        }
    }
}

/// The tasks of lists of a quarter's year; of all years where the code names none.
fn of_year<'a>(rows: &'a Rows, quarter: &str) -> FxHashSet<&'a str> {
    let year = Quarter::parse(quarter).map(|quarter| quarter.year);
    let is_of = |list: &&ListRow| year.is_none() || list.year.is_none() || list.year == year;
    let lists: FxHashSet<&str> = rows.lists.iter().filter(is_of).map(|list| list.list_id.as_str()).collect();
    // rows of tests and of bare tables know no lists
    let is_in = |task: &&TaskRow| rows.lists.is_empty() || lists.contains(task.list_id.as_str());
    rows.tasks.iter().filter(is_in).map(|task| task.task_id.as_str()).collect()
}

/// Counts, quarter by quarter, in the order of the quarters, then of what is counted by, the most tasks first.
pub fn board(rows: &Rows, progress: &[ProgressRow], completion: &[CompletionRow]) -> Vec<BoardRow> {
    let groups = groups(rows);
    let quarters: BTreeSet<&str> =
        progress.iter().map(|row| row.quarter.as_str()).filter(|code| Quarter::parse(code).is_some()).collect();
    let mut out: Vec<BoardRow> = Vec::new();
    let mut before: FxHashMap<(By, String), u32> = FxHashMap::default();
    for quarter in quarters {
        let answers = Answers::of(rows, progress, quarter);
        let of_year = of_year(rows, quarter);
        let mut now: FxHashMap<(By, String), u32> = FxHashMap::default();
        let mut counted: Vec<(By, BoardRow)> = Vec::new();
        for ((by, name), tasks) in &groups {
            let ids: FxHashSet<&str> = tasks.iter().copied().filter(|task| of_year.contains(task)).collect();
            let unit = (*by == By::Unit).then_some(name.as_str());
            let mut row = answers.count(tasks.iter().filter(|task| ids.contains(*task)), unit);
            if row.tasks == 0 {
                continue;
            }
            for done in completion.iter().filter(|row| row.quarter == quarter && ids.contains(row.task_id.as_str())) {
                row.targets += u32::from(done.met.is_some());
                row.met += u32::from(done.met.as_deref() == Some("yes"));
                row.targets_behind += u32::from(done.behind.as_deref() == Some("yes"));
            }
            (row.by, row.name, row.quarter) = (by.code().to_owned(), name.clone(), quarter.to_owned());
            row.change = before.get(&(*by, name.clone())).map(|before| row.done as i32 - *before as i32);
            now.insert((*by, name.clone()), row.done);
            counted.push((*by, row));
        }
        counted.sort_by(|(a_by, a), (b_by, b)| (a_by, b.tasks, &a.name).cmp(&(b_by, a.tasks, &b.name)));
        out.extend(counted.into_iter().map(|(_, row)| row));
        before = now;
    }
    out
}

/// The units that are to report and have not for a quarter, by name.
pub fn unreported<'a>(rows: &'a Rows, progress: &[ProgressRow], quarter: &str) -> Vec<&'a str> {
    let answers = Answers::of(rows, progress, quarter);
    let of_year = of_year(rows, quarter);
    let mut units: BTreeMap<&str, bool> = BTreeMap::new();
    for row in rows.assignments.iter().filter(|row| reports(row) && of_year.contains(row.task_id.as_str())) {
        *units.entry(&row.unit).or_default() |= answers.of_unit(&row.task_id, &row.unit).is_some();
    }
    units.into_iter().filter(|(_, reported)| !reported).map(|(unit, _)| unit).collect()
}

/// Whether a unit is to report on a task.
fn reports(row: &AssignmentRow) -> bool {
    matches!(row.role, Role::Lead | Role::Responsible) && !matches!(row.kind, UnitKind::Group | UnitKind::Upper)
}

/// The tasks of whatever is counted by.
fn groups(rows: &Rows) -> BTreeMap<(By, String), Vec<&str>> {
    let mut groups: BTreeMap<(By, String), Vec<&str>> = BTreeMap::new();
    for task in &rows.tasks {
        groups.entry((By::Quarter, String::new())).or_default().push(&task.task_id);
        let section = task.section.first().map_or("", String::as_str);
        if !section.is_empty() {
            groups.entry((By::Section, section.to_owned())).or_default().push(&task.task_id);
        }
    }
    for row in &rows.assignments {
        let mut keys = Vec::new();
        if reports(row) {
            keys.extend([(By::Unit, row.unit.clone()), (By::Function, row.function.title().to_owned())]);
        }
        if row.role == Role::Leader {
            keys.push((By::Leader, row.unit.clone()));
        }
        for key in keys {
            let tasks = groups.entry(key).or_default();
            if tasks.last() != Some(&row.task_id.as_str()) && !tasks.contains(&row.task_id.as_str()) {
                tasks.push(&row.task_id);
            }
        }
    }
    groups
}

/// The answers of a quarter.
struct Answers<'a> {
    /// By task: standing of the unit, answer.
    of: FxHashMap<&'a str, Vec<(u8, &'a ProgressRow)>>,
    /// Tasks that a unit leads.
    led: FxHashSet<&'a str>,
    ranks: Ranks<'a>,
}

impl<'a> Answers<'a> {
    fn of(rows: &'a Rows, progress: &'a [ProgressRow], quarter: &str) -> Self {
        let ranks = Ranks::of(rows);
        let mut of: FxHashMap<&str, Vec<(u8, &ProgressRow)>> = FxHashMap::default();
        for row in progress.iter().filter(|row| row.quarter == quarter) {
            of.entry(&row.task_id).or_default().push((ranks.rank(&row.task_id, row.unit.as_deref()), row));
        }
        for answers in of.values_mut() {
            // the ledger's own answer stands first among equals
            answers.sort_by_key(|(rank, row)| (*rank, row.unit.is_some()));
        }
        let led =
            rows.assignments.iter().filter(|row| row.role == Role::Lead).map(|row| row.task_id.as_str()).collect();
        Self { of, led, ranks }
    }

    /// The answer of a unit on a task.
    fn of_unit(&self, task: &str, unit: &str) -> Option<&'a ProgressRow> {
        let answers = self.of.get(task)?;
        let own = answers.iter().find(|(_, row)| row.unit.as_deref() == Some(unit));
        let stands_for = || {
            let rank = self.ranks.rank(task, Some(unit));
            (rank == 0 || rank == 1 && !self.led.contains(task))
                .then(|| answers.iter().find(|(_, row)| row.unit.is_none()))
                .flatten()
        };
        own.or_else(stands_for).map(|(_, row)| *row)
    }

    /// The counts of some tasks, as a unit answers or as they stand.
    fn count<'t>(&self, tasks: impl Iterator<Item = &'t &'t str>, unit: Option<&str>) -> BoardRow {
        let mut row = BoardRow::default();
        for task in tasks {
            row.tasks += 1;
            let answer = match unit {
                Some(unit) => self.of_unit(task, unit),
                None => self
                    .of
                    .get(task)
                    .and_then(|answers| answers.iter().find(|(_, row)| row.status.is_some()).or(answers.first()))
                    .map(|(_, row)| *row),
            };
            let Some(answer) = answer else { continue };
            row.reported += 1;
            match answer.status.as_deref() {
                Some("done") => row.done += 1,
                Some("on_track") => row.on_track += 1,
                Some("behind") => row.behind += 1,
                Some("not_begun") => row.not_begun += 1,
                _ => {}
            }
        }
        row.share = super::panel::rounded(f64::from(row.reported) / f64::from(row.tasks.max(1)));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_quarters_and_changes() {
        let task =
            |id: &str| TaskRow { task_id: id.into(), section: vec!["一、产业".into()], ..TaskRow::default() };
        let assignment = |task: &str, unit: &str, role, kind| AssignmentRow {
            task_id: task.into(),
            unit: unit.into(),
            role,
            kind,
            ..AssignmentRow::default()
        };
        let answer = |task: &str, unit: Option<&str>, quarter: &str, status: &str| ProgressRow {
            task_id: task.into(),
            unit: unit.map(str::to_owned),
            quarter: quarter.into(),
            status: Some(status.into()),
            ..ProgressRow::default()
        };
        let assignments = vec![
            assignment("1", "甲局", Role::Lead, UnitKind::Department),
            assignment("1", "各街道", Role::Responsible, UnitKind::Group),
            assignment("2", "甲局", Role::Responsible, UnitKind::Department),
            assignment("2", "乙局", Role::Responsible, UnitKind::Department),
            assignment("2", "张三", Role::Leader, UnitKind::Person),
        ];
        let rows = Rows { tasks: vec![task("1"), task("2")], assignments, ..Rows::default() };
        let progress = vec![
            answer("1", Some("甲局"), "2025Q1", "on_track"),
            answer("1", Some("甲局"), "2025Q2", "done"),
            answer("2", None, "2025Q2", "behind"),
        ];
        let board = board(&rows, &progress, &[]);
        let told: Vec<String> = board
            .iter()
            .map(|row| {
                format!(
                    "{} {} {} {}/{} done {} behind {} {:?}",
                    row.quarter, row.by, row.name, row.reported, row.tasks, row.done, row.behind, row.change
                )
            })
            .collect();
        assert!(told.contains(&"2025Q1 unit 甲局 1/2 done 0 behind 0 None".to_owned()), "{told:#?}");
        assert!(told.contains(&"2025Q2 unit 甲局 2/2 done 1 behind 1 Some(1)".to_owned()), "{told:#?}");
        assert!(told.contains(&"2025Q2 unit 乙局 1/1 done 0 behind 1 Some(0)".to_owned()), "{told:#?}");
        assert!(told.contains(&"2025Q2 leader 张三 1/1 done 0 behind 1 Some(0)".to_owned()), "{told:#?}");
        assert!(told.contains(&"2025Q1 section 一、产业 1/2 done 0 behind 0 None".to_owned()), "{told:#?}");
        assert_eq!(unreported(&rows, &progress, "2025Q1"), ["乙局"]);
        assert_eq!(unreported(&rows, &progress, "2025Q2"), [] as [&str; 0]);
    }
}
