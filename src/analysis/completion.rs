//! Completion: what was reported by the end of a quarter against what is to be reached.
//!
//! In:  tasks, targets and assignments; the answers that came back.
//! Out: [`CompletionRow`]s: a row a target and quarter with a figure or share.
//!
//! Whose figure counts: that of the ledger itself or of the unit that leads; where neither is told, that of the responsible
//! units, then of those that support. Several that differ give no value.
//!
//! Behind: what comes new or is done over the year (`addition`, `amount`) is behind where it is less than the year's share that
//! has passed, by the rule of supervision offices that half the time is half the task (时间过半、任务过半); at a task's own
//! date all of it is due. A cap is behind where it is exceeded. Growth, shares, stocks and ranks do not grow with the
//! calendar: they are behind at the year's end only. Source: `docs/ledger.md`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::reported::{Figure, figures, tracked};
use super::verdict::{Met, verdict};
use crate::notice::Role;
use crate::quantity::{Aspect, Better, Horizon, Op, better};
use crate::table::Rows;
use crate::table::schema::{CompletionRow, ProgressRow, TargetRow, TaskRow};

/// A quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    pub year: i32,
    /// From 1 to 4.
    number: u8,
}

impl Quarter {
    /// Nothing where there is no such quarter.
    pub fn new(year: i32, number: u8) -> Option<Self> {
        (1..=4).contains(&number).then_some(Self { year, number })
    }

    pub fn number(self) -> u8 {
        self.number
    }

    /// The code in tables: `2025Q1`.
    pub fn name(self) -> String {
        format!("{}Q{}", self.year, self.number)
    }

    /// For people.
    pub fn title(self) -> String {
        let number = ["一", "二", "三", "四"][usize::from(self.number - 1)];
        format!("{}年第{number}季度", self.year)
    }

    pub fn parse(code: &str) -> Option<Self> {
        let (year, number) = code.split_once('Q')?;
        Self::new(year.parse().ok()?, number.parse().ok()?)
    }

    /// Its last day, as an ISO date.
    pub fn end(self) -> String {
        let day = ["03-31", "06-30", "09-30", "12-31"][usize::from(self.number - 1)];
        format!("{:04}-{day}", self.year)
    }
}

/// An answer with the standing of its unit to the task: 0 for the ledger itself and for who leads.
type Ranked<'a> = (u8, &'a ProgressRow);

/// Compares targets with answers, in the order of the tasks, then of targets and quarters.
pub fn completion(rows: &Rows, progress: &[ProgressRow]) -> Vec<CompletionRow> {
    let ranks = Ranks::of(rows);
    let mut answers: FxHashMap<&str, BTreeMap<&str, Vec<Ranked>>> = FxHashMap::default();
    for row in progress.iter().filter(|row| row.value.is_some()) {
        let ranked = (ranks.rank(&row.task_id, row.unit.as_deref()), row);
        answers.entry(&row.task_id).or_default().entry(&row.quarter).or_default().push(ranked);
    }
    let mut targets: FxHashMap<&str, Vec<&TargetRow>> = FxHashMap::default();
    for target in tracked(&rows.targets) {
        targets.entry(target.task_id.as_deref().unwrap_or_default()).or_default().push(target);
    }
    let mut out = Vec::new();
    for task in &rows.tasks {
        let (Some(targets), Some(quarters)) = (targets.get(task.task_id.as_str()), answers.get(task.task_id.as_str()))
        else {
            continue;
        };
        for (at, target) in targets.iter().enumerate() {
            for (quarter, answers) in quarters {
                if let Some(row) = row(task, (at, targets), quarter, answers) {
                    out.push(CompletionRow { target_id: target.target_id.clone(), ..row });
                }
            }
        }
    }
    out
}

/// How units stand to tasks.
pub(super) struct Ranks<'a>(FxHashMap<(&'a str, &'a str), u8>);

impl<'a> Ranks<'a> {
    pub fn of(rows: &'a Rows) -> Self {
        let mut ranks: FxHashMap<(&str, &str), u8> = FxHashMap::default();
        for row in &rows.assignments {
            let rank = match row.role {
                Role::Lead => 0,
                Role::Responsible => 1,
                Role::Support => 2,
                Role::Leader => 3,
            };
            let known = ranks.entry((&row.task_id, &row.unit)).or_insert(rank);
            *known = rank.min(*known);
        }
        Self(ranks)
    }

