//! Coming back: returned workbooks and letters to answers.
//!
//! In:  the tasks of a ledger; files that units sent back, whole ledgers, sheets of units or task books, however they were
//!      renamed, sorted and edited.
//! Out: a [`Returned`]: one [`ProgressRow`] an answer, each with its file and cell; completion; what is wrong with its place.
//! Not here: how far the work is ([`crate::analysis::board`]).
//!
//! Nothing is overwritten and nothing is lost: an answer that fits no task is told with its words.

mod answer;
mod grid;
mod head;
mod say;
mod spot;
mod task;
#[cfg(test)]
mod tests;
mod unit;

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::analysis::{Quarter, completion};
use crate::error::Error;
use crate::notice::Code;
use crate::table::Rows;
use crate::table::schema::{CompletionRow, ProblemRow, ProgressRow};
use answer::{Answer, Reader};
use spot::Spot;

/// What is known of answers besides their files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of answers that name no quarter.
    pub quarter: Option<u8>,
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Returned {
    /// In the order of the tasks, then of units, quarters and files.
    pub progress: Vec<ProgressRow>,
    pub completion: Vec<CompletionRow>,
    pub problems: Vec<ProblemRow>,
    /// Files that could not be read.
    pub unread: usize,
}

/// Reads returned files. A file that cannot be read costs a problem and nothing else.
///
/// # Errors
/// [`Error::Usage`] where the ledger holds no task.
pub fn progress(rows: &Rows, files: &[PathBuf], asked: Asked) -> Result<Returned, Error> {
    if rows.tasks.is_empty() {
        return Err(Error::Usage("the ledger holds no task".to_owned()));
    }
    let reader = Reader::new(rows, asked);
    // the answers of a file, what is wrong with them, and whether it could not be read
    type Read = (Vec<Answer>, Vec<ProblemRow>, bool);
    let read = |file: &PathBuf| match grid::grids(file) {
        Ok(grids) => {
            let (answers, faults) = reader.read(file, &grids);
            (answers, faults, false)
        }
        Err(error) => {
            let spot = Spot { source: file.display().to_string(), ..Spot::default() };
            let help = "请用 Excel 或 WPS 打开后另存为 .xlsx 再读";
            (Vec::new(), vec![Code::UnreadAnswer.at(&spot, error.to_string(), help)], true)
        }
    };
    let parts: Vec<Read> = files.par_iter().map(read).collect();
    let (mut answers, mut problems, mut unread) = (Vec::new(), Vec::new(), 0);
    for (found, faults, is_unread) in parts {
        answers.extend(found);
        problems.extend(faults);
        unread += usize::from(is_unread);
    }
    let progress = settle(rows, answers, &mut problems);
    let completion = completion(rows, &progress);
    differ(&progress, &completion, &mut problems);
    problems.sort_by(|a, b| {
        (&a.source, a.line, a.column, &a.code, &a.message).cmp(&(&b.source, b.line, b.column, &b.code, &b.message))
    });
    problems.dedup();
    Ok(Returned { progress, completion, problems, unread })
}

/// Sorts answers, takes those that say the same once, and tells where one unit says two things of a task.
fn settle(rows: &Rows, mut answers: Vec<Answer>, problems: &mut Vec<ProblemRow>) -> Vec<ProgressRow> {
    answers.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut kept: Vec<Answer> = Vec::new();
    for answer in answers {
        if let Some(other) =
            kept.iter().rev().take_while(|other| other.is_of(&answer)).find(|other| other.says_the_same(&answer))
        {
            // the same answer in a unit's sheet and in its task book
            debug_assert_eq!(other.task, answer.task);
            continue;
        }
        if let Some(other) = kept.last().filter(|other| other.is_of(&answer)) {
            let task = &rows.tasks[answer.task];
            let unit = answer.row.unit.as_deref().unwrap_or("全表");
            let said = answer.row.value.as_deref().or(answer.row.words.as_deref()).unwrap_or_default();
            problems.push(Code::TwoAnswers.at(
                &answer.spot,
                format!(
                    "{unit}对任务{}（{}）有两个不同的答复，这里是“{said}”",
                    task.task_id,
                    quarter_title(&answer.row.quarter)
                ),
                format!("另一个在 {} {}；两个都记下，请核实后只留一个", other.spot.source, other.spot.cell),
            ));
        }
        kept.push(answer);
    }
    kept.into_iter().map(|answer| answer.row).collect()
}

fn quarter_title(code: &str) -> String {
    Quarter::parse(code).map_or_else(|| "未写明季度".to_owned(), Quarter::title)
}

/// Tells where several units of the same standing report different figures of a target.
fn differ(progress: &[ProgressRow], completion: &[CompletionRow], problems: &mut Vec<ProblemRow>) {
    let mut places: BTreeMap<(&str, &str), Vec<&ProgressRow>> = BTreeMap::new();
    for row in progress.iter().filter(|row| row.value.is_some()) {
        places.entry((&row.task_id, &row.quarter)).or_default().push(row);
    }
    for row in completion.iter().filter(|row| row.value.is_none() && row.rate.is_none()) {
        let rows = places.get(&(row.task_id.as_str(), row.quarter.as_str())).map(Vec::as_slice).unwrap_or_default();
        let mut units: Vec<&str> = rows.iter().map(|row| row.unit.as_deref().unwrap_or("全表")).collect();
        units.sort_unstable();
        units.dedup();
        // two answers of one unit were told already
        let (Some(first), true) = (rows.first(), units.len() > 1) else { continue };
        let spot = Spot { source: first.source.clone(), cell: first.cell.clone(), ..Spot::default() };
        problems.push(Code::UnitsDiffer.at(
            &spot,
            format!("任务{}的“{}”，{}报的数不同", row.task_id, row.indicator, units.join("、")),
            "没有取数；请核实后在台账或牵头单位的表中填一个数",
        ));
    }
}
