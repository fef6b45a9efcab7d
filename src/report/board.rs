//! The board: how far the work is, by what `duibiao progress` read back.
//!
//! In:  the tables of a folder that `duibiao progress` wrote; the rows of the report.
//! Out: a section of the page, a chart, sheets of the workbook.
//! Not here: what is counted ([`analysis::board`]).

use std::path::Path;

use minijinja::{Value, context};

use super::data::Data;
use super::names;
use super::sheets::{MOST_ROWS, Sheet};
use crate::analysis::{self, Quarter};
use crate::chart::{Caption, Progress, UnitProgress};
use crate::error::Error;
use crate::lexicon::code::Status;
use crate::lexicon::words::Code as _;
use crate::table::schema::{BoardRow, CompletionRow, ProblemRow, ProgressRow};
use crate::table::{self, Cell, Row, Rows, Source};

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

fn quarter(code: &str) -> String {
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
fn rule(code: &str) -> &str {
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

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn maybe(value: &Option<String>) -> Cell {
    value.clone().map_or(Cell::Null, Cell::Text)
}

/// The sheets of the workbook.
pub(super) fn sheets<'a>(data: &'a Data) -> Vec<Sheet<'a>> {
    match &data.back {
        Some(back) => vec![board_sheet(back), completion_sheet(data, back), answers_sheet(data, back)],
        None => Vec::new(),
    }
}

fn task_words(data: &Data, id: &str) -> Cell {
    data.task(id).map_or(Cell::Null, |task| text(&task.text))
}

fn board_sheet(back: &Back) -> Sheet<'_> {
    let whole = |value: u32| Cell::Integer(i64::from(value));
    let by = |code: &str| match code {
        "quarter" => "全部",
        "unit" => "单位",
        "function" => "条线",
        "leader" => "责任领导",
        _ => "章节",
    };
    let rows = back.board.iter().take(MOST_ROWS).map(move |row| {
        let change = row.change.map_or(Cell::Null, |change| Cell::Integer(change.into()));
        let counts = [row.tasks, row.reported, row.done, row.on_track, row.behind, row.not_begun].map(whole);
        let targets = [row.targets, row.met, row.targets_behind].map(whole);
        let heads = [text(quarter(&row.quarter)), text(by(&row.by)), text(&row.name)];
        heads.into_iter().chain(counts).chain([Cell::Number(row.share), change]).chain(targets).collect()
    });
    Sheet {
        name: "进度看板",
        what: "每个季度各单位、条线、领导、章节的任务到了哪一步",
        columns: vec![
            ("季度", 16.0),
            ("按", 10.0),
            ("名称", 30.0),
            ("任务", 8.0),
            ("已报", 8.0),
            ("已完成", 8.0),
            ("正常推进", 9.0),
            ("滞后", 8.0),
            ("未启动", 8.0),
            ("报送比重", 9.0),
            ("完成比上季", 10.0),
            ("有数的目标", 10.0),
            ("达到", 8.0),
            ("落后", 8.0),
        ],
        rows: Box::new(rows),
        total: back.board.len(),
    }
}

fn completion_sheet<'a>(data: &'a Data, back: &'a Back) -> Sheet<'a> {
    let yes = |value: &Option<String>| match value.as_deref() {
        Some("yes") => text("是"),
        Some("no") => text("否"),
        _ => Cell::Null,
    };
    let figure = |value: Option<f64>| value.map_or(Cell::Null, Cell::Number);
    let rows = back.completion.iter().take(MOST_ROWS).map(move |row| {
        vec![
            text(quarter(&row.quarter)),
            text(&row.indicator),
            text(names::op(row.op.name())),
            Cell::Number(row.target),
            figure(row.value),
            text(&row.measure),
            figure(row.rate),
            yes(&row.met),
            yes(&row.behind),
            row.rule.as_deref().map_or(Cell::Null, |code| text(rule(code))),
            maybe(&row.unit),
            task_words(data, &row.task_id),
            row.source.as_deref().map_or(Cell::Null, |source| text(super::card::file_name(source))),
            maybe(&row.cell),
        ]
    });
    Sheet {
        name: "目标完成",
        what: "每个目标值到季度末报了多少、是否达到、是否落后于进度",
        columns: vec![
            ("季度", 16.0),
            ("指标", 26.0),
            ("关系", 9.0),
            ("目标", 12.0),
            ("完成值", 12.0),
            ("计量单位", 9.0),
            ("完成比重", 9.0),
            ("达到", 7.0),
            ("落后", 7.0),
            ("依据", 26.0),
            ("单位", 24.0),
            ("任务", 60.0),
            ("文件", 24.0),
            ("单元格", 16.0),
        ],
        rows: Box::new(rows),
        total: back.completion.len(),
    }
}

fn answers_sheet<'a>(data: &'a Data, back: &'a Back) -> Sheet<'a> {
    let status = |code: &Option<String>| {
        code.as_deref().and_then(|code| Status::parse(code).ok()).map_or(Cell::Null, |status| text(status.title()))
    };
    let rows = back.progress.iter().take(MOST_ROWS).map(move |row| {
        vec![
            text(quarter(&row.quarter)),
            row.unit.as_deref().map_or_else(|| text("全表"), text),
            task_words(data, &row.task_id),
            status(&row.status),
            maybe(&row.value),
            maybe(&row.words),
            maybe(&row.note),
            text(super::card::file_name(&row.source)),
            text(&row.cell),
            text(&row.task_id),
        ]
    });
    Sheet {
        name: "报送答复",
        what: "收回的每个答复和它在哪个文件哪一格",
        columns: vec![
            ("季度", 16.0),
            ("单位", 24.0),
            ("任务", 60.0),
            ("状态", 10.0),
            ("完成值", 18.0),
            ("进展情况", 60.0),
            ("备注", 24.0),
            ("文件", 24.0),
            ("单元格", 16.0),
            ("任务编号", 22.0),
        ],
        rows: Box::new(rows),
        total: back.progress.len(),
    }
}
