//! Roles: where in a line the units begin, and under which role each name stands.
//!
//! In:  the words of one task or one line of units, `…29家以上。(牵头单位:区发改局;责任单位:各街道)`.
//! Out: the parts that are the task's own words, and [`Tail`]s: runs of names, each under its role and level.
//! Not here: splitting a run into names ([`super::assignment`]).
//! How: labels ([`super::label`]) first, verbs ([`super::verb`]) where there is none.

use std::ops::Range;

use super::bracket::{Brackets, CLOSE, OPEN};
use super::han::is_han;
use super::label::{Found, find_labels};
use super::tail::{Label, Run, Split, Tail, trim_clause, trim_names};
use super::verb::{has_verb_with_office, told, unlabelled};
use super::word::{Class, form};
use super::{Code, Problem, remark};
use crate::source::traced::Traced;

/// Where the units of a line begin: its labels, or its brackets and sentences with verbs.
pub(super) fn unit_places(scan: &str) -> Vec<usize> {
    let labels = find_labels(scan);
    let labels = labels.iter().filter(|found| matches!(found.label, Label::Role(_)));
    let behind = |at: usize| {
        let before = scan[..at].trim_end();
        before.chars().next_back().filter(|c| OPEN.contains(c)).map_or(at, |c| before.len() - c.len_utf8())
    };
    let places: Vec<usize> = labels.map(|found| behind(found.range.start)).collect();
    if places.is_empty() { unlabelled(scan).into_iter().map(|tail| tail.range.start).collect() } else { places }
}

/// Takes a line apart. `problems` gets lost brackets, glued and doubled labels.
pub(super) fn split(words: &Traced, problems: &mut Vec<Problem>) -> Split {
    let scan = words.scan();
    let labels = find_labels(scan);
    let mut tails = if labels.is_empty() { Vec::new() } else { labelled(words, &labels, problems) };
    if tails.is_empty() {
        tails = unlabelled(scan);
    }
    let cut = cuts(scan, &mut tails);
    let told = told(scan, &tails);
    let mut split = Split { words: Vec::new(), tails, told };
    let mut from = 0;
    for range in cut {
        if from < range.start {
            split.words.push(from..range.start);
        }
        from = range.end.max(from);
    }
    if from < scan.len() {
        split.words.push(from..scan.len());
    }
    split.words.retain(|range| {
        scan[range.clone()].chars().any(|c| is_han(c) || c.is_alphanumeric()) || {
            // A full stop behind a bracket in the middle stays with the words before it.
            range.start > 0 && range.end < scan.len()
        }
    });
    split
}

/// Tails that begin with a label.
fn labelled(words: &Traced, labels: &[Found], problems: &mut Vec<Problem>) -> Vec<Tail> {
    let scan = words.scan();
    let brackets = Brackets::read(scan);
    let mut tails: Vec<Tail> = Vec::new();
    let mut next = 0;
    while next < labels.len() {
        let first = &labels[next];
        let before = scan[..first.range.start].trim_end();
        let open = before.chars().next_back().filter(|c| OPEN.contains(c)).map(|c| (before.len() - c.len_utf8(), c));
        let open = open.or_else(|| opened_before(scan, first.range.start, &brackets));
        let start = open.map_or(first.range.start, |(at, _)| at);
        let (end, close) =
            open.and_then(|_| brackets.end(start)).unwrap_or_else(|| end_of_names(scan, first.range.end));
        let printed = |range: Range<usize>| words.span(range);
        if open.is_some() && close.is_none() {
            problems.push(Problem::new(
                Code::LostBracket,
                printed(start..end),
                "责任单位的右括号缺失",
                "按行末结束读取；请核对原文",
            ));
        } else if open.is_none() && close == Some(true) {
            problems.push(Problem::new(
                Code::LostBracket,
                printed(first.range.start..end),
                "责任单位的左括号缺失",
                "按角色标签开始读取；请核对原文",
            ));
        }
        let inner_end =
            if close == Some(true) { end - scan[..end].chars().next_back().map_or(0, char::len_utf8) } else { end };
        let mut runs = Vec::new();
        if let Some((at, c)) = open {
            let names = trim_names(scan, at + c.len_utf8()..first.range.start);
            if !names.is_empty() {
                runs.push(Run { label: None, level: None, names });
            }
        }
        let own = labels[next..].iter().take_while(|label| label.range.start < end).count().max(1);
        runs.extend(runs_of(words, &labels[next..], own, inner_end, problems));
        tails.push(Tail { range: start..end, runs, clause: None, above: first.above });
        next += own;
    }
    tails
}

