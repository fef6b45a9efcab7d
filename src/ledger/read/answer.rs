//! Answers: what stands in the rows of a returned table.
//!
//! In:  the grids of a file.
//! Out: an [`Answer`] a task and quarter with anything filled in, and what is wrong, each with its cell.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Asked;
use super::grid::Grid;
use super::head::{Table, is_asked, tables};
use super::say::{Said, folded, quarter, status};
use super::spot::Spot;
use super::task::{By, Known, Tasks};
use super::unit::Units;
use crate::analysis::{self, Quarter, figures, tracked};
use crate::ledger::words::{Class, HeadKind, list_short, progress_words};
use crate::notice::{Code, Role};
use crate::table::Rows;
use crate::table::schema::{ListRow, ProblemRow, ProgressRow, TargetRow};

/// An answer with its task and its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    /// Place in the tasks.
    pub task: usize,
    pub row: ProgressRow,
    pub spot: Spot,
}

impl Answer {
    /// In which order answers stand.
    pub fn key(&self) -> impl Ord + '_ {
        (self.task, &self.row.unit, &self.row.quarter, &self.spot)
    }

    /// Whether both are of one task, unit and quarter.
    pub fn is_of(&self, other: &Self) -> bool {
        (self.task, &self.row.unit, &self.row.quarter) == (other.task, &other.row.unit, &other.row.quarter)
    }

    /// Whether both say the same.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |row: &ProgressRow| [row.status.clone(), row.value.clone(), row.words.clone(), row.note.clone()];
        said(&self.row) == said(&other.row)
    }
}

/// What returned files are read against.
pub(super) struct Reader<'a> {
    rows: &'a Rows,
    asked: Asked,
    tasks: Tasks<'a>,
    ids: FxHashSet<&'a str>,
    units: Units<'a>,
    /// Who carries a task.
    duties: FxHashSet<(&'a str, &'a str)>,
    targets: FxHashMap<&'a str, Vec<&'a TargetRow>>,
    years: FxHashMap<&'a str, i32>,
}

/// What holds for all rows of a table.
struct Around<'a> {
    grid: &'a Grid,
    table: &'a Table,
    unit: Option<&'a str>,
    quarter: Option<u8>,
}

/// What a row says for one quarter.
#[derive(Default)]
struct Filled {
    words: Vec<String>,
    value: Option<(String, usize)>,
    status: Option<(String, usize)>,
    note: Vec<String>,
    first: usize,
}

impl<'a> Reader<'a> {
    pub fn new(rows: &'a Rows, asked: Asked) -> Self {
        let mut targets: FxHashMap<&str, Vec<&TargetRow>> = FxHashMap::default();
        for target in tracked(&rows.targets) {
            targets.entry(target.task_id.as_deref().unwrap_or_default()).or_default().push(target);
        }
        let duties = rows.assignments.iter().filter(|row| row.role != Role::Leader);
        Self {
            rows,
            asked,
            tasks: Tasks::new(&rows.tasks, &numbers(rows)),
            ids: rows.tasks.iter().map(|task| task.task_id.as_str()).collect(),
            units: Units::new(&rows.assignments),
            duties: duties.map(|row| (row.unit.as_str(), row.task_id.as_str())).collect(),
            targets,
            years: rows.lists.iter().filter_map(|list| Some((list.list_id.as_str(), list.year?))).collect(),
        }
    }

    /// The answers of a file's grids.
    pub fn read(&self, file: &Path, grids: &[Grid]) -> (Vec<Answer>, Vec<ProblemRow>) {
        let (mut answers, mut problems) = (Vec::new(), Vec::new());
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let mut n_tables = 0;
        for grid in grids {
            let tables = tables(grid);
            n_tables += tables.len();
            for table in &tables {
                self.table(grid, table, &stem, &mut answers, &mut problems);
            }
        }
        if n_tables == 0 {
            let spot = Spot { source: file.display().to_string(), ..Spot::default() };
            let help = "表头要有“任务”（或序号）和“进展情况”“完成值”“状态”中的一列";
            problems.push(Code::NoTable.at(&spot, "没有读到可以对上台账的表格", help));
        }
        (answers, problems)
    }

