//! Outlines: the tasks of a part under their headings.
//!
//! In:  the lines of one part of a notice.
//! Out: its tasks in printed order, each with its headings, number, words and names.
//! How: lines become items ([`super::item`]), items are told apart ([`super::classify`]), headings are stacked.
//! Not here: reports without marks and units ([`super::narrative`]).

use std::sync::LazyLock;

use regex::Regex;

use super::assignment::Name;
use super::classify::{Kind, classify, rank};
use super::item::{Item, items};
use super::line::{Family, Line, Marker};
use super::paragraph::merge;
use super::{Code, Problem, Role, Stated, office};
use crate::source::traced::Traced;

/// A task before names are mended across the notice.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub section: Vec<String>,
    pub number: Option<String>,
    pub words: Traced,
    pub names: Vec<Name>,
    pub deadline: Option<String>,
    pub line: usize,
}

/// What the tasks of one part are read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    /// Whether only items with units count (a covering letter that holds its tasks itself).
    pub units_only: bool,
}

/// Reads a part's tasks.
pub(super) fn read(lines: &[Line], context: Context, problems: &mut Vec<Problem>) -> Vec<Draft> {
    let items = items(lines, problems);
    let items = merge(items, problems);
    sections(items, context, problems)
}

/// Tells headings from tasks and gives every task its headings.
fn sections(items: Vec<Item>, context: Context, problems: &mut Vec<Problem>) -> Vec<Draft> {
    let kinds = classify(&items, context);
    let divided = items.iter().any(Item::has_units);
    let mut stack: Vec<(u32, String, Vec<Name>)> = Vec::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut marks: Vec<Option<Marker>> = Vec::new();
    let mut heading_units: Vec<(u32, Vec<Name>, Option<String>)> = Vec::new();
    let mut grid_section: Option<String> = None;
    let mut seen_headings: Vec<(u32, u32, usize)> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match kinds[index] {
            Kind::Aside if divided => report_passed_over(item, problems),
            Kind::Aside => {}
            Kind::Heading => {
                let rank = heading_rank(&items, &kinds, index, &stack);
                stack.retain(|(other, ..)| *other < rank);
                heading_units.retain(|(other, ..)| *other < rank);
                let title = heading_title(item);
                if let Some(marker) = &item.marker
                    && matches!(marker.family, Family::Comma | Family::Bracket)
                {
                    check_heading_order(&mut seen_headings, rank, marker.value, item, problems);
                }
                let leaders = leaders_of(item);
                if item.only_leaders() {
                    // Its tasks have units of their own.
                } else if item.has_units() {
                    heading_units.push((rank, item.named.names.clone(), item.named.deadline.clone()));
                } else if let Some(name) = office_heading(item) {
                    heading_units.push((rank, vec![name], None));
                }
                stack.push((rank, title, leaders));
                grid_section = None;
            }
            Kind::Task | Kind::Part => {
                // A heading of the item's own rank is its sibling.
                let own =
                    item.marker.as_ref().filter(|marker| marker.value > 0).map(|marker| rank(Some(marker.family)));
                stack.retain(|(other, ..)| Some(*other) != own);
                heading_units.retain(|(other, ..)| Some(*other) != own);
                let mut section: Vec<String> = stack.iter().map(|(_, title, _)| title.clone()).collect();
                if let Some(own) = item.section.clone().or_else(|| item.row.then(|| grid_section.clone()).flatten()) {
                    grid_section = Some(own.clone());
                    section.push(own);
                }
                let mut names = item.named.names.clone();
                let mut deadline = item.named.deadline.clone();
                if kinds[index] == Kind::Part
                    && names.is_empty()
                    && let Some(above) = drafts
                        .iter()
                        .zip(&marks)
                        .rev()
                        .find(|(_, mark)| mark.as_ref().is_none_or(|mark| mark.family != Family::Bullet))
                        .map(|(draft, _)| draft)
                {
                    names = above
                        .names
                        .iter()
                        .cloned()
                        .map(|name| Name { stated: Stated::Inherited, clause: None, ..name })
                        .collect();
                } else if names.is_empty()
                    && let Some((_, inherited, due)) = heading_units.last()
                {
                    // A date of the task's own counts before the heading's.
                    if !["月", "年底", "年末"].iter().any(|word| item.words.scan().contains(word)) {
                        deadline = deadline.or_else(|| due.clone());
                    }
                    names = inherited
                        .iter()
                        .cloned()
                        .map(|name| Name { stated: Stated::Heading, clause: None, ..name })
                        .collect();
                }
                if let Some((_, _, leaders)) = stack.iter().rev().find(|(_, _, leaders)| !leaders.is_empty()) {
                    names.splice(0..0, leaders.iter().cloned());
                }
                drafts.push(Draft {
                    section,
                    number: item.marker.as_ref().and_then(Marker::number),
                    words: item.words.clone(),
                    names,
                    deadline,
                    line: item.line,
                });
                marks.push(item.marker.clone());
            }
        }
    }
    restore_numbers(&mut drafts, &mut marks, problems);
    check_order(&drafts, &marks, problems);
    drafts
}

