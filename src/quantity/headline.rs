//! Headlines: lists with shared heads and figures, `A、B分别增长7%、8%`, `A、B均增长10%以上`, `小学、初中各新增5所`.

use std::ops::Range;

use super::figure::Figure;
use super::indicator::{Name, left};
use super::line::Line;
use super::measure::Family;
use super::words::{self, Class, Classes};

/// Figures of one list, and the names they pair with.
#[derive(Debug)]
pub(super) struct Group {
    /// Indices into the quantities, in order.
    pub(super) members: Range<usize>,
    /// One a member; or several for one member where each head gets the figure.
    pub(super) names: Vec<Name>,
    /// Every head gets the one figure.
    pub(super) each: bool,
}

/// No list with shared heads is longer.
const MOST_MEMBERS: usize = 16;

/// Words that give every head the one figure.
const EACH: &[char] = &['均', '都', '各'];

/// The group that begins with the quantity at `index`, if its clause has one.
///
/// `named_before` are the names of the targets so far, for 分别 without heads of its own.
pub(super) fn group(
    line: &Line,
    quantities: &[Figure],
    index: usize,
    floor: usize,
    named_before: &[Name],
) -> Option<Group> {
    let first = quantities.get(index)?;
    let start = line.clause_start(first.raw.start).max(floor);
    if let Some(group) = rates(line, quantities, index, start) {
        return Some(group);
    }
    let (word, word_end) = last_of(line, start..first.raw.start, Class::Respectively)
        .or_else(|| each_of(line, start..first.raw.start))
        .or_else(|| plain_list(line, quantities, index, start))?;
    let members = run(line, quantities, index);
    let change = change_of(line, word_end..first.raw.start);
    let heads = heads(line, start..word);
    if word_end == word + 1 && line.has(word..word_end, EACH) {
        if members.len() != 1 || heads.len() < 2 {
            return None;
        }
        return Some(Group { members, names: named(&heads, &change, &first.measure), each: true });
    }
    if members.len() < 2 {
        return None;
    }
    let heads = match named_before.len().checked_sub(members.len()) {
        // 接待游客8000万人次、旅游收入700亿元,分别增长10%、12%.
        Some(earlier) if heads.is_empty() => named_before[earlier..].iter().map(|name| name.head.clone()).collect(),
        _ => heads,
    };
    let heads = if heads.len() == 1 { apart(&heads[0], members.len()) } else { heads };
    (heads.len() == members.len()).then(|| Group {
        members,
        names: named(&heads, &change, &first.measure),
        each: false,
    })
}

fn named(heads: &[String], change: &str, measure: &str) -> Vec<Name> {
    heads
        .iter()
        .map(|head| {
            let text =
                if words::before(Class::Rate, head).is_some() { head.clone() } else { format!("{head}{change}") };
            Name { text, head: head.clone(), measure: measure.to_owned(), verb: String::new(), until: None }
        })
        .collect()
}

fn last_of(line: &Line, range: Range<usize>, classes: impl Into<Classes>) -> Option<(usize, usize)> {
    let classes = classes.into();
    range.rev().find_map(|here| line.any_at(here, classes).map(|end| (here, end)))
}

/// 均 and 各 count only as words of their own, shortly before the figure: not in 人均, 各类.
fn each_of(line: &Line, range: Range<usize>) -> Option<(usize, usize)> {
    let word = (range.start.max(range.end.saturating_sub(14))..range.end)
        .rev()
        .find(|here| line.has(*here..here + 1, EACH))?;
    let other = line.is_swallowed(word..word + 1) || line.any_at(word, Class::NotEach).is_some();
    (!other && word > range.start).then_some((word, word + 1))
}

/// 调查失业率和登记失业率控制在5%左右: what is said of two rates holds for both; with a figure each, 分别 may be left out.
fn rates(line: &Line, quantities: &[Figure], index: usize, start: usize) -> Option<Group> {
    let first = &quantities[index];
    let mut stop = first.raw.start;
    while let Some(word) = line.any_before(stop, Class::Link).filter(|word| *word > start) {
        stop = word;
    }
    let heads = heads(line, start..stop);
    let all_rates = heads.len() >= 2 && heads.iter().all(|head| head.ends_with('率') && head.chars().count() >= 3);
    let members = run(line, quantities, index);
    let fits = members.len() == 1 || members.len() == heads.len();
    (all_rates && fits && first.family == Family::Share).then(|| Group {
        each: members.len() == 1,
        members,
        names: named(&heads, "", &first.measure),
    })
}

/// A、B、C增长7%、8%、9%: as many names as figures, without 分别.
fn plain_list(line: &Line, quantities: &[Figure], index: usize, start: usize) -> Option<(usize, usize)> {
    let first = &quantities[index];
    let members = run(line, quantities, index);
    if members.len() < 2 || quantities[members.clone()].iter().any(|quantity| quantity.measure != first.measure) {
        return None;
    }
    let stop = first.raw.start;
    let word = line.any_before(stop, Class::Change).filter(|word| *word > start).unwrap_or(stop);
    let heads = heads(line, start..word);
    // 城乡居民人均可支配收入3万元、1.5万元.
    let twofold = matches!(&heads[..], [head] if apart(head, members.len()).len() == members.len());
    (twofold || word < stop && heads.len() == members.len()).then_some((word, word))
}