/// The bracket that opened before a label with nothing but a date, a score or names with their verb between:
/// `(6月底完成,责任单位:…)`.
fn opened_before(scan: &str, label: usize, brackets: &Brackets) -> Option<(usize, char)> {
    /// No such words are longer.
    const LONGEST: usize = 60;
    let (at, c) = scan[..label].char_indices().rev().take(LONGEST).find(|(_, c)| OPEN.contains(c) || *c == '。')?;
    if !OPEN.contains(&c) || brackets.end(at).is_none_or(|(end, _)| end <= label) {
        return None;
    }
    let between = &scan[at + c.len_utf8()..label];
    let told =
        |part: &str| remark::is_remark(part) || remark::deadline_words(part).is_some() || has_verb_with_office(part);
    let mut parts = between.split([',', ';', '。']).map(str::trim).filter(|part| !part.is_empty()).peekable();
    (parts.peek().is_some() && parts.all(told)).then_some((at, c))
}

/// The runs of the first `own` labels of a tail that ends at `inner_end`.
fn runs_of(words: &Traced, labels: &[Found], own: usize, inner_end: usize, problems: &mut Vec<Problem>) -> Vec<Run> {
    let scan = words.scan();
    let mut runs = Vec::new();
    for (at, label) in labels[..own].iter().enumerate() {
        let to = labels.get(at + 1).map_or(inner_end, |following| following.range.start.min(inner_end));
        let names = trim_names(scan, label.range.end.min(to)..to);
        let printed = words.span(label.range.clone());
        let shown = scan[label.range.clone()].trim_end_matches(':');
        if !names.is_empty() {
            let glued = at > 0 && scan[..label.range.start].chars().next_back().is_some_and(is_han);
            if glued {
                problems.push(Problem::new(Code::GluedLabel, printed, "两个角色之间缺分隔符", "已按标签分开"));
            }
            runs.push(Run { label: Some(label.label), level: label.level, names });
        } else if at + 1 < own {
            problems.push(Problem::new(
                Code::DoubledLabel,
                printed,
                format!("标签“{shown}”后没有单位，紧接另一标签"),
                "按后一个标签读取",
            ));
        } else if matches!(label.label, Label::Role(_)) {
            problems.push(Problem::new(Code::EmptyRole, printed, format!("“{shown}”后没有单位"), "请对照原文补上"));
        }
    }
    runs
}

/// The end of names that stand without brackets: a full stop, an unmatched closing bracket (`Some(true)`), or the line's
/// end.
fn end_of_names(scan: &str, start: usize) -> (usize, Option<bool>) {
    let mut depth = 0usize;
    for (at, c) in scan[start..].char_indices().map(|(at, c)| (start + at, c)) {
        if OPEN.contains(&c) {
            // A bracket that opens a new labelled run ends this one.
            depth += 1;
        } else if CLOSE.contains(&c) {
            if depth == 0 {
                return (at + c.len_utf8(), Some(true));
            }
            depth -= 1;
        } else if c == '。' {
            return (at + c.len_utf8(), Some(false));
        }
    }
    (scan.len(), Some(false))
}

/// What to cut: the tails, and an outer bracket whose clauses each carry a tail (`(其中,甲〈…〉;乙〈…〉)`).
/// Ties every tail to its clause where there are several or where more words follow.
fn cuts(scan: &str, tails: &mut [Tail]) -> Vec<Range<usize>> {
    let mut cut: Vec<Range<usize>> = tails.iter().map(|tail| tail.range.clone()).collect();
    let Some((first, last)) = tails.first().map(|tail| tail.range.start).zip(tails.last().map(|tail| tail.range.end))
    else {
        return cut;
    };
    let outer = enclosing(scan, first, last);
    let several = tails.len() > 1;
    let follows = scan[last..].chars().filter(|c| is_han(*c)).count() >= 6;
    if !(several || follows && outer.is_none()) {
        if let Some(outer) = outer {
            cut.push(outer);
            cut.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        }
        return cut;
    }
    let open = |outer: &Range<usize>| scan[outer.start..].chars().next().map_or(0, char::len_utf8);
    let mut from = outer.as_ref().map_or(0, |outer| outer.start + open(outer));
    for tail in tails.iter_mut() {
        let clause = trim_clause(scan, from..tail.range.start);
        // Two brackets side by side govern the same words.
        if !clause.is_empty() {
            tail.clause = Some(clause);
        }
        from = tail.range.end;
    }
    if let Some(outer) = outer {
        cut.push(outer);
        cut.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    } else if tails.iter().filter(|tail| tail.clause.is_some()).count() == 1 && !follows {
        for tail in tails.iter_mut() {
            tail.clause = None;
        }
    } else {
        let mut last = None;
        for tail in tails.iter_mut() {
            if tail.clause.is_none() {
                tail.clause.clone_from(&last);
            }
            last.clone_from(&tail.clause);
        }
    }
    cut
}