/// Says that a numbered item of a list with units was read as no task, with its place.
fn report_passed_over(item: &Item, problems: &mut Vec<Problem>) {
    /// Shorter ones are what is left of a heading.
    const SHORTEST: usize = 12;
    let numbered = item.marker.as_ref().is_some_and(|marker| marker.value > 0 && !marker.bare);
    if numbered && item.han() >= SHORTEST {
        problems.push(Problem::new(
            Code::TaskWithoutUnit,
            item.words.whole(),
            "这一项没有责任单位，未作为任务读取",
            "若是任务，请核对原文的责任单位",
        ));
    }
}

/// The rank of a heading; an unmarked one that lost its number takes the rank of its siblings.
fn heading_rank(items: &[Item], kinds: &[Kind], index: usize, stack: &[(u32, String, Vec<Name>)]) -> u32 {
    let own = rank(items[index].family());
    if items[index].marker.is_some() {
        return own;
    }
    // What follows: a heading of rank r that already stands in the stack below another means this one is that other's
    // sibling: `(一)… ——… [lost (二)]… ——…`.
    let next = (index + 1..items.len()).find(|&at| kinds[at] != Kind::Aside);
    let Some(next) = next.filter(|&at| kinds[at] == Kind::Heading && items[at].marker.is_some()) else { return own };
    let below = rank(items[next].family());
    match stack.iter().rposition(|(rank, ..)| *rank == below) {
        Some(at) if at > 0 => stack[at - 1].0,
        _ => own.min(below.saturating_sub(1)),
    }
}

/// A heading as tables give it: number kept, dashes and marks at the end dropped.
fn heading_title(item: &Item) -> String {
    let words = item.words.shown();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_end_matches(['。', ':', '：', ';', '；', ',', '，', '.']);
    let mark = match item.family() {
        None | Some(Family::Dash | Family::Bullet) => "",
        _ => item.printed.as_str(),
    };
    let mark: String = mark.split_whitespace().collect();
    format!("{mark}{words}")
}

/// The people who lead all tasks under a heading: `林市长主抓重点工作`, `工业(牵头领导:某某、某某)`.
fn leaders_of(item: &Item) -> Vec<Name> {
    let named = item.named.names.iter().filter(|_| item.only_leaders());
    let named: Vec<Name> = named.cloned().map(|name| Name { stated: Stated::Heading, ..name }).collect();
    if named.is_empty() { leader_of(item).into_iter().collect() } else { named }
}

fn leader_of(item: &Item) -> Option<Name> {
    static LEADER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:由)?([\x{4e00}-\x{9fff}]{0,8}?(?:省长|市长|区长|县长|镇长|乡长|书记|主任|主席|秘书长|常委|州长)[\x{4e00}-\x{9fff}]{0,3}?)(?:同志)?(?:主抓|分管|牵头|负责|包联|领衔|挂帅|督办|抓)").expect("a fixed pattern")
    });
    let found = LEADER.captures(item.words.scan())?;
    let name = found.get(1)?;
    Some(Name {
        role: Some(Role::Leader),
        level: None,
        text: item.words.shown_at(name.range()),
        stated: Stated::Heading,
        clause: None,
        span: item.words.span(name.range()),
        last: false,
        first: false,
        segment: 0,
        full: None,
    })
}