/// The quantities that follow each other with only 、 和 及 与 between.
fn run(line: &Line, quantities: &[Figure], index: usize) -> Range<usize> {
    let mut end = index + 1;
    while let Some(next) = quantities.get(end).filter(|_| end - index < MOST_MEMBERS) {
        let gap: String =
            line.chars[quantities[end - 1].raw.end..next.raw.start].iter().filter(|c| **c != ' ').collect();
        if next.out.is_some()
            || !matches!(gap.as_str(), "、" | "和" | "及" | "与" | "," | "/") && !words::is(Class::Joint, &gap)
        {
            break;
        }
        if gap == "," && line.chars[next.raw.start..next.core.start].iter().any(|c| !c.is_ascii()) {
            break;
        }
        end += 1;
    }
    index..end
}

/// The word of change behind 分别, 增长 of 分别增长.
fn change_of(line: &Line, range: Range<usize>) -> String {
    let words: String = line.chars[range].iter().collect();
    words::list(Class::Change)
        .iter()
        // 提高到 leads to a level.
        .filter(|word| {
            words.contains(**word) && !words.split(**word).skip(1).any(|rest| rest.starts_with(['到', '至']))
        })
        .max_by_key(|word| word.len())
        .map_or_else(String::new, |word| (*word).to_owned())
}

/// The names before 分别, split at 、 和 与 及 outside brackets.
fn heads(line: &Line, range: Range<usize>) -> Vec<String> {
    let mut start = range.start;
    if let Some(end) = line.any_at(start, Class::ListOpening) {
        start = end;
    }
    let first =
        (start..range.end).find(|here| line.has(*here..here + 1, &['、', '和', '与', '及'])).unwrap_or(range.end);
    start = Some(left::strip_head(line, start, first)).filter(|stripped| *stripped < first).unwrap_or(start);
    let mut heads: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut depth = 0usize;
    let mut here = start;
    while here < range.end {
        let c = line.chars[here];
        match c {
            '(' | '“' | '《' => depth += 1,
            ')' | '”' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0
            && let Some(end) =
                line.any_at(here, Class::Joint).or(matches!(c, '、' | '和' | '与' | '及').then_some(here + 1))
            && !line.is_swallowed(here..end)
        {
            if !current.trim().is_empty() {
                heads.push(current.trim().to_owned());
            }
            current.clear();
            here = end;
            continue;
        }
        current.push(c);
        here += 1;
    }
    let mut last = current.trim();
    while let Some(rest) = words::before(Class::ListEnding, last) {
        last = rest;
    }
    if !last.is_empty() {
        heads.push(last.to_owned());
    }
    complete(&mut heads);
    heads
}

/// Gives every name what was said once. 城镇、农村居民收入: the first lack what the last has; 国家级一、二、三等奖: the others
/// lack what stands before the first.
fn complete(heads: &mut [String]) {
    let [first, .., last] = heads else { return };
    // 新签约、新竣工亿元项目: the verb alone stands for its work.
    if let Some(noun) = words::behind(Class::Verb, last).filter(|noun| !noun.is_empty()).map(str::to_owned) {
        for head in heads.iter_mut().filter(|head| words::is(Class::Verb, head)) {
            head.push_str(&noun);
        }
        return;
    }
    let Some(rest) = words::behind(Class::Kind, last).map(str::to_owned) else { return };
    let before = words::before(Class::Kind, first).filter(|before| before.ends_with('级')).map(str::to_owned);
    let count = heads.len();
    for (position, head) in heads.iter_mut().enumerate() {
        let alone = words::behind(Class::Kind, head) == Some("");
        // 城镇居民、农村居民人均可支配收入: the first has a part of it.
        let missing =
            words::behind(Class::Kind, head).filter(|own| !own.is_empty()).and_then(|own| rest.strip_prefix(own));
        if let Some(missing) = missing.filter(|_| position + 1 < count) {
            head.push_str(missing);
        } else if alone || before.is_some() && position == 0 {
            head.push_str(&rest);
        }
        if let Some(before) = before.as_deref().filter(|_| position > 0 && (alone || position + 1 == count)) {
            head.insert_str(0, before);
        }
    }
}

/// 城乡居民收入 with two figures: 城镇居民收入, then 农村居民收入; with another number of figures as it is.
fn apart(head: &str, figures: usize) -> Vec<String> {
    match words::twofold().iter().find(|(word, parts)| parts.len() == figures && head.contains(word)) {
        Some((word, parts)) => parts.iter().map(|part| head.replace(word, part)).collect(),
        None => vec![head.to_owned()],
    }
}
