//! Outlines: the tasks of a part under their headings.
//!
//! In:  the lines of one part of a notice.
//! Out: its tasks in printed order, each with its headings, number, words and names.
//! How: lines become items ([`super::item`]), items are told apart ([`super::classify`]), headings are stacked.
//! Not here: reports without marks and units ([`super::narrative`]).

use super::classify::{Context, Kind, classify};
use super::gather::items;
use super::item::Item;
use super::line::{Family, Line, Marker, rank};
use super::name::Name;
use super::paragraph::merge;
use super::word::{Class, form};
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
    let mut reader = Sections::default();
    for (index, item) in items.iter().enumerate() {
        match kinds[index] {
            Kind::Aside if divided => report_passed_over(item, problems),
            Kind::Aside => {}
            Kind::Heading => {
                let rank = heading_rank(&items, &kinds, index, &reader.above);
                reader.heading(item, rank, problems);
            }
            Kind::Task => reader.task(item, false),
            Kind::Part => reader.task(item, true),
        }
    }
    let Sections { mut drafts, mut marks, .. } = reader;
    restore_numbers(&mut drafts, &mut marks, problems);
    check_order(&drafts, &marks, problems);
    drafts
}

/// A heading that stands over what is read next.
struct Heading {
    rank: u32,
    title: String,
    /// The people who lead all its tasks.
    leaders: Vec<Name>,
    /// The units of its tasks, and their deadline.
    units: Vec<Name>,
    deadline: Option<String>,
}

/// Tasks under their headings, as they are read.
#[derive(Default)]
struct Sections {
    /// Outermost first.
    above: Vec<Heading>,
    /// The section that rows of a grid go on with.
    of_rows: Option<String>,
    /// Rank and ordinal of the headings so far.
    seen: Vec<(u32, u32)>,
    drafts: Vec<Draft>,
    marks: Vec<Option<Marker>>,
}

impl Sections {
    fn heading(&mut self, item: &Item, rank: u32, problems: &mut Vec<Problem>) {
        self.above.retain(|other| other.rank < rank);
        if let Some(marker) = &item.marker
            && matches!(marker.family, Family::Comma | Family::Bracket)
        {
            self.check_order(rank, marker.value, item, problems);
        }
        let (units, deadline) = match item {
            // Its tasks have units of their own.
            item if item.only_leaders() => (Vec::new(), None),
            item if item.has_units() => (item.named.names.clone(), item.named.deadline.clone()),
            item => (office_heading(item).into_iter().collect(), None),
        };
        self.above.push(Heading { rank, title: heading_title(item), leaders: leaders_of(item), units, deadline });
        self.of_rows = None;
    }

    /// Notes headings whose ordinal repeats.
    fn check_order(&mut self, rank: u32, value: u32, item: &Item, problems: &mut Vec<Problem>) {
        self.seen.retain(|(other, _)| *other <= rank);
        if self.seen.iter().rev().find(|(other, _)| *other == rank).is_some_and(|(_, last)| *last == value) {
            problems.push(Problem::new(
                Code::RepeatedHeading,
                item.words.whole(),
                format!("标题“{}”的序号与上一标题相同", item.printed),
                "按原文保留；请核对原文",
            ));
        }
        self.seen.push((rank, value));
    }

    fn task(&mut self, item: &Item, part: bool) {
        // A heading of the item's own rank is its sibling.
        let own = item.marker.as_ref().filter(|marker| marker.value > 0).map(|marker| rank(Some(marker.family)));
        self.above.retain(|heading| Some(heading.rank) != own);
        let mut section: Vec<String> = self.above.iter().map(|heading| heading.title.clone()).collect();
        if let Some(own) = item.section.clone().or_else(|| self.of_rows.clone().filter(|_| item.row)) {
            self.of_rows = Some(own.clone());
            section.push(own);
        }
        let (names, deadline) = self.units(item, part);
        self.drafts.push(Draft {
            section,
            number: item.marker.as_ref().and_then(Marker::number),
            words: item.words.clone(),
            names,
            deadline,
            line: item.line,
        });
        self.marks.push(item.marker.clone());
    }

