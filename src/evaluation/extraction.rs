//! Extraction against labels: tasks, units, targets, functions.
//!
//! In:  [`Labels`], and the rows of the tables.
//! Out: an [`ExtractionRow`] a labelled list and one for all of them, the share of units with the right function, and what
//!      is wrong, row by row.
//!
//! A unit is right where role and name agree (the printed or the canonical name), a target where value and measure agree.
//! Labels that are optional count neither way.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::align::{List, align, choose, lists, plain_unit};
use super::check::Check;
use super::labels::{LabelledTask, Labels};
use super::rounded;
use crate::table::schema::{AssignmentRow, ExtractionErrorRow, ExtractionRow, TargetRow, TaskRow};

/// The row of all lists together.
pub const TOTAL: &str = "TOTAL";

/// How good the tables are, and what is wrong.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// One row a labelled list, then [`TOTAL`].
    pub rows: Vec<ExtractionRow>,
    pub errors: Vec<ExtractionErrorRow>,
    /// Units with the right function, and all labelled units; `None` without labelled units of a notice at hand.
    pub functions: Option<(usize, usize)>,
    /// Our task for each labelled one, by the name that pairs use.
    pub(super) tasks: HashMap<String, String>,
    /// The notice for each name that labels give one.
    pub(super) notices: HashMap<String, String>,
}

/// Precision, recall and their harmonic mean; nothing wanted and nothing found is right.
pub fn f1(right: usize, wrong: usize, missed: usize) -> (f64, f64, f64) {
    let share = |whole: usize| if whole > 0 { right as f64 / whole as f64 } else { 1.0 };
    let (precision, recall) = (share(right + wrong), share(right + missed));
    let sum = precision + recall;
    (precision, recall, if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 })
}

/// Right, wrong and missed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) right: usize,
    pub(super) wrong: usize,
    pub(super) missed: usize,
}

impl Count {
    fn f1(self) -> (f64, f64, f64) {
        let (precision, recall, f1) = f1(self.right, self.wrong, self.missed);
        (rounded(precision), rounded(recall), rounded(f1))
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// What was counted over one list.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) labelled: usize,
    pub(super) found: usize,
    pub(super) tasks: Count,
    pub(super) texts: usize,
    pub(super) numbers: usize,
    pub(super) sections: usize,
    pub(super) assignments: Count,
    pub(super) targets: Count,
    pub(super) ops: usize,
    pub(super) indicators: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.labelled += other.labelled;
        self.found += other.found;
        self.tasks.add(other.tasks);
        self.texts += other.texts;
        self.numbers += other.numbers;
        self.sections += other.sections;
        self.assignments.add(other.assignments);
        self.targets.add(other.targets);
        self.ops += other.ops;
        self.indicators += other.indicators;
    }

    fn row(&self, labels: &str, list_id: Option<String>) -> ExtractionRow {
        let (task_precision, task_recall, task_f1) = self.tasks.f1();
        let (assignment_precision, assignment_recall, assignment_f1) = self.assignments.f1();
        let (target_precision, target_recall, target_f1) = self.targets.f1();
        let share = |part: usize, whole: usize| rounded(part as f64 / whole.max(1) as f64);
        ExtractionRow {
            labels: labels.to_owned(),
            list_id,
            labelled: self.labelled as u32,
            found: self.found as u32,
            task_precision,
            task_recall,
            task_f1,
            text: share(self.texts, self.tasks.right),
            number: share(self.numbers, self.tasks.right),
            section: share(self.sections, self.tasks.right),
            assignment_precision,
            assignment_recall,
            assignment_f1,
            target_precision,
            target_recall,
            target_f1,
            op: share(self.ops, self.targets.right),
            indicator: share(self.indicators, self.targets.right),
        }
    }
}

/// The rows that tasks refer to.
pub(super) struct Found<'a> {
    pub(super) assignments: HashMap<&'a str, Vec<&'a AssignmentRow>>,
    pub(super) targets: HashMap<&'a str, Vec<&'a TargetRow>>,
}

