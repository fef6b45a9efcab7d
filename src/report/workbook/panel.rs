//! The sheets of the panel: goals, last year's, outcomes; wide; what is handed down; support measures.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::names;
use super::entry::{Entry, maybe, score, share, text};
use super::read::units_of;
use super::sheets::{Book, MOST_ROWS, PLACE, Sheet, place, sheet};
use crate::analysis::{Direction, Met, Rule};
use crate::place::Level;
use crate::quantity::{Aspect, goal_order};
use crate::table::schema::{HandedDownRow, PanelRow, ShareRow};

pub(super) fn sheets<'a>(book: &'a Book<'a>) -> [Sheet<'a>; 5] {
    [long(book), wide(book), handed_down(book), shares(book), supports(book)]
}

fn long<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let scale = move |row: &PanelRow| book.panel.get(&(row.indicator_id.as_str(), row.measure.as_str()));
    sheet!("目标面板", "各地各年的目标、与上年比、次年报告的结果，一个指标一行", book.data.panel().iter(), of |row| place(&row.region, Some(row.year), Some(row.level)), |row| {
        "指标" 20: text(&row.indicator),
        "类别" 7: text(names::aspect(row.aspect.name())),
        "目标原文" 14: maybe(&row.marked_words()),
        "数值" 10: scale(row).number(row.value),
        "单位" 7: text(scale(row).measure(&row.measure)),
        "上年原文" 13: maybe(&row.previous_words),
        "变化" 9: scale(row).number(row.change),
        "方向" 7: row.direction.as_deref().and_then(Direction::from_name).map_or(Entry::None, |way| text(way.title())),
        "结果原文" 13: maybe(&row.outcome_words),
        "结果" 10: scale(row).number(row.outcome),
        "是否达到" 9: row.met.as_deref().and_then(Met::from_name).map_or(Entry::None, |met| text(met.title())),
        "主要目标" 8: text(if row.main { "是" } else { "否" }),
        "关系" 8: row.op.as_deref().map_or(Entry::None, |op| text(names::op(op))),
        "上限" 10: scale(row).number(row.value_max),
        "力争" 10: scale(row).number(row.stretch),
        "上年数值" 10: scale(row).number(row.previous),
        "判定依据" 26: row.rule.as_deref().and_then(Rule::from_name).map_or(Entry::None, |rule| text(rule.title())),
        "报告自评" 14: maybe(&row.own_verdict),
        "原数值" 14: row.value.map_or(Entry::None, Entry::Number),
        "原单位" 8: text(&row.measure),
        "原文" 8: row.task_id.as_deref().map_or(Entry::None, |id| book.line_of_task(id)),
        "其他数值编号" 24: units_of(&row.others),
        "目标编号" 22: maybe(&row.target_id),
        "结果编号" 22: maybe(&row.outcome_id),
    })
}

/// A column of the wide panel: indicator, what it is, measure.
type Column<'a> = (&'a str, Aspect, &'a str);
/// A row of it, in the order that it stands in.
type Owner<'a> = (Level, Option<&'a str>, &'a str, i32);

/// A row a place and year, a column an indicator: those of the goals' sentence first, then the most widespread.
fn wide<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    const MOST_COLUMNS: usize = 80;
    let mut columns: BTreeMap<Column<'a>, (&'a str, BTreeSet<Owner<'a>>)> = BTreeMap::new();
    let mut rows: BTreeMap<Owner<'a>, BTreeMap<Column<'a>, f64>> = BTreeMap::new();
    for row in book.data.panel() {
        let Some(value) = row.value else { continue };
        let owner = (row.level, row.region_code.as_deref(), row.region.as_str(), row.year);
        let column = (row.indicator_id.as_str(), row.kin(), row.measure.as_str());
        columns.entry(column).or_insert((&row.indicator, BTreeSet::new())).1.insert(owner);
        rows.entry(owner).or_default().entry(column).or_insert(value);
    }
    let mut columns: Vec<(Column<'a>, &'a str, usize)> =
        columns.into_iter().map(|(column, (title, owners))| (column, title, owners.len())).collect();
    columns.sort_by_key(|(column, _, owners)| {
        (goal_order(column.0).unwrap_or(u32::MAX), std::cmp::Reverse(*owners), *column)
    });
    // What one place alone has compares with nothing.
    columns.retain(|(column, _, owners)| *owners > 1 || goal_order(column.0).is_some());
    columns.truncate(MOST_COLUMNS);
    let scales: Vec<_> = columns.iter().map(|((id, _, measure), ..)| book.panel.get(&(*id, *measure))).collect();
    let mut heads: BTreeSet<String> = BTreeSet::new();
    let head = |((column, title, _), scale): (&(Column<'a>, &'a str, usize), &super::scale::Scale)| {
        let measure = scale.measure(column.2);
        let mut head = format!("{title}（{measure}）");
        if heads.contains(&head) {
            head = format!("{title}（{}，{measure}）", names::aspect(column.1.name()));
        }
        while !heads.insert(head.clone()) {
            head.push('′');
        }
        (head.into(), 12.0)
    };
    let named = columns.iter().zip(&scales).map(head).collect::<Vec<_>>();
    let total = if columns.is_empty() { 0 } else { rows.len() };
    Sheet {
        name: "目标宽表",
        what: "一地一年一行、一个指标一列，数为目标下限；可直接排序、画图",
        columns: PLACE.map(|(head, width)| (head.into(), width)).into_iter().chain(named).collect(),
        kept: PLACE.len() as u16,
        most: MOST_ROWS,
        across: Some(PLACE.len() as u16),
        total,
        rows: Box::new(rows.into_iter().map(move |((level, _, region, year), values)| {
            let cells =
                columns.iter().zip(&scales).map(|((column, ..), scale)| scale.number(values.get(column).copied()));
            place(region, Some(year), Some(level)).into_iter().chain(cells).collect()
        })),
    }
}

