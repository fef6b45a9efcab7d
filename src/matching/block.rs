//! Blocks: a part of a large corpus, matched anywhere with the same scores.
//!
//! In:  rows; [`BlockRow`]s of two blocks.
//! Out: the [`BlockRow`]s of rows, [`block_rows`]; the matches between two blocks, [`block`].
//! Not here: how a corpus is cut into blocks and how their matches are put together again; the engine does it (`scale`).
//!
//! A score hangs on the two lists alone, so a block needs whole lists and nothing else. All pairs are scored, however many.

use std::collections::HashMap;

use super::prepared::{Others, Prepared, list_info};
use super::printed::Printed;
use super::rows::Found;
use super::verdicts::Verdicts;
use super::{Request, Work, find};
use crate::error::Error;
use crate::meter::Meter;
use crate::notice::Role;
use crate::office::Function;
use crate::quantity::{Horizon, Op};
use crate::table::schema::{AssignmentRow, BlockRow, NoticeRow, TargetRow, TaskRow};
use crate::table::{Matches, Rows};
use crate::text;

/// The matches between two blocks, and the number of each task that [`Matches::pairs`] names by its place.
pub struct Block {
    pub matches: Matches,
    pub numbers: Vec<u32>,
    pub work: Work,
}

/// Finds the matches between the tasks of two blocks, or within one.
///
/// A pair of lists is compared once, turned as [`super::pair`] turns it: the upper level on the left, then the list whose
/// first task has the smaller number. A list that stands on both sides counts once.
///
/// # Errors
/// [`Error::Table`] where lists of figures are not equally long, or hold a code that is none.
pub fn block(
    left: Vec<BlockRow>,
    right: Option<Vec<BlockRow>>,
    request: &Request,
    meter: &dyn Meter,
) -> Result<Block, Error> {
    // of both sides where there is one block only
    let both = right.is_none();
    let mut tasks: Vec<(BlockRow, [bool; 2])> = left.into_iter().map(|row| (row, [true, both])).collect();
    tasks.extend(right.into_iter().flatten().map(|row| (row, [false, true])));
    tasks.sort_by_key(|(row, _)| row.number);
    tasks.dedup_by(|later, first| {
        let is_one = later.0.number == first.0.number && later.0.task_id == first.0.task_id;
        if is_one {
            first.1 = [first.1[0] || later.1[0], first.1[1] || later.1[1]];
        }
        is_one
    });
    let mut sides: HashMap<String, [bool; 2]> = HashMap::new();
    for (row, side) in &tasks {
        let own = sides.entry(row.list_id.clone()).or_default();
        *own = [own[0] || side[0], own[1] || side[1]];
    }
    let numbers = tasks.iter().map(|(row, _)| row.number).collect();
    let printed = tasks.iter().map(|(row, _)| Printed::of_numbers(&row.printed)).collect();
    let mut prepared = Prepared::new(rows_of(tasks.into_iter().map(|(row, _)| row))?);
    prepared.printed = printed;
    text::release();
    let side = |at: usize| {
        let own = prepared.lists.iter().map(|list| sides.get(&list.list_id).is_some_and(|own| own[at]));
        own.collect::<Vec<bool>>()
    };
    // sides say which lists meet, not how their rows are turned
    let plan = prepared.plan_of(&side(0), &side(1), request.rules).turned(&prepared.lists);
    let mut request = request.clone();
    request.options.all_pairs = u64::MAX;
    let (found, work) = find(&prepared, &plan, &request, &Verdicts::default(), meter);
    prepared.corpus.forget_likeness();
    Ok(Block { matches: Matches::new(Found::new(prepared, found, HashMap::default())), numbers, work })
}