    fn table(&self, grid: &Grid, table: &Table, stem: &str, answers: &mut Vec<Answer>, problems: &mut Vec<ProblemRow>) {
        // the nearest line says it
        let above: Vec<&str> =
            table.above.clone().rev().flat_map(|row| grid.rows[row].iter()).map(String::as_str).collect();
        let named = || above.iter().copied().chain([grid.sheet.as_str(), stem]);
        let unit = named().find_map(|text| self.units.within(text));
        let of_table = named().find_map(quarter).or(self.asked.quarter);
        let around = Around { grid, table, unit, quarter: of_table };
        let before = answers.len();
        for row in table.rows.clone() {
            self.row(&around, row, answers, problems);
        }
        let found = &answers[before..];
        if found.iter().any(|answer| answer.row.unit.is_none()) && !covers_all(found, self.rows) {
            let spot = grid.spot(table.rows.start.saturating_sub(1), 0);
            let help = "按整本台账的答复记下，算作牵头单位的；请在表题或文件名中写明单位";
            problems.push(Code::NoUnit.at(&spot, "没有写明填报单位", help));
        }
        if found.iter().any(|answer| answer.row.quarter.is_empty()) {
            let spot = grid.spot(table.rows.start.saturating_sub(1), 0);
            let help = "答复已记下，但不能算进度；请在表题中写明季度，或用 --quarter 指定";
            problems.push(Code::NoQuarter.at(&spot, "没有写明是哪个季度", help));
        }
    }

    fn row(&self, around: &Around, row: usize, answers: &mut Vec<Answer>, problems: &mut Vec<ProblemRow>) {
        let (grid, table) = (around.grid, around.table);
        let filled: Vec<(Option<u8>, Filled)> =
            table.quarters().into_iter().filter_map(|quarter| Some((quarter, filled(around, row, quarter)?))).collect();
        let told = |kind: HeadKind| table.column(kind).map_or("", |at| grid.cell(row, at));
        if filled.is_empty() || is_foot(grid, row) {
            return;
        }
        let unit = self.units.named(told(HeadKind::Unit)).or(around.unit);
        let id = grid.rows[row].iter().find_map(|cell| self.ids.get(without_spaces(cell).as_str()).copied());
        let is_own =
            |at: usize| unit.is_none_or(|unit| self.duties.contains(&(unit, self.rows.tasks[at].task_id.as_str())));
        let Some(known) = self.tasks.find(id, told(HeadKind::Task), told(HeadKind::Number), is_own) else {
            let at = table.column(HeadKind::Task).or(table.column(HeadKind::Number)).unwrap_or(0);
            problems.push(unknown(&grid.spot(row, at), told(HeadKind::Task), &filled));
            return;
        };
        self.tell_known(around, row, &known, problems);
        if let Some(unit) = unit.filter(|_| !is_own(known.at)) {
            let message = format!("任务{}没有分给{unit}", self.rows.tasks[known.at].task_id);
            problems.push(Code::ForeignUnit.at(&grid.spot(row, 0), message, "答复已记下，请核实是否填错了行"));
        }
        let of_row = quarter(told(HeadKind::Quarter)).or_else(|| told(HeadKind::Quarter).trim().parse().ok());
        let others = table.others.iter().filter(|(at, _)| !grid.cell(row, *at).trim().is_empty());
        let mut others: Vec<String> =
            others.map(|(at, head)| format!("{head}：{}", grid.cell(row, *at).trim())).collect();
        for (quarter, mut filled) in filled {
            // what no head explains is kept with the first answer
            filled.note.append(&mut others);
            let number = quarter.or(of_row).or(around.quarter);
            answers.push(self.answer(around, (row, &known, unit), number, filled, problems));
        }
    }

