//! The sheets of the workbook: their Chinese heads, widths and cells.

use super::card::file_name;
use super::data::Data;
use super::names;
use super::workbook::{function, notice_name, task_number};
use crate::analysis::{By, Direction, Met, Rule, SHARED_TOPIC};
use crate::matching;
use crate::notice::Role;
use crate::table::Cell;

/// Rows of a sheet at most: a workbook is for reading, the tables hold all.
pub(super) const MOST_ROWS: usize = 20_000;

/// One sheet.
pub(super) struct Sheet<'a> {
    pub name: &'static str,
    /// What it holds, for the first sheet.
    pub what: &'static str,
    /// Head and width in characters; from 20 on texts wrap.
    pub columns: Vec<(&'static str, f64)>,
    /// Up to [`MOST_ROWS`] of them, made one by one.
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
    /// All rows that there are.
    pub total: usize,
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn maybe(value: &Option<String>) -> Cell {
    value.clone().map_or(Cell::Null, Cell::Text)
}

fn whole(value: u32) -> Cell {
    Cell::Integer(i64::from(value))
}

fn year(value: Option<i32>) -> Cell {
    value.map_or(Cell::Null, |value| Cell::Integer(i64::from(value)))
}

fn figure(value: Option<f64>) -> Cell {
    value.map_or(Cell::Null, Cell::Number)
}

fn names_of(values: &[String]) -> Cell {
    Cell::List(values.to_vec())
}

macro_rules! sheet {
    ($name:literal, $what:literal, $rows:expr, |$row:ident| { $($cells:tt)* }) => {
        sheet!($name, $what, $rows, total $rows.count(), |$row| { $($cells)* })
    };
    ($name:literal, $what:literal, $rows:expr, total $total:expr, |$row:ident| { $($head:literal $width:literal: $cell:expr,)* }) => {
        Sheet {
            name: $name,
            what: $what,
            columns: vec![$(($head, f64::from($width))),*],
            total: $total,
            rows: Box::new($rows.take(MOST_ROWS).map(move |$row| vec![$($cell),*])),
        }
    };
}

/// All sheets but the first, in order.
pub(super) fn sheets<'a>(data: &'a Data) -> Vec<Sheet<'a>> {
    of_tasks(data)
        .into_iter()
        .chain(of_matches(data))
        .chain(of_counts(data))
        .chain(of_panel(data))
        .chain(of_letters(data))
        .chain(super::board::sheets(data))
        .collect()
}

