//! The sheets of what was read: notices, lists, tasks, units, figures; deadlines and problems.

use super::super::card::file_name;
use super::super::names;
use super::entry::{Entry, date, maybe, number, several, share, text, whole, year};
use super::sheets::{Book, Sheet, kin, sheet};
use crate::notice::Role;
use crate::table::schema::TargetRow;

/// Notices, lists, tasks, units and figures.
pub(super) fn sheets<'a>(book: &'a Book<'a>) -> [Sheet<'a>; 5] {
    [notices(book), lists(book), tasks(book), units(book), targets(book)]
}

fn notices<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    sheet!("通知", "读入的每份文件", book.data.notices.iter(), of |row| book.of_notice(&row.notice_id), |row| {
        "标题" 44: text(&row.title),
        "文号" 18: maybe(&row.doc_number),
        "发文机关" 18: maybe(&row.issuer),
        "成文日期" 11: date(&row.issued_on),
        "发布日期" 11: date(&row.published_on),
        "类型" 14: text(names::notice_kind(row.kind.name())),
        "任务数" 8: whole(row.tasks),
        "问题数" 8: whole(row.problems),
        "正文读入" 10: share(row.read_share),
        "原文" 8: book.page(&row.notice_id),
        "名称" 16: book.notice(&row.notice_id),
        "索引号" 22: maybe(&row.index_number),
        "省" 12: maybe(&row.province),
        "市" 12: maybe(&row.city),
        "区县" 12: maybe(&row.district),
        "区划代码" 10: maybe(&row.region_code),
        "来源文件" 30: text(file_name(&row.source)),
        "人工更正" 20: maybe(&row.corrected),
        "网址" 40: maybe(&row.url),
    })
}

fn lists<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    sheet!("清单", "每份清单：属于哪里、哪一级、哪一年", book.data.rows.lists.iter(), of |row| book.of_list(&row.list_id), |row| {
        "清单" 22: book.list(&row.list_id),
        "标题" 60: text(&row.title),
        "任务数" 8: whole(row.tasks),
        "所在文件" 20: book.notice(&row.notice_id),
        "区划代码" 10: maybe(&row.region_code),
        "清单编号" 22: text(&row.list_id),
    })
}

/// The units of a task in a role.
fn units_in(book: &Book<'_>, task: usize, role: Role) -> Entry {
    let data = book.data;
    let rows = data.assignments_of[task].iter().map(|&at| &data.assignments[at]).filter(|row| row.role == role);
    text(rows.map(|row| row.unit.as_str()).collect::<Vec<_>>().join("、"))
}

fn tasks<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let targets = move |at: usize| {
        let rows = book.data.targets_of[at].iter().map(|&at| &book.data.targets[at]);
        text(rows.map(|row| format!("{} {}", row.indicator, row.raw)).collect::<Vec<_>>().join("；"))
    };
    sheet!("任务", "每项任务的原文、责任单位和目标值", book.data.tasks.iter().enumerate(), of |(_, row)| book.of_list(&row.list_id), |(at, row)| {
        "序号" 7: number(row),
        "任务" 58: text(&row.text),
        "牵头" 16: units_in(book, *at, Role::Lead),
        "责任" 22: units_in(book, *at, Role::Responsible),
        "目标值" 22: targets(*at),
        "时限" 11: date(&row.deadline),
        "原文" 8: book.line(&row.notice_id, row.span_start, row.line),
        "配合" 22: units_in(book, *at, Role::Support),
        "责任领导" 14: units_in(book, *at, Role::Leader),
        "章节" 30: text(row.section.join(" › ")),
        "清单" 18: book.list(&row.list_id),
        "任务编号" 22: text(&row.task_id),
        "人工更正" 20: maybe(&row.corrected),
    })
}

fn units<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    sheet!("责任单位", "每项任务的每个单位，一行一个", book.data.assignments.iter(), of |row| book.of_task(&row.task_id), |row| {
        "单位" 24: text(&row.unit),
        "角色" 9: text(names::role(row.role.name())),
        "条线" 12: text(row.function.title()),
        "单位类型" 12: text(names::unit_kind(row.kind.name())),
        "序号" 7: book.number_of(&row.task_id),
        "任务" 58: book.words_of(&row.task_id),
        "角色依据" 12: text(names::stated(row.stated.name())),
        "原文" 8: book.line_of_task(&row.task_id),
        "原文写法" 26: text(&row.unit_raw),
        "单位级别" 10: text(names::level(row.level.name())),
        "全部条线" 20: text(row.functions.iter().map(|function| function.title()).collect::<Vec<_>>().join("、")),
        "限于" 40: maybe(&row.clause),
        "清单" 18: book.list(book.data.task(&row.task_id).map_or("", |task| &task.list_id)),
        "任务编号" 22: text(&row.task_id),
        "人工更正" 20: maybe(&row.corrected),
    })
}

