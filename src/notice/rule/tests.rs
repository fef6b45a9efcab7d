//! Tests of rules: what a notice says once, in whatever words.

use super::*;

const NONE: Rules = Rules { first_listed: false, first_segment: false, default_lead: false };

#[track_caller]
fn check(scan: &str, want: Rules) {
    assert_eq!(Rules::read(scan), want, "{scan}");
}

#[test]
fn the_first_name_leads() {
    let first = Rules { first_listed: true, ..NONE };
    check("责任单位中排在第一位的为牵头单位。", first.clone());
    check("列首位者负总责,下同。", first.clone());
    check("第一个责任单位为牵头单位", first.clone());
    check("首位为牵头部门", first.clone());
    // The names before the first pause are the first name.
    check("第一个顿号前为牵头单位", first);
}

#[test]
fn the_names_before_the_first_mark_lead() {
    let segment = Rules { first_segment: true, ..NONE };
    check("责任单位中首个分号之前的为牵头单位", segment.clone());
    check("第一个逗号前为主办单位,下同", segment);
}

/// A name with a star leads wherever it stands, so the sentence that says so is no rule.
#[test]
fn a_star_needs_no_rule() {
    check("带*的为牵头单位", NONE);
    check("★表示牵头部门", NONE);
}

#[test]
fn who_is_responsible_leads_where_nobody_does() {
    check("未明确牵头单位的,由责任单位牵头负责。", Rules { default_lead: true, ..NONE });
    check("没有牵头单位的,责任单位负责统筹。", Rules { default_lead: true, ..NONE });
}

#[test]
fn other_sentences_rule_nothing() {
    for scan in [
        "各牵头单位要在月底前报送进展。",
        "举办第一届牵头人培训。",
        "经济总量居全市第一。由区发改局牵头。",
        "责任单位要主动配合牵头单位。",
        "第一季度由区商务局牵头开展。",
    ] {
        check(scan, NONE);
    }
}

#[test]
fn blanket_units_are_named_once() {
    let names = |scan: &str| Blanket::read(scan).map(|blanket| blanket.names.join(" ")).unwrap_or_default();
    for (scan, want) in [
        ("以下任务均需各街道落实,不再一一列出。", "各街道"),
        ("所有事项都由各镇、区财政局配合,不再列出", "各镇 区财政局"),
        ("各项任务均要按时完成,不再延期。", ""),
        ("以下任务均需各街道落实。", ""),
    ] {
        assert_eq!(names(scan), want, "{scan}");
    }
}

#[test]
fn blanket_units_are_added_once() {
    let blanket = Blanket::read("修路。以下任务均需各街道落实,不再一一列出。").unwrap();
    assert_eq!(blanket.range().start, "修路。".len());
    let mut names = Vec::new();
    blanket.add(&mut names, 3..9);
    blanket.add(&mut names, 3..9);
    let got: Vec<_> =
        names.iter().map(|name| (name.text.as_str(), name.role, name.stated, name.span.clone())).collect();
    assert_eq!(got, [("各街道", Some(Role::Responsible), Stated::Blanket, 3..9)]);
}
