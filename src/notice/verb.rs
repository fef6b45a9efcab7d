//! Verbs: who acts, where no label says it: `(市教育局牵头,各区配合)`, `由市水利局负责落实。`
//!
//! In:  the scanned words of a line.
//! Out: the brackets and sentences that name offices by verbs, as [`Tail`]s.
//! Source of the words: `datasets/lexicon/roles.tsv`, kinds `verb` and `adverb`.

use std::ops::Range;
use std::sync::OnceLock;

use super::bracket::{Brackets, OPEN};
use super::label::{above, has_label};
use super::roster::split_outside_brackets;
use super::tail::{Above, Run, Tail, trim_clause, trim_names};
use super::word::roles::{self, Kind};
use super::{Role, office, remark};
use crate::lexicon::{self, ROLES};

/// Verbs of duty with their roles, longest first.
fn verbs() -> &'static [(&'static str, Role)] {
    static VERBS: OnceLock<Vec<(&str, Role)>> = OnceLock::new();
    lexicon::once(&VERBS, &[ROLES], || roles::of(Kind::Verb)).as_slice()
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

/// Tails without a label: names with verbs in brackets, names alone in brackets, a closing `由…负责落实。`
pub(super) fn unlabelled(scan: &str) -> Vec<Tail> {
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
    let part = part.trim_end_matches(['。', ' ', ',', ';']);
    let (verb, role) = verbs().iter().find(|(verb, _)| part.ends_with(verb))?;
    let mut names = part[..part.len() - verb.len()].trim_end();
    // What stands between names and a verb: `按职责分工`, `分头`.
    while let Some(rest) = roles::words().before(Kind::Adverb, names) {
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
    let mut list = list.into_iter().map(|name| names[name].trim()).peekable();
    let first = list.peek().is_some_and(|name| named(name));
    // Behind an office a group of any kind may stand: `市科技局、各高校`.
    first && list.all(|name| named(name) || office::is_group(name))
}

/// Whether a bracket says who does it: at least one part is `offices verb`, and nothing in it is a sentence.
pub(super) fn has_verb_with_office(content: &str) -> bool {
    /// No bracket with names is longer.
    const LONGEST: usize = 400;
    content.chars().nth(LONGEST).is_none()
        && split_outside_brackets(content, 0..content.len(), &[',', ';', '。']).into_iter().any(|part| {
            split_verb(&content[part]).is_some_and(|(names, _)| all_offices(names, office::is_acting_office))
        })
}

/// Whether a bracket holds nothing but names of offices, the first of which says its level; a date or a remark may stand
/// with them.
fn only_offices(content: &str) -> bool {
    let mut count = 0;
    for name in split_outside_brackets(content, 0..content.len(), &['、', ',', ';', ' ']) {
        let name = office::without_and_others(content[name].trim().trim_start_matches('*'));
        if count > 0 && (remark::is_remark(name) || remark::deadline_words(name).is_some()) {
            continue;
        }
        let office = match count {
            0 => office::is_levelled_office(name),
            _ => office::is_office(name) || office::is_group(name),
        };
        if !office {
            return false;
        }
        count += 1;
    }
    count > 0
}

/// Whether a line goes on with the names that the line above broke off behind a separator.
pub(super) fn goes_on_with_names(above: &str, line: &str) -> bool {
    let names = split_verb(line).map_or(line, |(names, _)| names);
    let names = names.trim_end_matches([')', ']', '】', '〕', '。', ';']);
    above.ends_with(['、', ','])
        && (has_label(above) || above.contains('(') && names_by_verb(&format!("{above}{line}")))
        && !has_label(line)
        && all_offices(names, |name| office::is_office(name) || office::is_group(name))
}

/// How many bytes the words that point above take, and what they point at.
type Governed = (usize, Above);

/// A last sentence such as `由市交通局、财政局负责落实。`, and what above it it governs: `以上任务由市教育局牵头。`
fn closing_sentence(scan: &str) -> Option<(Range<usize>, Option<Governed>)> {
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
    (verbs > 0 && named && (by || start > 0 || parts.len() > 1 || is_shared_duty(sentence)))
        .then_some((start..scan.len(), above))
}

/// Whether several share a duty, or one has it by its office: `市教育局、市财政局等按职责分工负责`, `各有关部门按职责落实`.
/// `市水利局负责` alone may go on in the next line.
fn is_shared_duty(sentence: &str) -> bool {
    split_verb(sentence)
        .is_some_and(|(names, _)| names.contains('、') || roles::words().opens(Kind::Adverb, &sentence[names.len()..]))
}

/// Sentences within the words that say who acts: `评估组由市妇联牵头,市统计局、市民政局参加,每年评估2次。`
pub(super) fn told(scan: &str, tails: &[Tail]) -> Vec<Tail> {
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

#[cfg(test)]
mod tests;
