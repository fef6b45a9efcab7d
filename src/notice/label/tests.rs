//! Tests of labels: what a line's labels introduce, and what only looks like one.

use super::*;

/// The labels of a text: code of the role with the level's, what above they govern, the words behind.
fn print(scan: &str) -> String {
    let found = find_labels(scan);
    let ends = found.iter().skip(1).map(|next| next.range.start).chain([scan.len()]);
    let show = |(found, end): (&Found, usize)| {
        let label = match found.label {
            Label::Role(role) => role.name(),
            Label::Deadline => "deadline",
        };
        let level = found.level.map(|level| format!("@{}", level.name())).unwrap_or_default();
        let above = match found.above {
            Some(Above { count: Some(count) }) => format!("^{count}"),
            Some(Above { count: None }) => "^all".to_owned(),
            None => String::new(),
        };
        format!("{label}{level}{above}={}", &scan[found.range.end..end])
    };
    found.iter().zip(ends).map(show).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(scan: &str, want: &str) {
    assert_eq!(print(scan), want, "{scan}");
}

#[test]
fn labels_tell_roles() {
    check("牵头单位:区住建局", "lead=区住建局");
    check("(责任单位:区民政局)", "responsible=区民政局)");
    check("配合单位:区财政局", "support=区财政局");
    check("责任领导:何岚", "leader=何岚");
    check("完成时限:9月底", "deadline=9月底");
    check("牵头单位:区教育局;责任单位:各街道", "lead=区教育局; responsible=各街道");
}

#[test]
fn a_semicolon_for_a_colon_is_a_slip() {
    check("(牵头单位:区人社局;责任单位;各街道)", "lead=区人社局; responsible=各街道)");
    check("(责任单位;区民政局)", "responsible=区民政局)");
    // a list of labels, words of a sentence
    check("(牵头单位;责任单位:区民政局)", "responsible=区民政局)");
    check("明确责任单位;细化措施", "");
    check("填写牵头单位、责任单位;按月报送", "");
}

#[test]
fn labels_are_composed_and_spaced() {
    check("牵头推进部门:区商务局", "lead=区商务局");
    check("责 任 单 位:区水务局", "responsible=区水务局");
    check("牵头和配合单位:区水务局", "lead=区水务局");
    check("牵头(主办)单位:区水务局", "lead=区水务局");
    check("责任(配合)部门:区水务局", "responsible=区水务局");
    check("牵头(区水务局)单位:甲", "");
}

#[test]
fn labels_name_a_level() {
    check("市级牵头单位:市水务局", "lead@city=市水务局");
    check("区级责任单位:区水务局", "responsible@district=区水务局");
    // A level right behind a name belongs to the name.
    check("责任单位:各镇区责任单位:区水务局", "responsible=各镇区 responsible=区水务局");
}

#[test]
fn brackets_of_a_label_are_its_own() {
    check("【牵头单位】区民政局", "lead=区民政局");
    check("[责任单位]:区民政局", "responsible=区民政局");
    check("各项目建设责任单位]", "");
}

#[test]
fn labels_govern_what_stands_above() {
    check("以上三项责任单位:区水务局", "responsible^3=区水务局");
    check("以上各项工作牵头单位:区水务局", "lead^all=区水务局");
    for (text, want) in [("以上两项", Some(Some(2))), ("上述任务", Some(None)), ("本项任务", None)] {
        assert_eq!(above(text).map(|(_, above)| above.count), want, "{text}");
    }
}

#[test]
fn labels_may_lose_their_colon() {
    check("牵头单位 区水务局", "lead=区水务局");
    check("修桥3座。(责任单位 区交通局)", "responsible=区交通局)");
    check("牵头单位", "lead=");
    check("(配合区住建局做好征收)", "");
}

#[test]
fn running_text_holds_no_label() {
    for text in ["明确责任单位:按要求落实", "各责任单位要按时报送", "项目的牵头单位:应当会商", "建设单位3家"]
    {
        check(text, "");
    }
}

#[test]
fn the_foot_of_a_page_is_no_label() {
    assert!(has_label("责任单位:区住建局"));
    assert!(has_label("修路。牵头单位:区住建局"));
    assert!(!has_label("主办:岚汀区人民政府办公室"));
    assert!(!has_label("完成时限:9月底"));
}
