//! Roles: where in a line the units begin, and under which role each name stands.
//!
//! In:  the words of one task or one line of units, `…29家以上。(牵头单位:区发改局;责任单位:各街道)`.
//! Out: the parts that are the task's own words, and [`Tail`]s: runs of names, each under its role and level.
//! Not here: splitting a run into names ([`super::assignment`]).
//! Source of the words: `datasets/lexicon/roles.tsv`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::bracket::{Brackets, CLOSE, OPEN};
use super::office;
use super::{Code, Level, Problem, Role};
use crate::lexicon;
use crate::source::traced::Traced;

/// What a label introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Role(Role),
    Deadline,
}

/// A run of names under one label, or a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// None where the names stand without a role word; position or a rule decides.
    pub label: Option<Label>,
    /// Level that the label names (`区级牵头单位`).
    pub level: Option<Level>,
    /// Bytes of the line's scanned text.
    pub names: Range<usize>,
}

/// A part of a line that names units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tail {
    /// What to cut from the words, brackets included.
    pub range: Range<usize>,
    pub runs: Vec<Run>,
    /// The part of the words that the units are tied to, where the tail does not govern the whole.
    pub clause: Option<Range<usize>>,
}

/// A line taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Split {
    /// The task's own words, in order.
    pub words: Vec<Range<usize>>,
    pub tails: Vec<Tail>,
}

struct Words {
    label: Regex,
    /// A label that fills a line's head without a colon.
    head: Regex,
    labels: Vec<(&'static str, Label)>,
    verbs: Vec<(&'static str, Role)>,
}

fn role(name: &str) -> Option<Role> {
    match name {
        "lead" => Some(Role::Lead),
        "responsible" => Some(Role::Responsible),
        "support" => Some(Role::Support),
        "leader" => Some(Role::Leader),
        _ => None,
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut labels = Vec::new();
    let mut verbs = Vec::new();
    for row in lexicon::rows(lexicon::ROLES) {
        let label = match row[2] {
            "deadline" => Some(Label::Deadline),
            name => role(name).map(Label::Role),
        };
        match (row[0], label) {
            ("label", Some(label)) => labels.push((row[1], label)),
            ("verb", Some(Label::Role(role))) => verbs.push((row[1], role)),
            _ => {}
        }
    }
    labels.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then(a.0.cmp(b.0)));
    verbs.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then(a.0.cmp(b.0)));
    let spaced: Vec<String> = labels
        .iter()
        .map(|(word, _)| word.chars().map(|c| regex::escape(&c.to_string())).collect::<Vec<_>>().join(" ?"))
        .collect();
    let any = spaced.join("|");
    let level = "国家级?|省级|省直|市级|市直|区级|区直|县级|县直|州级|镇级|街道级?|中央|省|市|区|县";
    let label = Regex::new(&format!(
        r"(?P<level>{level})? ?(?P<label>{any})(?: ?[(〔<\[][^()〔〕<>\[\]:;,。、]{{0,8}}[)〕>\]])?(?:(?:和|及|、|\(|/)(?:责任|配合|协办|参与)(?:单位|部门|领导)?\)?)? ?(?:[】〕\]] ?:?|:|: ?:)"
    ))
    .expect("labels are plain words");
    let head = Regex::new(&format!(r"^(?P<level>{level})? ?(?P<label>{any})(?: +|$)")).expect("labels are plain words");
    Words { label, head, labels, verbs }
});

/// The level that a prefix names.
fn level(prefix: &str) -> Option<Level> {
    match prefix.chars().next()? {
        '国' | '中' => Some(Level::Nation),
        '省' => Some(Level::Province),
        '市' | '州' => Some(Level::City),
        '区' | '县' => Some(Level::District),
        '镇' | '街' => Some(Level::Township),
        _ => None,
    }
}

struct Found {
    label: Label,
    level: Option<Level>,
    range: Range<usize>,
}

fn find_labels(scan: &str) -> Vec<Found> {
    let words = &*WORDS;
    let read = |captures: &regex::Captures<'_>| -> Option<Found> {
        let whole = captures.get(0)?;
        let printed: String = captures.name("label")?.as_str().chars().filter(|c| *c != ' ').collect();
        let label = words.labels.iter().find(|(word, _)| *word == printed)?.1;
        let mut start = whole.start();
        let mut level = captures.name("level").and_then(|prefix| self::level(prefix.as_str()));
        // `…责任单位:各区 市直部门…`: a level right behind a name's ending belongs to the name.
        if level.is_some() && captures.name("level").is_some_and(|prefix| prefix.as_str().chars().count() == 1) {
            let before = scan[..start].chars().next_back();
            if before.is_some_and(super::mend::is_han) {
                start += captures.name("level").map_or(0, |prefix| prefix.len());
                level = None;
            }
        }
        // `【牵头单位】`: the brackets are the label's own.
        let closed = whole.as_str().trim_end_matches(':').trim_end().ends_with(CLOSE);
        if closed {
            // `各重大项目建设责任单位]` closes the list; it is no label.
            let open = scan[..start].chars().next_back().filter(|c| OPEN.contains(c))?;
            start -= open.len_utf8();
        }
        Some(Found { label, level, range: start..whole.end() })
    };
    let mut found: Vec<Found> = words.label.captures_iter(scan).filter_map(|captures| read(&captures)).collect();
    // `…的牵头单位:` or `明确责任单位:` in running text is no label; a label opens a line, a bracket or follows a mark.
    found.retain(|label| {
        let before = scan[..label.range.start].trim_end().chars().next_back();
        match before {
            None => true,
            Some(c) if !super::mend::is_han(c) => true,
            // A label glued to a sentence or a name: `…(一)区文旅局责任单位:`; verbs and particles before it are text.
            Some(c) => {
                !matches!(c, '的' | '和' | '与' | '及' | '各' | '由' | '为' | '确' | '定' | '是' | '按' | '向' | '对')
            }
        }
    });
    if found.is_empty()
        && let Some(captures) = words.head.captures(scan)
        && let Some(label) = read(&captures)
        && (label.range.end == scan.len() || office::is_office(first_name(&scan[label.range.end..])))
    {
        found.push(label);
    }
    found
}

