//! Tests of running tables: heads and cells one behind the other.

use super::*;
use crate::notice::line::lines;

#[track_caller]
fn check(text: &str, want: &[&str]) {
    let got = unroll(lines(&Traced::plain(text)));
    assert_eq!(got.iter().map(Line::scan).collect::<Vec<_>>(), want, "{text}");
}

#[test]
fn heads_and_rows_become_bars() {
    check(
        "2024年任务分解表工作任务工作要求牵头单位配合单位一、便民出行1.增设站点。区交通局各街道2.更新站牌。区交通局区财政局\n",
        &[
            "2024年任务分解表",
            "工作任务|工作要求|牵头单位|配合单位|",
            "一、便民出行",
            "1.增设站点。||区交通局|各街道|",
            "2.更新站牌。||区交通局|区财政局|",
        ],
    );
}

#[test]
fn a_column_may_be_empty() {
    check(
        "任务分解表工作任务工作要求牵头单位配合单位1.增设站点。区交通局各街道2.更新站牌。 各街道\n",
        &[
            "任务分解表",
            "工作任务|工作要求|牵头单位|配合单位|",
            "1.增设站点。||区交通局|各街道|",
            "2.更新站牌。|||各街道|",
        ],
    );
}

#[test]
fn the_next_line_goes_on_with_the_next_number() {
    check(
        "任务分解表工作任务工作要求牵头单位配合单位1.增设站点。区交通局各街道\n2.更新站牌。区交通局各街道\n各单位要抓好落实。\n",
        &[
            "任务分解表",
            "工作任务|工作要求|牵头单位|配合单位|",
            "1.增设站点。||区交通局|各街道|",
            "2.更新站牌。||区交通局|各街道|",
            "各单位要抓好落实。",
        ],
    );
}

#[test]
fn other_lines_stay() {
    for text in
        ["牵头单位和配合单位要抓好工作任务落实。", "工作任务 | 牵头单位 | 配合单位 |", "1.修路。(责任单位:区交通局)"]
    {
        check(text, &[text]);
    }
}