    /// Tells how a task was known, where that may be wrong.
    fn tell_known(&self, around: &Around, row: usize, known: &Known, problems: &mut Vec<ProblemRow>) {
        let task = &self.rows.tasks[known.at];
        let at = around.table.column(HeadKind::Task).unwrap_or(0);
        let spot = around.grid.spot(row, at);
        let printed: String = task.text.chars().take(30).collect();
        let (fault, message, help) = match known {
            Known { is_swapped: true, .. } => (
                Code::SwappedRow,
                format!("隐藏的编号是另一项任务的，文字是任务{}的", task.task_id),
                "按文字读取；可能是排序时没有带上隐藏的列",
            ),
            Known { by: By::Alike, .. } => (
                Code::AlikeTask,
                format!("文字与任务{}“{printed}…”近似，按这项读取", task.task_id),
                "请核实；把任务原文填回就不再提示",
            ),
            Known { is_changed: true, .. } => {
                (Code::ChangedText, format!("任务{}的文字被改过，原文“{printed}…”", task.task_id), "按编号读取")
            }
            _ => return,
        };
        problems.push(fault.at(&spot, message, help));
    }

    /// The answer of a row for a quarter.
    fn answer(
        &self,
        around: &Around,
        (row, known, unit): (usize, &Known, Option<&str>),
        number: Option<u8>,
        filled: Filled,
        problems: &mut Vec<ProblemRow>,
    ) -> Answer {
        let task = &self.rows.tasks[known.at];
        let grid = around.grid;
        let said = filled.status.as_ref().map_or(Said::Nothing, |(text, _)| status(text));
        if let (Said::Other, Some((text, at))) = (said, &filled.status) {
            let help = "状态只能是：已完成、正常推进、滞后、未启动；其他字样没有计入";
            problems.push(Code::UnknownStatus.at(&grid.spot(row, *at), format!("状态“{text}”不在列表中"), help));
        }
        if let Some((text, at)) = &filled.value {
            let targets = self.targets.get(task.task_id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let spot = grid.spot(row, *at);
            problems.extend(figures(text, targets).faults.iter().map(|fault| figure_fault(fault, &spot, text)));
        }
        let quarter =
            number.zip(self.years.get(task.list_id.as_str())).and_then(|(number, year)| Quarter::new(*year, number));
        // words that are no status are words
        let stray = filled.status.as_ref().filter(|_| said == Said::Other).map(|(text, _)| text.clone());
        let joined = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join("\n"));
        let spot = grid.spot(row, filled.first);
        Answer {
            task: known.at,
            row: ProgressRow {
                task_id: task.task_id.clone(),
                unit: unit.map(str::to_owned),
                quarter: quarter.map(Quarter::name).unwrap_or_default(),
                status: if let Said::Status(status) = said { Some(status.name().to_owned()) } else { None },
                value: filled.value.map(|(text, _)| text),
                words: joined(filled.words),
                note: joined(filled.note.into_iter().chain(stray).collect()),
                known_by: known.by.name().to_owned(),
                source: spot.source.clone(),
                cell: spot.cell.clone(),
            },
            spot,
        }
    }
}

