//! Tasks made ready to be paired.

use std::collections::HashMap;

use super::Request;
use super::printed::Printed;
use super::selector::Selector;
use crate::error::Error;
use crate::matching::kernel::plan::{Plan, Rules, plan};
use crate::matching::kernel::{Corpus, ListInfo, TargetKey, TaskText};
use crate::notice::Role;
use crate::quantity::{Said, Stated};
use crate::table::Rows;
use crate::table::schema::{AssignmentRow, ClauseRow, NoticeRow, TargetRow, TaskRow};

/// A target with what the words around it say of it.
pub(super) struct Figure {
    pub row: TargetRow,
    pub said: Said,
}

/// The tasks of some rows as matching sees them.
pub struct Prepared {
    pub tasks: Vec<TaskText>,
    pub lists: Vec<ListInfo>,
    pub corpus: Corpus,
    /// The notice of each list.
    notices: Vec<NoticeRow>,
    pub(super) targets: Vec<Vec<Figure>>,
    /// Where the words of each task were printed: bytes of its notice's plain text.
    pub(super) printed: Vec<Printed>,
}

impl Prepared {
    /// Prepares the tasks of rows that nobody needs afterwards: segments them and looks up concepts and indicators.
    pub fn new(mut rows: Rows) -> Self {
        let tasks = std::mem::take(&mut rows.tasks);
        let mut prepared = Self::read(tasks.into_iter(), &rows);
        drop(rows);
        prepared.corpus = Corpus::new(&prepared.tasks);
        prepared
    }

    /// As [`Prepared::new`], the rows stay.
    pub fn of(rows: &Rows) -> Self {
        let mut prepared = Self::read(rows.tasks.iter().cloned(), rows);
        prepared.corpus = Corpus::new(&prepared.tasks);
        prepared
    }

    /// The tasks with what other rows say of them; nothing is segmented yet.
    fn read(rows: impl ExactSizeIterator<Item = TaskRow>, others: &Rows) -> Self {
        let of_notice: HashMap<&str, &NoticeRow> =
            others.notices.iter().map(|notice| (notice.notice_id.as_str(), notice)).collect();
        let mut functions = functions(&others.assignments);
        let mut by_task: HashMap<&str, Vec<&TargetRow>> = HashMap::new();
        for row in &others.targets {
            if let Some(task) = &row.task_id {
                by_task.entry(task).or_default().push(row);
            }
        }
        let mut clauses: HashMap<&str, Vec<&ClauseRow>> = HashMap::new();
        for row in &others.clauses {
            clauses.entry(&row.task_id).or_default().push(row);
        }
        let (mut lists, mut notices): (Vec<ListInfo>, Vec<NoticeRow>) = (Vec::new(), Vec::new());
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let number = rows.len();
        let (mut tasks, mut targets, mut printed) =
            (Vec::with_capacity(number), Vec::with_capacity(number), Vec::with_capacity(number));
        let sources: HashMap<&str, &str> =
            others.sources.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        for row in rows {
            let list = *numbers.entry(row.list_id).or_insert_with_key(|list_id| {
                let notice = of_notice.get(row.notice_id.as_str()).copied();
                lists.push(list_info(list_id, row.notice_id.clone(), row.level.name().to_owned(), notice));
                notices.push(notice.cloned().unwrap_or_default());
                lists.len() as u32 - 1
            });
            let own = by_task.remove(row.task_id.as_str()).unwrap_or_default();
            let of_task = clauses.remove(row.task_id.as_str()).unwrap_or_default();
            let source = sources.get(row.notice_id.as_str()).copied().unwrap_or_default();
            printed.push(Printed::of(&row.text, row.span_start..row.span_end, &of_task, source));
            let text = row.text.as_str();
            let figure = |target: &TargetRow| {
                let row = TargetRow { task_id: None, ..target.clone() };
                Figure { said: Said::of(&stated(&row, text)), row }
            };
            let own: Vec<Figure> = own.into_iter().map(figure).collect();
            let key = |figure: &Figure| TargetKey {
                kind: figure.said.kind,
                indicator: figure.row.indicator.clone(),
                indicator_id: figure.row.indicator_id.clone(),
                measure: figure.row.measure.clone(),
                value: figure.row.value,
                at: figure.row.text_start.unwrap_or(0) as usize,
            };
            tasks.push(TaskText {
                list,
                section: row.section.join(" "),
                functions: functions.remove(row.task_id.as_str()).unwrap_or_default(),
                targets: own.iter().map(key).collect(),
                task_id: row.task_id,
                text: row.text,
            });
            targets.push(own);
        }
        Self { tasks, lists, corpus: Corpus::default(), notices, targets, printed }
    }