/// A heading that is nothing but an office's name: its tasks are that office's.
fn office_heading(item: &Item) -> Option<Name> {
    let scan = item.words.scan().trim_end_matches([':', '。']);
    let office = office::is_levelled_office(scan) && scan.chars().count() <= 16 && !scan.contains(',');
    (office
        && item.marker.is_some()
        && ["局", "委", "办", "厅", "办公室", "中心", "部", "街道", "街道办事处", "镇", "委员会"]
            .iter()
            .any(|ending| scan.ends_with(ending)))
    .then(|| Name {
        role: Some(Role::Responsible),
        level: None,
        text: item.words.shown_at(0..scan.len()),
        stated: Stated::Heading,
        clause: None,
        span: item.words.span(0..scan.len()),
        last: false,
        first: false,
        segment: 0,
        full: None,
    })
}

/// Notes headings whose ordinal repeats.
fn check_heading_order(
    seen: &mut Vec<(u32, u32, usize)>,
    rank: u32,
    value: u32,
    item: &Item,
    problems: &mut Vec<Problem>,
) {
    seen.retain(|(other, ..)| *other <= rank);
    if let Some((_, last, _)) = seen.iter().rev().find(|(other, ..)| *other == rank)
        && *last == value
    {
        problems.push(Problem::new(
            Code::RepeatedHeading,
            item.words.whole(),
            format!("标题“{}”的序号与上一标题相同", item.printed),
            "按原文保留；请核对原文",
        ));
    }
    seen.push((rank, value, item.line));
}

/// Gives tasks that lost their number the one that the order makes certain.
fn restore_numbers(drafts: &mut [Draft], marks: &mut [Option<Marker>], problems: &mut Vec<Problem>) {
    let mut index = 0;
    while index < drafts.len() {
        if marks[index].is_some() {
            index += 1;
            continue;
        }
        let end = (index..drafts.len()).find(|&at| marks[at].is_some()).unwrap_or(drafts.len());
        let before = index
            .checked_sub(1)
            .and_then(|at| marks[at].clone())
            .filter(|mark| same_list(drafts, index - 1, index, mark.family));
        let after = marks.get(end).cloned().flatten().filter(|mark| same_list(drafts, end, index, mark.family));
        let missing = (end - index) as u32;
        let certain = match (&before, &after) {
            (Some(before), Some(after)) => before.family == after.family && before.value + missing + 1 == after.value,
            (None, Some(after)) => {
                after.value == missing + 1 && (index == 0 || drafts[index - 1].section != drafts[index].section)
            }
            _ => false,
        };
        if certain && let Some(after) = after {
            for (at, value) in (index..end).zip(after.value - missing..) {
                drafts[at].number = Marker::print(after.family, value);
                problems.push(Problem::new(
                    Code::LostNumber,
                    drafts[at].words.span(0..0),
                    "任务的编号缺失",
                    format!("按前后顺序补为“{}”", drafts[at].number.as_deref().unwrap_or("")),
                ));
                marks[at] = Some(Marker { family: after.family, value, bare: false, range: 0..0 });
            }
        }
        index = end.max(index + 1);
    }
}

/// Whether two tasks count in one list: numbers in brackets restart with every section.
fn same_list(drafts: &[Draft], a: usize, b: usize, family: Family) -> bool {
    family == Family::Arabic || drafts[a].section == drafts[b].section
}

/// Notes numbers that neither count on nor restart.
fn check_order(drafts: &[Draft], marks: &[Option<Marker>], problems: &mut Vec<Problem>) {
    let mut last: Option<(Family, u32)> = None;
    for (draft, mark) in drafts.iter().zip(marks) {
        let Some(mark) = mark.as_ref().filter(|mark| mark.value > 0) else { continue };
        if let Some((family, value)) = last
            && family == mark.family
            && mark.value != value + 1
            && mark.value != 1
        {
            problems.push(Problem::new(
                Code::NumberOutOfOrder,
                draft.words.span(0..0),
                format!("编号{}后面是{}", value, mark.value),
                "请核对原文是否缺了任务",
            ));
        }
        last = Some((mark.family, mark.value));
    }
}

#[cfg(test)]
mod tests;
