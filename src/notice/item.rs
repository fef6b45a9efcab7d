//! Items: marked lines with what belongs to them.
//!
//! In:  the lines of one part of a notice.
//! Out: [`Item`]s in printed order: a mark, words, names; lines that were broken are joined.
//! Not here: which items are headings and which are tasks ([`super::classify`]).

use std::sync::LazyLock;

use regex::Regex;

use super::assignment::{self, Named};
use super::classify::rank;
use super::line::{Family, Line, Marker};
use super::mend::is_han;
use super::role::{self, Label, Run, Tail};
use super::row::{join_cells, row_items};
use super::{Code, Problem, Role, Stated, grid, header, noise, office, verb};
use crate::source::traced::Traced;

/// A marked line with what belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) marker: Option<Marker>,
    /// The mark as printed, for headings.
    pub(super) printed: String,
    pub(super) words: Traced,
    pub(super) named: Named,
    pub(super) line: usize,
    /// Whether it came from a grid: a row is a task whatever it looks like.
    pub(super) row: bool,
    /// Section that a grid's own column names.
    pub(super) section: Option<String>,
    /// The marks of the lines below it that hold its units under labels: `(一)责任领导:…`, `(二)责任单位:…`.
    pub(super) labelled: Option<Family>,
    /// Whether it has its units from a line that stands below its siblings.
    pub(super) shared: bool,
    /// Whether it ends in a bracket of duties whose names were not read: it is a task all the same.
    pub(super) unread: bool,
}

impl Item {
    pub(super) fn has_units(&self) -> bool {
        !self.named.names.is_empty()
    }

    /// Whether it names people who lead and no office.
    pub(super) fn only_leaders(&self) -> bool {
        self.has_units() && self.named.names.iter().all(|name| name.role == Some(Role::Leader))
    }

    pub(super) fn family(&self) -> Option<Family> {
        self.marker.as_ref().map(|marker| marker.family)
    }

    pub(super) fn han(&self) -> usize {
        self.words.scan().chars().filter(|c| is_han(*c)).count()
    }
}

/// Turns lines into items.
pub(super) fn items(lines: &[Line], problems: &mut Vec<Problem>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut last_number = 0;
    let mut index = 0;
    while index < lines.len() {
        let rest = &lines[index..];
        let grid = grid::piped(rest).or_else(|| grid::stacked(rest)).or_else(|| grid::spaced(rest));
        if let Some((rows, taken)) = grid {
            for row in rows {
                items.extend(row_items(row, problems));
            }
            index += taken.max(1);
            continue;
        }
        let line = &lines[index];
        index += 1;
        if is_aside(line.scan()) {
            continue;
        }
        // Rows of a form or of metadata are no words.
        if grid::cells(&line.text).is_some_and(|cells| cells.len() >= 2)
            && Marker::split(line.scan()).is_none_or(|(marker, _)| marker.bare)
        {
            continue;
        }
        let (marker, at) = marker(line.scan(), last_number, items.last(), &lines[index..]);
        if let Some(marker) = &marker
            && marker.family == Family::Arabic
        {
            last_number = marker.value;
        }
        let body = line.text.slice(at..line.text.len());
        let mut item = item(&body, line.number, problems);
        item.printed = line.text.shown_at(0..at).trim().to_owned();
        item.marker = marker;
        let unit_line = item.words.scan().chars().filter(|c| is_han(*c)).count() == 0
            && (item.has_units() || item.named.deadline.is_some())
            && item.marker.is_none();
        let above = is_labelled_line(&item, &body).then(|| item_above(&items, item.family())).flatten();
        if let Some(above) = above {
            items[above].labelled = item.family();
            take_names(&mut items[above].named, item.named);
        } else if unit_line {
            attach(&mut items, item, problems);
        } else if goes_on(&items, &item, line) {
            let last = items.last_mut().expect("an item goes on only behind another");
            problems.push(Problem::new(Code::BrokenLine, line.text.span(0..0), "一项任务被换行断开", "已接到上一行"));
            last.words.append(&item.words);
            take_names(&mut last.named, item.named);
        } else if waits_for_words(&items, &item) {
            let last = items.last_mut().expect("only a number waits for words");
            last.words = item.words;
            take_names(&mut last.named, item.named);
        } else if let Some(named) = bare_names(&items, &item, problems) {
            let last = items.last_mut().expect("names alone follow a task");
            take_names(&mut last.named, named);
        } else {
            items.push(item);
        }
    }
    items
}

/// Whether a marked line holds nothing but units or a deadline under a label of its own, without brackets.
fn is_labelled_line(item: &Item, body: &Traced) -> bool {
    let marked = item.marker.as_ref().is_some_and(|marker| !marker.bare);
    marked
        && item.words.scan().chars().all(|c| !is_han(c))
        && (item.has_units() || item.named.deadline.is_some())
        && body.scan().starts_with(is_han)
}