fn first_name(text: &str) -> &str {
    text.split(['、', ',', ';', ' ', '。']).find(|part| !part.is_empty()).unwrap_or("")
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
    let mut split = Split { words: Vec::new(), tails };
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
        scan[range.clone()].chars().any(|c| super::mend::is_han(c) || c.is_alphanumeric()) || {
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
        let open = before.chars().next_back().filter(|c| OPEN.contains(c));
        let start = open.map_or(first.range.start, |c| before.len() - c.len_utf8());
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
        let from = next;
        while next < labels.len() && labels[next].range.start < end {
            let label = &labels[next];
            let to = labels.get(next + 1).map_or(inner_end, |following| following.range.start.min(inner_end));
            let names = trim_names(scan, label.range.end.min(to)..to);
            let doubled = names.is_empty() && labels.get(next + 1).is_some_and(|following| following.range.start < end);
            if doubled {
                problems.push(Problem::new(
                    Code::DoubledLabel,
                    printed(label.range.clone()),
                    format!("标签“{}”后没有单位，紧接另一标签", scan[label.range.clone()].trim_end_matches(':')),
                    "按后一个标签读取",
                ));
            } else if names.is_empty() {
                if matches!(label.label, Label::Role(_)) {
                    problems.push(Problem::new(
                        Code::EmptyRole,
                        printed(label.range.clone()),
                        format!("“{}”后没有单位", scan[label.range.clone()].trim_end_matches(':')),
                        "请对照原文补上",
                    ));
                }
            } else {
                if next > from {
                    let gap = scan[..label.range.start].chars().next_back();
                    if gap.is_some_and(super::mend::is_han) {
                        problems.push(Problem::new(
                            Code::GluedLabel,
                            printed(label.range.clone()),
                            "两个角色之间缺分隔符",
                            "已按标签分开",
                        ));
                    }
                }
                runs.push(Run { label: Some(label.label), level: label.level, names });
            }
            next += 1;
        }
        if next == from {
            next += 1;
        }
        tails.push(Tail { range: start..end, runs, clause: None });
    }
    tails
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

/// Drops marks and spaces at both ends of a run of names.
fn trim_names(scan: &str, range: Range<usize>) -> Range<usize> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '。' | ':' | '|' | '.');
    let text = &scan[range.clone()];
    let start = range.start + (text.len() - text.trim_start_matches(is_mark).len());
    let end = range.start + text.trim_end_matches(is_mark).len();
    let mut end = end.max(start);
    // An opening bracket before the next label belongs to that label.
    while scan[start..end].chars().next_back().is_some_and(|c| OPEN.contains(&c)) {
        end -= scan[start..end].chars().next_back().map_or(0, char::len_utf8);
        end = start + scan[start..end].trim_end_matches(is_mark).len();
    }
    // A closing bracket whose partner stands outside the run is the tail's own.
    let unmatched = |text: &str| {
        let opened = text.chars().filter(|c| OPEN.contains(c)).count();
        let closed = text.chars().filter(|c| CLOSE.contains(c)).count();
        closed > opened
    };
    while unmatched(&scan[start..end]) && scan[start..end].chars().next_back().is_some_and(|c| CLOSE.contains(&c)) {
        end -= scan[start..end].chars().next_back().map_or(0, char::len_utf8);
    }
    start..end
}

/// Tails without a label: names with verbs in brackets, names alone in brackets, a closing `由…负责落实。`
fn unlabelled(scan: &str) -> Vec<Tail> {
    /// No bracket with names is longer, in bytes.
    const LONGEST: usize = 3_000;
    let mut tails = Vec::new();
    let mut past = 0;
    for (start, end, closed) in Brackets::read(scan).ends {
        if start < past || end - start > LONGEST {
            continue;
        }
        let open_len = scan[start..].chars().next().map_or(1, char::len_utf8);
        let close_len = if closed { scan[..end].chars().next_back().map_or(0, char::len_utf8) } else { 0 };
        let inner = start + open_len..(end - close_len).max(start + open_len);
        let at_end = scan[end..].trim_start_matches(['。', ';', ',', ' ', '.']).is_empty();
        let names = || Run { label: None, level: None, names: trim_names(scan, inner.clone()) };
        let content = &scan[inner.clone()];
        if has_verb_with_office(content) || (at_end || scan[end..].starts_with(['。', ';'])) && only_offices(content) {
            tails.push(Tail { range: start..end, runs: vec![names()], clause: None });
            past = end;
        }
    }
    if tails.is_empty()
        && let Some(range) = closing_sentence(scan)
    {
        tails.push(Tail {
            range: range.clone(),
            runs: vec![Run { label: None, level: None, names: trim_names(scan, range) }],
            clause: None,
        });
    }
    tails
}