    pub fn rank(&self, task: &str, unit: Option<&str>) -> u8 {
        unit.map_or(0, |unit| self.0.get(&(task, unit)).copied().unwrap_or(4))
    }
}

fn row(
    task: &TaskRow,
    (at, targets): (usize, &[&TargetRow]),
    quarter: &str,
    answers: &[Ranked],
) -> Option<CompletionRow> {
    let target = targets[at];
    let told = answers.iter().filter_map(|(rank, answer)| {
        let figure = figures(answer.value.as_deref().unwrap_or_default(), targets).figures[at]?;
        Some((*rank, figure, *answer))
    });
    let told: Vec<(u8, Figure, &ProgressRow)> = told.collect();
    let best = told.iter().map(|(rank, ..)| *rank).min()?;
    let mut counted = told.iter().filter(|(rank, ..)| *rank == best);
    let (_, figure, answer) = counted.next()?;
    let mut row = CompletionRow {
        task_id: task.task_id.clone(),
        quarter: quarter.to_owned(),
        indicator: target.indicator.clone(),
        op: target.op,
        target: target.value,
        measure: target.measure.clone(),
        unit: answer.unit.clone(),
        source: Some(answer.source.clone()),
        cell: Some(answer.cell.clone()),
        ..CompletionRow::default()
    };
    if counted.any(|(_, other, _)| other != figure) {
        (row.unit, row.source, row.cell) = (None, None, None);
        return Some(row);
    }
    judge(&mut row, task, target, *figure, Quarter::parse(quarter));
    Some(row)
}

/// Whether less is wanted.
fn is_cap(target: &TargetRow) -> bool {
    target.aspect == Aspect::Limit || matches!(target.op, Op::AtMost | Op::Under)
}

/// Fills in value, rate, met and behind.
fn judge(row: &mut CompletionRow, task: &TaskRow, target: &TargetRow, figure: Figure, quarter: Option<Quarter>) {
    let grows = matches!(target.aspect, Aspect::Addition | Aspect::Amount) && !is_cap(target);
    let divides = !is_cap(target) && !matches!(target.aspect, Aspect::Growth | Aspect::Rank) && target.value > 0.0;
    match figure {
        Figure::Value(value) => {
            row.value = Some(value);
            row.rate = divides.then(|| super::panel::rounded(value / target.value));
            row.met = met(target, value).map(str::to_owned);
        }
        Figure::Share(share) => {
            row.rate = Some(share);
            row.met = Some(if share >= 1.0 { "yes" } else { "no" }.to_owned());
        }
    }
    let Some(quarter) = quarter else { return };
    let is_met = row.met.as_deref() == Some("yes");
    // ISO dates sort as they follow
    let is_due = task.deadline.as_deref().is_some_and(|date| date.len() == 10 && *date <= *quarter.end());
    let is_later = match target.horizon {
        Horizon::Until(year) => year > quarter.year,
        Horizon::Period => true,
        _ => false,
    };
    let at_end = |row: &mut CompletionRow, rule: &str| {
        row.behind = row.met.as_ref().map(|_| if is_met { "no" } else { "yes" }.to_owned());
        row.rule = row.behind.is_some().then(|| rule.to_owned());
    };
    if is_cap(target) {
        at_end(row, "cap");
    } else if is_due {
        at_end(row, "deadline");
    } else if is_later {
        // a goal of later years is not due this year
    } else if quarter.number() == 4 {
        at_end(row, "year_end");
    } else if grows && let Some(rate) = row.rate {
        let passed = f64::from(quarter.number()) / 4.0;
        row.behind = Some(if is_met || rate >= passed { "no" } else { "yes" }.to_owned());
        row.rule = Some("pro_rata".to_owned());
    }
}