/// A bracket that opens with 其中 and holds all tails.
fn enclosing(scan: &str, first: usize, last: usize) -> Option<Range<usize>> {
    let start = form().list(Class::Among).filter_map(|word| scan[..first].rfind(word)).max()?;
    let open = scan[..start].chars().next_back().filter(|c| OPEN.contains(c))?;
    let start = start - open.len_utf8();
    match Brackets::read(scan).end(start)? {
        (end, Some(_)) => (end >= last).then_some(start..end),
        _ => Some(start..scan.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Level;

    fn print(scan: &str) -> String {
        let mut problems = Vec::new();
        let split = split(&Traced::plain(scan), &mut problems);
        let words: String = split.words.iter().map(|range| &scan[range.clone()]).collect();
        let mut out = vec![words];
        for tail in &split.tails {
            let clause = tail.clause.clone().map(|range| format!("<{}>", &scan[range])).unwrap_or_default();
            for run in &tail.runs {
                let label = match run.label {
                    None => "-",
                    Some(Label::Deadline) => "deadline",
                    Some(Label::Role(role)) => role.name(),
                };
                let level = run.level.map(Level::name).unwrap_or_default();
                out.push(format!("{label}{level}{clause}={}", &scan[run.names.clone()]));
            }
        }
        out.extend(problems.iter().map(|problem| problem.code.id().to_owned()));
        out.join(" | ")
    }

    #[track_caller]
    fn check(scan: &str, want: &str) {
        assert_eq!(print(scan), want);
    }

    #[test]
    fn labels_in_brackets() {
        check(
            "外贸增长4%。(牵头单位:市商务局;责任单位:各区人民政府,云柘海关)",
            "外贸增长4%。 | lead=市商务局 | responsible=各区人民政府,云柘海关",
        );
        check("办好食堂。[责任单位:县农业局(畜牧中心)]", "办好食堂。 | responsible=县农业局(畜牧中心)");
        check(
            "建桩。(市级牵头单位:市城管委;区级牵头单位:区城管局)",
            "建桩。 | leadcity=市城管委 | leaddistrict=区城管局",
        );
        check("【牵头单位】市发改委", " | lead=市发改委");
        check("责 任 单 位 :区水务局", " | responsible=区水务局");
    }

    #[test]
    fn lost_brackets_and_glued_labels() {
        check("新建车位。牵头单位:区城管局;责任单位:各街道)", "新建车位。 | lead=区城管局 | responsible=各街道 | R001");
        check("新建车位(责任单位:区城管局", "新建车位 | responsible=区城管局 | R001");
        check("活动。牵头单位:区文旅局责任单位:团区委", "活动。 | lead=区文旅局 | responsible=团区委 | R002");
        check(
            "建海绵。(市级牵头单位:市城建局;责任单位:区级牵头单位:区建设局)",
            "建海绵。 | leadcity=市城建局 | leaddistrict=区建设局 | R005",
        );
        check("投资增长(责任单位:各街<含经开区,下同>", "投资增长 | responsible=各街<含经开区,下同> | R001");
    }

    #[test]
    fn several_brackets_keep_their_clause() {
        check(
            "创新机制。(其中,创新园区机制<牵头单位:市经信局>;创新服务机制<牵头单位:市发改委>)",
            "创新机制。 | lead<创新园区机制>=市经信局 | lead<创新服务机制>=市发改委",
        );
        check("建校。(牵头单位:甲局)建园。(牵头单位:乙局)", "建校。建园。 | lead<建校>=甲局 | lead<建园>=乙局");
    }

    #[test]
    fn verbs_and_names_without_labels() {
        check(
            "完善政策。(区委组织部、区住建局牵头,区财政局等配合)",
            "完善政策。 | -=区委组织部、区住建局牵头,区财政局等配合",
        );
        check("减税。(财政部、税务总局牵头,年内持续推进)", "减税。 | -=财政部、税务总局牵头,年内持续推进");
        check("建路。由市交通局、财政局负责落实。", "建路。 | -=由市交通局、财政局负责落实");
        check("稳增长。(市发改委、市统计局)", "稳增长。 | -=市发改委、市统计局");
        check("办好论坛(含分论坛)。", "办好论坛(含分论坛)。");
        check("支持乡镇(街道)建设。", "支持乡镇(街道)建设。");
    }

    #[test]
    fn wide_brackets_around_clauses_with_units_of_their_own() {
        check(
            "推动循环【其中,创新运营机制(牵头单位:市发改委)牵头单位:区教育局】",
            "推动循环 | lead<创新运营机制>=市发改委 | lead=区教育局 | R001",
        );
        check("【其中<牵头:>牵头单位:", " | R006 | R006");
    }

    #[test]
    fn labels_are_composed_of_known_parts() {
        check("建库。(牵头推进部门:市粮储局;协同保障单位:市财政局)", "建库。 | lead=市粮储局 | support=市财政局");
        check("建库。(责任单位 市粮储局)", "建库。 | responsible=市粮储局");
    }

    #[test]
    fn dates_stand_in_the_bracket_before_the_label() {
        check("建库。(6月底完成,责任单位:市粮储局)", "建库。 | -=6月底完成 | responsible=市粮储局");
        check("建库(共3座,责任单位:市粮储局)", "建库(共3座, | responsible=市粮储局 | R001");
    }

    #[test]
    fn running_text_is_no_label() {
        check("各牵头单位要切实负责。", "各牵头单位要切实负责。");
    }
}
