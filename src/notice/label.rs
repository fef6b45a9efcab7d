//! Labels: the words that say what stands behind them, `牵头单位:`, `完成时限:`.
//!
//! In:  the scanned words of a line.
//! Out: its labels, each with its role, the level it names and what above it it governs.
//! Source of the words: `datasets/lexicon/roles.tsv`: whole labels (`label`), and parts that labels are composed of
//! (`modifier`, `stem`, `middle`, `noun`).

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::bracket::{CLOSE, OPEN};
use super::han::{is_han, parse_numeral};
use super::tail::{Above, Label};
use super::word::roles::{self, Kind, RoleWord};
use super::word::{Class, form};
use super::{Level, Role, office};
use crate::lexicon::{self, FORM_WORDS, ROLES, words};

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
    above: Regex,
    /// Every label, spaces aside, holds one of these: labels and stems.
    needs: AhoCorasick,
}

/// The words of one kind in `roles.tsv` as alternatives of a pattern.
fn any_of(kind: Kind) -> String {
    words::any_of(roles::words().list(kind), "")
}

/// The classes of words of printed forms that labels are made of, besides those of `roles.tsv`.
const ABOVE: &str = "(?P<count>(?:{:count_word}|[{#}0-9]){1,3}{:counter})?{:key}?{:work_noun}?{:of}?,?{:all}?{:by}? ?";
const LEVEL: &str = "(?P<level>{:level_label})?";
const SECOND: &str = r"(?:(?:{:and}|[、(/]){:duty}{:unit_noun}?\)?)?";

/// The words and patterns, built once.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    lexicon::once_of(&WORDS, &[ROLES], (FORM_WORDS, &[ABOVE, LEVEL, SECOND]), Words::new)
}

/// Makes the patterns ready, on whatever thread has time for it.
pub(crate) fn warm_up() {
    words();
}

