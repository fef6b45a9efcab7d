//! The board: how far the work is, by what `duibiao progress` read back.
//!
//! In:  the tables of a folder that `duibiao progress` wrote; the rows of the report.
//! Out: a section of the page, a chart.
//! Not here: what is counted ([`analysis::board`]).

use std::path::Path;

use minijinja::{Value, context};

use super::data::Data;
use super::names;
use crate::analysis::{self, Quarter};
use crate::chart::{Caption, Progress, UnitProgress};
use crate::error::Error;
use crate::table::schema::{BoardRow, CompletionRow, ProblemRow, ProgressRow};
use crate::table::{self, Row, Rows, Source};

/// What came back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Back {
    pub progress: Vec<ProgressRow>,
    pub completion: Vec<CompletionRow>,
    pub board: Vec<BoardRow>,
    pub problems: Vec<ProblemRow>,
}

/// Rows of a table of the page; the tables hold all.
const MOST: usize = 60;

impl Back {
    /// Reads the tables of a folder, or of `tables` within it, and counts anew for the report's rows.
    ///
    /// # Errors
    /// [`Error::Usage`] where the folder holds no such tables, or answers on none of the report's tasks; what reading
    /// returns.
    pub fn open(folder: &Path, rows: &Rows) -> Result<Self, Error> {
        let within = [folder.to_path_buf(), folder.join("tables")];
        let holds = |folder: &&std::path::PathBuf| table::holds(folder, ProgressRow::TABLE);
        let Some(own) = within.iter().find(holds) else {
            let help = "name the folder that `duibiao progress … -o` wrote, with --format parquet or jsonl";
            return Err(Error::Usage(format!("{}: no table of answers here; {help}", folder.display())));
        };
        let mut progress: Vec<ProgressRow> = table::open(own)?;
        let known: std::collections::HashSet<&str> = rows.tasks.iter().map(|task| task.task_id.as_str()).collect();
        let all = progress.len();
        progress.retain(|row| known.contains(row.task_id.as_str()));
        if progress.is_empty() && all > 0 {
            let help = "name the notices that the ledger was made of";
            return Err(Error::Usage(format!("{}: answers on none of these tasks; {help}", folder.display())));
        }
        let completion = analysis::completion(rows, &progress);
        let board = analysis::board(rows, &progress, &completion);
        Ok(Self { board, completion, problems: table::open(own)?, progress })
    }

    /// The last quarter with an answer.
    fn last(&self) -> Option<&str> {
        self.board.last().map(|row| row.quarter.as_str())
    }

    /// The rows of the last quarter, counted by one thing.
    fn of<'b>(&'b self, by: &'b str) -> impl Iterator<Item = &'b BoardRow> {
        let last = self.last().unwrap_or_default();
        self.board.iter().filter(move |row| row.by == by && row.quarter == last)
    }

    /// The tables of the report.
    pub(super) fn sources(&self) -> Vec<Source<'_>> {
        vec![
            Source::of(ProgressRow::TABLE, &self.progress),
            Source::of(CompletionRow::TABLE, &self.completion),
            Source::of(BoardRow::TABLE, &self.board),
            Source::of("progress_problems", &self.problems),
        ]
    }
}

/// The name of a quarter, `2025年一季度`.
pub(super) fn quarter(code: &str) -> String {
    Quarter::parse(code).map_or_else(|| "未写明季度".to_owned(), Quarter::title)
}

