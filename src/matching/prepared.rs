//! Tasks made ready to be paired.

use rustc_hash::FxHashMap;

use super::Request;
use super::printed::Printed;
use super::selector::Selector;
use crate::error::Error;
use crate::matching::kernel::plan::{Plan, Rules, plan};
use crate::matching::kernel::{Corpus, ListInfo, TargetKey, TaskText};
use crate::notice::Role;
use crate::quantity::{Horizon, Op, Said, Stated};
use crate::table::Rows;
use crate::table::schema::{AssignmentRow, ClauseRow, NoticeRow, TargetRow, TaskRow};

/// What matching needs of a target, with what the words around it say of it.
pub(super) struct Figure {
    pub indicator: Box<str>,
    pub indicator_id: Option<Box<str>>,
    pub measure: Box<str>,
    pub value: f64,
    pub raw: Box<str>,
    /// First byte of its words in the task's text.
    pub text_start: Option<u32>,
    pub said: Said,
    op: Op,
    horizon: Horizon,
}

impl Figure {
    /// A target of a task with this text.
    fn of(target: &TargetRow, text: &str) -> Self {
        let mut figure = Self {
            indicator: target.indicator.as_str().into(),
            indicator_id: target.indicator_id.as_deref().map(Box::from),
            measure: target.measure.as_str().into(),
            value: target.value,
            raw: target.raw.as_str().into(),
            text_start: target.text_start,
            said: Said::default(),
            op: target.op,
            horizon: target.horizon,
        };
        figure.said = Said::of(&figure.stated(text));
        figure
    }

    /// The figure with the words around it, of a task with this text.
    pub fn stated<'a>(&'a self, text: &'a str) -> Stated<'a> {
        Stated {
            indicator: &self.indicator,
            indicator_id: self.indicator_id.as_deref(),
            op: self.op,
            measure: &self.measure,
            horizon: self.horizon,
            raw: &self.raw,
            before: text.get(..self.text_start.unwrap_or(0) as usize).unwrap_or_default(),
        }
    }
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
        let prepared = Self::read(tasks.into_iter(), &rows);
        drop(rows);
        prepared.segmented()
    }

    /// As [`Prepared::new`], the rows stay.
    pub fn of(rows: &Rows) -> Self {
        Self::read(rows.tasks.iter().cloned(), rows).segmented()
    }

    fn segmented(mut self) -> Self {
        self.corpus = Corpus::new(&self.tasks);
        // of the tasks their ids and texts are asked for from here on
        for task in &mut self.tasks {
            (task.section, task.functions, task.targets) = Default::default();
        }
        self
    }

    /// The tasks with what other rows say of them; nothing is segmented yet.
    fn read(rows: impl ExactSizeIterator<Item = TaskRow>, others: &Rows) -> Self {
        let mut others = Others::of(others);
        let (mut lists, mut notices): (Vec<ListInfo>, Vec<NoticeRow>) = (Vec::new(), Vec::new());
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let number = rows.len();
        let (mut tasks, mut targets, mut printed) =
            (Vec::with_capacity(number), Vec::with_capacity(number), Vec::with_capacity(number));
        for row in rows {
            let (notice, functions, own, words) = others.of_task(&row);
            printed.push(words);
            let list = *numbers.entry(row.list_id).or_insert_with_key(|list_id| {
                lists.push(list_info(list_id, row.notice_id.clone(), row.level.name().to_owned(), notice));
                notices.push(notice.cloned().unwrap_or_default());
                lists.len() as u32 - 1
            });
            let own: Vec<Figure> = own.into_iter().map(|target| Figure::of(target, &row.text)).collect();
            let key = |figure: &Figure| TargetKey {
                kind: figure.said.kind,
                indicator: figure.indicator.to_string(),
                indicator_id: figure.indicator_id.as_deref().map(str::to_owned),
                measure: figure.measure.to_string(),
                value: figure.value,
                at: figure.text_start.unwrap_or(0) as usize,
            };
            tasks.push(TaskText {
                list,
                section: row.section.join(" "),
                functions,
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

/// What other rows say of tasks.
pub(super) struct Others<'a> {
    notices: FxHashMap<&'a str, &'a NoticeRow>,
    sources: FxHashMap<&'a str, &'a str>,
    functions: FxHashMap<&'a str, Vec<String>>,
    targets: FxHashMap<&'a str, Vec<&'a TargetRow>>,
    clauses: FxHashMap<&'a str, Vec<&'a ClauseRow>>,
}

impl<'a> Others<'a> {
    pub fn of(rows: &'a Rows) -> Self {
        let mut targets: FxHashMap<&str, Vec<&TargetRow>> = FxHashMap::default();
        for row in &rows.targets {
            if let Some(task) = &row.task_id {
                targets.entry(task).or_default().push(row);
            }
        }
        let mut clauses: FxHashMap<&str, Vec<&ClauseRow>> = FxHashMap::default();
        for row in &rows.clauses {
            clauses.entry(&row.task_id).or_default().push(row);
        }
        Self {
            notices: rows.notices.iter().map(|notice| (notice.notice_id.as_str(), notice)).collect(),
            sources: rows.sources.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect(),
            functions: functions(&rows.assignments),
            targets,
            clauses,
        }
    }

    /// The notice of a task, its functions and targets, and where its words were printed. Of two tasks with one id, the
    /// first gets all.
    pub fn of_task(&mut self, task: &TaskRow) -> (Option<&'a NoticeRow>, Vec<String>, Vec<&'a TargetRow>, Printed) {
        let (id, notice) = (task.task_id.as_str(), task.notice_id.as_str());
        let clauses = self.clauses.remove(id).unwrap_or_default();
        let source = self.sources.get(notice).copied().unwrap_or_default();
        (
            self.notices.get(notice).copied(),
            self.functions.remove(id).unwrap_or_default(),
            self.targets.remove(id).unwrap_or_default(),
            Printed::of(&task.text, task.span_start..task.span_end, &clauses, source),
        )
    }
}

/// The functions of each task's units: of those that lead, else of those that answer.
fn functions(assignments: &[AssignmentRow]) -> FxHashMap<&str, Vec<String>> {
    let mut carried: FxHashMap<&str, Vec<(bool, &str)>> = FxHashMap::default();
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