impl Words {
    fn new() -> Self {
        let labels: Vec<(&'static str, Label)> = roles::said(Kind::Label)
            .filter_map(|(word, said)| match said {
                RoleWord::Deadline => Some((word, Label::Deadline)),
                said => roles::role(said).map(|role| (word, Label::Role(role))),
            })
            .collect();
        let spaced = words::any_of(labels.iter().map(|(word, _)| *word), " ?");
        // A label that no row holds is made of known parts: `牵头` + `推进` + `部门`, `牵头` + `(主办)` + `单位`.
        let (modifier, stem, middle, noun) =
            (any_of(Kind::Modifier), any_of(Kind::Stem), any_of(Kind::Middle), any_of(Kind::Noun));
        let label = format!("(?P<label>{spaced}|{modifier}?{stem}{middle}{{0,2}}(?: ?[(〔]{stem}[)〕])?{noun})");
        let above = format!("{}{ABOVE}", any_of(Kind::Scope));
        let pattern = |template: String| form().pattern(&template);
        let needs = labels.iter().map(|(word, _)| *word).chain(roles::words().list(Kind::Stem));
        let needs = needs.map(|word| word.replace(' ', "")).collect::<Vec<_>>();
        Self {
            needs: AhoCorasick::new(needs).expect("some hundred short words fit into an automaton"),
            label: pattern(format!(
                r"(?P<above>{above})?{LEVEL} ?{label}(?: ?[(〔<\[][^()〔〕<>\[\]:;,。、]{{0,8}}[)〕>\]])?{SECOND} ?(?:[】〕\]] ?:?|:|: ?:|;)"
            )),
            head: pattern(format!(r"^{LEVEL} ?{label}(?: +|$)")),
            bare: pattern(format!(r"[(〔\[] ?{LEVEL} ?{label} ?")),
            above: pattern(format!("^{above}")),
            labels,
            stems: roles::of(Kind::Stem),
            persons: roles::of(Kind::Noun).into_iter().map(|(word, _)| word).collect(),
        }
    }
}

/// What a printed label introduces.
fn label_of(printed: &str) -> Option<Label> {
    let words = words();
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
pub(super) fn above(text: &str) -> Option<(usize, Above)> {
    let found = words().above.captures(text)?;
    Some((found.get(0)?.end(), Above { count: found.name("count").and_then(|count| counted(count.as_str())) }))
}

/// `两项` is 2, `各项` is none.
fn counted(words: &str) -> Option<usize> {
    let words = form().before(Class::Counter, words).unwrap_or(words);
    let number = words.parse().ok().or_else(|| parse_numeral(&words.replace('两', "二")));
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

pub(super) struct Found {
    pub label: Label,
    pub level: Option<Level>,
    pub range: Range<usize>,
    pub above: Option<Above>,
}

/// Whether a line holds a label of units with its colon. `主办:某某办公室` at a line's head is how the foot of a page names
/// who runs the site, and proves nothing.
pub(super) fn has_label(scan: &str) -> bool {
    let foot = |found: &Found| {
        let printed = scan[found.range.clone()].trim_end_matches([':', ' ']);
        found.range.start == 0 && form().is(Class::Footer, printed)
    };
    scan.contains([':', ']', '】', '〕'])
        && find_labels(scan)
            .iter()
            .any(|found| matches!(found.label, Label::Role(_)) && !found.range.is_empty() && !foot(found))
}

/// Whether the semicolon between a label and what stands behind it is a colon that was misread or mistyped:
/// `牵头单位:区人社局;责任单位;各街道)`. In a list of labels, another label stands behind it, or none before.
fn is_slip(before: &str, behind: &str) -> bool {
    let opens = before.trim_end().ends_with([';', '(', '〔', '[', '【']);
    opens && behind.starts_with(is_han) && words().label.find(behind).is_none_or(|next| next.start() > 0)
}

/// Reads what a label's pattern found; none where it is no label after all.
fn read_label(scan: &str, captures: &regex::Captures<'_>) -> Option<Found> {
    let whole = captures.get(0)?;
    let printed: String = captures.name("label")?.as_str().chars().filter(|c| *c != ' ').collect();
    let label = label_of(&printed)?;
    let mut start = whole.start();
    if whole.as_str().ends_with(';') && !is_slip(&scan[..start], &scan[whole.end()..]) {
        return None;
    }
    let mut level = captures.name("level").and_then(|prefix| self::level(prefix.as_str()));
    let scope = captures.name("above").filter(|scope| !scope.as_str().is_empty());
    // `…责任单位:各区 市直部门…`: a level right behind a name's ending belongs to the name.
    if level.is_some() && captures.name("level").is_some_and(|prefix| prefix.as_str().chars().count() == 1) {
        let before = scan[..start].chars().next_back();
        if scope.is_none() && before.is_some_and(is_han) {
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

pub(super) fn find_labels(scan: &str) -> Vec<Found> {
    let words = words();
    let bare: Cow<'_, str> = if scan.contains(' ') { scan.replace(' ', "").into() } else { scan.into() };
    if !words.needs.is_match(&*bare) {
        return Vec::new();
    }
    let mut found: Vec<Found> = match scan.contains([':', ';', ']', '】', '〕']) {
        true => words.label.captures_iter(scan).filter_map(|captures| read_label(scan, &captures)).collect(),
        false => Vec::new(),
    };
    // `…的牵头单位:` or `明确责任单位:` in running text is no label; a label opens a line, a bracket or follows a mark.
    found.retain(|label| {
        let before = scan[..label.range.start].trim_end().chars().next_back();
        match before {
            None => true,
            Some(c) if !is_han(c) => true,
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
    let named = office::is_levelled_office(first) || form().is(Class::Same, first);
    named.then(|| Found { range: label.range.start + open..label.range.end, ..label })
}

fn first_name(text: &str) -> &str {
    text.split(['、', ',', ';', ' ', '。']).find(|part| !part.is_empty()).unwrap_or("")
}

#[cfg(test)]
mod tests;
