//! Tests of the account: what every byte of a page is read as.

use super::*;
use crate::source::Document;

/// The passages of a page, `kind words`, white space as it is but for breaks.
fn print(text: &str) -> Vec<String> {
    let document = Document { path: "x.txt".into(), text: text.to_owned(), ..Document::default() };
    let notice = crate::notice::parse(&document);
    let placed = notice.passages.iter();
    placed.map(|placed| format!("{} {}", placed.kind.name(), text[placed.span.clone()].replace('\n', "/"))).collect()
}

#[track_caller]
fn check(text: &str, want: &[&str]) {
    assert_eq!(print(text), want, "{text}");
}

#[test]
fn a_notice_is_accounted_for_to_the_last_byte() {
    check(
        "岚汀区2024年重点工作任务分解表\n一、城建\n1.修路3公里。(责任单位:区交通局)\n打印\n",
        &[
            "heading 岚汀区2024年重点工作任务分解表/一、城建/",
            "task 1.修路3公里。",
            "units (责任单位:区交通局)/",
            "furniture 打印/",
        ],
    );
}

#[test]
fn a_report_is_accounted_for_sentence_by_sentence() {
    let text = "2024年岚汀区政府工作报告\n各位代表:\n一、2023年工作回顾\n新增就业2万人。\n二、2024年工作安排\n今年经济社会发展主要预期目标是:地区生产总值增长6%,城镇新增就业2万人。\n(一)办好民生实事\n新建公园3个。改造道路5条。\n各位代表!让我们携手奋进,共创美好明天!\n";
    let got = print(text);
    assert_eq!(
        got.iter().map(|line| line.split(' ').next().unwrap()).collect::<Vec<_>>(),
        ["head", "review", "heading", "task", "heading", "task", "task", "peroration"],
        "{got:?}"
    );
}

#[test]
fn the_share_counts_han_characters_of_the_working_part() {
    let plain = "修路三公里|未读的话|页脚";
    let (task, unread, furniture) = (0..15, 16..28, 29..35);
    let placed = |kind, span: &Range<usize>| Placed { kind, span: span.clone(), task: None };
    let passages =
        [placed(Passage::Task, &task), placed(Passage::Unread, &unread), placed(Passage::Furniture, &furniture)];
    assert_eq!(read_share(plain, &passages), 5.0 / 9.0);
    assert_eq!(read_share(plain, &passages[..1]), 1.0);
    assert_eq!(read_share(plain, &[]), 1.0);
}

#[test]
fn much_that_was_not_read_is_told_with_its_place() {
    let plain = "修路三公里\n未读的话";
    let placed = |kind, span| Placed { kind, span, task: None };
    let passages = [placed(Passage::Task, 0..16), placed(Passage::Unread, 16..28)];
    let told = |share| problem(plain, &passages, share).map(|problem| (problem.code, problem.span));
    assert_eq!(told(0.5), Some((Code::HardlyRead, 16..28)));
    assert_eq!(told(0.9), Some((Code::PartlyRead, 16..28)));
    assert_eq!(told(0.99), None);
    // A page without a task has its own problem.
    assert_eq!(problem(plain, &passages[1..], 0.0), None);
    assert!(problem(plain, &passages, 0.5).unwrap().message.contains("第2行起4字"));
}
