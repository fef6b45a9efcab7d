//! Tests of classifying: headings, tasks, parts and asides among a part's items.

use super::*;
use crate::notice::{gather, line};
use crate::source::traced::Traced;

/// A letter for each item: T task, P part, H heading, A aside.
#[track_caller]
fn check(text: &str, want: &str) {
    let items = gather::items(&line::lines(&Traced::plain(text)), &mut Vec::new());
    let letter = |kind: &Kind| match kind {
        Kind::Task => 'T',
        Kind::Part => 'P',
        Kind::Heading => 'H',
        Kind::Aside => 'A',
    };
    let got: String = classify(&items, Context { units_only: false }).iter().map(letter).collect();
    assert_eq!(got, want, "{text}");
}

#[test]
fn items_with_units_are_tasks_and_what_stands_over_them_headings() {
    check("一、城建\n1.修路3公里。(责任单位:区交通局)\n2.建桥2座。(责任单位:区交通局)\n", "HTT");
    check("一、修路3公里。(责任单位:区交通局)\n二、建桥2座。(责任单位:区交通局)\n", "TT");
    check("一、城建\n(一)道路\n1.修路3公里。(责任单位:区交通局)\n", "HHT");
}

#[test]
fn an_item_without_units_is_a_task_among_its_like() {
    check("1.修路3公里。(责任单位:区交通局)\n2.建桥2座。\n3.建学校1所。(责任单位:区教育局)\n", "TTT");
}

#[test]
fn bullets_are_parts_of_the_task_above() {
    check("1.改善交通。(责任单位:区交通局)\n▲修路3公里。\n", "TP");
}

#[test]
fn innermost_marks_are_tasks_where_nobody_is_named() {
    check("一、城建\n1.修路3公里。\n2.建桥2座。\n二、民生\n1.建学校1所。\n", "HTTHT");
    check("一、城建\n(一)道路\n1.修路3公里。\n2.拓宽路口2处。\n", "HHTT");
}

#[test]
fn a_theme_over_numbered_tasks_is_a_heading() {
    check(
        "一、产业\n壮大主导产业。\n1.引进企业5家。(责任单位:区商务局)\n2.建厂房2万平方米。(责任单位:区工信局)\n",
        "HHTT",
    );
}

#[test]
fn what_a_notice_rules_about_itself_is_no_task() {
    check(
        "第一条 给予补助20万元。(责任单位:区财政局)\n第二条 新建基地2个。(责任单位:区工信局)\n第三条 本措施由区工信局负责解释。\n",
        "TTA",
    );
}

#[test]
fn instructions_behind_the_last_unit_are_asides() {
    check(
        "一、城建\n1.修路3公里。(责任单位:区交通局)\n2.建桥2座。(责任单位:区交通局)\n3.建涵洞4处。(责任单位:区交通局)\n二、工作要求\n1.各单位要加强组织领导,压实责任。\n",
        "HTTTHA",
    );
}

#[test]
fn ranks_go_from_the_outermost_in() {
    let families = [
        Family::Part,
        Family::Comma,
        Family::Bracket,
        Family::Arabic,
        Family::ArabicBracket,
        Family::Circled,
        Family::Dash,
    ];
    let ranks: Vec<u32> = families.into_iter().map(|family| rank(Some(family))).chain([rank(None)]).collect();
    assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
    assert_eq!(rank(Some(Family::Article)), rank(Some(Family::Comma)));
    assert!(rank(Some(Family::Bullet)) > rank(None));
}