/// The numbers that the ledger prints for its tasks.
fn numbers(rows: &Rows) -> Vec<String> {
    let mut lists_of: FxHashMap<(&str, Option<i32>), Vec<&ListRow>> = FxHashMap::default();
    let notice_of = |id: &str| rows.notices.iter().find(|notice| notice.notice_id == id);
    let place = |list: &ListRow| notice_of(&list.notice_id).map_or("", |notice| notice.region.as_str());
    for list in &rows.lists {
        let Some(notice) = notice_of(&list.notice_id) else { continue };
        lists_of.entry((notice.region.as_str(), notice.year)).or_default().push(list);
    }
    let number = |task: &crate::table::schema::TaskRow| {
        let number = task.number.clone().unwrap_or_else(|| task.seq.to_string());
        let list = rows.lists.iter().find(|list| list.list_id == task.list_id);
        let lists = list.and_then(|list| lists_of.get(&(place(list), list.year)));
        match (list, lists) {
            (Some(list), Some(lists)) if lists.len() > 1 => format!("{}{number}", list_short(list, lists)),
            _ => number,
        }
    };
    rows.tasks.iter().map(number).collect()
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What a row has filled in for a quarter; nothing where it has nothing.
fn filled(around: &Around, row: usize, quarter: Option<u8>) -> Option<Filled> {
    let (grid, table) = (around.grid, around.table);
    let mut filled = Filled { first: usize::MAX, ..Filled::default() };
    for column in table.columns.iter().filter(|column| is_asked(column.kind) && column.quarter == quarter) {
        let text = grid.cell(row, column.at).trim();
        if text.is_empty() {
            continue;
        }
        // a remark alone is an answer too, but its place is that of what was asked
        filled.first = filled.first.min(column.at);
        match column.kind {
            HeadKind::Words => filled.words.push(text.to_owned()),
            HeadKind::Value if filled.value.is_none() => filled.value = Some((text.to_owned(), column.at)),
            HeadKind::Status if filled.status.is_none() => filled.status = Some((text.to_owned(), column.at)),
            _ => filled.note.push(text.to_owned()),
        }
    }
    (filled.first < usize::MAX).then_some(filled)
}

/// Whether a row is one of signatures, totals, remarks under the table.
pub(super) fn is_foot(grid: &Grid, row: usize) -> bool {
    let first = grid.rows[row].iter().find(|cell| !cell.trim().is_empty());
    first.is_some_and(|cell| {
        let cell = folded(cell);
        let label = cell.split([':', '：', '(', '（']).next().unwrap_or_default();
        progress_words().is(Class::Total, label)
    })
}

/// Whether answers are of so many tasks that they are a whole ledger's.
fn covers_all(answers: &[Answer], rows: &Rows) -> bool {
    let tasks: FxHashSet<usize> = answers.iter().map(|answer| answer.task).collect();
    tasks.len() * 2 > rows.tasks.len()
}

/// A row that fits no task, with all that it says.
fn unknown(spot: &Spot, text: &str, filled: &[(Option<u8>, Filled)]) -> ProblemRow {
    let mut said: Vec<String> = Vec::new();
    for (_, filled) in filled {
        said.extend(filled.words.iter().cloned());
        said.extend(filled.value.iter().chain(&filled.status).map(|(text, _)| text.clone()));
        said.extend(filled.note.iter().cloned());
    }
    let message = format!("“{}”对不上台账中的任务；填的是：{}", text.trim(), said.join("；"));
    Code::UnknownRow.at(spot, message, "新增的任务请另报；原有任务请把任务文字改回原文")
}

fn figure_fault(fault: &analysis::Fault, spot: &Spot, text: &str) -> ProblemRow {
    match fault {
        analysis::Fault::NoNumber => {
            Code::NoNumber.at(spot, format!("完成值“{text}”里没有数字"), "没有算完成率；请填年初以来的累计数")
        }
        analysis::Fault::OtherMeasure(measure) => Code::OtherMeasure.at(
            spot,
            format!("完成值“{text}”的计量单位“{measure}”与目标值不同"),
            "没有算完成率；请按目标值的单位填",
        ),
        analysis::Fault::Unclear => Code::UnclearFigure.at(
            spot,
            format!("完成值“{text}”中的数对不上目标值"),
            "有几个目标值就按序号填几个数，如：①98 ②4",
        ),
        analysis::Fault::Scaled(measure) => {
            Code::ScaledFigure.at(spot, format!("完成值“{text}”没有写单位，按“{measure}”读取"), "请写明单位")
        }
        analysis::Fault::NoTarget => Code::NoTarget.at(spot, format!("任务没有目标值，“{text}”只作记录"), "不算完成率"),
    }
}