    /// The names and the deadline of a task: its own, or those of the task or the heading above it.
    fn units(&self, item: &Item, part: bool) -> (Vec<Name>, Option<String>) {
        let bullet = |mark: &Option<Marker>| mark.as_ref().is_some_and(|mark| mark.family == Family::Bullet);
        let whole = || self.drafts.iter().zip(&self.marks).rev().find(|(_, mark)| !bullet(mark));
        let mut names = item.named.names.clone();
        let mut deadline = item.named.deadline.clone();
        if names.is_empty() {
            if let Some((task, _)) = part.then(whole).flatten() {
                names = task.names.iter().map(|name| name.taken_over(Stated::Inherited)).collect();
            } else if let Some(heading) = self.above.iter().rev().find(|heading| !heading.units.is_empty()) {
                names = heading.units.iter().map(|name| name.taken_over(Stated::Heading)).collect();
                // A date of the task's own counts before the heading's.
                let scan = item.words.scan();
                if !form().within(Class::Month, scan) && !form().within(Class::YearEnd, scan) {
                    deadline = deadline.or_else(|| heading.deadline.clone());
                }
            }
        }
        if let Some(led) = self.above.iter().rev().find(|heading| !heading.leaders.is_empty()) {
            names.splice(0..0, led.leaders.iter().cloned());
        }
        (names, deadline)
    }
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
fn heading_rank(items: &[Item], kinds: &[Kind], index: usize, above: &[Heading]) -> u32 {
    let own = rank(items[index].family());
    if items[index].marker.is_some() {
        return own;
    }
    // What follows: a heading of rank r that already stands in the stack below another means this one is that other's
    // sibling: `(一)… ——… [lost (二)]… ——…`.
    let next = (index + 1..items.len()).find(|&at| kinds[at] != Kind::Aside);
    let Some(next) = next.filter(|&at| kinds[at] == Kind::Heading && items[at].marker.is_some()) else { return own };
    let below = rank(items[next].family());
    match above.iter().rposition(|heading| heading.rank == below) {
        Some(at) if at > 0 => above[at - 1].rank,
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

/// The leader before the verb that opens a heading: `由林市长同志主抓`.
fn leader_of(item: &Item) -> Option<Name> {
    /// So many characters stand before a title and behind it.
    const NAME: usize = 8;
    const GIVEN: usize = 3;
    let scan = item.words.scan();
    let plain = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let head = &scan[..scan.find(|c| !plain(c)).unwrap_or(scan.len())];
    let start = head.strip_prefix('由').map_or(0, |_| '由'.len_utf8());
    let verbs = form().list(Class::Leads).chain(form().list(Class::LeadsTasks));
    let mut ends: Vec<usize> = verbs.flat_map(|verb| head.match_indices(verb)).map(|(at, _)| at).collect();
    ends.sort_unstable();
    let name = ends.into_iter().filter(|end| *end > start).find_map(|end| {
        let name = &head[start..end];
        let name = form().before(Class::Comrade, name).unwrap_or(name);
        office::titles(name)
            .any(|title| name[title..].chars().count() <= GIVEN && name[..title].chars().count() <= NAME + GIVEN)
            .then(|| start..start + name.len())
    })?;
    let text = item.words.shown_at(name.clone());
    Some(Name::told(Role::Leader, Stated::Heading, text, item.words.span(name)))
}

/// A heading that is nothing but an office's name: its tasks are that office's.
fn office_heading(item: &Item) -> Option<Name> {
    let scan = item.words.scan().trim_end_matches([':', '。']);
    let office = item.marker.is_some() && is_office_heading(scan);
    office.then(|| {
        let range = 0..scan.len();
        Name::told(Role::Responsible, Stated::Heading, item.words.shown_at(range.clone()), item.words.span(range))
    })
}

/// Whether the words of a heading are nothing but an office's name.
pub(super) fn is_office_heading(words: &str) -> bool {
    /// No such heading is longer.
    const LONGEST: usize = 16;
    words.chars().count() <= LONGEST
        && !words.contains(',')
        && office::is_levelled_office(words)
        && office::has_whole_ending(words)
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