fn of_tasks<'a>(data: &'a Data) -> [Sheet<'a>; 4] {
    let list = move |id: &str| text(data.list_line(id));
    let task_list = move |id: &str| data.task(id).map_or(Cell::Null, |task| list(&task.list_id));
    let units = move |at: usize, role: Role| {
        let rows = data.assignments_of[at].iter().map(|&at| &data.assignments[at]).filter(|row| row.role == role);
        let units: Vec<&str> = rows.map(|row| row.unit.as_str()).collect();
        if units.is_empty() { Cell::Null } else { text(units.join("、")) }
    };
    [
        sheet!("通知", "读入的每份文件", data.notices.iter(), |row| {
            "名称" 16: notice_name(data, &row.notice_id),
            "标题" 50: text(&row.title),
            "文号" 20: maybe(&row.doc_number),
            "索引号" 22: maybe(&row.index_number),
            "发文机关" 22: maybe(&row.issuer),
            "省" 10: maybe(&row.province),
            "市" 10: maybe(&row.city),
            "区县" 10: maybe(&row.district),
            "区划代码" 10: maybe(&row.region_code),
            "报告年份" 10: year(row.year),
            "成文日期" 12: maybe(&row.issued_on),
            "发布日期" 12: maybe(&row.published_on),
            "类型" 16: text(names::notice_kind(row.kind.name())),
            "任务数" 8: whole(row.tasks),
            "问题数" 8: whole(row.problems),
            "正文读入" 10: figure(row.read_share),
            "来源文件" 30: text(file_name(&row.source)),
        }),
        sheet!("任务", "每项任务的原文、责任单位和目标值", data.tasks.iter().enumerate(), |row| {
            "任务编号" 22: text(&row.1.task_id),
            "清单" 18: list(&row.1.list_id),
            "序号" 8: text(super::data::number(row.1)),
            "章节" 24: names_of(&row.1.section),
            "任务" 70: text(&row.1.text),
            "牵头" 22: units(row.0, Role::Lead),
            "责任" 30: units(row.0, Role::Responsible),
            "配合" 24: units(row.0, Role::Support),
            "责任领导" 14: units(row.0, Role::Leader),
            "目标值" 24: Cell::List(data.targets_of[row.0].iter().map(|&at| format!("{} {}", data.targets[at].indicator, data.targets[at].raw)).collect()),
            "时限" 12: maybe(&row.1.deadline),
            "原文行号" 9: whole(row.1.line),
        }),
        sheet!("责任单位", "每项任务的每个单位", data.assignments.iter(), |row| {
            "任务编号" 22: text(&row.task_id),
            "清单" 18: task_list(&row.task_id),
            "序号" 8: task_number(data, &row.task_id),
            "角色" 9: text(names::role(row.role.name())),
            "单位" 28: text(&row.unit),
            "原文写法" 28: text(&row.unit_raw),
            "条线" 12: text(row.function.title()),
            "全部条线" 20: Cell::List(row.functions.iter().map(|function| function.title().to_owned()).collect()),
            "单位类型" 14: text(names::unit_kind(row.kind.name())),
            "单位级别" 10: text(names::level(row.level.name())),
            "角色依据" 14: text(names::stated(row.stated.name())),
            "限于" 40: maybe(&row.clause),
        }),
        sheet!("目标值", "任务中的数字目标，以及上年完成数", data.targets.iter(), |row| {
            "任务编号" 22: maybe(&row.task_id),
            "清单" 18: row.task_id.as_deref().map_or(Cell::Null, task_list),
            "指标" 26: text(&row.indicator),
            "关系" 9: text(names::op(row.op.name())),
            "数值" 12: Cell::Number(row.value),
            "上限" 12: figure(row.value_max),
            "计量单位" 10: text(&row.measure),
            "原文" 18: text(&row.raw),
            "性质" 10: text(names::statement(row.statement.name())),
            "措辞" 8: text(names::strength(row.strength.name())),
            "期限" 10: text(names::horizon(&row.horizon.name())),
            "任务" 70: row.task_id.as_deref().and_then(|id| data.task(id)).map_or(Cell::Null, |task| text(&task.text)),
        }),
    ]
}

fn of_matches<'a>(data: &'a Data) -> [Sheet<'a>; 3] {
    let list = move |id: &str| data.task(id).map_or(Cell::Null, |task| text(data.list_line(&task.list_id)));
    let words = move |id: &str| data.task(id).map_or(Cell::Null, |task| text(&task.text));
    [
        sheet!("对应", "不同清单中的同一承诺；把握 0.5 表示是与不是各一半", best_matches(data).into_iter().map(move |at| data.matches.row(at)), total data.matches.len(), |row| {
            "左清单" 18: list(&row.left_task_id),
            "左序号" 8: task_number(data, &row.left_task_id),
            "左任务" 55: words(&row.left_task_id),
            "右清单" 18: list(&row.right_task_id),
            "右序号" 8: task_number(data, &row.right_task_id),
            "右任务" 55: words(&row.right_task_id),
            "把握" 8: Cell::Number((row.score * 100.0).round() / 100.0),
            "左分句" 32: text(&row.left_clause),
            "右分句" 32: text(&row.right_clause),
            "共同指标" 18: maybe(&row.indicator),
            "左数值" 11: figure(row.left_value),
            "右数值" 11: figure(row.right_value),
            "计量单位" 10: maybe(&row.measure),
            "右/左" 8: figure(row.ratio),
            "不作比的原因" 22: row.figures.as_deref().and_then(matching::apart).map_or(Cell::Null, text),
            "左任务编号" 22: text(&row.left_task_id),
            "右任务编号" 22: text(&row.right_task_id),
        }),
        sheet!("主题", "每个主题包含哪些任务", data.themes.iter(), |row| {
            "主题" 26: text(&row.label),
            "清单" 18: text(data.list_line(&row.list_id)),
            "地区" 22: text(&row.region),
            "年份" 8: year(row.year),
            "级别" 9: text(names::level(&row.level)),
            "序号" 8: task_number(data, &row.task_id),
            "任务" 70: words(&row.task_id),
            "贴近程度" 10: Cell::Number((row.score * 100.0).round() / 100.0),
            "任务编号" 22: text(&row.task_id),
        }),
        sheet!("主题排行", "主题按地区数、年份数排列", data.theme_ranking.iter(), |row| {
            "主题" 30: text(&row.label),
            "地区数" 8: whole(row.regions),
            "年份数" 8: whole(row.years),
            "清单数" 8: whole(row.lists),
            "任务数" 8: whole(row.tasks),
            "最早年份" 10: year(row.first_year),
            "最近年份" 10: year(row.last_year),
            "数值" 60: names_of(&row.values),
        }),
    ]
}