/// What the page says of the board.
pub(super) fn content(data: &Data) -> Value {
    let Some(back) = &data.back else { return Value::UNDEFINED };
    let Some(last) = back.last() else { return Value::UNDEFINED };
    let missing = analysis::unreported(data.rows, &back.progress, last);
    let row = |row: &BoardRow| {
        context! {
            name => if row.by == "quarter" { quarter(&row.quarter) } else { row.name.clone() },
            tasks => row.tasks, reported => row.reported, done => row.done, on_track => row.on_track,
            behind => row.behind, not_begun => row.not_begun, share => names::percent(row.reported, row.tasks),
            change => row.change.map(|change| if change > 0 { format!("+{change}") } else { change.to_string() }),
            targets => row.targets, met => row.met, targets_behind => row.targets_behind,
        }
    };
    let table = |by: &str, title: &str| {
        let rows: Vec<Value> = back.of(by).take(MOST).map(row).collect();
        context! { title, more => back.of(by).count().saturating_sub(MOST), rows }
    };
    let quarters: Vec<Value> = back.board.iter().filter(|row| row.by == "quarter").map(row).collect();
    let tables = [("unit", "单位"), ("function", "条线"), ("leader", "责任领导"), ("section", "章节")];
    context! {
        quarter => quarter(last),
        quarters => context! { title => "季度", more => 0, rows => quarters },
        tables => tables.iter().map(|(by, title)| table(by, title)).collect::<Vec<_>>(),
        missing => missing.iter().map(|unit| (*unit).to_owned()).collect::<Vec<_>>(),
        late => late(data, back, last),
        problems => back.problems.iter().filter(|problem| problem.severity != "note").take(MOST).map(|problem| context! {
            code => problem.code.clone(), source => super::card::file_name(&problem.source).to_owned(), message => problem.message.clone(),
        }).collect::<Vec<_>>(),
        all_problems => back.problems.len(),
    }
}

/// The targets that are behind, the least done first.
fn late(data: &Data, back: &Back, last: &str) -> Value {
    let mut rows: Vec<&CompletionRow> =
        back.completion.iter().filter(|row| row.quarter == last && row.behind.as_deref() == Some("yes")).collect();
    rows.sort_by(|a, b| {
        a.rate.unwrap_or(2.0).total_cmp(&b.rate.unwrap_or(2.0)).then_with(|| a.target_id.cmp(&b.target_id))
    });
    let all = rows.len();
    let shown = rows.into_iter().take(MOST).map(|row| {
        let units = data.task_at(&row.task_id).map(|at| {
            let own = data.assignments_of[at].iter().map(|&at| &data.assignments[at]);
            own.filter(|row| row.role == crate::notice::Role::Lead)
                .map(|row| row.unit.clone())
                .collect::<Vec<_>>()
                .join("、")
        });
        context! {
            task => row.task_id.clone(),
            number => data.task(&row.task_id).map(super::data::number),
            indicator => row.indicator.clone(),
            target => format!("{}{}", op(row), names::quantity(row.target, &row.measure)),
            value => row.value.map(|value| names::quantity(value, &row.measure)),
            rate => row.rate.map(|rate| format!("{:.0}%", rate * 100.0)),
            unit => row.unit.clone().or(units),
            rule => rule(row.rule.as_deref().unwrap_or_default()),
        }
    });
    context! { rows => shown.collect::<Vec<_>>(), more => all.saturating_sub(MOST) }
}

fn op(row: &CompletionRow) -> &'static str {
    match row.op.name() {
        ">=" => "≥",
        "<=" => "≤",
        ">" => "＞",
        "<" => "＜",
        "~" => "约",
        _ => "",
    }
}

/// Why a target counts as behind.
pub(super) fn rule(code: &str) -> &str {
    match code {
        "pro_rata" => "时间过半、任务过半：低于按季度折算的数",
        "cap" => "超过上限",
        "year_end" => "年底未达到",
        "deadline" => "到任务时限未达到",
        other => other,
    }
}

/// The chart of the last quarter's units.
pub(super) fn chart(data: &Data) -> Option<Progress> {
    let back = data.back.as_ref()?;
    let count = |row: &BoardRow| {
        let said = row.done + row.on_track + row.behind + row.not_begun;
        let counts = [
            row.done,
            row.on_track,
            row.not_begun,
            row.behind,
            row.reported.saturating_sub(said),
            row.tasks - row.reported,
        ];
        UnitProgress { unit: row.name.clone(), counts }
    };
    let units: Vec<UnitProgress> = back.of("unit").map(count).collect();
    let caption = Caption { source: super::findings::sources(data), ..Caption::default() };
    (!units.is_empty()).then(|| Progress { caption, quarter: quarter(back.last().unwrap_or_default()), units, most: 0 })
}