    /// Number of the task with an id.
    pub fn task(&self, id: &str) -> Option<u32> {
        self.tasks.iter().position(|task| task.task_id == id).map(|at| at as u32)
    }

    /// The lists that selectors choose; no selector chooses all.
    fn chosen(&self, selectors: &[Selector]) -> Result<Vec<bool>, Error> {
        let mut chosen = vec![selectors.is_empty(); self.lists.len()];
        for selector in selectors {
            let mut any = false;
            for (at, (list, notice)) in self.lists.iter().zip(&self.notices).enumerate() {
                if selector.fits(list, notice) {
                    chosen[at] = true;
                    any = true;
                }
            }
            if !any {
                return Err(selector.chooses_nothing(self.lists.iter().map(|list| list.list_id.as_str())));
            }
        }
        Ok(chosen)
    }

    /// The number of tasks of each list.
    pub(super) fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.lists.len()];
        for task in &self.tasks {
            sizes[task.list as usize] += 1;
        }
        sizes
    }

    /// The lists to compare.
    ///
    /// # Errors
    /// [`Error::Selector`] where a selector chooses nothing.
    pub fn plan(&self, request: &Request) -> Result<Plan, Error> {
        let (left, right) = (self.chosen(&request.left)?, self.chosen(&request.right)?);
        Ok(self.plan_of(&left, &right, request.rules))
    }

    /// The lists to compare, of those that are said to be on the left and on the right.
    pub(super) fn plan_of(&self, left: &[bool], right: &[bool], rules: Rules) -> Plan {
        plan(&self.lists, &self.sizes(), |list| left[list], |list| right[list], rules)
    }
}

/// The functions of each task's units: of those that lead, else of those that answer.
pub(super) fn functions(assignments: &[AssignmentRow]) -> HashMap<&str, Vec<String>> {
    let mut carried: HashMap<&str, Vec<(bool, &str)>> = HashMap::new();
    for row in assignments {
        if row.role != Role::Leader {
            carried.entry(&row.task_id).or_default().push((row.role == Role::Lead, row.function.code()));
        }
    }
    let chosen = |mut units: Vec<(bool, &str)>| {
        if units.iter().any(|(leads, _)| *leads) {
            units.retain(|(leads, _)| *leads);
        }
        units.into_iter().map(|(_, function)| function.to_owned()).collect()
    };
    carried.into_iter().map(|(task, units)| (task, chosen(units))).collect()
}

pub(super) fn list_info(list_id: &str, notice_id: String, level: String, notice: Option<&NoticeRow>) -> ListInfo {
    let region = notice.map(|notice| notice.region.clone()).unwrap_or_default();
    let short =
        notice.and_then(|notice| notice.district.as_ref().or(notice.city.as_ref()).or(notice.province.as_ref()));
    let parent = short.and_then(|short| region.strip_suffix(short.as_str())).unwrap_or_default().to_owned();
    ListInfo {
        list_id: list_id.to_owned(),
        notice_id,
        level,
        region,
        parent,
        year: notice.and_then(|notice| notice.year),
    }
}

/// A target with the words around it.
pub(super) fn stated<'a>(target: &'a TargetRow, text: &'a str) -> Stated<'a> {
    Stated {
        indicator: &target.indicator,
        indicator_id: target.indicator_id.as_deref(),
        op: target.op,
        measure: &target.measure,
        horizon: target.horizon,
        raw: &target.raw,
        before: text.get(..target.text_start.unwrap_or(0) as usize).unwrap_or_default(),
    }
}
