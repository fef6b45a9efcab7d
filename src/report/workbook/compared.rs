//! The sheets of what was compared and counted: matches, themes, workload, overlap.

use super::super::data::Data;
use super::super::names;
use super::entry::{Entry, maybe, number, score, share, text, whole, year};
use super::sheets::{Book, MOST_PAIRS, MOST_ROWS, Sheet, sheet};
use crate::analysis::{By, SHARED_TOPIC};
use crate::matching;
use crate::table::schema::WorkloadRow;

/// Matches and themes.
pub(super) fn matches<'a>(book: &'a Book<'a>) -> [Sheet<'a>; 3] {
    [pairs(book), themes(book), theme_ranking(book)]
}

fn pairs<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let data = book.data;
    let right = move |id: &str, at: usize| book.of_task(id)[at].clone();
    let list = move |id: &str| book.list(data.task(id).map_or("", |task| &task.list_id));
    let figure = |value: Option<f64>| value.map_or(Entry::None, Entry::Number);
    sheet!("对应", "不同清单中的同一承诺；把握 0.5 表示是与不是各一半。前三列是左边清单的", best_matches(data).into_iter().map(move |at| data.matches.row(at)), total data.matches.len(), most MOST_PAIRS, of |row| book.of_task(&row.left_task_id), |row| {
        "左序号" 7: book.number_of(&row.left_task_id),
        "左任务" 46: book.words_of(&row.left_task_id),
        "把握" 7: score(row.score),
        "右地区" 14: right(&row.right_task_id, 0),
        "右年份" 7: right(&row.right_task_id, 1),
        "右级别" 8: right(&row.right_task_id, 2),
        "右序号" 7: book.number_of(&row.right_task_id),
        "右任务" 46: book.words_of(&row.right_task_id),
        "左分句" 32: text(&row.left_clause),
        "右分句" 32: text(&row.right_clause),
        "共同指标" 18: maybe(&row.indicator),
        "左数值" 12: figure(row.left_value),
        "右数值" 12: figure(row.right_value),
        "单位" 8: maybe(&row.measure),
        "右占左" 10: share(row.ratio),
        "不作比的原因" 22: row.figures.as_deref().and_then(matching::apart).map_or(Entry::None, text),
        "左原文" 8: book.line_of_task(&row.left_task_id),
        "右原文" 8: book.line_of_task(&row.right_task_id),
        "左清单" 18: list(&row.left_task_id),
        "右清单" 18: list(&row.right_task_id),
        "左任务编号" 22: text(&row.left_task_id),
        "右任务编号" 22: text(&row.right_task_id),
        "人工更正" 20: maybe(&row.corrected),
    })
}

fn themes<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    sheet!("主题", "每个主题包含哪些任务", book.data.themes.iter(), total book.data.themes.len(), most MOST_PAIRS, of |row| book.of_list(&row.list_id), |row| {
        "主题" 22: text(&row.label),
        "序号" 7: book.number_of(&row.task_id),
        "任务" 76: book.words_of(&row.task_id),
        "点题的词句" 26: text(&row.clause),
        "贴近程度" 9: score(row.score),
        "原文" 8: book.line_of_task(&row.task_id),
        "清单" 18: book.list(&row.list_id),
        "任务编号" 22: text(&row.task_id),
    })
}

fn theme_ranking<'a>(book: &'a Book<'a>) -> Sheet<'a> {
    let columns = [
        ("主题", 30.0),
        ("地区数", 8.0),
        ("年份数", 8.0),
        ("清单数", 8.0),
        ("任务数", 8.0),
        ("最早年份", 9.0),
        ("最近年份", 9.0),
        ("各地的数", 80.0),
    ];
    let values = move |row: &str| match row.split_once(": ") {
        // An id is no name for people.
        Some((list, value)) => format!("{} {value}", book.data.list_line(list)),
        None => row.to_owned(),
    };
    Sheet {
        name: "主题排行",
        what: "主题按地区数、年份数排列；它的任务见“主题”",
        columns: columns.map(|(head, width)| (head.into(), width)).into(),
        kept: 1,
        across: None,
        most: MOST_ROWS,
        total: book.data.theme_ranking.len(),
        rows: Box::new(book.data.theme_ranking.iter().map(move |row| {
            vec![
                text(&row.label),
                whole(row.regions),
                whole(row.years),
                whole(row.lists),
                whole(row.tasks),
                year(row.first_year),
                year(row.last_year),
                text(row.values.iter().map(|value| values(value)).collect::<Vec<_>>().join("；")),
            ]
        })),
    }
}