/// The matches that fit on a sheet, the best, in the order of the table.
fn best_matches(data: &Data) -> Vec<usize> {
    /// Scores have four digits.
    const STEPS: usize = 10_000;
    let step = |score: f32| ((score * STEPS as f32).round() as usize).min(STEPS);
    let mut counts = [0; STEPS + 1];
    data.matches.pairs().for_each(|pair| counts[step(pair.score)] += 1);
    // the score of the last that fits, and how many of that score do
    let (mut last, mut room) = (STEPS, MOST_ROWS);
    while last > 0 && counts[last] <= room {
        room -= counts[last];
        last -= 1;
    }
    let mut fits = |score: f32| {
        let is_last = step(score) == last && room > 0;
        room -= usize::from(is_last);
        is_last || step(score) > last
    };
    let pairs = data.matches.pairs().enumerate();
    pairs.filter(|(_, pair)| fits(pair.score)).map(|(at, _)| at).collect()
}

fn of_counts<'a>(data: &'a Data) -> [Sheet<'a>; 4] {
    [
        sheet!("单位工作量", "每份文件中每个单位的任务数", data.workload(By::Unit).iter(), |row| {
            "文件" 16: notice_name(data, &row.notice_id),
            "单位" 30: text(&row.title),
            "条线" 12: text(names::function(&row.function)),
            "单位类型" 14: text(names::unit_kind(&row.kind)),
            "牵头" 8: whole(row.lead),
            "责任" 8: whole(row.responsible),
            "配合" 8: whole(row.support),
            "责任领导" 9: whole(row.leader),
            "任务数" 8: whole(row.tasks),
            "全部任务" 9: whole(row.of),
            "比重" 8: Cell::Number(f64::from(row.tasks) / f64::from(row.of.max(1))),
        }),
        sheet!("条线工作量", "每份文件中每个条线的任务数", data.workload(By::Function).iter(), |row| {
            "文件" 16: notice_name(data, &row.notice_id),
            "条线" 16: text(&row.title),
            "牵头" 8: whole(row.lead),
            "责任" 8: whole(row.responsible),
            "配合" 8: whole(row.support),
            "责任领导" 9: whole(row.leader),
            "任务数" 8: whole(row.tasks),
            "全部任务" 9: whole(row.of),
            "比重" 8: Cell::Number(f64::from(row.tasks) / f64::from(row.of.max(1))),
        }),
        sheet!("重合度", "一份清单的任务有多少在另一份中有对应；分条线的只列有对应的", (0..data.overlaps().lists().len()).flat_map(|left| data.overlaps().rows(left)), total data.overlaps().len(), |row| {
            "清单" 20: text(data.list_line(&row.left_list)),
            "对照清单" 20: text(data.list_line(&row.right_list)),
            "条线（首个单位）" 16: row.function.as_deref().map_or_else(|| text("全部"), |code| function(Some(code))),
            "有对应" 8: row.found.map_or(Cell::Null, whole),
            "任务数" 8: whole(row.of),
            "比重" 8: figure(row.share),
            "说明" 26: if row.relation == SHARED_TOPIC { text("同一专题：不计数，只按把握排列") } else { Cell::Null },
        }),
        sheet!("未对应任务", "同一文件的各级清单中没有对应的任务", data.unmatched().iter(), |row| {
            "清单" 18: text(data.list_line(&row.list_id)),
            "对照清单" 18: text(data.list_line(&row.against)),
            "序号" 8: task_number(data, &row.task_id),
            "章节" 24: names_of(&row.section),
            "任务" 70: text(&row.text),
            "牵头单位" 30: names_of(&row.units),
            "任务编号" 22: text(&row.task_id),
        }),
    ]
}

