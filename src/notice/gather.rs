//! Gathering: the lines of a part become items, each with what belongs to it.
//!
//! In:  the lines of one part of a notice.
//! Out: [`Item`]s in printed order: a mark, words, names; lines that were broken are joined, rows of grids are items.
//! Not here: which items are headings and which are tasks ([`super::classify`]).

use super::assignment;
use super::column::{self, Column};
use super::han::is_han;
use super::item::{Item, is_heading_like, item, marker};
use super::line::{Family, Line, Marker, rank};
use super::name::Named;
use super::row::{join_cells, row_items};
use super::tail::Tail;
use super::word::{Pattern, pattern};
use super::{Code, Problem, Role, Stated, grid, header, noise, office};
use crate::source::traced::Traced;

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
        line.text.shown_at(0..at).trim().clone_into(&mut item.printed);
        item.marker = marker;
        let unit_line = item.words.scan().chars().filter(|c| is_han(*c)).count() == 0
            && (item.has_units() || item.named.deadline.is_some())
            && item.marker.is_none();
        let above = is_labelled_line(&item, &body).then(|| item_above(&items, item.family())).flatten();
        if let Some(above) = above {
            items[above].labelled = item.family();
            items[above].named.take(item.named);
        } else if unit_line {
            attach(&mut items, item, problems);
        } else if goes_on(&items, &item, line) {
            let last = items.last_mut().expect("an item goes on only behind another");
            problems.push(Problem::new(Code::BrokenLine, line.text.span(0..0), "一项任务被换行断开", "已接到上一行"));
            last.words.append(&item.words);
            last.named.take(item.named);
        } else if waits_for_words(&items, &item) {
            let last = items.last_mut().expect("only a number waits for words");
            last.words = item.words;
            last.named.take(item.named);
        } else if let Some(named) = bare_names(&items, &item, problems) {
            let last = items.last_mut().expect("names alone follow a task");
            last.named.take(named);
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
        match above.and_then(|at| column::column_before_colon(item.words.scan()).map(|column| (at, column))) {
            Some((at, (Column::Text | Column::Requirement, from))) => {
                let work = item.words.slice(from..item.words.len()).trim();
                if !work.is_empty() {
                    join_cells(&mut out[at].words, &work, true);
                    out[at].words.append(&work);
                }
                out[at].named.take(std::mem::take(&mut item.named));
            }
            Some((_, (Column::Ignored, _))) => {}
            _ => out.push(item),
        }
    }
    out
}

/// Lines inside a part that are neither heading nor task.
fn is_aside(scan: &str) -> bool {
    static ASIDE: Pattern =
        pattern(r"^\(?{:aside}|^{:annex}:?$|^[—\-·…\s]+$|^\(?\d{4}{:year}\d{1,2}{:month}\d{1,2}{:day}{:printed}");
    ASIDE.is_match(scan) || header::is_date_line(scan) || noise::is_furniture(scan)
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
            problems.push(Problem::new(
                Code::NoTask,
                name.span.clone(),
                "责任单位前没有任务",
                "请核对原文是否缺了任务",
            ));
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
        item.named.take(named);
    }
    items[at].named.take(units.named);
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
    Some(assignment::names(&item.words, &[Tail::whole(role, scan.len())], problems))
}
