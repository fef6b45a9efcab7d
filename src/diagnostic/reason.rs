//! Reasons: why a passage of a report is of its part, in words for people.
//!
//! In:  what is seen of a sentence, as the weights name it (`^L年工`, `@said:heads-review`), with its points.
//! Out: `“上年工”+2.1、标题写明回顾+1.4`.

use crate::notice::part::Reason;

/// What shapes are called; the first whose name opens the shape counts.
const SHAPES: [(&str, &str); 25] = [
    ("@said:opens-review", "开启回顾的句式"),
    ("@said:opens-plan", "开启安排的句式"),
    ("@said:targets", "写有预期目标"),
    ("@said:leads-on", "引出下文"),
    ("@said:calls", "号召团结奋斗"),
    ("@said:heads-review", "标题写明回顾"),
    ("@said:heads-general", "标题写明总体要求"),
    ("@said:heads-work", "标题写明任务"),
    ("@said:heads-targets", "标题写明目标"),
    ("@said:heads-year", "标题写明本年"),
    ("@said:heads-last-year", "标题写明上年"),
    ("@heading", "独占一行的短标题"),
    ("@top", "位于页首"),
    ("@furniture", "网页附属文字"),
    ("@copy", "与前文重复"),
    ("@place:alone", "独占一行"),
    ("@place:first", "位于段首"),
    ("@place:last", "位于段尾"),
    ("@place:inner", "位于段中"),
    ("@length", "句长"),
    ("@figures:0", "没有数字"),
    ("@figures", "数字个数"),
    ("@mark:part", "部分序号"),
    ("@mark:comma", "“一、”式序号"),
    ("@mark", "序号样式"),
];

/// What the letters of a cue text stand for, before 年 and 五.
const TIMES: [(char, &str); 13] = [
    ('Y', "本"),
    ('L', "上"),
    ('P', "往"),
    ('N', "次"),
    ('F', "后"),
    ('Z', "某"),
    ('W', "下个五年规划"),
    ('B', "本五年规划"),
    ('M', "本五年规划"),
    ('E', "上个五年规划"),
    ('D', "以往五年规划"),
    ('|', "，"),
    ('0', "数"),
];

/// So many things are named.
const NAMED: usize = 3;

/// The strongest evidence for a sentence's part in one line; nothing where none is known. Of words that hold each other the
/// strongest are named.
pub(super) fn words(reason: &Reason) -> String {
    let mut named: Vec<(String, f32)> = Vec::new();
    for (seen, points) in &reason.seen {
        let name = name(seen);
        let bare = name.trim_matches(['“', '”', '，']);
        let known = |other: &str| other.contains(bare) || bare.contains(other.trim_matches(['“', '”', '，']));
        if named.len() < NAMED && !named.iter().any(|(other, _)| known(other)) {
            named.push((name, *points));
        }
    }
    named.iter().map(|(name, points)| format!("{name}{points:+.1}")).collect::<Vec<_>>().join("、")
}

fn name(seen: &str) -> String {
    if seen.starts_with('@') {
        return SHAPES.iter().find(|(shape, _)| seen.starts_with(shape)).map_or(seen, |(_, name)| name).to_owned();
    }
    let mut out = String::new();
    let mut behind_plan = false;
    for c in seen.chars() {
        match TIMES.iter().find(|(time, _)| *time == c) {
            Some((_, words)) => out.push_str(words),
            None if matches!(c, '^' | '$') || behind_plan && c == '五' => {}
            None => out.push(c),
        }
        behind_plan = matches!(c, 'W' | 'B' | 'M' | 'E' | 'D');
    }
    format!("“{out}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_hold_each_other_are_named_once() {
        let seen = [("各位代表|", 0.5), ("位代表|", 0.4), ("@said:calls", 0.3), ("团结", 0.2), ("奋斗", 0.1)];
        let seen = seen.map(|(seen, points)| (seen.to_owned(), points)).to_vec();
        let reason = Reason { part: crate::notice::part::Part::Peroration, span: 0..0, seen };
        assert_eq!(words(&reason), "“各位代表，”+0.5、号召团结奋斗+0.3");
    }

    #[test]
    fn evidence_is_told_in_words() {
        for (seen, want) in [
            ("^L年工", "“上年工”"),
            ("W五时期", "“下个五年规划时期”"),
            ("增长0%|", "“增长数%，”"),
            ("@said:heads-review", "标题写明回顾"),
            ("@figures:3", "数字个数"),
            ("@unknown", "@unknown"),
        ] {
            assert_eq!(name(seen), want);
        }
    }
}