fn of_panel<'a>(data: &'a Data) -> [Sheet<'a>; 4] {
    [
        sheet!("目标面板", "各地各年的目标、与上年比、次年报告的结果", data.panel().iter(), |row| {
            "地区" 24: text(&row.region),
            "级别" 8: text(names::level(row.level.name())),
            "年份" 8: Cell::Integer(i64::from(row.year)),
            "指标" 24: text(&row.indicator),
            "类别" 8: text(names::aspect(row.aspect.name())),
            "目标句" 8: text(if row.main { "是" } else { "" }),
            "目标原文" 16: maybe(&row.words),
            "关系" 8: row.op.as_deref().map_or(Cell::Null, |op| text(names::op(op))),
            "数值" 12: figure(row.value),
            "上限" 10: figure(row.value_max),
            "力争" 10: figure(row.stretch),
            "计量单位" 9: text(&row.measure),
            "上年目标" 16: maybe(&row.previous_words),
            "变化" 10: figure(row.change),
            "方向" 8: row.direction.as_deref().and_then(Direction::from_name).map_or(Cell::Null, |way| text(way.title())),
            "结果原文" 16: maybe(&row.outcome_words),
            "结果" 12: figure(row.outcome),
            "是否达到" 10: row.met.as_deref().and_then(Met::from_name).map_or(Cell::Null, |met| text(met.title())),
            "判定依据" 26: row.rule.as_deref().and_then(Rule::from_name).map_or(Cell::Null, |rule| text(rule.title())),
            "报告自评" 14: maybe(&row.own_verdict),
            "其他数值" 24: names_of(&row.others),
            "目标编号" 22: maybe(&row.target_id),
            "结果编号" 22: maybe(&row.outcome_id),
        }),
        sheet!("上级任务", "上级清单的任务：点名的本级单位、本级清单里的对应", data.handed_down().iter(), |row| {
            "上级清单" 20: text(data.list_line(&row.list_id)),
            "序号" 8: task_number(data, &row.task_id),
            "任务" 60: text(&row.text),
            "地区" 20: text(&row.region),
            "点名的单位" 30: names_of(&row.units),
            "本级任务" 60: maybe(&row.own_text),
            "分数" 8: figure(row.score),
            "指标" 18: maybe(&row.indicator),
            "上级数值" 12: figure(row.value),
            "本级数值" 12: figure(row.own_value),
            "占比" 8: figure(row.share),
            "本级任务编号" 22: maybe(&row.own_task_id),
        }),
        sheet!("分担", "下级地区的数占上级的数多少", data.shares().iter(), |row| {
            "上级" 20: text(&row.parent),
            "年份" 8: Cell::Integer(i64::from(row.year)),
            "指标" 24: text(&row.indicator),
            "类别" 8: text(names::aspect(row.aspect.name())),
            "计量单位" 9: text(&row.measure),
            "上级数值" 12: Cell::Number(row.parent_value),
            "地区" 24: text(&row.region),
            "情况" 14: text(names::share_state(&row.state)),
            "数值" 12: figure(row.value),
            "占比" 8: figure(row.share),
            "目标编号" 22: maybe(&row.target_id),
        }),
        sheet!("支持措施", "给谁多少：补贴和奖励，不是目标", data.supports().iter(), |row| {
            "地区" 24: text(&row.region),
            "年份" 8: year(row.year),
            "用途原文" 60: text(&row.purpose),
            "金额原文" 16: text(&row.words),
            "关系" 8: text(names::op(row.op.name())),
            "数值" 12: Cell::Number(row.value),
            "计量单位" 9: text(&row.measure),
            "任务编号" 22: maybe(&row.task_id),
        }),
    ]
}

fn of_letters<'a>(data: &'a Data) -> [Sheet<'a>; 2] {
    [
        sheet!("报送时限", "谁在什么时候报什么", data.deadlines.iter(), |row| {
            "文件" 16: notice_name(data, &row.notice_id),
            "日期" 12: maybe(&row.due_on),
            "原文时限" 24: text(&row.due_text),
            "报给" 20: maybe(&row.to),
            "内容" 70: text(&row.what),
            "原文行号" 9: whole(row.line),
        }),
        sheet!("问题", "读取时发现的问题及处理", data.problems.iter(), |row| {
            "文件" 16: notice_name(data, &row.notice_id),
            "程度" 8: text(names::severity(&row.severity)),
            "问题" 22: text(names::problem(&row.code)),
            "原文行号" 9: whole(row.line),
            "列" 7: whole(row.column),
            "说明" 50: text(&row.message),
            "处理" 40: text(&row.help),
            "代码" 8: text(&row.code),
        }),
    ]
}