/// Compares the tables with the labels.
pub fn extraction(
    labels: &Labels,
    tasks: &[TaskRow],
    assignments: &[AssignmentRow],
    targets: &[TargetRow],
) -> Extraction {
    let lists = lists(tasks);
    let mut found = Found { assignments: HashMap::new(), targets: HashMap::new() };
    for row in assignments {
        found.assignments.entry(&row.task_id).or_default().push(row);
    }
    for row in targets {
        if let Some(task) = &row.task_id {
            found.targets.entry(task).or_default().push(row);
        }
    }
    let mut result = Extraction { notices: labels.notices.iter().cloned().collect(), ..Extraction::default() };
    let mut total = Tally::default();
    for file in &labels.files {
        for level in file.levels() {
            let rows: Vec<usize> = (0..file.tasks.len()).filter(|&row| file.tasks[row].list == level).collect();
            let texts: Vec<&str> = rows.iter().map(|&row| file.tasks[row].text.as_str()).collect();
            let list = choose(&lists, level, &texts);
            let tasks = list.map(|list| list.tasks.as_slice()).unwrap_or_default();
            let (mut counted, mut optional): (Vec<usize>, Vec<usize>) = (rows.clone(), rows);
            counted.retain(|&row| !file.tasks[row].optional);
            optional.retain(|&row| file.tasks[row].optional);
            let name = format!("{}/{level}", file.name);
            let aligned = aligned(&file.tasks, &counted, tasks);
            let mut list_check =
                Check { name: &file.name, level, found: &found, tally: Tally::default(), errors: &mut result.errors };
            for (row, task) in counted.iter().zip(&aligned) {
                list_check.task(&file.tasks[*row], *task);
            }
            // what is left may still be a row that the labels leave open
            let used: HashSet<&str> = aligned.iter().flatten().map(|task| task.task_id.as_str()).collect();
            let rest: Vec<&TaskRow> =
                tasks.iter().copied().filter(|task| !used.contains(task.task_id.as_str())).collect();
            let allowed = self::aligned(&file.tasks, &optional, &rest);
            let open: HashSet<&str> = allowed.iter().flatten().map(|task| task.task_id.as_str()).collect();
            for task in rest.iter().filter(|task| !open.contains(task.task_id.as_str())) {
                list_check.tally.tasks.wrong += 1;
                list_check.error(task.number.as_deref(), "task_extra", &task.text);
            }
            let mut tally = list_check.tally;
            tally.labelled = counted.len();
            tally.found = tasks.len();
            total.add(&tally);
            result.rows.push(tally.row(&name, list.map(|list| list.list_id.to_owned())));
            for (row, task) in counted.iter().zip(&aligned).chain(optional.iter().zip(&allowed)) {
                if let Some(task) = task {
                    result.tasks.insert(file.task_name(*row), task.task_id.clone());
                }
            }
            if let Some(list) = list {
                result.notices.entry(file.notice().to_owned()).or_insert_with(|| list.notice_id.to_owned());
            }
        }
    }
    if !result.rows.is_empty() {
        result.rows.push(total.row(TOTAL, None));
    }
    functions(labels, &lists, &found, &mut result);
    result
}

/// Our task for each of some labelled rows.
fn aligned<'a>(labelled: &[LabelledTask], rows: &[usize], tasks: &[&'a TaskRow]) -> Vec<Option<&'a TaskRow>> {
    let texts: Vec<&str> = rows.iter().map(|&row| labelled[row].text.as_str()).collect();
    let found: Vec<&str> = tasks.iter().map(|task| task.text.as_str()).collect();
    align(&texts, &found).into_iter().map(|place| place.map(|place| tasks[place])).collect()
}