/// Whether a line names offices by verbs or in a bracket of their own: `由市水利局负责`, `(市教育局牵头)`.
pub(super) fn names_by_verb(scan: &str) -> bool {
    scan.chars().count() <= 2_000 && !unlabelled(scan).is_empty()
}

/// The verb that a part ends with, and the names before it.
pub(super) fn split_verb(part: &str) -> Option<(&str, Role)> {
    let part = part.trim_end_matches(['。', ' ', ',', ';']);
    let (verb, role) = WORDS.verbs.iter().find(|(verb, _)| part.ends_with(verb))?;
    Some((part[..part.len() - verb.len()].trim_end(), *role))
}

/// Whether a bracket says who does it: at least one part is `offices verb`, and nothing in it is a sentence.
fn has_verb_with_office(content: &str) -> bool {
    content.chars().count() <= 400
        && content.split([',', ';']).any(|part| {
            split_verb(part).is_some_and(|(names, _)| {
                let names = office::without_and_others(names.trim_start_matches('由'));
                let mut parts = names.split('、').filter(|name| !name.trim().is_empty()).peekable();
                parts.peek().is_some() && parts.all(|name| office::is_office(name.trim()))
            })
        })
}

/// Whether a bracket holds nothing but names of offices, the first of which says its level.
fn only_offices(content: &str) -> bool {
    let mut count = 0;
    for name in content.split(['、', ',', ';', ' ']).map(str::trim).filter(|name| !name.is_empty()) {
        let name = office::without_and_others(name.trim_start_matches('*'));
        let office = if count == 0 { office::is_levelled_office(name) } else { office::is_office(name) };
        if !office {
            return false;
        }
        count += 1;
    }
    count > 0
}

/// A last sentence such as `由市交通局、财政局负责落实。`
fn closing_sentence(scan: &str) -> Option<Range<usize>> {
    let body = scan.trim_end_matches(['。', ' ']);
    let behind =
        |marks: &[char]| body.rfind(marks).map_or(0, |at| at + body[at..].chars().next().map_or(1, char::len_utf8));
    // `各县(市)、区人民政府` holds a bracket of its own; elsewhere a bracket closes the task's words.
    let after_mark = behind(&['。', ';']);
    let start =
        if body[after_mark..].trim_start().starts_with('由') { after_mark } else { behind(&['。', ';', ')']) };
    let sentence = &body[start..];
    let by = sentence.trim_start().starts_with('由');
    let parts: Vec<&str> = sentence.split([',', ';']).collect();
    let verbs = parts.iter().filter(|part| split_verb(part).is_some()).count();
    let named = parts.iter().all(|part| {
        let names = split_verb(part).map_or(*part, |(names, _)| names);
        let names = office::without_and_others(names.trim().trim_start_matches('由'));
        let mut list = names.split('、').map(str::trim).filter(|name| !name.is_empty()).peekable();
        list.peek().is_some() && list.all(|name| office::is_office(name) || office::is_open_group(name))
    });
    (verbs > 0 && named && (by || start > 0 || parts.len() > 1)).then_some(start..scan.len())
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
    let follows = scan[last..].chars().filter(|c| super::mend::is_han(*c)).count() >= 6;
    if !(several || follows && outer.is_none()) {
        if let Some(outer) = outer {
            cut.push(outer);
            cut.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        }
        return cut;
    }
    let mut from = outer.as_ref().map_or(0, |outer| outer.start + 1);
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
    let start = scan[..first].rfind("其中")?;
    let open = scan[..start].chars().next_back().filter(|c| OPEN.contains(c))?;
    let start = start - open.len_utf8();
    match Brackets::read(scan).end(start)? {
        (end, Some(_)) => (end >= last).then_some(start..end),
        _ => Some(start..scan.len()),
    }
}

fn trim_clause(scan: &str, range: Range<usize>) -> Range<usize> {
    let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '。' | ':' | ')' | '>' | ']');
    let text = &scan[range.clone()];
    let start = range.start + (text.len() - text.trim_start_matches(is_mark).len());
    let rest = &scan[start..range.end];
    let start = start + if rest.starts_with("其中") { "其中".len() } else { 0 };
    let rest = &scan[start..range.end];
    let start = start + (rest.len() - rest.trim_start_matches(is_mark).len());
    let end = start + scan[start..range.end].trim_end_matches(is_mark).len();
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn running_text_is_no_label() {
        check("各牵头单位要切实负责。", "各牵头单位要切实负责。");
    }
}
