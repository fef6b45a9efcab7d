//! The sheets of the board: how far the work is, each target, each answer.

use super::super::board::{quarter, rule};
use super::super::card::file_name;
use super::super::data::Data;
use super::super::names;
use super::entry::{Entry, maybe, share, text};
use super::sheets::{MOST_ROWS, Sheet};
use crate::lexicon::code::Status;
use crate::lexicon::words::Code as _;

/// The sheets of the workbook.
pub(super) fn sheets<'a>(data: &'a Data<'a>) -> Vec<Sheet<'a>> {
    let Some(back) = &data.back else { return Vec::new() };
    let whole = |value: u32| Entry::Whole(i64::from(value));
    let by = |code: &str| match code {
        "quarter" => "全部",
        "unit" => "单位",
        "function" => "条线",
        "leader" => "责任领导",
        _ => "章节",
    };
    let yes = |value: &Option<String>| match value.as_deref() {
        Some("yes") => text("是"),
        Some("no") => text("否"),
        _ => Entry::None,
    };
    let status = |code: &Option<String>| {
        code.as_deref().and_then(|code| Status::parse(code).ok()).map_or(Entry::None, |status| text(status.title()))
    };
    let board = back.board.iter().map(move |row| {
        let change = row.change.map_or(Entry::None, |change| Entry::Whole(change.into()));
        let counts = [row.tasks, row.reported, row.done, row.on_track, row.behind, row.not_begun].map(whole);
        let targets = [row.targets, row.met, row.targets_behind].map(whole);
        let heads = [text(quarter(&row.quarter)), text(by(&row.by)), text(&row.name)];
        heads.into_iter().chain(counts).chain([share(Some(row.share)), change]).chain(targets).collect()
    });
    let completion = back.completion.iter().map(move |row| {
        let words = data.task(&row.task_id).map_or(Entry::None, |task| text(&task.text));
        let figure = |value: Option<f64>| value.map_or(Entry::None, Entry::Number);
        vec![
            text(quarter(&row.quarter)),
            text(&row.indicator),
            text(names::op(row.op.name())),
            Entry::Number(row.target),
            figure(row.value),
            text(&row.measure),
            share(row.rate),
            yes(&row.met),
            yes(&row.behind),
            row.rule.as_deref().map_or(Entry::None, |code| text(rule(code))),
            maybe(&row.unit),
            words,
            row.source.as_deref().map_or(Entry::None, |source| text(file_name(source))),
            maybe(&row.cell),
        ]
    });
    let answers = back.progress.iter().map(move |row| {
        let words = data.task(&row.task_id).map_or(Entry::None, |task| text(&task.text));
        vec![
            text(quarter(&row.quarter)),
            row.unit.as_deref().map_or_else(|| text("全表"), text),
            words,
            status(&row.status),
            maybe(&row.value),
            maybe(&row.words),
            maybe(&row.note),
            text(file_name(&row.source)),
            text(&row.cell),
            text(&row.task_id),
        ]
    });
    let heads = |heads: &[(&'static str, f64)]| heads.iter().map(|(head, width)| ((*head).into(), *width)).collect();
    vec![
        Sheet {
            name: "进度看板",
            what: "每个季度各单位、条线、领导、章节的任务到了哪一步",
            columns: heads(&[
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
            ]),
            kept: 1,
            across: None,
            most: MOST_ROWS,
            rows: Box::new(board),
            total: back.board.len(),
        },
        Sheet {
            name: "目标完成",
            what: "每个目标值到季度末报了多少、是否达到、是否落后于进度",
            columns: heads(&[
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
            ]),
            kept: 1,
            across: None,
            most: MOST_ROWS,
            rows: Box::new(completion),
            total: back.completion.len(),
        },
        Sheet {
            name: "报送答复",
            what: "收回的每个答复和它在哪个文件哪一格",
            columns: heads(&[
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
            ]),
            kept: 1,
            across: None,
            most: MOST_ROWS,
            rows: Box::new(answers),
            total: back.progress.len(),
        },
    ]
}