/// Whether the labelled units have the right function. A unit counts once a notice, by its last task.
fn functions(labels: &Labels, lists: &[List<'_>], found: &Found<'_>, result: &mut Extraction) {
    let mut seen: HashMap<(&str, String), &str> = HashMap::new();
    for list in lists {
        for task in &list.tasks {
            for row in found.assignments.get(task.task_id.as_str()).into_iter().flatten() {
                for name in [&row.unit_raw, &row.unit] {
                    seen.insert((list.notice_id, plain_unit(name)), row.function.code());
                }
            }
        }
    }
    let mut wanted: BTreeMap<(&str, String), (&str, &[String])> = BTreeMap::new();
    for unit in &labels.units {
        wanted.insert((&unit.notice, plain_unit(&unit.unit)), (&unit.unit, &unit.functions));
    }
    let (mut right, mut all) = (0, 0);
    for ((notice, name), (unit, functions)) in wanted {
        let Some(id) = notice_id(notice, &result.notices, lists) else { continue };
        let got = seen.get(&(id, name)).copied();
        all += 1;
        if got.is_some_and(|got| functions.iter().any(|function| function == got)) {
            right += 1;
        } else {
            result.errors.push(ExtractionErrorRow {
                labels: notice.to_owned(),
                level: String::new(),
                number: None,
                kind: "function".to_owned(),
                words: format!("{unit} {} ≠ {}", got.unwrap_or("—"), functions.join("|")),
            });
        }
    }
    result.functions = (all > 0).then_some((right, all));
}

/// The notice that labels call so: by its labelled tasks, by the table of names, else by its id.
pub(super) fn notice_id<'a>(name: &str, known: &HashMap<String, String>, lists: &[List<'a>]) -> Option<&'a str> {
    let id = known.get(name).map_or(name, String::as_str);
    lists.iter().map(|list| list.notice_id).find(|notice| *notice == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::labels::{LabelFile, LabelledAssignment, LabelledTarget, LabelledUnit};
    use crate::notice::Role;
    use crate::office::Function;
    use crate::place::Level;

    #[test]
    fn f1_by_hand() {
        assert_eq!(f1(0, 0, 0), (1.0, 1.0, 1.0));
        assert_eq!(f1(0, 2, 0), (0.0, 1.0, 0.0));
        let (precision, recall, both) = f1(6, 2, 4);
        assert!((precision - 0.75).abs() < 1e-9 && (recall - 0.6).abs() < 1e-9 && (both - 2.0 / 3.0).abs() < 1e-9);
    }

    fn task(id: &str, number: &str, text: &str) -> TaskRow {
        TaskRow {
            task_id: format!("town-2020/city/{id}"),
            notice_id: "town-2020".into(),
            list_id: "town-2020/city".into(),
            level: Level::City,
            number: Some(number.into()),
            section: vec!["（一）修路".into()],
            text: text.into(),
            ..TaskRow::default()
        }
    }

    #[test]
    fn every_count_of_a_small_list() {
        let labelled = |number: &str, text: &str, optional| LabelledTask {
            list: "city".into(),
            number: Some(number.into()),
            section: vec!["一、修路".into()],
            text: text.into(),
            optional,
            ..LabelledTask::default()
        };
        let mut first = labelled("(1)", "修路3条以上。", false);
        let unit = |unit: &str| LabelledAssignment { role: "lead".into(), unit: unit.into() };
        first.assignments = vec![unit("市交通局"), unit("市财政局")];
        let target = |op: &str, value: f64, optional| LabelledTarget {
            indicator: "道路".into(),
            op: op.into(),
            value,
            measure: "条".into(),
            optional,
            ..LabelledTarget::default()
        };
        first.targets = vec![target(">=", 3.0, false), target("=", 4.0, true)];
        let tasks_labelled = vec![first, labelled("2", "植树。", false), labelled("3", "看戏。", true)];
        let labels = Labels {
            files: vec![LabelFile { name: "town".into(), tasks: tasks_labelled }],
            units: vec![LabelledUnit {
                notice: "town".into(),
                unit: "市交通局".into(),
                functions: vec!["transport".into()],
            }],
            ..Labels::default()
        };
        let tasks = [task("1", "1.", "修路3条以上"), task("2", "9", "普查"), task("3", "3", "看戏")];
        let office = |seq, name: &str| AssignmentRow {
            task_id: "town-2020/city/1".into(),
            seq,
            role: Role::Lead,
            unit_raw: name.into(),
            function: Function::from_code("transport").unwrap(),
            ..AssignmentRow::default()
        };
        let quantity = |value| TargetRow {
            task_id: Some("town-2020/city/1".into()),
            indicator: "道路长".into(),
            value,
            measure: "条".into(),
            ..TargetRow::default()
        };
        let targets = [quantity(3.0), quantity(4.0), quantity(5.0)];
        let found = extraction(&labels, &tasks, &[office(1, "市交通局"), office(2, "市水务局")], &targets);
        let row = &found.rows[0];
        assert_eq!(row.list_id.as_deref(), Some("town-2020/city"));
        // 修路 is found, 植树 missed, 普查 extra, 看戏 left open
        assert_eq!((row.task_precision, row.task_recall, row.text, row.number, row.section), (0.5, 0.5, 1.0, 1.0, 1.0));
        assert_eq!((row.assignment_precision, row.assignment_recall), (0.5, 0.5));
        assert_eq!((row.target_precision, row.target_recall, row.op, row.indicator), (0.5, 1.0, 0.0, 1.0));
        assert_eq!(found.functions, Some((1, 1)));
        let kinds: Vec<&str> = found.errors.iter().map(|error| error.kind.as_str()).collect();
        assert_eq!(kinds, ["assignment_extra", "assignment_missed", "op", "target_extra", "task_missed", "task_extra"]);
        assert_eq!(found.tasks["town/city/3"], "town-2020/city/3");
        assert_eq!(found.rows[1].labels, TOTAL);
    }
}