/// The first unit that leads a target's task, else the first one, and its function.
fn lead(book: &Book<'_>, row: &TargetRow) -> [Entry; 2] {
    let data = book.data;
    let units = row.task_id.as_deref().and_then(|id| data.task_at(id)).map(|at| &data.assignments_of[at]);
    let rows = || units.into_iter().flatten().map(|&at| &data.assignments[at]);
    match rows().find(|row| row.role == Role::Lead).or_else(|| rows().find(|row| row.role != Role::Leader)) {
        Some(row) => [text(&row.unit), text(row.function.title())],
        None => [Entry::None, Entry::None],
    }
}

fn targets<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let task = move |row: &TargetRow| row.task_id.as_deref().and_then(|id| book.data.task(id));
    let scale = move |row: &TargetRow| book.targets.get(&kin(row));
    sheet!("目标值", "每个数一行，可直接做透视表：目标、上年完成数、支持标准", book.data.rows.targets.iter(), of |row| book.of_target(row), |row| {
        "指标" 20: text(&row.indicator),
        "类别" 8: text(names::aspect(row.aspect.name())),
        "性质" 9: text(names::statement(row.statement.name())),
        "关系" 8: text(names::op(row.op.name())),
        "数值" 11: scale(row).number(Some(row.value)),
        "上限" 10: scale(row).number(row.value_max),
        "单位" 8: text(scale(row).measure(&row.measure)),
        "原文写法" 16: text(&row.raw),
        "数的年份" 8: year(row.year),
        "牵头单位" 16: lead(book, row)[0].clone(),
        "条线" 10: lead(book, row)[1].clone(),
        "原文" 8: book.line(&row.notice_id, row.span_start, task(row).map_or(1, |task| task.line)),
        "任务" 60: task(row).map_or(Entry::None, |task| text(&task.text)),
        "章节" 30: task(row).map_or(Entry::None, |task| text(task.section.join(" › "))),
        "清单" 18: task(row).map_or(Entry::None, |task| book.list(&task.list_id)),
        "限于" 18: maybe(&row.scope),
        "主要目标" 9: text(if row.main { "是" } else { "否" }),
        "力争" 10: scale(row).number(row.stretch),
        "措辞" 8: text(names::strength(row.strength.name())),
        "期限" 10: text(names::horizon(&row.horizon.name())),
        "报告自评" 14: maybe(&row.own_verdict),
        "原数值" 14: Entry::Number(row.value),
        "原上限" 12: row.value_max.map_or(Entry::None, Entry::Number),
        "原单位" 9: text(&row.measure),
        "目标编号" 24: text(&row.target_id),
        "任务编号" 22: maybe(&row.task_id),
        "人工更正" 20: maybe(&row.corrected),
    })
}

/// Deadlines and problems.
pub(super) fn letters<'a>(book: &'a Book<'a>) -> [Sheet<'a>; 2] {
    let data = book.data;
    [
        sheet!("报送时限", "谁在什么时候报什么", data.deadlines.iter(), of |row| book.of_notice(&row.notice_id), |row| {
            "日期" 11: date(&row.due_on),
            "原文时限" 22: text(&row.due_text),
            "报给" 20: maybe(&row.to),
            "内容" 78: text(&row.what),
            "原文" 8: book.line(&row.notice_id, row.span_start, row.line),
            "文件" 16: book.notice(&row.notice_id),
        }),
        sheet!("问题", "读取时发现的问题及处理", data.problems.iter(), of |row| book.of_notice(&row.notice_id), |row| {
            "程度" 8: text(names::severity(&row.severity)),
            "问题" 18: text(names::problem(&row.code)),
            "说明" 56: text(&row.message),
            "处理" 44: text(&row.help),
            "原文" 8: book.line(&row.notice_id, row.span_start, row.line),
            "代码" 8: text(&row.code),
            "列" 7: whole(row.column),
            "文件" 16: book.notice(&row.notice_id),
        }),
    ]
}

/// Names in a cell, for other sheets.
pub(super) fn units_of(units: &[String]) -> Entry {
    several(units)
}
