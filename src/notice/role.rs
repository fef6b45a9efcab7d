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
use super::roster::split_outside_brackets;
use super::{Code, Level, Problem, Role, assignment, office};
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
    /// Set where the tail governs what stands above it (`以上两项责任单位:…`).
    pub above: Option<Above>,
}

/// What stands above and is governed by a label: so many items, or all of the section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Above {
    pub count: Option<usize>,
}

/// A line taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Split {
    /// The task's own words, in order.
    pub words: Vec<Range<usize>>,
    pub tails: Vec<Tail>,
    /// Sentences among the words that say who acts: `由市统计局牵头,市民政局参加`.
    pub told: Vec<Tail>,
}

struct Words {
    label: Regex,
    /// A label that fills a line's head without a colon.
    head: Regex,
    /// A label behind an opening bracket without a colon.
    bare: Regex,
    labels: Vec<(&'static str, Label)>,
    /// What a composed label begins with, and the nouns of persons it ends in.
    stems: Vec<(&'static str, Role)>,
    persons: Vec<&'static str>,
    verbs: Vec<(&'static str, Role)>,
    /// What stands between names and a verb: `按职责分工`, `分头`.
    adverbs: Vec<&'static str>,
    above: Regex,
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

/// The words of one kind in `roles.tsv` with their third column, longest first.
fn words_of(kind: &str) -> Vec<(&'static str, &'static str)> {
    let mut words: Vec<_> =
        lexicon::rows(lexicon::ROLES).into_iter().filter(|row| row[0] == kind).map(|row| (row[1], row[2])).collect();
    words.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then(a.0.cmp(b.0)));
    words
}

/// The words of one kind in `roles.tsv` as alternatives of a pattern.
fn any_of(kind: &str) -> String {
    words_of(kind).into_iter().map(|(word, _)| regex::escape(word)).collect::<Vec<_>>().join("|")
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let roles = |kind: &str| -> Vec<(&'static str, Role)> {
        words_of(kind).into_iter().filter_map(|(word, name)| role(name).map(|role| (word, role))).collect()
    };
    let labels: Vec<(&'static str, Label)> = words_of("label")
        .into_iter()
        .filter_map(|(word, name)| match name {
            "deadline" => Some((word, Label::Deadline)),
            name => role(name).map(|role| (word, Label::Role(role))),
        })
        .collect();
    let spaced: Vec<String> = labels
        .iter()
        .map(|(word, _)| word.chars().map(|c| regex::escape(&c.to_string())).collect::<Vec<_>>().join(" ?"))
        .collect();
    // A label that no row holds is made of known parts: `牵头` + `推进` + `部门`.
    let composed = format!(
        "(?:{})?(?:{})(?:{}){{0,2}}(?:{})",
        any_of("modifier"),
        any_of("stem"),
        any_of("middle"),
        any_of("noun")
    );
    let any = format!("{}|{composed}", spaced.join("|"));
    let level = "国家级?|省级|省直|市级|市直|区级|区直|县级|县直|州级|镇级|街道级?|中央|省|市|区|县";
    let above = format!(
        r"(?:{})(?P<count>[各一二两三四五六七八九十\d]{{1,3}}[项条个])?(?:重点)?(?:任务|工作|事项|措施|内容|目标)?的?,?(?:均|都)?由? ?",
        any_of("scope")
    );
    let pattern = |pattern: String| Regex::new(&pattern).expect("labels are plain words");
    Words {
        label: pattern(format!(
            r"(?P<above>{above})?(?P<level>{level})? ?(?P<label>{any})(?: ?[(〔<\[][^()〔〕<>\[\]:;,。、]{{0,8}}[)〕>\]])?(?:(?:和|及|、|\(|/)(?:责任|配合|协办|参与)(?:单位|部门|领导)?\)?)? ?(?:[】〕\]] ?:?|:|: ?:)"
        )),
        head: pattern(format!(r"^(?P<level>{level})? ?(?P<label>{any})(?: +|$)")),
        bare: pattern(format!(r"[(〔\[] ?(?P<level>{level})? ?(?P<label>{any}) ?")),
        above: pattern(format!("^{above}")),
        labels,
        stems: roles("stem"),
        persons: words_of("noun").into_iter().filter(|(_, name)| *name == "leader").map(|(word, _)| word).collect(),
        verbs: roles("verb"),
        adverbs: words_of("adverb").into_iter().map(|(word, _)| word).collect(),
    }
});

/// What a printed label introduces.
fn label_of(printed: &str) -> Option<Label> {
    let words = &*WORDS;
    if let Some((_, label)) = words.labels.iter().find(|(word, _)| *word == printed) {
        return Some(*label);
    }
    if words.persons.iter().any(|noun| printed.ends_with(noun)) {
        return Some(Label::Role(Role::Leader));
    }
    let first = words.stems.iter().filter_map(|(stem, role)| printed.find(stem).map(|at| (at, *role)));
    first.min_by_key(|(at, _)| *at).map(|(_, role)| Label::Role(role))
}

/// How many items above a text says that it governs, where it begins so: `以上两项`, and how long those words are.
fn above(text: &str) -> Option<(usize, Above)> {
    let found = WORDS.above.captures(text)?;
    Some((found.get(0)?.end(), Above { count: found.name("count").and_then(|count| counted(count.as_str())) }))
}

/// `两项` is 2, `各项` is none.
fn counted(words: &str) -> Option<usize> {
    let words = words.trim_end_matches(['项', '条', '个']);
    let number = words.parse().ok().or_else(|| super::line::parse_numeral(&words.replace('两', "二")));
    number.and_then(|number| usize::try_from(number).ok()).filter(|number| *number > 0)
}

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
    above: Option<Above>,
}

/// Whether a line holds a label of units with its colon.
pub(super) fn has_label(scan: &str) -> bool {
    scan.contains([':', ']', '】', '〕'])
        && find_labels(scan).iter().any(|found| matches!(found.label, Label::Role(_)) && !found.range.is_empty())
}

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

/// Whether the halves of a bracket that a line end broke name units, the second nothing else: `(责任单位:市住` and `建局`.
pub(super) fn is_broken_bracket(open: &str, rest: &str) -> bool {
    let whole = format!("{open}{rest})");
    let names = split_verb(rest).map_or(rest, |(names, _)| names);
    // The first name's beginning stands above.
    let named = all_offices(names, |name| office::has_office_ending(name) || office::is_division_part(name));
    (named || split_verb(rest).is_some_and(|(names, _)| names.is_empty()))
        && (has_label(&whole) || names_by_verb(&whole))
}

/// Whether a text ends in a bracket that a verb of duty closes, whoever stands in it.
pub(super) fn ends_in_duty(scan: &str) -> bool {
    let body = scan.trim_end_matches(['。', ';', ' ']);
    let Some(body) = body.strip_suffix([')', '】', ']', '〕']) else { return false };
    let Some(open) = body.rfind(OPEN) else { return false };
    let content = &body[open + body[open..].chars().next().map_or(1, char::len_utf8)..];
    split_verb(content).is_some_and(|(names, _)| office::has_office_ending(names))
}

/// Reads what a label's pattern found; none where it is no label after all.
fn read_label(scan: &str, captures: &regex::Captures<'_>) -> Option<Found> {
    let whole = captures.get(0)?;
    let printed: String = captures.name("label")?.as_str().chars().filter(|c| *c != ' ').collect();
    let label = label_of(&printed)?;
    let mut start = whole.start();
    let mut level = captures.name("level").and_then(|prefix| self::level(prefix.as_str()));
    let scope = captures.name("above").filter(|scope| !scope.as_str().is_empty());
    // `…责任单位:各区 市直部门…`: a level right behind a name's ending belongs to the name.
    if level.is_some() && captures.name("level").is_some_and(|prefix| prefix.as_str().chars().count() == 1) {
        let before = scan[..start].chars().next_back();
        if scope.is_none() && before.is_some_and(super::mend::is_han) {
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
    let above = scope.and_then(|scope| self::above(scope.as_str())).map(|(_, above)| above);
    Some(Found { label, level, range: start..whole.end(), above })
}

fn find_labels(scan: &str) -> Vec<Found> {
    let words = &*WORDS;
    let mut found: Vec<Found> = match scan.contains([':', ']', '】', '〕']) {
        true => words.label.captures_iter(scan).filter_map(|captures| read_label(scan, &captures)).collect(),
        false => Vec::new(),
    };
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
        && let Some(label) = read_label(scan, &captures)
        && (label.range.end == scan.len() || office::is_office(first_name(&scan[label.range.end..])))
    {
        found.push(label);
    }
    if found.is_empty() {
        found.extend(words.bare.captures_iter(scan).filter_map(|captures| bare_label(scan, &captures)));
    }
    found
}

/// A label that lost its colon: `(责任单位 市住建局)`.
fn bare_label(scan: &str, captures: &regex::Captures<'_>) -> Option<Found> {
    /// Shorter words are verbs: `(配合市住建局…)`.
    const SHORTEST: usize = 4;
    let long = captures.name("label")?.as_str().chars().count() >= SHORTEST;
    let label = read_label(scan, captures).filter(|_| long)?;
    let open = scan[label.range.start..].chars().next()?.len_utf8();
    let first = first_name(&scan[label.range.end..]).trim_end_matches(CLOSE);
    let named = office::is_levelled_office(first) || first == "同上";
    named.then(|| Found { range: label.range.start + open..label.range.end, ..label })
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
    let told = |part: &str| {
        assignment::is_remark(part) || assignment::deadline_words(part).is_some() || has_verb_with_office(part)
    };
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
            let glued = at > 0 && scan[..label.range.start].chars().next_back().is_some_and(super::mend::is_han);
            if glued {
                problems.push(Problem::new(Code::GluedLabel, printed, "两个角色之间缺分隔符", "已按标签分开"));
            }
            runs.push(Run { label: Some(label.label), level: label.level, names });
        } else if at + 1 < own {
            let message = format!("标签“{shown}”后没有单位，紧接另一标签");
            problems.push(Problem::new(Code::DoubledLabel, printed, message, "按后一个标签读取"));
        } else if matches!(label.label, Label::Role(_)) {
            let message = format!("“{shown}”后没有单位");
            problems.push(Problem::new(Code::EmptyRole, printed, message, "请对照原文补上"));
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
        let (skip, above) = above(&scan[inner.clone()]).map_or((0, None), |(skip, above)| (skip, Some(above)));
        let inner = inner.start + skip..inner.end;
        let at_end = scan[end..].trim_start_matches(['。', ';', ',', ' ', '.']).is_empty();
        let content = &scan[inner.clone()];
        if has_verb_with_office(content) || (at_end || scan[end..].starts_with(['。', ';'])) && only_offices(content) {
            let runs = vec![Run { label: None, level: None, names: trim_names(scan, inner) }];
            tails.push(Tail { range: start..end, runs, clause: None, above });
            past = end;
        }
    }
    if tails.is_empty()
        && let Some((range, above)) = closing_sentence(scan)
    {
        let skip = above.map_or(0, |(skip, _)| skip);
        let runs = vec![Run { label: None, level: None, names: trim_names(scan, range.start + skip..range.end) }];
        tails.push(Tail { range, runs, clause: None, above: above.map(|(_, above)| above) });
    }
    tails
}

/// Whether a line names offices by verbs or in a bracket of their own: `由市水利局负责`, `(市教育局牵头)`.
pub(super) fn names_by_verb(scan: &str) -> bool {
    scan.chars().take(2_001).count() <= 2_000 && !unlabelled(scan).is_empty()
}

/// The verb that a part ends with, and the names before it, without what stands between: `各区按职责分工负责`.
pub(super) fn split_verb(part: &str) -> Option<(&str, Role)> {
    let words = &*WORDS;
    let part = part.trim_end_matches(['。', ' ', ',', ';']);
    let (verb, role) = words.verbs.iter().find(|(verb, _)| part.ends_with(verb))?;
    let mut names = part[..part.len() - verb.len()].trim_end();
    while let Some(rest) = words.adverbs.iter().find_map(|adverb| names.strip_suffix(adverb)) {
        names = rest.trim_end();
    }
    Some((names, *role))
}

/// Whether a list holds nothing but names of offices.
fn all_offices(names: &str, office: impl Fn(&str) -> bool) -> bool {
    let names = office::without_and_others(names.trim().trim_start_matches('由'));
    let list = split_outside_brackets(names, 0..names.len(), &['、']);
    // `甲局牵头、乙局负责`: a verb may close a name within the list.
    let named = |name: &str| office(name) || split_verb(name).is_some_and(|(name, _)| office(name));
    !list.is_empty() && list.into_iter().all(|name| named(names[name].trim()))
}

/// Whether a bracket says who does it: at least one part is `offices verb`, and nothing in it is a sentence.
fn has_verb_with_office(content: &str) -> bool {
    /// No bracket with names is longer.
    const LONGEST: usize = 400;
    content.chars().nth(LONGEST).is_none()
        && split_outside_brackets(content, 0..content.len(), &[',', ';', '。']).into_iter().any(|part| {
            split_verb(&content[part]).is_some_and(|(names, _)| all_offices(names, office::is_acting_office))
        })
}

/// Whether a bracket holds nothing but names of offices, the first of which says its level.
fn only_offices(content: &str) -> bool {
    let mut count = 0;
    for name in split_outside_brackets(content, 0..content.len(), &['、', ',', ';', ' ']) {
        let name = office::without_and_others(content[name].trim().trim_start_matches('*'));
        let office = if count == 0 { office::is_levelled_office(name) } else { office::is_office(name) };
        if !office {
            return false;
        }
        count += 1;
    }
    count > 0
}

/// A last sentence such as `由市交通局、财政局负责落实。`, and what above it it governs: `以上任务由市教育局牵头。`
fn closing_sentence(scan: &str) -> Option<(Range<usize>, Option<(usize, Above)>)> {
    let body = scan.trim_end_matches(['。', ' ']);
    let behind =
        |marks: &[char]| body.rfind(marks).map_or(0, |at| at + body[at..].chars().next().map_or(1, char::len_utf8));
    // `各县(市)、区人民政府` holds a bracket of its own; elsewhere a bracket closes the task's words.
    let after_mark = behind(&['。', ';']);
    let opens = |at: usize| body[at..].trim_start().starts_with('由') || above(body[at..].trim_start()).is_some();
    let start = if opens(after_mark) { after_mark } else { behind(&['。', ';', ')']) };
    let start = start + (body[start..].len() - body[start..].trim_start().len());
    let above = above(&body[start..]);
    let sentence = &body[start + above.map_or(0, |(skip, _)| skip)..];
    let by = sentence.starts_with('由') || above.is_some();
    let parts = split_outside_brackets(sentence, 0..sentence.len(), &[',', ';']);
    let verbs = parts.iter().filter(|part| split_verb(&sentence[(*part).clone()]).is_some()).count();
    let named = parts.iter().all(|part| {
        let part = &sentence[part.clone()];
        let names = split_verb(part).map_or(part, |(names, _)| names);
        all_offices(names, |name| office::is_office(name) || office::is_open_group(name))
    });
    (verbs > 0 && named && (by || start > 0 || parts.len() > 1)).then_some((start..scan.len(), above))
}

/// Sentences within the words that say who acts: `评估组由市妇联牵头,市统计局、市民政局参加,每年评估2次。`
fn told(scan: &str, tails: &[Tail]) -> Vec<Tail> {
    /// No such words are longer.
    const LONGEST: usize = 200;
    let mut out: Vec<Tail> = Vec::new();
    let mut past = 0;
    for (at, by) in scan.match_indices('由') {
        let start = at + by.len();
        if at < past || tails.iter().any(|tail| tail.range.start < start && at < tail.range.end) {
            continue;
        }
        let stop = scan[start..].char_indices().take(LONGEST).find(|(_, c)| matches!(c, '。' | ';'));
        let short = scan[start..].chars().nth(LONGEST).is_none();
        let Some(end) = stop.map(|(stop, _)| start + stop).or(short.then_some(scan.len())) else { continue };
        past = start;
        let acts = |part: &Range<usize>, office: fn(&str) -> bool| {
            split_verb(&scan[part.clone()]).is_some_and(|(names, _)| all_offices(names, office))
        };
        let parts = split_outside_brackets(scan, start..end, &[',']);
        let Some(first) = parts.first().filter(|part| acts(part, is_acting_department)) else { continue };
        let last = parts[1..].iter().take_while(|part| acts(part, office::acts_too)).last().unwrap_or(first);
        past = last.end;
        let sentence = scan[..at]
            .rfind(['。', ';'])
            .map_or(0, |stop| stop + scan[stop..].chars().next().map_or(1, char::len_utf8));
        out.push(Tail {
            range: at..at,
            runs: vec![Run { label: None, level: None, names: start..last.end }],
            clause: (!tails.is_empty()).then(|| trim_clause(scan, sentence..end)),
            above: None,
        });
    }
    out
}

/// Whether a name in running text is an office that could act: it says its level, and no person holds it.
fn is_acting_department(name: &str) -> bool {
    office::is_acting_office(name) && office::is_levelled(name) && !office::is_person(name)
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