fn handed_down<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let data = book.data;
    let scale = |row: &HandedDownRow| super::scale::Scales::of(row.value.into_iter().map(|value| ((), value))).get(&());
    sheet!("上级任务", "上级清单的任务：点名的本级单位、本级清单里的对应。前三列是上级清单的", data.handed_down().iter(), of |row| book.of_list(&row.list_id), |row| {
        "序号" 7: book.number_of(&row.task_id),
        "上级任务" 44: text(&row.text),
        "本级地区" 14: text(&row.region),
        "点名的单位" 18: units_of(&row.units),
        "本级任务" 44: maybe(&row.own_text),
        "把握" 7: row.score.map_or(Entry::None, score),
        "指标" 18: maybe(&row.indicator),
        "上级数值" 11: scale(row).number(row.value),
        "本级数值" 11: scale(row).number(row.own_value),
        "单位" 8: row.measure.as_deref().map_or(Entry::None, |measure| text(scale(row).measure(measure))),
        "占比" 10: share(row.share),
        "原文" 8: book.line_of_task(&row.task_id),
        "本级原文" 9: row.own_task_id.as_deref().map_or(Entry::None, |id| book.line_of_task(id)),
        "任务编号" 22: text(&row.task_id),
        "本级任务编号" 22: maybe(&row.own_task_id),
    })
}

fn shares<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let scale = move |row: &ShareRow| book.panel.get(&(row.indicator_id.as_str(), row.measure.as_str()));
    let levels: HashMap<&str, Level> = book.data.panel().iter().map(|row| (row.region.as_str(), row.level)).collect();
    let level = move |row: &ShareRow| levels.get(row.region.as_str()).copied();
    sheet!("分担", "下级地区的数占上级的数多少；没有读到文件的地区不列", book.data.shares().iter().filter(|row| row.state != "not_read"), of |row| place(&row.region, Some(row.year), level(row)), |row| {
        "上级" 18: text(&row.parent),
        "指标" 24: text(&row.indicator),
        "类别" 8: text(names::aspect(row.aspect.name())),
        "情况" 12: text(names::share_state(&row.state)),
        "上级数值" 12: scale(row).number(Some(row.parent_value)),
        "本地数值" 12: scale(row).number(row.value),
        "单位" 9: text(scale(row).measure(&row.measure)),
        "占比" 10: share(row.share),
        "目标编号" 22: maybe(&row.target_id),
    })
}

fn supports<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let data = book.data;
    sheet!("支持措施", "给谁多少：补贴和奖励，不是目标", data.supports().iter(), of |row| place(&row.region, row.year, Some(row.level)), |row| {
        "用途原文" 70: text(&row.purpose),
        "金额原文" 18: text(&row.words),
        "关系" 8: text(names::op(row.op.name())),
        "数值" 11: book.supports.get(&row.measure.as_str()).number(Some(row.value)),
        "单位" 8: text(book.supports.get(&row.measure.as_str()).measure(&row.measure)),
        "原文" 8: row.task_id.as_deref().map_or(Entry::None, |id| book.line_of_task(id)),
        "原数值" 14: Entry::Number(row.value),
        "原单位" 8: text(&row.measure),
        "任务编号" 22: maybe(&row.task_id),
    })
}