/// The matches that fit on a sheet, the best, in the order of the table.
fn best_matches(data: &Data) -> Vec<usize> {
    /// Scores have four digits.
    const STEPS: usize = 10_000;
    let step = |score: f32| ((score * STEPS as f32).round() as usize).min(STEPS);
    let mut counts = vec![0; STEPS + 1];
    data.matches.pairs().for_each(|pair| counts[step(pair.score)] += 1);
    // the score of the last that fits, and how many of that score do
    let (mut last, mut room) = (STEPS, MOST_PAIRS);
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

/// Workload, overlap, and what has no match.
pub(super) fn counts<'a>(book: &'a Book<'a>) -> [Sheet<'a>; 4] {
    let data = book.data;
    let carried = |row: &WorkloadRow| share(Some(f64::from(row.tasks) / f64::from(row.of.max(1))));
    let other = move |id: &str, at: usize| book.of_list(id)[at].clone();
    [
        sheet!("单位工作量", "每份文件中每个单位的任务数", data.workload(By::Unit).iter(), of |row| book.of_notice(&row.notice_id), |row| {
            "单位" 34: text(&row.title),
            "条线" 12: text(names::function(&row.function)),
            "单位类型" 14: text(names::unit_kind(&row.kind)),
            "牵头" 8: whole(row.lead),
            "责任" 8: whole(row.responsible),
            "配合" 8: whole(row.support),
            "责任领导" 9: whole(row.leader),
            "任务数" 8: whole(row.tasks),
            "全部任务" 9: whole(row.of),
            "比重" 10: carried(row),
            "文件" 16: book.notice(&row.notice_id),
        }),
        sheet!("条线工作量", "每份文件中每个条线的任务数", data.workload(By::Function).iter(), of |row| book.of_notice(&row.notice_id), |row| {
            "条线" 16: text(&row.title),
            "牵头" 8: whole(row.lead),
            "责任" 8: whole(row.responsible),
            "配合" 8: whole(row.support),
            "责任领导" 9: whole(row.leader),
            "任务数" 8: whole(row.tasks),
            "全部任务" 9: whole(row.of),
            "比重" 10: carried(row),
            "文件" 16: book.notice(&row.notice_id),
        }),
        sheet!("重合度", "一份清单的任务有多少在另一份中有对应；分条线的只列有对应的", (0..data.overlaps().lists().len()).flat_map(|left| data.overlaps().rows(left)), total data.overlaps().len(), of |row| book.of_list(&row.left_list), |row| {
            "对照地区" 14: other(&row.right_list, 0),
            "对照年份" 8: other(&row.right_list, 1),
            "对照级别" 8: other(&row.right_list, 2),
            "条线（首个单位）" 16: text(row.function.as_deref().map_or("全部", names::function)),
            "有对应" 8: row.found.map_or(Entry::None, whole),
            "任务数" 8: whole(row.of),
            "比重" 10: share(row.share),
            "说明" 26: if row.relation == SHARED_TOPIC { text("同一专题：不计数，只按把握排列") } else { Entry::None },
            "清单" 18: book.list(&row.left_list),
            "对照清单" 18: book.list(&row.right_list),
        }),
        sheet!("未对应任务", "同一文件的各级清单中没有对应的任务", data.unmatched().iter(), of |row| book.of_list(&row.list_id), |row| {
            "序号" 7: data.task(&row.task_id).map_or(Entry::None, number),
            "任务" 64: text(&row.text),
            "牵头单位" 26: super::read::units_of(&row.units),
            "对照清单" 16: book.list(&row.against),
            "原文" 8: book.line_of_task(&row.task_id),
            "章节" 30: text(row.section.join(" › ")),
            "任务编号" 22: text(&row.task_id),
        }),
    ]
}