/// Whether a value keeps its target; see [`verdict`].
fn met(target: &TargetRow, value: f64) -> Option<&'static str> {
    let cap = is_cap(target);
    let better = match target.indicator_id.as_deref().map(better) {
        _ if cap => Better::Less,
        Some(better) => better,
        None => Better::More,
    };
    let capped =
        TargetRow { op: if cap && target.op == Op::Exactly { Op::AtMost } else { target.op }, ..target.clone() };
    let result = TargetRow { value, measure: target.measure.clone(), ..TargetRow::default() };
    match verdict(&capped, &result, better).0 {
        Met::Yes => Some("yes"),
        Met::No => Some("no"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Statement;
    use crate::table::schema::AssignmentRow;

    fn rows(aspect: Aspect, op: Op, value: f64, measure: &str, deadline: Option<&str>) -> Rows {
        let task = TaskRow { task_id: "t".into(), deadline: deadline.map(str::to_owned), ..TaskRow::default() };
        let target = TargetRow {
            target_id: "t#1".into(),
            task_id: Some("t".into()),
            aspect,
            op,
            value,
            measure: measure.into(),
            statement: Statement::Target,
            ..TargetRow::default()
        };
        let assignment = |unit: &str, role| AssignmentRow {
            task_id: "t".into(),
            unit: unit.into(),
            role,
            ..AssignmentRow::default()
        };
        let assignments = vec![assignment("甲局", Role::Lead), assignment("乙局", Role::Responsible)];
        Rows { tasks: vec![task], targets: vec![target], assignments, ..Rows::default() }
    }

    fn answer(unit: Option<&str>, quarter: &str, value: &str) -> ProgressRow {
        ProgressRow {
            task_id: "t".into(),
            unit: unit.map(str::to_owned),
            quarter: quarter.into(),
            value: Some(value.into()),
            ..ProgressRow::default()
        }
    }

    #[test]
    fn behind_by_what_the_figure_is() {
        use Aspect::{Addition, Growth, Limit, Stock};
        /// What is aimed at, its deadline, what came back when, and what that comes to.
        type Case<'a> =
            (Aspect, Op, f64, &'a str, Option<&'a str>, &'a str, &'a str, Option<f64>, &'a str, Option<&'a str>);
        let cases: [Case; 11] = [
            (Addition, Op::AtLeast, 100.0, "个", None, "2025Q2", "50", Some(0.5), "no", Some("no")),
            (Addition, Op::AtLeast, 100.0, "个", None, "2025Q2", "49个", Some(0.49), "no", Some("yes")),
            (Addition, Op::AtLeast, 100.0, "个", None, "2025Q1", "100", Some(1.0), "yes", Some("no")),
            (Addition, Op::Exactly, 100.0, "个", None, "2025Q2", "已完成40%", Some(0.4), "no", Some("yes")),
            (Addition, Op::Exactly, 100.0, "个", Some("2025-06-30"), "2025Q2", "60", Some(0.6), "no", Some("yes")),
            (Growth, Op::About, 6.0, "%", None, "2025Q2", "5.1%", None, "no", None),
            (Growth, Op::About, 6.0, "%", None, "2025Q4", "5.8%", None, "yes", Some("no")),
            (Stock, Op::AtLeast, 29.0, "家", None, "2025Q3", "28家", Some(0.965_517), "no", None),
            (Stock, Op::AtLeast, 29.0, "家", None, "2025Q4", "28家", Some(0.965_517), "no", Some("yes")),
            (Limit, Op::AtMost, 5.5, "%", None, "2025Q1", "5.2%", None, "yes", Some("no")),
            (Limit, Op::AtMost, 5.5, "%", None, "2025Q1", "5.6%", None, "no", Some("yes")),
        ];
        for (aspect, op, value, measure, deadline, quarter, text, rate, met, behind) in cases {
            let rows = rows(aspect, op, value, measure, deadline);
            let got = completion(&rows, &[answer(Some("甲局"), quarter, text)]);
            let [row] = got.as_slice() else { panic!("{text}: {got:?}") };
            assert_eq!(
                (row.rate, row.met.as_deref(), row.behind.as_deref()),
                (rate, Some(met), behind),
                "{aspect:?} {quarter} {text}"
            );
        }
    }

    #[test]
    fn the_unit_that_leads_is_believed() {
        let rows = rows(Aspect::Addition, Op::AtLeast, 100.0, "个", None);
        let two = [answer(Some("乙局"), "2025Q1", "20"), answer(Some("甲局"), "2025Q1", "30")];
        assert_eq!(completion(&rows, &two)[0].value, Some(30.0));
        let differ = [answer(None, "2025Q1", "20"), answer(Some("甲局"), "2025Q1", "30")];
        let row = &completion(&rows, &differ)[0];
        assert_eq!((row.value, row.met.as_deref()), (None, None));
        assert_eq!(completion(&rows, &[answer(Some("甲局"), "2025Q1", "推进中")]), []);
    }
}
