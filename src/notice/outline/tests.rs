//! Tests of outlines: tasks under their headings, with what headings and neighbours give them.

use super::*;
use crate::notice::line;

/// A line for each task, `section / section > number words = names`, then the codes of the problems.
fn print(text: &str, context: Context) -> Vec<String> {
    let mut problems = Vec::new();
    let drafts = read(&line::lines(&Traced::plain(text)), context, &mut problems);
    let show = |draft: &Draft| {
        let names: Vec<String> = draft
            .names
            .iter()
            .map(|name| match name.stated {
                Stated::Explicit => name.text.clone(),
                stated => format!("{}({})", name.text, stated.name()),
            })
            .collect();
        let number = draft.number.as_deref().unwrap_or("-");
        let deadline = draft.deadline.as_deref().map(|due| format!(" by {due}")).unwrap_or_default();
        format!("{} > {number} {} = {}{deadline}", draft.section.join(" / "), draft.words.shown(), names.join(" "))
    };
    let told = problems.iter().map(|problem| problem.code.id().to_owned());
    drafts.iter().map(show).chain(told).collect()
}

#[track_caller]
fn check(text: &str, want: &[&str]) {
    assert_eq!(print(text, Context { units_only: false }), want, "{text}");
}

#[test]
fn headings_are_stacked_by_rank() {
    check(
        "一、城建\n(一)道路\n1.修路3公里。(责任单位:区交通局)\n(二)桥梁\n1.建桥2座。(责任单位:区交通局)\n二、民生\n1.建学校1所。(责任单位:区教育局)\n",
        &[
            "一、城建 / (一)道路 > 1 修路3公里。 = 区交通局",
            "一、城建 / (二)桥梁 > 1 建桥2座。 = 区交通局",
            "二、民生 > 1 建学校1所。 = 区教育局",
        ],
    );
}

#[test]
fn a_heading_that_names_an_office_gives_it_to_its_tasks() {
    check(
        "一、区水务局\n1.新建泵站2座。\n2.疏浚河道5公里。\n二、区教育局\n1.新建学校1所。\n",
        &[
            "一、区水务局 > 1 新建泵站2座。 = 区水务局(heading)",
            "一、区水务局 > 2 疏浚河道5公里。 = 区水务局(heading)",
            "二、区教育局 > 1 新建学校1所。 = 区教育局(heading)",
        ],
    );
}

#[test]
fn the_units_of_a_heading_are_its_tasks() {
    check(
        "一、城建(责任单位:区住建局;完成时限:10月底)\n1.修路3公里。\n2.建桥2座。\n",
        &[
            "一、城建 > 1 修路3公里。 = 区住建局(heading) by 10月底",
            "一、城建 > 2 建桥2座。 = 区住建局(heading) by 10月底",
        ],
    );
}

#[test]
fn bullets_inherit_from_their_task() {
    check(
        "1.改善交通。(责任单位:区交通局)\n▲修路3公里。\n▲建桥2座。\n",
        &[
            " > 1 改善交通。 = 区交通局",
            " > - 修路3公里。 = 区交通局(inherited)",
            " > - 建桥2座。 = 区交通局(inherited)",
        ],
    );
}

#[test]
fn numbers_that_leave_gaps_are_told() {
    check(
        "1.修路3公里。(责任单位:区交通局)\n2.建桥2座。(责任单位:区交通局)\n5.建学校1所。(责任单位:区教育局)\n",
        &[" > 1 修路3公里。 = 区交通局", " > 2 建桥2座。 = 区交通局", " > 5 建学校1所。 = 区教育局", "S003"],
    );
}

#[test]
fn a_lost_number_is_put_back() {
    check(
        "1.修路3公里。(责任单位:区交通局)\n建桥2座。(责任单位:区交通局)\n3.建学校1所。(责任单位:区教育局)\n",
        &[" > 1 修路3公里。 = 区交通局", " > 2 建桥2座。 = 区交通局", " > 3 建学校1所。 = 区教育局", "S004"],
    );
}

#[test]
fn a_letter_s_items_count_only_with_units() {
    let text = "1.各单位要高度重视,按时报送工作进展情况。\n2.修路3公里。(责任单位:区交通局)\n";
    let got = print(text, Context { units_only: true });
    assert_eq!(got[0], " > 2 修路3公里。 = 区交通局", "{got:?}");
}
