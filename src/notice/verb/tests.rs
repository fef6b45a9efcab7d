//! Tests of verbs: who acts where no label says it.

use super::*;

#[test]
fn verbs_close_names() {
    let check = |part: &str, want: Option<(&str, Role)>| assert_eq!(split_verb(part), want, "{part}");
    check("区水务局牵头", Some(("区水务局", Role::Lead)));
    check("区财政局、区审计局配合", Some(("区财政局、区审计局", Role::Support)));
    check("各街道按职责分工负责", Some(("各街道", Role::Responsible)));
    check("由区水务局负责落实。", Some(("由区水务局", Role::Responsible)));
    check("区水务局", None);
    check("新建泵站2座", None);
}

/// The names of each tail, and what above it governs.
fn print(tails: &[Tail], scan: &str) -> String {
    let show = |tail: &Tail| {
        let names: Vec<&str> = tail.runs.iter().map(|run| &scan[run.names.clone()]).collect();
        let above = match tail.above {
            Some(Above { count: Some(count) }) => format!("^{count}"),
            Some(Above { count: None }) => "^all".to_owned(),
            None => String::new(),
        };
        let clause = tail.clause.clone().map(|clause| format!("<{}>", &scan[clause])).unwrap_or_default();
        format!("{}{above}{clause}", names.join("+"))
    };
    tails.iter().map(show).collect::<Vec<_>>().join(" | ")
}

#[test]
fn brackets_and_closing_sentences_name_offices() {
    #[track_caller]
    fn check(scan: &str, want: &str) {
        assert_eq!(print(&unlabelled(scan), scan), want, "{scan}");
        assert_eq!(names_by_verb(scan), !want.is_empty(), "{scan}");
    }
    check("修桥3座。(区交通局牵头,各街道配合)", "区交通局牵头,各街道配合");
    check("修桥3座。(区交通局、区住建局)", "区交通局、区住建局");
    check("修桥3座。由区交通局负责落实。", "由区交通局负责落实");
    check("修桥3座。(工信部、公安部)", "工信部、公安部");
    check("修桥3座。(外联部、后勤部)", "");
    check("交通运输部、共青团中央等按职责分工负责", "交通运输部、共青团中央等按职责分工负责");
    check("各有关部门按职责落实", "各有关部门按职责落实");
    check("区交通局负责", "");
    check("修桥3座。区交通局牵头,区财政局配合。", "区交通局牵头,区财政局配合");
    check("以上工作由区交通局负责。", "区交通局负责^all");
}

#[test]
fn words_in_brackets_are_no_names() {
    for scan in
        ["修桥3座(含引道)。", "推进园区(二期)建设。", "区交通局负责全区桥梁。", "(牵头抓总)", "举办展会(市里下达)。"]
    {
        assert!(!names_by_verb(scan), "{scan}");
    }
}

#[test]
fn sentences_within_the_words_say_who_acts() {
    #[track_caller]
    fn check(scan: &str, want: &str) {
        assert_eq!(print(&told(scan, &[]), scan), want, "{scan}");
    }
    check("成立专班。专班由区民政局牵头,区财政局参加,每月会商1次。", "区民政局牵头,区财政局参加");
    check("由市民群众推荐产生。", "");
    check("由区民政局张科长牵头的小组开展走访。", "");
}

#[test]
fn a_broken_bracket_goes_on_in_the_next_line() {
    assert!(is_broken_bracket("修桥。(责任单位:区交", "通局"));
    assert!(is_broken_bracket("修桥。(区交通局、区住", "建局牵头"));
    assert!(!is_broken_bracket("修桥(含引", "道)并通车"));
}

#[test]
fn names_go_on_behind_a_separator() {
    assert!(goes_on_with_names("责任单位:区交通局、", "区住建局"));
    assert!(goes_on_with_names("修桥。(区交通局、", "区住建局牵头)"));
    assert!(!goes_on_with_names("责任单位:区交通局", "区住建局"));
    assert!(!goes_on_with_names("责任单位:区交通局、", "牵头单位:区住建局"));
    assert!(!goes_on_with_names("修桥、", "铺路"));
}

#[test]
fn a_bracket_of_duty_ends_a_task() {
    assert!(ends_in_duty("修桥。(区交通局牵头)"));
    assert!(ends_in_duty("修桥。(某某推进局负责)。"));
    assert!(!ends_in_duty("修桥(分步负责)"));
    assert!(!ends_in_duty("修桥。"));
}
