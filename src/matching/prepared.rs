//! Tasks made ready to be paired, and the rows of the pairs found.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::Request;
use super::printed::Printed;
use super::selector::Selector;
use crate::error::Error;
use crate::matching::kernel::plan::{Plan, plan};
use crate::matching::kernel::signal::Signal;
use crate::matching::kernel::{self, Corpus, ListInfo, Match, SIGNALS, TargetKey, TaskText, Weights};
use crate::notice::Role;
use crate::quantity::{self, Comparison, Said, Stated, indicator_title};
use crate::table::schema::{AssignmentRow, ClauseRow, MatchRow, NoticeRow, TargetRow, TaskRow};
use crate::table::{Additions, Rows};

/// A target with what the words around it say of it.
pub(super) struct Figure {
    pub row: TargetRow,
    said: Said,
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
    printed: Vec<Printed>,
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
        let sizes = self.sizes();
        let (left, right) = (self.chosen(&request.left)?, self.chosen(&request.right)?);
        Ok(plan(&self.lists, &sizes, |list| left[list], |list| right[list], request.rules))
    }

    /// The row of a match.
    pub(super) fn match_row(&self, found: &Match) -> MatchRow {
        let (left, right) = (found.left as usize, found.right as usize);
        let (left_range, right_range) = found.clauses(&self.corpus);
        let (left_span, right_span) = (self.printed[left].span(&left_range), self.printed[right].span(&right_range));
        let shared = self.shared_figures(found, [&left_range, &right_range]);
        let words = |task: usize, range: Range<usize>| self.tasks[task].text.get(range).unwrap_or_default().to_owned();
        let (left_clause, right_clause) = (words(left, left_range), words(right, right_range));
        let comparison = shared.map(|(a, b)| {
            let (left, right) = (&self.tasks[left].text, &self.tasks[right].text);
            quantity::compare((&stated(&a.row, left), &a.said), (&stated(&b.row, right), &b.said))
        });
        let shared = shared.map(|(a, b)| (&a.row, &b.row));
        let agree = shared.is_some_and(|(a, b)| quantity::one_measure(&a.measure, &b.measure));
        let compare = comparison == Some(Comparison::Comparable);
        MatchRow {
            left_task_id: self.tasks[left].task_id.clone(),
            right_task_id: self.tasks[right].task_id.clone(),
            score: (f64::from(found.score) * 1e4).round() / 1e4,
            left_clause,
            right_clause,
            left_clause_start: left_span.as_ref().map(|span| span.start),
            left_clause_end: left_span.map(|span| span.end),
            right_clause_start: right_span.as_ref().map(|span| span.start),
            right_clause_end: right_span.map(|span| span.end),
            signals: additions(found),
            indicator: shared.map(|(a, _)| title(a)),
            left_value: shared.map(|(a, _)| a.value),
            right_value: shared.map(|(_, b)| b.value),
            measure: shared.filter(|_| agree).map(|(a, _)| a.measure.clone()),
            ratio: shared.filter(|(a, _)| compare && a.value != 0.0).map(|(a, b)| b.value / a.value),
            figures: comparison.map(|comparison| comparison.code().to_owned()),
        }
    }

    /// The figures that the clauses that meet set for one indicator: in one measure, else in different ones, else a change in
    /// one and what changes in the other.
    fn shared_figures(&self, found: &Match, meet: [&Range<usize>; 2]) -> Option<(&Figure, &Figure)> {
        let (left, right) = (&self.targets[found.left as usize], &self.targets[found.right as usize]);
        let within = |figure: &Figure, clause: &Range<usize>| {
            figure.row.text_start.is_some_and(|at| clause.contains(&(at as usize)))
        };
        let in_one_measure = kernel::same_indicator(&self.corpus, found.left, found.right)
            .and_then(|(a, b)| left.get(a).zip(right.get(b)))
            .filter(|(a, b)| within(a, meet[0]) && within(b, meet[1]));
        let of_one = |same: fn(&str, &str) -> bool| {
            let is_one = |a: &Figure, b: &Figure| {
                a.row.indicator_id.as_deref().zip(b.row.indicator_id.as_deref()).is_some_and(|(a, b)| same(a, b))
            };
            let mut lefts = left.iter().filter(|a| within(a, meet[0]));
            lefts.find_map(|a| Some((a, right.iter().filter(|b| within(b, meet[1])).find(|b| is_one(a, b))?)))
        };
        let stem = |a: &str, b: &str| a.strip_suffix("_growth").unwrap_or(a) == b.strip_suffix("_growth").unwrap_or(b);
        in_one_measure.or_else(|| of_one(|a, b| a == b)).or_else(|| of_one(stem))
    }
}

/// The functions of each task's units: of those that lead, else of those that answer.
fn functions(assignments: &[AssignmentRow]) -> HashMap<&str, Vec<String>> {
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

fn list_info(list_id: &str, notice_id: String, level: String, notice: Option<&NoticeRow>) -> ListInfo {
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

/// What the log-odds of a match start from, then what each signal added, strongest first.
fn additions(found: &Match) -> Additions {
    let mut all = Vec::with_capacity(1 + SIGNALS);
    all.push((START.into(), i32::from(kernel::cents(Weights::built_in().start))));
    let signals = found.added.iter().zip(Signal::ALL).filter(|(cents, _)| **cents != 0);
    all.extend(signals.map(|(cents, signal)| (signal.name().into(), i32::from(*cents))));
    all[1..].sort_unstable_by(|a: &(Cow<str>, i32), b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Additions(all)
}

/// What a match starts from before any signal is counted, in [`MatchRow::signals`].
const START: &str = "start";

/// How a match's score came about: each signal's name for people, what it added to the log-odds, and the sum so far.
pub fn waterfall(row: &MatchRow) -> Vec<(&'static str, f64, f64)> {
    let mut total = 0;
    row.signals
        .0
        .iter()
        .filter_map(|(name, cents)| {
            let label = match &**name {
                START => "起点",
                name => Signal::ALL.iter().find(|signal| signal.name() == name)?.label(),
            };
            total += cents;
            Some((label, f64::from(*cents) / 100.0, f64::from(total) / 100.0))
        })
        .collect()
}

/// A target with the words around it.
fn stated<'a>(target: &'a TargetRow, text: &'a str) -> Stated<'a> {
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

/// The canonical name of a target's indicator, else its own words.
fn title(target: &TargetRow) -> String {
    target.indicator_id.as_deref().and_then(indicator_title).map_or_else(|| target.indicator.clone(), str::to_owned)
}