/// The last item whose mark stands above a family of marks.
fn item_above(items: &[Item], family: Option<Family>) -> Option<usize> {
    /// No item has more lines of its own.
    const FARTHEST: usize = 200;
    let from = items.len().saturating_sub(FARTHEST);
    let above = |item: &Item| item.family().is_some() && rank(item.family()) < rank(family);
    let at = from + items[from..].iter().rposition(above)?;
    (!items[at].words.is_empty() && !items[at].row).then_some(at)
}

/// Gives items whose units stand below them under labels their work too: `(四)项目内容:…`; what only describes it goes.
pub(super) fn with_labelled_parts(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for mut item in items {
        let above = item_above(&out, item.family()).filter(|&at| out[at].labelled == item.family());
        match above.and_then(|at| grid::column_before_colon(item.words.scan()).map(|column| (at, column))) {
            Some((at, (grid::Column::Text | grid::Column::Requirement, from))) => {
                let work = item.words.slice(from..item.words.len()).trim();
                if !work.is_empty() {
                    join_cells(&mut out[at].words, &work, true);
                    out[at].words.append(&work);
                }
                take_names(&mut out[at].named, std::mem::take(&mut item.named));
            }
            Some((_, (grid::Column::Ignored, _))) => {}
            _ => out.push(item),
        }
    }
    out
}

pub(super) fn take_names(to: &mut Named, from: Named) {
    to.names.extend(from.names);
    to.told.extend(from.told);
    to.same |= from.same;
    to.above = to.above.or(from.above);
    if to.deadline.is_none() {
        to.deadline = from.deadline;
    }
}

/// Lines inside a part that are neither heading nor task.
fn is_aside(scan: &str) -> bool {
    static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:\(?此(?:件|页)|抄送|主题词|印发|共印|联系人|联系电话|电话|邮箱|传真|填报|注:|注：|备注|说明:|附:?$|附件:?$|单位:|单位名称|[—\-·…\s]+$|\(?\d{4}年\d{1,2}月\d{1,2}日印发|\(?讨论稿|\(?征求意见)").expect("a fixed pattern")
    });
    ASIDE.is_match(scan) || header::is_date_line(scan) || noise::is_furniture(scan)
}

/// The mark of a line. Digits before a word count as a mark only where the order bears it out.
pub(super) fn marker(scan: &str, last: u32, previous: Option<&Item>, following: &[Line]) -> (Option<Marker>, usize) {
    match Marker::split(scan) {
        Some((marker, at)) if marker.bare => {
            let alone = at >= scan.len();
            let next = marker.value == last + 1 || marker.value == 1;
            let near = marker.value > last && marker.value <= last + 3;
            // Jumping numbers: one department's extract of a longer list prints each number on a line of its own.
            let jumps = alone && marker.value > last && marker.value < 1000;
            let open = previous.is_some_and(|item| item.words.scan().ends_with([',', '、']));
            // A list that begins at a higher number: the lines below count on.
            let chain = following.iter().take(6).any(|line| {
                Marker::split(line.scan())
                    .is_some_and(|(other, _)| other.family == Family::Arabic && other.value == marker.value + 1)
            });
            if (next || near || jumps || chain && marker.value > last) && !open {
                (Some(marker), at)
            } else {
                (None, 0)
            }
        }
        Some((marker, at)) => (Some(marker), at),
        None => (None, 0),
    }
}

/// Takes a line's words and names apart.
pub(super) fn item(body: &Traced, line: usize, problems: &mut Vec<Problem>) -> Item {
    let split = role::split(body, problems);
    let named = assignment::names_of(body, &split, problems);
    let mut words = Traced::default();
    for range in split.words {
        words.append(&body.slice(range));
    }
    // Marks left over from a bracket that was cut.
    let words = trim_words(&words);
    let unread = named.names.is_empty() && verb::ends_in_duty(words.scan());
    Item {
        marker: None,
        printed: String::new(),
        words,
        named,
        line,
        row: false,
        section: None,
        labelled: None,
        shared: false,
        unread,
    }
}

fn trim_words(words: &Traced) -> Traced {
    let words = words.trim();
    let scan = words.scan();
    let mut end = scan.trim_end_matches(['(', '[', '〔', '<', ' ', ',']).len();
    // `。。` and `。)` behind a cut bracket.
    let count = |mark: char| scan[..end].chars().filter(|c| *c == mark).count();
    let (opened, mut closed) = (count('('), count(')'));
    while closed > opened && scan[..end].ends_with(')') {
        end -= 1;
        closed -= 1;
    }
    if scan[..end].ends_with("。。") {
        end -= "。".len();
    }
    let start = scan.len() - scan.trim_start_matches([',', ';', '。', ':', ' ']).len();
    words.slice(start.min(end)..end).trim()
}

/// Attaches a line of units to the item it belongs to: the last one, or the one above its bullets. Numbered items that
/// stand between a heading and the first line of units below it share that line.
fn attach(items: &mut [Item], units: Item, problems: &mut Vec<Problem>) {
    let bullets =
        items.iter().rev().take_while(|item| item.family() == Some(Family::Bullet) && !item.has_units()).count();
    let at = match bullets {
        0 => items.len().checked_sub(1),
        n => items
            .len()
            .checked_sub(n + 1)
            .filter(|&at| !items[at].has_units() && items[at].marker.is_some())
            .or(items.len().checked_sub(1)),
    };
    let Some(at) = at else {
        if let Some(name) = units.named.names.first() {
            let (what, help) = ("责任单位前没有任务", "请核对原文是否缺了任务");
            problems.push(Problem::new(Code::NoTask, name.span.clone(), what, help));
        }
        return;
    };
    let siblings = siblings(items, at);
    for item in &mut items[siblings] {
        item.shared = true;
        let mut named = units.named.clone();
        for name in &mut named.names {
            name.stated = Stated::Inherited;
        }
        take_names(&mut item.named, named);
    }
    take_names(&mut items[at].named, units.named);
}

/// The items before one that share a line of units with it: those of its own kind up to their heading, none of which has
/// units; the second and further lines of units go to those that shared the first.
fn siblings(items: &[Item], at: usize) -> std::ops::Range<usize> {
    /// No list of such items is longer.
    const MOST: usize = 12;
    let family = items[at].family().filter(|family| matches!(family, Family::Arabic | Family::ArabicBracket));
    let first = !items[at].has_units();
    let run = items[..at]
        .iter()
        .rev()
        .take(MOST)
        .take_while(|item| {
            family.is_some() && item.family() == family && !item.row && (item.shared || first && !item.has_units())
        })
        .count();
    let from = at - run;
    let numbered = items[from].marker.as_ref().is_some_and(|marker| marker.value == 1);
    let headed = from.checked_sub(1).is_some_and(|above| {
        let above = &items[above];
        rank(above.family()) < rank(family) && !above.has_units()
    });
    if run > 0 && numbered && headed { from..at } else { at..at }
}

/// Whether an unmarked line goes on with the item before it: that one broke off within a sentence.
fn goes_on(items: &[Item], item: &Item, line: &Line) -> bool {
    let Some(last) = items.last() else { return false };
    let scan = last.words.scan();
    if item.marker.is_some() || last.row || scan.is_empty() || last.has_units() {
        return false;
    }
    // `…服务中心(站)` broke off before its figure.
    let figure =
        scan.ends_with(')') && item.words.scan().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '、' | ','));
    let open = figure || scan.ends_with([',', '、', '(', '“', '《', '“']);
    let closed = scan.ends_with(['。', ';', ':', '!', '?', ')', ']', '”', '》']);
    let long = last.han() >= 22
        && last
            .marker
            .as_ref()
            .is_some_and(|marker| !matches!(marker.family, Family::Comma | Family::Part | Family::Dash));
    // A numbered line that ends without a mark, and the rest of its sentence with the units.
    let rest = item.has_units() && scan.contains(',') && last.han() >= 12 && last.family() == Some(Family::Arabic);
    open || !closed && (long || rest) && !line.after_blank && !is_heading_like(item)
}