/// The tasks of rows as blocks hold them, in their order, numbered from `first`.
pub fn block_rows(rows: &Rows, first: u32) -> Vec<BlockRow> {
    let mut others = Others::of(rows);
    let of_task = |(number, task): (u32, &TaskRow)| {
        let (notice, functions, targets, printed) = others.of_task(task);
        let list = list_info(&task.list_id, task.notice_id.clone(), task.level.name().to_owned(), notice);
        let mut row = BlockRow {
            number,
            task_id: task.task_id.clone(),
            list_id: task.list_id.clone(),
            notice_id: task.notice_id.clone(),
            level: task.level,
            region: list.region,
            parent: list.parent,
            year: list.year,
            section: task.section.clone(),
            text: task.text.clone(),
            functions,
            printed: printed.numbers(),
            ..BlockRow::default()
        };
        for target in targets {
            row.add(target);
        }
        row
    };
    (first..).zip(&rows.tasks).map(of_task).collect()
}

impl BlockRow {
    fn add(&mut self, target: &TargetRow) {
        self.figure_indicator.push(target.indicator.clone());
        self.figure_indicator_id.push(target.indicator_id.clone().unwrap_or_default());
        self.figure_op.push(target.op.name().to_owned());
        self.figure_value.push(target.value);
        self.figure_measure.push(target.measure.clone());
        self.figure_raw.push(target.raw.clone());
        self.figure_horizon.push(target.horizon.name().to_string());
        self.figure_start.push(target.text_start.unwrap_or(u32::MAX));
    }

    /// What matching reads of its figures, as rows of the contract; or what is wrong with them.
    fn targets(&self) -> Result<Vec<TargetRow>, String> {
        let number = self.figure_value.len();
        let lengths = [&self.figure_indicator, &self.figure_indicator_id, &self.figure_op, &self.figure_measure];
        let lengths = lengths.into_iter().chain([&self.figure_raw, &self.figure_horizon]).map(Vec::len);
        if lengths.chain([self.figure_start.len()]).any(|length| length != number) {
            return Err(format!("{}: the lists figure_… are not equally long", self.task_id));
        }
        let code = |code: &str| format!("{}: `{code}` is no code of a figure", self.task_id);
        let target = |at: usize| {
            let (op, horizon) = (&self.figure_op[at], &self.figure_horizon[at]);
            let start = self.figure_start[at];
            Ok(TargetRow {
                task_id: Some(self.task_id.clone()),
                indicator: self.figure_indicator[at].clone(),
                indicator_id: Some(self.figure_indicator_id[at].clone()).filter(|id| !id.is_empty()),
                op: Op::ALL.into_iter().find(|own| own.name() == op).ok_or_else(|| code(op))?,
                value: self.figure_value[at],
                measure: self.figure_measure[at].clone(),
                raw: self.figure_raw[at].clone(),
                horizon: Horizon::parse(horizon).ok_or_else(|| code(horizon))?,
                text_start: Some(start).filter(|start| *start != u32::MAX),
                ..TargetRow::default()
            })
        };
        (0..number).map(target).collect()
    }
}

/// Rows that matching takes for those that the blocks were made of.
fn rows_of(tasks: impl Iterator<Item = BlockRow>) -> Result<Rows, Error> {
    let mut rows = Rows::default();
    for own in tasks {
        rows.targets.extend(own.targets().map_err(Error::table("block"))?);
        let assignment = |function: Function| AssignmentRow {
            task_id: own.task_id.clone(),
            role: Role::Lead,
            function,
            ..AssignmentRow::default()
        };
        rows.assignments.extend(own.functions.iter().filter_map(|code| Function::from_code(code)).map(assignment));
        if rows.notices.last().is_none_or(|last| last.notice_id != own.notice_id) {
            let short = own.region.strip_prefix(own.parent.as_str()).unwrap_or(&own.region).to_owned();
            rows.notices.push(NoticeRow {
                notice_id: own.notice_id.clone(),
                district: Some(short),
                region: own.region,
                year: own.year,
                ..NoticeRow::default()
            });
        }
        rows.tasks.push(TaskRow {
            task_id: own.task_id,
            notice_id: own.notice_id,
            list_id: own.list_id,
            level: own.level,
            section: own.section,
            text: own.text,
            ..TaskRow::default()
        });
    }
    Ok(rows)
}
