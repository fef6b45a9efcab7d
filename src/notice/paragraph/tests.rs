//! Tests of paragraphs: items whose words or units stand in several lines.

use super::*;
use crate::notice::{gather, line};
use crate::source::traced::Traced;

/// An item a line, `words = names`, then the codes of the problems.
#[track_caller]
fn check(text: &str, want: &[&str]) {
    let mut problems = Vec::new();
    let items = merge(gather::items(&line::lines(&Traced::plain(text)), &mut problems), &mut problems);
    let show = |item: &Item| {
        let names: Vec<&str> = item.named.names.iter().map(|name| name.text.as_str()).collect();
        format!("{} = {}", item.words.scan(), names.join(" "))
    };
    let told = problems.iter().map(|problem| problem.code.id().to_owned());
    assert_eq!(items.iter().map(show).chain(told).collect::<Vec<_>>(), want, "{text}");
}

#[test]
fn the_next_paragraph_may_carry_the_units() {
    check(
        "1.修路3公里。\n同步安装路灯。(责任单位:区交通局)\n2.建桥2座。(责任单位:区交通局)\n",
        &["修路3公里。同步安装路灯。 = 区交通局", "建桥2座。 = 区交通局", "S008"],
    );
}

#[test]
fn units_above_may_be_the_same() {
    check(
        "1.修路3公里。(责任单位:区交通局)\n2.建桥2座。(责任单位:同上)\n",
        &["修路3公里。 = 区交通局", "建桥2座。 = 区交通局"],
    );
}

#[test]
fn a_label_may_govern_what_stands_above() {
    check(
        "1.修路3公里。\n2.建桥2座。\n3.建涵洞4处。(以上两项责任单位:区交通局)\n4.建学校1所。(责任单位:区教育局)\n",
        &["修路3公里。 = ", "建桥2座。 = 区交通局", "建涵洞4处。 = 区交通局", "建学校1所。 = 区教育局"],
    );
    check(
        "1.修路3公里。\n2.建桥2座。(以上任务牵头单位:区交通局)\n",
        &["修路3公里。 = 区交通局", "建桥2座。 = 区交通局"],
    );
}

#[test]
fn lists_without_units_stay_as_printed() {
    check("1.修路3公里。\n同步安装路灯。\n2.建桥2座。\n", &["修路3公里。 = ", "同步安装路灯。 = ", "建桥2座。 = "]);
}