pub(super) fn is_heading_like(item: &Item) -> bool {
    !item.has_units() && item.han() <= 22 && !item.words.scan().ends_with(['。', ';'])
}

/// Whether the last item is a number alone on its line, and this line its words.
fn waits_for_words(items: &[Item], item: &Item) -> bool {
    items.last().is_some_and(|last| last.words.is_empty() && last.marker.is_some() && !last.row)
        && item.marker.is_none()
        && !item.words.is_empty()
}

/// Names alone on a line under a task that has a number on a line of its own: a table that lost its cells.
fn bare_names(items: &[Item], item: &Item, problems: &mut Vec<Problem>) -> Option<Named> {
    let last = items.last()?;
    if item.marker.is_some() || item.has_units() || last.words.is_empty() || last.row {
        return None;
    }
    let numbered = last.marker.as_ref().is_some_and(|marker| marker.family == Family::Arabic && marker.bare);
    let scan = item.words.scan();
    let names: Vec<&str> = scan.split(['、', ',', ' ', ';']).filter(|name| !name.is_empty()).collect();
    let offices = !names.is_empty() && names.iter().all(|name| office::is_office(office::without_and_others(name)));
    if !numbered || !offices || scan.ends_with('。') {
        return None;
    }
    // The first line of names answers, the ones below it help: the table's order of columns.
    let role = if last.has_units() { Role::Support } else { Role::Responsible };
    let run = Run { label: Some(Label::Role(role)), level: None, names: 0..scan.len() };
    let tail = Tail { range: 0..scan.len(), runs: vec![run], clause: None, above: None };
    Some(assignment::names(&item.words, &[tail], problems))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_left_over_from_a_bracket_go() {
        let check = |text: &str, want: &str| assert_eq!(trim_words(&Traced::plain(text)).scan(), want);
        check("新建学校(含2所小学)。)", "新建学校(含2所小学)。");
        check(&format!("新建学校{}", ")".repeat(50)), "新建学校");
        check(",新建学校。。", "新建学校。");
    }
}
