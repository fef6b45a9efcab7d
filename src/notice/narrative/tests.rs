//! Tests of narrative reports: which sentences are tasks, headings, results and goals of five years.

use super::*;
use crate::notice::line;

/// `section > number words` for each task, `review …` and `horizon …` for the others.
fn print(text: &str, year: i32) -> Vec<String> {
    let report = read(&line::lines(&Traced::plain(text)), Some(year));
    let show = |draft: &Draft| {
        let number = draft.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
        format!("{} > {number}{}", draft.section.join(" / "), draft.words.shown())
    };
    let review = report.review.iter().map(|sentence| format!("review {}", sentence.words.shown()));
    let horizon = report.horizon.iter().map(|sentence| format!("horizon {}", sentence.words.shown()));
    report.drafts.iter().map(show).chain(review).chain(horizon).collect()
}

const HEAD: &str = "2024年岚汀区政府工作报告\n各位代表:\n现在,我代表区人民政府向大会报告工作,请予审议。\n一、2023年工作回顾\n过去一年,新增就业2万人。\n";

#[track_caller]
fn check(plan: &str, want: &[&str]) {
    let got = print(&format!("{HEAD}{plan}"), 2024);
    assert_eq!(got.iter().filter(|line| !line.starts_with("review")).collect::<Vec<_>>(), want, "{got:?}");
    assert!(got.iter().any(|line| line.contains("review") && line.contains("2万人")), "{got:?}");
}

#[test]
fn every_sentence_of_the_plan_is_a_task() {
    check(
        "二、2024年工作安排\n今年主要预期目标是:地区生产总值增长6%,城镇新增就业2万人。\n(一)办好民生实事\n新建公园3个。改造道路5条。\n",
        &[
            "二、2024年工作安排 > 今年主要预期目标是:地区生产总值增长6%,城镇新增就业2万人。",
            "二、2024年工作安排 / (一)办好民生实事 > 新建公园3个。",
            "二、2024年工作安排 / (一)办好民生实事 > 改造道路5条。",
        ],
    );
}

#[test]
fn a_sentence_that_names_the_theme_is_a_heading() {
    check(
        "二、2024年工作安排\n今年主要预期目标是:地区生产总值增长6%,城镇新增就业2万人。\n(一)建设宜居城区\n提升公园品质。新建公园3个,改造绿道8公里。\n",
        &[
            "二、2024年工作安排 > 今年主要预期目标是:地区生产总值增长6%,城镇新增就业2万人。",
            "二、2024年工作安排 / (一)建设宜居城区 / 提升公园品质 > 新建公园3个,改造绿道8公里。",
        ],
    );
}

#[test]
fn deeds_keep_their_numbers() {
    check(
        "二、2024年工作安排\n(一)办好民生实事\n新建公园3个。\n三、2024年为民办实事\n1.新建停车位900个。\n2.加装电梯20部。\n",
        &[
            "二、2024年工作安排 / (一)办好民生实事 > 新建公园3个。",
            "三、2024年为民办实事 > 1 新建停车位900个。",
            "三、2024年为民办实事 > 2 加装电梯20部。",
        ],
    );
}

#[test]
fn reports_are_told_from_notices() {
    let is = |text: &str| is_narrative(&line::lines(&Traced::plain(text)));
    assert!(is(&format!("{HEAD}二、2024年工作安排\n新建公园3个。改造道路5条。\n")));
    assert!(!is("关于印发2024年政府工作报告任务分解的通知\n1.新建公园3个。(责任单位:区园林局)\n"));
    assert!(!is("政府工作报告任务分解\n1 | 新建公园3个 | 6月底 | 区园林局 | 各街道 | 张三 | 无 |\n"));
}
