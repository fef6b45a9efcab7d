//! Headlines: lists with shared heads and figures, `A、B分别增长7%、8%`, `A、B均增长10%以上`, `小学、初中各新增5所`.

use std::ops::Range;

use super::figure::Figure;
use super::indicator::Name;
use super::line::Line;
use super::measure::Family;
use super::words::{CHANGES, LINKS};

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

const RESPECTIVELY: &[&str] = &["分别", "依次"];
/// Whom or what a figure is of, where the first name leaves out the rest: 城镇、农村居民…, 常住和户籍人口…, 一、二、三产业….
const KINDS: &[&str] =
    &["城镇", "农村", "城市", "乡村", "城", "乡", "常住", "户籍", "第一", "第二", "第三", "一", "二", "三"];

/// Words that say two things in one, and what each is: 城乡居民收入, 存贷款余额.
pub(super) const TWOFOLD: &[(&str, [&str; 2])] = &[("城乡", ["城镇", "农村"]), ("存贷款", ["存款", "贷款"])];

const EACH: &[&str] = &["均", "都", "各"];

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
    let (word, word_end) = last_of(line, start..first.raw.start, RESPECTIVELY)
        .or_else(|| each_of(line, start..first.raw.start))
        .or_else(|| plain_list(line, quantities, index, start))?;
    let marker: String = line.chars[word..word_end].iter().collect();
    let members = run(line, quantities, index);
    let change = change_of(line, word_end..first.raw.start);
    let heads = heads(line, start..word);
    if EACH.contains(&marker.as_str()) {
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
    let heads = if heads.len() == 1 && members.len() == 2 { both(&heads[0]) } else { heads };
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
            let text = if head.ends_with("增速") || head.ends_with("增幅") {
                head.clone()
            } else {
                format!("{head}{change}")
            };
            Name { text, head: head.clone(), measure: measure.to_owned() }
        })
        .collect()
}

fn last_of(line: &Line, range: Range<usize>, words: &[&str]) -> Option<(usize, usize)> {
    range.rev().find_map(|here| line.any_at(here, words).map(|end| (here, end)))
}

/// 均 and 各 count only as words of their own, shortly before the figure: not in 人均, 各类.
fn each_of(line: &Line, range: Range<usize>) -> Option<(usize, usize)> {
    let (word, end) = last_of(line, range.start.max(range.end.saturating_sub(14))..range.end, EACH)?;
    let before = word.checked_sub(1).and_then(|position| line.get(position));
    let other = matches!(before, Some('人' | '户' | '亩' | '年' | '平' | '首' | '成' | '之' | '地' | '日'))
        || line
            .any_at(
                word,
                &[
                    "各类", "各级", "各项", "各区", "各地", "各种", "各县", "各市", "均衡", "都市", "均等", "各街",
                    "各镇", "均价",
                ],
            )
            .is_some();
    (!other && word > range.start).then_some((word, end))
}

/// 调查失业率和登记失业率控制在5%左右: what is said of two rates holds for both; with a figure each, 分别 may be left out.
fn rates(line: &Line, quantities: &[Figure], index: usize, start: usize) -> Option<Group> {
    let first = &quantities[index];
    let mut stop = first.raw.start;
    while let Some(word) = line.any_before(stop, LINKS).filter(|word| *word > start) {
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
    let word = line.any_before(stop, CHANGES).filter(|word| *word > start).unwrap_or(stop);
    let heads = heads(line, start..word);
    // 城乡居民人均可支配收入3万元、1.5万元.
    let twofold = members.len() == 2 && matches!(&heads[..], [head] if is_twofold(head));
    (twofold || word < stop && heads.len() == members.len()).then_some((word, word))
}

/// The quantities that follow each other with only 、 和 及 与 between.
fn run(line: &Line, quantities: &[Figure], index: usize) -> Range<usize> {
    let mut end = index + 1;
    while let Some(next) = quantities.get(end).filter(|_| end - index < MOST_MEMBERS) {
        let gap: String =
            line.chars[quantities[end - 1].raw.end..next.raw.start].iter().filter(|c| **c != ' ').collect();
        if next.out.is_some() || !matches!(gap.as_str(), "、" | "和" | "及" | "与" | "以及" | "," | "/") {
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
    CHANGES
        .iter()
        .filter(|word| {
            words.contains(**word) && !words.contains(&format!("{word}到")) && !words.contains(&format!("{word}至"))
        })
        .max_by_key(|word| word.len())
        .map_or_else(String::new, |word| (*word).to_owned())
}

/// The names before 分别, split at 、 和 与 及 outside brackets.
fn heads(line: &Line, range: Range<usize>) -> Vec<String> {
    let mut start = range.start;
    if let Some(end) =
        line.any_at(start, &["力争", "确保", "实现", "全年", "其中", "预计", "预期", "努力实现", "力争实现", "完成"])
    {
        start = end;
    }
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
            && let Some(end) = line.any_at(here, &["以及", "、", "和", "与", "及"])
            && !is_in_a_word(line, here)
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
    let last = current.trim();
    let last = ["增速", "增长", "目标", "要", "将", "力争", "确保", "同比", "预期", "指标", "等"]
        .iter()
        .fold(last, |last, word| if *word == "增速" { last } else { last.strip_suffix(word).unwrap_or(last) });
    if !last.is_empty() {
        heads.push(last.to_owned());
    }
    // 城镇、农村居民人均可支配收入: the first names lack what the last has.
    if let Some(last) = heads.last().cloned()
        && let Some(rest) = KINDS.iter().find_map(|kind| last.strip_prefix(kind))
    {
        for head in &mut heads {
            match KINDS.iter().find_map(|kind| head.strip_prefix(kind)) {
                Some("") => head.push_str(rest),
                Some("常住") => head.push_str(rest.strip_prefix("常住").unwrap_or(rest)),
                _ => {}
            }
        }
    }
    heads
}

/// 普及率, 参与度, 和美乡村: the character joins nothing.
fn is_in_a_word(line: &Line, position: usize) -> bool {
    let before = position.checked_sub(1).and_then(|earlier| line.get(earlier));
    let tail = match line.get(position) {
        Some('及') => matches!(before, Some('普' | '涉' | '惠' | '波' | '危' | '遍' | '触')),
        Some('与') => matches!(before, Some('参' | '赠')),
        Some('和') => {
            matches!(before, Some('总' | '饱' | '共' | '缓' | '人' | '温' | '中'))
                && line.any_at(position, &["和农", "和城", "和乡"]).is_none()
        }
        _ => false,
    };
    tail || line.any_at(position, &["与此", "和美", "和谐", "及以上", "和平"]).is_some()
}

/// 城乡居民收入 with two figures: the town's, then the country's. Both keep the printed words.
fn both(head: &str) -> Vec<String> {
    vec![head.to_owned(); if is_twofold(head) { 2 } else { 1 }]
}

fn is_twofold(head: &str) -> bool {
    TWOFOLD.iter().any(|(word, _)| head.contains(word))
}
