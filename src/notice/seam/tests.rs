//! Tests of seams: lines that hold several items.

use super::*;
use crate::notice::line::lines;
use crate::source::traced::Traced;

#[track_caller]
fn check_below(above: &[(Family, u32)], text: &str, want: &[&str], told: Option<Code>) {
    let mut problems = Vec::new();
    let line = lines(&Traced::plain(text)).remove(0);
    let got = unglue(line, above, &mut problems);
    assert_eq!(got.iter().map(Line::scan).collect::<Vec<_>>(), want, "{text}");
    assert_eq!(problems.first().map(|problem| problem.code), told, "{text}");
}

#[track_caller]
fn check(text: &str, want: &[&str]) {
    check_below(&[], text, want, (want.len() > 1).then_some(Code::GluedTasks));
}

#[test]
fn a_line_goes_on_with_the_next_number() {
    check(
        "1.修路。(责任单位:区交通局)2.建桥。(责任单位:区水务局)",
        &["1.修路。(责任单位:区交通局)", "2.建桥。(责任单位:区水务局)"],
    );
    check("(一)修路;(二)建桥;(三)建校。", &["(一)修路;", "(二)建桥;", "(三)建校。"]);
}

#[test]
fn items_of_one_rank_share_the_bracket_behind_the_last() {
    check("1.修路。2.建桥。(责任单位:区交通局)", &["1.修路。(责任单位:区交通局)", "2.建桥。(责任单位:区交通局)"]);
}

#[test]
fn steps_of_one_task_stay_together() {
    for text in [
        "3.实施行动。(1)修路;(2)建桥。(责任单位:区交通局)",
        "1.修路(一)段和(二)段。",
        "1.评选一、二、三等奖。",
        "1.修路2.5公里。",
        "1.修路。3.建桥。",
        "1 | 修路。2.建桥。 |",
    ] {
        check(text, &[text]);
    }
}

#[test]
fn a_bracket_counts_on_from_the_line_above() {
    let text = "同步绿化。(二)建桥。";
    check_below(&[(Family::Bracket, 1)], text, &["同步绿化。", "(二)建桥。"], Some(Code::GluedTasks));
    check_below(&[], text, &[text], None);
}

#[test]
fn an_annex_may_be_glued_to_the_end() {
    check_below(&[], "1.修路。附件2", &["1.修路。", "附件2"], Some(Code::GluedHeading));
}
